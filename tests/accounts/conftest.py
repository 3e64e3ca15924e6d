"""An account with a password, and the way through the sign-in page."""

import re
from dataclasses import dataclass

import pyotp
import pytest

from blueprints.accounts import factors, passwords, rules
from models.accounts import hashed
from models.second_factors import RecoveryCode, SecondFactor
from plumbing import clock
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


@dataclass(frozen=True)
class Phone:
    """An app for one-time codes: it knows the secret that the page told."""

    secret: str

    @classmethod
    def reading(cls, page):
        found = re.search(r"<code>([A-Z2-7 ]{39})</code>", page.text)
        assert found, page.text
        return cls(found[1].replace(" ", ""))

    def code(self, steps=0):
        return pyotp.TOTP(self.secret).at(clock.now(), counter_offset=steps)


@pytest.fixture
def with_factor(house, app):
    """`with_factor(account)` gives the account a second factor and says which phone and which code."""

    def give(account, codes=("abcd-efgh-jkmn-pqrs",)):
        seed = factors.new_seed()
        house.add(SecondFactor(account_id=account.id, seed=seed, set_up_at=build.NOW, last_step=0))
        for code in codes:
            house.add(RecoveryCode(account_id=account.id, code_hash=hashed(factors.plain(code))))
        house.flush()
        return Phone(factors.secret_of(app.secret_key, account.id, seed))

    return give
