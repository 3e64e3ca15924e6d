"""What the meeting's page shows, put together from plain values: state, next step, agenda, history."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from blueprints.meetings import agenda_queries, agenda_rules, queries, rules
from blueprints.meetings.agenda_queries import Line
from blueprints.meetings.invitation_pages import who_comes_part
from models.actors import Actor
from models.deadlines import MeetingDeadlines
from models.editions import Edition, agenda_edition_of, minutes_edition_of
from models.meetings import Meeting, MeetingState
from models.visibility import Visibility
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.pages import berlin_day, german_day, relative_day

BEFORE_MINUTES = (MeetingState.PLANNED, MeetingState.SCHEDULED, MeetingState.INVITED)
ENDED = (MeetingState.CANCELLED, MeetingState.NOT_HELD)


@dataclass(frozen=True, kw_only=True)
class Step:
    """The one thing to do next; `acts` where a button does it at once."""

    label: str
    url: str
    acts: bool = False


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One item as components/agenda.html wants it."""

    id: int
    number: str
    title: str
    kind_label: str
    minutes: int
    details: list[str]
    visibility: Visibility | None
    url: str


def meeting_page(meeting: Meeting) -> dict[str, Any]:
    """All that the meeting's page needs besides the meeting."""
    by, now = me(), clock.now()
    lines = agenda_queries.agenda(house(), reading(), meeting, by)
    part = who_comes_part(meeting)
    sent = agenda_edition_of(reading(), meeting.id, by) if meeting.invited_at else None
    written = meeting.state not in BEFORE_MINUTES
    minutes = minutes_edition_of(reading(), meeting.id, by) if written else None
    coordinates = rules.may_edit(by, meeting)
    return part | {
        "hue": getattr(meeting.body, "hue", None),
        "joins": meeting.body_id in by.bodies or meeting.id in by.records,
        "inside": meeting.body_id in by.readable or meeting.id in by.records,
        "lines": lines,
        "items": [shown(line, meeting) for line in lines],
        "sums": sums(lines, meeting),
        "sent": sent,
        "step": next_step(meeting, by, part, sent, minutes),
        "status": state_of(meeting, part, minutes),
        "deadlines": deadlines(meeting) if coordinates else None,
        "differences": differences_of(sent) if coordinates and meeting.is_open else None,
        "history": told(queries.history(reading(), meeting.id)) if coordinates else [],
        "coordinates": coordinates,
        "may_change_agenda": agenda_rules.may_change_agenda(by, meeting),
        "may_mark_not_held": rules.may_mark_not_held(by, meeting, now),
        "may_move": coordinates and meeting.state is MeetingState.INVITED and not meeting.is_over(now),
        "may_cancel": coordinates and meeting.is_open and not meeting.is_over(now),
    }


def differences_of(sent: Edition | None) -> agenda_queries.Differences | None:
    """How the agenda differs from the one that was sent, if it does."""
    return (agenda_queries.differences(house(), sent) or None) if sent is not None and sent.whole else None


def shown(line: Line, meeting: Meeting) -> Shown:
    item = line.item
    kind = "" if item.kind.value in ("formal", "other-business") else gettext(item.kind.label)
    papers = ngettext("%(num)d paper", "%(num)d papers", line.files) if line.files else ""
    named = gettext("only for %(names)s", names=", ".join(line.named)) if line.named else ""
    return Shown(
        id=item.id,
        number=line.number,
        title=item.title,
        kind_label=kind,
        minutes=item.minutes_planned,
        details=[part for part in (named, line.submitter, papers) if part],
        visibility=item.visibility if item.visibility is not meeting.visibility else None,
        url=url_for("meetings.item", meeting_id=meeting.id, item_id=item.id),
    )


def sums(lines: list[Line], meeting: Meeting) -> str:
    """How the planned minutes go with the time there is; an overrun is said."""
    planned = sum(line.item.minutes_planned for line in lines)
    if not planned:
        return ""
    if meeting.starts_at is None or meeting.ends_at is None:
        return gettext("%(n)d minutes planned", n=planned)
    there = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    told = gettext("%(n)d of %(all)d minutes planned", n=planned, all=there)
    if planned <= there:
        return told
    longer = ngettext(
        "%(num)d minute longer than the meeting", "%(num)d minutes longer than the meeting", planned - there
    )
    return f"{told}: {longer}"


def deadlines(meeting: Meeting) -> MeetingDeadlines | None:
    """What is due before a meeting that lies ahead; None without a day, or when it is over."""
    bylaws = getattr(meeting.body, "bylaws", None)
    if bylaws is None or meeting.held_on.day is None or not meeting.is_open or meeting.is_over(clock.now()):
        return None
    return queries.deadlines_of(meeting.held_on.day, bylaws, meeting.replies_due_on)


def next_step(
    meeting: Meeting, by: Actor, part: dict[str, Any], sent: Edition | None, minutes: Edition | None
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
        open_first = sorted(part["own_replies"], key=lambda reply: reply.coming is not None)
        label = gettext("Reply") if open_first[0].coming is None else gettext("Change my reply")
        return _to(label, "meetings.reply", meeting, invitation_id=open_first[0].invitation_id)
    return None


def _coordinations_step(
    meeting: Meeting, part: dict[str, Any], sent: Edition | None, minutes: Edition | None
) -> Step:
    if meeting.state in ENDED:
        url = url_for("meetings.plan", table_id=meeting.body_id)
        return Step(label=gettext("Plan another meeting"), url=url)
    if meeting.is_open and meeting.is_over(clock.now()):
        url = url_for("meetings.hold", meeting_id=meeting.id)
        return Step(label=gettext("Note as held"), url=url, acts=True)
    if meeting.is_open and meeting.starts_at is None:
        return _to(gettext("Fix the date"), "meetings.edit", meeting)
    if meeting.state is MeetingState.SCHEDULED:
        return _to(gettext("Invite"), "meetings.invite", meeting)
    if meeting.state is MeetingState.INVITED and part["silent"]:
        label = ngettext("Remind %(num)d without a reply", "Remind %(num)d without a reply", part["silent"])
        return _to(label, "meetings.remind", meeting)
    if meeting.state is MeetingState.INVITED and sent is not None:
        url = url_for("minutes.download", edition_id=sent.id)
        return Step(label=gettext("Print the agenda"), url=url)
    if meeting.state is MeetingState.HELD or minutes is None:
        return _to(gettext("Write the minutes"), "minutes.write", meeting)
    return _to(gettext("Read the minutes"), "minutes.show", meeting)


def _to(label: str, endpoint: str, meeting: Meeting, **more: Any) -> Step:
    return Step(label=label, url=url_for(endpoint, meeting_id=meeting.id, **more))


def state_of(meeting: Meeting, part: dict[str, Any], minutes: Edition | None) -> dict[str, str]:
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


def _next_words(meeting: Meeting, part: dict[str, Any], minutes: Edition | None) -> str:
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
        return gettext("%(who)s writes the minutes", who=_writer(meeting))
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


def _writer(meeting: Meeting) -> str:
    return meeting.minute_taker.name if meeting.minute_taker else gettext("the coordination")


def told(history: list[queries.Happened]) -> list[dict[str, Any]]:
    """The history in words."""
    words = {
        "plan": gettext("planned the meeting"),
        "edit": gettext("changed the meeting"),
        "invite": gettext("sent the invitations"),
        "remind": gettext("reminded those without a reply"),
        "move": gettext("moved the meeting"),
        "cancel": gettext("called the meeting off"),
        "hold": gettext("noted that the meeting took place"),
        "not-held": gettext("noted that the meeting did not take place"),
        "remove": gettext("took an item off the agenda"),
    }
    house_itself = gettext("The house itself")
    return [
        {"at": each.at, "words": f"{each.name or house_itself}: {words.get(each.gesture, each.gesture)}"}
        for each in history
    ]
