"""Texts compared: what differs between two, and two changes of the same one taken together."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

PIECES: Final = re.compile(r"\s+|\w+|[^\w\s]")


def merge(base: str, theirs: str, mine: str) -> str | None:
    """Both changes in one text, or None where they touch the same lines."""
    from merge3 import Merge3

    old, one, other = (part.split("\n") if part else [] for part in (base, theirs, mine))
    groups = list(Merge3(old, one, other).merge_groups())
    if any(group[0] == "conflict" for group in groups):
        return None
    return "\n".join(line for group in groups for line in group[1])


def word_diff(old: str, new: str) -> list[tuple[str, str]]:
    """What differs, word by word: pairs of "same", "removed" or "added" and the words with their spaces.

    Lines are compared first and words only within changed lines, so that long texts stay quick.
    """
    found: list[tuple[str, str]] = []
    for kind, part in _diff_of_lines(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + part)
        elif part:
            found.append((kind, part))
    return found


def _diff_of_lines(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[a:b])
        else:
            yield from _diff_of_words(_words("".join(old[a:b])), _words("".join(new[c:d])))


def _diff_of_words(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[a:b])
        else:
            yield "removed", "".join(old[a:b])
            yield "added", "".join(new[c:d])


def _words(text: str) -> list[str]:
    """Words, single other signs, and the white space between them, each a piece of its own."""
    return PIECES.findall(text)
