"""Small numbers masked in what is published, so that neither sums nor paired questions give them away.

The reader of what is published is thought to know all sums, this very procedure, and what was released to be
quoted. Why it is as it is: docs/decisions/0044.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.survey_answers import AnswerValue
from models.survey_questions import NumberStrength
from models.tallies import Cross, Numbers, Question, Tally, Voice, cross, paired, tally

VALUES: Final = tuple(AnswerValue)
YES: Final = VALUES.index(AnswerValue.YES)
STRENGTHS: Final = tuple(NumberStrength)
LARGEST_PART: Final = 0.75
"""Of a sum that is by more than this the number of one institution, everybody could tell what it has said."""

Hidden = frozenset[int]
Judged = tuple[Tally, Hidden]


@dataclass(frozen=True, kw_only=True)
class Results:
    """Tallies in the order of the questions, and the cross views of those that are paired."""

    tallies: tuple[Tally, ...]
    crosses: tuple[Cross, ...]


def unmasked(questions: Sequence[Question], voices: Sequence[Voice]) -> Results:
    """What was said, for those who may see it all."""
    return Results(
        tallies=tuple(tally(each, voices) for each in questions),
        crosses=tuple(cross(wider, narrower, voices) for wider, narrower in paired(questions)),
    )


def families(questions: Sequence[Question]) -> dict[int, list[Question]]:
    """The questions that belong together, each behind the one that it narrows, by the id of the widest: they
    are quoted, masked and published together, as one tells of the other."""
    known = {each.id: each for each in questions}
    above: dict[int, list[int]] = {}
    for each in questions:
        line = [each.id]
        while (wider := known[line[-1]].narrows or 0) in known and wider not in line:
            line.append(wider)
        above[each.id] = line
    found: dict[int, list[Question]] = {}
    for each in sorted(questions, key=lambda one: len(above[one.id])):
        found.setdefault(above[each.id][-1], []).append(each)
    return found


def masked(
    questions: Sequence[Question],
    voices: Sequence[Voice],
    *,
    least: int,
    quoted: Mapping[int, Collection[int]] | None = None,
) -> Results:
    """The same with counts below `least` masked. `quoted`: by the widest question of a family the respondents
    whose answers to it are published by name. They are no secret any more and so protect nobody: what is
    masked is judged by the others alone. Groups stand in no count; only quoted ones are shown."""
    found: dict[int, Tally] = {}
    crosses: dict[tuple[int, int], Cross] = {}
    for root, family in families(questions).items():
        named = set((quoted or {}).get(root, ()))
        told = [each for each in voices if each.respondent_id in named]
        rest = [each for each in voices if each.respondent_id not in named]
        judged = _judged(family, rest, least)
        found |= {each.id: _shown(*judged[each.id], tally(each, told), least) for each in family}
        for wider, narrower in paired(family):
            crosses[wider.id, narrower.id] = _crossed(wider, narrower, judged, rest, told, least)
    return Results(
        tallies=tuple(found[each.id] for each in questions),
        crosses=tuple(crosses[wider.id, narrower.id] for wider, narrower in paired(questions)),
    )


def hidden(cells: Sequence[int], least: int) -> Hidden:
    """Which cells to mask of a whole that is known: the small ones, and so many of the next larger that what
    is masked is no small number in sum and can be parted in several ways. If that is all there is, every
    cell, so that not even the empty ones are known. Cells of one size go together: else the choice between
    them would tell what was chosen for."""
    found = {at for at, cell in enumerate(cells) if 0 < cell < least}
    if not found:
        return frozenset()
    rest = {at for at, cell in enumerate(cells) if cell} - found
    while rest and not _covers([cells[at] for at in found], least):
        size = min(cells[at] for at in rest)
        found |= {at for at in rest if cells[at] == size}
        rest -= found
    return frozenset(found if rest else range(len(cells)))


def _covers(cells: Sequence[int], least: int) -> bool:
    """Whether a sum of so many filled cells says of none of them what is in it: neither that each is as small
    as can be, nor that each is as large as a small one can be."""
    all_largest = all(each == least - 1 for each in cells)
    return len(cells) > 1 and sum(cells) >= max(least, len(cells) + 1) and not all_largest


def _judged(family: Sequence[Question], rest: Sequence[Voice], least: int) -> dict[int, Judged]:
    found: dict[int, Judged] = {}
    for each in family:
        counted = tally(each, rest)
        masks = hidden(_cells(counted), least)
        if each.narrows in found and _tells_of(*found[each.narrows or 0], counted, masks, least):
            masks = frozenset(range(len(VALUES) + 1))
        found[each.id] = counted, masks
    return found


def _cells(counted: Tally) -> list[int]:
    """Counts of a tally that is not masked: each voice that has answered stands in one of them."""
    return [counted.values[each] or 0 for each in VALUES] + [counted.left_open or 0]


def _tells_of(wider: Tally, of_wider: Hidden, narrower: Tally, of_narrower: Hidden, least: int) -> bool:
    """Whether a narrower question would tell of the wider one, or that one of it, where either is masked: who
    says yes to the narrower has said yes to the wider one. So its yes is the least that the other's can be,
    and both tell how many have said yes only there."""
    more, less = _cells(wider)[YES], _cells(narrower)[YES]
    return less > 0 and (YES in of_wider or YES in of_narrower or 0 < more - less < least)


def _shown(rest: Tally, masks: Hidden, told: Tally, least: int) -> Tally:
    """What is published of a question: the counts of the others that are not masked, and the quoted."""
    all_cells = [one + other for one, other in zip(_cells(rest), _cells(told), strict=True)]
    cells = [None if at in masks else cell for at, cell in enumerate(all_cells)]
    return Tally(
        question=rest.question,
        values=dict(zip(VALUES, cells[:-1], strict=True)),
        left_open=cells[-1],
        choices=_choices(rest, told, least, secret=YES in masks),
        numbers=() if YES in masks else _numbers(rest, told, least),
        groups=told.groups,
    )


def _choices(rest: Tally, told: Tally, least: int, *, secret: bool) -> dict[int, int | None]:
    cells = [each or 0 for each in rest.choices.values()]
    everything = frozenset(range(len(cells)))
    if rest.question.several:
        masks = everything if secret or _tell_of_few(cells, _cells(rest)[YES], least) else frozenset()
    else:
        masks = everything if secret else hidden(cells, least)
    return {
        key: None if at in masks else cells[at] + (told.choices[key] or 0)
        for at, key in enumerate(rest.choices)
    }


def _tell_of_few(cells: Sequence[int], of_yes: int, least: int) -> bool:
    """Where one may take several, the choices are shown together or not at all: each tells how many have not
    taken it, and all together how often more than one was taken."""
    few = (*cells, *(of_yes - cell for cell in cells), sum(cells) - of_yes)
    return any(0 < each < least for each in few)


def _numbers(rest: Tally, told: Tally, least: int) -> tuple[Numbers, ...]:
    """Sums of a strength where they tell nothing of a single institution; never the least or the most."""
    ours = {each.strength: each for each in rest.numbers}
    others = {each.strength: each for each in told.numbers}
    masks = hidden([(ours[each].count or 0) if each in ours else 0 for each in STRENGTHS], least)
    found = []
    for at, strength in enumerate(STRENGTHS):
        if at in masks and rest.question.strength in (None, strength):
            found.append(Numbers(strength=strength, count=None))
        elif at not in masks and (strength in ours or strength in others):
            found.append(_sum(ours.get(strength), others.get(strength), strength, least))
    return tuple(found)


def _sum(one: Numbers | None, quoted: Numbers | None, strength: NumberStrength, least: int) -> Numbers:
    parts = [each for each in (one, quoted) if each is not None]
    told = one is None or _may_be_summed(one, least)
    return Numbers(
        strength=strength,
        count=sum(each.count or 0 for each in parts),
        total=sum(each.total or 0 for each in parts) if told else None,
    )


def _may_be_summed(one: Numbers, least: int) -> bool:
    count, total, most = one.count or 0, one.total or 0, one.most or 0
    return count >= least and total - count >= least - 1 and most <= LARGEST_PART * total


def _crossed(
    wider: Question,
    narrower: Question,
    judged: Mapping[int, Judged],
    rest: Sequence[Voice],
    told: Sequence[Voice],
    least: int,
) -> Cross:
    """The whole view, or nothing of it: with one masked cell the sums on its edges would tell others."""
    ours, others = cross(wider, narrower, rest).cells or {}, cross(wider, narrower, told).cells or {}
    is_safe = not (judged[wider.id][1] or judged[narrower.id][1])
    is_safe = is_safe and not any(0 < each < least for each in ours.values())
    both = {pair: count + others[pair] for pair, count in ours.items()}
    return Cross(wider=wider.id, narrower=narrower.id, cells=both if is_safe else None)
