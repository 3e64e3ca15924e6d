"""The words in which people write dates, in German and in English."""

import enum
import re

from models.errors import RuleBroken
from models.words import N_


class Season(enum.Enum):
    """Seasons of the northern hemisphere by whole months; values are the codes of ISO 8601-2 (EDTF).

    "Winter 2021" begins in December 2021. A winter given with both years ("Winter 2021/22") is the same
    months, but kept apart (code 28), so that each is printed as it was given.
    """

    SPRING = 21
    SUMMER = 22
    AUTUMN = 23
    WINTER = 24
    WINTER_OF_TWO_YEARS = 28

    @property
    def first_month(self) -> int:
        return {21: 3, 22: 6, 23: 9}.get(self.value, 12)


NOT_UNDERSTOOD = N_(
    "This date was not understood. Possible are, for example: 08.09.2022, September 2022, autumn 2021, "
    "1995, since 1995, unknown."
)
NO_SHORT_YEAR = N_("Please write the year with four digits.")

MONTHS_DE = (
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905
)
MONTHS_EN = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
SEASONS_DE = dict(zip(Season, ("Frühjahr", "Sommer", "Herbst", "Winter", "Winter"), strict=True))
SEASONS_EN = dict(zip(Season, ("spring", "summer", "autumn", "winter", "winter"), strict=True))
MONTH_NUMBERS = {
    **{name.lower(): number for names in (MONTHS_DE, MONTHS_EN) for number, name in enumerate(names, 1)},
    **{name.lower()[:3]: number for names in (MONTHS_DE, MONTHS_EN) for number, name in enumerate(names, 1)},
    "jänner": 1,
    "maerz": 3,
    "mrz": 3,
    "sept": 9,
}
SEASON_CODES = {
    **{name.lower(): season.value for names in (SEASONS_EN, SEASONS_DE) for season, name in names.items()},
    "frühling": 21,
    "fruehjahr": 21,
    "fruehling": 21,
    "fall": 23,
    "winter": 24,
}
UNKNOWN_WORDS = {"", "unbekannt", "unknown", "nicht bekannt", "not known", "?", "-", "–"}

LEAD = re.compile(r"(?P<since>(?:seit|since)\s)?(?:(?:im|in|am|on|dem|the)\s)?(?:(?:jahr|jahre|year)\s)?")
_MONTH = f"(?P<month_name>{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\\.?"
_SEASON = f"(?P<season_name>{'|'.join(SEASON_CODES)})"
FORMS = [
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?",
        r"(?:(?P<day>\d{1,2})\. ?)?(?P<month>\d{1,2})\. ?(?P<year>\d{4})",
        r"(?P<month>\d{1,2})/(?P<year>\d{4})",
        rf"(?:(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)? ?(?:of )?)?{_MONTH} ?(?P<year>\d{{4}})",
        rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
        rf"{_SEASON} (?P<year>\d{{4}})(?: ?/ ?(?P<next_year>\d{{2}}|\d{{4}}))?",
    )
]
SHORT_YEAR = re.compile(r"\d{1,2}\. ?(?:\d{1,2}\.|[a-zä]+\.?) ?\d{2}", re.ASCII)


def numbers_in(text: str, field: str | None) -> tuple[bool, dict[str, int]]:
    """Whether it says "since", and the numbers of year, season, month and day, as far as they are there.

    `text` is in lower case, with single spaces. RuleBroken if it is no date in a form that people use.
    """
    lead = LEAD.match(text)
    text = text[lead.end() :] if lead else text
    found = next((match for form in FORMS if (match := form.fullmatch(text))), None)
    if not found:
        raise RuleBroken(NO_SHORT_YEAR if SHORT_YEAR.fullmatch(text) else NOT_UNDERSTOOD, field)
    given = {name: value for name, value in found.groupdict().items() if value}
    parts: dict[str, int] = {name: int(given[name]) for name in given if name in ("year", "month", "day")}
    if "month_name" in given:
        parts["month"] = MONTH_NUMBERS[given["month_name"]]
    if "season_name" in given:
        parts["season"] = SEASON_CODES[given["season_name"]]
    if "next_year" in given:
        follows = str(parts["year"] + 1).endswith(given["next_year"])
        if parts["season"] != Season.WINTER.value or not follows:
            raise RuleBroken(NOT_UNDERSTOOD, field)
        parts["season"] = Season.WINTER_OF_TWO_YEARS.value
    return bool(lead and lead["since"]), parts
