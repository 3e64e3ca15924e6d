"""A mailbox over IMAP: mails one by one, a bounded piece of each; what is done is moved away."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from plumbing.mail_parts import MOST_BYTES

TIMEOUT: Final = 60
MOST_MAILS: Final = 200
"""So many mails in one run at most; the next run goes on."""
DONE: Final = "Processed"
FOLDER_NAME: Final = re.compile(r"[A-Za-z0-9 ._/-]{1,100}")


class Mailbox:
    """An open folder. Mails that were taken are moved to a folder beside it, others stay and are flagged."""

    def __init__(self, server: imaplib.IMAP4, done: str) -> None:
        self.server, self.done = server, done
        self.can_move = "MOVE" in server.capabilities

    def waiting(self) -> list[bytes]:
        """Mails that nobody has looked at for us yet, oldest first, at most so many as a run takes."""
        answer = self._ask("SEARCH", "UNFLAGGED UNDELETED")
        uids = [uid for line in answer if isinstance(line, bytes) for uid in line.split()]
        return sorted(uids, key=int)[:MOST_MAILS]

    def flagged(self) -> int:
        """How many stay for a person to read."""
        answer = self._ask("SEARCH", "FLAGGED UNDELETED")
        return sum(len(line.split()) for line in answer if isinstance(line, bytes))

    def read(self, uid: bytes) -> bytes:
        """The beginning of a mail; it is not marked as seen by that."""
        answer = self._ask("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        pieces = [piece[1] for piece in answer if isinstance(piece, tuple)]
        return pieces[0] if pieces else b""

    def put_away(self, uid: bytes) -> None:
        """It is settled: out of the folder, or marked as deleted where the server cannot move."""
        if self.can_move:
            self._ask("MOVE", uid.decode(), f'"{self.done}"')
            return
        self._ask("COPY", uid.decode(), f'"{self.done}"')
        self._ask("STORE", uid.decode(), "+FLAGS.SILENT (\\Deleted)")

    def leave(self, uid: bytes) -> None:
        """It stays for a person, marked with a flag, and is not looked at again."""
        self._ask("STORE", uid.decode(), "+FLAGS.SILENT (\\Flagged)")

    def _ask(self, command: str, *words: str) -> list[object]:
        kind, answer = self.server.uid(command, *words)
        if kind != "OK":
            raise imaplib.IMAP4.error(f"{command} was refused")
        return list(answer)


@contextmanager
def opened(url: str) -> Iterator[Mailbox]:
    """The mailbox of IMAP_URL. Raises OSError, ValueError or IMAP4.error where it cannot be reached."""
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname:
        raise ValueError("IMAP_URL begins with imap:// or imaps:// and names a host")
    folder, done = unquote(parts.path).strip("/") or "INBOX", options.get("done", [DONE])[0]
    if not all(FOLDER_NAME.fullmatch(name) for name in (folder, done)) or folder == done:
        raise ValueError("the names of IMAP folders are letters, digits, blanks and . _ / -")
    server = _connected(parts.hostname, parts.port, parts.scheme == "imaps", options.get("starttls") == ["1"])
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        server.create(f'"{done}"')  # refused where it is there already
        kind, _ = server.select(f'"{folder}"')
        if kind != "OK":
            raise imaplib.IMAP4.error(f"there is no folder {folder}")
        yield Mailbox(server, done)
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _connected(host: str, port: int | None, secure: bool, encrypts: bool) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if secure:
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=context, timeout=TIMEOUT)
    server = imaplib.IMAP4(host, port or 143, timeout=TIMEOUT)
    if encrypts:
        server.starttls(context)
    return server
