"""The stations of a path as they are read: mark, name, date, what came of it."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from flask import url_for
from flask_babel import gettext

from models.consultations import Consultation, ConsultationResult
from models.fuzzy_dates import FuzzyDate
from models.paper_paths import Station
from models.papers import Paper
from models.visibility import Visibility
from plumbing.stations import Step

REFUSED: Final = (ConsultationResult.REJECTED,)
WAITING: Final = (ConsultationResult.ADJOURNED, ConsultationResult.DEFERRED, ConsultationResult.REFERRED)


def steps(stations: Iterable[Station], here: Paper, language: str, today: date) -> list[Step]:
    """Every station in words of the page's language; a session after `today` is still to come."""
    return [
        _consulted(each.paper, each.consultation, here, language, today)
        if each.consultation
        else _issued(each.paper, here, language)
        for each in stations
    ]


def _issued(paper: Paper, here: Paper, language: str) -> Step:
    by = paper.issuer.name if paper.issuer else paper.issuer_name
    details = (paper.title if paper.number else "", paper.originator, by)
    return Step(
        mark="▤",
        tone="neutral",
        when=_when(paper.dated, language),
        title=_name(paper),
        url="" if paper.id == here.id else _url(paper),
        state="",
        details=tuple(dict.fromkeys(each for each in details if each)),
        is_here=paper.id == here.id,
    )


def _consulted(paper: Paper, found: Consultation, here: Paper, language: str, today: date) -> Step:
    mark, tone = _mark(found.result)
    about = "" if paper.id == here.id else gettext("on %(paper)s", paper=_name(paper))
    leads = gettext("in charge") if found.leads else ""
    level = "" if found.visibility is Visibility.PUBLIC else gettext(found.visibility.label)
    details = (gettext(found.role.label), leads, about, level, found.note)
    session = found.meeting
    return Step(
        mark=mark,
        tone=tone,
        when=_when(found.on, language),
        title=found.committee.name,
        url=url_for("meetings.show", meeting_id=session.id)
        if session
        else url_for("tables.show", table_id=found.committee_id),
        state=_result(found, today),
        details=tuple(each for each in details if each),
        quote=found.resolution,
    )


def _result(found: Consultation, today: date) -> str:
    if found.result:
        return gettext(found.result.label)
    last = found.on.last_day
    return gettext("still to come") if last and last > today else gettext("result not known")


def _mark(result: ConsultationResult | None) -> tuple[str, str]:
    if result is None:
        return "?", "open"
    if result in REFUSED:
        return "×", "no"
    return ("~", "perhaps") if result in WAITING else ("✓", "yes")


def _name(paper: Paper) -> str:
    """Short: kind and number, the title only where there is no number."""
    kind = gettext(paper.kind.label)
    return (
        f"{kind} {paper.number}"
        if paper.number
        else gettext("%(kind)s “%(title)s”", kind=kind, title=paper.title)
    )


def _url(paper: Paper) -> str:
    return url_for("requests.paper", table_id=paper.body_id, paper_id=paper.id)


def _when(on: FuzzyDate, language: str) -> str:
    return on.words(language) if on.is_known else ""
