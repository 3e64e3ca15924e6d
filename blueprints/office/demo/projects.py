"""The projects of politics that a source names: their phases as far as it goes, and no further."""

from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.office.demo.sources import S0, source
from models.bodies import Body
from models.fuzzy_dates import FuzzyDate
from models.organisations import Level
from models.project_phases import StationKind
from models.projects import Project, ProjectKind, ProjectStation
from models.visibility import Visibility

PROSTITUTION: Final = "Runder Tisch „Prostitution“"
TRAFFICKING: Final = "Runder Tisch „Menschenhandel“"
KEPT_HERE: Final = (
    "Dass ein Runder Tisch das Vorhaben verfolgt hat, sagt die Quelle nicht; es steht hier, weil die "
    "koordinierende Stelle daran beteiligt war."
)
INVOLVED: Final = "wird die Erfahrung der Dortmunder Mitternachtsmission mit einbezogen"
OTHER_LAWS: Final = "Auch bei anderen Gesetzesvorhaben mit Bezug zu Prostitution und Menschenhandel"
PROJECTS: Final[tuple[tuple[str, dict[str, Any], tuple[dict[str, Any], ...]], ...]] = (
    (
        PROSTITUTION,
        {
            "title": "Prostitutionsgesetz",
            "level": Level.FEDERAL,
            "found_in": source(S0, "zum Prostitutionsgesetz, das 2002 in Kraft trat"),
        },
        (
            {
                "kind": StationKind.IN_FORCE,
                "held_on": FuzzyDate.of_year(2002),
                "found_in": source(S0, "zum Prostitutionsgesetz, das 2002 in Kraft trat"),
            },
        ),
    ),
    (
        PROSTITUTION,
        {
            "title": "Prostituiertenschutzgesetz (ProstSchG)",
            "found_in": source(S0, "Vor der Einführung des Prostituiertenschutzgesetzes (ProstSchG)"),
        },
        (
            {
                "kind": StationKind.COMMITTEE,
                "title": "öffentliche Anhörung des Familienausschusses zu dem vorgelegten Entwurf",
                "note": "Das Datum ist in der Quelle nicht genannt.",
                "found_in": source(
                    S0, "bei der öffentlichen Anhörung des Familienausschusses zu dem vorgelegten Entwurf"
                ),
            },
            {
                "kind": StationKind.IN_FORCE,
                "title": "Einführung",
                "note": "Das Datum ist in der Quelle nicht genannt.",
                "found_in": source(S0, "Vor der Einführung des Prostituiertenschutzgesetzes (ProstSchG)"),
            },
        ),
    ),
    (
        TRAFFICKING,
        {
            "title": "Änderung des Sexualstrafrechtes",
            "found_in": source(S0, OTHER_LAWS, "z.B. Änderung des Sexualstrafrechtes"),
        },
        (),
    ),
    (
        TRAFFICKING,
        {
            "title": "Bundeskooperationskonzept zu Kinderhandel",
            "kind": ProjectKind.CONCEPT,
            "found_in": source(S0, "bei der Erarbeitung des Bundeskooperationskonzeptes zu Kinderhandel"),
        },
        (
            {
                "kind": StationKind.DRAFTING,
                "note": "Das Datum ist in der Quelle nicht genannt.",
                "found_in": source(S0, "bei der Erarbeitung des Bundeskooperationskonzeptes zu Kinderhandel"),
            },
        ),
    ),
)


def load(house: Session, bodies: dict[str, Body]) -> dict[str, Project]:
    """Each at the table of its subject, by its title."""
    made = {}
    for table, words, stations in PROJECTS:
        body_id = bodies[table].id
        given: dict[str, Any] = {"is_watched": False, "visibility": Visibility.PUBLIC, "note": KEPT_HERE}
        project = Project(body_id=body_id, **given, **words)
        house.add(project)
        house.flush()
        house.add_all(ProjectStation(project_id=project.id, body_id=body_id, **each) for each in stations)
        made[project.title] = project
    house.flush()
    return made
