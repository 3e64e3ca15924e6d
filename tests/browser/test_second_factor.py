"""The second factor on a phone without script: set up before anything else, then asked for."""

from collections.abc import Callable
from typing import Any

import pyotp
from playwright.sync_api import Page, expect

from blueprints.accounts import rules
from plumbing import clock
from tests import build
from tests.accounts.conftest import HASH, PASSWORD
from tests.browser.looking import fits


def test_whoever_coordinates_sets_it_up_and_shows_it(house: Any, new_page: Callable[..., Page]) -> None:
    person = build.coordinator_of(house, build.body(house))
    address = rules.create_account(house, person, now=clock.now(), password_hash=HASH).email
    house.commit()
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 800})
    sign_in(page, address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiten Faktor einrichten")
    expect(page.get_by_role("img", name="QR-Code")).to_be_visible()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Einrichten").click()
    expect(page.locator(".recovery-codes code")).to_have_count(10)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert fits(page)
    page.get_by_role("link", name="Ich habe sie aufbewahrt").click()
    expect(page).to_have_url("/overview")
    page.get_by_role("button", name="Abmelden").click()
    expect(page).not_to_have_url("/overview")
    sign_in(page, address)
    page.get_by_role("textbox", name="Code").fill(codes[0])
    page.get_by_role("button", name="Anmelden").click()
    expect(page).to_have_url("/overview")


def sign_in(page: Page, address: str) -> None:
    page.goto("/accounts/sign-in")
    page.get_by_label("E-Mail-Adresse").fill(address)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()
