"""Projects of the practice table: a motion, a law, one that only the coordination sees; all invented."""

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.lobbying import plan_rules, rules, station_rules
from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.office.demo.practice_papers import INVENTED, NUMBER
from models.fuzzy_dates import FuzzyDate
from models.organisations import Level
from models.papers import Paper, PaperKind
from models.project_phases import StationKind
from models.projects import Project, ProjectKind, ProjectStation
from models.visibility import Visibility

EVENING: Final = "Übung: Anlaufstelle am Abend"
LAW: Final = "Übung: Beispielgesetz zur Sprachmittlung"
SHELVED: Final = "Übung: Verordnung, die niemand kennt"


def load(house: Session, table: Practice, today: date) -> dict[str, Project]:
    """The motion of the papers is half way, the law waits for statements."""
    on = today - timedelta(days=150)
    given: dict[str, Any] = {"by": table.actor(house, "koordination", on), "now": at(on, 11)}
    made = {
        EVENING: _follow(house, table, given, EVENING, kind=ProjectKind.MOTION, level=Level.MUNICIPAL,
                         themes="Beratung\nErreichbarkeit", lead_name="Ausschuss für Soziales (Übung)"),
        LAW: _follow(house, table, given, LAW, level=Level.FEDERAL, laws="Übungsgesetz über Dolmetschen",
                     themes="Sprache", lead_name="Übungsministerium"),
        SHELVED: _follow(house, table, given, SHELVED, kind=ProjectKind.REGULATION, level=Level.STATE,
                         is_watched=False, visibility=Visibility.COORDINATION),
    }  # fmt: skip
    for name, kind, days, title in (
        (EVENING, StationKind.MOTION, -180, ""),
        (EVENING, StationKind.PROPOSAL, -150, ""),
        (EVENING, StationKind.ADJOURNED, -140, "Ausschuss für Soziales"),
        (EVENING, StationKind.HEARING, 21, "Ausschuss für Soziales"),
        (LAW, StationKind.MINISTERIAL_DRAFT, -40, ""),
        (LAW, StationKind.ASSOCIATIONS, -12, ""),
        (LAW, StationKind.DEADLINE, 45, "Stellungnahme der Verbände"),
        (LAW, StationKind.HEARING, 70, "Anhörung im Übungsausschuss"),
        (SHELVED, StationKind.ANNOUNCED, -20, ""),
    ):
        found = _enter(house, made[name], kind, today + timedelta(days=days), title, given)
        if kind in (StationKind.DEADLINE, StationKind.HEARING):
            house.flush()
            lengths: dict[str, Any] = (
                {} if days > 60 else {"sign_off_days": 5, "drafting_days": 10, "amendments_days": 5}
            )
            plan_rules.plan(house, made[name].id, found.id, based_on=0, **lengths, **given)
    proposed: dict[str, Any] = {
        "by": table.actor(house, "polizei", today),
        "now": at(today - timedelta(days=1), 15),
    }
    _enter(house, made[LAW], StationKind.CABINET, today + timedelta(days=90), "Laut Zeitung", proposed)
    papers = select(Paper).where(Paper.body_id == table.body.id, Paper.title != "")
    for paper in house.scalars(papers.order_by(Paper.id)).all():
        if paper.kind is PaperKind.MOTION or (paper.number == NUMBER and paper.issuer_id):
            rules.add_paper(house, made[EVENING].id, paper_id=paper.id, **given)
    house.flush()
    return made


def _follow(house: Session, table: Practice, given: dict[str, Any], title: str, **facts: Any) -> Project:
    words: dict[str, Any] = {"visibility": Visibility.INTERNAL, "found_in": INVENTED} | facts
    return rules.keep(house, table.body.id, title=title, **words, **given)


def _enter(
    house: Session, project: Project, kind: StationKind, on: date, title: str, given: dict[str, Any]
) -> ProjectStation:
    facts: dict[str, Any] = {"held_on": FuzzyDate.of_day(on), "title": title}
    return station_rules.add(house, project.id, kind=kind, **facts, **given)
