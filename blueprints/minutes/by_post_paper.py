"""The invitation as letters of DIN 5008, one for each recipient, with the agenda that is meant for it.

Each is in the language of its recipient. Protected addresses stay blank; for whom the letter is stands in the
information block then, which no window shows.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Response
from flask_babel import force_locale, gettext

from blueprints.minutes.by_post_queries import Addressee
from blueprints.minutes.documents import day_words, document_of, time_words
from blueprints.minutes.pdf import data_of
from models.editions import Edition
from models.meetings import BERLIN, Meeting
from models.organisations import Organisation
from models.visibility import Visibility
from plumbing.language import LANGUAGES
from plumbing.paper import as_download, pdf
from plumbing.wording import greeted

GERMAN = "de"


@dataclass(frozen=True, kw_only=True)
class Sender:
    """In whose name the letters go out, for which meeting, when."""

    meeting: Meeting
    table: str
    organisation: Organisation | None
    at: datetime

    @property
    def name(self) -> str:
        return self.organisation.name if self.organisation else self.table

    @property
    def address(self) -> list[str]:
        return _lines(self.organisation.postal_address) if self.organisation else []

    @property
    def today(self) -> date:
        return self.at.astimezone(BERLIN).date()


def letters(sender: Sender, chosen: list[Addressee]) -> Response:
    """One PDF with all letters."""
    with force_locale(GERMAN):
        title = gettext("Invitations by post")
        data: dict[str, Any] = {"lang": GERMAN, "region": "DE", "title": title, "footer": []}
        data["words"] = {"page": "", "replaced": _replaced()}
    data["letters"] = [_letter(sender, each) for each in chosen]
    name = f"{title} {sender.meeting.held_on.canonical.replace('/', '_')}.pdf"
    return as_download(pdf("print/letters", data, sender.at), name)


def _letter(sender: Sender, to: Addressee) -> dict[str, Any]:
    language = to.language if to.language in LANGUAGES else GERMAN
    with force_locale(language):
        head = [sender.table, *([sender.name] if sender.name != sender.table else [])]
        return {
            "lang": language,
            "words": {"page": gettext("Page {page} of {pages}")},
            "head": [*head, ", ".join(sender.address)] if sender.address else head,
            "sender": " · ".join([sender.name, *sender.address]),
            "mark": gettext("Confidential") if _is_confidential(to.edition) else "",
            "address": window(to),
            "info": _info(sender, to),
            "subject": _subject(sender, to),
            "salutation": greeted(to.salutation),
            "opening": _opening(to),
            "facts": _facts(sender.meeting),
            "paragraphs": _paragraphs(sender, to),
            "greeting": gettext("With kind regards"),
            "closing": [gettext("Coordination"), sender.name],
            "enclosed": gettext("Enclosed: agenda") if to.edition else "",
            "agenda": _agenda(to.edition) if to.edition else None,
        }


def _is_confidential(edition: Edition | None) -> bool:
    return edition is not None and edition.data["visibility"] == Visibility.CONFIDENTIAL.value


def window(to: Addressee) -> list[str]:
    """What stands in the window: nothing where the address is protected, or none is kept."""
    if not to.address:
        return []
    street = _lines(to.address)
    if street and street[0] == to.institution:
        street = street[1:]
    return [line for line in (to.institution, to.person, *street) if line]


def _lines(address: str) -> list[str]:
    return [line.strip() for line in address.splitlines() if line.strip()]


def _info(sender: Sender, to: Addressee) -> list[tuple[str, str]]:
    organisation = sender.organisation
    mailbox = organisation.mailbox if organisation and organisation.mailbox_released else ""
    pairs = [
        (
            gettext("For"),
            "" if window(to) else ", ".join(part for part in (to.institution, to.person) if part),
        ),
        (gettext("Coordination"), sender.name),
        (gettext("Contact"), organisation.public_contact if organisation else ""),
        (gettext("E-mail"), mailbox or ""),
        (gettext("Date"), f"{sender.today:%d.%m.%Y}"),
    ]
    return [(name, value) for name, value in pairs if value]


def _subject(sender: Sender, to: Addressee) -> str:
    meeting = sender.meeting
    day = f"{meeting.held_on.day:%d.%m.%Y}" if meeting.held_on.day else ""
    if to.is_guest:
        return gettext("Invitation as a guest on %(day)s", day=day)
    if meeting.number:
        words = gettext("Invitation to meeting no. %(number)s of “%(table)s” on %(day)s")
    else:
        words = gettext("Invitation to the meeting of “%(table)s” on %(day)s")
    return words % {"number": meeting.number, "table": sender.table, "day": day}


def _opening(to: Addressee) -> str:
    if to.is_guest:
        return gettext("We would be glad to welcome you to one item of our meeting:")
    return gettext("We cordially invite your institution to the meeting:")


def _facts(meeting: Meeting) -> list[tuple[str, str]]:
    data = {
        "held_on": meeting.held_on.canonical,
        "starts_at": meeting.starts_at.isoformat() if meeting.starts_at else None,
        "ends_at": meeting.ends_at.isoformat() if meeting.ends_at else None,
    }
    pairs = [
        (gettext("Date"), day_words(data)),
        (gettext("Time"), time_words(data)),
        (gettext("Place"), meeting.place),
        (gettext("Online"), meeting.online_url),
    ]
    return [(name, value) for name, value in pairs if value]


def _paragraphs(sender: Sender, to: Addressee) -> list[str]:
    due_on = sender.meeting.replies_due_on
    support = gettext(
        "If you need support to take part without barriers, please let us know briefly; we delete this "
        "information after the meeting. The meeting is not public."
    )
    if due_on is not None and due_on >= sender.today:
        due = f"{due_on:%d.%m.%Y}"
        if to.is_guest:
            return [gettext("Please tell us by %(due)s whether you will come.", due=due), support]
        words = gettext(
            "Please tell us by %(due)s whether you will take part or who will represent you.", due=due
        )
        return [words, support]
    if to.is_guest:
        return [gettext("Please tell us whether you will come."), support]
    return [gettext("Please tell us whether you will take part or who will represent you."), support]


def _agenda(edition: Edition) -> dict[str, Any]:
    """The agenda as this recipient gets it, in the language of the letter."""
    data = data_of(document_of(edition))
    return {name: data[name] for name in ("title", "subtitle", "facts", "items", "words", "footer")}


def _replaced() -> str:
    return gettext(
        "□ stands for a sign that the fonts of this document do not have; the page on the site shows it."
    )
