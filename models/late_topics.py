"""How a topic comes on an agenda that has closed."""

import enum
from typing import Final

from models.words import N_


class Late(enum.Enum):
    """How a topic comes on an agenda that has closed (domain.md 5.6)."""

    OTHER_BUSINESS = "other-business"
    MEETING_AGREES = "meeting-agrees"

    @property
    def label(self) -> str:
        return LATE_WORDS[self]


LATE_WORDS: Final = {
    Late.OTHER_BUSINESS: N_("under “any other business”"),
    Late.MEETING_AGREES: N_("as an item of its own, if the meeting agrees"),
}
