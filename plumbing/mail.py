"""The way out: one SMTP connection for many mails, or files where no mail server is configured."""

import os
import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

CONNECT_TIMEOUT: Final = 60
ANSWER_TIMEOUT: Final = 600
"""Seconds to wait for the answer after DATA (RFC 5321 4.5.3.2.6): giving up earlier makes doubles."""
NOT_LET_IN: Final = (530, 534, 535, 538)
ENHANCED: Final = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})[ -]")


class Verdict(Enum):
    """What became of one mail. TROUBLE: the server refuses us, not the mail. PAUSE: it asks all to wait."""

    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"
    DOUBT = "doubt"
    TROUBLE = "trouble"
    PAUSE = "pause"


@dataclass(frozen=True)
class Answer:
    """A verdict with what the server said: reply code, enhanced code (RFC 3463), text.

    `for_all`: the connection could not be made or broke before DATA, whatever the letter.
    """

    verdict: Verdict
    code: int | None = None
    text: str = ""
    for_all: bool = False

    @property
    def enhanced(self) -> str:
        found = ENHANCED.match(self.text)
        return found[1] if found else ""

    @property
    def ends_the_round(self) -> bool:
        """Others would fare no better now: the server was not reached, or wants nobody for a while."""
        return self.for_all or self.verdict in (Verdict.TROUBLE, Verdict.PAUSE)


class Transport(Protocol):
    """Hands one finished mail over; never raises for what a mail server or network does."""

    def hand_over(self, sender: str, recipient: str, raw: bytes, file_name: str) -> Answer: ...

    def close(self) -> None: ...


class Files:
    """Writes each mail into a folder, readable by the owner only; the same letter always to the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def hand_over(self, sender: str, recipient: str, raw: bytes, file_name: str) -> Answer:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = self.folder / f".{file_name}.{os.getpid()}"
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.folder / file_name)
        except OSError as error:
            return Answer(Verdict.TROUBLE, text=f"{self.folder.name}: {error.strerror}")
        return Answer(Verdict.ACCEPTED)

    def close(self) -> None:
        """Nothing stays open."""


class Refused(Exception):
    """The dialogue cannot go on; carries the answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.text)
        self.answer = answer


class Smtp:
    """A connection that is opened at the first mail and used until it is closed or breaks."""

    def __init__(self, url: str, hello: str) -> None:
        self.url: SplitResult = urlsplit(url)
        self.options = parse_qs(self.url.query)
        self.hello = hello if "." in hello else "localhost"
        self.server: smtplib.SMTP | None = None

    def hand_over(self, sender: str, recipient: str, raw: bytes, file_name: str) -> Answer:
        """One transaction for one recipient. A kept connection that has gone stale is replaced once."""
        for reused in (True, False) if self.server else (False,):
            try:
                server = self.server = self.server or self._connected()
                self._envelope(server, sender, recipient)
            except (Refused, OSError, ValueError, smtplib.SMTPException) as error:
                answer = _answer_to(error)
                self._leave_or_reset(answer)
                if reused and self.server is None and answer.verdict in (Verdict.LATER, Verdict.PAUSE):
                    continue
                return answer
            answer = self._data(server, raw)
            self._leave_or_reset(answer)
            return answer
        raise AssertionError("the last try returns")

    def close(self) -> None:
        if self.server is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self.server.sock is not None:
                    self.server.sock.settimeout(5)
                self.server.quit()
            self._drop()

    def _connected(self) -> smtplib.SMTP:
        """Connect, encrypt, sign in. What goes wrong here is raised."""
        host, secure = self.url.hostname or "localhost", self.url.scheme == "smtps"
        port, encrypts = self.url.port or (465 if secure else 25), self.options.get("starttls") == ["1"]
        context = ssl.create_default_context() if secure or encrypts else None
        server: smtplib.SMTP
        if secure:
            server = smtplib.SMTP_SSL(host, port, self.hello, timeout=CONNECT_TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(host, port, self.hello, timeout=CONNECT_TIMEOUT)
        self.server = server
        server.ehlo_or_helo_if_needed()
        if encrypts:
            server.starttls(context=context)
        if self.url.username:
            server.login(unquote(self.url.username), unquote(self.url.password or ""))
        return server

    def _envelope(self, server: smtplib.SMTP, sender: str, recipient: str) -> None:
        """MAIL, RCPT and DATA up to the go-ahead; a refused sender is trouble for all, a recipient is not."""
        _check(server.mail(sender), 250, refusal=Verdict.TROUBLE)
        _check(server.rcpt(recipient), 250, 251, 252, refusal=Verdict.REFUSED)
        _check(server.docmd("DATA"), 354, refusal=Verdict.REFUSED)

    def _data(self, server: smtplib.SMTP, raw: bytes) -> Answer:
        """From here on a broken connection leaves in doubt whether the mail was taken."""
        stuffed = re.sub(rb"(?m)^\.", b"..", raw)
        try:
            assert server.sock is not None
            server.sock.settimeout(ANSWER_TIMEOUT)
            server.send(stuffed + (b".\r\n" if raw.endswith(b"\r\n") else b"\r\n.\r\n"))
            code, said = server.getreply()
            server.sock.settimeout(CONNECT_TIMEOUT)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Answer(Verdict.DOUBT, text=_words(error))
        if 200 <= code < 300:
            return Answer(Verdict.ACCEPTED, code, _text(said))
        if code < 400:
            self._drop()
            return Answer(Verdict.DOUBT, code, _text(said))
        return Answer(_verdict(code, Verdict.REFUSED), code, _text(said))

    def _leave_or_reset(self, answer: Answer) -> None:
        """After a refusal the connection is made ready for the next mail, or given up."""
        if self.server is None or answer.verdict is Verdict.ACCEPTED:
            return
        if answer.code is None or answer.verdict in (Verdict.TROUBLE, Verdict.PAUSE):
            self._drop()
            return
        try:
            _check(self.server.docmd("RSET"), 250)
        except (Refused, OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self.server is not None:
            self.server.close()
        self.server = None


def _check(reply: tuple[int, bytes], *good: int, refusal: Verdict = Verdict.TROUBLE) -> None:
    code, said = reply
    if code not in good:
        raise Refused(Answer(_verdict(code, refusal), code if code > 0 else None, _text(said)))


def _verdict(code: int, refusal: Verdict) -> Verdict:
    """4xx: later; 421: a pause for all; not let in: trouble for all; other 5xx: what the place means."""
    if code == 421:
        return Verdict.PAUSE
    if code in NOT_LET_IN:
        return Verdict.TROUBLE
    return refusal if code >= 500 else Verdict.LATER


def _answer_to(error: Exception) -> Answer:
    """What an error before DATA means for this mail and for all."""
    if isinstance(error, Refused):
        return error.answer
    if isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, _text(error.smtp_error)
        return Answer(_verdict(code, Verdict.TROUBLE), code if code > 0 else None, said, for_all=True)
    unsuited = type(error) is smtplib.SMTPException  # "No suitable authentication method found."
    ours = isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError | ValueError)
    verdict = Verdict.TROUBLE if unsuited or ours else Verdict.LATER
    return Answer(verdict, text=_words(error), for_all=True)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def _text(said: bytes | str) -> str:
    return (said if isinstance(said, str) else said.decode("utf-8", "replace")).replace("\n", " ")[:300]


def transport_for(smtp_url: str, folder: Path, sender: str) -> Transport:
    """The configured way: SMTP_URL, or files in the folder where there is none."""
    if not smtp_url:
        return Files(folder)
    parts = urlsplit(smtp_url)
    if parts.scheme not in ("smtp", "smtps") or parts.port == 0:
        raise ValueError("SMTP_URL begins with smtp:// or smtps:// and may name a port")
    return Smtp(smtp_url, sender.rpartition("@")[2])
