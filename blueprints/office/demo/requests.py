"""The committee's request of which a source tells, and what was reported, by the gestures of the site."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office.demo.facts import COMMITTEE, NETWORK
from blueprints.office.demo.institutions import COUNTY
from blueprints.office.demo.sources import S3, source
from blueprints.requests import reply_rules, report_rules, request_rules, tie_rules
from models.bodies import Body
from models.consultations import Consultation
from models.fuzzy_dates import FuzzyDate
from models.meetings import AgendaItem, Meeting
from models.papers import Paper, PaperKind
from models.people import Person
from models.requests import ExternalRequest, ReplyWay
from models.seats import Seat
from models.standing import actor_of
from models.surveys import Survey
from models.visibility import Visibility

UNNAMED: Final = "in der Quelle nicht genannt"
HANDED_OVER: Final = date(2022, 9, 8)
REQUEST: Final[dict[str, Any]] = {
    "title": "Erkenntnisse zum Beratungsbedarf für Sexarbeiter*innen und Zwangsprostitution",
    "asked_on": FuzzyDate.parse("23.09.2021"),
    "addressee": "Verwaltung",
    "wording": "weitere Erkenntnisse zum Beratungsbedarf für Sexarbeiter*innen und Zwangsprostitution zu "
    "sammeln",
    "note": "Eine Frist ist in der Quelle nicht genannt. Der weitere Verlauf nach dem 08.09.2022 ist in der "
    "Quelle nicht genannt.",
    "found_in": source(S3, "die Verwaltung zu bitten, zunächst weitere Erkenntnisse"),
    "visibility": Visibility.PUBLIC,
}
TEXTS: Final[dict[str, Any]] = {
    "title": "Mitteilung zum Sozialausschuss am 08.09.2022",
    "addressee": COMMITTEE,
    "occasion": "Der Bitte wurde nach der Quelle „am 22.06.2022 u. a. in der ersten Sitzung“ des Netzwerkes "
    "häusliche Gewalt nachgekommen, das „coronabedingt im Herbst 2021 und im Frühjahr 2022 nicht getagt“ "
    "hatte.",
    "method": "Erhebung A: Befragt wurden „die im Netzwerk häusliche Gewalt Anwesenden“; wie viele anwesend "
    "waren, ist in der Quelle nicht genannt. Einzeln genannt sind {A.geantwortet} Institutionen und eine "
    "Sammelbezeichnung.\n\n"
    "Erhebung B: „eine Umfrage bei den Gleichstellungsbeauftragten der Regionalkonferenz Weser-Ems Nord“; "
    "wie viele befragt wurden, ist in der Quelle nicht genannt.",
    "limits": "Die Quelle nennt ein „bei diesem Thema unbestritten vorhandenen Dunkelfeld“. {A1.ja} "
    "einzeln genannte Institutionen und die Schwangerenberatungsstellen (Sammelbezeichnung) sahen Themen "
    "rund um „Prostitution“; über die übrigen lässt sich keine Zahl sagen.",
    "proposal": "",
}
ASSESSMENTS: Final = (
    ("Der Bedarf scheint „weiterhin nicht ersichtlich“.", "Mitteilung zum Sozialausschuss"),
    (
        (
            "Die vorgeschlagene Stelle wäre „aus Gründen des Eigenschutzes und der Eigensicherung“ der "
            "Beraterin „schwerlich umsetzbar“."
        ),
        "Mitteilung zum Sozialausschuss",
    ),
    (
        "Die Einrichtung einer solchen Beratung sollte „derzeit nicht weiter verfolgt werden“.",
        "Sicht der Gleichstellungsbeauftragten",
    ),
)


def load(house: Session, bodies: Mapping[str, Body], coordination: Person, now: datetime) -> None:
    """The request with what it comes from and led to, its report, and the reply of that day. Nobody sits at
    the network's seats yet, so that nobody is written to."""
    by: dict[str, Any] = {"by": actor_of(house, coordination, now.date())}
    made = request_rules.register(
        house, bodies[NETWORK].id, committee_id=bodies[COMMITTEE].id, **REQUEST, **by, now=now
    )
    _lead(house, made, by | {"now": now})
    for thing in _belongings(house, made):
        tie_rules.tie(house, made.id, thing=thing, **by, now=now)
    house.flush()
    edition_id = _report(house, made, by, now)
    answer = select(Paper.id).where(Paper.body_id == made.body_id, Paper.kind == PaperKind.NOTIFICATION)
    reply_rules.note_given(
        house,
        made.id,
        channel=ReplyWay.SESSION,
        addressee=COMMITTEE,
        text="",
        paper_id=house.scalars(answer).one(),
        report_edition_id=edition_id,
        released_by=UNNAMED,
        sent_on=HANDED_OVER,
        **by,
        now=now,
    )
    house.flush()


def _lead(house: Session, made: ExternalRequest, given: dict[str, Any]) -> None:
    seats = select(Seat).join(Seat.organisation).where(Seat.body_id == made.body_id)
    seat = next((each for each in house.scalars(seats) if _is_county(house, each)), None)
    if seat is not None:
        facts: dict[str, Any] = {"seat_id": seat.id, "appointment_id": None, "based_on": made.version}
        request_rules.assign(house, made.id, **facts, **given)
        house.flush()


def _is_county(house: Session, seat: Seat) -> bool:
    house.refresh(seat, ["organisation"])
    return seat.organisation.name == COUNTY


def _belongings(house: Session, made: ExternalRequest) -> list[tuple[str, int]]:
    """The resolution, the network's item and the two surveys."""
    table_id = made.body_id
    resolved = (
        select(Consultation.id)
        .join(Meeting, Meeting.id == Consultation.meeting_id)
        .where(Consultation.body_id == table_id, Consultation.resolution != "")
    )
    items = select(AgendaItem.id).join(Meeting, Meeting.id == AgendaItem.meeting_id)
    surveys = select(Survey.id).where(Survey.body_id == table_id).order_by(Survey.id)
    return [
        *(("consultation", each) for each in house.scalars(resolved)),
        *(("agenda_item", each) for each in house.scalars(items.where(Meeting.body_id == table_id))),
        *(("survey", each) for each in house.scalars(surveys)),
    ]


def _report(house: Session, made: ExternalRequest, by: dict[str, Any], now: datetime) -> int:
    """Shown two weeks ago, released with the day of the source; which function released it is not said."""
    before = now - timedelta(days=14)
    found = report_rules.begin(house, made.id, **TEXTS, **by, now=before)
    for text, author in ASSESSMENTS:
        report_rules.add_assessment(house, made.id, text=text, author=author, **by, now=before)
    report_rules.show(house, made.id, **by, now=before)
    house.flush()
    said = report_rules.Released(released_by=UNNAMED, released_on=HANDED_OVER)
    version = report_rules.release(house, made.id, said, based_on=found.version, **by, now=now)
    return version.edition_id
