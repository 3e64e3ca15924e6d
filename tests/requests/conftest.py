"""What tests of papers and requests ask for by name."""

import re
from html import unescape

import pytest

from blueprints.requests import consultation_rules, reply_rules, request_rules, rules
from models.papers import PaperKind
from models.requests import ReplyWay
from models.visibility import Visibility
from tests import build


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2, name="Runder Tisch Musterstadt")


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


@pytest.fixture
def committee(house):
    """A body that others coordinate, known to everybody."""
    return outside(house, "Sozialausschuss")


def outside(house, name, visibility=Visibility.PUBLIC):
    return build.body(house, name, coordinated=False, is_external=True, visibility=visibility)


@pytest.fixture
def keep(house, table):
    """`keep(title, **facts)` keeps an internal motion; `on` is its date as it is typed."""

    def made(title="Antrag auf Beratung", **facts):
        given = {"kind": PaperKind.MOTION, "visibility": Visibility.INTERNAL, "seat_ids": [], "upload": None}
        paper = rules.keep(house, table.body.id, title=title, **given | facts, **by(house, table))
        house.flush()
        return paper

    return made


@pytest.fixture
def consult(house, table):
    """`consult(paper, committee, **facts)` notes a consultation."""

    def made(paper, committee, **facts):
        who = by(house, table)
        found = consultation_rules.add(house, paper.id, committee_id=committee.id, **facts, **who)
        house.flush()
        return found

    return made


@pytest.fixture
def relate(house, table):
    def made(source, kind, target):
        rules.relate(house, source.id, kind=kind, other_id=target.id, **by(house, table))

    return made


def by(house, table):
    return {"by": build.actor(house, table.coordinator), "now": build.NOW}


def address(table, rest=""):
    return f"/round-tables/{table.body.id}/papers{rest}"


def words(answer):
    """What is read on the page, white space folded."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.fixture
def ask(house, table, committee):
    """`ask(title, **facts)` registers an internal request of the committee."""

    def made(title="Erkenntnisse zum Beratungsbedarf", **facts):
        given = {"committee_id": committee.id, "visibility": Visibility.INTERNAL} | facts
        return request_rules.register(house, table.body.id, title=title, **given, **by(house, table))

    return made


@pytest.fixture
def lead(house, table):
    """`lead(request, seat)` gives the lead; without a seat the coordination has it."""

    def made(request, seat=None, **facts):
        given = {"seat_id": seat.id if seat else None, "appointment_id": None, "based_on": request.version}
        return request_rules.assign(house, request.id, **given | facts, **by(house, table))

    return made


@pytest.fixture
def reply(house, table):
    """`reply(request, **facts)` drafts a reply as the coordination."""

    def made(request, who=None, **facts):
        given = {
            "channel": ReplyWay.POST,
            "addressee": "Sozialausschuss",
            "text": "Wir haben nichts gesehen.",
        }
        acting = by(house, table) | ({"by": build.actor(house, who)} if who else {})
        return reply_rules.draft(house, request.id, **given | facts, **acting)

    return made


def of_requests(table, rest=""):
    return f"/round-tables/{table.body.id}/requests{rest}"
