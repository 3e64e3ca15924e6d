"""Administration and data protection are given and taken by another administrator, and end the sessions."""

import pytest

from blueprints.accounts import duty_rules
from models.errors import NotAllowed
from models.history import Entry
from tests import build


@pytest.fixture
def admin(house, sign_in):
    return sign_in(build.person(house), is_admin=True)


def page(account):
    return f"/accounts/{account.id}/duties"


def test_a_duty_is_given_and_asks_for_a_second_factor(house, admin, sign_in, account):
    holder = sign_in(account, factor=False)
    assert holder.get("/overview").status_code == 200
    assert admin.submit(admin.get(page(account)), is_admin="y").status_code == 303
    house.expire_all()
    assert account.is_admin
    assert holder.get("/overview").status_code == 302
    again = sign_in(account, factor=False)
    assert "/accounts/factor/set-up" in again.get("/accounts/", follow_redirects=True).request.path
    assert sign_in(account).get("/accounts/").status_code == 200


def test_a_duty_is_taken_and_gone_at_once(house, admin, sign_in, account):
    account.is_admin = account.is_privacy_officer = True
    holder = sign_in(account)
    answer = admin.submit(admin.get(page(account)), is_admin=None)
    assert answer.status_code == 303
    house.expire_all()
    assert (account.is_admin, account.is_privacy_officer) == (False, True)
    assert holder.get("/accounts/").status_code == 302
    assert sign_in(account).get("/accounts/").status_code == 404
    line = house.query(Entry).filter_by(gesture="set-duties").one()
    assert line.facts == {"is_admin": False, "is_privacy_officer": True}


def test_nobody_sets_her_own_duties(house, sign_in, account):
    account.is_admin = True
    own = sign_in(account)
    assert own.post(page(account), data={"based_on": account.version}).status_code == 422
    house.expire_all()
    assert account.is_admin


def test_what_changed_meanwhile_is_shown_first(house, admin, account):
    form = admin.get(page(account))
    account.is_privacy_officer = True
    assert admin.submit(form, is_admin="y").status_code == 409
    house.expire_all()
    assert not account.is_admin


def test_saving_without_a_change_signs_nobody_out(house, admin, sign_in, account):
    holder = sign_in(account)
    assert admin.submit(admin.get(page(account))).status_code == 303
    assert holder.get("/overview").status_code == 200
    assert house.query(Entry).filter_by(gesture="set-duties").count() == 0


def test_the_rule_asks_for_itself_who_acts(house, account):
    by = build.actor(house, build.person(house))
    facts = {"based_on": account.version, "is_admin": True, "is_privacy_officer": False}
    with pytest.raises(NotAllowed):
        duty_rules.set_duties(house, account.id, **facts, by=by, now=build.NOW)


def test_lists_of_accounts_and_sessions_cost_the_same_whatever_their_length(
    house, admin, sign_in, account, statements
):
    holder = sign_in(account)
    counted = []
    for more in (0, 20):
        for _ in range(more):
            sign_in(account), sign_in(build.person(house))
        for browser, path in ((admin, "/accounts/"), (holder, "/accounts/profile")):
            browser.get(path)
            with statements() as seen:
                browser.get(path)
            counted.append(len(seen))
    assert counted[:2] == counted[2:]
    assert max(counted) <= 7
