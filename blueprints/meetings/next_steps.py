"""What comes next for a meeting, and who has to act: in words, and as the one button of its page."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from blueprints.meetings import queries, reply_rules, rules
from blueprints.meetings.naming import minute_taker
from models.actors import Actor
from models.deadlines import MeetingDeadlines
from models.meetings import Meeting, MeetingState
from models.sent_editions import Sent
from plumbing import clock
from plumbing.access import me
from plumbing.language import gettext, ngettext
from plumbing.pages import berlin_day, german_day, relative_day

ENDED = (MeetingState.CANCELLED, MeetingState.NOT_HELD)


@dataclass(frozen=True, kw_only=True)
class Step:
    """The one thing to do next; `acts` where a button does it at once."""

    label: str
    url: str
    acts: bool = False


def deadlines(meeting: Meeting) -> MeetingDeadlines | None:
    """What is due before a meeting that lies ahead; None without a day, or when it is over."""
    bylaws = getattr(meeting.body, "bylaws", None)
    if bylaws is None or meeting.held_on.day is None or not meeting.is_open or meeting.is_over(clock.now()):
        return None
    return queries.deadlines_of(meeting.held_on.day, bylaws, meeting.replies_due_on)


def due_part(meeting: Meeting) -> dict[str, Any]:
    """The deadlines as the meeting's page shows them, and which of them comes next."""
    due = deadlines(meeting)
    invited = meeting.invited_at is not None
    called = meeting.topics_called_on is not None
    return {
        "deadlines": due,
        "upcoming": due.upcoming(clock.today(), invited=invited, called=called) if due else None,
        "invited_at": meeting.invited_at,
        "may_note_topics": rules.may_note_topics(me(), meeting),
    }


def next_step(
    meeting: Meeting, by: Actor, part: dict[str, Any], sent: Sent | None, minutes: Sent | None
) -> Step | None:
    """The one primary button for this reader."""
    if rules.may_edit(by, meeting):
        return _coordinations_step(meeting, part, sent, minutes)
    if (
        meeting.id in by.records
        and meeting.state in (MeetingState.INVITED, MeetingState.HELD)
        and (meeting.state is MeetingState.HELD or meeting.is_over(clock.now()))
    ):
        return _to(gettext("Write the minutes"), "minutes.write", meeting)
    if minutes is not None:
        return _to(gettext("Read the minutes"), "minutes.show", meeting)
    if part["own_replies"] and meeting.state is MeetingState.INVITED and not meeting.is_over(clock.now()):
        open_first = sorted(part["own_replies"], key=lambda reply: not reply.is_open)
        label = gettext("Reply") if open_first[0].is_open else gettext("Change my reply")
        return _to(label, "meetings.reply", meeting, invitation_id=open_first[0].invitation_id)
    return None


def _coordinations_step(
    meeting: Meeting, part: dict[str, Any], sent: Sent | None, minutes: Sent | None
) -> Step:
    if meeting.state in ENDED:
        url = url_for("meetings.plan", table_id=meeting.body_id)
        return Step(label=gettext("Plan another meeting"), url=url)
    if meeting.is_open and meeting.is_over(clock.now()):
        url = url_for("meetings.hold", meeting_id=meeting.id)
        return Step(label=gettext("Note as held"), url=url, acts=True)
    if meeting.is_open and meeting.starts_at is None:
        return _to(gettext("Fix the date"), "meetings.edit", meeting)
    if meeting.state is MeetingState.SCHEDULED and part["is_bare"]:
        return _to(gettext("Propose the agenda"), "meetings.draft_agenda", meeting)
    if meeting.state is MeetingState.SCHEDULED:
        return _to(gettext("Invite"), "meetings.invite", meeting)
    if meeting.state is MeetingState.INVITED and part["delivery"] and part["delivery"].gathered:
        number = part["delivery"].gathered
        label = ngettext("Send %(num)d gathered letter", "Send %(num)d gathered letters", number)
        url = url_for("meetings.send_gathered", meeting_id=meeting.id)
        return Step(label=label, url=url, acts=True)
    if meeting.state is MeetingState.INVITED and part["silent"] and _time_to_remind(meeting):
        label = ngettext("Remind %(num)d without a reply", "Remind %(num)d without a reply", part["silent"])
        return _to(label, "meetings.remind", meeting)
    if meeting.state is MeetingState.INVITED and sent is not None:
        url = url_for("minutes.download", edition_id=sent.id)
        return Step(label=gettext("Print the agenda"), url=url)
    if meeting.state is MeetingState.HELD or minutes is None:
        return _to(gettext("Write the minutes"), "minutes.write", meeting)
    return _to(gettext("Read the minutes"), "minutes.show", meeting)


def _time_to_remind(meeting: Meeting) -> bool:
    """From the first day on which the bylaws have the silent reminded."""
    today = clock.today()
    past = meeting.replies_due_on is not None and today > meeting.replies_due_on
    return past or reply_rules.reminder_day(meeting, meeting.body.bylaws, today) is not None


def _to(label: str, endpoint: str, meeting: Meeting, **more: Any) -> Step:
    return Step(label=label, url=url_for(endpoint, meeting_id=meeting.id, **more))


def state_of(meeting: Meeting, part: dict[str, Any], minutes: Sent | None) -> dict[str, str]:
    """The state in words with its mark, and what comes next and by whom."""
    tone, mark = {
        MeetingState.PLANNED: ("open", "?"),
        MeetingState.SCHEDULED: ("neutral", "•"),
        MeetingState.INVITED: ("perhaps", "→"),
        MeetingState.CANCELLED: ("no", "–"),
        MeetingState.NOT_HELD: ("void", "×"),
    }.get(meeting.state, ("yes", "✓"))
    return {
        "mark": mark,
        "tone": tone,
        "word": gettext(meeting.state.label),
        "next": _next_words(meeting, part, minutes),
    }


def _next_words(meeting: Meeting, part: dict[str, Any], minutes: Sent | None) -> str:
    if meeting.state in ENDED:
        return meeting.reason
    if meeting.is_open and meeting.is_over(clock.now()):
        return gettext("its time has passed: the coordination notes whether it took place")
    if meeting.state is MeetingState.PLANNED:
        return gettext("the coordination fixes the date")
    if meeting.state is MeetingState.SCHEDULED:
        return _until_invited(meeting)
    if meeting.state is MeetingState.INVITED:
        return _until_replied(meeting, part)
    if minutes is None:
        return gettext("%(who)s writes the minutes", who=minute_taker(meeting, me()))
    if meeting.state is MeetingState.CLOSED:
        return gettext("its minutes are approved")
    return gettext("the minutes can be read")


def _until_invited(meeting: Meeting) -> str:
    due = deadlines(meeting)
    if due is None:
        return gettext("the coordination invites")
    day = due.invitation_due_on
    if day < clock.today():
        return gettext("the notice period can't be kept any more; the coordination invites at once")
    return gettext(
        "the coordination invites by %(day)s (%(relative)s)", day=german_day(day), relative=relative_day(day)
    )


def _until_replied(meeting: Meeting, part: dict[str, Any]) -> str:
    sent = german_day(berlin_day(meeting.invited_at)) if meeting.invited_at else ""
    due = german_day(meeting.replies_due_on) if meeting.replies_due_on else ""
    told = gettext("on %(sent)s, replies by %(due)s", sent=sent, due=due)
    if meeting.moved_from_at is not None:
        told += "; " + gettext("moved from %(day)s", day=german_day(berlin_day(meeting.moved_from_at)))
    if part["answers"] is not None and part["silent"]:
        told += "; " + ngettext(
            "%(num)d institution has not replied", "%(num)d institutions have not replied", part["silent"]
        )
    return told
