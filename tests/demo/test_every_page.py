"""Whoever follows the links of the demo as one of its roles finds a page behind each."""

import re
from collections import Counter

import pytest
from sqlalchemy import select

from models.people import Person
from tests.conftest import DATABASES
from tests.pages import Page

OF_ONE_SHAPE = 3
"""So many pages of one kind are looked at: /meetings/1 and /meetings/2 have the same template."""


def links_of(answer):
    if not answer.content_type.startswith("text/html"):
        return []
    page = Page(answer.get_data(as_text=True))
    found = {link.get("href", "").partition("#")[0] for link in page.all("a")}
    return sorted(link for link in found if link.startswith("/") and not link.startswith("//"))


def shape(link):
    return re.sub(r"\d+|=[^&]*", "0", link)


COORDINATION = "koordination@musterstadt.example"
OTHERS = [
    "polizei@musterstadt.example",
    "gast@musterstadt.example",
    "lesezugriff@musterstadt.example",
    "koordination@netzwerk.example",
    "delegation-nrw@mitternachtsmission.example",
    "datenschutz@runde-tische.example",
    "administration@runde-tische.example",
]
WALKS = [(database, COORDINATION) for database in DATABASES] + [
    (DATABASES[n % len(DATABASES)], address) for n, address in enumerate(OTHERS)
]
"""Whoever sees most walks on both databases, the others on one: each room has tests of its own on both."""


@pytest.mark.parametrize(("engine", "address"), WALKS, indirect=["engine"])
def test_every_link_leads_somewhere(demo, house, sign_in, address):
    client = sign_in(house.scalars(select(Person).where(Person.email == address)).one())
    waiting, seen, shapes, broken = ["/overview"], {"/overview"}, Counter(), []
    while waiting:
        answer = client.get(waiting.pop(0), buffered=True)
        if answer.status_code not in (200, 302, 303):
            broken.append(f"{answer.request.path}: {answer.status_code}")
            continue
        for link in links_of(answer):
            if link not in seen and shapes[shape(link)] < OF_ONE_SHAPE:
                shapes[shape(link)] += 1
                seen.add(link)
                waiting.append(link)
    assert not broken
    assert len(shapes) > 5
