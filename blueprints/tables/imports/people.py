"""Lines about people against those whom a table has known: nobody else is ever looked at."""

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.tables.imports.columns import columns_of
from blueprints.tables.imports.matching import (
    Institutions,
    Verdict,
    Work,
    changed,
    chosen,
    doubtful,
    given,
    is_new,
)
from blueprints.tables.people import queries as people_queries
from blueprints.tables.people import rules as people_rules
from models.accounts import Account
from models.actors import Actor
from models.bodies import Office
from models.folding import folded
from models.imports import ImportKind, ImportLine, Outcome
from models.known_people import KnownPerson
from models.likeness import Names
from models.people import Person
from models.seats import Appointment, Seat
from models.typed_text import email_key

COLUMNS: Final = columns_of(ImportKind.PEOPLE)
CORRECTED: Final = tuple(name for name in COLUMNS if name not in ("organisation_id", "email"))
"""Addresses of people known are changed by themselves or on the table's page, institutions by a seat."""


class People:
    """Whom the table has known, by address and by name. `keep_own` are those who keep their details
    themselves: whoever signs in, and whoever is known at tables that the importing person does not
    coordinate."""

    def __init__(self, house: Session, table_id: int, by: Actor) -> None:
        self.rows: dict[int, Any] = {}
        self._by_address: dict[str, set[int]] = defaultdict(set)
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._alike = Names()
        self._fresh: set[int] = set()
        wanted = [getattr(Person, name) for name in ("id", "version", *COLUMNS)]
        for row in house.execute(select(*wanted).where(people_queries.known_at(table_id))):
            self.add(row)
            self._alike.add(row.id, row.name)
        self.keep_own = _keep_own(house, table_id, by)

    def add(self, row: Any) -> None:
        self.rows[row.id] = row
        self._by_name[folded(row.name)].add(row.id)
        if row.email:
            self._by_address[email_key(row.email)].add(row.id)

    def add_fresh(self, row: Any) -> None:
        """Somebody whom an earlier line of the same file has named: nobody is asked about."""
        self._fresh.add(row.id)
        self.add(row)

    def named(self, name: str, email: str, organisation_id: int | None) -> list[int]:
        """Who is surely meant: the address and the name, or the name alone where no address contradicts."""
        same_name = self._by_name.get(folded(name), set())
        if email:
            with_both = same_name & self._by_address.get(email_key(email), set())
            return sorted(with_both)
        return sorted(
            each
            for each in same_name
            if organisation_id is None or self.rows[each].organisation_id in (None, organisation_id)
        )

    def like(self, name: str, email: str) -> list[int]:
        """Who may be meant: the same address under another name, or a name like this one."""
        same_address = self._by_address.get(email_key(email), set()) if email else set()
        found = [*sorted(same_address - self._fresh), *self._alike.like(name)]
        return list(dict.fromkeys(found))[:5]


def _keep_own(house: Session, table_id: int, by: Actor) -> set[int]:
    known = people_queries.known_at(table_id)
    own = {*by.coordinates}
    elsewhere = (
        select(Appointment.person_id).join(Appointment.seat).where(Seat.body_id.not_in(own)),
        select(Office.person_id).where(Office.body_id.not_in(own)),
        select(KnownPerson.person_id).where(KnownPerson.body_id.not_in(own)),
        select(Account.person_id).where(Account.password_hash.is_not(None)),
    )
    found: set[int] = set()
    for part in elsewhere:
        found.update(house.scalars(select(Person.id).where(known, Person.id.in_(part))))
    return found


class PersonMatcher:
    """People of one table: who is known is corrected, who is not is noted."""

    tries = False

    def __init__(self, work: Work) -> None:
        self.work = work
        self.table_id = work.imported.body_id or 0
        self.institutions = Institutions(work.house)
        self.people = People(work.house, self.table_id, work.by)

    def judge(self, line: ImportLine) -> Verdict:
        facts = dict(line.facts)
        organisation_id = None
        if facts.get("organisation_id"):
            organisation_id = self.institutions.called(facts["organisation_id"])
            if organisation_id is None:
                return self.institutions.refuse(facts["organisation_id"], "organisation_id")
        choice = chosen(line, "name")
        if choice in self.people.rows:
            return self._known([choice], facts)
        known = self.people.named(facts["name"], facts.get("email", ""), organisation_id)
        if known:
            return self._known(known, facts)
        if not is_new(line, "name"):
            candidates = self.people.like(facts["name"], facts.get("email", ""))
            if candidates:
                return doubtful("name", candidates)
        return Verdict(Outcome.NEW, values=facts | {"institution": organisation_id})

    def _known(self, ids: list[Any], facts: dict[str, str]) -> Verdict:
        """Of several people of the same name the one for whom nothing changes is meant."""
        verdicts = [self._compared(person_id, facts) for person_id in ids]
        return min(verdicts, key=lambda each: len(each.changes))

    def _compared(self, person_id: int, facts: dict[str, str]) -> Verdict:
        row = self.people.rows[person_id]
        there = {name: COLUMNS[name].cell.kept(getattr(row, name)) for name in CORRECTED}
        columns = {name: COLUMNS[name] for name in CORRECTED}
        changes = changed(columns, facts, there)
        if not changes or person_id in self.people.keep_own:
            return Verdict(Outcome.SAME, person_id)
        return Verdict(Outcome.CHANGED, person_id, changes, values=facts)

    def write(self, verdict: Verdict) -> None:
        work, facts = self.work, given(COLUMNS, verdict.values, without=("organisation_id",))
        if verdict.row_id is None:
            organisation_id = verdict.values["institution"]
            person = people_rules.note_person(
                work.house, self.table_id, **facts, organisation_id=organisation_id, by=work.by, now=work.now
            )
            self.people.add_fresh(person)
            return
        row = self.people.rows[verdict.row_id]
        whole = {name: getattr(row, name) for name in (*CORRECTED, "email")}
        whole |= {name: facts[name] for name in CORRECTED if name in facts}
        people_rules.correct_person(
            work.house, self.table_id, row.id, based_on=row.version, **whole, by=work.by, now=work.now
        )
