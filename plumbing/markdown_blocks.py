"""Blocks of Markdown as people type them: lists, headings and numbers, on top of Python-Markdown's own."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from markdown.blockparser import BlockParser
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions.sane_lists import SaneOListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MOST_NESTED, SPACES_OF_LIST = 10, " " * 4


class Lines(Preprocessor):
    """Lists as people type them: at once behind a line of text, and nested by two, three or four spaces."""

    ITEM = re.compile(r"(?:[*+-]|\d{1,9}\.)[ ]+\S")
    BEGINNING = re.compile(r"(?:[*+-]|1\.)[ ]+\S")  # "8. September" in a sentence begins no list
    NO_TEXT = re.compile(r"[>|]|#{1,6}[ ]|[-*_ ]{3,}$")

    def run(self, lines: list[str]) -> list[str]:
        self.open: list[int] = []  # how far the open items are indented
        self.in_text: bool | None = None  # None between blocks
        made: list[str] = []
        for line in lines:
            bare = line.lstrip(" ")
            if not bare:
                self.in_text = None
                made.append("")
            else:
                made += self._placed(bare, len(line) - len(bare))
        return made

    def _placed(self, bare: str, indent: int) -> list[str]:
        """The line at the depth of its list, four spaces each, as Python-Markdown wants it."""
        if self.ITEM.match(bare) and (not self.in_text or self.open or self.BEGINNING.match(bare)):
            before = [""] if self.in_text else []
            self.in_text = False
            while self.open and (indent < self.open[-1] + 2 or len(self.open) >= MOST_NESTED):
                self.open.pop()
            self.open.append(indent)
            return [*before, SPACES_OF_LIST * (len(self.open) - 1) + bare]
        if self.in_text is None:
            self.in_text = not self.NO_TEXT.match(bare)
            self.open = [item for item in self.open if item + 2 <= indent]
        if bare.startswith("#"):
            self.in_text = None
        return [SPACES_OF_LIST * sum(item + 2 <= indent for item in self.open) + bare]


class Headings(HashHeaderProcessor):
    """A heading needs a space behind its signs: `#5` and `#MeToo` are none."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ ]+(?P<header>\S[^\n]*)(?:\n|$)")


class NumberedLists(SaneOListProcessor):
    """Numbers stay as typed: two lines that begin with "8. September" and "22. Juni" are not 8 and 9.

    Only a list numbered 1, 1, 1 counts by itself.
    """

    NUMBER = re.compile(r"[ ]{0,3}(\d{1,9})\.[ ]")

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.RE = re.compile(r"^[ ]{0,3}\d{1,9}\.[ ]+(.*)")
        self.CHILD_RE = re.compile(r"^[ ]{0,3}((\d{1,9}\.))[ ]+(.*)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        lines = blocks[0].split("\n")
        numbers = [int(found[1]) for line in lines if (found := self.NUMBER.match(line))]
        super().run(parent, blocks)
        made = self.lastChild(parent)
        items = list(parent if made is None or made.tag == "li" else made)
        follows = len(items) == len(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        if follows or len(set(numbers)) < len(numbers) == len(items):
            return
        for item, number in zip(items[-len(numbers) :], numbers, strict=False):
            item.set("value", str(number))


class Tables(TableProcessor):
    """A row may have more cells than the header: nothing that was typed is swallowed."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser, {})

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        cells = self._split_row(row)  # type: ignore[attr-defined] # the stubs know no private names
        super()._build_row(row, parent, [None] * max(len(align), len(cells)))  # type: ignore[misc]


class Levels(Treeprocessor):
    """Headings stand below those of the page and skip no level; signs that close them (`# So #`) go."""

    CLOSING = re.compile(r"(?<=[ ])#+$")
    top = 3

    def run(self, root: Element) -> None:
        deepest = self.top
        for element in root.iter():
            if element.tag in HEADINGS:
                level = min(int(element.tag[1]) - 1 + self.top, deepest, 6)
                deepest = level + 1
                element.tag = f"h{level}"
                element.text = self.CLOSING.sub("", element.text or "").strip()
