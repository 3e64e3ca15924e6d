"""What we contributed to a project, line by line: what it is, where it stands, the way there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import url_for
from flask_babel import get_locale, gettext

from blueprints.lobbying import appearance_queries, contribution_queries
from blueprints.lobbying.mandate_words import who_for_whom
from blueprints.positions.outcome_queries import Outcome, outcomes
from models.appearances import Appearance
from models.deadlines import BERLIN
from models.demands import Demand, DemandState, state_of
from models.fuzzy_dates import FuzzyDate
from models.political_contacts import PoliticalContact
from models.position_issues import PositionSubmission, SubmissionState
from models.positions import Position, PositionState
from models.projects import Project
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.pages import german_day

DEMAND_MARKS: Final = {
    DemandState.RAISED: ("○", "open"),
    DemandState.TAKEN_UP: ("✓", "yes"),
    DemandState.IN_PART: ("~", "perhaps"),
    DemandState.REFUSED: ("×", "no"),
    DemandState.OVERTAKEN: ("–", "void"),
}
SUBMISSION_MARKS: Final = {
    SubmissionState.PREPARED: ("…", "neutral"),
    SubmissionState.SENT: ("→", "open"),
}


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """One line: `kind` and `more` are words beside the title, `mark`, `state` and `tone` where it stands."""

    title: str
    url: str
    kind: str
    mark: str
    state: str
    tone: str
    more: str = ""


def contributed(project: Project) -> list[tuple[str, list[Contribution]]]:
    """What the reader may see of it: positions, submissions, appearances, contacts, demands."""
    positions = contribution_queries.positions_of(reading(), project)
    sent = contribution_queries.submissions_of(reading(), [each.id for each in positions])
    groups = [
        (gettext("Positions"), list(_positions(positions))),
        (gettext("Submissions"), list(_submissions(sent, positions))),
        (gettext("Appearances"), [_appearance(each) for each in _spoken(project)]),
        (gettext("Contacts with politics"), [_contact(each) for each in _talked(project)]),
        (gettext("Demands"), [_demand(each) for each in _demanded(project)]),
    ]
    return [each for each in groups if each[1]]


def _spoken(project: Project) -> list[Appearance]:
    return appearance_queries.of_project(reading(), project)


def _talked(project: Project) -> list[PoliticalContact]:
    return contribution_queries.contacts_of(reading(), project)


def _demanded(project: Project) -> list[Demand]:
    return contribution_queries.demands_of(reading(), project)


def _positions(positions: list[Position]) -> Iterator[Contribution]:
    final = {each.id: each.final_version.id for each in positions if each.final_version}
    known = outcomes(house(), final.values()) if final else {}
    for each in positions:
        mark, state, tone = _standing(each, known.get(final.get(each.id, 0)), clock.today())
        url = url_for("positions.show", table_id=each.body_id, position_id=each.id)
        kind = gettext(each.kind.label)
        yield Contribution(title=each.title, url=url, kind=kind, mark=mark, state=state, tone=tone)


def _standing(position: Position, outcome: Outcome | None, today: date) -> tuple[str, str, str]:
    """How far a position has come: written, signed, published."""
    if outcome is None:
        state = position.state(today)
        return "●" if state is PositionState.FINAL else "…", gettext(state.label), "neutral"
    if outcome.withdrawn:
        return "×", gettext("publication withdrawn"), "void"
    if outcome.published_at is not None:
        day = german_day(outcome.published_at.astimezone(BERLIN).date())
        return "✓", gettext("published on %(day)s", day=day), "yes"
    if outcome.closed_at is not None:
        return "✓", gettext("released"), "yes"
    return "→", gettext("signatures until %(day)s", day=german_day(outcome.due_on)), "open"


def _submissions(sent: Iterable[PositionSubmission], positions: list[Position]) -> Iterator[Contribution]:
    of = {each.id: each for each in positions}
    for each in sent:
        position = of[each.position_id]
        mark, tone = SUBMISSION_MARKS.get(each.state, ("✓", "yes"))
        days = [each.reference, german_day(each.sent_on) if each.sent_on else ""]
        yield Contribution(
            title=f"{each.addressee}: {position.title}",
            url=url_for("positions.issues", table_id=position.body_id, position_id=position.id),
            kind=gettext(each.channel.label),
            mark=mark,
            state=gettext(each.state.label),
            tone=tone,
            more=", ".join(filter(None, days)),
        )


def _appearance(each: Appearance) -> Contribution:
    who = [who_for_whom(mandate, me()) for mandate in each.mandates]
    return Contribution(
        title=each.title,
        url=url_for("lobbying.appearance", table_id=each.body_id, appearance_id=each.id),
        kind=gettext(each.kind.label),
        mark="●" if each.state.is_open else "✓",
        state=gettext(each.state.label),
        tone="open" if each.state.is_open else "neutral",
        more=" · ".join(filter(None, [_day(each.held_on), *who])),
    )


def _contact(each: PoliticalContact) -> Contribution:
    of = each.organisation.name if each.organisation else gettext("Coordination")
    return Contribution(
        title=f"{each.counterpart}: {each.subject}" if each.subject else each.counterpart,
        url=url_for("lobbying.contacts", table_id=each.body_id),
        kind=gettext(each.way.label),
        mark="○",
        state=gettext(each.register_check.label),
        tone="neutral",
        more=" · ".join(filter(None, [_day(each.held_on), of])),
    )


def _demand(each: Demand) -> Contribution:
    state = state_of(each.entries)
    mark, tone = DEMAND_MARKS[state]
    return Contribution(
        title=each.wording,
        url=url_for("lobbying.demand", table_id=each.body_id, demand_id=each.id),
        kind=gettext("Demand %(number)s", number=each.number),
        mark=mark,
        state=gettext(state.label),
        tone=tone,
    )


def _day(held_on: FuzzyDate) -> str:
    return held_on.words(str(get_locale())) if held_on.is_known else ""
