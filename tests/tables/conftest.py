"""What tests of tables ask for by name."""

import pytest

from tests import build


@pytest.fixture
def sign_in_admin(house, sign_in):
    """A browser of the system administration."""
    return sign_in(build.person(house), is_admin=True)


@pytest.fixture
def table(house, stop_clock):
    """A table with two seats, at a clock that stands."""
    stop_clock(build.NOW)
    return build.table(house, 2, name="Runder Tisch Musterstadt")


@pytest.fixture
def coordinator(table, sign_in):
    """A browser of the table's coordination."""
    return sign_in(table.coordinator)
