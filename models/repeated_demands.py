"""What repeats or contradicts what was said before: a hint from words alone, never a judgement."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

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
class Statement:
    """A passage by the words that say something, and whether it denies."""

    passage: str
    words: frozenset[str]
    denies: bool


def statements(text: str) -> list[Statement]:
    """The passages of a text; what has less than three words of its own tells nothing."""
    found = [_statement(each.strip()) for each in PASSAGE.split(text)]
    return [each for each in found if len(each.words) >= FEWEST]


Of = TypeVar("Of")


@dataclass(frozen=True, kw_only=True)
class Likeness(Generic[Of]):
    """A passage that says again, or denies, what was said before: `earlier`, which is `of` something."""

    passage: str
    earlier: str
    of: Of
    contradicts: bool


class Said(Generic[Of]):
    """What was said before, found by its words: only what shares one is compared."""

    def __init__(self, earlier: Iterable[tuple[Statement, Of]]) -> None:
        self._said = [each for each in earlier if len(each[0].words) >= FEWEST]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, (each, _) in enumerate(self._said):
            for word in each.words:
                self._by_word[word].append(number)

    def like(self, text: str) -> list[Likeness[Of]]:
        """Passage by passage of a text what is most like it, of equals what was said first."""
        return [found for each in statements(text) if (found := self._likest(each))]

    def _likest(self, one: Statement) -> Likeness[Of] | None:
        common = Counter(number for word in one.words for number in self._by_word.get(word, ()))
        best, likest = ALIKE, None
        for number in sorted(common):
            shorter = min(len(one.words), len(self._said[number][0].words))
            likeness = common[number] / shorter
            if likeness > best or (likest is None and likeness == best):
                best, likest = likeness, self._said[number]
        if likest is None:
            return None
        said, of = likest
        contradicts = one.denies != said.denies
        return Likeness(passage=one.passage, earlier=said.passage, of=of, contradicts=contradicts)


def hints(text: str, demands: Iterable[Demand]) -> list[Likeness[Demand]]:
    """Passage by passage the likest demand each."""
    numbered = sorted(demands, key=lambda each: each.number)
    return Said((_statement(each.wording), each) for each in numbered).like(text)


def _statement(passage: str) -> Statement:
    every = re.findall(r"\w+", folded(passage))
    denies = sum(word in NEGATIONS for word in every) % 2 == 1
    said = (word for word in every if word not in EMPTY and word not in NEGATIONS and len(word) > 2)
    return Statement(passage=passage, words=frozenset(word[:7] for word in said), denies=denies)
