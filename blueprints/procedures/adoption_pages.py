"""What institutions said to a version, as the page shows it: the ring, who is missing, which one applies."""

from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext

from blueprints.procedures import adoption_rules, queries
from blueprints.procedures.adoption_queries import Adoptions, Line, Said
from models.adoptions import Adopter, Group, applies_between
from models.procedures import Procedure, ProcedureVersion
from models.rounds import Channel
from models.stances import StanceValue
from plumbing import clock, ring
from plumbing.access import me
from plumbing.database import reading
from plumbing.lanes import letter
from plumbing.pages import german_day

TONES: Final[dict[StanceValue, tuple[ring.Tone, str]]] = {
    StanceValue.ADOPTED: ("yes", "✓"),
    StanceValue.ADOPTED_RESERVED: ("deputy", "V"),
    StanceValue.IN_CONSULTATION: ("perhaps", "…"),
    StanceValue.OWN_RULE: ("neutral", "E"),
    StanceValue.NOT_CONCERNED: ("neutral", "•"),
    StanceValue.NOT_ADOPTED: ("no", "–"),
    StanceValue.TERMINATED: ("void", "×"),
}


@dataclass(frozen=True, kw_only=True)
class Between:
    """Which version applies between an institution and another one; None: none does."""

    name: str
    number: int | None


def adoption_part(about: Procedure, version: ProcedureVersion, standing: Adoptions) -> dict[str, Any]:
    """What the page of a version shows of its adoption; nothing before it is decided."""
    lines = standing.of_version(version.number)
    carried = standing.carried(version.number)
    if not version.is_decided:
        return {"lines": [], "carried": [], "ring": None, "own": [], "owes": False, "groups": []}
    coordinates = about.body_id in me().coordinates
    own = [each for each in lines if adoption_rules.may_adopt(me(), each.seat_id)]
    return {
        "lines": lines,
        "carried": carried,
        "ring": _ring(lines, carried, standing, version.number),
        "own": own,
        "owes": any(each.waits for each in own),
        "groups": (found := _groups(standing)),
        "letters": [letter(at) for at in range(len(found))],
        "own_between": _own_between(standing),
        "own_rules": _own_rules(lines),
        "word_of": word_of,
        "by_whom": by_whom,
        "told_who": {each.seat_id for each in lines if coordinates or each.seat_id in me().seat_ids},
        "due_on": version.round.due_on if version.round else None,
    }


def _own_rules(lines: list[Line]) -> dict[int, Any]:
    """The documents of those who have their own rule, as far as the reader may see them, by their ids."""
    ids = [each.said.own_rule for each in lines if each.said and each.said.own_rule]
    return {each.id: each for each in queries.documents(reading(), ids)} if ids else {}


def word_of(line: Line) -> str:
    """What an institution says, in words: silence is called silence."""
    if line.left_on is not None and line.left_on <= clock.today():
        return gettext("left the table on %(day)s", day=german_day(line.left_on))
    if line.said is None:
        return gettext("has said nothing")
    return said_words(line.said)


def said_words(said: Said) -> str:
    if said.confirmed is False and said.value is StanceValue.TERMINATED:
        return gettext("its management did not approve the termination: the adoption stands")
    if said.confirmed is False:
        return gettext("its management did not approve: fallen away")
    word = gettext(said.value.label)
    if said.ends_on is not None:
        word = gettext("terminated as of %(day)s", day=german_day(said.ends_on))
    if said.word.waits:
        return gettext("%(word)s, provisional", word=word)
    return word


def by_whom(said: Said) -> str:
    """Who spoke for the institution, and how the word came here."""
    day = german_day(said.on)
    if said.channel is Channel.COORDINATION and said.said_by:
        return gettext(
            "%(name)s, %(way)s on %(day)s, recorded by the coordination",
            name=said.name,
            way=gettext(said.said_by.label),
            day=day,
        )
    return gettext("%(name)s on %(day)s", name=said.name, day=day)


def _ring(lines: list[Line], carried: list[Adopter], standing: Adoptions, number: int) -> ring.Ring | None:
    seats = [_seat(each) for each in lines]
    seats += [
        ring.seat(name=each.name, short=each.short, tone="yes", mark="=", label=_carried_word(each, number))
        for each in carried
    ]
    if not seats:
        return None
    bound = sum(each.binds(number, standing.on) for each in standing.adopters)
    words = gettext("%(some)s of %(all)s", some=bound, all=len(seats))
    return ring.ring(seats, [words, gettext("have adopted it")])


def _carried_word(adopter: Adopter, number: int) -> str:
    return gettext("unchanged since version %(number)s", number=adopter.carried_from(number))


def _seat(line: Line) -> ring.RingSeat:
    tone: ring.Tone = "open"
    mark = "?"
    if line.left_on is not None and line.left_on <= clock.today():
        tone, mark = ("void", "×")
    elif line.said is not None:
        tone, mark = TONES[line.said.value]
        if line.said.word.waits:
            tone, mark = ("perhaps", "~")
        if line.said.confirmed is False:
            still = line.said.word.binds_on(clock.today())
            tone, mark = TONES[StanceValue.ADOPTED] if still else ("no", "–")
    return ring.seat(name=line.name, short=line.short, tone=tone, mark=mark, label=word_of(line))


def _groups(standing: Adoptions) -> list[tuple[Group, list[int | None]]]:
    """Each group of institutions, with the version that applies between it and each group (itself, too)."""
    found = standing.groups if standing.binding else []
    return [(each, [each.with_group(other) for other in found]) for each in found]


def _own_between(standing: Adoptions) -> list[tuple[str, list[Between]]]:
    """For each institution of the reader: which version applies between it and every other one."""
    own = {each.seat_id for each in me().seats}
    return [
        (
            one.name,
            [
                Between(name=other.name, number=applies_between(one, other, standing.binding, standing.on))
                for other in standing.adopters
                if other.seat_id != one.seat_id
            ],
        )
        for one in standing.adopters
        if one.seat_id in own and standing.binding
    ]
