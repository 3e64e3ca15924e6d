"""Lines about help offers against those of the directory."""

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import select

from blueprints.organisations import offer_rules
from blueprints.tables.imports.columns import columns_of
from blueprints.tables.imports.matching import (
    FILL_IN,
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
from models.imports import ImportKind, ImportLine, Outcome
from models.likeness import Names
from models.offers import HelpOffer
from models.organisations import Organisation

COLUMNS: Final = columns_of(ImportKind.OFFERS)
COMPARED: Final = {name: column for name, column in COLUMNS.items() if name != "organisation_id"}


class OfferMatcher:
    """Found by institution and title; a title that is alike is asked about. The dry run asks the rules."""

    tries = True

    def __init__(self, work: Work) -> None:
        self.work = work
        self.institutions = Institutions(work.house)
        self.rows: dict[int, Any] = {}
        self.titles: dict[int, dict[str, int]] = defaultdict(dict)
        self.alike: dict[int, Names] = defaultdict(Names)
        wanted = [getattr(HelpOffer, name) for name in ("id", "version", *COLUMNS)]
        for row in work.house.execute(select(*wanted)):
            self.rows[row.id] = row
            self.titles[row.organisation_id][row.title.casefold()] = row.id
            self.alike[row.organisation_id].add(row.id, row.title)
        hidden = select(Organisation.id).where(Organisation.address_protected)
        self.protected = set(work.house.scalars(hidden))

    def judge(self, line: ImportLine) -> Verdict:
        facts = dict(line.facts)
        provider = chosen(line, "organisation_id") or self.institutions.called(facts["organisation_id"])
        if provider is None:
            candidates = self.institutions.like(facts["organisation_id"])
            if candidates:
                return doubtful("organisation_id", candidates)
            return self.institutions.refuse(facts["organisation_id"], "organisation_id")
        if not facts.get("title"):
            return refused(FILL_IN, "title")
        facts["provider"] = str(provider)
        if facts.get("place") and (provider in self.protected or facts.get("address_protected") == "1"):
            return protected("place")
        row_id = chosen(line, "title") or self.titles[provider].get(facts["title"].casefold())
        if row_id is None and not is_new(line, "title"):
            candidates = self.alike[provider].like(facts["title"])
            if candidates:
                return doubtful("title", candidates)
        if row_id is None or row_id not in self.rows:
            return Verdict(Outcome.NEW, values=facts)
        return self._compared(self.rows[row_id], facts)

    def _compared(self, row: Any, facts: dict[str, str]) -> Verdict:
        there = {name: column.cell.kept(getattr(row, name)) for name, column in COMPARED.items()}
        if facts.get("place") and (facts.get("address_protected") or there["address_protected"]) == "1":
            return protected("place")
        changes = changed(COMPARED, facts, there)
        if facts.get("address_protected") == "1" and there["place"] and not facts.get("place"):
            changes.append(["place", there["place"], ""])
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        return Verdict(outcome, row.id, changes, values=facts)

    def write(self, verdict: Verdict) -> None:
        """Through the rules of help offers, as whoever started the import."""
        work, facts = self.work, given(COMPARED, verdict.values)
        if verdict.row_id is None:
            provider = int(verdict.values["provider"])
            offer_rules.create(work.house, organisation_id=provider, **facts, by=work.by, now=work.now)
            return
        row = self.rows[verdict.row_id]
        whole = {name: getattr(row, name) for name in COMPARED} | facts
        if whole["address_protected"] and "place" not in facts:
            whole["place"] = ""
        offer_rules.edit(work.house, row.id, based_on=row.version, **whole, by=work.by, now=work.now)
