"""The page of a table: who sees what of its members, people, meetings and bylaws, and at what price."""

import re
from datetime import date, timedelta

import pytest

from models.bodies import BodyState, OfficeKind
from models.body_life import BodyName, BodyPhase
from models.fuzzy_dates import FuzzyDate
from models.meetings import MeetingState
from models.organisations import Organisation
from models.seats import Appointment, AppointmentRole, SeatKind
from models.shelf import ShelfDocument
from models.visibility import Visibility
from tests import build
from tests.pages import Page, text


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 3, name="Runder Tisch Musterstadt", theme="Schutz")


def address(table):
    return f"/round-tables/{table.body.id}"


def heading_cells(page):
    return [text(cell) for cell in Page(page.text).all("th") if cell.get("scope") == "row"]


def test_index_keeps_my_tables_apart_from_what_everybody_may_know(house, table, sign_in):
    build.body(house, "Sozialausschuss", coordinated=False, is_external=True, visibility=Visibility.PUBLIC)
    build.body(house, "Fremder Tisch")
    page = sign_in(table.mains[0]).get("/round-tables/").text
    assert page.index("Runder Tisch Musterstadt") < page.index("Sozialausschuss")
    assert "Fremder Tisch" not in page


def test_index_names_the_next_meeting_only_where_it_may_be_known(house, table, sign_in):
    build.meeting(house, table.body, in_days=7, state=MeetingState.PLANNED)
    build.meeting(house, table.body, in_days=21)
    build.meeting(house, table.body, in_days=-7, state=MeetingState.HELD)
    address = "/round-tables/"
    member, coordinator = (
        sign_in(table.mains[0]).get(address).text,
        sign_in(table.coordinator).get(address).text,
    )
    assert "22.09.2026" in member
    assert "08.09.2026" not in member
    assert "08.09.2026" in coordinator


def test_whoever_sits_nowhere_is_told_what_would_stand_there(house, table, sign_in):
    page = sign_in(build.person(house)).get("/round-tables/")
    assert page.status_code == 200
    assert "Runder Tisch Musterstadt" not in page.text


def test_table_is_not_found_by_others(house, table, sign_in):
    build.meeting(house, table.body)
    for person in (build.person(house), build.table(house, 1).coordinator, build.table(house, 1).mains[0]):
        answer = sign_in(person).get(address(table))
        assert answer.status_code == 404
        assert "Musterstadt" not in answer.text


def test_foundation_is_printed_as_it_is_known(house, sign_in):
    one = build.table(house, 0, founded=FuzzyDate.of_year(1995, since=True))
    silent = build.table(house, 0, source="Tätigkeitsbericht, Seite 3")
    assert "1995" in sign_in(one.coordinator).get(address(one)).text
    assert "1995-01" not in sign_in(one.coordinator).get(address(one)).text
    page = sign_in(silent.coordinator).get(address(silent)).text
    assert "Tätigkeitsbericht, Seite 3" in page


def test_ring_and_table_show_the_same_seats(house, table, sign_in):
    build.seat(house, table.body, build.organisation(house, "Gesundheitsamt"), kind=SeatKind.ADVISORY)
    page = sign_in(table.mains[0]).get(address(table))
    pictured = [
        each.get("aria-label", "") for each in Page(page.text).all("a") if "seat" in each.get("class", "")
    ]
    assert len(pictured) == 4
    names = [name.split(":")[0] for name in pictured]
    assert names == heading_cells(page)[:4]
    assert names[-1] == "Gesundheitsamt"


def test_sixty_seats_carry_their_numbers_in_picture_and_table(house, table, sign_in):
    for _ in range(57):
        build.seat(house, table.body)
    page = sign_in(table.mains[0]).get(address(table))
    assert page.status_code == 200
    assert len(heading_cells(page)) == 60


def test_members_know_each_other_by_name_but_not_by_address(house, table, sign_in):
    open_one, closed = table.mains[0], table.mains[1]
    open_one.contact_released = True
    page = sign_in(table.mains[2]).get(address(table)).text
    assert open_one.name in page
    assert closed.name in page
    assert open_one.email in page
    assert closed.email not in page
    assert table.mains[2].email in page


def test_coordination_sees_every_address(house, table, sign_in):
    page = sign_in(table.coordinator).get(address(table)).text
    for person in (*table.mains, *table.deputies, table.reader):
        assert person.email in page


@pytest.mark.parametrize("of", ["office", "seat"])
def test_readers_see_functions_only(house, table, sign_in, of):
    table.mains[0].function = "Leitung Wache Nord"
    table.mains[0].contact_released = True
    reader = table.reader
    if of == "seat":
        reader = build.person(house)
        build.appointment(house, table.seats[0], reader, AppointmentRole.READER)
    page = sign_in(reader).get(address(table)).text
    content = page[page.index("<main") :]
    assert "Leitung Wache Nord" in content
    for person in (*table.mains, *table.deputies, table.coordinator):
        assert person.name not in content
        assert person.email not in content


def test_guest_of_an_item_sees_no_members_and_no_bylaws(house, table, sign_in):
    meeting = build.meeting(house, table.body, state=MeetingState.INVITED, invited_at=build.NOW)
    build.meeting(house, table.body, in_days=60, number=777)
    guest = build.item_guest(house, build.agenda_item(house, meeting))
    page = sign_in(guest).get(address(table))
    assert page.status_code == 200
    assert f"/meetings/{meeting.id}" in page.text
    assert "777" not in page.text[page.text.index("<main") :]
    for seat, main in zip(table.seats, table.mains, strict=True):
        assert f"/organisations/{seat.organisation_id}" not in page.text
        assert main.name not in page.text
    assert 'id="bylaws"' not in page.text
    assert 'id="members"' not in page.text


def test_public_body_does_not_publish_its_members(house, table, sign_in):
    table.body.visibility = Visibility.PUBLIC
    page = sign_in(build.person(house)).get(address(table))
    assert page.status_code == 200
    assert 'id="members"' not in page.text
    assert table.mains[0].name not in page.text


def test_members_do_not_see_what_is_being_planned(house, table, sign_in):
    planned = build.meeting(house, table.body, state=MeetingState.PLANNED)
    assert f"/meetings/{planned.id}" not in sign_in(table.mains[0]).get(address(table)).text
    assert f"/meetings/{planned.id}" in sign_in(table.coordinator).get(address(table)).text


def test_meetings_are_listed_by_what_is_known_of_their_dates(house, table, sign_in):
    autumn = FuzzyDate.parse("Herbst 2021")
    build.meeting(house, table.body, number=12, starts_at=None, held_on=autumn, state=MeetingState.NOT_HELD)
    build.meeting(house, table.body, number=13, starts_at=None, state=MeetingState.HELD)
    build.meeting(house, table.body, number=14)
    page = sign_in(table.mains[0]).get(address(table))
    numbers = [text(cell) for cell in Page(page.text).all("td") if cell.get("class") == "number"]
    assert numbers == ["14", "12", "13"]
    assert "2021" in page.text
    assert "01.09.2021" not in page.text


def test_bylaws_are_computed_for_the_next_meeting(house, table, sign_in):
    build.meeting(house, table.body)
    page = sign_in(table.mains[0]).get(address(table)).text
    for day in ("18.08.2026", "01.09.2026", "15.09.2026", "22.09.2026"):
        assert day in page


def test_only_the_coordination_is_offered_changes(house, table, sign_in):
    kept = [
        f"{address(table)}/edit",
        f"{address(table)}/bylaws",
        f"{address(table)}/seats/new",
        "/meetings/new",
    ]
    for person in (table.mains[0], table.deputies[0], table.reader):
        page = sign_in(person).get(address(table)).text
        assert not any(f'{each}"' in page for each in kept)
    page = sign_in(table.coordinator).get(address(table)).text
    assert all(each in page for each in kept[:3])


def test_ended_seats_and_people_are_gone_from_the_page(house, table, sign_in):
    table.seats[0].ends_on = build.TODAY - timedelta(days=1)
    main = house.query(Appointment).filter_by(person_id=table.mains[1].id).one()
    main.ends_on = build.TODAY - timedelta(days=1)
    page = sign_in(table.mains[2]).get(address(table)).text
    assert table.mains[0].name not in page
    assert table.mains[1].name not in page
    assert table.deputies[1].name in page


def test_coming_seat_says_from_when(house, table, sign_in):
    build.seat(house, table.body, starts_on=build.TODAY + timedelta(days=30))
    assert "01.10.2026" in sign_in(table.mains[0]).get(address(table)).text


def test_deputy_coordination_is_offered_changes_too(house, table, sign_in):
    deputy = build.person(house)
    build.office(house, table.body, deputy, OfficeKind.DEPUTY_COORDINATION)
    assert f"{address(table)}/edit" in sign_in(deputy).get(address(table)).text


def test_administration_sees_nothing_of_a_table(house, table, sign_in_admin):
    assert sign_in_admin.get(address(table)).status_code == 404
    assert "Runder Tisch Musterstadt" not in sign_in_admin.get("/round-tables/").text


def test_missing_table_is_not_found(table, sign_in):
    assert sign_in(table.coordinator).get("/round-tables/987654").status_code == 404


def asked(statements, client, url):
    """How many statements a page costs, once the session's last-seen is written."""
    client.get(url)
    with statements() as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_page_asks_as_often_for_many_seats_and_meetings_as_for_few(house, table, sign_in, statements):
    for reader, few in ((sign_in(table.mains[0]), 6), (sign_in(table.coordinator), 6)):
        assert asked(statements, reader, address(table)) == few
        for _ in range(40):
            build.appointment(house, build.seat(house, table.body))
            build.meeting(house, table.body)
        assert asked(statements, reader, address(table)) == few


def test_index_asks_as_often_for_a_thousand_bodies_as_for_ten(house, table, sign_in, statements):
    reader, body, costs = sign_in(table.mains[0]), type(table.body), []
    for count in (10, 990):
        known = [body(name=f"Gremium {build.number()}", visibility=Visibility.PUBLIC) for _ in range(count)]
        house.add_all(known)
        costs.append(asked(statements, reader, "/round-tables/"))
    assert costs[0] == costs[1]


def test_page_asks_as_often_after_twenty_five_years_as_after_one(house, table, sign_in, statements):
    """Sixty seats, each with a new representative every year; names, states and documents of all years."""
    reader = sign_in(table.coordinator)
    first = asked(statements, reader, address(table))
    for _ in range(57):
        table.seats.append(build.seat(house, table.body))
    person = build.person(house)
    for year in range(2001, 2026):
        begins, ends = date(year, 1, 1), date(year, 12, 31)
        for seat in table.seats:
            past = Appointment(seat_id=seat.id, person_id=person.id, starts_on=begins, ends_on=ends)
            house.add(past)
        house.add(BodyName(body_id=table.body.id, name=f"Tisch {year}", until=FuzzyDate.of_day(ends)))
        phase = {"state": BodyState.ACTIVE, "since": begins, "reason": "Übung", "noted_at": build.NOW}
        house.add(BodyPhase(body_id=table.body.id, **phase))
        facts = {"title": f"Papier {year}", "owner_id": table.coordinator.id, "put_at": build.NOW}
        house.add(ShelfDocument(body_id=table.body.id, **facts))
    house.flush()
    assert asked(statements, reader, address(table)) == first


def test_page_leads_to_its_parts_and_the_members_come_before_shelf_and_bylaws(house, table, sign_in):
    page = sign_in(table.mains[0]).get(address(table)).text
    jumps = re.findall(r'<li><a href="#(\w+)">', page)
    assert jumps == ["meetings", "members", "shelf", "bylaws", "life"]
    places = [page.index(f'<h2 id="{each}">') for each in jumps]
    assert places == sorted(places)
    assert "<details" in page.split('<h2 id="bylaws">')[1]
    assert "members" not in re.findall(r'<li><a href="#(\w+)">', outside_page(house, sign_in, table))


def test_whoever_may_enter_no_room_finds_no_empty_list_of_rooms(house, table, sign_in):
    meeting = build.meeting(house, table.body, state=MeetingState.INVITED, invited_at=build.NOW)
    guest = build.item_guest(house, build.agenda_item(house, meeting))
    assert "Räume dieses Tisches" not in sign_in(guest).get(address(table)).text
    assert "Räume dieses Tisches" in sign_in(table.mains[0]).get(address(table)).text


def outside_page(house, sign_in, table):
    """A body that others coordinate, as somebody sees it who belongs to none of it."""
    body = build.body(house, coordinated=False, is_external=True, visibility=Visibility.PUBLIC)
    return sign_in(table.mains[0]).get(f"/round-tables/{body.id}").text


def test_earlier_meetings_are_folded_and_open_ones_are_not(house, table, sign_in):
    for days in range(1, 12):
        build.meeting(house, table.body, in_days=-30 * days, state=MeetingState.HELD)
    for days in range(1, 8):
        build.meeting(house, table.body, in_days=30 * days)
    first, folded = sign_in(table.mains[0]).get(address(table)).text.split("Frühere Sitzungen (6)")
    assert first.split('<h2 id="meetings">')[1].count('href="/meetings/') == 12
    assert folded.split("</details>")[0].count('href="/meetings/') == 6


def test_the_next_meeting_stands_first_and_the_last_one_first_among_the_past(house, table, sign_in):
    days = (60, -60, 30, -30, 90)
    made = {each: build.meeting(house, table.body, in_days=each) for each in days}
    for each in (-60, -30):
        made[each].state = MeetingState.HELD
    shown = (
        sign_in(table.mains[0]).get(address(table)).text.split('<h2 id="meetings">')[1].split("</section>")[0]
    )
    coming, past = shown.split("Bisherige Sitzungen", 1)
    order = [list_of(part, made) for part in (coming, past)]
    assert order == [[30, 60, 90], [-30, -60]]


def list_of(part, made):
    """Which of the meetings stand in this part, in its order."""
    places = {day: part.find(f'href="/meetings/{meeting.id}"') for day, meeting in made.items()}
    return sorted((day for day, place in places.items() if place >= 0), key=places.__getitem__)


def test_address_of_the_coordination_stands_in_the_head_once_it_is_released(house, table, sign_in):
    mine = house.get_one(Organisation, table.coordinator.organisation_id)
    mine.mailbox = "koordination@stelle.example"
    member, keeper = sign_in(table.mains[0]), sign_in(table.coordinator)
    pages = (address(table), f"{address(table)}/induction")
    assert all(mine.mailbox not in member.get(page).text for page in pages)
    assert "Mitglieder sehen hier keine Adresse" in keeper.get(address(table)).text
    mine.mailbox_released = True
    assert all(f"mailto:{mine.mailbox}" in member.get(page).text for page in pages)
    assert "Mitglieder sehen hier keine Adresse" not in keeper.get(address(table)).text
