"""What pages of procedures say of letters while those of the table are stopped: that they wait."""

import pytest

from models.sending_pauses import SendingPause
from tests import build
from tests.requests.conftest import words

WAIT = "6 Nachrichten sind geschrieben und warten: Der Versand ist angehalten."
ONE_SEAT = "2 Nachrichten sind geschrieben und warten: Der Versand ist angehalten."
STOPPED = "Die Koordination hat den Versand angehalten"


@pytest.fixture
def chief(house, table, sign_in):
    build.added(house, SendingPause(body_id=table.body.id, paused_at=build.NOW))
    return sign_in(table.coordinator)


def told(chief, page, button, **typed):
    assert STOPPED in words(page)
    sent = chief.submit(page, button, **typed)
    assert sent.status_code == 303
    return words(chief.get(sent.location))


def test_a_decision_says_that_its_letters_wait(house, drafted, chief):
    house.commit()
    page = chief.get(drafted.url("/versions/1/decide"))
    assert f"Der Beschluss ist vermerkt. {WAIT}" in told(chief, page, "Beschluss vermerken und fragen")


def test_what_is_recorded_for_institutions_says_that_its_letters_wait(house, decided, chief):
    decided.sign(0)
    decided.sign(1)
    house.commit()
    main, other = (each.id for each in decided.table.mains[:2])
    page = chief.get(decided.url(f"/versions/1/adoptions/{decided.asked(0)}/record"))
    typed = {"person_id": main, "value": "adopted", "said_on": build.TODAY.isoformat()}
    assert f"Es ist festgehalten. {ONE_SEAT}" in told(chief, page, "Nachtragen", **typed)
    page = chief.get(decided.url("/versions/1/adoptions/event"))
    typed = {"signed-1-value": "adopted", "signed-1-person_id": other}
    assert ONE_SEAT in told(chief, page, "Festhalten", **typed)
