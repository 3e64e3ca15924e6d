"""The main job in a real browser: plan, invite, answer by link, see who comes, write, circulate, read."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from blueprints.meetings import invitation_rules
from models.invitations import Invitation
from models.letters import Letter
from models.meetings import Meeting, MeetingState
from models.outbox import LetterBytes
from plumbing import clock
from tests import build
from tests.browser.looking import fits

WIDE: dict[str, Any] = {}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}


def link_in_letter(house: Any, invitation_id: int) -> str:
    """The reply link as it stands in the letter's plain text."""
    raw = house.scalar(
        select(LetterBytes.raw)
        .join(Letter, Letter.id == LetterBytes.letter_id)
        .where(Letter.invitation_id == invitation_id)
        .order_by(Letter.id)
    )
    house.commit()
    text = raw.decode().replace("=\r\n", "").replace("=3D", "=")
    found = re.search(r"http://localhost(/r/[\w-]+)", text)
    assert found
    return found.group(1)


@pytest.mark.parametrize("options", [WIDE, PHONE], ids=["wide", "phone-without-script"])
def test_the_main_job_from_planning_to_reading(
    house: Any,
    page_of: Callable[..., Page],
    new_page: Callable[..., Page],
    shot: Any,
    stop_clock: Any,
    options: dict[str, Any],
) -> None:
    table = build.table(house, bylaws={"agenda_template": "Begrüßung\nVerschiedenes"})
    table_id, member_id = table.body.id, table.mains[0].id
    page = page_of(table.coordinator, **options)
    plan(page, table_id)
    shot(page, f"planned-{len(options)}")
    page.get_by_role("link", name="Einladen").first.click()
    expect(page.get_by_role("button", name="6 Nachrichten versenden")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="6 Nachrichten versenden").click()
    expect(page.locator("main")).to_contain_text("6 Nachrichten sind unterwegs")
    house.commit()
    meeting_id = house.scalars(select(Meeting.id)).one()
    answer(house, new_page(**options), member_id, shot)
    page.goto(f"/meetings/{meeting_id}")
    expect(page.locator("#who-comes")).to_contain_text("1 von 3")
    assert fits(page)
    shot(page, f"invited-{len(options)}")


def plan(page: Page, table_id: int) -> None:
    """A day, two times and a place: the table knows the rest."""
    page.goto(f"/round-tables/{table_id}")
    page.get_by_role("link", name="Sitzung planen").first.click()
    page.fill("#day", str(clock.today() + timedelta(days=60)))
    page.fill("#starts", "10:00")
    page.fill("#ends", "12:00")
    page.fill("#place", "Rathaus, Raum 1")
    assert fits(page)
    page.get_by_role("button", name="Sitzung festlegen").click()
    expect(page.locator("h1")).to_contain_text("Sitzung am")
    expect(page.locator("main")).to_contain_text("Begrüßung")


def answer(house: Any, page: Page, member_id: int, shot: Any) -> None:
    """Two clicks by the link in the letter, without signing in."""
    invitation_id = house.scalars(select(Invitation.id).where(Invitation.person_id == member_id)).one()
    page.goto(link_in_letter(house, invitation_id))
    assert fits(page)
    page.get_by_text("Ja, ich komme").click()
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.locator("main")).to_contain_text("Wir haben Ihre Zusage vermerkt")
    shot(page, "answered")


def test_minutes_are_written_sent_and_read(
    house: Any, page_of: Callable[..., Page], stop_clock: Any, shot: Any
) -> None:
    table = build.table(house)
    meeting = build.meeting(house, table.body, starts_at=clock.now() - timedelta(days=3))
    build.agenda_item(house, meeting, "Ansprechstellen")
    meeting.set_time(clock.now() + timedelta(days=3), None)
    by = build.actor(house, table.coordinator, clock.today())
    invitation_rules.invite(house, meeting.id, due_on=clock.today(), by=by, now=clock.now())
    meeting.set_time(clock.now() - timedelta(days=1), clock.now() - timedelta(hours=22))
    meeting.state = MeetingState.HELD
    meeting_id, member, other = meeting.id, table.mains[0], build.table(house).mains[0]
    page, reader, stranger = page_of(table.coordinator), page_of(member), page_of(other)
    page.goto(f"/meetings/{meeting_id}")
    page.get_by_role("link", name="Protokoll schreiben").first.click()
    page.wait_for_url("**/minutes")
    page.locator(".actions button").click()
    page.locator("textarea").first.fill("**Ergebnis:** Für Klient*innen gilt eine Rufnummer.")
    page.get_by_role("button", name="Speichern").first.click()
    expect(page.locator("main")).to_contain_text("Gespeichert")
    shot(page, "writing")
    page.get_by_role("link", name="Anwesenheit", exact=True).click()
    page.locator("main form button.primary").click()
    page.goto(f"/meetings/{meeting_id}/minutes/circulate")
    page.get_by_role("checkbox").first.check()
    page.locator("main form button.primary").first.click()
    expect(page.locator("main")).to_contain_text("sind unterwegs")
    reader.goto(f"/meetings/{meeting_id}/minutes")
    expect(reader.locator("main")).to_contain_text("Für Klient*innen gilt eine Rufnummer.")
    shot(reader, "read")
    answer_ = stranger.goto(f"/meetings/{meeting_id}/minutes")
    assert answer_ is not None
    assert answer_.status == 404
