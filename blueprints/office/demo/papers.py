"""The papers that a source names, and where they were consulted: as far as it goes, and no further."""

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office.demo.facts import COMMITTEE, COUNCIL, NETWORK
from blueprints.office.demo.sources import S3, source
from models.bodies import Body
from models.consultations import Consultation, ConsultationResult, ConsultationRole, Recommendation
from models.fuzzy_dates import FuzzyDate
from models.links import LinkKind, link
from models.meetings import Meeting
from models.papers import Paper, PaperKind
from models.visibility import Visibility

MOTION, PROPOSAL, ANSWER = "motion", "proposal", "answer"
PAPERS: Final[dict[str, dict[str, Any]]] = {
    MOTION: {
        "kind": PaperKind.MOTION,
        "title": "Aufsuchende Beratung für Sexarbeiter*innen und Opfer von Zwangsprostitution im "
        "Landkreis Cloppenburg",
        "originator": "Gruppe GRÜNE/UWG",
        "spellings": "Gruppe Grüne/UWG",
        "dated": FuzzyDate.parse("08.09.2021"),
        "note": "Vorgeschlagen war die Einstellung einer Sozialarbeiterin beim Gesundheitsamt oder bei einem "
        "geeigneten Träger (z. B. Frauenhaus).",
        "found_in": source(S3, "Antrag der Gruppe Grüne/UWG vom 08.09.2021"),
    },
    PROPOSAL: {
        "kind": PaperKind.PROPOSAL,
        "number": "V-SOZ/21/148",
        "note": "Titel, Datum und herausgebende Stelle sind in der Quelle nicht genannt.",
        "found_in": source(S3, "Vorlage: V-SOZ/21/148"),
    },
    ANSWER: {
        "kind": PaperKind.NOTIFICATION,
        "title": "Mitteilung zum Sozialausschuss am 08.09.2022",
        "note": "Eine Nummer, ein Datum der Abfassung und wer sie verfasst hat, sind in der Quelle nicht "
        "genannt.",
        "found_in": source(S3, "Mitteilung zum Sozialausschuss am 08.09.2022"),
    },
}
RELATIONS: Final = (
    (PROPOSAL, LinkKind.CITES, MOTION),
    (ANSWER, LinkKind.CITES, MOTION),
    (ANSWER, LinkKind.CITES, PROPOSAL),
)
"""The source's line "Bezug" names the motion and the number together."""
RESOLUTION: Final = (
    "„Der Sozialausschuss beschloss einstimmig, dem Kreistag zu empfehlen, die Beratung und Beschlussfassung "
    "zum Antrag der Gruppe GRÜNE/UWG vom 08.09.2021 zu vertagen und die Verwaltung zu bitten, zunächst "
    "weitere Erkenntnisse zum Beratungsbedarf für Sexarbeiter*innen und Zwangsprostitution zu sammeln.“"
)
CONSULTATIONS: Final[tuple[tuple[str, str, str, dict[str, Any]], ...]] = (
    (
        PROPOSAL,
        COMMITTEE,
        "23.09.2021",
        {
            "role": ConsultationRole.RECOMMENDATION,
            "result": ConsultationResult.UNANIMOUS,
            "recommends": Recommendation.ADJOURN,
            "resolution": RESOLUTION,
            "found_in": source(S3, "In der Sitzung des Sozialausschusses am 23.09.2021"),
        },
    ),
    (
        PROPOSAL,
        COUNCIL,
        "",
        {
            "role": ConsultationRole.DECISION,
            "note": "Ob und wann der Kreistag entschieden hat, ist in der Quelle nicht genannt.",
            "found_in": source(S3, "dem Kreistag zu empfehlen"),
        },
    ),
    (
        ANSWER,
        COMMITTEE,
        "08.09.2022",
        {
            "role": ConsultationRole.NOTICE,
            "note": "Der Verlauf der Sitzung ist in der Quelle nicht genannt.",
            "found_in": source(S3, "Mitteilung zum Sozialausschuss am 08.09.2022"),
        },
    ),
)


def load(house: Session, bodies: dict[str, Body]) -> None:
    """The papers are kept by the network whose meeting the source tells of."""
    table_id = bodies[NETWORK].id
    made = {
        name: Paper(body_id=table_id, visibility=Visibility.PUBLIC, **words) for name, words in PAPERS.items()
    }
    house.add_all(made.values())
    house.flush()
    for one, kind, other in RELATIONS:
        link(house, kind, made[one], made[other])
    for name, body, day, words in CONSULTATIONS:
        committee = bodies[body]
        session = _session(house, committee, day) if day else None
        place: dict[str, Any] = {"committee_id": committee.id, "meeting_id": session}
        if "recommends" in words:
            place["recommends_to_id"] = bodies[COUNCIL].id
        house.add(Consultation(paper_id=made[name].id, body_id=table_id, **place, **words))
        house.flush()


def _session(house: Session, committee: Body, day: str) -> int:
    """The session of that day, which is loaded already."""
    on = FuzzyDate.parse(day)
    return house.scalars(
        select(Meeting.id).where(Meeting.body_id == committee.id, Meeting.held_on == on)
    ).one()
