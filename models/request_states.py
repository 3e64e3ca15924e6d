"""How a request stands, and the ways by which replies go, in words."""

import enum
from typing import Final

from models.words import N_


class ReplyWay(enum.Enum):
    """The way by which a reply goes to whoever asked."""

    MAIL = "mail"
    PORTAL = "portal"
    POST = "post"
    ORALLY = "orally"
    SESSION = "session"

    @property
    def label(self) -> str:
        return REPLY_WAY_WORDS[self]


REPLY_WAY_WORDS: Final = {
    ReplyWay.MAIL: N_("by e-mail"),
    ReplyWay.PORTAL: N_("through a portal"),
    ReplyWay.POST: N_("by post"),
    ReplyWay.ORALLY: N_("orally"),
    ReplyWay.SESSION: N_("as a paper for the session"),
}


class RequestState(enum.Enum):
    """Derived from dated facts, as far as the reader may see them (domain.md 5.13)."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in-progress"
    DRAFTED = "drafted"
    RELEASED = "released"
    SENT = "sent"
    NOTED = "noted"
    ASKED_AGAIN = "asked-again"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return REQUEST_STATE_WORDS[self]


REQUEST_STATE_WORDS: Final = {
    RequestState.RECEIVED: N_("received"),
    RequestState.ASSIGNED: N_("assigned"),
    RequestState.IN_PROGRESS: N_("being worked on"),
    RequestState.DRAFTED: N_("reply drafted"),
    RequestState.RELEASED: N_("reply released"),
    RequestState.SENT: N_("reply handed over"),
    RequestState.NOTED: N_("reply taken note of"),
    RequestState.ASKED_AGAIN: N_("asked again"),
    RequestState.WITHDRAWN: N_("withdrawn"),
}
SETTLED: Final = (
    *(RequestState.SENT, RequestState.NOTED, RequestState.ASKED_AGAIN),
    RequestState.WITHDRAWN,
)
"""Nothing is owed any more; what was asked again is a request of its own."""
