"""The room of the tests of minutes: a meeting that was held, whose minutes can be sent."""

from tests.minutes.conftest import room  # noqa: F401 - a fixture
