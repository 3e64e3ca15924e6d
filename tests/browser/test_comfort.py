"""What scripts add: dragging items to their place, seeing a text as it will look, a draft that waits."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from blueprints.minutes import rules
from models.meetings import MeetingState
from plumbing import clock
from tests import build


def test_an_item_is_dragged_to_its_place(house: Any, page_of: Callable[..., Page]) -> None:
    table = build.table(house)
    meeting = build.meeting(house, table.body, starts_at=clock.now() + timedelta(days=40))
    for title in ("Eins", "Zwei", "Drei"):
        build.agenda_item(house, meeting, title)
    url = f"/meetings/{meeting.id}/agenda"
    page = page_of(table.coordinator)
    page.goto(url)
    items = page.locator("[data-reorder] > li")
    with page.expect_event("load"):
        items.nth(0).drag_to(items.nth(2), target_position={"x": 20, "y": 50})
    assert [text.split("\n")[0] for text in page.locator(".agenda-title").all_inner_texts()] == [
        "Zwei",
        "Drei",
        "Eins",
    ]


def test_a_text_is_shown_as_it_will_look_and_a_draft_waits(house: Any, page_of: Callable[..., Page]) -> None:
    table = build.table(house)
    meeting = build.meeting(
        house, table.body, starts_at=clock.now() - timedelta(days=1), state=MeetingState.HELD
    )
    build.agenda_item(house, meeting, "Ansprechstellen")
    by = build.actor(house, table.coordinator, clock.today())
    rules.begin(house, meeting.id, by=by, now=clock.now())
    url = f"/meetings/{meeting.id}/minutes/write"
    page = page_of(table.coordinator)
    page.goto(url)
    page.locator("textarea").first.press_sequentially("Das **gilt** für Klient*innen.")
    expect(page.locator(".preview strong")).to_have_text("gilt")
    expect(page.locator("[data-told]")).to_contain_text("Entwurf")
    page.goto(url)
    expect(page.locator("textarea").first).to_have_value("Das **gilt** für Klient*innen.")
