"""Projects of the rights tests: one for the table, one for the coordination, with a proposed entry."""

from typing import Any

from blueprints.lobbying import rules, station_rules
from blueprints.requests import session_rules
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
    made = station_rules.add(world.house, project.id, kind=StationKind.HEARING, title=title, **given)
    world.house.flush()
    return made


def make(world: Any) -> dict[str, dict[str, Any]]:
    """What an address names then: a project has no states but its level."""
    ids = world.ids
    return {
        "followed": {
            "project_id": ids["project_id"],
            "station_id": ids["station_id"],
            "paper_of_project": ids["paper_id"],
            "other_paper_of_project": ids["other_paper"],
        }
    }


def make_proposed(world: Any) -> dict[str, dict[str, Any]]:
    """An entry that an institution proposed, and one that stands."""
    ids = world.ids
    return {
        "proposed": {"project_id": ids["project_id"], "station_id": ids["proposed_station"]},
        "entered": {"project_id": ids["project_id"], "station_id": ids["station_id"]},
    }
