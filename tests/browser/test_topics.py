"""A topic's way in a real browser: submitted from a phone, put on the agenda, read about again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from blueprints.meetings.topics import call_rules
from plumbing import clock
from tests import build
from tests.browser.looking import fits

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}


def test_a_topic_goes_from_a_phone_onto_the_agenda(house: Any, page_of: Callable[..., Page]) -> None:
    table = build.table(house)
    meeting = build.meeting(house, table.body, starts_at=clock.now() + timedelta(days=70))
    by = build.actor(house, table.coordinator, clock.today())
    due_on = clock.today() + timedelta(days=20)
    call_rules.call(house, meeting.id, due_on=due_on, by=by, now=clock.now())
    house.commit()
    phone = page_of(table.mains[0], **PHONE)
    phone.goto("/overview")
    phone.get_by_role("link", name="Einreichen").click()
    phone.get_by_label("Thema", exact=True).fill("Wege am Wochenende")
    phone.get_by_text("Gäste wünschen").click()
    phone.get_by_label("Name oder Funktion").first.fill("Leitstelle")
    assert fits(phone)
    phone.get_by_role("button", name="Thema einreichen").click()
    expect(phone.locator("main")).to_contain_text("neu: die Koordination entscheidet")
    assert fits(phone)
    page = page_of(table.coordinator)
    page.goto("/overview")
    page.get_by_role("link", name="Über 1 neues Thema entscheiden").click()
    page.get_by_role("link", name="Entscheiden").click()
    page.get_by_label("Auf die Tagesordnung setzen").check()
    assert fits(page)
    page.get_by_role("button", name="Entscheiden").click()
    expect(page.locator("h1")).to_contain_text("Wege am Wochenende")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("auf der Tagesordnung")
