"""The Chatham House rule: what is said may be used, who said it and for whom is not written down."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from models.errors import RuleBroken
from models.words import N_

LEGAL_FORM: Final = re.compile(r",?\s+(?:e\.\s?V\.|gGmbH|GmbH|AöR|gUG|eG)$")
TITLES: Final = re.compile(r"^(?:(?:Prof\.|Dr\.|Frau|Herrn?)\s+)+")
ADDRESSED: Final = r"(?:Frau|Herrn?|Hr\.|Fr\.|Dr\.|Prof\.|Kolleg\w{0,10})\s{1,3}(?:Dr\.\s{1,3})?"
ENDING: Final = r"(?:s|es|n|en)?(?!\w)"
ALSO_WORDS: Final = (
    "bauer,baum,beck,berg,bach,bock,brand,braun,busch,engel,ernst,fischer,frank,frei,fried,fuchs,"
    "grau,groß,gut,haas,hahn,haus,herz,hirsch,hof,horn,jäger,jung,kaiser,keller,klein,koch,könig,"
    "kraft,krause,kunze,kurz,lang,lange,lorenz,mai,mann,markt,neu,neumann,nord,ost,pfeiffer,pohl,"
    "reich,richter,ritter,roth,rot,sauer,schaf,schmied,schneider,schreiber,schulz,schwarz,sommer,"
    "stark,stein,stern,sturm,süß,voll,vogel,wagner,wald,weber,weise,weiß,wild,winter,wolf,zimmer,"
)
EVERYDAY: Final = frozenset(ALSO_WORDS.strip(",").split(","))
"""Surnames that are words as well: alone they name nobody."""


class Found(NamedTuple):
    """A passage `text[start:end]` that names somebody."""

    start: int
    end: int
    passage: str


@dataclass(frozen=True)
class Names:
    """Whom a text must not name: people, and institutions by all their names, short and former ones."""

    people: Sequence[str] = ()
    institutions: Sequence[str] = ()

    def found_in(self, text: str) -> list[Found]:
        """All passages that name somebody, in their order."""
        if self.pattern is None:
            return []
        return [Found(*each.span(), each[0]) for each in self.pattern.finditer(text)]

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        parts = sorted({*self._of_institutions(), *self._of_people()}, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)}){ENDING}") if parts else None

    def _of_institutions(self) -> Iterable[str]:
        """Whole names without legal form; without the place, too, where others bear it as well."""
        names = {LEGAL_FORM.sub("", each).strip() for each in self.institutions}
        lasts = [each.rpartition(" ")[2] for each in names if " " in each]
        for name in names:
            head, _, last = name.rpartition(" ")
            yield from _words(name)
            if lasts.count(last) > 1:
                yield from _words(head)

    def _of_people(self) -> Iterable[str]:
        """The whole name; the surname alone unless it is a word, or part of an institution's name."""
        known = {word.casefold() for name in self.institutions for word in name.split()}
        for each in self.people:
            whole = TITLES.sub("", each).strip()
            yield from _words(whole)
            first, _, surname = whole.rpartition(" ")
            if not first or len(surname) < 3 or surname.casefold() in known:
                continue
            yield ADDRESSED + re.escape(surname)
            if surname.casefold() not in EVERYDAY:
                yield re.escape(surname)


def _words(name: str) -> Iterable[str]:
    """A name in a pattern, whatever white space is in it; capitals count only in abbreviations."""
    if len(name) < 2:
        return
    spaced = r"\s{1,3}".join(map(re.escape, name.split()))
    yield spaced if name.isupper() else f"(?i:{spaced})"


class Named(RuleBroken):
    """A text under the Chatham House rule names somebody; it is not kept, and cannot be confirmed."""

    def __init__(self, found: Sequence[Found], field: str = "markdown") -> None:
        passages = ", ".join(f"„{each}“" for each in dict.fromkeys(each.passage for each in found[:5]))
        super().__init__(
            N_("The Chatham House rule holds for this item. Please reword: %(passages)s."),
            field=field,
            passages=passages,
        )
        self.found = list(found)
