"""What pages of requests say of letters while those of the table are stopped: that they wait."""

from models.sending_pauses import SendingPause
from tests import build
from tests.requests.conftest import of_requests, words

WAITS = "1 Nachricht ist geschrieben und wartet: Der Versand ist angehalten."
STOPPED = "Die Koordination hat den Versand angehalten"


def test_whoever_gives_the_lead_or_reminds_of_it_reads_that_the_letter_waits(house, table, ask, coordinator):
    request = ask("Vorgang Quitte")
    build.added(house, SendingPause(body_id=table.body.id, paused_at=build.NOW))
    house.commit()
    page = of_requests(table, f"/{request.id}")
    look = coordinator.get(page + "/lead")
    assert STOPPED in words(look)
    given = coordinator.submit(look, "Federführung übertragen", seat_id=table.seats[0].id)
    assert f"Die Federführung ist festgelegt. {WAITS}" in words(coordinator.get(given.location))
    look = coordinator.get(page + "/remind")
    assert STOPPED in words(look)
    reminded = coordinator.submit(look, "Erinnerung senden")
    assert WAITS in words(coordinator.get(reminded.location))
