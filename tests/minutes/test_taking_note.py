"""Taking note: one click for an institution, once for each version; nobody has to, nobody is reminded."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.minutes import note_taking_rules
from models.editions import EditionReader
from models.errors import NotAllowed
from models.letters import Letter
from tests import build
from tests.minutes.test_reading import edition_of


@pytest.fixture
def out(room):
    room.written().circulate()
    return room


def take(client, room):
    page = client.get(room.url())
    text = page.get_data(as_text=True)
    number = edition_of(room.house, page)
    assert f'action="/editions/{number}/take-note"' in text
    assert (
        client.post(f"/editions/{number}/take-note", data={"form_key": str(build.number())}).status_code
        == 303
    )
    return number


def noted(house):
    house.commit()
    return house.scalars(
        select(EditionReader.seat_id)
        .where(EditionReader.taken_note_at.is_not(None))
        .order_by(EditionReader.id)
    ).all()


def card(client, room):
    text = client.get(room.url()).get_data(as_text=True)
    return text.split('id="taken-note"')[1].split("</section>")[0]


def test_one_click_notes_it_for_the_institution_and_colleagues_see_that(house, out, sign_in):
    take(sign_in(out.table.mains[1]), out)
    assert noted(house) == [out.table.seats[1].id]
    assert "30.09.2026" in card(sign_in(out.table.deputies[1]), out)
    assert "<form" not in card(sign_in(out.table.deputies[1]), out)
    assert "<form" in card(sign_in(out.table.deputies[0]), out)


def test_a_second_click_changes_nothing(house, out, sign_in, stop_clock):
    client = sign_in(out.table.mains[1])
    number = take(client, out)
    first = house.scalar(select(EditionReader.taken_note_at).where(EditionReader.taken_note_at.is_not(None)))
    house.commit()
    stop_clock(out.after + timedelta(minutes=5))
    assert client.post(f"/editions/{number}/take-note", data={"form_key": "b"}).status_code == 303
    house.commit()
    again = house.scalar(select(EditionReader.taken_note_at).where(EditionReader.taken_note_at.is_not(None)))
    assert first == again


def test_the_coordination_sees_how_many_and_who_over_all_editions(house, out, sign_in):
    for who in (out.table.mains[0], out.table.deputies[1]):
        take(sign_in(who), out)
    names = {seat.id: seat.organisation.name for seat in out.table.seats}
    first, second, third = (names[seat.id] for seat in out.table.seats)
    shown = card(sign_in(out.coordinator), out)
    assert "2 von 3 Institutionen" in shown
    assert [each in shown for each in (first, second, third)] == [True, True, False]


def test_members_are_not_told_who_else_has_taken_note(house, out, sign_in):
    take(sign_in(out.table.mains[0]), out)
    shown = card(sign_in(out.table.mains[1]), out)
    assert "von 3" not in shown
    assert out.table.seats[0].organisation.name not in shown


def test_whoever_acts_for_no_institution_sent_it_cannot(house, out, sign_in):
    number = edition_of(house, sign_in(out.table.mains[1]).get(out.url()))
    for who in (
        out.table.reader,
        out.taker,
        out.coordinator,
        out.guest,
        out.elsewhere.mains[0],
        out.table.mains[0],
    ):
        assert sign_in(who).post(f"/editions/{number}/take-note").status_code == 404
        house.commit()
        with pytest.raises(NotAllowed):
            note_taking_rules.take_note(house, number, by=build.actor(house, who), now=out.after)
        house.rollback()
    assert noted(house) == []


def test_reading_takes_no_note_and_no_letter_asks_for_it(house, out, sign_in):
    letters = len(house.scalars(select(Letter.id)).all())
    sign_in(out.table.mains[1]).get(out.url())
    overview = sign_in(out.coordinator).get("/overview").get_data(as_text=True)
    assert noted(house) == []
    assert "Kenntnis" not in overview
    assert len(house.scalars(select(Letter.id)).all()) == letters
