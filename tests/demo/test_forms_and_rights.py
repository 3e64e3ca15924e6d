"""What the pages of the demo offer and what the gestures allow agree, for each role.

No form leads to a refusal of rights; where a page shows somebody else a form that it does not show to you,
you may not send it either.
"""

import re
from collections import defaultdict

import pytest
from sqlalchemy import select

from models.people import Person
from plumbing import database
from tests.demo.test_every_page import links_of, shape
from tests.rights.walking import FormReader

ROLES = (
    *("koordination@musterstadt.example", "polizei@musterstadt.example", "gast@musterstadt.example"),
    "lesezugriff@musterstadt.example",
)
REFUSED = (403, 404)
TO_ONESELF = re.compile(r"^/(accounts|language)")
"""What belongs to the browser itself: these forms would end the session with which the others are tried."""


@pytest.fixture
def kept_nothing(monkeypatch):
    """Each gesture runs to its end, and its commit takes everything back."""

    def take_back(work, *, ends=False):
        for step in database.before_commit:
            step(work.house)
        work.house.flush()
        work.transaction.rollback()
        work.house.info.clear()
        work.house.expunge_all()
        work.transaction = work.connection.begin()

    monkeypatch.setattr(database.Work, "commit", take_back)


class Gestures(FormReader):
    """The forms of a page that do something: those that only look for something are sent by GET."""

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        if tag == "form" and dict(attrs).get("method", "").lower() != "post":
            self.forms.pop()
            self.open = None


def walk(client):
    """The pages of one shape each that somebody comes to by links; by page, the forms that it shows."""
    waiting, seen, shapes, shown = ["/overview"], {"/overview"}, set(), {}
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path, buffered=True)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        forms = Gestures(answer.get_data(as_text=True)).forms
        shown[path] = {(action or path).partition("#")[0]: fields for action, fields in forms if fields}
        for link in links_of(answer):
            kind = shape(link.partition("?")[0])
            if link not in seen and kind not in shapes:
                shapes.add(kind)
                seen.add(link)
                waiting.append(link)
    return shown


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_no_form_is_shown_that_is_refused_and_none_is_hidden_that_is_taken(
    demo, house, sign_in, kept_nothing
):
    people = {each: house.scalars(select(Person).where(Person.email == each)).one() for each in ROLES}
    clients = {role: sign_in(person) for role, person in people.items()}
    shown = {role: walk(client) for role, client in clients.items()}
    forms = {
        role: {(page, action) for page in pages for action in pages[page]} for role, pages in shown.items()
    }
    refused, hidden, tried = [], [], defaultdict(int)
    for role, client in clients.items():
        for page, action in sorted(forms[role]):
            if tried[role, shape(action)] == 0 and not TO_ONESELF.match(action):
                tried[role, shape(action)] += 1
                if client.post(action, data=shown[role][page][action]).status_code in REFUSED:
                    refused.append(f"{page} shows {role} a form to {action}")
        own = {action for _, action in forms[role]}
        for other in ROLES:
            for page, action in sorted(forms[other]):
                here = page in shown[role] and action not in own and not TO_ONESELF.match(action)
                if here and tried[role, "not", shape(action)] == 0:
                    tried[role, "not", shape(action)] += 1
                    answer = client.post(action, data=shown[other][page][action])
                    if answer.status_code not in (*REFUSED, 400):
                        hidden.append(f"{page} shows {other} a form to {action}, which {role} may send, too")
    assert not refused + hidden, "\n".join(["", *refused, *hidden])
    assert sum(tried.values()) > 50
