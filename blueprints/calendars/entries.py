"""Rows as entries of a calendar: neutral words, one's own answer, times as they are known."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from flask_babel import gettext

from blueprints.calendars import queries
from blueprints.meetings.queries import deadlines_of
from models.actors import Actor
from models.calendar_events import FeedEvent
from models.guests import ItemGuest
from models.invitations import answered
from models.meetings import MeetingState
from models.rounds import Coming, RoundKind, Voice, voice_of
from plumbing.calendar_feeds import entry
from plumbing.language import chosen_language
from plumbing.mail_templates import link

AWAY: Final = (Coming.NO, Coming.SUBSTITUTE)
OF_THE_HOUSE: Final = {
    Voice.COMES: Coming.SUBSTITUTE,
    Voice.DEPUTY: Coming.SUBSTITUTE,
    Voice.PERHAPS: Coming.PERHAPS,
    Voice.DECLINED: Coming.NO,
}
"""What the institution has answered, for whoever of it has said nothing herself."""
PLACE_OF_ID: Final = 1_900_000_001


FIRST: Final = (Coming.YES, Coming.SUBSTITUTE, Coming.PERHAPS, Coming.NO)
"""Which answer counts of somebody who is invited for several institutions."""
Times = tuple[datetime, datetime | None]
Fixed = tuple[str, str, datetime]
"""What all entries of a calendar share: language, address of a page, when the feed was made."""


class Asked(NamedTuple):
    """How one stands to a meeting: whether one is invited oneself, and what one has answered."""

    is_invited: bool
    coming: Coming | None
    answered_at: datetime | None


NOT_ASKED: Final = Asked(False, None, None)


class Told(NamedTuple):
    """How the state of a meeting and one's own answer show in a calendar."""

    title: str
    status: Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
    is_busy: bool


def asked(rows: Sequence[Any], by: Actor) -> Asked:
    """Her own answer; where she has given none, that of the house for which she is invited."""
    me = by.person_id
    mine = [row for row in rows if row.person_id == me]
    if not mine:
        return NOT_ASKED
    own = [row.coming for row in mine if row.is_for_this_date and row.answered_for == row.seat_id]
    moments = [row.answered_at for row in rows if row.answered_at is not None]
    coming = own[0] if len(own) == 1 else min(own, key=FIRST.index) if own else _of_the_house(rows, mine)
    return Asked(True, coming, max(moments) if moments else None)


def _of_the_house(rows: Sequence[Any], mine: Sequence[Any]) -> Coming | None:
    seats = {row.seat_id for row in mine if row.seat_id is not None}
    counting = [row for row in rows if row.is_for_this_date and row.answered_for == row.seat_id]
    given = [answered(row.kind, row.coming) for row in counting if row.seat_id in seats]
    return OF_THE_HOUSE.get(voice_of(given)) if given else None


def meetings(reading: Any, by: Actor, today: date, made_at: datetime) -> Iterator[bytes]:
    """One's own meetings; `made_at` stands for the last change where nothing was sent yet."""
    answers, slots = queries.answers(reading, by, today), queries.slots(reading, by)
    fixed = (chosen_language(), link("meetings.show", meeting_id=PLACE_OF_ID), made_at)
    for row in queries.meetings(reading, by, today):
        mine = asked(answers[row.id], by) if row.id in answers else NOT_ASKED
        times = _times(row, by, slots[row.id]) if row.id in slots else (row.starts_at, row.ends_at)
        yield _meeting(row, mine, times, row.id in by.records, fixed)


@lru_cache(maxsize=8192)
def _meeting(row: Any, mine: Asked, times: Times, takes_minutes: bool, fixed: Fixed) -> bytes:
    """A meeting's entry, kept with all that it says: of a long calendar only changes are made anew."""
    _, page, made_at = fixed
    titles, url = _titles(), page.replace(str(PLACE_OF_ID), str(row.id))
    told = _told(row.state, mine, titles)
    name = row.body_name if row.names_in_calendar else titles["meeting"]
    name = titles["minutes"] % {"title": name} if takes_minutes else name
    event = FeedEvent(
        uid=row.uid,
        sequence=row.sequence,
        stamp=_stamp(row.revised_at, mine.answered_at, made_at),
        summary=told.title % {"title": name},
        url=url,
        starts_at=times[0],
        ends_at=times[1],
        location=row.place if row.names_in_calendar else "",
        description=gettext("Agenda and papers, after signing in:") + f" {url}",
        status=told.status,
        is_busy=told.is_busy,
    )
    return entry(event)


def _titles() -> dict[Any, str]:
    """The words of all titles, in the language of the request."""
    return {
        "meeting": gettext("Meeting"),
        "minutes": gettext("%(title)s (minutes)", title="%(title)s"),
        MeetingState.PLANNED: gettext("Planned: %(title)s", title="%(title)s"),
        MeetingState.CANCELLED: gettext("Called off: %(title)s", title="%(title)s"),
        MeetingState.NOT_HELD: gettext("Did not take place: %(title)s", title="%(title)s"),
        Coming.YES: gettext("Accepted: %(title)s", title="%(title)s"),
        Coming.PERHAPS: gettext("Perhaps: %(title)s", title="%(title)s"),
        Coming.NO: gettext("Not attending: %(title)s", title="%(title)s"),
        Coming.SUBSTITUTE: gettext("Represented: %(title)s", title="%(title)s"),
        None: gettext("Open: %(title)s", title="%(title)s"),
    }


def _told(state: MeetingState, mine: Asked, titles: dict[Any, str]) -> Told:
    if state in (MeetingState.CANCELLED, MeetingState.NOT_HELD):
        return Told(titles[state], "CANCELLED", False)
    if state is MeetingState.PLANNED:
        return Told(titles[state], "TENTATIVE", True)
    is_busy = mine.coming not in AWAY
    if state is not MeetingState.INVITED or not mine.is_invited:
        return Told("%(title)s", "CONFIRMED", is_busy)
    is_sure = mine.coming not in (None, Coming.PERHAPS)
    return Told(titles[mine.coming], "CONFIRMED" if is_sure else "TENTATIVE", is_busy)


def _times(row: Any, by: Actor, guest: Sequence[ItemGuest]) -> Times:
    """The meeting's time; for whoever is there as a guest only, from her first item to her last."""
    if row.id in by.records or row.body_id in by.coordinates | by.member_of:
        return row.starts_at, row.ends_at
    found = [each.slot_in(row) for each in guest]
    slots = [each for each in found if each is not None]
    if len(slots) < len(found):
        return row.starts_at, row.ends_at
    ends = [each.ends_at or row.ends_at for each in slots]
    last = max((each for each in ends if each is not None), default=None)
    return min(each.starts_at for each in slots), last if None not in ends else row.ends_at


def _stamp(*moments: datetime | None) -> datetime:
    """The last change among these, without fractions of a second: calendars know none."""
    return max(each for each in moments if each is not None).replace(microsecond=0)


def deadlines(reading: Any, by: Actor, today: date, made_at: datetime) -> Iterator[bytes]:
    """The last days that the coordination has to keep or has announced, each lasting a whole day."""
    since = queries.first_instant(today).date()
    for row in queries.deadlines(reading, by, today):
        for key, day, title in _last_days(row):
            if day < since:
                continue
            event = FeedEvent(
                uid=f"{row.uid}-{key}",
                sequence=row.sequence,
                stamp=_stamp(row.revised_at, row.circulated_at, made_at),
                summary=f"{title}, {row.body_name}" if row.Bylaws.names_in_calendar else title,
                url=link("meetings.show", meeting_id=row.id),
                day=day,
                is_busy=False,
            )
            yield entry(event)


def askings(reading: Any, by: Actor, today: date, made_at: datetime) -> Iterator[bytes]:
    """The last days for answers to what the coordination asks outside of meetings."""
    titles = {
        RoundKind.PEOPLE: gettext("Last day: are these still your people"),
        RoundKind.DATES: gettext("Last day: answers to the date finding"),
        RoundKind.DECISION: gettext("Last day: circular decision"),
        RoundKind.SURVEY: gettext("Last day: answers to a survey"),
    }
    for row in queries.askings(reading, by, today):
        title = titles[row.kind]
        event = FeedEvent(
            uid=f"{row.opened_at:%Y%m%dT%H%M%S}-{row.kind.value}-{row.id}",
            sequence=0,
            stamp=_stamp(row.opened_at, made_at),
            summary=f"{title}, {row.body_name}" if row.names_in_calendar else title,
            url=_page_of(row),
            day=row.due_on,
            is_busy=False,
        )
        yield entry(event)


def _page_of(row: Any) -> str:
    if row.kind is RoundKind.DECISION:
        return link("decisions.show", table_id=row.body_id, decision_id=row.decision_id)
    if row.kind is RoundKind.SURVEY:
        return link("surveys.show", table_id=row.survey_table, survey_id=row.survey_id)
    page = "meetings.date_finding" if row.kind is RoundKind.DATES else "tables.people_check"
    return link(page, table_id=row.body_id, round_id=row.id)


def _last_days(row: Any) -> Iterator[tuple[str, date, str]]:
    """Each with a name for its identity; what was done with the invitation is not told any more."""
    on, meets_on = row.held_on.words(chosen_language()), row.held_on.day
    if meets_on is not None and row.state in queries.OPEN:
        due = deadlines_of(meets_on, row.Bylaws, row.replies_due_on)
        if row.state is not MeetingState.INVITED:
            if row.topics_called_on is None:
                title = gettext("Last day: call for topics of the meeting on %(day)s", day=on)
                yield "topics", due.topic_call_on, title
            yield (
                "agenda",
                due.agenda_closes_on,
                gettext("Last day: agenda of the meeting on %(day)s", day=on),
            )
            title = gettext("Last day: send the invitation to the meeting on %(day)s", day=on)
            yield "invitation", due.invitation_due_on, title
        title = gettext("Last day: replies to the meeting on %(day)s", day=on)
        yield "replies", due.replies_due_on, title
    if row.objections_until is not None:
        title = gettext("Last day: objections to the minutes of %(day)s", day=on)
        yield "objections", row.objections_until, title
