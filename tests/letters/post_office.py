"""A site with nothing but letters, and an SMTP server that answers as a test tells it."""

import asyncio
import os
import socket
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import Engine

from models.letters import CalendarEvent, CalendarMethod, LetterKind
from plumbing import database, language, letters

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
STARTS_AT = datetime(2026, 9, 29, 8, 0, tzinfo=UTC)
TOKEN = "aBcD-efgh_ijklMNOPqrstUVWXyz0123456789abcdE"


def site(url: str, folder: Path, engine: Engine | None = None, **given: Any) -> Flask:
    """A site with the addresses that letters lead to, and the mail templates."""
    app = Flask("letters", root_path=str(ROOT), instance_path=str(folder))
    app.config.update(
        SECRET_KEY="a key for tests only, of no use elsewhere",
        BASE_URL="https://tisch.example/app",
        DATABASE_URL=url,
        SMTP_URL="",
        MAIL_FROM="termine@tisch.example",
        MAIL_PLUS=False,
        LOCALE="de",
        BABEL_DEFAULT_LOCALE="de",
    )
    app.config.update(given)
    for rule, endpoint in (
        ("/r/<token>", "home.reply"),
        ("/meetings/<int:meeting_id>", "meetings.show"),
        ("/minutes/<int:meeting_id>", "minutes.show"),
        ("/reminders/<token>", "office.reminders"),
    ):
        app.add_url_rule(rule, endpoint)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    database.init_app(app)
    language.init_app(app)
    letters.init_app(app)
    if engine is not None:
        app.extensions["engines"] = {os.getpid(): engine}
    return app


def facts(**more: Any) -> dict[str, Any]:
    """What the letters of a meeting say."""
    said = {
        "signature": "Koordinierungsstelle",
        "table_name": "",
        "number": 7,
        "starts_at": STARTS_AT,
        "ends_at": STARTS_AT + timedelta(hours=2),
        "place": "",
        "due_on": datetime(2026, 9, 22, tzinfo=UTC).date(),
        "meeting_id": 5,
        "token": TOKEN,
    }
    return said | more


def event(**more: Any) -> CalendarEvent:
    said: dict[str, Any] = {
        "method": CalendarMethod.REQUEST,
        "uid": "0123456789abcdef0123456789abcdef",
        "sequence": 0,
        "stamp": NOW,
        "starts_at": STARTS_AT,
        "ends_at": STARTS_AT + timedelta(hours=2),
        "summary": "Sitzung",
    }
    return CalendarEvent(**(said | more))


def cancelling(**more: Any) -> CalendarEvent:
    return event(method=CalendarMethod.CANCEL, sequence=1, **more)


def invitation(**more: Any) -> dict[str, Any]:
    """An invitation to one person of the police, as keywords for `post` and `preview`."""
    said: dict[str, Any] = {
        "template": "meetings/invitation",
        "to": "polizei@musterstadt.example",
        "name": "Vertretung Polizei",
        "kind": LetterKind.CALENDAR,
        "facts": facts(),
        "calendar": event(),
        "now": NOW,
    }
    said |= more
    return said if "meeting_id" in said else {"order_key": f"meeting-5-{said['to']}"} | said


def notice(**more: Any) -> dict[str, Any]:
    """A letter whose content waits for a person when it is in doubt."""
    said: dict[str, Any] = {"template": "minutes/circulated", "kind": LetterKind.CONTENT, "calendar": None}
    return invitation(**(said | {"order_key": None, "purpose": "minutes"} | more))


@dataclass
class Mailroom:
    """What an SMTP server took, and what it is told to answer: `say("RCPT", "550 5.1.1 unknown", ...)`.

    Answers are used up one by one; then it accepts. DROP breaks the connection at that place; a number
    makes the answer wait so many seconds.
    """

    taken: list[tuple[str, str, bytes]] = field(default_factory=list)
    scripted: dict[str, deque[Any]] = field(default_factory=lambda: defaultdict(deque))
    connections: int = 0

    def say(self, place: str, *answers: Any) -> None:
        self.scripted[place].extend(answers)

    async def _answer(self, server: SMTP, place: str, default: str) -> str:
        scripted = self.scripted[place].popleft() if self.scripted[place] else default
        if isinstance(scripted, float):
            await asyncio.sleep(scripted)
            return default
        if scripted == DROP:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "421 gone"
        return str(scripted)

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, host: str, lines: list[str]
    ) -> Any:
        self.connections += 1
        session.host_name = host
        return lines

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = await self._answer(server, "MAIL", "250 OK")
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = await self._answer(server, "RCPT", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self._answer(server, "DATA", "250 2.0.0 taken")
        if answer.startswith("250") or answer == "421 gone":
            content = envelope.original_content or b""
            self.taken.append((str(envelope.mail_from), envelope.rcpt_tos[0], content))
        return answer

    @property
    def recipients(self) -> list[str]:
        return [recipient for _, recipient, _ in self.taken]


DROP = "drop the connection"


class Server(Controller):
    """The mailroom on a free port of this machine."""

    def __init__(self, room: Mailroom, **options: Any) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        super().__init__(room, hostname="127.0.0.1", port=port, **options)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"
