"""Topics of the practice table: a call that runs, and one topic in each state that the list knows."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.topics import call_rules, fate_rules, rules
from blueprints.office.demo.practice import DOMAIN, Practice
from blueprints.office.demo.practice_letters import went_out
from blueprints.office.demo.practice_meetings import at
from models.bodies import Bylaws
from models.meetings import AgendaItem, Meeting
from models.rounds import AskedSeat
from models.topics import Topic, TopicAim, TopicState
from models.visibility import Visibility

CALLED_BEFORE: Final = 3
EARLIER: Final = ("figures", "leaflet")
"""Submitted before topics were called for: these two institutions have not answered the call."""
REFUSED: Final = "Das ist eine Aufgabe des Arbeitskreises Öffentlichkeitsarbeit; wir geben es dorthin weiter."
PUT_BACK: Final = "Sobald die Zahlen des Jahres vorliegen, kommen wir darauf zurück."
TOPICS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "weekend": (
        "polizei",
        {
            "title": "Erreichbarkeit am Wochenende",
            "aim": TopicAim.DECIDE,
            "minutes_planned": 20,
            "text": "Wer ist außerhalb der Dienstzeiten ansprechbar? Ziel ist eine gemeinsame Liste.",
            "guests": [
                rules.GuestWish(
                    name="Leitstelle Musterstadt", function="Dienstgruppe", email=f"leitstelle@{DOMAIN}"
                )
            ],
        },
    ),
    "prosecution": (
        "staatsanwaltschaft",
        {
            "title": "Ablauf nach einer Anzeige",
            "aim": TopicAim.INFORM,
            "minutes_planned": 15,
            "visibility": Visibility.CONFIDENTIAL,
            "named": ("polizei", "fachberatung"),
        },
    ),
    "figures": ("gesundheitsamt", {"title": "Zahlen der anonymen Sprechstunde", "aim": TopicAim.INFORM}),
    "training": ("jugendamt", {"title": "Gemeinsame Fortbildung im Frühjahr", "minutes_planned": 15}),
    "interpreting": (
        "fachberatung",
        {
            "title": "Dolmetschen in der Erstberatung",
            "aim": TopicAim.DECIDE,
            "minutes_planned": 30,
            "text": "Vorschlag für eine gemeinsame Liste der Sprachen.",
        },
    ),
    "leaflet": ("ordnungsamt", {"title": "Neuer Faltblattentwurf", "minutes_planned": 10}),
    "rooms": ("jugendhilfe", {"title": "Räume für vertrauliche Gespräche"}),
}


def load(
    house: Session,
    table: Practice,
    meeting: Meeting,
    was_spoken_of: AgendaItem,
    today: date,
) -> None:
    """Topics are called for the planned meeting; some have come, some are decided, one has had its turn."""
    called = today - timedelta(days=CALLED_BEFORE)
    by = table.actor(house, "koordination", called)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == table.body.id)).one()
    due_on = call_rules.proposed_due_on(meeting, bylaws, called)
    assert due_on is not None
    call_rules.call(house, meeting.id, due_on=due_on, by=by, now=at(called, 10))
    went_out(house, at(called, 10, 1), of="meetings/topic")
    made = {}
    for key, (who, facts) in TOPICS.items():
        day = called - timedelta(days=20) if key in EARLIER else called
        made[key] = _submit(house, table, who, at(day, 11), **facts)
    wanted = rules.Wanted(title="Kinder im Frauenhaus: Wege zur Schule", meeting_id=meeting.id)
    seat_id = table.seats["frauenhaus"].id
    rules.submit(house, table.body.id, wanted, seat_id=seat_id, by=by, now=at(called, 15))
    _decide(house, table, made, meeting, today)
    _has_had_its_turn(house, table, was_spoken_of, today)
    _nothing(house, table, at(today - timedelta(days=1), 10))
    went_out(house, at(today - timedelta(days=1), 16), of="meetings/topic")


def _submit(house: Session, table: Practice, who: str, now: datetime, **facts: Any) -> Topic:
    named = [table.seats[each].id for each in facts.pop("named", ())]
    wanted = rules.Wanted(**facts, seat_ids=named)
    by = table.actor(house, who, now.date())
    return rules.submit(house, table.body.id, wanted, seat_id=table.seats[who].id, by=by, now=now)


def _decide(house: Session, table: Practice, made: dict[str, Topic], meeting: Meeting, today: date) -> None:
    now = at(today - timedelta(days=2), 14)
    by = table.actor(house, "koordination", now.date())

    def given(key: str) -> dict[str, Any]:
        return {"based_on": made[key].version, "by": by, "now": now}

    fate_rules.accept(house, made["interpreting"].id, meeting_id=meeting.id, **given("interpreting"))
    fate_rules.put_off(house, made["training"].id, meeting_id=meeting.id, **given("training"))
    fate_rules.put_back(house, made["figures"].id, reason=PUT_BACK, **given("figures"))
    fate_rules.refuse(house, made["leaflet"].id, reason=REFUSED, **given("leaflet"))
    own = table.actor(house, "jugendhilfe", now.date())
    rules.withdraw(house, made["rooms"].id, based_on=made["rooms"].version, by=own, now=now)


def _has_had_its_turn(house: Session, table: Practice, item: AgendaItem, today: date) -> None:
    """A topic of the meeting that was held: it had become an item of its agenda."""
    submitted = at(today - timedelta(days=60), 10)
    house.add(
        Topic(
            body_id=table.body.id,
            seat_id=table.seats["fachberatung"].id,
            title=item.title,
            submitted_at=submitted,
            submitted_by_id=table.people["fachberatung"].id,
            state=TopicState.ACCEPTED,
            meeting_id=item.meeting_id,
            item_id=item.id,
            decided_at=submitted + timedelta(days=3),
        )
    )


def _nothing(house: Session, table: Practice, now: datetime) -> None:
    by = table.actor(house, "jobcenter", now.date())
    asked = select(AskedSeat.id).where(AskedSeat.seat_id == table.seats["jobcenter"].id)
    last = house.scalars(asked.order_by(AskedSeat.id.desc()).limit(1)).one()
    call_rules.say_nothing(house, last, by=by, now=now)
