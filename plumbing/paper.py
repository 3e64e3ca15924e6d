"""PDF through Typst: data goes in as JSON and never as markup; what comes out is tagged (PDF/UA-1)."""

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from flask import Response

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATES: Final = Path(__file__).parent.parent / "templates"
FRAME: Final = "print/paper.typ"
"""What every document shares; it stands before each template."""

MISSING: Final = "□"
NO_GLYPH: Final = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
KEPT: Final = (MISSING, "\u200b")
LONG_WORD: Final = re.compile(r"\S{41,}")
OF_PICTURES: Final = re.compile("[\ufe00-\ufe0f]|(?<=[\u2190-\U0010ffff])\u200d")
"""Joiners and choices of form in emoji: without them each sign of a group stands for itself."""
_replaced: dict[int, str] = {}
"""Signs that the fonts were found not to have, and what stands for them; it grows as they turn up."""


def pdf(template: str, data: dict[str, Any], at: datetime | None = None) -> bytes:
    """A document from `templates/<template>.typ`, which finds `data` as `data`. `at` becomes its date.

    Only fonts that come with Typst are used, so a document looks the same everywhere. Signs that none of
    them has are shown as □, and `data.replaced` tells the template to say so. Raises `typst.TypstError`
    where the document breaks PDF/UA-1.
    """
    from typst import TypstError

    source = "".join((TEMPLATES / part).read_text("utf-8") for part in (FRAME, f"{template}.typ"))
    words = OF_PICTURES.sub("", json.dumps(_breakable(data), ensure_ascii=False))
    while True:
        known = words.translate(_replaced)
        if known != words:
            known = json.dumps(json.loads(known) | {"replaced": True}, ensure_ascii=False)
        try:
            return _compiled(source, known, at)
        except TypstError as error:
            if not _learn(f"{error.message}\n{error.diagnostic}"):
                raise


def _breakable(data: Any) -> Any:
    """The same data; very long words may be broken at the end of a line, but no address behind a link and no
    picture."""
    if isinstance(data, str):
        return LONG_WORD.sub(lambda found: "\u200b".join(re.findall(".{1,20}", found[0])), data)
    if isinstance(data, dict):
        return {name: value if name in ("href", "svg") else _breakable(value) for name, value in data.items()}
    return [_breakable(each) for each in data] if isinstance(data, list | tuple) else data


def _compiled(source: str, data: str, at: datetime | None) -> bytes:
    from typst import Compiler

    compiler = Compiler(
        source.encode(),
        root=str(TEMPLATES / "print"),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
    )
    made = compiler.compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=int(at.timestamp()) if at else None
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> "Fonts":
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _learn(diagnostic: str) -> bool:
    """Note the signs that Typst found in no font; whether there was a new one."""
    told = "".join(_unescaped(found) for found in NO_GLYPH.findall(diagnostic))
    fresh = {ord(sign) for sign in told if not sign.isascii() and sign not in KEPT} - _replaced.keys()
    _replaced.update({sign: _stand_in(chr(sign)) for sign in fresh})
    return bool(fresh)


def _stand_in(sign: str) -> str:
    """Joiners and choices of form vanish with the sign that they belong to."""
    invisible = unicodedata.category(sign) in ("Cf", "Mn")
    return "" if invisible else MISSING


def _unescaped(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)


def markup_tree(html: str) -> list[Any]:
    """Our own clean HTML (plumbing.markdown) as a tree of strings and {"tag", "children", ...}.

    Headings get levels from 1 without a gap, white space is one space; a `br` is a node without children.
    """
    reader = _TreeReader()
    reader.feed(html)
    reader.close()
    return list(_tidy(reader.root["children"]))


class _TreeReader(HTMLParser):
    KEPT: Final = ("href", "start", "value")

    def __init__(self) -> None:
        super().__init__()
        self.root: dict[str, Any] = {"tag": "", "children": []}
        self.open: list[dict[str, Any]] = [self.root]
        self.levels: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node: dict[str, Any] = {"tag": tag, "children": []} | {
            name: value for name, value in attrs if name in self.KEPT
        }
        if re.fullmatch(r"h[1-6]", tag):
            node |= {"tag": "heading", "level": self._level(int(tag[1]))}
        self.open[-1]["children"].append(node)
        if tag not in ("br", "hr"):
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and tag not in ("br", "hr"):
            self.open.pop()

    def handle_data(self, data: str) -> None:
        beside = self.open[-1]["children"]
        words = re.sub(r"\s+", " ", data)
        if beside and isinstance(beside[-1], dict) and beside[-1]["tag"] == "br":
            words = words.lstrip()
        if words:
            beside.append(words)

    def _level(self, wanted: int) -> int:
        """Headings in order: one step deeper at most than the heading above."""
        while self.levels and self.levels[-1] >= wanted:
            self.levels.pop()
        self.levels.append(wanted)
        return len(self.levels)


BLOCKS: Final = frozenset(
    ("p", "heading", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "hr", "br")
)


def _tidy(nodes: list[Any]) -> Iterator[Any]:
    """Without the white space around blocks, and without blocks that say nothing."""
    for at, node in enumerate(nodes):
        if isinstance(node, str):
            beside = [nodes[other] for other in (at - 1, at + 1) if 0 <= other < len(nodes)]
            if node == " " and (len(beside) < 2 or any(_is_block(other) for other in beside)):
                continue
            yield node
            continue
        node["children"] = list(_tidy(node["children"]))
        if node["children"] or node["tag"] in ("br", "hr", "td", "th"):
            yield node


def _is_block(node: Any) -> bool:
    return isinstance(node, dict) and node["tag"] in BLOCKS


def as_download(content: bytes, name: str) -> Response:
    """A PDF to keep, never to be opened inside the site or kept in between."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = content_disposition(name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


UMLAUTS: Final = ("ä ae", "ö oe", "ü ue", "Ä Ae", "Ö Oe", "Ü Ue", "ß ss")
SPELT: Final = {ord(sign): word for sign, word in (pair.split() for pair in UMLAUTS)}


def content_disposition(name: str) -> str:
    """The header that names a download: in ASCII for old programs, whole for all others (RFC 6266, 8187).

    `Klient*innen` stays as it is in the whole name; the ASCII one has no sign that a file system refuses.
    """
    plain = unicodedata.normalize("NFKD", name.translate(SPELT)).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9. ()_-]+", "_", plain).strip(" .") or "document.pdf"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
