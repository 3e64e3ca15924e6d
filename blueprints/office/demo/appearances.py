"""Who spoke where for whom, as far as a source says it: functions only, no names of people."""

from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.office.demo.institutions import MISSION
from blueprints.office.demo.projects import INVOLVED, PROSTITUTION, TRAFFICKING
from blueprints.office.demo.sources import S0, source
from models.appearance_words import AppearanceKind, AppearanceState, Capacity
from models.appearances import Appearance, Mandate
from models.bodies import Body
from models.organisations import Organisation
from models.projects import Project
from models.visibility import Visibility

KOK: Final = "KOK e.V."
UNDATED: Final = "Das Datum ist in der Quelle nicht genannt."
NOBODY: Final = f"{UNDATED} Wer die Erfahrung eingebracht hat, ist nicht genannt."
HEARD: Final = "die damalige Leiterin der Mitternachtsmission"
ON_THE_DRAFT: Final = "bei der öffentlichen Anhörung des Familienausschusses zu dem vorgelegten Entwurf"
APPEARANCES: Final[tuple[tuple[str, str, str, dict[str, Any], dict[str, Any] | None], ...]] = (
    (
        PROSTITUTION,
        "Prostitutionsgesetz",
        "Bundestag",
        {
            "title": "Anhörung im Bundestag",
            "kind": AppearanceKind.HEARING,
            "note": UNDATED,
            "found_in": source(S0, "als Expertin im Bundestag angehört"),
        },
        {
            "name": "damalige Leitung",
            "capacity": Capacity.EXPERT,
            "found_in": source(S0, HEARD, "als Expertin im Bundestag angehört"),
        },
    ),
    (
        PROSTITUTION,
        "Prostituiertenschutzgesetz (ProstSchG)",
        "Familienausschuss",
        {
            "title": "öffentliche Anhörung des Familienausschusses",
            "kind": AppearanceKind.HEARING,
            "note": UNDATED,
            "found_in": source(S0, ON_THE_DRAFT),
        },
        {
            "name": "Leitung",
            "capacity": Capacity.BOARD,
            "principal": KOK,
            "found_in": source(S0, "in ihrer Funktion als Vorstand des KOK e.V."),
        },
    ),
    (
        TRAFFICKING,
        "Änderung des Sexualstrafrechtes",
        "",
        {
            "title": "Erfahrung der Dortmunder Mitternachtsmission einbezogen",
            "kind": AppearanceKind.CONTRIBUTION,
            "note": NOBODY,
            "found_in": source(S0, "z.B. Änderung des Sexualstrafrechtes", INVOLVED),
        },
        None,
    ),
    (
        TRAFFICKING,
        "Bundeskooperationskonzept zu Kinderhandel",
        "",
        {
            "title": "Erfahrung der Dortmunder Mitternachtsmission einbezogen",
            "kind": AppearanceKind.CONTRIBUTION,
            "note": NOBODY,
            "found_in": source(
                S0, "bei der Erarbeitung des Bundeskooperationskonzeptes zu Kinderhandel", INVOLVED
            ),
        },
        None,
    ),
    (
        TRAFFICKING,
        "",
        "OSCE",
        {
            "title": "Situation im Bereich Menschenhandel",
            "kind": AppearanceKind.CONTRIBUTION,
            "place": "Wien",
            "note": UNDATED,
            "found_in": source(S0, "z.B. bei der OSCE in Wien"),
        },
        {
            "name": "Leitung",
            "capacity": Capacity.ORDER,
            "principal": KOK,
            "found_in": source(S0, "konnte die Leiterin der Mitternachtsmission im Auftrag des KOK e.V."),
        },
    ),
)


def load(
    house: Session,
    bodies: dict[str, Body],
    organisations: dict[str, Organisation],
    projects: dict[str, Project],
) -> None:
    """Each beside the project that it belongs to, if the source names one."""
    given: dict[str, Any] = {"state": AppearanceState.ATTENDED, "visibility": Visibility.PUBLIC}
    for table, project, host, words, mandate in APPEARANCES:
        about: dict[str, Any] = {
            "body_id": bodies[table].id,
            "project_id": projects[project].id if project else None,
            "host_id": bodies[host].id if host else None,
        }
        made = Appearance(**about, **given, **words)
        house.add(made)
        house.flush()
        if mandate is not None:
            who = {**mandate, "employer_id": organisations[MISSION].id}
            if (principal := who.pop("principal", None)) is not None:
                who["principal_id"] = organisations[principal].id
            house.add(Mandate(appearance_id=made.id, body_id=made.body_id, **who))
    house.flush()
