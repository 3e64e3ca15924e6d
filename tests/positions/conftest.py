"""What tests of positions ask for by name."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from blueprints.positions import amendment_rules, rules, section_rules, version_rules
from models.position_texts import PositionSection
from models.positions import PositionKind
from models.texts import Text, version
from plumbing.markdown import render
from tests import build

OCCASION = (
    "Der Rat berät im Herbst über die Beratung.\n\nDie Institutionen des Tisches sehen Bedarf.\n\nEnde."
)
UNTIL = build.TODAY + timedelta(days=14)


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 3, name="Runder Tisch Musterstadt")


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


@pytest.fixture
def begin(house, table):
    """`begin(words, ...)` begins a position of the first main representative; each text is a section."""

    def made(*texts, by=None, title="Gute Beratung für alle", **facts):
        who = as_(house, by or table.mains[0])
        headings = [f"Abschnitt {number}" for number, _ in enumerate(texts, 1)]
        given = {"title": title, "kind": PositionKind.PAPER, "headings": headings} | facts
        position = rules.begin(house, table.body.id, **given, **who)
        for section, words in zip(sections(house, position), texts, strict=True):
            write(house, section, words, **who)
        return position

    return made


@pytest.fixture
def opened(house, table, begin):
    """`opened(words, ...)` is a position whose first version is open for amendments for two weeks."""

    def made(*texts, **facts):
        position = begin(*(texts or (OCCASION,)), **facts)
        version_rules.open_for_amendments(house, position.id, until=UNTIL, **as_(house, table.coordinator))
        return position

    return made


@pytest.fixture
def propose(house, table):
    """`propose(position, old, new, by=person)` hands in an amendment to its first section."""

    def made(position, old, new, by=None, reason="So ist es genauer.", section=0):
        of = sections(house, position)[section]
        words = newest(house, of).replace(old, new)
        who = by or table.mains[1]
        organisation = build.actor(house, who).seats[0].organisation_id
        given = {"organisation_id": organisation, "markdown": words, "reason": reason}
        return amendment_rules.propose(house, position.id, of.id, **given, **as_(house, who))

    return made


def as_(house, person):
    return {"by": build.actor(house, person), "now": build.NOW}


def sections(house, position):
    mine = select(PositionSection).where(PositionSection.position_id == position.id)
    return list(house.scalars(mine.order_by(PositionSection.place)))


def newest(house, section):
    text = house.get(Text, section.text_id)
    found = version(house, text, text.latest)
    return found.markdown if found else ""


def write(house, section, words, *, based_on=None, **who):
    text = house.get(Text, section.text_id)
    given = {"heading": section.heading, "heading_based_on": section.version, "render": render}
    start = text.latest if based_on is None else based_on
    return section_rules.write_section(house, section.id, markdown=words, based_on=start, **given, **who)


def address(position, rest=""):
    return f"/round-tables/{position.body_id}/positions/{position.id}{rest}"


def words(answer):
    """What is read on the page, white space folded."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
