"""What comes of a vote: one pure function of the stances that count and of the table's rules."""

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from models.deciding import DecisionMode
from models.stances import EXPRESSED, StanceValue
from models.words import N_


class Result(enum.Enum):
    """Results of domain.md 5.8. Of an adjourned one, and of the last two, nothing has been decided."""

    CONSENSUS = "consensus"
    RESERVATIONS = "reservations"
    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    FAILED = "failed"
    ADJOURNED = "adjourned"
    OBJECTED = "objected"
    NO_RESULT = "no-result"

    @property
    def label(self) -> str:
        return RESULT_WORDS[self]

    @property
    def came_about(self) -> bool:
        return self in CAME_ABOUT


RESULT_WORDS: Final = {
    Result.CONSENSUS: N_("came about by consensus"),
    Result.RESERVATIONS: N_("came about with reservations or special opinions"),
    Result.UNANIMOUS: N_("came about unanimously"),
    Result.MAJORITY: N_("came about by majority"),
    Result.FAILED: N_("did not come about"),
    Result.ADJOURNED: N_("adjourned"),
    Result.OBJECTED: N_("not decided: objection to the circular procedure"),
    Result.NO_RESULT: N_("without result"),
}
CAME_ABOUT: Final = (Result.CONSENSUS, Result.RESERVATIONS, Result.UNANIMOUS, Result.MAJORITY)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How this one is decided, as it was fixed at opening."""

    mode: DecisionMode
    circular: bool = False
    quorum_percent: int = 0
    silence_consents: bool = False

    @property
    def silence_counts(self) -> bool:
        """A Verschweigungsfrist is for circular decisions only: in a room one can ask."""
        return self.circular and self.silence_consents


@dataclass(frozen=True, kw_only=True)
class Voice:
    """The one voice of an institution. `value` is none where it has said nothing.

    `provisional`: its management has not answered yet; `refused`: it did not agree, so that the voice has
    fallen away. `there`: noted as present or represented in the meeting; none where nothing is noted.
    """

    name: str
    value: StanceValue | None = None
    special: bool = False
    provisional: bool = False
    refused: bool = False
    there: bool | None = None

    @property
    def counted(self) -> StanceValue | None:
        return StanceValue.NO_PART if self.refused and self.value in EXPRESSED else self.value


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of it, and who said what, by names. `silent`: asked and nothing said.

    `taking_part` of `entitled` institutions; `quorate`: those suffice. `provisional`: a confirmation that
    is still open may change it.
    """

    result: Result
    said: dict[StanceValue, tuple[str, ...]]
    silent: tuple[str, ...]
    special: tuple[str, ...]
    waiting: tuple[str, ...]
    fallen_away: tuple[str, ...]
    entitled: int
    taking_part: int
    quorate: bool
    silence_counts: bool

    @property
    def provisional(self) -> bool:
        return bool(self.waiting)

    def names(self, value: StanceValue) -> tuple[str, ...]:
        return self.said.get(value, ())


def outcome_of(voices: Iterable[Voice], rules: Rules) -> Outcome:
    """Judge the voices of all institutions that were asked and still sit.

    Silence is never consent, unless a Verschweigungsfrist holds, and then it is told as that. Whoever has a
    conflict of interest is there but does not vote. Abstentions do not count in a majority.
    """
    asked = list(voices)
    said = {value: _names(asked, value) for value in StanceValue}
    taking_part = sum(_takes_part(each, rules) for each in asked)
    quorate = _is_quorate(taking_part, len(asked), rules)
    return Outcome(
        result=_result(asked, rules, quorate),
        said={value: names for value, names in said.items() if names},
        silent=_names(asked, None),
        special=tuple(each.name for each in asked if each.special and not each.refused),
        waiting=tuple(each.name for each in asked if each.provisional),
        fallen_away=tuple(each.name for each in asked if each.refused),
        entitled=len(asked),
        taking_part=taking_part,
        quorate=quorate,
        silence_counts=rules.silence_counts,
    )


def _names(voices: Collection[Voice], value: StanceValue | None) -> tuple[str, ...]:
    return tuple(each.name for each in voices if each.counted is value)


def _takes_part(voice: Voice, rules: Rules) -> bool:
    if voice.there or voice.counted in (*EXPRESSED, StanceValue.CONFLICT):
        return True
    return voice.counted is None and rules.silence_counts


def _is_quorate(taking_part: int, entitled: int, rules: Rules) -> bool:
    """By the bylaws' share; without one a circular decision needs more than half of those who were asked
    (docs/decisions/0023): what one or two have said is no consensus of a table."""
    if rules.quorum_percent:
        return taking_part * 100 >= rules.quorum_percent * entitled
    return taking_part * 2 > entitled if rules.circular else True


def _result(voices: Collection[Voice], rules: Rules, quorate: bool) -> Result:
    values = [each.counted for each in voices]
    agreeing = sum(value in (StanceValue.AGREE, StanceValue.CONCERN) for value in values)
    against = sum(value in (StanceValue.AGAINST, StanceValue.VETO) for value in values)
    if rules.silence_counts:
        agreeing += values.count(None)
    if rules.mode is not DecisionMode.MAJORITY and against:
        return Result.FAILED
    if not quorate:
        return Result.NO_RESULT
    if not agreeing and not against:
        return Result.NO_RESULT
    if rules.mode is DecisionMode.MAJORITY:
        return _by_majority(voices, agreeing, against)
    if rules.mode is DecisionMode.UNANIMITY and (failed := _not_unanimous(voices, rules)):
        return failed
    if StanceValue.CONCERN in values or _special(voices):
        return Result.RESERVATIONS
    return Result.UNANIMOUS if rules.mode is DecisionMode.UNANIMITY else Result.CONSENSUS


def _special(voices: Collection[Voice]) -> bool:
    return any(each.special and not each.refused for each in voices)


def _by_majority(voices: Collection[Voice], agreeing: int, against: int) -> Result:
    """A tie decides nothing in favour of the question."""
    if agreeing <= against:
        return Result.FAILED
    return Result.RESERVATIONS if _special(voices) else Result.MAJORITY


def _not_unanimous(voices: Collection[Voice], rules: Rules) -> Result | None:
    """Everyone who was there, in a circular decision everyone who was asked, must have agreed."""
    if any(each.counted is StanceValue.ABSTAIN for each in voices):
        return Result.FAILED
    if rules.circular:
        unsaid: tuple[StanceValue | None, ...] = (StanceValue.NO_PART,)
        unsaid += () if rules.silence_counts else (None,)
        return Result.NO_RESULT if any(each.counted in unsaid for each in voices) else None
    left_out = (None, StanceValue.NO_PART)
    return Result.FAILED if any(each.there and each.counted in left_out for each in voices) else None
