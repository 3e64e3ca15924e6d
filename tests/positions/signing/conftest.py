"""What tests of signatures ask for by name."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.positions import signature_rules, signing_rules, version_rules
from blueprints.positions.rules import locked
from blueprints.positions.signing_queries import Signed, sign_off
from models.editions import Edition
from models.signatures import AskedSigner, SignatureValue
from tests import build
from tests.positions.conftest import as_

DUE = build.TODAY + timedelta(days=14)
LATER = build.NOW + timedelta(days=3)
SIGNS, RESERVATION = SignatureValue.SIGNS, SignatureValue.RESERVATION


@pytest.fixture
def final(house, table, begin):
    """`final(words)` is a position with a final text."""

    def made(*texts, **facts):
        position = begin(*(texts or ("Wir bitten um Mittel, für die Beratung.",)), **facts)
        version_rules.freeze_final(house, position.id, **as_(house, table.coordinator))
        return position

    return made


@pytest.fixture
def asked(house, table, final):
    """`asked()` is a position whose final text the institutions of the table are asked to sign."""

    def made(position=None, **facts):
        position = position or final()
        given = {"due_on": DUE} | facts
        signing_rules.ask(house, position.id, **given, **as_(house, table.coordinator))
        return position

    return made


@pytest.fixture
def say(house, table):
    """`say(position, 0, value)` is the word of the first institution's main representative, or of `by`."""

    def made(position, place, value=SIGNS, *, by=None, now=build.NOW, **facts):
        who = by or table.mains[place]
        about = about_of(house, position, by=who)
        given = {"asked_id": asked_of(house, about, table.seats[place].organisation_id).id, "value": value}
        given |= {"sha256": about.sha256} | facts
        return signature_rules.sign(house, position.id, **given, **(as_(house, who) | {"now": now}))

    return made


def whole(house, position, by):
    return locked(house, position.id, build.actor(house, by))


def about_of(house, position, *, by):
    return sign_off(house, whole(house, position, by).final_version.id)


def asked_of(house, about, organisation_id):
    mine = (AskedSigner.sign_off_id == about.id) & (AskedSigner.organisation_id == organisation_id)
    return house.scalars(select(AskedSigner).where(mine)).one()


def signed(house, table, position, on=build.TODAY):
    loaded = whole(house, position, table.coordinator)
    return Signed(house, sign_off(house, loaded.versions[-1].id), loaded, on)


def named(house, table, position, on=build.TODAY):
    """The places at the table of the institutions that are named as signatories."""
    printed = {each.organisation_id for each in signed(house, table, position, on).printed}
    return [place for place, seat in enumerate(table.seats) if seat.organisation_id in printed]


def table_name(house, table, place):
    about = house.scalars(select(AskedSigner).where(AskedSigner.seat_id == table.seats[place].id)).first()
    return about.name


def signers(house, issue):
    return [each["name"] for each in house.get(Edition, issue.edition_id).data["signers"]]
