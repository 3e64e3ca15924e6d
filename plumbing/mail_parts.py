"""A mail taken apart with firm limits: each step costs time in proportion to the mail, whatever is in it.

The standard library's parser compares every line with every boundary that is open and goes as deep as the
mail wants; a mail made for it keeps it busy for minutes.
"""

import re
from base64 import b64decode
from binascii import a2b_qp
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from functools import cached_property
from typing import Final

MOST_BYTES: Final = 1024 * 1024
"""More of a mail is not considered: calendar replies and reports stand at its beginning."""
MOST_DEPTH: Final = 16
MOST_PARTS: Final = 60
MOST_HEADERS: Final = 400
LONGEST_HEADER: Final = 4000
HEAD: Final = 64 * 1024

BLANK_LINE: Final = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
LINE_END: Final = re.compile(rb"\r\n|\n|\r")
PARAMETER: Final = re.compile(r';\s*([\w!#$&+.^`|~*-]{1,40})\s*=\s*("(?:[^"\\]|\\.)*\\?(?:"|\Z)|[^;\s"]*)')
NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]")
ADDRESS: Final = re.compile(r"[^\s<>()\[\]\\,;:\"@]{1,64}@[^\s<>()\[\]\\,;:\"@]{1,253}")
QUOTED_NAME: Final = re.compile(r'"(?:[^"\\]|\\.)*\\?(?:"|\Z)')
IN_ANGLES: Final = re.compile(r"<([^<>]*)>")
ODD_SIGNS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Part:
    """One part of a mail: its headers as written (names in lower case), its body still encoded."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    parts: tuple["Part", ...] = ()

    def all(self, name: str) -> Iterator[str]:
        return (value for key, value in self.headers if key == name)

    def header(self, name: str) -> str:
        return next(self.all(name), "")

    def words(self, name: str) -> str:
        """A header as people read it."""
        return decoded_words(self.header(name))

    def addresses(self, *names: str) -> tuple[str, ...]:
        """Bare addresses of these headers, in lower case, in their order."""
        found = [each for name in names for value in self.all(name) for each in addresses_in(value)]
        return tuple(dict.fromkeys(found))

    @cached_property
    def content_type(self) -> str:
        return self.header("content-type").partition(";")[0].strip().lower() or "text/plain"

    @cached_property
    def parameters(self) -> dict[str, str]:
        return parameters_of(self.header("content-type"))

    @cached_property
    def content(self) -> bytes:
        """The body without its transfer encoding; what cannot be decoded stays as it is."""
        encoding = self.header("content-transfer-encoding").strip().lower()
        if encoding == "base64":
            return _from_base64(self.body)
        return a2b_qp(self.body) if encoding == "quoted-printable" else self.body

    @cached_property
    def text(self) -> str:
        """The body as text; unknown or wrong character sets do no harm."""
        content = self.content
        for charset in (self.parameters.get("charset", ""), "utf-8"):
            try:
                return ODD_SIGNS.sub("", content.decode(charset))
            except (LookupError, ValueError):
                continue
        return ODD_SIGNS.sub("", content.decode("cp1252", "replace"))

    def walk(self) -> Iterator["Part"]:
        """This part and all inside it; forwarded mails are not opened."""
        yield self
        for each in self.parts:
            yield from each.walk()


def parts_of(raw: bytes) -> Part:
    """The mail in its parts; never raises, whatever the bytes are."""
    return _Cutter().part(raw[:MOST_BYTES], 0)


def part_without_inside(raw: bytes) -> Part:
    """Headers and body only: of a returned mail nothing but its headers is read."""
    head, body = _split(raw)
    return Part(headers_in(head), body)


class _Cutter:
    """Counts the parts of one mail, so that there is an end to them."""

    def __init__(self) -> None:
        self.count = 0

    def part(self, raw: bytes, depth: int) -> Part:
        self.count += 1
        whole = part_without_inside(raw)
        boundary = whole.parameters.get("boundary", "")[:200]
        if not whole.content_type.startswith("multipart/") or not boundary or depth >= MOST_DEPTH:
            return whole
        inside = [self.part(each, depth + 1) for each in self._cut(whole.body, boundary)]
        return Part(whole.headers, whole.body, tuple(inside))

    def _cut(self, body: bytes, boundary: str) -> Iterator[bytes]:
        mark = re.escape(boundary.encode("utf-8", "replace"))
        marks = re.finditer(rb"(?:^|(?<=\n)|(?<=\r))--" + mark + rb"(--)?[ \t]*(?=\r|\n|\Z)", body)
        start = None
        for found in marks:
            if start is not None and self.count < MOST_PARTS:
                yield body[start : found.start()]
            start = found.end()
            if found[1]:
                return
        if start is not None and self.count < MOST_PARTS:
            yield body[start:]


def _split(raw: bytes) -> tuple[bytes, bytes]:
    """Headers and body. A part that begins with an empty line has no headers."""
    raw = re.sub(rb"\A(?:\r\n|\n|\r)", b"", raw, count=1)
    if raw[:1] in (b"\r", b"\n"):
        return b"", raw
    found = BLANK_LINE.search(raw, 0, HEAD)
    return (raw[: found.start()], raw[found.end() :]) if found else (raw[:HEAD], b"")


def headers_in(head: bytes) -> tuple[tuple[str, str], ...]:
    """Name and unfolded value of each header line; lines that are none are passed over."""
    unfolded: list[list[str]] = []
    for line in LINE_END.split(head)[: 4 * MOST_HEADERS]:
        text = line.decode("utf-8", "replace")
        if text[:1] in (" ", "\t") and unfolded:
            unfolded[-1].append(text)
        elif ":" in text and len(unfolded) < MOST_HEADERS:
            unfolded.append([text])
    pairs = ("".join(lines)[:LONGEST_HEADER].partition(":") for lines in unfolded)
    return tuple((name.strip().lower(), ODD_SIGNS.sub("", value).strip()) for name, _, value in pairs)


def parameters_of(value: str) -> dict[str, str]:
    """Parameters of a header, names in lower case; a value in pieces (RFC 2231) is put together."""
    found: dict[str, str] = {}
    for name, text in PARAMETER.findall(value):
        bare = re.sub(r"\\(.)", r"\1", text[1:].removesuffix('"')) if text.startswith('"') else text
        key = name.lower().partition("*")[0]
        found[key] = found.get(key, "") + bare if "*" in name else bare
    return found


def decoded_words(value: str) -> str:
    """Encoded words (RFC 2047) as text; broken ones stay as they are."""
    try:
        pieces = decode_header(value)
        text = "".join(
            piece if isinstance(piece, str) else piece.decode(charset or "ascii", "replace")
            for piece, charset in pieces
        )
    except (LookupError, ValueError):
        text = value
    return ODD_SIGNS.sub("", text)


def addresses_in(value: str) -> Iterator[str]:
    """The bare addresses of one header: neither names nor comments are taken for one.

    The standard library's reader goes one level deeper with each bracket, until Python ends it.
    """
    for piece in re.split("[,;]", _without_comments(QUOTED_NAME.sub(" ", value)))[:50]:
        inside = IN_ANGLES.search(piece)
        found = ADDRESS.fullmatch((inside[1] if inside else piece).strip())
        if found:
            yield found[0].lower()


def _without_comments(value: str) -> str:
    depth, kept = 0, []
    for sign in value:
        depth += (sign == "(") - (sign == ")" and depth > 0)
        if depth == 0 and sign != ")":
            kept.append(sign)
    return "".join(kept)


def _from_base64(body: bytes) -> bytes:
    signs = NOT_BASE64.sub(b"", body.partition(b"=\r\n--")[0])
    try:
        return b64decode(signs[: len(signs) - len(signs) % 4] + _rest(signs[len(signs) - len(signs) % 4 :]))
    except ValueError:
        return b""


def _rest(signs: bytes) -> bytes:
    return signs + b"=" * (4 - len(signs)) if len(signs) > 1 else b""
