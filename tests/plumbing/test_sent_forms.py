"""A form that comes too late goes back to whoever sent it by hand, and to nobody else."""

import pytest

from tests import build

BY_HAND = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
TEXT = "Ein Satz, den jemand getippt hat <b>"


@pytest.fixture
def address(house):
    return (
        f"/agenda-items/{build.agenda_item(house, build.meeting(house, build.table(house).body)).id}/minutes"
    )


def test_it_stands_on_the_page_with_a_way_to_send_it_again(client, address):
    page = client.post(address, data={"markdown": TEXT, "based_on": "3"}, headers=BY_HAND)
    assert page.status_code == 401
    assert "Ein Satz, den jemand getippt hat &lt;b&gt;</textarea>" in page.text
    assert '<input type="hidden" name="based_on" value="3">' in page.text
    assert f'action="{address}"' in page.text


def test_an_expired_form_stands_there_too(client, address):
    page = client.post(address, data={"markdown": TEXT, "csrf_token": "old"}, headers=BY_HAND)
    assert page.status_code == 400
    assert "getippt hat &lt;b&gt;</textarea>" in page.text
    assert 'value="old"' not in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
    ],
)
def test_what_another_site_or_a_script_sends_comes_back_to_nobody(client, address, headers):
    page = client.post(address, data={"markdown": TEXT}, headers=headers)
    assert page.status_code == 401
    assert "getippt hat" not in page.text


@pytest.mark.parametrize("secret", ["password", "new_password", "code", "token"])
def test_a_form_with_a_secret_is_not_shown(client, address, secret):
    page = client.post(address, data={"markdown": TEXT, secret: "geheim"}, headers=BY_HAND)
    assert "getippt hat" not in page.text
    assert "geheim" not in page.text


def test_a_form_of_choices_only_is_none_to_miss(client, address):
    page = client.post(address, data={"markdown": "", "based_on": "3"}, headers=BY_HAND)
    assert 'name="based_on"' not in page.text


def test_what_is_gone_meanwhile_gives_the_words_back_to_be_copied(house, sign_in):
    table = build.table(house)
    house.commit()
    page = sign_in(table.mains[0]).post("/positions/9999/none", data={"markdown": TEXT}, headers=BY_HAND)
    assert page.status_code == 404
    assert "readonly>Ein Satz, den jemand getippt hat &lt;b&gt;</textarea>" in page.text
    assert "Erneut senden" not in page.text


def test_whoever_only_looks_for_what_is_gone_reads_that_it_is(client):
    page = client.get("/positions/9999/none?markdown=Ein+Satz", headers=BY_HAND)
    assert (page.status_code, "Ein Satz" in page.text) == (404, False)
