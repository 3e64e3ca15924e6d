"""Markdown to HTML that is safe to show, and to plain text for mails."""

import re
import threading
from html import escape

from markupsafe import Markup

BLOCK_MARK = re.compile(r"^[ ]*(?:[#>|=_*+-]|\d+\.)", re.MULTILINE)
NESTED_MARKS = re.compile(r"^(?:[ ]*(?:>|(?:[*+-]|\d{1,9}\.)[ ])){11}", re.MULTILINE)
MOST_BLOCKS, MOST_BLOCK_MARKS, MOST_CELLS, LONGEST = 10_000, 5_000, 20_000, 500_000

_thread = threading.local()
"""Each thread has an engine of its own, made at first use: converting leaves its state on the engine."""


def render(markdown: str, top: int = 3) -> Markup:
    """The text as HTML; `#` becomes a heading of level `top`, h6 is the last, no level is skipped.

    HTML in the text is shown as typed, and so is everything else that is no mark of ours: entities,
    reference definitions, attribute lists. An image becomes a link. Links lead to http, https and mailto.
    Every line end is a line break, numbers of lists stay as typed.
    """
    from plumbing.markdown_engine import CLEANER, Engine

    text = markdown.expandtabs(4)
    if _is_overdone(text):
        return _as_typed(text)
    engine: Engine = getattr(_thread, "engine", None) or Engine()
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
    from plumbing.markdown_reader import PlainReader

    reader = PlainReader()
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
