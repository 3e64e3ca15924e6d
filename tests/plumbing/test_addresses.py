"""Addresses in pages: put together from what was built once, and always what `url_for` builds."""

import pytest
from flask import url_for

from plumbing.pages import address

ASKED = [
    ("home.overview", {}),
    ("meetings.show", {"meeting_id": 7}),
    ("meetings.show", {"meeting_id": 8}),
    ("meetings.item", {"meeting_id": 1, "item_id": 2}),
    ("meetings.item", {"item_id": 1, "meeting_id": 2}),
    ("organisations.index", {"page": 2}),
    ("organisations.index", {"q": "a & b", "page": 3}),
    ("organisations.show", {"organisation_id": 5, "_anchor": "x"}),
    (".show", {"meeting_id": 9}),
    ("static", {"filename": "site.css"}),
    ("static", {"filename": "favicon.svg"}),
]


@pytest.mark.parametrize("root", ["", "/roundtable"])
def test_it_is_what_url_for_builds(make_app, root):
    app = make_app()
    for _ in range(2):
        with app.test_request_context("/meetings/1", environ_overrides={"SCRIPT_NAME": root}):
            for endpoint, values in ASKED:
                assert address(endpoint, **values) == url_for(endpoint, **values)


def test_a_short_endpoint_belongs_to_the_room_that_asks(make_app):
    app = make_app()
    for path, values in (("/meetings/1", {"meeting_id": 3}), ("/organisations/1", {"organisation_id": 3})):
        with app.test_request_context(path):
            assert address(".show", **values) == url_for(".show", **values)
