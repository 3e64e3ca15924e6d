"""What became of an item of an agenda, as somebody noted it."""

import enum

from models.words import N_


class ItemOutcome(enum.Enum):
    """Ends of domain.md 5.6; none is an item still planned. That it is being talked about is not kept."""

    DEALT_WITH = "dealt-with"
    PUT_OFF = "put-off"
    TAKEN_OFF = "taken-off"

    @property
    def label(self) -> str:
        return ITEM_OUTCOME_WORDS[self]


ITEM_OUTCOME_WORDS = {
    ItemOutcome.DEALT_WITH: N_("dealt with"),
    ItemOutcome.PUT_OFF: N_("put off"),
    ItemOutcome.TAKEN_OFF: N_("taken off"),
}
