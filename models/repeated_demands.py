"""What repeats or contradicts a demand that was raised before: a hint from words alone, never a judgement."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from models.demands import Demand
from models.folding import folded

NEGATIONS: Final = frozenset(
    ("nicht", "kein", "keine", "keinen", "keiner", "keinem", "keines", "ohne", "nie", "niemals", "ablehnen")
)
EMPTY: Final = frozenset(
    (
        *("der", "die", "das", "des", "dem", "den", "ein", "eine", "einer", "eines", "einem", "einen", "und"),
        *(
            "oder",
            "fur",
            "mit",
            "von",
            "zur",
            "zum",
            "auf",
            "ist",
            "sind",
            "wird",
            "werden",
            "soll",
            "sollen",
        ),
        *("muss", "mussen", "wir", "fordern", "fordert", "dass", "bei", "aus", "als", "auch", "sowie"),
    )
)
"""Words that say nothing of what is demanded, folded as the search folds them."""
ALIKE: Final = 0.6
"""So large a part of the words of the shorter text must stand in the other."""
FEWEST: Final = 3
PASSAGE: Final = re.compile(r"\n+|(?<=[.!?;])\s+")


@dataclass(frozen=True, kw_only=True)
class Hint:
    """A passage of a text that says again what an earlier demand says, or the contrary of it."""

    passage: str
    demand: Demand
    contradicts: bool


def hints(text: str, demands: Iterable[Demand]) -> list[Hint]:
    """Passage by passage, the likest demand each; what has less than three words of its own tells nothing."""
    known = [(each, *_words(each.wording)) for each in demands]
    found = []
    for passage in PASSAGE.split(text):
        words, negative = _words(passage)
        if len(words) < FEWEST:
            continue
        near = [
            (likeness, demand, negative != other_negative)
            for demand, others, other_negative in known
            if (likeness := _likeness(words, others)) >= ALIKE
        ]
        if near:
            _, demand, contradicts = max(near, key=lambda each: (each[0], -each[1].number))
            found.append(Hint(passage=passage.strip(), demand=demand, contradicts=contradicts))
    return found


def _words(text: str) -> tuple[frozenset[str], bool]:
    """The words that say something, by their beginnings, and whether the text denies."""
    every = re.findall(r"\w+", folded(text))
    denies = sum(word in NEGATIONS for word in every) % 2 == 1
    said = (word for word in every if word not in EMPTY and word not in NEGATIONS and len(word) > 2)
    return frozenset(word[:7] for word in said), denies


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter >= FEWEST else 0.0
