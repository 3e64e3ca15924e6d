"""Who has adopted which version of a procedure, and which one applies between two institutions on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from models.stances import StanceValue

CHOICES: Final = (
    *(StanceValue.ADOPTED, StanceValue.ADOPTED_RESERVED, StanceValue.IN_CONSULTATION, StanceValue.OWN_RULE),
    *(StanceValue.NOT_CONCERNED, StanceValue.NOT_ADOPTED, StanceValue.TERMINATED),
)
"""What an institution may say to a version, in the order in which it is offered."""
BINDING: Final = (StanceValue.ADOPTED, StanceValue.ADOPTED_RESERVED)


@dataclass(frozen=True, kw_only=True)
class Word:
    """What counts of what an institution has said to one version.

    `waits`: its management has not confirmed it yet; `refused`: it has not agreed. `held_before`: what it
    terminates, it had adopted.
    """

    value: StanceValue
    waits: bool = False
    refused: bool = False
    ends_on: date | None = None
    held_before: bool = False

    def binds_on(self, on: date) -> bool:
        """Whether the institution is bound by its word: never by a provisional one."""
        if self.value is StanceValue.TERMINATED:
            still = self.ends_on is not None and on <= self.ends_on
            return self.held_before and (still or self.waits or self.refused)
        return self.value in BINDING and not self.waits and not self.refused


@dataclass(frozen=True, kw_only=True)
class Adopter:
    """An institution with what it said to each version, by its number; None: asked, and silent.

    A version that is missing did not ask it: nothing changed for it, and its word to the version before
    carries on. `left_on`: the day from which on it does not sit at the table any more.
    """

    seat_id: int
    name: str
    short: str = ""
    words: Mapping[int, Word | None] = field(default_factory=dict)
    left_on: date | None = None

    def binds(self, number: int, on: date) -> bool:
        """Whether it is bound by this version on a day."""
        if self.left_on is not None and self.left_on <= on:
            return False
        carried = self.carried_from(number)
        word = self.words.get(number) if carried is None else self.words.get(carried)
        return word is not None and word.binds_on(on)

    def carried_from(self, number: int) -> int | None:
        """The version whose word carries on, where this one did not ask it; 0: it never was asked."""
        if number in self.words:
            return None
        return max((each for each in self.words if each < number), default=0)


def applies_between(one: Adopter, other: Adopter, binding: Iterable[int], on: date) -> int | None:
    """The latest version that binds both; `binding` are the numbers of those that are in force."""
    both = [each for each in binding if one.binds(each, on) and other.binds(each, on)]
    return max(both, default=None)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Institutions that are bound by the same versions: between any two of them, and to those of another
    group, the same version applies."""

    numbers: tuple[int, ...]
    adopters: tuple[Adopter, ...]

    def with_group(self, other: "Group") -> int | None:
        return max(set(self.numbers) & set(other.numbers), default=None)


def groups(adopters: Sequence[Adopter], binding: Sequence[int], on: date) -> list[Group]:
    """The institutions by what binds them, those with the latest version first; with nothing last."""
    found: dict[tuple[int, ...], list[Adopter]] = {}
    for each in adopters:
        numbers = tuple(number for number in sorted(binding) if each.binds(number, on))
        found.setdefault(numbers, []).append(each)
    order = sorted(found, key=lambda numbers: tuple(reversed(numbers)), reverse=True)
    return [Group(numbers=numbers, adopters=tuple(found[numbers])) for numbers in order]
