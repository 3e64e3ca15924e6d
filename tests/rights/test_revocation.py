"""A right that is taken away is gone at the next request of the same session, for every address it opened."""

from datetime import timedelta

import pytest

from blueprints.accounts import factor_rules
from blueprints.accounts import rules as account_rules
from blueprints.tables.people import rules as people_rules
from models.accounts import Account, LinkPurpose, SignInSession
from models.bodies import Office, OfficeKind
from models.editions import EditionReader
from models.guests import ItemGuest
from models.meetings import ItemAudience, Meeting
from models.people import Person
from models.seats import Appointment, Seat
from models.shelf import DocumentAudience
from tests import build
from tests.rights.matrix import DECIDED
from tests.rights.walking import outcome, requests

YESTERDAY = build.TODAY - timedelta(days=1)


def appointment_ends(house, world, person):
    house.query(Appointment).filter_by(person_id=person.id).one().ends_on = YESTERDAY


def seat_ends(house, world, person):
    appointment = house.query(Appointment).filter_by(person_id=person.id).one()
    house.get_one(Seat, appointment.seat_id).ends_on = YESTERDAY


def office_ends(house, world, person):
    house.query(Office).filter_by(person_id=person.id).one().ends_on = YESTERDAY


def taken_off_the_item(house, world, person):
    house.query(ItemGuest).filter_by(person_id=person.id).delete()


def somebody_else_takes_minutes(house, world, person):
    house.query(Meeting).filter_by(minute_taker_id=person.id).update({"minute_taker_id": None})


def duty_ends(house, world, person):
    account = house.query(Account).filter_by(person_id=person.id).one()
    account.is_admin = account.is_privacy_officer = False


def declaration_is_taken_back(house, world, person):
    house.query(Appointment).filter_by(person_id=person.id).one().declared_on = None


def seat_no_longer_named(house, world, person):
    """On the item, in the edition and on the shelf stay all others; the member reads as the table does."""
    house.query(ItemAudience).delete()
    house.query(EditionReader).filter_by(seat_id=world.ids["seat_id"]).delete()
    house.query(DocumentAudience).delete()


OWN = ("accounts.end_session", "calendars.revoke")
"""Whoever has lost all rights may still end what she herself has begun."""
TAKEN = [
    ("member", declaration_is_taken_back),
    ("deputy", declaration_is_taken_back),
    ("of_sleeping_seat", appointment_ends),
    ("delegate", appointment_ends),
    ("undeclared", appointment_ends),
    ("member", appointment_ends),
    ("member", seat_ends),
    ("deputy", appointment_ends),
    ("advisory", seat_ends),
    ("reader", office_ends),
    ("coordinator", office_ends),
    ("guest", taken_off_the_item),
    ("minute_taker", somebody_else_takes_minutes),
    ("administrator", duty_ends),
    ("privacy_officer", duty_ends),
]


def opened_to(role):
    """The rows that let the role in, but nobody who has lost all rights."""
    rows = DECIDED.items()
    return {name: row for name, row in rows if role in row.roles and "former" not in row.roles}


@pytest.mark.parametrize(("role", "taken"), TAKEN)
def test_what_a_right_opened_is_closed_at_the_next_request(
    site, house, world, ask, keeps_nothing, cheap_refusals, role, taken
):
    rows = {name: row for name, row in opened_to(role).items() if name not in OWN}
    assert rows
    taken(house, world, house.merge(world.people[role], load=False))
    house.commit()
    house.close()
    open_still = [
        f"{method} {path}: {got}"
        for name, row in rows.items()
        for method, path in requests(site, world, name, row)
        if (got := outcome(ask(role, method, path))) != "404"
    ]
    assert not open_still, "\n".join(["", *open_still])


NAMED_TO_ONE = (
    *("meetings.item, named to one institution", "minutes.edition", "minutes.download"),
    *("tables.document, named to one institution", "meetings.download_file, of a shelf, named"),
)


def test_who_is_no_longer_named_loses_the_item_its_papers_and_its_editions_at_once(site, house, world, ask):
    paths = [path for name in NAMED_TO_ONE for _, path in requests(site, world, name, DECIDED[name])]
    assert {outcome(ask("member", "GET", path)) for path in paths} == {"page"}
    seat_no_longer_named(house, world, world.people["member"])
    house.commit()
    assert {outcome(ask("member", "GET", path)) for path in paths} == {"404"}


@pytest.mark.parametrize("taken", [appointment_ends, seat_ends])
def test_the_link_of_a_letter_asks_nothing_more(house, world, ask, taken):
    path = f"/r/{world.tokens['reply']}"
    assert outcome(ask("anonymous", "GET", path)) == "page"
    taken(house, world, world.people["member"])
    house.commit()
    for method in ("GET", "POST"):
        assert outcome(ask("anonymous", method, path, data={"coming": "yes"})) == "404"


def password_changes(house, account):
    account_rules.issue_link(house, account, LinkPurpose.RESET, build.NOW)
    token = account_rules.issue_link(house, account, LinkPurpose.RESET, build.NOW)
    account_rules.use_link(house, token, "vier sehr lange worte daneben", now=build.NOW)


def factor_is_reset(house, account):
    by = build.actor(house, build.person(house), is_admin=True)
    factor_rules.reset(house, account.id, by=by, now=build.NOW)


def office_is_given(house, account):
    """Whoever gets a duty begins anew, with the second factor that it asks for."""
    body = build.body(house)
    person = house.get_one(Person, account.person_id)
    person_facts = {"name": person.name, "email": person.email}
    by = build.actor(house, build.coordinator_of(house, body))
    people_rules.give_office(
        house, body.id, person=person_facts, kind=OfficeKind.COORDINATION, by=by, now=build.NOW
    )


def end_session(house, account):
    house.query(SignInSession).filter_by(account_id=account.id).update({"ended_at": build.NOW})


def lock(house, account):
    account.locked_at = build.NOW


def let_it_lie(house, account):
    house.query(SignInSession).filter_by(account_id=account.id).update(
        {"seen_at": build.NOW - timedelta(minutes=31)}
    )


def wear_it_out(house, account):
    house.query(SignInSession).filter_by(account_id=account.id).update(
        {"started_at": build.NOW - timedelta(hours=12, seconds=1)}
    )


@pytest.mark.parametrize(
    "way", [end_session, lock, let_it_lie, wear_it_out, password_changes, factor_is_reset, office_is_given]
)
def test_without_a_session_every_door_asks_to_sign_in(
    site, house, world, ask, keeps_nothing, cheap_refusals, cheap_sign_in, way
):
    way(house, house.query(Account).filter_by(person_id=world.ids["coordinator_person"]).one())
    house.commit()
    house.close()
    got = {
        outcome(ask("coordinator", method, path))
        for name, row in DECIDED.items()
        for method, path in requests(site, world, name, row)
        if not row.is_public
    }
    assert got == {"sign-in"}
