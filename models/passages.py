"""Passages of a text: paragraphs with numbers that stay, numbered lines, and what a change touches."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from textwrap import TextWrapper
from typing import Any, Final

LINE: Final = 64
"""So many signs fit on a numbered line, whatever the screen: else "line 14" would not be everybody's."""
WRAPPED: Final = TextWrapper(LINE, break_long_words=True, break_on_hyphens=False, drop_whitespace=True)
CALLED: Final = re.compile(r"\[\^(\d{1,4})\]")
"""Where a text calls a source by its number; printed without the caret."""
GAP: Final = re.compile(r"\n(?:[^\S\n]*\n)+")


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """`number` as in "2a"; `first` is the number of its first printed line in the whole document, `lines` are
    those as printed; `rows` says which lines of the Markdown it is, as [first, end)."""

    number: str
    first: int
    lines: tuple[str, ...]
    rows: tuple[int, int]

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1


def split(markdown: str) -> list[str]:
    """The paragraphs of a text: what stands between empty lines."""
    return [each for each in GAP.split(markdown) if each.strip()]


def paragraphs(markdown: str, numbers: Sequence[str], first: int) -> list[Paragraph]:
    """The text in numbered lines; `first` is the number of its first one."""
    found: list[Paragraph] = []
    row = 0
    rows = markdown.split("\n")
    for number, text in zip(numbers, split(markdown), strict=True):
        while not rows[row].strip():
            row += 1
        typed = text.split("\n")
        printed = [CALLED.sub(r"[\1]", each) for each in typed]
        lines = tuple(line for each in printed for line in WRAPPED.wrap(each) or [""])
        found.append(Paragraph(number=number, first=first, lines=lines, rows=(row, row + len(typed))))
        first, row = first + len(lines), row + len(typed)
    return found


def carried(old: Sequence[str], numbers: Sequence[str], new: Sequence[str]) -> list[str | None]:
    """What of the paragraphs was there before, with the number that it had, also where its words have
    changed; None for what is new."""
    kept: list[str | None] = [None] * len(new)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("equal", "replace"):
            for place in range(min(b - a, d - c)):
                kept[c + place] = numbers[a + place]
    return kept


def numbered(kept: Sequence[str | None], used: Collection[str]) -> list[str]:
    """A number for everything: what has none is called after the one before it, with a letter, as in a law
    ("2a"), or counts on at the end. `used` are all numbers that were ever given: none means anything else
    later.
    """
    taken = {*used}
    found: list[str] = []
    last_kept = max((place for place, each in enumerate(kept) if each is not None), default=-1)
    for place, each in enumerate(kept):
        number = each or (_after(found, taken) if place < last_kept else _next(taken))
        taken.add(number)
        found.append(number)
    return found


def _next(taken: set[str]) -> str:
    return str(1 + max((_whole(each) for each in taken), default=0))


def _whole(number: str) -> int:
    return int(re.match(r"\d+", number)[0])  # type: ignore[index] # every number begins with a figure


def _after(found: list[str], taken: set[str]) -> str:
    """The first free letter after the one before; "0a" is before the first."""
    base = str(_whole(found[-1])) if found else "0"
    count = 1
    while base + _letters(count) in taken:
        count += 1
    return base + _letters(count)


def _letters(count: int) -> str:
    """a to z, then aa, ab and so on."""
    count, rest = divmod(count - 1, 26)
    return (_letters(count) if count else "") + "abcdefghijklmnopqrstuvwxyz"[rest]


def touched(old: str, new: str) -> list[list[int]]:
    """The lines of the old text that a change touches, as pairs [first, end); what is only put in has
    first = end."""
    matched = SequenceMatcher(None, old.split("\n"), new.split("\n"), autojunk=False)
    return [[a, b] for tag, a, b, _, _ in matched.get_opcodes() if tag != "equal"]


def numbered_sections(sections: Sequence[dict[str, Any]]) -> list[list[Paragraph]]:
    """The paragraphs of each section of a frozen version; its lines are counted through."""
    found: list[list[Paragraph]] = []
    first = 1
    for each in sections:
        made = paragraphs(each["markdown"], each["paragraphs"], first)
        found.append(made)
        first += sum(len(one.lines) for one in made)
    return found


def at(section: Sequence[Paragraph], ranges: Sequence[Sequence[int]]) -> list[Paragraph]:
    """The paragraphs that a change touches; what is put in between two belongs to the one before."""
    hit: list[Paragraph] = []
    for first, end in ranges:
        within = [each for each in section if each.rows[0] < max(end, first + 1) and first < each.rows[1]]
        before = [each for each in section if each.rows[1] <= first]
        hit += within or before[-1:] or section[:1]
    return list(dict.fromkeys(hit))


def shown_change(old: str, new: str) -> tuple[str, str]:
    """Both texts without the paragraphs at the beginning and at the end that are the same in both."""
    one, other = split(old), split(new)
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return (
        "\n\n".join(one[start : len(one) - end]),
        "\n\n".join(other[start : len(other) - end]),
    )
