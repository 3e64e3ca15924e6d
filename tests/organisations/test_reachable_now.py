"""Regular hours of offers and contact points: what is reachable now, by the clock of Berlin and the Land."""

from datetime import datetime

import pytest

from models.deadlines import BERLIN, Land
from models.offers import HelpOffer, OfferStatus
from models.opening_hours import hours_in, hours_words
from tests import build

AT_NIGHT = datetime(2026, 9, 5, 3, 0, tzinfo=BERLIN)
"""A Saturday, three in the morning."""


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 1)


@pytest.fixture
def offers(house):
    for title, hours, facts in (
        ("Notruf", "täglich 0-24", {}),
        ("Nachtcafé", "Fr 22-6", {}),
        ("Sprechstunde", "Mo-Fr 9-17", {}),
        ("Ohne feste Zeiten", "", {"times": "nach Vereinbarung"}),
        ("Geschlossenes Café", "täglich 0-24", {"status": OfferStatus.CLOSED}),
        ("Beendetes Café", "täglich 0-24", {"ends_on": build.TODAY}),
    ):
        build.offer(house, title, open_hours=hours_in(hours), **facts)
    house.commit()


def titles(client, **asked):
    page = client.get("/organisations/offers", query_string=asked).text
    known = (
        "Notruf",
        "Nachtcafé",
        "Sprechstunde",
        "Ohne feste Zeiten",
        "Geschlossenes Café",
        "Beendetes Café",
    )
    return {title for title in known if f">{title}</a>" in page}


def test_at_three_in_the_morning_what_is_open_over_night_is_found(offers, table, sign_in, stop_clock):
    stop_clock(AT_NIGHT)
    client = sign_in(table.mains[0])
    assert titles(client, now="y") == {"Notruf", "Nachtcafé"}
    assert titles(client) == {
        "Notruf",
        "Nachtcafé",
        "Sprechstunde",
        "Ohne feste Zeiten",
        "Geschlossenes Café",
    }
    stop_clock(AT_NIGHT.replace(hour=6))
    assert titles(sign_in(table.mains[0]), now="y") == {"Notruf"}


def test_on_a_holiday_of_its_land_an_office_is_not_reachable(house, table, sign_in, stop_clock):
    for land in (Land.NI, Land.NW):
        build.offer(house, f"Büro {land.value}", open_hours=hours_in("Sa 9-12"), land=land)
    house.commit()
    stop_clock(datetime(2026, 10, 31, 10, 0, tzinfo=BERLIN))
    page = sign_in(table.mains[0]).get("/organisations/offers?now=y").text
    assert "Büro NW" in page
    assert "Büro NI" not in page


def test_filter_asks_as_often_for_many_as_for_few(house, offers, table, sign_in, statements):
    client = sign_in(table.mains[0])
    client.get("/organisations/offers?now=y")
    with statements() as few:
        client.get("/organisations/offers?now=y")
    for _ in range(30):
        build.offer(house, open_hours=hours_in("täglich 0-24"))
    house.commit()
    with statements() as many:
        client.get("/organisations/offers?now=y")
    assert len(few) == len(many)


def test_hours_are_entered_as_lines_and_shown_with_the_state_of_the_moment(house, table, sign_in):
    client = sign_in(table.coordinator)
    place = build.organisation(house, "Beratung")
    page = client.get(f"/organisations/offers/new?provider={place.id}")
    typed = {"title": "Sprechstunde", "open_hours": "Mo-Fr 9-12, 14-17\r\nFeiertage 10-12", "land": "NI"}
    made = client.submit(page, **typed)
    offer = house.query(HelpOffer).one()
    assert offer.land is Land.NI
    assert (
        hours_words(offer.open_hours, "de") == "Mo–Fr 09:00–12:00\nMo–Fr 14:00–17:00\nFeiertage 10:00–12:00"
    )
    shown = client.get(made.location).text
    for words in ("Mo–Fr 09:00–12:00", "Feiertage: Niedersachsen"):
        assert words in shown


@pytest.mark.parametrize("typed", ["nach Vereinbarung", "Mo 25-26", "Mo 9-9", "Mo-Fr"])
def test_what_is_no_rule_is_refused_beside_its_field_and_stays_typed(house, table, sign_in, typed):
    client = sign_in(table.coordinator)
    place = build.organisation(house, "Beratung")
    for address, name in (
        ("/organisations/offers/new", "title"),
        (f"/organisations/{place.id}/contact-points/new", "name"),
    ):
        page = client.get(address, query_string={"provider": place.id})
        answer = client.submit(page, **{name: "Sprechstunde", "open_hours": typed})
        assert answer.status_code == 422
        assert "wurde nicht verstanden" in answer.text
        assert typed in answer.text
    assert house.query(HelpOffer).count() == 0


def test_contact_point_says_whether_it_is_reachable_now(house, table, sign_in, stop_clock):
    place = build.organisation(house, "Beratung")
    client = sign_in(table.coordinator)
    page = client.get(f"/organisations/{place.id}/contact-points/new")
    typed = {"name": "Telefon", "phone": "0000 1", "open_hours": "Fr 22-6", "hours": "nicht in den Ferien"}
    assert client.submit(page, **typed).status_code == 303
    told = "jetzt erreichbar"
    stop_clock(AT_NIGHT)
    shown = sign_in(table.coordinator).get(f"/organisations/{place.id}").text
    assert told in shown
    assert "nicht in den Ferien" in shown
    stop_clock(AT_NIGHT.replace(hour=7))
    assert told not in sign_in(table.coordinator).get(f"/organisations/{place.id}").text


def test_a_notice_in_force_stands_above_the_usual_hours(house, table, sign_in, stop_clock):
    stop_clock(AT_NIGHT)
    place = build.organisation(house, "Beratung")
    facts = {
        "open_hours": hours_in("Mo-So 0-24"),
        "alert": "Heute nicht besetzt",
        "alert_until": AT_NIGHT.date(),
    }
    offer = build.offer(house, "Notruf", of=place, **facts)
    plain = build.offer(house, "Krisentelefon", of=place, open_hours=hours_in("Mo-So 0-24"))
    house.commit()
    client = sign_in(table.coordinator)
    for address in ("/organisations/offers?now=y", f"/organisations/offers/{offer.id}"):
        assert "sonst jetzt erreichbar, bitte Hinweis beachten" in client.get(address).text
    assert "bitte Hinweis" not in client.get(f"/organisations/offers/{plain.id}").text
