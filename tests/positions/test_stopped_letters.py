"""What pages of positions say of letters while those of the table are stopped: that they wait."""

import pytest

from models.sending_pauses import SendingPause
from tests import build
from tests.positions.conftest import OCCASION, UNTIL, address, words

STOPPED = "Die Koordination hat den Versand angehalten"


@pytest.fixture
def chief(house, table, coordinator):
    build.added(house, SendingPause(body_id=table.body.id, paused_at=build.NOW))
    return coordinator


def test_a_version_that_is_opened_says_that_its_letters_wait(house, begin, chief):
    position = begin(OCCASION)
    house.commit()
    page = chief.get(address(position, "/open"))
    assert STOPPED in words(page)
    sent = chief.submit(page, "Festschreiben und 6 Nachrichten senden", until=UNTIL.isoformat())
    assert "6 Nachrichten sind geschrieben und warten: Der Versand ist angehalten." in words(
        chief.get(sent.location)
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [("refused", "1 Nachricht ist geschrieben und wartet: Der Versand ist angehalten."), ("taken", "")],
)
def test_an_answer_that_asks_the_institution_says_that_its_letter_waits(
    house, opened, propose, chief, said, told
):
    position = opened()
    made = propose(position, "im Herbst", "im Oktober")
    house.commit()
    page = chief.get(address(position, f"/amendments/{made.id}/answer"))
    assert STOPPED in words(page)
    sent = chief.submit(page, "Antwort speichern", answer=said, reason="Das ist zu eng.")
    shown = words(chief.get(sent.location))
    assert "Die Antwort ist notiert." in shown
    assert told in shown
    assert ("Der Versand ist angehalten" in shown) is bool(told)


def test_whoever_leads_without_an_office_is_told_it_without_a_way_that_is_closed_to_her(
    house, table, begin, chief, sign_in
):
    position = begin(OCCASION)
    house.commit()
    for browser, shown in ((sign_in(table.mains[0]), False), (chief, True)):
        page = browser.get(address(position, "/open"))
        assert STOPPED in words(page)
        assert ("#sending" in page.text) is shown
