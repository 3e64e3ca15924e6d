"""A real browser on the running site: Chromium through Playwright, deaf to the outside, loud about errors."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright
from sqlalchemy import Engine
from werkzeug.serving import make_server

from tests import needs
from tests.browsing import Client
from tests.databases import Stores, TestHouseSession

SHOTS = Path(__file__).parent / "shots"
collect_ignore_glob = [] if needs.CHROMIUM else ["test_*.py"]


@pytest.fixture
def engine(stores: Stores) -> Engine:
    """In a browser one database is enough; what the database does is tested elsewhere on both."""
    return stores.fresh("sqlite")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=needs.CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def site_url(app: Flask) -> Iterator[str]:
    """The address of the site, served by threads of this process on the test's database."""
    served = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    thread.join()
    served.server_close()


@pytest.fixture
def new_page(browser: Browser, site_url: str) -> Iterator[Callable[..., Page]]:
    """`new_page(**options)`: a tab of its own in German; any error in it fails the test at its end.

    Options are those of Playwright's new_context: `java_script_enabled=False`, `color_scheme="dark"`,
    `viewport={"width": 390, "height": 844}`. `page.goto("/path")` is enough.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(**options: Any) -> Page:
        given = {
            "base_url": site_url,
            "locale": "de-DE",
            "viewport": {"width": 1280, "height": 900},
            **options,
        }
        context = browser.new_context(**given)
        context.set_default_timeout(10_000)
        context.route(lambda url: not url.startswith((site_url, "data:", "blob:")), refuse)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", hear)
        return page

    def hear(said: ConsoleMessage) -> None:
        """A refused page (422, 404) or a bad line is none of the page's errors; a missing file of ours is."""
        answered = "status of 4" in said.text or "status of 502" in said.text
        refused = answered and "/static/" not in said.location["url"]
        if said.type == "error" and not refused:
            errors.append(said.text)

    def refuse(route: Route) -> None:
        errors.append(f"the page asked another host: {route.request.url}")
        route.abort()

    yield open_page
    for context in contexts:
        context.close()
    assert not errors, errors


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def page_of(
    new_page: Callable[..., Page], sign_in: Callable[..., Client], house: TestHouseSession, site_url: str
) -> Callable[..., Page]:
    """`page_of(person_or_account, **options)`: a tab in which that person has signed in; commits `house`."""

    def open_page(who: Any, **options: Any) -> Page:
        cookie = sign_in(who).get_cookie("session")
        assert cookie is not None
        house.commit()
        page = new_page(**options)
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": site_url}])
        return page

    return open_page


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """`shot(page, "name")` keeps a picture in tests/browser/shots/ where SHOTS=1 asks for pictures."""

    def keep(page: Page, name: str) -> None:
        if os.environ.get("SHOTS"):
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return keep
