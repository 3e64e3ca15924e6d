"""A running date finding at the practice table: answered by link and site, by phone, and not at all."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.dates import rules
from blueprints.office.demo.practice import DOMAIN, Practice
from blueprints.office.demo.practice_meetings import at, working_day
from models.bodies import Bylaws
from models.date_findings import DateOption, Fits, Times
from models.letters import Letter, LetterState, deliver
from models.rounds import AskedSeat, Round
from plumbing import clock
from plumbing.letters import render_waiting

ASKED_BEFORE: Final = 4
AHEAD: Final = (101, 103, 108, 109)
"""So many days after today, the working days that are offered; at two of them in the afternoon."""
NOTE: Final = (
    "Sondersitzung zur Vorbereitung des Fachtags (Übungsangabe). Der Raum richtet sich nach dem Termin."
)
Y, P, N = Fits.YES, Fits.PERHAPS, Fits.NO
BY_LINK: Final[dict[str, tuple[tuple[Fits, ...], str]]] = {
    "polizei": ((N, Y, P, N), ""),
    "polizei-stellvertretung": ((Y, Y, N, N), ""),
    "staatsanwaltschaft": ((N, Y, Y, N), "Vormittags sind oft Verhandlungen."),
    "jugendamt": ((Y, Y, P, N), ""),
    "fachberatung": ((Y, Y, Y, Y), ""),
    "jugendamt-stellvertretung": ((Y, N, P, P), ""),
}
BY_PHONE: Final = ("frauenhaus", (P, Y, N, N), "Telefonisch am Nachmittag.")
"""Silent: four of nine."""


def load(house: Session, table: Practice, today: date) -> None:
    day = today - timedelta(days=ASKED_BEFORE)
    bylaws = house.scalars(select(Bylaws).where(Bylaws.body_id == table.body.id)).one()
    asking, _ = rules.ask(
        house,
        table.body.id,
        times=_times(today),
        due_on=rules.proposed_due_on(bylaws, day),
        note=NOTE,
        by=table.actor(house, "koordination", day),
        now=at(day, 9),
    )
    tokens = {each.letter.recipient: each.facts["token"] for each in house.info["unrendered"]}
    with clock.frozen(at(day, 9)):
        render_waiting(house)
    ours = Letter.template == "meetings/dates"
    for letter in house.scalars(select(Letter).where(ours, Letter.state == LetterState.QUEUED)):
        deliver(house, letter, at(day, 9, 1))
    options = select(DateOption.id).where(DateOption.round_id == asking.id).order_by(DateOption.starts_at)
    offered = list(house.scalars(options))
    for place, (who, (said, note)) in enumerate(BY_LINK.items()):
        fits = dict(zip(offered, said, strict=True))
        answered_at = at(day, 10) + timedelta(hours=7 * place)
        rules.answer_by_link(house, tokens[f"{who}@{DOMAIN}"], fits, note, now=answered_at)
    _by_phone(house, table, asking, offered, at(today - timedelta(days=1), 15))


def _times(today: date) -> list[Times]:
    days = [working_day(today, days) for days in AHEAD]
    hours = [10, 14, 10, 14]
    pairs = zip(days, hours, strict=True)
    return [Times(at(day, hour), at(day, hour + 2)) for day, hour in pairs]


def _by_phone(house: Session, table: Practice, asking: Round, offered: list[int], when: datetime) -> None:
    who, said, note = BY_PHONE
    mine = (AskedSeat.round_id == asking.id) & (AskedSeat.seat_id == table.seats[who].id)
    rules.record_answer(
        house,
        table.body.id,
        house.scalars(select(AskedSeat.id).where(mine)).one(),
        dict(zip(offered, said, strict=True)),
        note,
        person_id=table.people[who].id,
        by=table.actor(house, "koordination", when.date()),
        now=when,
    )
