"""The site as the house rules look at it: its views, without a database."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests import needs
from tests.house_rules import tree

collect_ignore = [] if needs.POSTGRESQL else ["test_cluster.py"]


@dataclass(frozen=True)
class Door:
    """One address of the site, and the view behind it."""

    rule: Rule
    view: Callable[..., Any]

    @property
    def endpoint(self) -> str:
        return self.rule.endpoint

    @property
    def methods(self) -> set[str]:
        return (self.rule.methods or set()) - {"HEAD", "OPTIONS"}

    @property
    def source(self) -> str:
        return inspect.getsource(inspect.unwrap(self.view))

    def __str__(self) -> str:
        return f"{self.rule.rule} [{', '.join(sorted(self.methods))}] -> {self.endpoint}"


@pytest.fixture(scope="package", autouse=True)
def forgotten() -> Iterator[None]:
    """All that the project's files say is a million things: kept, the collector of garbage would look at them
    again and again in the tests that follow."""
    yield
    for reading in (tree.nodes, tree.parsed):
        reading.cache_clear()


@pytest.fixture(scope="session")
def site() -> Flask:
    from app import create_app

    return create_app({"TESTING": True, "SECRET_KEY": "x" * 40, "DATABASE_URL": "sqlite://"})


@pytest.fixture(scope="session")
def doors(site: Flask) -> list[Door]:
    return [
        Door(rule, site.view_functions[rule.endpoint])
        for rule in site.url_map.iter_rules()
        if rule.endpoint != "static"
    ]
