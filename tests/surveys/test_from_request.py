"""A survey that follows from a request: begun with its words, tied to it, and seen by whoever sees both."""

import pytest

from models.links import linked_to
from models.requests import ExternalRequest
from models.surveys import Survey
from models.visibility import Visibility
from tests import build


@pytest.fixture(autouse=True)
def stopped(stop_clock):
    stop_clock(build.NOW)


def request(house, body, **facts):
    given = {
        "title": "Erkenntnisse zum Bedarf",
        "asker": "Ausschuss für Soziales",
        "wording": "Es sind Erkenntnisse zu sammeln.",
    } | facts
    made = build.added(house, ExternalRequest(body_id=body.id, registered_at=build.NOW, **given))
    house.commit()
    return made


def begins(client, asked):
    return client.get(f"/round-tables/{asked.body_id}/surveys/new?request={asked.id}")


def test_it_begins_with_what_the_request_says_and_is_tied_to_it(house, table, sign_in):
    client, asked = sign_in(table.coordinator), request(house, table.body)
    page = begins(client, asked)
    assert "Es sind Erkenntnisse zu sammeln." in page.text
    assert client.submit(page, title="").status_code == 422
    made = client.submit(page)
    survey = house.query(Survey).one()
    assert made.location.endswith(f"/surveys/{survey.id}")
    assert [each.thing for each in linked_to(house, asked)] == [survey]
    assert "Erkenntnisse zum Bedarf" in client.open(made.location).text


def test_words_of_a_request_that_only_the_coordination_reads_are_not_taken_over(house, table, sign_in):
    asked = request(house, table.body, visibility=Visibility.COORDINATION)
    page = begins(sign_in(table.coordinator), asked)
    assert 'value="Erkenntnisse' not in page.text
    assert "Es sind Erkenntnisse zu sammeln." not in page.text


def test_a_request_of_another_table_is_not_found(house, table, sign_in):
    client, foreign = sign_in(table.coordinator), request(house, build.table(house).body)
    here = f"/round-tables/{table.body.id}/surveys/new"
    for wanted in (foreign.id, "x", 10**30):
        assert client.get(f"{here}?request={wanted}").status_code == 404
    page = client.get(here)
    assert client.submit(page, title="Bedarf", request_id=foreign.id).status_code == 404
    assert house.query(Survey).count() == 0
