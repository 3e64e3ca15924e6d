"""A position's way in a real browser: written, amended from a phone, frozen, signed, published."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from blueprints.positions import rules, section_rules
from models.organisations import Organisation
from models.position_texts import PositionSection
from models.positions import Position, PositionKind
from models.texts import Text
from plumbing import clock
from plumbing.markdown import render
from tests import build
from tests.browser.looking import fits

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
WORDS = "Der Rat berät im Herbst über die Beratung."


def test_a_position_goes_from_the_draft_to_everybody(
    house: Any, page_of: Callable[..., Page], new_page: Callable[..., Page]
) -> None:
    table = build.table(house, 2)
    position = _begun(house, table)
    where = f"/round-tables/{table.body.id}/positions/{position.id}"
    house.commit()
    chief = page_of(table.coordinator)
    chief.goto(f"{where}/draft")
    chief.get_by_role("link", name="Schreiben").click()
    chief.get_by_label("Text", exact=True).fill(f"{WORDS}\n\nEs fehlen Räume.")
    chief.get_by_role("button", name="Speichern").click()
    chief.get_by_role("link", name="Für Änderungsvorschläge öffnen").click()
    expect(chief.locator("main")).to_contain_text("So kommt die Nachricht an")
    assert fits(chief)
    chief.get_by_role("button", name="Nachrichten senden").click()

    phone = page_of(table.mains[1], **PHONE)
    phone.goto(where)
    phone.get_by_role("link", name="Änderung vorschlagen").click()
    phone.locator("textarea[name=markdown]").fill(f"{WORDS}\n\nEs fehlen barrierefreie Räume.")
    phone.locator("textarea[name=reason]").fill("Sonst kommt nicht jede Person hinein.")
    assert fits(phone)
    phone.get_by_role("button", name="Einreichen").click()
    expect(phone.locator("main")).to_contain_text("Änderungsvorschlag 1")

    chief.goto(where)
    chief.get_by_role("link", name="Änderungsvorschlag 1").first.click()
    chief.get_by_role("link", name="Antworten").click()
    chief.get_by_role("button", name="Antwort speichern").click()
    chief.goto(f"{where}/amendments/take-in")
    chief.get_by_role("button", name="Übernehmen").click()
    chief.get_by_role("link", name="Schlussfassung").click()
    expect(chief.locator("main")).to_contain_text("barrierefreie Räume")
    chief.get_by_text("Einfrieren, obwohl").click()
    chief.get_by_role("button", name="Einfrieren").click()
    chief.get_by_role("link", name="Um Mitzeichnung bitten").click()
    chief.get_by_role("button", name="Nachrichten anfragen").click()

    for person, options in ((table.mains[0], {}), (table.mains[1], PHONE)):
        _sign(page_of(person, **options))

    chief.goto(f"{where}/versions/2/signatures")
    chief.get_by_role("link", name="Abschließen und Text freigeben").click()
    expect(chief.locator("main")).to_contain_text("Alle Institutionen haben entschieden")
    chief.get_by_role("button", name="Abschließen und Text freigeben").click()
    chief.goto(f"{where}/issues/compile")
    chief.locator("main form button").first.click()
    chief.goto(f"{where}/publish")
    chief.locator("main form button").first.click()
    everybody = new_page()
    everybody.goto(f"/public/positions/{position.id}")
    names = [house.get(Organisation, each.organisation_id).name for each in table.seats]
    for words in ("barrierefreie Räume", *names):
        expect(everybody.locator("main")).to_contain_text(words)
    assert fits(everybody)


def _sign(page: Page) -> None:
    page.goto("/overview")
    page.get_by_role("link", name="Entscheiden").first.click()
    page.get_by_role("link", name="Zeichnen oder antworten").click()
    page.get_by_label("zeichnet mit", exact=True).check()
    assert fits(page)
    page.get_by_role("button", name="Für die Institution antworten").click()
    expect(page.locator("main")).to_contain_text("zeichnet mit")


def _begun(house: Any, table: Any) -> Position:
    who: dict[str, Any] = {"by": build.actor(house, table.mains[0], clock.today()), "now": clock.now()}
    given: dict[str, Any] = {"title": "Räume für alle", "kind": PositionKind.PAPER, "headings": ["Anlass"]}
    made = rules.begin(house, table.body.id, **given, **who)
    section = house.query(PositionSection).filter_by(position_id=made.id).one()
    text = house.get(Text, section.text_id)
    words: dict[str, Any] = {"heading": "Anlass", "heading_based_on": section.version, "render": render}
    section_rules.write_section(house, section.id, markdown=WORDS, based_on=text.latest, **words, **who)
    return made
