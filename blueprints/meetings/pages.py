"""What the meeting's page shows, put together from plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import flash

from blueprints.meetings import addendum_rules, agenda_queries, agenda_rules, list_rules, queries, rules
from blueprints.meetings.agenda_queries import Line
from blueprints.meetings.drafting.queries import proposals
from blueprints.meetings.invitation_pages import who_comes_part
from blueprints.meetings.naming import knows_names, minute_taker, slot_words
from blueprints.meetings.next_steps import due_part, next_step, state_of
from blueprints.meetings.timetable import Timetable, timetable
from models.addenda import Changes
from models.editions import EditionKind
from models.meetings import Meeting, MeetingState
from models.open_items import STANDING
from models.sent_editions import Sent, first_editions
from models.visibility import Visibility
from models.words import N_
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.language import gettext, ngettext, word
from plumbing.pages import address, berlin_day, german_day

BEFORE_MINUTES = (MeetingState.PLANNED, MeetingState.SCHEDULED, MeetingState.INVITED)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One item as components/agenda.html wants it."""

    id: int
    number: str
    title: str
    kind_label: str
    clock: str
    minutes: int
    details: list[str]
    visibility: Visibility | None
    url: str


def meeting_page(meeting: Meeting) -> dict[str, Any]:
    """All that the meeting's page needs besides the meeting."""
    by, now = me(), clock.now()
    lines = agenda_queries.agenda(house(), reading(), meeting, by)
    times = timetable(lines, meeting, by)
    part = who_comes_part(meeting) | {
        "items": [shown(line, meeting, times, hints=rules.may_edit(by, meeting)) for line in lines],
        "is_bare": all(line.item.kind in STANDING for line in lines),
    }
    sent, minutes = _editions(meeting)
    coordinates = rules.may_edit(by, meeting)
    return part | {
        "hue": getattr(meeting.body, "hue", None),
        "joins": meeting.body_id in by.bodies or meeting.id in by.records,
        "inside": meeting.body_id in by.readable or meeting.id in by.records,
        "chair": meeting.chair if knows_names(meeting, by) else "",
        "minute_taker": minute_taker(meeting, by),
        "lines": lines,
        "sums": times.sums,
        "sent": sent,
        "sent_words": sent_words(sent, numbered=coordinates) if sent else "",
        "step": next_step(meeting, by, part, sent, minutes),
        "status": state_of(meeting, part, minutes),
        **(due_part(meeting) if coordinates else {}),
        "differences": differences_of(lines, sent) if coordinates and meeting.is_open else None,
        "differences_since": sent.compiled_at if sent else None,
        "may_send_addendum": addendum_rules.may_send_addendum(by, meeting, now),
        "may_change_list": list_rules.may_change_list(by, meeting, now),
        "history": told(queries.history(reading(), meeting.id)) if coordinates else [],
        "coordinates": coordinates,
        "writes": coordinates or meeting.id in by.records,
        "may_change_agenda": agenda_rules.may_change_agenda(by, meeting),
        "may_mark_not_held": rules.may_mark_not_held(by, meeting, now) and not _lies_ahead(meeting, now),
        "may_move": coordinates and meeting.state is MeetingState.INVITED and not meeting.is_over(now),
        "may_cancel": coordinates and meeting.is_open and not meeting.is_over(now),
    }


def _lies_ahead(meeting: Meeting, now: datetime) -> bool:
    """A meeting whose day is still to come is cancelled; that it was not held nobody can know yet."""
    return meeting.held_on.day is not None and meeting.held_on.day > berlin_day(now)


def told_planned(meeting: Meeting) -> str:
    """What the coordination reads after planning a meeting, or recording one that took place."""
    if meeting.state is MeetingState.HELD:
        return gettext("The meeting is recorded as held. Next come its minutes.")
    return gettext("The meeting is planned. Next come the items of its agenda.")


def after_planning(meeting: Meeting) -> str:
    """Where the coordination goes from there: to what could stand on the agenda, if there is anything."""
    waits = meeting.is_open and proposals(house(), meeting)
    return address("meetings.draft_agenda" if waits else "meetings.show", meeting_id=meeting.id)


def tell_of_day(meeting: Meeting) -> None:
    """Two meetings on one day are right now and then; mostly one was planned twice."""
    if queries.on_the_same_day(house(), meeting):
        flash(gettext("There is another meeting of this body on the same day."), "hint")


def tell_of_order(meeting: Meeting) -> None:
    """Numbers may be given as one likes; where they don't follow the days, that is said."""
    other = queries.out_of_order(house(), meeting)
    if other is not None and other.starts_at is not None:
        told = gettext(
            "The numbers don’t follow the days: meeting no. %(number)d is on %(day)s.",
            number=other.number,
            day=german_day(berlin_day(other.starts_at)),
        )
        flash(told, "hint")


def _editions(meeting: Meeting) -> tuple[Sent | None, Sent | None]:
    """The agenda and the minutes as they were last sent to the reader."""
    kinds = {EditionKind.AGENDA} if meeting.invited_at else set()
    if meeting.state not in BEFORE_MINUTES:
        kinds.add(EditionKind.MINUTES)
    found = first_editions(reading(), meeting.id, kinds, me())
    return found.get(EditionKind.AGENDA), found.get(EditionKind.MINUTES)


def sent_words(sent: Sent, *, numbered: bool) -> str:
    """What the agenda is called that was last sent to the reader; a Nachtrag is `numbered` for the
    coordination only: others would count by it what they may not see."""
    if not sent.addendum:
        return gettext("As invited")
    if numbered:
        return gettext("Addendum %(number)s", number=sent.addendum)
    return gettext("Addendum of %(day)s", day=german_day(berlin_day(sent.compiled_at)))


def differences_of(lines: list[Line], sent: Sent | None) -> Changes | None:
    """How the agenda, as the coordination sees it, differs from the one that was sent, if it does."""
    if sent is None or not sent.whole:
        return None
    return agenda_queries.compared(lines, sent) or None


def shown(line: Line, meeting: Meeting, times: Timetable, *, hints: bool) -> Shown:
    """`hints`: the coordination is told where a guest's time is not that of the item."""
    item = line.item
    became = word(item.outcome) if item.outcome else ""
    kind = "" if item.kind in STANDING else word(item.kind)
    papers = ngettext("%(num)d paper", "%(num)d papers", line.files) if line.files else ""
    named = gettext("only for %(names)s", names=", ".join(line.named)) if line.named else ""
    if line.without_investigators:
        named = gettext("without investigating authorities")
    guests = [gettext("guest %(time)s", time=slot_words(slot)) for slot in line.slots]
    if hints and (hint := times.differs(line)):
        guests.append(hint)
    return Shown(
        id=item.id,
        number=line.number,
        title=item.title,
        kind_label=kind,
        clock=times.clock(item.id),
        minutes=item.minutes_planned,
        details=[part for part in (became, named, line.submitter, papers, *guests) if part],
        visibility=item.visibility if item.visibility is not meeting.visibility else None,
        url=address("meetings.item", meeting_id=meeting.id, item_id=item.id),
    )


TOLD: Final = {
    "plan": N_("planned the meeting"),
    "edit": N_("changed the meeting"),
    "invite": N_("sent the invitations"),
    "remind": N_("reminded those without a reply"),
    "move": N_("moved the meeting"),
    "send-gathered": N_("sent the gathered letters"),
    "add-late": N_("invited somebody late"),
    "take-off": N_("took somebody off the list"),
    "add-to-agenda": N_("sent an addendum to the agenda"),
    "post": N_("noted that invitations were posted"),
    "cancel": N_("called the meeting off"),
    "hold": N_("noted that the meeting took place"),
    "ask-topics": N_("called for topics by letter"),
    "call-topics": N_("noted that topics were called for"),
    "uncall-topics": N_("took back the note that topics were called for"),
    "not-held": N_("noted that the meeting did not take place"),
    "remove": N_("took an item off the agenda"),
}
"""What each gesture did to the meeting."""


def told(history: list[queries.Happened]) -> list[dict[str, Any]]:
    """The history in words."""
    house_itself = gettext("The house itself")
    return [
        {"at": each.at, "words": f"{each.name or house_itself}: {_did(each.gesture)}"} for each in history
    ]


def _did(gesture: str) -> str:
    return gettext(TOLD[gesture]) if gesture in TOLD else gesture
