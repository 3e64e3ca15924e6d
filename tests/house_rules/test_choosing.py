"""With --pages-once no test is lost: one of two databases is left out, and only where pages are opened."""

import threading
from types import SimpleNamespace

import pytest

from tests import choosing


def twins(path, name="test_a", fixtures=("engine", "new_client"), **known):
    """A test as it stands in the list, once for each database."""
    return [
        SimpleNamespace(
            nodeid=f"tests/{path}::{name}[{database}]",
            callspec=SimpleNamespace(params={"engine": database}),
            fixturenames=fixtures,
            module=SimpleNamespace(**known),
        )
        for database in ("sqlite", "postgresql")
    ]


def test_each_test_of_pages_runs_on_one_of_the_databases_and_both_get_about_as_many():
    items = [each for number in range(200) for each in twins("meetings/test_pages.py", f"test_{number}")]
    left = choosing.left_to_the_other(items)
    run = [choosing.database_of(item) for item in items if item.nodeid not in left]
    assert len(run) == 200
    assert 70 < run.count("sqlite") < 130
    assert choosing.left_to_the_other(reversed(items)) == left


@pytest.mark.parametrize(
    "items",
    [
        twins("meetings/test_rules.py", fixtures=("engine", "house")),
        twins("letters/test_delivery.py"),
        twins("rights/test_matrix.py"),
        twins("meetings/test_replying.py", threading=threading),
        twins("meetings/test_pages.py")[:1],
    ],
    ids=["of rules", "of letters", "of rights", "of locks", "on one database anyway"],
)
def test_all_others_run_wherever_they_stand(items):
    assert choosing.left_to_the_other(items) == set()


def test_nothing_is_left_out_where_nothing_may_be(pytestconfig, monkeypatch):
    monkeypatch.setattr(pytestconfig.option, "pages_once", True)
    for whole in (True, False):
        monkeypatch.setattr(choosing.needs, "NOTHING_LEFT_OUT", whole)
        assert choosing.is_once(pytestconfig) is not whole


def test_two_workers_begin_with_a_database_each_and_with_what_takes_long():
    neither = [SimpleNamespace(nodeid=f"tests/models/test_b.py::test_{number}") for number in range(6)]
    items = [*neither, *twins("meetings/test_a.py"), *twins("demo/test_a.py"), *twins("tables/test_a.py")]
    order = choosing.in_order(items)
    assert [choosing.database_of(item) for item in order] == [
        *["sqlite"] * 3,
        *[""] * 3,
        *["postgresql"] * 3,
        *[""] * 3,
    ]
    assert sorted(item.nodeid for item in order) == sorted(item.nodeid for item in items)
    assert ["demo" in item.nodeid for item in order].count(True) == 2
    assert "demo" in order[0].nodeid
    assert "demo" in order[6].nodeid
