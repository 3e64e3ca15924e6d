"""Which tests of the site run on both databases, and in which order all of them run (decision 0058)."""

from collections.abc import Iterable
from zlib import crc32

import pytest

from tests import needs

ALWAYS_BOTH = tuple(
    f"tests/{room}/" for room in ("bench", "demo", "house_rules", "letters", "models", "plumbing", "rights")
)
"""Rooms whose tests of the site are about the database itself, or share themselves out."""
AT_ONCE = {"threading", "Barrier", "ThreadPoolExecutor", "savers", "at_once"}
"""A module that knows one of these lets several people wait for each other's locks."""
LONG = (
    *("rights/test_bad_input", "rights/test_matrix", "rights/test_gestures"),
    *("demo/", "browser/", "letters/test_crash"),
)
"""Where single tests take many seconds."""


def add_option(parser: pytest.Parser) -> None:
    parser.addoption(
        "--pages-once",
        action="store_true",
        help="each test that only opens pages runs on one of the two databases; with CI=true on both",
    )


def is_once(config: pytest.Config) -> bool:
    return bool(config.getoption("--pages-once")) and not needs.NOTHING_LEFT_OUT


def database_of(item: pytest.Item) -> str:
    given = getattr(item, "callspec", None)
    return str(given.params.get("engine", "")) if given else ""


def opens_pages_only(item: pytest.Item) -> bool:
    """It looks at the site through pages, and at nothing that a database does in a way of its own."""
    fixtures = getattr(item, "fixturenames", ())
    known = vars(getattr(item, "module", item))
    return "new_client" in fixtures and not item.nodeid.startswith(ALWAYS_BOTH) and AT_ONCE.isdisjoint(known)


def left_to_the_other(items: Iterable[pytest.Item]) -> set[str]:
    """Of each test of pages that stands here twice, the one of the two that does not run: half on each
    database, and always the same."""
    twins: dict[str, list[str]] = {}
    for item in items:
        name = database_of(item)
        if name and opens_pages_only(item):
            twins.setdefault(item.nodeid.replace(name, ""), []).append(item.nodeid)
    return {sorted(both)[crc32(test.encode()) % 2] for test, both in twins.items() if len(both) == 2}


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The first half begins with SQLite, the second with PostgreSQL: two workers have a database each, and
    compile its statements once. Long tests come first, so that no worker waits for another's at the end."""
    long = tuple(f"tests/{each}" for each in LONG)
    long_first = sorted(items, key=lambda item: not item.nodeid.startswith(long))
    here = [item for item in long_first if database_of(item) == "sqlite"]
    there = [item for item in long_first if database_of(item) == "postgresql"]
    neither = [item for item in long_first if database_of(item) not in ("sqlite", "postgresql")]
    middle = max(0, len(items) // 2 - len(here))
    return here + neither[:middle] + there + neither[middle:]
