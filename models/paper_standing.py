"""How a paper stands after all its consultations: decided, put off, taken note of, recommended, or open."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from models.consultations import Consultation, ConsultationResult, ConsultationRole

PUT_OFF: Final = (ConsultationResult.ADJOURNED, ConsultationResult.DEFERRED, ConsultationResult.REFERRED)


class PaperState(enum.Enum):
    """Derived from the consultations that the reader may see."""

    OPEN = "open"
    RECOMMENDED = "recommended"
    PUT_OFF = "put-off"
    NOTED = "noted"
    DECIDED = "decided"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The state, and the consultation that says so; none while nothing came of any."""

    state: PaperState
    by: Consultation | None = None


def standing(consultations: Iterable[Consultation]) -> Standing:
    """What the last consultation says that came to something. A committee that does not decide itself only
    recommends: also to put the paper off, which then is not put off yet."""
    known = [each for each in consultations if each.result is not None]
    if not known:
        return Standing(state=PaperState.OPEN)
    last = max(known, key=lambda each: (each.on.is_known, each.on, each.id))
    return Standing(state=_state(last), by=last)


def _state(last: Consultation) -> PaperState:
    if last.recommends is not None or last.result is ConsultationResult.RECOMMENDED:
        return PaperState.RECOMMENDED
    if last.result in PUT_OFF:
        return PaperState.PUT_OFF
    if last.result is ConsultationResult.NOTED:
        return PaperState.NOTED
    if last.role in (ConsultationRole.RECOMMENDATION, ConsultationRole.PRELIMINARY):
        return PaperState.RECOMMENDED
    return PaperState.REJECTED if last.result is ConsultationResult.REJECTED else PaperState.DECIDED
