"""Three meetings of the practice table: one held with minutes, one invited, one planned."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings import (
    agenda_rules,
    guest_rules,
    invitation_rules,
    rules,
)
from blueprints.meetings.reply_rules import Given, answer, answer_by_link, record_reply
from blueprints.meetings.years import queries as year_queries
from blueprints.meetings.years import rules as year_rules
from blueprints.office.demo.practice import GUEST, Practice
from models.bodies import Bylaws
from models.deadlines import BERLIN, Land, next_working_day
from models.invitations import Invitation
from models.letters import Draft
from models.meetings import AgendaItem, Meeting
from models.rounds import Coming
from models.year_plans import Nth, Rhythm, RhythmKind, outlook

PLACE: Final = "Rathaus Musterstadt, Raum 1.07 (erfunden)"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of a day in Berlin."""
    return datetime.combine(day, time(hour, minute), BERLIN)


def working_day(today: date, days: int) -> date:
    """The working day that many days from today, or the next one after it."""
    found: date = next_working_day(today + timedelta(days=days), Land.NW)
    return found


@dataclass(frozen=True)
class Answer:
    """What one of the practice table's people answers, so many days after the invitation."""

    who: str
    given: Given
    way: str = "site"
    after_days: int = 1


HELD_ANSWERS: Final = (
    Answer("polizei", Given(coming=Coming.YES), "link"),
    Answer("staatsanwaltschaft", Given(coming=Coming.NO, note="Verhandlungstermin.")),
    Answer("jugendamt", Given(coming=Coming.YES), "link", 2),
    Answer("gesundheitsamt", Given(coming=Coming.NO), "site", 2),
    Answer("gesundheitsamt-stellvertretung", Given(coming=Coming.YES), "link", 3),
    Answer("ordnungsamt", Given(coming=Coming.YES), "coordination", 6),
    Answer("fachberatung", Given(coming=Coming.YES)),
    Answer("frauenhaus", Given(coming=Coming.YES), "link", 4),
    Answer("jobcenter", Given(coming=Coming.YES), "link", 5),
)
INVITED_ANSWERS: Final = (
    Answer("polizei", Given(coming=Coming.YES), "link"),
    Answer("staatsanwaltschaft", Given(coming=Coming.NO, note="Verhandlungstermin."), "site", 2),
    Answer("jugendamt", Given(coming=Coming.NO), "site", 1),
    Answer("jugendamt-stellvertretung", Given(coming=Coming.YES), "link", 2),
    Answer(
        "gesundheitsamt",
        Given(coming=Coming.SUBSTITUTE, substitute="Fachkraft Beratung Gesundheitsamt Musterstadt"),
        "site",
        2,
    ),
    Answer("ordnungsamt", Given(coming=Coming.PERHAPS, note="Steht in drei Tagen fest."), "link", 3),
    Answer("fachberatung", Given(coming=Coming.YES)),
    Answer("frauenhaus", Given(coming=Coming.YES), "coordination", 2),
    Answer(
        "jobcenter", Given(coming=Coming.YES, need="Gebärdensprachdolmetschung (Übungsangabe)"), "link", 3
    ),
)
"""Silent: the provider of youth welfare. Nine seats: four come, two are represented."""


def plan(house: Session, practice: Practice, day: date, planned_on: date, **facts: Any) -> Meeting:
    """A meeting of two hours in the morning, planned by the coordination."""
    now = at(planned_on, 9)
    return rules.schedule(
        house,
        practice.body.id,
        starts_at=at(day, 10),
        ends_at=at(day, 12),
        place=PLACE,
        chair="Koordination Musterstadt",
        by=practice.actor(house, "koordination", planned_on),
        now=now,
        **facts,
    )


def plan_next_year(house: Session, practice: Practice, today: date) -> None:
    """The next year at once, on second Wednesdays; a day that does not work moves to the first proposal."""
    year = today.year + 1
    rhythm = Rhythm(kind=RhythmKind.MONTHS, year=year, nth=Nth.SECOND, weekday=2, months=(3, 6, 9, 12))
    standing = year_queries.standing(house, practice.body.id, date(year, 1, 1), date(year, 12, 31))
    seen = [outlook(day, Land.NW, today=today, taken=standing) for day in rhythm.days(today)]
    days = [each.day if each.works else each.proposals[0] for each in seen]
    year_rules.plan_year(
        house,
        practice.body.id,
        days=[day for day in days if day not in standing],
        starts=time(10),
        ends=time(12),
        place=PLACE,
        number=14,
        as_template=True,
        chair="Koordination Musterstadt",
        by=practice.actor(house, "koordination", today),
        now=at(today, 8, 30),
    )


def add_items(
    house: Session, practice: Practice, meeting: Meeting, wanted: dict[str, dict[str, Any]], on: date
) -> dict[str, AgendaItem]:
    """The items of an agenda; `named` are the two institutions of a confidential one, `guest` says when."""
    by, now = practice.actor(house, "koordination", on), at(on, 9, 30)
    made = {}
    for key, words in wanted.items():
        facts = dict(words)
        slot = facts.pop("guest", None)
        seats = [practice.seats[each].id for each in facts.pop("named", ())]
        submitter = facts.pop("by", None)
        if submitter:
            facts["submitter_id"] = practice.seats[submitter].organisation_id
        made[key] = agenda_rules.add_item(house, meeting.id, seat_ids=seats, by=by, now=now, **facts)
        if slot:
            day = meeting.held_on.day
            assert day is not None
            guest = practice.people[GUEST.address.partition("@")[0]]
            guest_rules.add_guest(
                house,
                made[key].id,
                name=guest.name,
                email=guest.email,
                starts_at=at(day, *slot[0]),
                ends_at=at(day, *slot[1]),
                by=by,
                now=now,
            )
    return made


def invite(house: Session, practice: Practice, meeting: Meeting, on: date) -> dict[str, str]:
    """Send the invitations; returns the reply links' secrets by the local part of the address."""
    by, now = practice.actor(house, "koordination", on), at(on, 9)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == practice.body.id)).one()
    due_on = invitation_rules.proposed_due_on(meeting, bylaws, on)
    invitation_rules.invite(house, meeting.id, due_on=due_on, by=by, now=now)
    waiting: list[Draft] = house.info.get("unrendered", [])
    return {each.letter.recipient.partition("@")[0]: each.facts["token"] for each in waiting}


def give_answers(
    house: Session,
    practice: Practice,
    meeting: Meeting,
    answers: tuple[Answer, ...],
    tokens: dict[str, str],
) -> None:
    """Each in its own way and in the order of time, so that the history reads like a real one."""
    assert meeting.invited_at is not None
    ids = {
        each.address.partition("@")[0]: each.id
        for each in house.scalars(select(Invitation).where(Invitation.meeting_id == meeting.id))
    }
    for number, each in enumerate(sorted(answers, key=lambda one: one.after_days)):
        now = meeting.invited_at + timedelta(days=each.after_days, minutes=7 * number)
        on = now.astimezone(BERLIN).date()
        if each.way == "link":
            answer_by_link(house, tokens[each.who], each.given, now=now)
        elif each.way == "coordination":
            by = practice.actor(house, "koordination", on)
            record_reply(house, ids[each.who], each.given, by=by, now=now)
        else:
            answer(house, ids[each.who], each.given, by=practice.actor(house, each.who, on), now=now)
