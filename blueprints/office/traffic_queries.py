"""What the administration reads of all letters: how many in which state, and what mail servers say.

No names, no addresses, no contents: numbers that the house has counted.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.letters import Letter, LetterState
from models.mail_answers import meaning, server_words

LOOKED_BACK: Final = timedelta(days=14)
TELLING: Final = (
    *(LetterState.QUEUED, LetterState.HELD, LetterState.FAILED),
    *(LetterState.BOUNCED, LetterState.UNKNOWN),
)
ADDRESS: Final = re.compile(r"[^\s<>()\[\]\"',;:]+@")
MOST: Final = 30


@dataclass(frozen=True, kw_only=True)
class Said:
    """What mail servers said of some letters, in their words (addresses hidden) and in ours."""

    state: LetterState
    letters: int
    meaning: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """The letters of the last days: how many in each state, and what kept the others from arriving."""

    states: list[tuple[LetterState, int]]
    said: Sequence[Said]


def traffic(house: Session, now: datetime) -> Traffic:
    lately = Letter.created_at >= now - LOOKED_BACK
    counts = house.execute(select(Letter.state, func.count()).where(lately).group_by(Letter.state))
    states: dict[LetterState, int] = {row[0]: row[1] for row in counts}
    codes = (Letter.state, Letter.smtp_code, Letter.enhanced_code, Letter.last_text)
    rows = house.execute(
        select(*codes, func.count())
        .where(lately, Letter.state.in_(TELLING), Letter.last_text != "")
        .group_by(*codes)
    )
    counted: Counter[tuple[LetterState, str, str]] = Counter()
    for state, code, enhanced, text, number in rows:
        words = server_words(code, enhanced, hidden(text))
        counted[state, meaning(code, enhanced, text), words] += number
    said = [
        Said(state=state, letters=number, meaning=means, words=words)
        for (state, means, words), number in counted.most_common(MOST)
    ]
    return Traffic(states=[(state, states[state]) for state in LetterState if state in states], said=said)


def hidden(words: str) -> str:
    """A server's words without whose mailbox they speak of."""
    return ADDRESS.sub("…@", words)
