"""What is due for a meeting before the invitation, and the letter about it, for coordinators who want one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from blueprints.meetings.letters import common_facts
from blueprints.meetings.queries import deadlines_of
from blueprints.tables.queries import COORDINATING
from models.bodies import Body, BodyState, Bylaws, Office
from models.deadlines import working_days_before
from models.letters import LetterKind, post
from models.meetings import Meeting, MeetingState
from models.people import Person
from models.reminder_stops import stopped
from models.standing import in_force

NOTICE_DAYS: Final = 3
"""Working days before the last day on which the coordination is told (domain.md 6)."""
TEMPLATE: Final = "meetings/due"
AHEAD = (
    select(Meeting, Bylaws)
    .join(Bylaws, Bylaws.body_id == Meeting.body_id)
    .join(Body, Body.id == Meeting.body_id)
    .where(
        Meeting.state.in_((MeetingState.PLANNED, MeetingState.SCHEDULED)),
        Meeting.starts_at > bindparam("now"),
        Body.state.in_((BodyState.FOUNDING, BodyState.ACTIVE)),
        Body.is_external.is_(False),
    )
    .order_by(Meeting.id)
)


class Due(NamedTuple):
    """One thing to do for a meeting until its last day; `kind` names it."""

    kind: str
    day: date


def due_next(day: date, bylaws: Bylaws, today: date, *, called: bool) -> Due:
    """What comes next; an invitation that is late stays due, a call whose day has passed does not, nor one
    that is done (`called`)."""
    return next(each for each in steps(day, bylaws, called) if each.day >= today or each.kind == "invite")


def steps(day: date, bylaws: Bylaws, called: bool) -> list[Due]:
    found = deadlines_of(day, bylaws)
    return [
        *([] if called else [Due("topics", found.topic_call_on)]),
        Due("agenda", found.agenda_closes_on),
        Due("invite", found.invitation_due_on),
    ]


def told_now(meeting: Meeting, bylaws: Bylaws, today: date) -> list[Due]:
    """What the coordination is to be told of by today; the last of it is what came last."""
    assert meeting.held_on.day is not None
    found = steps(meeting.held_on.day, bylaws, meeting.topics_called_on is not None)
    open_ = [each for each in found if each.day >= today or each.kind == "invite"]
    return [each for each in open_ if working_days_before(each.day, NOTICE_DAYS, bylaws.land) <= today]


def tell_coordinations(house: Session, today: date, now: datetime) -> int:
    """Write to each coordinator who wants it what is due; returns the letters.

    Safe to run as often as one likes: what is due has one key for each meeting and day. Days that were
    missed are made up by one letter, which names all that is still to be done.
    """
    rows: Sequence[Any] = house.execute(AHEAD, {"now": now}).all()
    due = [(meeting, bylaws, told_now(meeting, bylaws, today)) for meeting, bylaws in rows]
    due = [each for each in due if each[2]]
    people = who_want_it(house, {meeting.body_id for meeting, _, _ in due}, today)
    return sum(
        _tell(house, meeting, bylaws, found, people.get(meeting.body_id, []), today, now)
        for meeting, bylaws, found in due
    )


def who_want_it(house: Session, body_ids: set[int], today: date) -> dict[int, list[Person]]:
    """The coordinators of that day who want to be written to, by body."""
    if not body_ids:
        return {}
    rows = house.execute(
        select(Office.body_id, Person)
        .join(Person, Person.id == Office.person_id)
        .where(
            Office.body_id.in_(body_ids),
            Office.kind.in_(COORDINATING),
            in_force(Office, today),
            Person.due_mails.is_(True),
            Person.email.is_not(None),
        )
        .order_by(Person.id)
    ).all()
    unwanted = stopped(house, [person.email or "" for _, person in rows])
    found: dict[int, list[Person]] = {}
    for body_id, person in rows:
        if (person.email or "").lower() in unwanted:
            continue
        if person not in found.setdefault(body_id, []):
            found[body_id].append(person)
    return found


def _tell(
    house: Session,
    meeting: Meeting,
    bylaws: Bylaws,
    due: list[Due],
    people: list[Person],
    today: date,
    now: datetime,
) -> int:
    if not people:
        return 0
    facts = common_facts(house, meeting, bylaws, today) | {"due": due, "today": today}
    posted = [
        post(
            house,
            to=person.email,
            name=person.name,
            language=person.language,
            salutation=person.salutation,
            template=TEMPLATE,
            kind=LetterKind.REMINDER,
            purpose=f"due-{due[-1].kind}-{due[-1].day}",
            facts=facts,
            body_id=meeting.body_id,
            meeting_id=meeting.id,
            person_id=person.id,
            now=now,
        )
        for person in people
    ]
    return sum(each.created_at == now for each in posted)
