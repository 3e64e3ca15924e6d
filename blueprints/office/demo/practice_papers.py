"""Papers of the practice table: a path with a hidden station, a number twice, an answer; all is invented."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_meetings import at
from blueprints.requests import consultation_rules, rules
from blueprints.tables.life import group_rules
from models.bodies import Body, BodyKind
from models.consultations import ConsultationResult, ConsultationRole
from models.fuzzy_dates import FuzzyDate
from models.links import LinkKind
from models.papers import Paper, PaperKind
from models.visibility import Visibility
from plumbing.uploads import accepted

COMMITTEE: Final = "Ausschuss für Soziales Musterstadt (Übung)"
COUNCIL: Final = "Rat der Stadt Musterstadt (Übung)"
INVENTED: Final = "Übungsdaten, frei erfunden"
NUMBER: Final = "V-ÜB/26/012"


def load(house: Session, table: Practice, today: date) -> None:
    """From a motion of last year to a hearing that is still to come."""
    on = today - timedelta(days=200)
    given: dict[str, Any] = {"by": table.actor(house, "koordination", on), "now": at(on, 10)}
    committee, council = (_outside(house, name, given) for name in (COMMITTEE, COUNCIL))

    def keep(kind: PaperKind, title: str, days_ago: int, **facts: Any) -> Paper:
        words = {"visibility": Visibility.INTERNAL, "seat_ids": [], "upload": None, "found_in": INVENTED}
        dated = FuzzyDate.of_day(today - timedelta(days=days_ago))
        wanted = {"kind": kind, "title": title, "dated": dated, **words, **facts}
        return rules.keep(house, table.body.id, **wanted, **given)

    def consult(paper: Paper, body: Body, days: int, **facts: Any) -> None:
        held_on = FuzzyDate.of_day(today + timedelta(days=days))
        given_body: dict[str, Any] = {"committee_id": body.id, "held_on": held_on, "found_in": INVENTED}
        consultation_rules.add(house, paper.id, **given_body, **facts, **given)

    motion, proposal = _motion(keep, council), _proposal(keep, committee)
    _consultations(consult, motion, proposal, committee, council)
    level = {"visibility": Visibility.COORDINATION}
    draft = keep(PaperKind.STATEMENT, "Übung: Entwurf der Stellungnahme", 12, **level)
    same = {"number": NUMBER, "issuer_name": "Landtag (Übung)"}
    other = keep(PaperKind.PRINTED, "Übung: gleiche Nummer, andere Stelle", 90, **same)
    for one, kind, to in (
        (proposal, LinkKind.ANSWERS, motion),
        (draft, LinkKind.CITES, proposal),
        (other, LinkKind.CITES, draft),
    ):
        rules.relate(house, one.id, kind=kind, other_id=to.id, **given)
    house.flush()


def _motion(keep: Any, council: Body) -> Paper:
    found: Paper = keep(
        PaperKind.MOTION,
        "Übung: Antrag auf eine Anlaufstelle für Klient*innen am Abend",
        180,
        originator="Gruppe Beispiel/MUSTER",
        spellings="Gruppe BEISPIEL/Muster",
        issuer_id=council.id,
    )
    return found


def _proposal(keep: Any, committee: Body) -> Paper:
    found: Paper = keep(
        PaperKind.PROPOSAL,
        "Übung: Anlaufstelle am Abend, Bericht der Verwaltung",
        150,
        number=NUMBER,
        issuer_id=committee.id,
        upload=_file("vorlage-uebung.txt"),
    )
    return found


def _consultations(consult: Any, motion: Paper, proposal: Paper, committee: Body, council: Body) -> None:
    consult(
        *(motion, council, -170),
        role=ConsultationRole.PRELIMINARY,
        result=ConsultationResult.REFERRED,
        resolution="„Der Rat verweist den Antrag an den Ausschuss für Soziales.“ (erfunden)",
    )
    consult(
        *(proposal, committee, -140),
        role=ConsultationRole.RECOMMENDATION,
        result=ConsultationResult.ADJOURNED,
        leads=True,
        note="Der Ausschuss möchte zuerst die Mitglieder des Tisches hören.",
    )
    consult(
        *(proposal, committee, -100),
        role=ConsultationRole.PRELIMINARY,
        result=ConsultationResult.NOTED,
        note="Nicht öffentlicher Teil.",
        visibility=Visibility.COORDINATION,
    )
    consult(*(proposal, committee, 21), role=ConsultationRole.HEARING, leads=True)


def _outside(house: Session, name: str, given: dict[str, Any]) -> Body:
    """A body that others coordinate, marked as exercise data."""
    blank = Body(name=name, kind=BodyKind.COMMITTEE, theme="Übung", area="Musterstadt (erfunden)")
    words = ("name", "kind", "level", "theme", "area", "host_id", "parent_id", "public_url", "founded")
    facts = {each: getattr(blank, each) for each in words}
    made = group_rules.enter(house, **facts, visibility=Visibility.PUBLIC, **given)
    made.is_practice = True
    return made


def _file(name: str) -> dict[str, Any]:
    stream = BytesIO("Übungsdaten: Text einer Vorlage, frei erfunden.\n".encode())
    accepted_name, content_type = accepted(stream, name)
    return {"name": accepted_name, "content_type": content_type, "stream": stream}
