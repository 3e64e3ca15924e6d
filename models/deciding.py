"""The part of a table's bylaws by which it decides: how substance is decided, quorum, circular decisions."""

import enum
from typing import Final

from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

from models.words import N_


class DecisionMode(enum.Enum):
    """How a question is decided (domain.md 6). Procedure is always by simple majority."""

    CONSENSUS = "consensus"
    UNANIMITY = "unanimity"
    MAJORITY = "majority"

    @property
    def label(self) -> str:
        return DECISION_MODE_WORDS[self]


DECISION_MODE_WORDS: Final = {
    DecisionMode.CONSENSUS: N_("by consensus: no institution raises a veto"),
    DecisionMode.UNANIMITY: N_("unanimously: every institution agrees expressly"),
    DecisionMode.MAJORITY: N_("by simple majority, with special opinions"),
}
DECIDING_LIMITS: Final = {"quorum_percent": (0, 100), "circular_working_days": (10, 60)}


class Deciding(MappedAsDataclass, kw_only=True):
    """Columns of the bylaws. `quorum_percent`: share of the voting institutions that must take part; 0: none.

    `circular_working_days`: the shortest period of a circular decision. `silence_consents`: the table has
    opted for a Verschweigungsfrist: in circular decisions who keeps silent counts as agreeing. That never
    holds for signatures.
    """

    decision_mode: Mapped[DecisionMode] = mapped_column(default=DecisionMode.CONSENSUS)
    quorum_percent: Mapped[int] = mapped_column(default=0)
    circular_working_days: Mapped[int] = mapped_column(default=10)
    silence_consents: Mapped[bool] = mapped_column(default=False)
