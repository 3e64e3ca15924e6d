"""What answers to a survey come to: counts for each question, and each kind of silence for itself.

Pure functions of plain voices. What is published is masked first (models/masking.py).
"""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from models.survey_answers import AnswerStanding, AnswerValue
from models.survey_questions import NumberStrength, QuestionKind
from models.words import N_

FEWEST_OF_A_SHARE: Final = 10
"""A share of fewer answers than these says less than the two numbers."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a tally needs of a question; `choices` are ids and words in their order."""

    id: int
    kind: QuestionKind
    choices: tuple[tuple[int, str], ...] = ()
    several: bool = False
    strength: NumberStrength | None = None
    narrows: int | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer to one question, as plain data."""

    value: AnswerValue
    note: str = ""
    number: int | None = None
    strength: NumberStrength | None = None
    choices: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Voice:
    """One who was asked or has spoken. `stands_for`: how many institutions speak with it, None if nobody
    knows. `standing` is None where nobody may know who has answered. `said` by the id of the question."""

    name: str
    standing: AnswerStanding | None
    respondent_id: int | None = None
    sheet_id: int | None = None
    stands_for: int | None = 1
    is_label: bool = False
    said: Mapping[int, Said] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether it is one voice, and can be counted as one."""
        return self.stands_for == 1


@dataclass(frozen=True, kw_only=True)
class Participation:
    """Who took part. These are counts of voices that can be counted; groups stand apart. `asked` is the sum
    of those who answered, who were silent, of whom nothing single is documented, and who left meanwhile."""

    answered: int
    no_answer: int
    not_documented: int
    void: int
    not_asked: int
    groups: int = 0
    groups_answered: int = 0
    groups_unknown: int = 0
    labels: int = 0

    @property
    def asked(self) -> int:
        return self.answered + self.no_answer + self.not_documented + self.void

    @property
    def groups_alone(self) -> bool:
        """Whether nobody was asked who could be counted as one."""
        return asks_groups_alone({name: getattr(self, name) for name in ("groups", "asked", "not_asked")})


def asks_groups_alone(part: Mapping[str, int]) -> bool:
    """The same of what is kept of a participation."""
    return bool(part["groups"]) and not part["asked"] + part["not_asked"]


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The numbers of one strength that were given to a question, and what they come to. `total` is masked
    where it would tell what one institution has said; the rest then, too."""

    strength: NumberStrength
    count: int | None
    total: int | None = None
    least: int | None = None
    middle: float | None = None
    most: int | None = None


@dataclass(frozen=True, kw_only=True)
class GroupSaid:
    """What a group has said together: beside the counts, never in them."""

    name: str
    stands_for: int | None
    said: Said


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What was said to a question. None in place of a count: masked. `withheld`: nothing of it is shown."""

    question: Question
    values: Mapping[AnswerValue, int | None]
    left_open: int | None = 0
    choices: Mapping[int, int | None] = field(default_factory=dict)
    numbers: tuple[Numbers, ...] = ()
    groups: tuple[GroupSaid, ...] = ()
    withheld: bool = False

    @property
    def answers(self) -> int | None:
        """How many have answered the question; None where some of it is masked."""
        counts = [each for each in self.values.values() if each is not None]
        return sum(counts) if len(counts) == len(self.values) else None

    @property
    def is_masked(self) -> bool:
        counts = (*self.values.values(), self.left_open, *self.choices.values())
        return None in counts or any(each.count is None or each.total is None for each in self.numbers)


@dataclass(frozen=True, kw_only=True)
class Cross:
    """Two paired questions at once: how many have said this to the wider one and that to the narrower.
    `cells` is None where it is not shown."""

    wider: int
    narrower: int
    cells: Mapping[tuple[AnswerValue, AnswerValue], int] | None


def participation(voices: Sequence[Voice], sheets: int | None = None) -> Participation:
    """Everybody under exactly one heading. `sheets`: how many have answered, where nobody may know who."""
    known = [each for each in voices if each.counts or sheets is not None]
    standing = Counter(each.standing for each in known)
    groups = [each for each in voices if not each.counts]
    answered = standing[AnswerStanding.ANSWERED] if sheets is None else sheets
    unknown = standing[None] - sheets if sheets is not None else 0
    return Participation(
        answered=answered,
        no_answer=standing[AnswerStanding.NO_ANSWER] + max(0, unknown),
        not_documented=standing[AnswerStanding.NOT_DOCUMENTED],
        void=standing[AnswerStanding.VOID],
        not_asked=standing[AnswerStanding.NOT_ASKED],
        groups=len(groups),
        groups_answered=sum(each.standing is AnswerStanding.ANSWERED for each in groups),
        groups_unknown=sum(each.stands_for is None for each in groups),
        labels=sum(each.is_label for each in voices),
    )


def tally(question: Question, voices: Iterable[Voice]) -> Tally:
    """Count what was said to a question. Whoever has not answered is in none of these counts."""
    given = [each for each in voices if each.said]
    single = [each.said.get(question.id) for each in given if each.counts]
    said = [each for each in single if each is not None]
    values = Counter(each.value for each in said)
    return Tally(
        question=question,
        values={each: values[each] for each in AnswerValue},
        left_open=len(single) - len(said),
        choices=_choices(question, said),
        numbers=_numbers(question, said),
        groups=tuple(
            GroupSaid(name=each.name, stands_for=each.stands_for, said=each.said[question.id])
            for each in given
            if not each.counts and question.id in each.said
        ),
    )


def _choices(question: Question, said: Sequence[Said]) -> dict[int, int | None]:
    taken = Counter(choice for each in said for choice in each.choices)
    return {key: taken[key] for key, _ in question.choices}


def _numbers(question: Question, said: Sequence[Said]) -> tuple[Numbers, ...]:
    """By strength, the strongest first; never all in one."""
    if question.kind is not QuestionKind.NUMBER:
        return ()
    found: list[Numbers] = []
    for strength in NumberStrength:
        given = [each.number for each in said if each.strength is strength and each.number is not None]
        if given:
            found.append(
                Numbers(
                    strength=strength,
                    count=len(given),
                    total=sum(given),
                    least=min(given),
                    middle=median(given),
                    most=max(given),
                )
            )
    return tuple(found)


def cross(wider: Question, narrower: Question, voices: Iterable[Voice]) -> Cross:
    """Count pairs of answers, of voices that can be counted and have answered both."""
    pairs = Counter(
        (each.said[wider.id].value, each.said[narrower.id].value)
        for each in voices
        if each.counts and wider.id in each.said and narrower.id in each.said
    )
    cells = {(one, other): pairs[one, other] for one in AnswerValue for other in AnswerValue}
    return Cross(wider=wider.id, narrower=narrower.id, cells=cells)


def paired(questions: Sequence[Question]) -> list[tuple[Question, Question]]:
    """Each question that narrows another one, behind that one."""
    known = {each.id: each for each in questions}
    return [(known[each.narrows], each) for each in questions if each.narrows in known and each.narrows]


class NoShare(enum.Enum):
    """Why no percentage is given. The first that holds is said."""

    UNKNOWN_NUMBER = "unknown-number"
    GROUPS = "groups"
    LABELS = "labels"
    NOT_DOCUMENTED = "not-documented"
    NOBODY = "nobody"
    MASKED = "masked"
    TOO_FEW = "too-few"

    @property
    def label(self) -> str:
        return NO_SHARE_WORDS[self]


NO_SHARE_WORDS: Final = {
    NoShare.UNKNOWN_NUMBER: N_(
        "No percentages: some have answered together, and nobody knows for how many institutions they spoke."
    ),
    NoShare.GROUPS: N_(
        "No percentages: groups were asked as one. How each institution in them would answer is not known."
    ),
    NoShare.LABELS: N_(
        "No percentages: among those asked are collective labels, behind which stand several institutions."
    ),
    NoShare.NOT_DOCUMENTED: N_(
        "No percentages: not all answers are documented singly, so nobody knows how many there were."
    ),
    NoShare.NOBODY: N_("No percentages: nobody has answered."),
    NoShare.MASKED: N_("No percentages: they would reveal small numbers that are masked."),
    NoShare.TOO_FEW: N_("No percentages: there are fewer than ten answers."),
}


def no_share(part: Participation, counted: Tally | None = None) -> NoShare | None:
    """Why no share of the answers may be computed, of a survey as a whole or of one question; None: it may.
    The denominator is the number of answers to the question, never of all who were asked."""
    if part.groups_unknown:
        return NoShare.UNKNOWN_NUMBER
    if part.groups:
        return NoShare.GROUPS
    if part.labels:
        return NoShare.LABELS
    if part.not_documented:
        return NoShare.NOT_DOCUMENTED
    answers = part.answered if counted is None else counted.answers
    if answers is None or (counted is not None and counted.is_masked):
        return NoShare.MASKED
    if not answers:
        return NoShare.NOBODY
    return NoShare.TOO_FEW if answers < FEWEST_OF_A_SHARE else None
