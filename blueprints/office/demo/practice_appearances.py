"""Appearances of the practice table: one ahead, one without its report, one to be checked; all invented."""

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.lobbying import (
    appearance_rules,
    contact_rules,
    demand_rules,
    following_rules,
    mandate_rules,
)
from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.office.demo.practice_projects import EVENING, LAW
from models.appearance_words import AppearanceKind, AppearanceState, Capacity
from models.appearances import Appearance, Mandate
from models.demands import DemandState
from models.fuzzy_dates import FuzzyDate
from models.political_contacts import Addressed, ContactWay, RegisterCheck
from models.projects import Project
from models.visibility import Visibility

ASSOCIATION: Final = "Übungsverband der Beratungsstellen"
REPORT: Final = "Gefragt wurde nach den Öffnungszeiten am Abend. Zugesagt wurde nichts. (erfunden)"


def load(house: Session, table: Practice, projects: dict[str, Project], today: date) -> None:
    """Somebody speaks for an association while her employer stays neutral; somebody else has changed jobs."""
    on = today - timedelta(days=60)
    given: dict[str, Any] = {"by": table.actor(house, "koordination", on), "now": at(on, 12)}

    def note(title: str, days: int, project: Project | None, **facts: Any) -> Appearance:
        words: dict[str, Any] = {"visibility": Visibility.INTERNAL, **facts}
        held_on = FuzzyDate.of_day(today + timedelta(days=days))
        about = project.id if project else None
        return appearance_rules.note(
            house, table.body.id, title=title, held_on=held_on, project_id=about, **words, **given
        )

    def give(to: Appearance, who: str, **facts: Any) -> int:
        words = {"granted_on": on, **facts}
        return mandate_rules.give(house, to.id, person_id=table.people[who].id, **words, **given).id

    ahead = note("Übung: Anhörung zum Beispielgesetz", 70, projects[LAW], state=AppearanceState.ACCEPTED,
                 host_name="Übungsausschuss", resolved_in="11. Sitzung, TOP 4 (erfunden)")  # fmt: skip
    give(ahead, "fachberatung", principal_name=ASSOCIATION, bound_to="Übung: Stellungnahme, Fassung 2",
         scope="Nur zur Sprachmittlung; keine Zusagen zur Finanzierung.")  # fmt: skip
    wrong = table.seats["jugendhilfe"].organisation_id
    give(ahead, "jobcenter", principal_name=ASSOCIATION, employer_id=wrong, scope="Fragen zur Praxis.")
    talk = note("Übung: Fachgespräch im Rathaus", -24, projects[EVENING], kind=AppearanceKind.EXPERT_TALK,
                state=AppearanceState.ATTENDED, host_name="Stadtverwaltung (Übung)")  # fmt: skip
    give(talk, "gesundheitsamt", capacity=Capacity.OWN)
    past = note("Übung: Tagung zu Erreichbarkeit", -50, None, kind=AppearanceKind.CONFERENCE,
                state=AppearanceState.CLOSED, host_name="Übungsakademie")  # fmt: skip
    reported = give(past, "jugendamt", capacity=Capacity.EXPERT)
    later: dict[str, Any] = {
        "by": table.actor(house, "jugendamt", today),
        "now": at(today - timedelta(days=30), 9),
    }
    given_to = house.get_one(Mandate, reported)
    mandate_rules.report(house, reported, text=REPORT, based_on=given_to.version, **later)
    _contacts(house, table, projects, today)
    _demands(house, table, projects, today)
    house.flush()
    following_rules.follow_mandates(house, table.body.id, at(today, 0, 5))


def _contacts(house: Session, table: Practice, projects: dict[str, Project], today: date) -> None:
    """One is local and free of duty, one is still to be checked, one only the coordination reads."""
    given: dict[str, Any] = {"by": table.actor(house, "koordination", today), "now": at(today, 8)}
    centre = table.seats["fachberatung"].organisation_id
    for days, counterpart, facts in (
        (9, "Mitglied des Ausschusses für Soziales (Übung)",
         {"addressed": Addressed.MUNICIPAL, "project_id": projects[EVENING].id, "subject": "Öffnungszeiten",
          "register_check": RegisterCheck.NOT_OBLIGED, "register_note": "rein örtliche Angelegenheit"}),
        (20, "Referatsleitung im Übungsministerium",
         {"addressed": Addressed.GOVERNMENT, "project_id": projects[LAW].id, "organisation_id": centre,
          "way": ContactWay.PHONE, "subject": "Frist der Verbändebeteiligung"}),
        (31, "Mitglied des Übungslandtags",
         {"addressed": Addressed.STATE_PARLIAMENT, "way": ContactWay.EVENT, "subject": "Vorgespräch",
          "visibility": Visibility.COORDINATION}),
    ):  # fmt: skip
        held_on = FuzzyDate.of_day(today - timedelta(days=days))
        words: dict[str, Any] = {"counterpart": counterpart, "held_on": held_on, **facts}
        contact_rules.note(house, table.body.id, **words, **given)


def _demands(house: Session, table: Practice, projects: dict[str, Project], today: date) -> None:
    """One was taken up in part, one waits for its first answer."""
    given: dict[str, Any] = {"by": table.actor(house, "koordination", today), "now": at(today, 8)}
    evening = "Die Anlaufstelle soll an zwei Abenden in der Woche geöffnet sein."
    about: dict[str, Any] = {"project_id": projects[EVENING].id, "anyway": False}
    first = demand_rules.raise_demand(house, table.body.id, wording=evening, **about, **given)
    words = "Sprachmittlung wird in jeder Beratung von der Kommune bezahlt."
    about["project_id"] = projects[LAW].id
    demand_rules.raise_demand(house, table.body.id, wording=words, **about, **given)
    for days, entry in (
        (175, {"words": "Brief an die Ratsmitglieder (Übung)"}),
        (100, {"words": "Ausschuss für Soziales (Übung)", "state": DemandState.IN_PART,
               "quote": "„Ein Abend in der Woche wird erprobt.“ (erfunden)"}),
    ):  # fmt: skip
        held_on = FuzzyDate.of_day(today - timedelta(days=days))
        said: dict[str, Any] = {"held_on": held_on, **entry}
        demand_rules.add_entry(house, first.id, **said, **given)
