"""An account with a password, and the way through the sign-in page."""

import pytest

from blueprints.accounts import passwords, rules
from tests import build

PASSWORD = "Kutsche-Nebel-Lampe-7"
HASH = passwords.hash_of(PASSWORD)


@pytest.fixture
def password():
    return PASSWORD


@pytest.fixture
def account(house):
    person = build.person(house, "Vertretung Klinik")
    return rules.create_account(house, person, now=build.NOW, password_hash=HASH)


@pytest.fixture
def enter():
    """`enter(client, email, password)` goes the way of a person: the page, then its form."""

    def enter(client, email, password=PASSWORD, to="/accounts/sign-in"):
        return client.submit(client.get(to), email=email, password=password)

    return enter


@pytest.fixture
def link_of(house):
    """`link_of(account)` makes a one-time link and says its path."""

    def make(account, purpose=rules.LinkPurpose.INVITATION):
        token = rules.issue_link(house, account, purpose, build.NOW)
        house.commit()
        return f"/accounts/links/{token}"

    return make
