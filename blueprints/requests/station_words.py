"""The stations of a path as they are read: mark, name, date, what came of it."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from flask import url_for
from flask_babel import get_locale, gettext

from models.body_life import ElectoralTerm
from models.consultations import Consultation, ConsultationResult
from models.fuzzy_dates import FuzzyDate
from models.paper_paths import Station
from models.paper_standing import PaperState, Standing
from models.papers import Paper
from models.visibility import Visibility
from models.words import N_
from plumbing.stations import Step

REFUSED: Final = (ConsultationResult.REJECTED,)
WAITING: Final = (ConsultationResult.ADJOURNED, ConsultationResult.DEFERRED, ConsultationResult.REFERRED)


PAPER_STATES: Final = {
    PaperState.OPEN: ("…", "open", N_("nothing came of it yet, as far as is known")),
    PaperState.RECOMMENDED: ("~", "perhaps", N_("recommended, not decided as far as is known")),
    PaperState.PUT_OFF: ("~", "perhaps", N_("put off")),
    PaperState.NOTED: ("✓", "yes", N_("taken note of")),
    PaperState.DECIDED: ("✓", "yes", N_("decided")),
    PaperState.REJECTED: ("×", "no", N_("rejected")),
}


def standing_words(found: Standing) -> tuple[str, str, str, str]:
    """How a paper stands: mark, colour, word, and who said so when."""
    mark, tone, words = PAPER_STATES[found.state]
    if found.by is None:
        return mark, tone, gettext(words), ""
    day = _when(found.by.on, str(get_locale()))
    said = ", ".join(each for each in (found.by.committee.name, day, recommendation(found.by)) if each)
    return mark, tone, gettext(words), said


def recommendation(found: Consultation) -> str:
    """What a committee recommends, and to whom."""
    if found.recommends is None:
        return ""
    what = gettext(found.recommends.label)
    if found.recommends_to is None:
        return gettext("recommends %(what)s", what=what)
    return gettext("recommends to %(body)s %(what)s", body=found.recommends_to.name, what=what)


def term_of(found: Consultation, terms: Iterable[ElectoralTerm], today: date) -> str:
    """In which electoral term the session lay; of a former one that it was."""
    day = found.on.first_day or date.min
    for each in terms if found.on.is_known else ():
        first, last = each.since.first_day or day, each.until.last_day or date.max
        if each.body_id == found.committee_id and first <= day <= last:
            return gettext("former term: %(term)s", term=each.label) if last < today else each.label
    return ""


def steps(
    stations: Iterable[Station],
    here: Paper,
    language: str,
    today: date,
    terms: Iterable[ElectoralTerm] = (),
) -> list[Step]:
    """Every station in words of the page's language; a session after `today` is still to come."""
    terms = list(terms)
    return [
        _consulted(each.paper, each.consultation, here, language, today, terms)
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


def _consulted(
    paper: Paper, found: Consultation, here: Paper, language: str, today: date, terms: Iterable[ElectoralTerm]
) -> Step:
    mark, tone = _mark(found.result)
    about = "" if paper.id == here.id else gettext("on %(paper)s", paper=_name(paper))
    leads = gettext("in charge") if found.leads else ""
    level = "" if found.visibility is Visibility.PUBLIC else gettext(found.visibility.label)
    term = term_of(found, terms, today)
    details = (gettext(found.role.label), recommendation(found), term, leads, about, level, found.note)
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
