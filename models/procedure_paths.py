"""The ways through the steps of a procedure: dead ends, steps that nobody reaches, loops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from models.procedure_steps import ProcedureStep

END: Final = 0
"""What follows where the procedure ends."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """A step as its ways need it: its number from 1, and those of the steps to which its branches lead."""

    place: int
    ends: bool = False
    branches: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What is wrong with the ways, by numbers of steps. Loops are no fault: they are only said aloud.

    `dead_ends`: nothing follows and no end is marked. `unreachable`: no way leads there from the first step.
    `endless`: from there no way leads to an end, though something follows.
    """

    dead_ends: tuple[int, ...] = ()
    unreachable: tuple[int, ...] = ()
    endless: tuple[int, ...] = ()
    loops: tuple[tuple[int, ...], ...] = ()

    @property
    def is_sound(self) -> bool:
        return not (self.dead_ends or self.unreachable or self.endless)


def nodes_of(steps: "Sequence[ProcedureStep]") -> list[Node]:
    """The steps of a version as their ways need them."""
    places = {each.id: each.place for each in steps}
    return [
        Node(
            place=each.place,
            ends=each.ends,
            branches=tuple(places[branch.to_step_id] for branch in each.branches),
        )
        for each in steps
    ]


def nexts(nodes: Sequence[Node]) -> dict[int, tuple[int, ...]]:
    """What follows each step: `END`, its branches, or the step after it; nothing after a last one."""
    last = len(nodes)
    found: dict[int, tuple[int, ...]] = {}
    for node in nodes:
        after = (node.place + 1,) if node.place < last else ()
        found[node.place] = (END,) if node.ends else tuple(dict.fromkeys(node.branches)) or after
    return found


def checked(nodes: Sequence[Node]) -> Findings:
    """Walk all ways from step 1."""
    ways = nexts(nodes)
    reached = _reached(ways, 1) if nodes else set()
    back: dict[int, tuple[int, ...]] = {}
    for place, after in ways.items():
        for each in after:
            back[each] = (*back.get(each, ()), place)
    dead = tuple(place for place, after in ways.items() if not after)
    stopping = set().union(*(_reached(back, each) for each in (END, *dead)))
    return Findings(
        dead_ends=dead,
        unreachable=tuple(place for place in ways if place not in reached),
        endless=tuple(place for place in ways if place in reached and place not in stopping),
        loops=tuple(_loops(ways)),
    )


def _reached(ways: Mapping[int, tuple[int, ...]], start: int) -> set[int]:
    met, waiting = {start}, [start]
    while waiting:
        for each in ways.get(waiting.pop(), ()):
            if each not in met:
                met.add(each)
                waiting.append(each)
    return met


def _loops(ways: Mapping[int, tuple[int, ...]]) -> list[tuple[int, ...]]:
    """One loop for each way back: from a step to one that led to it, by the shortest way."""
    found: dict[frozenset[int], tuple[int, ...]] = {}
    for place, after in ways.items():
        for target in after:
            if target != END and target <= place and (way := _way(ways, target, place)):
                found.setdefault(frozenset(way), (*way, target))
    return list(found.values())


def _way(ways: Mapping[int, tuple[int, ...]], start: int, goal: int) -> tuple[int, ...]:
    """The steps from one to another; empty where no way leads there."""
    came: dict[int, int] = {start: start}
    waiting = [start]
    for at in waiting:
        if at == goal:
            way = [at]
            while way[-1] != start:
                way.append(came[way[-1]])
            return tuple(reversed(way))
        for each in ways.get(at, ()):
            if each != END and each not in came:
                came[each] = at
                waiting.append(each)
    return ()
