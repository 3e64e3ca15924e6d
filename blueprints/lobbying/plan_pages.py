"""Backward plans as they are read: steps with their days, and where a plan breaks a period."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import get_locale, gettext

from blueprints.lobbying import plan_queries
from blueprints.lobbying.plan_forms import PlanForm
from models.backward_plans import BackwardPlan, PlannedStep, breaches, planned
from models.bodies import Bylaws
from models.projects import ProjectStation
from plumbing import clock
from plumbing.database import reading


@dataclass(frozen=True, kw_only=True)
class ShownPlan:
    """A plan with its computed days and its warnings in words."""

    plan: BackwardPlan
    station: ProjectStation
    steps: list[PlannedStep]
    warnings: list[str]


def shown_plans(table_id: int, project_id: int) -> list[ShownPlan]:
    """The plans of a project for dates that lie ahead."""
    found = plan_queries.plans_of(reading(), project_id, clock.today())
    if not found:
        return []
    bylaws = plan_queries.bylaws_of(reading(), table_id)
    return [_shown(each, each.station, bylaws, clock.today()) for each in found]


def _shown(plan: BackwardPlan, station: ProjectStation, bylaws: Bylaws, today: date) -> ShownPlan:
    day = station.held_on.day or today
    steps = planned(plan, day, bylaws.land, str(get_locale()))
    found = breaches(plan, steps, sign_off_least=bylaws.circular_working_days, today=today)
    return ShownPlan(plan=plan, station=station, steps=steps, warnings=[_words(each) for each in found])


def _words(breach: Any) -> str:
    values = {name: gettext(value) if name == "step" else value for name, value in breach.values.items()}
    return gettext(breach.message, **values)


def plan_form(table_id: int, station_id: int, **given: Any) -> tuple[PlanForm, BackwardPlan | None]:
    """The form as the plan fills it; a new one proposes at least the table's own period for the sign-off."""
    kept = plan_queries.plan_of(reading(), station_id)
    least = plan_queries.bylaws_of(reading(), table_id).circular_working_days
    fresh = {"based_on": 0, "sign_off_days": max(least, 1)}
    form = PlanForm(obj=kept, based_on=kept.version, **given) if kept else PlanForm(data=fresh, **given)
    form.offer(plan_queries.positions(reading(), table_id))
    return form, kept
