"""Minutes in a browser: nothing typed is lost when the session ends, with script and without."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from blueprints.accounts import rules as account_rules
from blueprints.minutes import rules
from models.accounts import SignInSession
from models.meetings import MeetingState
from models.texts import TextVersion
from plumbing import clock
from tests import build
from tests.accounts.conftest import HASH, PASSWORD
from tests.browser.looking import fits
from tests.browser.test_second_factor import sign_in


class Written:
    """A meeting of yesterday with its minute taker, who needs no second factor, and two items."""

    def __init__(self, house: Any) -> None:
        self.house, table = house, build.table(house)
        self.taker = build.person(house, "Protokollführung", function="Protokoll")
        yesterday = clock.now() - timedelta(days=1)
        self.meeting = build.meeting(
            house,
            table.body,
            starts_at=yesterday,
            state=MeetingState.HELD,
            minute_taker_id=self.taker.id,
        )
        self.item_ids = [build.agenda_item(house, self.meeting, title).id for title in ("Eins", "Zwei")]
        self.address = account_rules.create_account(
            house, self.taker, now=clock.now(), password_hash=HASH
        ).email
        by = build.actor(house, self.taker, clock.today())
        rules.begin(house, self.meeting.id, by=by, now=clock.now())
        house.commit()

    def url(self, at: int = 0) -> str:
        return f"/agenda-items/{self.item_ids[at]}/minutes"

    def end_sessions(self) -> None:
        self.house.execute(update(SignInSession).values(ended_at=clock.now()))
        self.house.commit()

    def newest(self) -> str | None:
        newest = select(TextVersion.markdown).order_by(TextVersion.id.desc()).limit(1)
        found: str | None = self.house.scalar(newest)
        self.house.rollback()  # a test's session holds the only lock of the file
        return found


@pytest.fixture
def written(house: Any) -> Written:
    return Written(house)


def test_with_script_the_text_waits_in_the_window_until_one_has_signed_in_again(
    written: Written, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto(written.url())
    sign_in_here(page, written.address)
    expect(page.locator("textarea").first).to_be_visible()
    written.end_sessions()
    page.locator("textarea").first.press_sequentially("Getippt, als die Sitzung schon abgelaufen war.")
    page.get_by_label("Information").fill("Eine Zeile dazu")
    expect(page.locator("[data-told]")).to_have_text("Nicht gesichert: Sie sind abgemeldet.")
    page.locator("[data-ended]").click()
    sign_in_here(page, written.address)
    expect(page.locator("textarea").first).to_have_value("Getippt, als die Sitzung schon abgelaufen war.")
    expect(page.get_by_label("Information")).to_have_value("Eine Zeile dazu")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator(".notices")).to_contain_text("Gespeichert")
    assert written.newest() == "Getippt, als die Sitzung schon abgelaufen war.\n\n- Eine Zeile dazu"
    assert page.evaluate("sessionStorage.length") == 0
    assert fits(page)


def test_without_script_the_form_comes_back_and_is_sent_again(
    written: Written, new_page: Callable[..., Page]
) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(written.url())
    sign_in_here(page, written.address)
    page.locator("textarea").first.fill("Von Hand gespeichert, zu spät.")
    written.end_sessions()
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator("textarea")).to_have_value("Von Hand gespeichert, zu spät.")
    assert fits(page)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="In einem neuen Fenster anmelden").click()
    sign_in(opened.value, written.address)
    expect(opened.value).to_have_url("/overview")
    for _ in range(2):
        page.get_by_role("button", name="Erneut senden").click()
    expect(page.locator(".notices")).to_contain_text("Gespeichert")
    assert written.newest() == "Von Hand gespeichert, zu spät."


def test_the_keyboard_saves_and_walks_the_agenda(written: Written, page_of: Callable[..., Page]) -> None:
    page = page_of(written.taker)
    page.goto(written.url())
    field = page.locator("textarea").first
    field.press_sequentially("Kurz")
    field.press("Control+s")
    expect(page.locator("[data-told]")).to_contain_text("Gespeichert um")
    assert written.newest() == "Kurz"
    page.keyboard.press("Alt+PageDown")
    expect(page.get_by_role("heading", level=2).first).to_have_text("2 Zwei")
    expect(page.locator(".desk-agenda li").first).to_contain_text("geschrieben")


def test_a_cut_connection_loses_nothing(written: Written, page_of: Callable[..., Page]) -> None:
    page = page_of(written.taker)
    page.goto(written.url())
    page.route("**/minutes/draft", lambda route: route.fulfill(status=502))
    page.locator("textarea").first.press_sequentially("Im Tunnel getippt")
    expect(page.locator("[data-told]")).to_contain_text("erneut gesendet")
    page.unroute("**/minutes/draft")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-told]")).to_have_text("Entwurf gesichert")


def test_what_collides_stands_side_by_side(written: Written, page_of: Callable[..., Page]) -> None:
    page = page_of(written.taker)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(written.url())
    first = page.context.new_page()
    first.goto(written.url())
    first.locator("textarea").first.fill("Der Tisch stimmt zu.")
    first.get_by_role("button", name="Speichern", exact=True).click()
    expect(first.locator(".notices")).to_contain_text("Gespeichert")
    page.locator("textarea").first.fill("Der Tisch lehnt ab.")
    page.get_by_role("button", name="Speichern", exact=True).click()
    both = page.locator(".editor pre")
    expect(both).to_have_text(["Der Tisch stimmt zu.", "Der Tisch lehnt ab."])
    left, right = both.nth(0).bounding_box(), both.nth(1).bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] < right["x"]
    page.set_viewport_size({"width": 390, "height": 844})
    assert fits(page)


def sign_in_here(page: Page, address: str) -> None:
    """On the page to which one was led: it leads back."""
    page.get_by_label("E-Mail-Adresse").fill(address)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()


def test_a_draft_is_saved_by_the_keyboard_and_waits_no_longer(
    written: Written, page_of: Callable[..., Page]
) -> None:
    page = page_of(written.taker)
    page.goto(written.url())
    page.locator("textarea").first.press_sequentially("Entwurf")
    expect(page.locator("[data-told]")).to_have_text("Entwurf gesichert")
    page.evaluate("sessionStorage.clear()")
    written.house.rollback()
    page.reload()
    expect(page.locator("textarea").first).to_have_value("Entwurf")
    page.locator("textarea").first.press("Control+s")
    expect(page.locator("[data-told]")).to_contain_text("Gespeichert um")
    assert written.newest() == "Entwurf"
    expect(page.locator('form[action$="/discard-draft"]')).to_have_count(0)
    expect(page.locator(".desk-agenda [aria-current]")).to_contain_text("geschrieben")
