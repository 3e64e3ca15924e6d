"""House rule for the start: what few processes need is loaded by those that need it."""

import os
import subprocess
import sys

import click
from flask.cli import ScriptInfo

from plumbing.site import Address, Addresses
from tests.house_rules.tree import ROOT, list_of

HEAVY = {
    "charset_normalizer", "defusedxml", "holidays", "icalendar", "lxml", "markdown", "merge3", "nh3",
    "openpyxl", "pyotp", "segno", "typst", "vobject", "zxcvbn", "alembic", "sqlalchemy.dialects.postgresql",
}  # fmt: skip
OF_ONE_COMMAND = ("blueprints.office.demo.",)
START = """
import gc, sys
from app import create_app
create_app({"SECRET_KEY": 40 * "x"})
print("frozen" if gc.get_freeze_count() > 100_000 and gc.isenabled() else "", *sys.modules)
"""

COMMAND = (sys.executable, "-X", "importtime", "-m", "flask", "--app", "app", "letters", "deliver")
NOT_FOR_LETTERS = HEAVY | {"wtforms", "flask_login", "plumbing.pages", "blueprints.tables.imports.worker"}


def test_the_start_loads_no_heavy_modules():
    """Each worker holds what the start loads, and each command waits for it."""
    words = [sys.executable, "-c", START]
    loaded = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert "sqlalchemy.orm" in loaded, loaded
    assert loaded[0] == "frozen", "What the start loads is looked through for garbage at each full pass"
    found = sorted(HEAVY & set(loaded)) + [name for name in loaded if name.startswith(OF_ONE_COMMAND)]
    assert not found, list_of(
        found, "Import it in the function that needs it (ruling: worker 90 MiB, 1.5 s):"
    )


def test_the_letter_worker_leaves_the_rooms_closed(tmp_path):
    """It hands finished bytes over; a mail that comes in must not wait for the pages either."""
    given = {"SECRET_KEY": 40 * "x", "DATABASE_URL": f"sqlite:///{tmp_path / 'no.sqlite'}"}
    surroundings = os.environ | {f"ROUNDTABLE_{name}": value for name, value in given.items()}
    done = subprocess.run(COMMAND, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    loaded = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines()]
    assert "plumbing.delivery" in loaded, done.stderr[-2000:]
    found = sorted(NOT_FOR_LETTERS & set(loaded)) + [name for name in loaded if name.endswith("routes")]
    assert not found, list_of(found, "The letter worker starts without pages; load it where it is needed:")


def test_a_command_opens_the_rooms_with_the_first_address_it_asks_for(tmp_path):
    from app import create_app

    given = {"SECRET_KEY": 40 * "x", "DATABASE_URL": f"sqlite:///{tmp_path / 'no.sqlite'}"}
    with click.Context(click.Command("letters")):
        site = ScriptInfo(create_app=lambda: create_app(given)).load_app()
    assert "home" not in site.blueprints
    addresses = site.url_map.bind("localhost")
    assert addresses.build("accounts.accept", {"token": "t"}) == "/accounts/links/t"
    assert "home" in site.blueprints
    assert site.test_client().get("/accounts/sign-in").status_code == 200


def test_an_address_is_compiled_when_it_is_built():
    rule = Address("/things/<int:thing_id>", endpoint="thing")
    addresses = Addresses([rule]).bind("localhost")
    before = rule._build_unknown
    for _ in range(2):
        assert addresses.build("thing", {"thing_id": 7}) == "/things/7"
        assert addresses.build("thing", {"thing_id": 7, "x": "ü"}) == "/things/7?x=%C3%BC"
        assert addresses.build("thing", {"thing_id": 7, "x": 1}, append_unknown=False) == "/things/7"
    assert rule._build_unknown is not before
