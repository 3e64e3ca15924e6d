"""Markdown to HTML that is safe to show, and to plain text for mails."""

import re
import threading
from html import escape
from html.parser import HTMLParser

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneUListProcessor
from markupsafe import Markup

from plumbing.markdown_blocks import HEADINGS, Headings, Levels, Lines, NumberedLists, Tables
from plumbing.markdown_inline import InlineMarks

ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "li": {"value"}}
TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"),
    *("strong", "em", "code", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes=ATTRIBUTES,
    set_tag_attribute_values={"th": {"scope": "col"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)

BLOCK_MARK = re.compile(r"^[ ]*(?:[#>|=_*+-]|\d+\.)", re.MULTILINE)
NESTED_MARKS = re.compile(r"^(?:[ ]*(?:>|(?:[*+-]|\d{1,9}\.)[ ])){11}", re.MULTILINE)
MOST_BLOCKS, MOST_BLOCK_MARKS, MOST_CELLS, LONGEST = 10_000, 5_000, 20_000, 500_000
BETWEEN = {"br": "\n", "hr": "\n\n---\n\n"}

_thread = threading.local()
"""Each thread has an engine of its own, made at first use: converting leaves its state on the engine."""


def render(markdown: str, top: int = 3) -> Markup:
    """The text as HTML; `#` becomes a heading of level `top`, h6 is the last, no level is skipped.

    HTML in the text is shown as typed, and so is everything else that is no mark of ours: entities,
    reference definitions, attribute lists. An image becomes a link. Links lead to http, https and mailto.
    Every line end is a line break, numbers of lists stay as typed.
    """
    text = markdown.expandtabs(4)
    if _is_overdone(text):
        return _as_typed(text)
    engine: _Engine = getattr(_thread, "engine", None) or _Engine()
    _thread.engine = None  # if it fails half-way, it is not used again
    engine.levels.top = top
    try:
        made = engine.reset().convert(text)
    except RecursionError:
        return _as_typed(text)
    _thread.engine = engine
    return Markup(CLEANER.clean(made))  # noqa: S704 - cleaned by our own list


def plain(markdown: str) -> str:
    """The text without its marks, for text/plain: lists with dashes or numbers, addresses behind links."""
    reader = _PlainReader()
    reader.feed(render(markdown))
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip()


def _is_overdone(text: str) -> bool:
    """Whether it has more marks than any text of people: such a text is shown as typed, in no time."""
    if len(text) > LONGEST or text.count("\n\n") > MOST_BLOCKS or NESTED_MARKS.search(text):
        return True
    if len(BLOCK_MARK.findall(text)) > MOST_BLOCK_MARKS:
        return True
    columns = [line.count("|") for line in text.split("\n") if "|" in line]
    return max(columns, default=0) * len(columns) > MOST_CELLS


def _as_typed(text: str) -> Markup:
    paragraphs = (escape(part).replace("\n", "<br>\n") for part in re.split(r"\n{2,}", text) if part.strip())
    return Markup("".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs))  # noqa: S704 - escaped


class _Engine(Markdown):
    """Python-Markdown with the blocks that we want."""

    def __init__(self) -> None:
        super().__init__(extensions=[_House()])
        self.levels = Levels(self)
        self.treeprocessors.register(self.levels, "levels", 30)


class _House(Extension):
    """No HTML, no code blocks (indented text from other programs is no code), no hidden definitions."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        md.preprocessors.register(Lines(md), "lines", 20)
        blocks = md.parser.blockprocessors
        for name in ("code", "setextheader", "reference"):
            blocks.deregister(name)
        blocks.register(Tables(md.parser), "table", 75)
        blocks.register(Headings(md.parser), "hashheader", 70)
        blocks.register(NumberedLists(md.parser), "olist", 40)
        blocks.register(SaneUListProcessor(md.parser), "ulist", 30)
        md.treeprocessors.deregister("inline")
        md.treeprocessors.deregister("unescape")
        md.treeprocessors.register(InlineMarks(md), "marks", 20)
        for name in ("raw_html", "amp_substitute"):
            md.postprocessors.deregister(name)


class _PlainReader(HTMLParser):
    """Writes our own clean HTML as plain text."""

    BLOCKS = (*HEADINGS, "p", "ul", "ol", "blockquote", "table")

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.lists: list[int | None] = []  # the next number of each open list, None for dashes
        self.at_item = False
        self.href, self.link_from = "", 0
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in self.BLOCKS:
            self._break(tag)
        if tag in ("ul", "ol"):
            self.lists.append(int(given.get("start", 1)) if tag == "ol" else None)
        elif tag == "li":
            self._begin_item(given)
        elif tag == "a":
            self.href, self.link_from = given.get("href", ""), len(self.parts)
        elif tag in ("td", "th"):
            self.parts += [" | "] if self.cells else []
            self.cells += 1
        elif tag in BETWEEN:
            self.parts.append(BETWEEN[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.lists.pop()
        if tag in self.BLOCKS and not self.lists:
            self.parts.append("\n\n")
        elif tag == "a" and self.href.removeprefix("mailto:") != "".join(self.parts[self.link_from :]):
            self.parts.append(f" ({self.href})")
        elif tag == "tr":
            self.parts.append("\n")
            self.cells = 0

    def handle_data(self, data: str) -> None:
        text = data.replace("\n", "")  # our HTML breaks its lines for itself only
        if text:
            self.parts.append(text)
            self.at_item = False

    def _break(self, tag: str) -> None:
        if not self.lists:
            self.parts.append("\n\n")
        elif tag == "p" and not self.at_item:
            self.parts.append("\n" + "  " * len(self.lists))

    def _begin_item(self, given: dict[str, str]) -> None:
        number = self.lists[-1]
        if number is not None:
            number = int(given.get("value", number))
            self.lists[-1] = number + 1
        sign = "-" if number is None else f"{number}."
        self.parts.append("\n" + "  " * (len(self.lists) - 1) + sign + " ")
        self.at_item = True
