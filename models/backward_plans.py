"""Backward plans: from a hearing or a deadline back to the first words, in working days of the Land."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.deadlines import Land, holiday_name, working_days_before
from models.errors import RuleBroken
from models.positions import Position
from models.projects import ProjectStation
from models.visibility import Guarded, ids_where
from models.words import N_

MOST_DAYS: Final = 120
STEPS: Final = ("drafting", "amendments", "final_text", "sign_off", "dispatch")
"""In the order of time; each takes so many working days (`<step>_days`) and ends the day before the next."""
STEP_WORDS: Final = {
    "drafting": N_("drafting"),
    "amendments": N_("amendments"),
    "final_text": N_("final text"),
    "sign_off": N_("sign-off"),
    "dispatch": N_("dispatch"),
}


class BackwardPlan(Guarded, Base):
    """How many working days each step needs before a date of a project; days are computed, never stored, so
    that they move together when the date moves. `position_id`: the text that is to be ready then."""

    __tablename__ = "backward_plan"
    __table_args__ = (
        CheckConstraint(
            " AND ".join(f"{step}_days BETWEEN 1 AND {MOST_DAYS}" for step in STEPS), name="lengths"
        ),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("project_station.id"), unique=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"), default=None, index=True)
    drafting_days: Mapped[int] = mapped_column(default=15)
    amendments_days: Mapped[int] = mapped_column(default=10)
    final_text_days: Mapped[int] = mapped_column(default=3)
    sign_off_days: Mapped[int] = mapped_column(default=10)
    dispatch_days: Mapped[int] = mapped_column(default=3)
    version: Mapped[int] = mapped_column(init=False, default=1)

    station: Mapped[ProjectStation] = relationship(init=False, repr=False, lazy="raise_on_sql")
    position: Mapped[Position | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """Whoever sees the date."""
        return cls.station_id.in_(ids_where(ProjectStation, ProjectStation.visible_to(reader)))

    def judge(self) -> None:
        """Refuse steps of no day and of half a year."""
        for step in STEPS:
            if not 1 <= getattr(self, f"{step}_days") <= MOST_DAYS:
                raise RuleBroken(N_("Between 1 and %(most)s."), field=f"{step}_days", most=MOST_DAYS)


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """A step with its first and last day, and the public holidays before the next one that make it longer."""

    label: str
    starts_on: date
    ends_on: date
    holidays: tuple[tuple[date, str], ...]


def planned(plan: BackwardPlan, day: date, land: Land, language: str = "de") -> list[PlannedStep]:
    """The steps in the order of time. The last one ends on the working day before `day`."""
    found, after = [], day
    for step in reversed(STEPS):
        ends_on = working_days_before(after, 1, land)
        starts_on = working_days_before(after, getattr(plan, f"{step}_days"), land)
        between = tuple(_holidays(starts_on, after - timedelta(days=1), land, language))
        found.append(
            PlannedStep(label=STEP_WORDS[step], starts_on=starts_on, ends_on=ends_on, holidays=between)
        )
        after = starts_on
    return found[::-1]


def _holidays(first: date, last: date, land: Land, language: str) -> Iterator[tuple[date, str]]:
    """Holidays on what would be a working day otherwise: those make a step longer."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() < 5 and (name := holiday_name(day, land, language)):
            yield day, name


@dataclass(frozen=True, kw_only=True)
class Breach:
    """What is wrong with a plan, as a marked message with its values."""

    message: str
    values: dict[str, object]


def breaches(
    plan: BackwardPlan, steps: list[PlannedStep], *, sign_off_least: int, today: date
) -> list[Breach]:
    """Where the plan breaks the table's own period for deciding in writing, or begins before today."""
    found = []
    if plan.sign_off_days < sign_off_least:
        found.append(
            Breach(
                message=N_(
                    "Sign-off has %(planned)s working days; by its bylaws the table takes %(least)s to "
                    "decide in writing."
                ),
                values={"planned": plan.sign_off_days, "least": sign_off_least},
            )
        )
    for step in steps:
        if step.ends_on < today:
            continue
        if step.starts_on < today:
            late = N_("“%(step)s” should have begun already: the time for it is shorter than planned.")
            found.append(Breach(message=late, values={"step": step.label}))
        break
    return found
