"""Lines about seats and appointments of one table, written by its rules as its coordination."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from blueprints.tables import rules as table_rules
from blueprints.tables.imports.columns import columns_of
from blueprints.tables.imports.matching import (
    FILL_IN,
    NO_SUCH_INSTITUTION,
    Institutions,
    Verdict,
    Work,
    chosen,
    doubtful,
    given,
    is_new,
    refused,
)
from blueprints.tables.imports.people import People
from blueprints.tables.people import rules as people_rules
from models.fuzzy_dates import FuzzyDate
from models.imports import ImportKind, ImportLine, Outcome
from models.seats import Appointment, AppointmentRole, Seat
from models.words import N_

COLUMNS: Final = columns_of(ImportKind.SEATS)
OF_SEAT: Final = ("kind", "since", "starts_on")
OF_APPOINTMENT: Final = {"rank": "rank", "appointed_from": "starts_on"}
EDITED: Final = ("may_sign", "declared_on")
"""What a line changes of an appointment that is there."""
NOT_BY_IMPORT: Final = N_(
    "An import does not change this. Please end it and begin anew, or change it on the table's page."
)
A_DAY: Final = timedelta(days=1)


class SeatMatcher:
    """What there is is ended, what there is not is admitted and appointed. The dry run asks the rules."""

    tries = True

    def __init__(self, work: Work) -> None:
        self.work = work
        self.table_id = work.imported.body_id or 0
        self.institutions = Institutions(work.house)
        self.people = People(work.house, self.table_id, work.by)
        self.seats: dict[int, list[Seat]] = defaultdict(list)
        for seat in work.house.scalars(
            select(Seat)
            .where(Seat.body_id == self.table_id)
            .options(selectinload(Seat.appointments))
            .order_by(Seat.id)
        ):
            self.seats[seat.organisation_id].append(seat)

    def judge(self, line: ImportLine) -> Verdict:
        facts = dict(line.facts)
        organisation_id = chosen(line, "organisation_id") or self.institutions.called(
            facts["organisation_id"]
        )
        if organisation_id is None:
            candidates = self.institutions.like(facts["organisation_id"])
            if not candidates:
                return refused(NO_SUCH_INSTITUTION, "organisation_id")
            return doubtful("organisation_id", candidates)
        facts["organisation"] = str(organisation_id)
        seat = self._seat(organisation_id, facts)
        if seat is None and not facts.get("kind"):
            return refused(FILL_IN, "kind")
        if seat is not None and (wrong := _other(seat, facts, {name: name for name in OF_SEAT})):
            return refused(NOT_BY_IMPORT, wrong)
        ends, verdict = self._ends(seat, facts)
        if verdict is not None:
            return verdict
        return self._with_person(line, facts, seat, organisation_id, ends)

    def _seat(self, organisation_id: int, facts: dict[str, str]) -> Seat | None:
        """The membership that is meant: the one with this beginning or this end, else the one that lasts."""
        seats = self.seats.get(organisation_id, [])
        for name in ("starts_on", "ends_on"):
            for seat in seats:
                if facts.get(name) and COLUMNS[name].cell.kept(getattr(seat, name)) == facts[name]:
                    return seat
        if facts.get("starts_on"):
            return None
        return next((seat for seat in reversed(seats) if seat.ends_on is None), None)

    def _ends(self, seat: Seat | None, facts: dict[str, str]) -> tuple[list[list[str]], Verdict | None]:
        """What the line ends of the membership; whatever has ended stays ended."""
        there = COLUMNS["ends_on"].cell.kept(seat.ends_on) if seat is not None else ""
        if not facts.get("ends_on") or facts["ends_on"] == there:
            return [], None
        if there:
            return [], refused(NOT_BY_IMPORT, "ends_on")
        if not facts.get("end_reason"):
            return [], refused(FILL_IN, "end_reason")
        return [["ends_on", "", facts["ends_on"]], ["end_reason", "", facts["end_reason"]]], None

    def _with_person(
        self,
        line: ImportLine,
        facts: dict[str, str],
        seat: Seat | None,
        organisation_id: int,
        changes: list[list[str]],
    ) -> Verdict:
        seat_id = seat.id if seat is not None else None
        if not facts.get("person"):
            return self._verdict(facts, seat_id, changes)
        person_id = chosen(line, "person")
        known = [person_id] if person_id in self.people.rows else self._named(facts, organisation_id)
        if not known and not is_new(line, "person"):
            candidates = self.people.like(facts["person"], facts.get("email", ""))
            if candidates:
                return doubtful("person", candidates)
        held = self._appointment(seat, known, facts)
        if held is None:
            facts["person_id"] = str(known[0]) if known else ""
            return Verdict(Outcome.NEW, seat_id, values=facts)
        if wrong := _other(held, facts, OF_APPOINTMENT):
            return refused(NOT_BY_IMPORT, wrong)
        until = COLUMNS["appointed_until"].cell.kept(held.ends_on)
        if facts.get("appointed_until") and facts["appointed_until"] != until:
            changes = [*changes, ["appointed_until", until, facts["appointed_until"]]]
        changes = [*changes, *_edited(held, facts)]
        facts["appointment"] = str(held.id)
        return self._verdict(facts, seat_id, changes)

    def _named(self, facts: dict[str, str], organisation_id: int) -> list[int]:
        return self.people.named(facts["person"], facts.get("email", ""), organisation_id)

    def _appointment(self, seat: Seat | None, people: list[int], facts: dict[str, str]) -> Appointment | None:
        """The appointment that is meant: of this person, in this role, with this beginning or end."""
        role = AppointmentRole(facts.get("role") or AppointmentRole.MAIN.value)
        of_person = [
            each
            for each in (seat.appointments if seat is not None else [])
            if each.person_id in people and each.role is role
        ]
        for name, attribute in (("appointed_from", "starts_on"), ("appointed_until", "ends_on")):
            for each in of_person:
                if facts.get(name) and COLUMNS[name].cell.kept(getattr(each, attribute)) == facts[name]:
                    return each
        if facts.get("appointed_from"):
            return None
        return next((each for each in of_person if each.ends_on is None or facts.get("ends_on")), None)

    def _verdict(self, facts: dict[str, str], seat_id: int | None, changes: list[list[str]]) -> Verdict:
        if seat_id is None:
            return Verdict(Outcome.NEW, values=facts)
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        return Verdict(outcome, seat_id, changes, values=facts)

    def write(self, verdict: Verdict) -> None:
        """Admit, appoint, end: in this order, so that a past membership has its people."""
        work, facts = self.work, verdict.values
        told = given(COLUMNS, facts)
        how: dict[str, Any] = {"by": work.by, "now": work.now}
        organisation_id = int(facts["organisation"])
        seat = self._seat(organisation_id, facts)
        if seat is None:
            admitted = {"kind": told["kind"], "since": told.get("since", FuzzyDate.unknown())}
            seat = table_rules.admit(
                work.house,
                self.table_id,
                organisation_id=organisation_id,
                **admitted,
                starts_on=told.get("starts_on"),
                **how,
            )
            self.seats[organisation_id].append(seat)
        if verdict.outcome is Outcome.NEW and facts.get("person"):
            self._appoint(seat, facts, told, how)
        elif facts.get("appointment"):
            self._change(int(facts["appointment"]), {name for name, _, _ in verdict.changes}, told, how)
        if told.get("ends_on") and seat.ends_on is None:
            last: date = told["ends_on"]
            reason = told.get("end_reason", "")
            table_rules.end_seat(
                work.house, self.table_id, seat.id, ends_on=last + A_DAY, reason=reason, **how
            )
        work.house.flush()
        work.house.refresh(seat, ["appointments"])

    def _change(self, held: int, changed: set[str], told: dict[str, Any], how: dict[str, Any]) -> None:
        """Edit and end an appointment that is there."""
        house = self.work.house
        if changed & set(EDITED):
            appointment = people_rules.appointment_of(house, self.table_id, held)
            said = {name: told.get(name, getattr(appointment, name)) for name in EDITED}
            people_rules.edit_appointment(
                house, self.table_id, held, based_on=appointment.version, **said, **how
            )
            house.flush()
        if "appointed_until" in changed:
            until: date = told["appointed_until"]
            people_rules.end_appointment(house, self.table_id, held, ends_on=until + A_DAY, **how)

    def _appoint(self, seat: Seat, facts: dict[str, str], told: dict[str, Any], how: dict[str, Any]) -> None:
        person_id = int(facts["person_id"]) if facts.get("person_id") else None
        if person_id is None:
            person = people_rules.note_person(
                self.work.house,
                self.table_id,
                name=told["person"],
                organisation_id=seat.organisation_id,
                **{name: told[name] for name in ("email", "function", "salutation") if name in told},
                **how,
            )
            self.people.add_fresh(person)
            person_id = person.id
        people_rules.appoint(
            self.work.house,
            self.table_id,
            seat.id,
            person={"person_id": person_id},
            role=told.get("role", AppointmentRole.MAIN),
            rank=told.get("rank"),
            may_sign=told.get("may_sign", False),
            declared_on=told.get("declared_on"),
            starts_on=told.get("appointed_from"),
            ends_on=told.get("appointed_until"),
            **how,
        )


def _other(row: Any, facts: dict[str, str], columns: dict[str, str]) -> str:
    """The first column in which a line says something else than what is there."""
    for name, attribute in columns.items():
        there = COLUMNS[name].cell.kept(getattr(row, attribute))
        if facts.get(name) and facts[name] != there:
            return name
    return ""


def _edited(held: Appointment, facts: dict[str, str]) -> list[list[str]]:
    """Column, what is there, what the line says; an empty cell leaves what is there."""
    there = {name: COLUMNS[name].cell.kept(getattr(held, name)) for name in EDITED}
    return [
        [name, there[name], facts[name]] for name in EDITED if facts.get(name) not in ("", None, there[name])
    ]
