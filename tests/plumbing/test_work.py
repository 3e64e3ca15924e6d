"""The unit of work of a request: it writes until its one commit, and only reads after it."""

from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError, SAWarning

from models.form_keys import FormKey
from plumbing import database
from plumbing.database import commit, house, only_read
from tests import build

POST = {"method": "POST"}


def key(name: str) -> FormKey:
    return FormKey(key=name, leads_to="/", used_at=build.NOW)


def writes_at_once(name: str) -> None:
    """Somebody else writes, who would not wait."""
    with database.engine().connect() as other:
        if other.dialect.name == "sqlite":
            other.exec_driver_sql("PRAGMA busy_timeout=0")
            other.rollback()
        other.execute(insert(FormKey), {"key": name, "leads_to": "/", "used_at": build.NOW})
        other.commit()
        if other.dialect.name == "sqlite":
            other.exec_driver_sql("PRAGMA busy_timeout=30000")


def test_whoever_has_committed_reads_on_and_keeps_nobody_from_writing(app: Any) -> None:
    with app.test_request_context(**POST):
        house().add(key("mine"))
        commit()
        assert house().get(FormKey, "mine") is not None
        writes_at_once("another")
    with app.test_request_context():
        assert house().get(FormKey, "another") is not None


def test_nothing_is_written_after_the_commit(app: Any) -> None:
    with app.test_request_context(**POST):
        house().add(key("mine"))
        commit()
        house().add(key("late"))
        with pytest.raises((DBAPIError, SAWarning)):
            house().flush()
    with app.test_request_context(**POST):
        house().add(key("next"))
        commit()
    with app.test_request_context():
        found = [house().get(FormKey, name) is not None for name in ("mine", "late", "next")]
        assert found == [True, False, True]


def test_a_second_commit_is_refused(app: Any) -> None:
    with app.test_request_context(**POST):
        house().add(key("mine"))
        commit()
        with pytest.raises(Exception, match=r"inactive|closed"):
            commit()


def test_a_page_after_what_was_refused_keeps_nobody_from_writing(app: Any) -> None:
    with app.test_request_context(**POST):
        house().add(key("undone"))
        house().flush()
        only_read()
        assert house().get(FormKey, "undone") is None
        writes_at_once("another")
