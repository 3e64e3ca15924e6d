"""Signed positions of the practice table: a round with every kind of answer, and one that was sent."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_letters import went_out
from blueprints.office.demo.practice_meetings import at
from blueprints.positions import (
    lobby_rules,
    publishing_rules,
    rules,
    section_rules,
    signature_rules,
    signing_rules,
    submission_rules,
    version_rules,
)
from models.lobby_checks import LobbyResult
from models.position_issues import SentBy
from models.position_texts import PositionSection
from models.positions import PositionKind
from models.signatures import AskedSigner, SignatureValue, SignOff
from models.texts import Text
from plumbing.markdown import render

RUNNING: Final = (
    "Übung: Eine Anlaufstelle am Abend",
    (
        ("Anlass", "Der Rat berät im kommenden Jahr über eine Anlaufstelle am Abend. (Übungsangabe)"),
        (
            "Vorschlag",
            (
                "Die unterzeichnenden Institutionen schlagen vor, die Anlaufstelle an vier Abenden zu "
                "öffnen.\n\nSie soll ohne Anmeldung, kostenlos und auf Wunsch anonym erreichbar sein."
            ),
        ),
    ),
)
SENT: Final = (
    "Übung: Sprachmittlung in der Erstberatung",
    (
        ("Anlass", "Die Erstberatung gelingt nur, wenn sich alle verstehen. (Übungsangabe)"),
        (
            "Forderung",
            (
                "Wir bitten um ein festes Budget für Sprachmittlung in der Erstberatung, auch für "
                "Klient*innen ohne Leistungsanspruch."
            ),
        ),
    ),
)
ANSWERS: Final[dict[str, dict[str, Any]]] = {
    "fachberatung": {"value": SignatureValue.SIGNS},
    "frauenhaus": {"value": SignatureValue.SIGNS},
    "gesundheitsamt": {"value": SignatureValue.SIGNS, "provisional": True},
    "jugendhilfe": {
        "value": SignatureValue.RESERVATION,
        "words": "Die Öffnung an vier Abenden setzt eine gesicherte Finanzierung voraus.",
        "print_words": True,
    },
    "ordnungsamt": {
        "value": SignatureValue.DISSENT,
        "words": "Zwei Abende genügen für den Anfang.",
    },
    "staatsanwaltschaft": {"value": SignatureValue.NEUTRAL},
    "jugendamt": {"value": SignatureValue.CONSULTING},
}
"""Every kind there is; the police has said nothing yet."""
SIGNED: Final = ("fachberatung", "frauenhaus", "jugendhilfe")
ADDRESSEE: Final = "Ausschuss für Soziales Musterstadt (Übung)"


def tell(house: Session, table: Practice, today: date) -> None:
    """Two months ago one was signed and sent; for three days signatures have been asked for another."""
    _sent(house, table, today - timedelta(days=60))
    asked = today - timedelta(days=3)
    position_id = _final(house, table, RUNNING, asked)
    due_on = today + timedelta(days=11)
    _ask(house, table, position_id, due_on, asked)
    went_out(house, at(asked, 10, 1), of="positions/")
    for place, (who, said) in enumerate(ANSWERS.items()):
        _say(house, table, position_id, who, at(asked + timedelta(days=1), 9, place), **said)
    house.flush()


def _as(house: Session, table: Practice, who: str, now: datetime) -> dict[str, Any]:
    return {"by": table.actor(house, who, now.date()), "now": now}


def _final(house: Session, table: Practice, words: tuple[str, Any], day: date) -> int:
    """A short text that is final already."""
    title, texts = words
    chief = _as(house, table, "koordination", at(day, 9))
    about: dict[str, Any] = {"title": title, "kind": PositionKind.STATEMENT, "addressees": ADDRESSEE}
    made = rules.begin(house, table.body.id, headings=[heading for heading, _ in texts], **about, **chief)
    mine = select(PositionSection).where(PositionSection.position_id == made.id)
    sections = house.scalars(mine.order_by(PositionSection.place)).all()
    for section, (heading, markdown) in zip(sections, texts, strict=True):
        start = house.get_one(Text, section.text_id).latest
        given: dict[str, Any] = {"heading": heading, "heading_based_on": section.version, "render": render}
        section_rules.write_section(house, section.id, markdown=markdown, based_on=start, **given, **chief)
    version_rules.freeze_final(house, made.id, **chief)
    return made.id


def _ask(house: Session, table: Practice, position_id: int, due_on: date, day: date) -> None:
    signing_rules.ask(house, position_id, due_on=due_on, **_as(house, table, "koordination", at(day, 10)))


def _say(house: Session, table: Practice, position_id: int, who: str, now: datetime, **said: Any) -> None:
    about = house.scalars(select(SignOff).where(SignOff.position_id == position_id)).one()
    own = AskedSigner.organisation_id == table.seats[who].organisation_id
    asked = house.scalars(select(AskedSigner).where(AskedSigner.sign_off_id == about.id, own)).one()
    given: dict[str, Any] = {"asked_id": asked.id, "sha256": about.sha256} | said
    signature_rules.sign(house, position_id, **given, **_as(house, table, who, now))


def _sent(house: Session, table: Practice, day: date) -> None:
    """Signed by three, published, and answered by the committee."""
    position_id = _final(house, table, SENT, day)
    _ask(house, table, position_id, day + timedelta(days=14), day)
    went_out(house, at(day, 10, 1), of="positions/")
    for place, who in enumerate(SIGNED):
        _say(
            house, table, position_id, who, at(day + timedelta(days=2), 9, place), value=SignatureValue.SIGNS
        )
    end = day + timedelta(days=15)
    chief = _as(house, table, "koordination", at(end, 9))
    signing_rules.close(house, position_id, **chief)
    issue = publishing_rules.compile_issue(house, position_id, **chief)
    publishing_rules.publish(house, position_id, issue.id, **chief)
    submission_rules.submit(
        house,
        position_id,
        issue_id=issue.id,
        addressee=ADDRESSEE,
        function="Vorsitz",
        address="Rathausplatz 1\n00000 Musterstadt",
        channel=SentBy.POST,
        sent_on=end,
        received_on=end,
        reference="ÜB 26/031",
        **chief,
    )
    signer = _as(house, table, "jugendhilfe", at(end, 11))
    reason = "Rein örtliche Angelegenheit. (Übungsangabe)"
    own = table.seats["jugendhilfe"].organisation_id
    given: dict[str, Any] = {"result": LobbyResult.NOT_LIABLE, "reason": reason, "based_on": 0}
    lobby_rules.note(house, position_id, own, **given, **signer)
