"""From facts to finished mails: at the commit, and as a preview that touches no database."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask, current_app
from flask_babel import force_locale, get_locale, gettext
from markupsafe import Markup, escape
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.invitations import Invitation
from models.letters import Draft, Letter, draft
from models.organisations import Organisation
from models.outbox import LetterBytes
from models.people import Person
from models.seats import Seat
from models.superseding import supersede_older
from plumbing import clock, database
from plumbing.calendar import calendar_part
from plumbing.language import LANGUAGES
from plumbing.mail_templates import link, mail_templates, sender_for
from plumbing.mime import CALENDAR_FILE, Mail, composed, one_line

MASK: Final = "…"
PREVIEW_TOKEN: Final = "0" * 43
SECRET_IN_LINK: Final = re.compile(
    r"(https?://[^\s\"<>]*?[/=])[A-Za-z0-9_-]{20,}|(?<![\w-])[A-Za-z0-9_-]{40,}"
)
IN_ONE_QUESTION: Final = 500


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A letter as people read it; `files` are the names of its attachments."""

    subject: str
    text: str
    html: str
    files: tuple[str, ...] = ()

    def masked(self) -> "Rendered":
        """The same without its secrets: for every text that is shown to anybody."""
        return Rendered(
            subject=masked(self.subject), text=masked(self.text), html=masked(self.html), files=self.files
        )


def masked(text: str) -> str:
    """The text without secrets of links: what opens a door must not be read over somebody's shoulder."""
    return SECRET_IN_LINK.sub(lambda found: f"{found[1] or ''}{MASK}", text)


def preview(*, facts: dict[str, Any], **words: Any) -> Rendered:
    """What `post` with the same keywords would send, secrets masked. The database is not asked.

    A `token` need not be given: no link is made for a preview.
    """
    shown = draft(facts=facts | {"token": PREVIEW_TOKEN}, now=words.pop("now", clock.now()), **words)
    with force_locale(language_of(shown.letter)):
        return _rendered(shown).masked()


def render_waiting(house: Session) -> None:
    """Before the one commit: every posted letter becomes finished bytes in the same transaction."""
    drafts: list[Draft] = house.info.pop("unrendered", [])
    house.info.pop("letter_keys", None)
    if not drafts:
        return
    raws: dict[str, bytes] = {}
    for language, group in groupby(sorted(drafts, key=lambda each: language_of(each.letter)), _language):
        with force_locale(language):
            raws |= {each.letter.dedupe_key: _finished(each) for each in group}
    letters = [each.letter for each in drafts]
    with house.no_autoflush:
        _name_institutions(house, letters)
    house.flush()
    house.execute(
        insert(LetterBytes), [{"letter_id": each.id, "raw": raws[each.dedupe_key]} for each in letters]
    )
    supersede_older(house, letters, clock.now())


def _language(waiting: Draft) -> str:
    return language_of(waiting.letter)


def language_of(letter: Letter) -> str:
    """The recipient's language; the instance's where we do not write it."""
    return letter.language if letter.language in LANGUAGES else str(current_app.config["LOCALE"])


def _finished(waiting: Draft) -> bytes:
    """Render one letter, complete its row, return its bytes."""
    letter, said, event = waiting.letter, _rendered(waiting), waiting.calendar
    letter.sender = sender_for(letter.recipient)
    letter.message_id = f"{letter.dedupe_key[:24]}@{urlsplit(current_app.config['BASE_URL']).hostname}"
    calendar = b""
    if event is not None:
        calendar = calendar_part(
            event, organizer=letter.sender, attendee=letter.recipient, name=one_line(letter.name)
        )
    raw = composed(
        Mail(
            sender=letter.sender,
            recipient=letter.recipient,
            name=letter.name,
            subject=said.subject,
            message_id=letter.message_id,
            written_at=letter.created_at,
            language=language_of(letter),
            text=said.text,
            html=said.html,
            calendar=calendar,
            method=letter.method,
        )
    )
    letter.sha256 = hashlib.sha256(raw).hexdigest()
    return raw


def _rendered(waiting: Draft) -> Rendered:
    """Subject, text and HTML in the language that is set."""
    facts = {
        name: one_line(value) if isinstance(value, str) else value for name, value in waiting.facts.items()
    }
    page = (
        mail_templates()
        .get_template(f"mail/{waiting.letter.template}.txt")
        .render(
            **facts,
            salutation=one_line(waiting.salutation) or gettext("Good day,"),
            closing=_closing(facts),
            link=link,
        )
    )
    first, _, rest = page.partition("\n")
    if not first.startswith("Subject: "):
        raise ValueError(f"mail/{waiting.letter.template}.txt does not begin with its subject")
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in rest.splitlines())).strip() + "\n"
    subject = one_line(first.removeprefix("Subject: "))
    files = (CALENDAR_FILE,) if waiting.calendar else ()
    return Rendered(subject=subject, text=text, html=_html(subject, text), files=files)


def _closing(facts: dict[str, Any]) -> str:
    return "\n".join(line for line in (gettext("With kind regards"), facts.get("signature", "")) if line)


def _html(subject: str, text: str) -> str:
    """The same words as HTML, for readers that show nothing else: paragraphs, and links of this site only."""
    base = str(current_app.config["BASE_URL"])
    paragraphs = [
        Markup("<br>\n").join(_html_line(line, base) for line in block.split("\n"))
        for block in text.strip().split("\n\n")
    ]
    page = mail_templates().get_template("mail/_layout.html")
    return page.render(lang=str(get_locale()), subject=subject, paragraphs=paragraphs)


def _html_line(line: str, base: str) -> Markup:
    if line.startswith(f"{base}/") and " " not in line:
        return Markup('<a href="{0}">{0}</a>').format(line)
    return escape(line)


def _name_institutions(house: Session, letters: Sequence[Letter]) -> None:
    """Write the institution of that day into each letter, for the record of its dispatch."""
    by_invitation = _organisations(
        house, Invitation.id, {each.invitation_id for each in letters}, Seat.organisation_id, Invitation.seat
    )
    by_person = _organisations(house, Person.id, {each.person_id for each in letters}, Person.organisation_id)
    for letter in letters:
        found = by_invitation.get(letter.invitation_id) or by_person.get(letter.person_id)
        if letter.organisation_id is not None:
            found = (letter.organisation_id, house.get_one(Organisation, letter.organisation_id).name)
        if found:
            letter.organisation_id, letter.institution = found


def _organisations(house: Session, key: Any, ids: set[int | None], to: Any, *through: Any) -> dict[Any, Any]:
    wanted = sorted(each for each in ids if each is not None)
    found: dict[Any, Any] = {}
    for start in range(0, len(wanted), IN_ONE_QUESTION):
        query = select(key, Organisation.id, Organisation.name)
        for step in through:
            query = query.join(step)
        query = query.join(Organisation, Organisation.id == to)
        rows = house.execute(query.where(key.in_(wanted[start : start + IN_ONE_QUESTION])))
        found |= {row[0]: (row[1], row[2]) for row in rows}
    return found


def init_app(app: Flask) -> None:
    """Letters are rendered in the one commit, whoever makes it."""
    if render_waiting not in database.before_commit:
        database.before_commit.append(render_waiting)


database.before_commit.append(render_waiting)
