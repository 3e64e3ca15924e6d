"""The steps of a version as a page or a paper says them: who acts, what then, in the language that is set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from blueprints.procedures.queries import Contact, Path
from models.procedure_paths import END, Findings, checked, nexts, nodes_of
from models.procedure_steps import ProcedureStep
from plumbing.lanes import Lanes, Station, lanes


@dataclass(frozen=True, kw_only=True)
class Said:
    """One step in words; `then` are sentences, each with the number to which it leads (0: the end)."""

    step: ProcedureStep
    actor: str
    short: str
    then: list[tuple[str, int]]
    contact: Contact | None

    @property
    def place(self) -> int:
        return self.step.place


def said(path: Path) -> list[Said]:
    """All steps in words."""
    ways = nexts(nodes_of(path.steps))
    return [
        Said(
            step=each,
            actor=actor_of(each),
            short=_short(each),
            then=_then(each, path.places, ways),
            contact=path.contacts.get(each.id),
        )
        for each in path.steps
    ]


def actor_of(step: ProcedureStep) -> str:
    """Who acts: an institution, whoever is of a kind, or nobody in particular."""
    if step.seat is not None:
        return step.seat.organisation.name
    return gettext(step.category.label) if step.category else gettext("everybody")


def _short(step: ProcedureStep) -> str:
    return (step.seat.organisation.short_name if step.seat else "") or actor_of(step)


def _then(
    step: ProcedureStep, places: Mapping[int, int], ways: Mapping[int, tuple[int, ...]]
) -> list[tuple[str, int]]:
    if step.branches:
        return [
            (_branch(each.condition, places[each.to_step_id]), places[each.to_step_id])
            for each in step.branches
        ]
    after = ways[step.place]
    if after == (END,):
        return [(gettext("End"), END)]
    return [(gettext("then step %(number)s", number=number), number) for number in after]


def _branch(condition: str, number: int) -> str:
    if not condition:
        return gettext("then step %(number)s", number=number)
    return gettext("if %(condition)s: step %(number)s", condition=condition, number=number)


def picture(rows: Sequence[Said]) -> Lanes:
    """The same steps as a picture with a lane for each who acts."""
    return lanes(
        [
            Station(
                number=each.place,
                lane=each.short,
                words=" ".join(each.step.action.split()),
                ends=each.step.ends,
                to=tuple(number for _, number in each.then if number != END),
                url=f"#step-{each.place}",
            )
            for each in rows
        ]
    )


def findings_in_words(path: Path) -> tuple[Findings, list[str]]:
    """What the check of the ways found, and the same in sentences; loops stand last."""
    found = checked(nodes_of(path.steps))
    told: list[tuple[Any, str]] = [
        (found.dead_ends, gettext("Nothing follows step %(numbers)s, and no end is marked there.")),
        (found.unreachable, gettext("No way leads to step %(numbers)s.")),
        (found.endless, gettext("From step %(numbers)s no way leads to an end.")),
    ]
    words = [text % {"numbers": _listed(numbers)} for numbers, text in told if numbers]
    words += [
        gettext("The steps %(numbers)s form a loop.", numbers=" → ".join(map(str, loop)))
        for loop in found.loops
    ]
    return found, words


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
