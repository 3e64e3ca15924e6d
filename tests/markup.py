"""HTML read quickly: pages of the plain kind that ours are; html5lib judges each kind of place in them once.

html5lib takes five times as long. Where every tag is closed in its turn, what it says about a tag or a word
depends on the elements that are open there and on nothing else. Such a *place* it judges once, together with
the page in which it first stands: no error, and the same tree as ours, word by word. Whatever is not of the
plain kind (a tag left open, an odd attribute, a reference or a sign that may be wrong) is always left to it.
"""

import re
from contextlib import suppress
from functools import lru_cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

import html5lib
from html5lib._inputstream import invalid_unicode_re
from html5lib.constants import adjustSVGAttributes, voidElements

SVG = "{http://www.w3.org/2000/svg}"
DOCTYPE = re.compile(r"\s*<!doctype html>\s*(?=<html[ >])")
NAME = "(?:viewBox|[a-z][a-z0-9-]*)"
TAG = re.compile(rf'(/?)([a-z][a-z0-9]*)((?:[ \n\t]+{NAME}(?:="[^"]*")?)*)[ \n\t]*(/?)>')
ATTRIBUTE = re.compile(rf'({NAME})(?:="([^"]*)")?')
WITH_CAPITALS = {"viewBox"}
"""The only name with capitals that is read here: it must stand in an <svg>."""
REFERENCE = re.compile(r"&[^;\s]{0,6};?")
PLAIN_REFERENCES = {"&amp;", "&lt;", "&gt;", "&quot;", "&#34;", "&#39;", "&nbsp;"}
SPACE = " \t\n\x0c"
HOLDS_NO_TAGS = {"textarea", "title", "script"}
READ_OTHERWISE = {
    "style",
    "noscript",
    "iframe",
    "template",
    "xmp",
    "plaintext",
    "noembed",
    "noframes",
    "math",
}
FORMATTING = {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
DROPS_FIRST_NEWLINE = {"textarea", "pre", "listing"}

known: set[str] = set()
"""Places at which html5lib found nothing wrong and built the tree that we build."""


class NotPlain(Exception):
    """A page that html5lib alone can read."""


def parse(html: str) -> tuple[Element, list[Any]]:
    """The tree of a page and what is invalid in it, both as html5lib says."""
    ours, places = None, set[str]()
    with suppress(NotPlain):
        ours, places = read(html.replace("\r\n", "\n").replace("\r", "\n"))
    if ours is not None and places <= known:
        return ours, []
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    if ours is not None and not parser.errors and same(tree, ours):
        known.update(place for place in places if not repeats_itself(place))
    return tree, parser.errors


def read(html: str) -> tuple[Element, set[str]]:
    """The tree of a plain page, and its places: the tags that are open, and what stands there."""
    start = DOCTYPE.match(html)
    if not start or "\0" in html or invalid_unicode_re.search(html):
        raise NotPlain
    if "&" in html and not PLAIN_REFERENCES.issuperset(REFERENCE.findall(html)):
        raise NotPlain
    reader = Reader()
    for chunk in html[start.end() + 1 :].split("<"):
        tag, closes, ends_itself, named, words = piece(chunk)
        if closes:
            reader.close(tag)
        else:
            reader.open(tag, named, ends_itself)
        if words:
            reader.say(words, follows="" if closes else tag)
    return reader.end(), reader.places


@lru_cache(maxsize=50_000)
def piece(chunk: str) -> tuple[str, str, str, dict[str, str], str]:
    """A tag and the words after it, as far as they can be read without knowing what is open."""
    found = TAG.match(chunk)
    if not found:
        raise NotPlain
    closes, tag, attributes, ends_itself = found.groups()
    pairs = ATTRIBUTE.findall(attributes)
    named = {name: unescape(value) if "&" in value else value for name, value in pairs}
    if len(named) < len(pairs) or tag in READ_OTHERWISE or (closes and named):
        raise NotPlain
    words = chunk[found.end() :]
    if not closes and tag in DROPS_FIRST_NEWLINE:
        words = words.removeprefix("\n")
    return tag, closes, ends_itself, named, unescape(words) if "&" in words else words


class Reader:
    """Builds the tree, tag by tag; raises NotPlain where a browser would do more than open and close."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.path = ""
        self.above: list[tuple[str, str]] = []  # the tags that are open, and the path above each
        self.frame: list[str] = []  # the root and its children
        self.places: set[str] = set()

    def open(self, tag: str, named: dict[str, str], ends_itself: str) -> None:
        path = f"{self.path}/{tag}"
        if len(self.above) < 2:
            self.frame.append(tag)
        elif self.above[-1][0] in HOLDS_NO_TAGS:
            raise NotPlain
        drawn = "/svg" in path
        if not named.keys().isdisjoint(adjustSVGAttributes if drawn else WITH_CAPITALS):
            raise NotPlain
        self.builder.start(SVG + tag if drawn else tag, dict(named))
        self.places.add(path + ends_itself)
        if tag in voidElements or (drawn and ends_itself):
            self.builder.end(tag)
        else:
            self.above.append((tag, self.path))
            self.path = path

    def close(self, tag: str) -> None:
        """The body stays open to the end: what follows it belongs to it."""
        if not self.above or self.above[-1][0] != tag:
            raise NotPlain
        self.path = self.above.pop()[1]
        if tag not in ("body", "html"):
            self.builder.end(tag)

    def say(self, words: str, follows: str) -> None:
        """Text; around <head> and after <body> there is only space."""
        is_blank = not words.strip(SPACE)
        if len(self.above) < 2:
            if not is_blank:
                raise NotPlain
            if follows == "html":
                return
        elif follows == "script":
            raise NotPlain
        self.places.add(self.path + ("/ " if is_blank else "/#"))
        self.builder.data(words)

    def end(self) -> Element:
        if self.above or self.frame != ["html", "head", "body"]:
            raise NotPlain
        self.builder.end("body")
        self.builder.end("html")
        return self.builder.close()


def same(one: Element, other: Element) -> bool:
    """Both trees, element by element and word by word."""
    here, there = list(one.iter()), list(other.iter())
    return len(here) == len(there) and all(
        a.tag == b.tag
        and a.attrib == b.attrib
        and len(a) == len(b)
        and (a.text or "") == (b.text or "")
        and (a.tail or "") == (b.tail or "")
        for a, b in zip(here, there, strict=True)
    )


def repeats_itself(place: str) -> bool:
    """The same formatting tag three times one in the other: a browser may forget one, by their attributes."""
    tags = place.split("/")
    return any(tags.count(tag) > 2 for tag in FORMATTING)
