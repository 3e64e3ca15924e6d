"""Cells of a file: how what a person typed becomes a canonical text, a value, and words again."""

import enum
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from models.errors import RuleBroken
from models.folding import folded
from models.fuzzy_dates import NOT_OUR_TIME, FuzzyDate, is_of_our_time
from models.languages import language_name, languages_in
from models.opening_hours import Hours, canonical, from_canonical, hours_in, hours_words
from models.typed_text import typed_email, typed_line, typed_text
from models.words import N_

Said = Callable[[str], str]
"""The language of the page: a marked message in its words."""

YES_WORDS: Final = {"ja", "j", "yes", "y", "x", "1", "true", "wahr", "✓"}
NO_WORDS: Final = {"nein", "n", "no", "0", "false", "falsch", "–", "-"}
YES, NO = N_("yes"), N_("no")
NOT_A_CHOICE = N_("“%(typed)s” is none of the allowed values: %(allowed)s.")
NOT_A_DAY = N_("Please give a day, like 08.09.2022.")
NOT_A_LOBBY_NUMBER = N_("A number of the Lobbyregister is an R and six digits: R001234.")
NOT_YES_OR_NO = N_("Please write yes or no.")
NOT_A_NUMBER = N_("Please give a whole number from %(least)s to %(most)s.")


class Cell:
    """Plain words are as they are. An empty cell is never read: it leaves what is there."""

    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        """What was typed, in the form in which it is kept; RuleBroken if it can't be."""
        raise NotImplementedError

    def value(self, kept: str) -> Any:
        """What the rules want to know."""
        return kept

    def kept(self, value: Any) -> str:
        """The reverse of `value`; nothing is the empty text."""
        return "" if value is None else str(value)

    def told(self, kept: str, said: Said, language: str) -> str:
        """In words, as an export writes them and `read` understands them again."""
        return kept

    def words(self, said: Said) -> dict[str, str]:
        """The words of one language by what they stand for."""
        return {}


@dataclass(frozen=True)
class Line(Cell):
    limit: int

    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        return typed_line(typed, self.limit)


@dataclass(frozen=True)
class Lines(Cell):
    limit: int

    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        return typed_text(typed, self.limit)


@dataclass(frozen=True)
class Address(Cell):
    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        return typed_email(typed)


@dataclass(frozen=True)
class Choice(Cell):
    kind: type[enum.Enum]

    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        found = words.get(folded(typed))
        if found is None:
            allowed = "; ".join(sorted(self.words(said).values(), key=folded))
            raise RuleBroken(NOT_A_CHOICE, typed=typed[:60], allowed=allowed)
        return found

    def value(self, kept: str) -> enum.Enum:
        return self.kind(kept)

    def kept(self, value: Any) -> str:
        return "" if value is None else str(value.value)

    def told(self, kept: str, said: Said, language: str) -> str:
        return said(self.kind(kept).label) if kept else ""  # type: ignore[attr-defined]

    def words(self, said: Said) -> dict[str, str]:
        return {each.value: said(each.label) for each in self.kind}  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Choices(Choice):
    """Several of a choice, with semicolons between them: their words have commas themselves."""

    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        parts = [part.strip() for part in re.split(r"[;\n]", typed) if part.strip()]
        found = {Choice.read(self, part, said, words) for part in parts}
        return "|".join(each.value for each in self.kind if each.value in found)

    def value(self, kept: str) -> Any:
        return tuple(self.kind(part) for part in kept.split("|"))

    def kept(self, value: Any) -> str:
        return "|".join(each.value for each in self.kind if each in value)

    def told(self, kept: str, said: Said, language: str) -> str:
        return "; ".join(Choice.told(self, part, said, language) for part in kept.split("|") if part)


@dataclass(frozen=True)
class Spoken(Cell):
    """Languages by their names or codes, with commas between them."""

    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        return "|".join(languages_in(typed))

    def value(self, kept: str) -> tuple[str, ...]:
        return tuple(kept.split("|"))

    def kept(self, value: Any) -> str:
        return "|".join(value or ())

    def told(self, kept: str, said: Said, language: str) -> str:
        return ", ".join(language_name(code, language) for code in kept.split("|") if code)


@dataclass(frozen=True)
class OpenHours(Cell):
    """Regular hours, a line or a part between semicolons for each rule."""

    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        return canonical(hours_in(typed.replace(";", "\n")))

    def value(self, kept: str) -> Hours:
        return from_canonical(kept)

    def kept(self, value: Any) -> str:
        return canonical(value or ())

    def told(self, kept: str, said: Said, language: str) -> str:
        return hours_words(from_canonical(kept), language)


@dataclass(frozen=True)
class LobbyNumber(Cell):
    """The number of the Lobbyregister: an R and six digits."""

    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        number = typed.strip().upper()
        if not re.fullmatch(r"R\d{6}", number, re.ASCII):
            raise RuleBroken(NOT_A_LOBBY_NUMBER)
        return number


@dataclass(frozen=True)
class YesNo(Cell):
    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        word = typed.strip().casefold()
        if word not in YES_WORDS | NO_WORDS:
            raise RuleBroken(NOT_YES_OR_NO)
        return "1" if word in YES_WORDS else "0"

    def value(self, kept: str) -> bool:
        return kept == "1"

    def kept(self, value: Any) -> str:
        return "1" if value else "0"

    def told(self, kept: str, said: Said, language: str) -> str:
        return said(YES if kept == "1" else NO) if kept else ""

    def words(self, said: Said) -> dict[str, str]:
        return {"1": said(YES), "0": said(NO)}


@dataclass(frozen=True)
class Fuzzy(Cell):
    """A date as exactly as it is known."""

    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        return FuzzyDate.parse(typed).canonical

    def value(self, kept: str) -> FuzzyDate:
        return FuzzyDate.from_canonical(kept)

    def kept(self, value: Any) -> str:
        return value.canonical if value is not None and value.is_known else ""

    def told(self, kept: str, said: Said, language: str) -> str:
        return self.value(kept).words(language) if kept else ""


@dataclass(frozen=True)
class Day(Cell):
    """One known day."""

    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        day = FuzzyDate.parse(typed).day
        if day is None:
            raise RuleBroken(NOT_A_DAY)
        if not is_of_our_time(day):
            raise RuleBroken(NOT_OUR_TIME)
        return day.isoformat()

    def value(self, kept: str) -> date:
        return date.fromisoformat(kept)

    def kept(self, value: Any) -> str:
        return value.isoformat() if value else ""

    def told(self, kept: str, said: Said, language: str) -> str:
        return FuzzyDate.of_day(self.value(kept)).words(language) if kept else ""


@dataclass(frozen=True)
class Number(Cell):
    least: int
    most: int

    def read(self, typed: str, said: Said, words: Mapping[str, str]) -> str:
        if not re.fullmatch(r"\d{1,6}", typed, re.ASCII) or not self.least <= int(typed) <= self.most:
            raise RuleBroken(NOT_A_NUMBER, least=self.least, most=self.most)
        return str(int(typed))

    def value(self, kept: str) -> int:
        return int(kept)


@dataclass(frozen=True)
class Column:
    """One column of a kind of file: its name among the facts, its heading, how it is read."""

    name: str
    heading: str
    cell: Cell
    required: bool = False
    hint: str = ""
    example: str = ""
    also: tuple[str, ...] = field(default=())
    """Further headings that offices write above it, folded."""
