"""A right that is taken away is gone at the next request of the same session, for every address it opened."""

from datetime import timedelta

import pytest

from models.accounts import Account, SignInSession
from models.bodies import Office
from models.guests import ItemGuest
from models.meetings import Meeting
from models.seats import Appointment, Seat
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


TAKEN = [
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
    rows = {name: row for name, row in opened_to(role).items() if name != "accounts.end_session"}
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


@pytest.mark.parametrize("way", [end_session, lock, let_it_lie, wear_it_out])
def test_without_a_session_every_door_asks_to_sign_in(
    site, house, world, ask, keeps_nothing, cheap_refusals, way
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
