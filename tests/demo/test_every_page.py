"""Whoever follows every link of the demo as one of its roles finds a page behind each."""

import re

import pytest
from sqlalchemy import select

from models.people import Person
from tests.pages import Page

MOST_PAGES = 150


def links_of(answer):
    if not answer.content_type.startswith("text/html"):
        return set()
    page = Page(answer.get_data(as_text=True))
    found = {link.get("href", "").partition("#")[0] for link in page.all("a")}
    return {link for link in found if link.startswith("/") and not link.startswith("//")}


@pytest.mark.parametrize(
    "address",
    [
        "koordination@musterstadt.example",
        "polizei@musterstadt.example",
        "jobcenter@musterstadt.example",
        "gast@musterstadt.example",
        "lesezugriff@musterstadt.example",
        "koordination@mitternachtsmission.example",
        "koordination@netzwerk.example",
        "verwaltung@netzwerk.example",
        "delegation-nrw@mitternachtsmission.example",
        "gleichstellung@regionalkonferenz.example",
        "datenschutz@runde-tische.example",
        "administration@runde-tische.example",
    ],
)
def test_every_link_leads_somewhere(demo, house, sign_in, address):
    client = sign_in(house.scalars(select(Person).where(Person.email == address)).one())
    waiting, seen, broken = ["/overview"], {"/overview"}, []
    while waiting and len(seen) < MOST_PAGES:
        answer = client.get(waiting.pop(0))
        if answer.status_code not in (200, 302, 303):
            broken.append(f"{answer.request.path}: {answer.status_code}")
            continue
        for link in sorted(links_of(answer) - seen):
            if not re.search(r"[?&]page=", link):
                seen.add(link)
                waiting.append(link)
    assert not broken
    assert len(seen) > 5
