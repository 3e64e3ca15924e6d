"""What tests of tables ask for by name."""

import pytest

from tests import build


@pytest.fixture
def sign_in_admin(house, sign_in):
    """A browser of the system administration."""
    return sign_in(build.person(house), is_admin=True)
