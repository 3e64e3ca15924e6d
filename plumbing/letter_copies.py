"""What a stored letter says, for the coordination: from its bytes or its file, without its secrets."""

import email
import email.policy
from pathlib import Path

from flask import current_app
from sqlalchemy.orm import Session

from models.enclosures import ending
from models.letters import Letter, LetterKind
from models.outbox import LetterBytes
from plumbing.letters import Rendered


def shown(house: Session, letter_id: int) -> Rendered | None:
    """The letter as its recipient reads it, secrets masked; None where it is no longer kept.

    Account letters are never shown. Whoever asks must have found the letter in a reader's session.
    """
    letter = house.get(Letter, letter_id)
    if letter is None or letter.kind is LetterKind.ACCOUNT:
        return None
    kept = house.get(LetterBytes, letter_id)
    raw = kept.raw + ending(house, kept.enclosure_id) if kept else _from_file(letter)
    return _read(raw) if raw else None


def file_name_of(letter: Letter) -> str:
    return f"{letter.id}-{letter.created_at:%Y-%m-%d}.eml"


def _from_file(letter: Letter) -> bytes | None:
    file = Path(current_app.instance_path) / "letters" / file_name_of(letter)
    return file.read_bytes() if file.is_file() else None


def _read(raw: bytes) -> Rendered:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    files = tuple(part.get_filename() or "" for part in mail.iter_attachments())
    return Rendered(
        subject=str(mail["Subject"]),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
        files=files,
    ).masked()
