"""Marks within a line of Markdown: strong, emphasis, code, links, line breaks; in time linear to the text.

It takes the place of the inline patterns of Python-Markdown, which need minutes for a page of brackets,
read the stars of `Klient*innen` as emphasis, and know images, HTML and entities, which we do not want.
What is no mark is shown as it was typed; nothing is ever swallowed. A backslash takes the meaning from a
mark, but not from another backslash: two of them in front of a server's name stay.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

MARK = re.compile(
    r"""
      \\(?P<escaped>[`*_{}\[\]()<>\#+.!|~-])
    | (?P<ticks>`+)
    | (?P<run>\*+|_+)
    | [ ]*(?P<newline>\n)[ ]*
    | <(?P<address>https?://[^\s<>]{1,2000}|[^\s<>@:]{1,64}@[^\s<>@:]{1,255})>
    | !?\[(?P<label>[^\[\]]{1,500})\]\(\s{0,9}
        (?P<href>(?:https?://|mailto:)[^\s<>()]{1,2000}(?:\([^\s<>()]{0,200}\)[^\s<>()]{0,200}){0,9})
        (?:\s{1,9}"(?P<title>[^"\n]{0,300})")?\s{0,9}\)
    | (?<![\w@/.])(?P<url>https?://[^\s<>"“”„]{1,2000})
    """,
    re.VERBOSE,
)
TICKS = re.compile("`+")
TAGS_OF_RUN = {1: ("em",), 2: ("strong",), 3: ("strong", "em")}
MOST_OPEN = 20
"""So many openings wait for their end; the oldest is then given up. It bounds time and depth."""
OPENING_SIGNS, CLOSING_SIGNS = "([{„‚«", ")]}.,;:!?“”»"


class InlineMarks(Treeprocessor):
    """Turns the marks within the text of every element into elements."""

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            for child in list(element):
                _insert_after(element, child)
            if element.text:
                _put(element, _Line(element.text.strip()).nodes)


def _insert_after(parent: Element, child: Element) -> None:
    """Turn the marks in the text behind a child (as in loose list items) into elements behind it."""
    if not child.tail or not child.tail.strip():
        return
    holder = Element("p")
    _put(holder, _Line(child.tail.strip()).nodes)
    place = list(parent).index(child) + 1
    child.tail = holder.text
    for further, made in enumerate(holder):
        parent.insert(place + further, made)


def _put(element: Element, nodes: Iterable[Element | str]) -> None:
    """Fill an element before whatever children it has."""
    texts: list[str] = []
    last: Element | None = None
    count = 0
    for node in [*nodes, None]:
        if isinstance(node, str):
            texts.append(_literal(node))
            continue
        text = "".join(texts)
        if last is None:
            element.text = text
        else:
            last.tail = text
        texts = []
        if node is not None:
            element.insert(count, node)
            last, count = node, count + 1


def _literal(text: str) -> str:
    """The serializer takes `&lt;` for an entity; as typed it stays four signs."""
    return text.replace("&", "&amp;")


def _made(tag: str, nodes: Iterable[Element | str], **attributes: str) -> Element:
    element = Element(tag, {name: _literal(value) for name, value in attributes.items()})
    _put(element, nodes)
    return element


class _Line:
    """One text and what its marks make of it: `nodes`, from left to right, each sign looked at once."""

    def __init__(self, text: str, with_links: bool = True) -> None:
        self.text = text
        self.with_links = with_links
        self.nodes: list[Element | str] = []
        self.openings: list[tuple[int, str]] = []  # where in nodes, and the run itself
        self.ticks: dict[int, deque[int]] = {}
        for run in TICKS.finditer(text):
            self.ticks.setdefault(len(run[0]), deque()).append(run.start())
        self._read()

    def _read(self) -> None:
        at = 0
        while mark := MARK.search(self.text, at):
            if mark.start() > at:
                self.nodes.append(self.text[at : mark.start()])
            at = self._take(mark)
        self.nodes.append(self.text[at:])

    def _take(self, mark: re.Match[str]) -> int:
        """Take one mark; where reading goes on."""
        if mark["escaped"]:
            self.nodes.append(mark["escaped"])
        elif mark["newline"]:
            self.nodes.append(Element("br"))
        elif mark["ticks"]:
            return self._take_code(mark)
        elif mark["run"]:
            self._take_run(mark)
        elif not self.with_links:
            self.nodes.append(mark[0])
        elif mark["url"]:
            return self._take_url(mark)
        else:
            self._take_link(mark)
        return mark.end()

    def _take_code(self, mark: re.Match[str]) -> int:
        """Code ends at the next run of as many ticks; without one the ticks are shown."""
        ends = self.ticks[len(mark["ticks"])]
        while ends and ends[0] < mark.end():
            ends.popleft()
        if not ends:
            self.nodes.append(mark[0])
            return mark.end()
        end = ends.popleft()
        self.nodes.append(_made("code", [self.text[mark.end() : end].strip()]))
        return end + len(mark["ticks"])

    def _take_link(self, mark: re.Match[str]) -> None:
        if mark["label"]:
            attributes = {"href": mark["href"]} | ({"title": mark["title"]} if mark["title"] else {})
            self.nodes.append(_made("a", _Line(mark["label"], with_links=False).nodes, **attributes))
            return
        address = mark["address"]
        href = address if "://" in address else f"mailto:{address}"
        self.nodes.append(_made("a", [address], href=href))

    def _take_url(self, mark: re.Match[str]) -> int:
        """A bare address; signs of the sentence behind it do not belong to it."""
        url = mark["url"].rstrip(".,;:!?*_'’`")
        if url.endswith(")") and "(" not in url:
            url = url.rstrip(").,;:!?*_'’`")
        if url in ("http://", "https://"):
            self.nodes.append(url)
        else:
            self.nodes.append(_made("a", [url], href=url))
        return mark.start() + len(url)

    def _take_run(self, mark: re.Match[str]) -> None:
        """A run of * or _ opens or closes only at the edge of a word, never within one.

        It closes the nearest opening of the same length, so `**Frauen* und Mädchen**` keeps its star;
        `***` also closes one of each.
        """
        run = mark[0]
        before = self.text[mark.start() - 1 : mark.start()]
        after = self.text[mark.end() : mark.end() + 1]
        if _may_close(before, after) and self._close(run):
            return
        if len(run) in TAGS_OF_RUN and _may_open(before, after):
            self.openings = [*self.openings, (len(self.nodes), run)][-MOST_OPEN:]
        self.nodes.append(run)

    def _close(self, run: str) -> bool:
        waiting = [opening for _place, opening in self.openings]
        if run in waiting:
            self._wrap(run)
        elif len(run) == 3 and run[:1] in waiting and run[:2] in waiting:
            first = next(opening for opening in reversed(waiting) if opening in (run[:1], run[:2]))
            self._wrap(first)
            if not self._close(run[len(first) :]):
                self.nodes.append(run[len(first) :])
        else:
            return False
        return True

    def _wrap(self, run: str) -> None:
        """Put what came since the opening into its elements; openings in between stay as typed."""
        index = max(number for number, (_place, opening) in enumerate(self.openings) if opening == run)
        place = self.openings[index][0]
        content = self.nodes[place + 1 :]
        for tag in reversed(TAGS_OF_RUN[len(run)]):
            content = [_made(tag, content)]
        self.nodes[place:] = content
        del self.openings[index:]


def _is_word(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign)[0] in "LMN"


def _may_open(before: str, after: str) -> bool:
    return not (_is_word(before) or not after.strip() or after in CLOSING_SIGNS)


def _may_close(before: str, after: str) -> bool:
    return not (_is_word(after) or not before.strip() or before in OPENING_SIGNS)
