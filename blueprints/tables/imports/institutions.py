"""Lines about institutions against the directory."""

from typing import Any, Final

from sqlalchemy import select

from blueprints.organisations import rules
from blueprints.organisations.keeper_queries import kept_by_others
from blueprints.tables.imports.columns import columns_of
from blueprints.tables.imports.matching import (
    FILL_IN,
    KEPT_BY_OTHERS,
    Institutions,
    Verdict,
    Work,
    changed,
    chosen,
    doubtful,
    given,
    is_new,
    protected,
    refused,
)
from models.folding import folded
from models.import_places import PLACES
from models.imports import ImportKind, ImportLine, Outcome
from models.organisations import Organisation

COLUMNS: Final = columns_of(ImportKind.INSTITUTIONS)


class InstitutionMatcher:
    """Found by the exact name; a name that is alike, or a mailbox that is known, is asked about."""

    tries = False

    def __init__(self, work: Work) -> None:
        self.work = work
        wanted = [getattr(Organisation, name) for name in ("id", "version", *COLUMNS)]
        query = select(*wanted)
        if work.only is not None:
            query = query.where(Organisation.id.in_(work.only))
        self.rows = {row.id: row for row in work.house.execute(query)}
        self.institutions = Institutions(work.house)
        self.by_mailbox = {row.mailbox.casefold(): row.id for row in self.rows.values() if row.mailbox}
        self.kept_by_others = kept_by_others(work.house, work.by, work.only)
        self._named: set[str] | None = None

    def judge(self, line: ImportLine) -> Verdict:
        facts = line.facts
        row_id = chosen(line, "name") or self.institutions.called(facts["name"])
        if self.institutions.otherwise.get(facts["name"].casefold()) == row_id is not None:
            facts = facts | {"name": self.institutions.names[row_id]}
        if row_id is None and not is_new(line, "name"):
            candidates = self.institutions.like(facts["name"])
            same_mailbox = self.by_mailbox.get(facts.get("mailbox", "").casefold())
            if same_mailbox is not None and same_mailbox not in candidates:
                candidates.append(same_mailbox)
            if candidates:
                return doubtful("name", candidates)
        if row_id is not None and row_id not in self.rows:
            return doubtful("name", self.institutions.like(facts["name"]))
        there = self._there(self.rows[row_id]) if row_id is not None else {}
        return self._judged(facts, row_id, there)

    def _judged(self, facts: dict[str, str], row_id: int | None, there: dict[str, str]) -> Verdict:
        facts = dict(facts)
        if row_id is None and not facts.get("kind"):
            return refused(FILL_IN, "kind")
        is_protected = (facts.get("address_protected") or there.get("address_protected")) == "1"
        for field in PLACES if is_protected else ():
            if facts.get(field):
                return protected(field)
        if facts.get("parent_id") and not self._is_known(facts["parent_id"]):
            return self.institutions.refuse(facts["parent_id"], "parent_id")
        changes = changed(COLUMNS, facts, there)
        if is_protected:
            changes += [[field, there[field], ""] for field in PLACES if there.get(field)]
        if row_id is not None and not changes:
            return Verdict(Outcome.SAME, row_id)
        if row_id in self.kept_by_others:
            return refused(KEPT_BY_OTHERS, "name")
        outcome = Outcome.NEW if row_id is None else Outcome.CHANGED
        return Verdict(outcome, row_id, changes if row_id is not None else [], values=facts)

    def _there(self, row: Any) -> dict[str, str]:
        """What the directory says, in the form of a line's facts."""
        facts = {name: column.cell.kept(getattr(row, name)) for name, column in COLUMNS.items()}
        return facts | {"parent_id": self.institutions.names.get(row.parent_id, "")}

    def _is_known(self, name: str) -> bool:
        """Whether the directory has it, or this very file."""
        if self.institutions.called(name) is not None:
            return True
        if self._named is None:
            keys = select(ImportLine.key).where(ImportLine.import_id == self.work.imported.id)
            self._named = set(self.work.house.scalars(keys))
        return folded(name) in self._named

    def is_ready(self, verdict: Verdict) -> bool:
        """Whether what the line refers to is there already; else its turn comes later."""
        parent = verdict.values.get("parent_id")
        return not parent or self.institutions.called(parent) is not None

    def write(self, verdict: Verdict) -> None:
        """Through the rules of the directory, as whoever started the import."""
        facts = given(COLUMNS, verdict.values, without=("parent_id",))
        if verdict.values.get("parent_id"):
            facts["parent_id"] = self.institutions.called(verdict.values["parent_id"])
        work = self.work
        if verdict.row_id is None:
            row = rules.create(work.house, **facts, by=work.by, now=work.now)
        else:
            before = self.rows[verdict.row_id]
            whole = {name: getattr(before, name) for name in COLUMNS} | facts
            if whole["address_protected"]:
                whole |= dict.fromkeys(PLACES, "")
            row = rules.edit(
                work.house, before.id, based_on=before.version, **whole, by=work.by, now=work.now
            )
        self.institutions.add(row.id, row.name)
