"""Projects of the rights tests: one for the table, one for the coordination, with a proposed entry."""

from datetime import timedelta
from typing import Any

from blueprints.lobbying import (
    appearance_rules,
    contact_rules,
    demand_rules,
    mandate_rules,
    plan_rules,
    rules,
    station_rules,
    watching_rules,
)
from blueprints.requests import session_rules
from models.appearance_words import MandateEnd
from models.fuzzy_dates import FuzzyDate
from models.meetings import MeetingState
from models.project_phases import StationKind
from models.projects import Project, ProjectStation
from models.visibility import Visibility
from tests import build

INSIDE = ("member", "deputy", "advisory", "reader", "of_sleeping_seat", "of_two_houses", "coordinator")
PROPOSING = ("member", "deputy", "coordinator")


def furnish(world: Any) -> None:
    """What is proposed only is seen by the institution that proposes it, and by the coordination."""
    shown = _kept(world, "Azurit", INSIDE)
    closed = _kept(world, "Bernstein", ("coordinator",), visibility=Visibility.COORDINATION)
    station = _entered(world, shown, "Citrin", INSIDE)
    _entered(world, closed, "Diorit", ("coordinator",))
    plan_rules.plan(world.house, shown.id, station.id, based_on=0, **world.as_coordinator())
    proposed = _entered(
        world, shown, "Euklas", PROPOSING, by=build.actor(world.house, world.people["member"])
    )
    rules.add_paper(world.house, shown.id, paper_id=world.ids["paper_id"], **world.as_coordinator())
    session = session_rules.record_session(
        world.house,
        world.ids["external_table"],
        held_on=FuzzyDate.parse("Herbst 2021"),
        state=MeetingState.HELD,
        **world.as_coordinator(),
    )
    world.ids |= {
        "outside_session": session.id,
        "project_id": shown.id,
        "closed_project": closed.id,
        "station_id": station.id,
        "proposed_station": proposed.id,
    }
    _appearances(world)


def _appearances(world: Any) -> None:
    """One for the table, at which the member speaks, one for the coordination, one that is to be checked."""
    shown, mandate = _spoken(world, "Feldspat", INSIDE, "running")
    closed, _ = _spoken(world, "Granat", ("coordinator",), "running", visibility=Visibility.COORDINATION)
    world.ids |= {"appearance_id": shown, "mandate_id": mandate, "closed_appearance": closed}
    to_check = mandate_rules.give(world.house, shown, **_of_member(world), **world.as_coordinator())
    to_check.to_check_since = build.TODAY
    world.ids["doubtful_mandate"] = to_check.id
    wording = world.mark("Forderung-Jaspis", *INSIDE)
    given = {"wording": wording, "project_id": world.ids["closed_project"], "anyway": False}
    demand = demand_rules.raise_demand(world.house, world.ids["table_id"], **given, **world.as_coordinator())
    entry = {"words": world.mark("Brief-Karneol", *INSIDE)}
    stood = demand_rules.add_entry(world.house, demand.id, **entry, **world.as_coordinator())
    hidden = {"paper_id": world.ids["other_paper"], "quote": world.mark("Zitat-Labradorit", "coordinator")}
    demand_rules.add_entry(world.house, demand.id, **hidden, **world.as_coordinator())
    world.ids |= {"demand_id": demand.id, "entry_id": stood.id}
    for name, word, readers, level in (
        ("political_contact_id", "Hornblende", INSIDE, Visibility.INTERNAL),
        ("closed_contact", "Iolith", ("coordinator",), Visibility.COORDINATION),
    ):
        counterpart = world.mark(f"Referat-{word}", *readers)
        facts = {"counterpart": counterpart, "visibility": level}
        made = contact_rules.note(world.house, world.ids["table_id"], **facts, **world.as_coordinator())
        world.ids[name] = made.id


def _of_member(world: Any) -> dict[str, Any]:
    return {"person_id": world.people["member"].id, "principal_name": "Verband", "employer_name": "Haus"}


def _spoken(world: Any, word: str, readers: tuple[str, ...], state: str, **facts: Any) -> tuple[int, int]:
    title = world.mark(f"Anhörung-{word}", *readers)
    given = world.as_coordinator()
    held_on = FuzzyDate.of_day(build.TODAY)
    made = appearance_rules.note(
        world.house, world.ids["table_id"], title=title, held_on=held_on, **facts, **given
    )
    scope = world.mark(f"Auftrag-{word}", *readers)
    mandate = mandate_rules.give(world.house, made.id, scope=scope, **_of_member(world), **given)
    if state == "to be checked":
        mandate.to_check_since = build.TODAY
    elif state == "reported":
        mandate_rules.report(world.house, mandate.id, text="Bericht", based_on=mandate.version, **given)
    elif state == "revoked":
        mandate_rules.end(world.house, mandate.id, how=MandateEnd.REVOKED, **given)
    world.house.flush()
    return made.id, mandate.id


def make_mandates(world: Any) -> dict[str, dict[str, Any]]:
    """A mandate of the member in each of its states."""
    found = {}
    for number, state in enumerate(("running", "to be checked", "reported", "revoked")):
        appearance_id, mandate_id = _spoken(world, f"Zustand{number}", INSIDE, state)
        found[state] = {"appearance_id": appearance_id, "mandate_id": mandate_id}
    return found


def _kept(world: Any, word: str, readers: tuple[str, ...], **facts: Any) -> Project:
    title = world.mark(f"Vorhaben-{word}", *readers)
    given: dict[str, Any] = {"visibility": Visibility.INTERNAL, **facts}
    themes = world.mark(f"Thema-{word}", *readers)
    return rules.keep(
        world.house, world.ids["table_id"], title=title, themes=themes, **given, **world.as_coordinator()
    )


def _entered(
    world: Any, project: Project, word: str, readers: tuple[str, ...], **facts: Any
) -> ProjectStation:
    given = world.as_coordinator() | facts
    title = world.mark(f"Station-{word}", *readers)
    held_on = FuzzyDate.of_day(build.TODAY + timedelta(days=90))
    made = station_rules.add(
        world.house, project.id, kind=StationKind.HEARING, title=title, held_on=held_on, **given
    )
    world.house.flush()
    return made


def make(world: Any) -> dict[str, dict[str, Any]]:
    """What an address names then: a project has no states but its level."""
    ids = world.ids
    return {
        "followed": {
            "project_id": ids["project_id"],
            "station_id": ids["station_id"],
            "political_contact_id": ids["political_contact_id"],
            "demand_id": ids["demand_id"],
            "entry_id": ids["entry_id"],
            "paper_of_project": ids["paper_id"],
            "other_paper_of_project": ids["other_paper"],
        }
    }


def make_watched(world: Any) -> dict[str, dict[str, Any]]:
    """A project that the member watches."""
    made = _kept(world, "Beobachtet", INSIDE)
    member = build.actor(world.house, world.people["member"])
    watching_rules.watch(world.house, made.id, by=member, now=build.NOW)
    return {"watched": {"project_id": made.id}}


def make_proposed(world: Any) -> dict[str, dict[str, Any]]:
    """An entry that an institution proposed, and one that stands."""
    ids = world.ids
    return {
        "proposed": {"project_id": ids["project_id"], "station_id": ids["proposed_station"]},
        "entered": {"project_id": ids["project_id"], "station_id": ids["station_id"]},
    }
