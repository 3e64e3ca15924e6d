"""Case 13 in a real browser: an answer is corrected after the release, and the first version stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from blueprints.requests import report_rules, request_rules, tie_rules
from models.requests import ExternalRequest
from models.survey_answers import AnswerValue
from models.visibility import Visibility
from plumbing import clock
from tests import build
from tests.browser.looking import fits
from tests.surveys import making

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
TEXTS: dict[str, Any] = {
    "title": "Mitteilung zum Bedarf",
    "addressee": "Sozialausschuss",
    "occasion": "Der Ausschuss hat gefragt.",
    "method": "{A.geantwortet} Institutionen haben geantwortet, {A1.fehlanzeige} mit Fehlanzeige.",
    "limits": "",
    "proposal": "",
}


def test_a_corrected_answer_makes_a_further_version_and_the_first_keeps_its_reference(
    house: Any, page_of: Callable[..., Page]
) -> None:
    table = build.table(house, 7)
    request, respondents, question = _reported(house, table)
    where = f"/round-tables/{table.body.id}/requests/{request.id}"
    chief = page_of(table.coordinator)
    chief.goto(f"{where}/report")
    chief.get_by_role("link", name="Bericht freigeben").click()
    _filled(chief)
    chief.goto(where)
    chief.get_by_role("link", name="Gegebene Antwort festhalten").click()
    chief.get_by_label("Fassung des Berichts").select_option(label="Fassung 1")
    chief.locator("[name=released_by]").fill("Leitung der Verwaltung")
    chief.locator("[name=sent_on]").fill(str(clock.today()))
    chief.get_by_role("button", name="Antwort festhalten").click()
    chief.get_by_role("link", name="Wurde zur Kenntnis genommen").click()
    chief.locator("[name=reference]").fill("V-SOZ/26/9")
    chief.get_by_role("button", name="Festhalten").click()
    expect(chief.locator("main")).to_contain_text("V-SOZ/26/9")

    for each in respondents[:3]:
        making.sheet(house, each, {question.id: AnswerValue.YES})
    house.commit()
    chief.goto(f"{where}/report")
    chief.get_by_role("link", name="Berichtigung freigeben").click()
    chief.locator("[name=reason]").fill("Drei Angaben wurden berichtigt.")
    _filled(chief)
    expect(chief.locator("main")).to_contain_text("Fassung 2")

    phone = page_of(table.mains[6], **PHONE)
    phone.goto(where)
    expect(phone.locator("main")).to_contain_text("V-SOZ/26/9")
    phone.get_by_role("link", name="Fassung 1").first.click()
    expect(phone.locator("main")).to_contain_text("6 Institutionen haben geantwortet, 6 mit Fehlanzeige")
    assert fits(phone)
    phone.goto(f"{where}/report/versions/2")
    expect(phone.locator("main")).to_contain_text("Drei Angaben wurden berichtigt.")
    expect(phone.locator("main")).to_contain_text("3 mit Fehlanzeige")
    assert fits(phone)


def _reported(house: Any, table: Any) -> tuple[ExternalRequest, list[Any], Any]:
    """A request with a closed survey and a report whose lines were looked at."""

    def by(days: int) -> dict[str, Any]:
        return {
            "by": build.actor(house, table.coordinator, clock.today()),
            "now": clock.now() + timedelta(days=days),
        }

    level: dict[str, Any] = {"asker": "Vorsitz des Sozialausschusses", "visibility": Visibility.INTERNAL}
    request = request_rules.register(house, table.body.id, title="Bedarf", **level, **by(-30))
    survey = making.survey(house, table.body, title="Abfrage")
    question = making.question(house, survey)
    respondents = making.opened(house, survey, table.seats[:6])
    for each in respondents:
        making.sheet(house, each, {question.id: AnswerValue.NONE_SEEN})
    making.close(house, survey)
    house.flush()
    tie_rules.tie(house, request.id, thing=("survey", survey.id), **by(-21))
    report_rules.begin(house, request.id, **TEXTS, **by(-21))
    house.flush()
    report_rules.show(house, request.id, **by(-20))
    house.commit()
    return request, respondents, question


def _filled(chief: Page) -> None:
    chief.locator("[name=released_by]").fill("Leitung der Verwaltung")
    chief.get_by_role("button", name="Bericht freigeben").click()
    expect(chief.locator("main")).to_contain_text("Freigegebene Fassungen")
