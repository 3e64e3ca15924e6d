"""Words of appearances and mandates: what one goes to, how far it is, in which capacity, how it ended."""

import enum
from typing import Final

from models.words import N_


class AppearanceKind(enum.Enum):
    """What one goes to."""

    HEARING = "hearing"
    EXPERT_TALK = "expert-talk"
    CONFERENCE = "conference"
    CONTRIBUTION = "contribution"

    @property
    def label(self) -> str:
        return APPEARANCE_KIND_WORDS[self]


APPEARANCE_KIND_WORDS: Final = {
    AppearanceKind.HEARING: N_("hearing"),
    AppearanceKind.EXPERT_TALK: N_("expert talk"),
    AppearanceKind.CONFERENCE: N_("conference"),
    AppearanceKind.CONTRIBUTION: N_("other contribution"),
}


class AppearanceState(enum.Enum):
    """How far it is; who reported back is said by the mandates."""

    ASKED = "asked"
    DECIDED = "decided"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SUBMITTED = "submitted"
    ATTENDED = "attended"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return APPEARANCE_STATE_WORDS[self]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to go there."""
        return self not in (AppearanceState.DECLINED, AppearanceState.ATTENDED, AppearanceState.CLOSED)


APPEARANCE_STATE_WORDS: Final = {
    AppearanceState.ASKED: N_("invited or asked"),
    AppearanceState.DECIDED: N_("sending decided"),
    AppearanceState.ACCEPTED: N_("promised to come"),
    AppearanceState.DECLINED: N_("called off by us"),
    AppearanceState.SUBMITTED: N_("written statement handed in"),
    AppearanceState.ATTENDED: N_("took part"),
    AppearanceState.CLOSED: N_("closed"),
}
PROMISED: Final = (AppearanceState.ACCEPTED, AppearanceState.SUBMITTED)
"""We have promised to come: somebody has to have a mandate for it."""


class Capacity(enum.Enum):
    """In which capacity somebody speaks (domain.md 4)."""

    ORDER = "order"
    BOARD = "board"
    EXPERT = "expert"
    OWN = "own"

    @property
    def label(self) -> str:
        return CAPACITY_WORDS[self]


CAPACITY_WORDS: Final = {
    Capacity.ORDER: N_("by order of"),
    Capacity.BOARD: N_("as a member of the board of"),
    Capacity.EXPERT: N_("as an expert"),
    Capacity.OWN: N_("for the own institution"),
}


class MandateEnd(enum.Enum):
    """How a mandate ended: done, taken back, or lapsed because the person left."""

    FULFILLED = "fulfilled"
    REVOKED = "revoked"
    LAPSED = "lapsed"

    @property
    def label(self) -> str:
        return MANDATE_END_WORDS[self]


MANDATE_END_WORDS: Final = {
    MandateEnd.FULFILLED: N_("fulfilled"),
    MandateEnd.REVOKED: N_("mandate revoked"),
    MandateEnd.LAPSED: N_("lapsed: the person has left"),
}
