"""Mandates in words: the card that says who speaks for whom, and what comes next."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from models.actors import Actor
from models.appearance_words import Capacity, MandateEnd
from models.appearances import Appearance, Mandate
from models.deadlines import Land

MARKS = {
    MandateEnd.FULFILLED: ("✓", "yes"),
    MandateEnd.REVOKED: ("×", "no"),
    MandateEnd.LAPSED: ("×", "void"),
}


@dataclass(frozen=True, kw_only=True)
class Card:
    """One mandate as it is read. `neutral` is the institution that does not speak there, if one does not."""

    mandate: Mandate
    words: str
    neutral: str
    mark: str
    tone: str
    state: str
    may_report: bool = False


def card(
    found: Mandate, appearance: Appearance, by: Actor, land: Land, today: date, *, may_report: bool
) -> Card:
    """Who goes there for whom, and how the mandate stands."""
    mark, tone = (
        MARKS[found.ended] if found.ended else ("?", "open") if found.to_check_since else ("●", "yes")
    )
    first = appearance.held_on.first_day
    ahead = first is not None and first > today
    return Card(
        mandate=found,
        words=who_for_whom(found, by),
        neutral=employer_of(found) if found.speaks_for_others else "",
        mark=mark,
        tone=tone,
        state=_state(found, appearance, land, today),
        may_report=may_report and not ahead and found.ended in (None, MandateEnd.FULFILLED),
    )


def who_for_whom(found: Mandate, by: Actor) -> str:
    """ "N. N. (Arbeitgeber A) im Auftrag von B": always with the employer and on whose behalf."""
    facts = {
        "name": _name(found, by),
        "employer": employer_of(found) or gettext("employer not known"),
        "principal": principal_of(found),
    }
    if found.capacity is Capacity.OWN or (found.capacity is Capacity.EXPERT and not facts["principal"]):
        end = (
            gettext("as an expert")
            if found.capacity is Capacity.EXPERT
            else gettext("for the own institution")
        )
        return gettext("%(name)s (employer: %(employer)s), %(end)s", end=end, **facts)
    sentences = {
        Capacity.ORDER: gettext("%(name)s (employer: %(employer)s) by order of %(principal)s", **facts),
        Capacity.BOARD: gettext(
            "%(name)s (employer: %(employer)s) as a board member of %(principal)s", **facts
        ),
        Capacity.EXPERT: gettext("%(name)s (employer: %(employer)s) as an expert for %(principal)s", **facts),
    }
    return sentences[found.capacity]


def _name(found: Mandate, by: Actor) -> str:
    """Names of people are for whoever sits at the table; all others read the function."""
    if found.name or found.person is None:
        return found.name
    sees_names = by.coordinates_body(found.body_id) or bool(by.seats_at(found.body_id))
    return found.person.name if sees_names else found.person.function or gettext("N. N.")


def employer_of(found: Mandate) -> str:
    return found.employer.name if found.employer else found.employer_name


def principal_of(found: Mandate) -> str:
    if found.for_table:
        return found.appearance.body.name
    return found.principal.name if found.principal else found.principal_name


def _state(found: Mandate, appearance: Appearance, land: Land, today: date) -> str:
    if found.ended is not None:
        return gettext(found.ended.label)
    if found.to_check_since is not None:
        return gettext("to be checked: the person has left the employer")
    due_on = appearance.report_due_on(land)
    last = appearance.held_on.last_day
    if due_on is None or last is None or last > today:
        return gettext("mandate given")
    return gettext("report to the table overdue") if due_on < today else gettext("report to the table is due")
