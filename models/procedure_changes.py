"""What differs between two versions of a procedure, step by step, and whom that touches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.organisations import OrganisationKind
from models.procedure_steps import ProcedureStep, plain

ACTOR_FIELDS = ("seat", "category")


@dataclass(frozen=True, kw_only=True)
class StepChange:
    """One step in two versions: None where it is not in one of them. `fields`: what it says differently;
    `contact`: another contact point; `moved`: only its number or that of its neighbours changed."""

    key: int
    old: ProcedureStep | None
    new: ProcedureStep | None
    fields: tuple[str, ...] = ()
    contact: bool = False

    @property
    def is_contact_only(self) -> bool:
        return self.contact and not self.fields and self.old is not None and self.new is not None

    @property
    def steps(self) -> tuple[ProcedureStep, ...]:
        return tuple(each for each in (self.old, self.new) if each is not None)


def changes(old: Sequence[ProcedureStep], new: Sequence[ProcedureStep]) -> list[StepChange]:
    """The steps that differ, in the order of the new version, then those that are gone."""
    before, after = ({each.key: each for each in steps} for steps in (old, new))
    old_keys, new_keys = ({each.id: each.key for each in steps} for steps in (old, new))
    found = []
    for key, step in after.items():
        was = before.get(key)
        if was is None:
            found.append(StepChange(key=key, old=None, new=step))
            continue
        one, other = plain(was, old_keys) | _next(was, old), plain(step, new_keys) | _next(step, new)
        fields = tuple(name for name in other if one[name] != other[name])
        contact = _contact(was) != _contact(step)
        if fields or contact:
            found.append(StepChange(key=key, old=was, new=step, fields=fields, contact=contact))
    gone = [StepChange(key=key, old=step, new=None) for key, step in before.items() if key not in after]
    return [*found, *gone]


def _next(step: ProcedureStep, steps: Sequence[ProcedureStep]) -> dict[str, object]:
    """What follows by the order alone, by its key; None after the last one, at an end, where it branches."""
    follows = {each.place: each.key for each in steps}
    simply = not step.ends and not step.branches
    return {"next": follows.get(step.place + 1) if simply else None}


def _contact(step: ProcedureStep) -> int | None:
    return step.contact.contact_id if step.contact else None


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A seat with what says whether a change touches it."""

    seat_id: int
    organisation_id: int
    kind: OrganisationKind | None


def touched(found: Iterable[StepChange], seats: Iterable[Sitting], owners: Mapping[int, int]) -> set[int]:
    """The seats whose steps or contacts differ; none where nothing but contact points changed.

    `owners` says of which institution each contact point is.
    """
    rows = list(found)
    if all(each.is_contact_only for each in rows):
        return set()
    steps = [step for each in rows for step in each.steps]
    acting = {step.seat_id for step in steps}
    kinds = {step.category for step in steps if step.category is not None}
    contacts = [step for each in rows if each.contact or None in (each.old, each.new) for step in each.steps]
    reached = {owners.get(_contact(step) or 0) for step in contacts}
    return {
        each.seat_id
        for each in seats
        if each.seat_id in acting or each.kind in kinds or each.organisation_id in reached
    }
