"""The pages of an agenda: adding, changing, ordering and removing items, guests, who sees what."""

import io
from datetime import timedelta

import pypdf
import pytest
from flask_babel import force_locale
from sqlalchemy import select

from blueprints.meetings import guest_rules, invitation_rules
from blueprints.minutes.documents import document_of
from blueprints.minutes.pdf import data_of
from models.editions import Edition, EditionReader
from models.guests import ItemGuest
from models.meetings import AgendaItem, ItemAudience, MeetingState
from models.organisations import OrganisationKind
from models.visibility import Visibility
from plumbing.paper import pdf
from tests import build
from tests.pages import Page, text

GOOD = {"title": "Meldeweg Minderjährige", "kind": "decision", "minutes_planned": "25", "text": "**Ziel**"}


@pytest.fixture(autouse=True)
def clock(stop_clock):
    return stop_clock(build.NOW)


@pytest.fixture
def table(house):
    made = build.table(house)
    for person in (made.coordinator, made.reader, *made.mains, *made.deputies):
        person.language = "en"
    return made


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


@pytest.fixture
def meeting(house, table):
    return build.meeting(house, table.body, number=12)


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def new_item(meeting):
    return f"/meetings/{meeting.id}/items/new"


def invite(house, meeting, by):
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    house.commit()


def words(answer):
    return text(Page(answer.get_data(as_text=True)).all("main")[0])


def item_url(item):
    return f"/meetings/{item.meeting_id}/items/{item.id}"


def agenda_of(answer):
    """Number and title of each item on a meeting's page."""
    page = Page(answer.get_data(as_text=True))
    numbers = [text(each) for each in page.all("span") if each.get("class") == "agenda-number"]
    titles = [text(each) for each in page.all("span") if each.get("class") == "agenda-title"]
    return list(zip([number.removeprefix("Item ") for number in numbers], titles, strict=True))


def test_an_item_is_added_and_read(house, coordinator, meeting, new_item):
    answer = coordinator.submit(coordinator.get(new_item), "Add the item", **GOOD)
    assert answer.status_code == 303
    item = house.scalars(select(AgendaItem)).one()
    assert (item.title, item.minutes_planned, item.kind.value) == (GOOD["title"], 25, "decision")
    shown = coordinator.get(f"/meetings/{meeting.id}")
    assert agenda_of(shown) == [("1", GOOD["title"])]
    assert "25 of 120 minutes planned" in words(shown)
    page = coordinator.get(item_url(item)).get_data(as_text=True)
    assert "<strong>Ziel</strong>" in page


def test_an_overrun_is_said(house, coordinator, meeting):
    build.agenda_item(house, meeting, minutes_planned=130)
    shown = words(coordinator.get(f"/meetings/{meeting.id}"))
    assert "130 of 120 minutes planned: 10 minutes longer than the meeting, end as planned" in shown


def test_bad_items_are_told_kept_and_change_nothing(house, coordinator, new_item):
    page = coordinator.get(new_item)
    foreign = build.seat(house, build.body(house)).id
    for change, told in (
        ({"title": ""}, "Please give a title."),
        ({"title": "   "}, "Please give a title."),
        ({"title": "x" * 201}, "At most"),
        ({"kind": "party"}, "could not coerce"),
        ({"minutes_planned": "-1"}, "between"),
        ({"minutes_planned": "601"}, "between"),
        ({"minutes_planned": "lang"}, "Not a valid integer"),
        ({"visibility": "secret"}, "could not coerce"),
        ({"visibility": "confidential"}, "Name at least one institution"),
        ({"visibility": "confidential", "seat_ids": str(foreign)}, "not a valid choice"),
        ({"seat_ids": "x"}, "could not be coerced"),
        ({"submitter_id": "4711"}, "Not a valid choice"),
        ({"submitter_id": "x"}, "could not coerce"),
        ({"text": "x" * 20_001}, "At most"),
    ):
        answer = coordinator.submit(page, "Add the item", **GOOD | {"title": "Typed words"} | change)
        assert answer.status_code == 422, change
        assert told in words(answer), (change, words(answer))
        assert "title" in change or 'value="Typed words"' in answer.get_data(as_text=True), change
    assert house.scalars(select(AgendaItem)).all() == []


def test_a_case_is_kept_from_investigators_with_one_tick(house, table, coordinator, meeting, new_item):
    police = build.seat(house, table.body, build.organisation(house, "Polizei", kind=OrganisationKind.POLICE))
    fields = GOOD | {"visibility": "confidential", "without_investigators": "y"}
    coordinator.submit(coordinator.get(new_item), "Add the item", **fields)
    named = set(house.scalars(select(ItemAudience.seat_id)))
    assert named == {seat.id for seat in table.seats}
    assert police.id not in named
    shown = coordinator.get(f"/meetings/{meeting.id}")
    assert agenda_of(shown) == [("V 1", GOOD["title"])]
    assert "without investigating authorities" in words(shown)


def test_an_item_is_edited_and_a_newer_version_is_shown(house, table, coordinator, meeting):
    item = build.agenda_item(house, meeting, seats=table.seats[:1], visibility=Visibility.CONFIDENTIAL)
    page = coordinator.get(f"{item_url(item)}/edit")
    assert coordinator.submit(page, "Save", title="Erster").status_code == 303
    stale = coordinator.submit(page, "Save", title="Zweiter", form_key="another")
    assert stale.status_code == 409
    assert "Erster" in words(stale)
    assert coordinator.submit(stale, "Save").status_code == 303
    house.refresh(item)
    assert item.title == "Zweiter"
    assert house.scalars(select(ItemAudience.seat_id)).all() == [table.seats[0].id]


def test_items_are_moved_by_buttons_and_by_place(house, coordinator, meeting):
    items = [build.agenda_item(house, meeting, title) for title in "ABC"]

    def arranged():
        return "".join(title for _, title in agenda_of(coordinator.get(f"/meetings/{meeting.id}")))

    page = coordinator.get(f"/meetings/{meeting.id}/agenda")
    assert coordinator.submit(page, "Down A").status_code == 303
    assert arranged() == "BAC"
    page = coordinator.get(f"/meetings/{meeting.id}/agenda")
    assert coordinator.submit(page, "Up C").status_code == 303
    assert arranged() == "BCA"
    coordinator.post(f"{item_url(items[0])}/move", data={"to": "1"})
    assert arranged() == "ABC"
    for bad in ({"direction": "sideways"}, {"to": "x"}, {"to": "0"}, {"to": "99999"}):
        assert coordinator.post(f"{item_url(items[0])}/move", data=bad).status_code == 422, bad
    assert arranged() == "ABC"


def test_the_first_has_no_way_up_and_the_last_none_down(house, coordinator, meeting):
    for title in "AB":
        build.agenda_item(house, meeting, title)
    page = Page(coordinator.get(f"/meetings/{meeting.id}/agenda").get_data(as_text=True))
    buttons = [text(button) for button in page.all("button")]
    assert [each for each in buttons if each.startswith(("Up", "Down"))] == ["Down A", "Up B"]


def test_an_item_is_removed_after_a_sentence(house, coordinator, meeting):
    item = build.agenda_item(house, meeting, "Weg")
    page = coordinator.get(f"{item_url(item)}/remove")
    assert "This cannot be undone" in words(page)
    assert coordinator.submit(page, "Take it off").status_code == 303
    assert house.scalars(select(AgendaItem)).all() == []


def test_removing_what_must_stay_is_refused_in_words(house, coordinator, meeting):
    item = build.agenda_item(house, meeting)
    meeting.state = MeetingState.HELD
    answer = coordinator.submit(coordinator.get(f"{item_url(item)}/remove"), "Take it off")
    assert answer.status_code == 422
    assert "stays" in words(answer)


def test_a_guest_is_added_and_taken_off(house, coordinator, meeting):
    item = build.agenda_item(house, meeting)
    page = coordinator.get(f"{item_url(item)}/guests/new")
    fields = {"name": "Fachreferat", "email": "gast@musterstadt.example", "slot_from": "10:30"}
    assert coordinator.submit(page, "Add the guest", **fields).status_code == 303
    shown = words(coordinator.get(item_url(item)))
    assert "Fachreferat" in shown
    assert "10:30" in shown
    guest = house.scalars(select(ItemGuest.person_id)).one()
    page = coordinator.get(f"{item_url(item)}/guests/{guest}/remove")
    assert coordinator.submit(page, "Take off").status_code == 303
    assert house.scalars(select(ItemGuest)).all() == []
    assert coordinator.get(f"{item_url(item)}/guests/{guest}/remove").status_code == 404


def test_the_time_of_a_guest_is_printed_for_those_who_may_know_of_guests(
    house, app, table, meeting, by, sign_in
):
    item, other = build.agenda_item(house, meeting, "Vortrag"), build.agenda_item(house, meeting, "Anderes")
    times = {"starts_at": meeting.starts_at + timedelta(minutes=30)}
    ends = {"ends_at": meeting.starts_at + timedelta(minutes=60)}
    guest = build.item_guest(house, item, **times, **ends)
    second = build.item_guest(house, other, **times)
    for person in (guest, second, table.mains[0], table.reader):
        person.language = "en"
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    sent = {
        person: edition_text(house, app, edition_of)
        for person, edition_of in (("member", EditionReader.seat_id), ("guest", EditionReader.person_id))
    }
    pages = {
        name: words(sign_in(person).get(f"/meetings/{meeting.id}"))
        for name, person in (("member", table.mains[0]), ("guest", guest), ("reader", table.reader))
    }
    assert "guest 10:30 to 11:00 o’clock" in pages["member"]
    assert "guest 10:30 o’clock" in pages["member"]
    assert "guest 10:30 to 11:00 o’clock" in pages["guest"]
    assert "guest 10:30 o’clock" not in pages["guest"]
    assert "10:30" not in pages["reader"]
    assert "10:30 bis 11:00 Uhr" in sent["member"]
    assert "10:30 bis 11:00 Uhr" in sent["guest"]


def edition_text(house, app, reader):
    """The paper of an edition that somebody of this kind has."""
    edition = house.scalars(
        select(Edition).join(EditionReader).where(reader.is_not(None)).order_by(Edition.id)
    ).first()
    with app.test_request_context(), force_locale("de"):
        content = pdf("print/agenda", data_of(document_of(edition)))
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_a_time_outside_the_meeting_is_refused_and_one_that_falls_out_is_told(house, coordinator, meeting):
    item = build.agenda_item(house, meeting)
    page = coordinator.get(f"{item_url(item)}/guests/new")
    typed = {"name": "Gast", "email": "gast@musterstadt.example"}
    for times, told in (
        ({"slot_from": "09:00"}, "outside the meeting"),
        ({"slot_from": "12:00"}, "outside the meeting"),
        ({"slot_from": "11:30", "slot_until": "12:30"}, "The meeting ends before that."),
        ({"slot_from": "11:30", "slot_until": "11:00"}, "The end must lie after the beginning."),
        ({"slot_until": "11:00"}, "Please say from when."),
    ):
        answer = coordinator.submit(page, "Add the guest", **typed, **times)
        assert answer.status_code == 422, times
        assert told in words(answer), times
    assert house.scalars(select(ItemGuest)).all() == []
    assert coordinator.submit(page, "Add the guest", **typed, slot_from="11:30").status_code == 303
    edit = coordinator.get(f"/meetings/{meeting.id}/edit")
    assert coordinator.submit(edit, "Save", day="2026-10-06", starts="14:00", ends="16:00").status_code == 303
    assert "15:30 o’clock" in words(coordinator.get(item_url(item)))
    edit = coordinator.get(f"/meetings/{meeting.id}/edit")
    assert coordinator.submit(edit, "Save", ends="15:00").status_code == 303
    assert "no longer lies within the meeting" in words(coordinator.get(item_url(item)))


def test_without_a_time_of_the_meeting_no_guest_gets_one(house, table, coordinator):
    meeting = build.meeting(house, table.body, starts_at=None, state=MeetingState.PLANNED)
    item = build.agenda_item(house, meeting)
    page = coordinator.get(f"{item_url(item)}/guests/new")
    assert "slot_from" not in page.text
    typed = {"name": "Gast", "email": "gast@musterstadt.example", "slot_from": "10:30"}
    assert coordinator.post(f"{item_url(item)}/guests/new", data=typed | {"person_id": ""}).status_code == 303
    assert house.scalars(select(ItemGuest.starts_at)).all() == [None]


def test_bad_guests_are_told_and_kept(house, coordinator, meeting):
    item = build.agenda_item(house, meeting)
    page = coordinator.get(f"{item_url(item)}/guests/new")
    for change, told in (
        ({}, "Choose a person or name a new one."),
        ({"name": "Gast"}, "Without an address"),
        ({"name": "Gast", "email": "kein at"}, "one e-mail address"),
        ({"name": "x" * 121, "email": "a@b.example"}, "At most"),
        ({"person_id": "4711"}, "Not a valid choice"),
        ({"person_id": "x"}, "could not coerce"),
        ({"slot_from": "halb elf"}, "Not a valid time value"),
    ):
        answer = coordinator.submit(page, "Add the guest", **{"function": "Typed words"} | change)
        assert answer.status_code == 422, change
        assert told in words(answer), (change, words(answer))
        assert "Typed words" in answer.get_data(as_text=True), change
    assert house.scalars(select(ItemGuest)).all() == []


def test_each_reader_sees_the_items_meant_for_her(house, table, meeting, by, sign_in):
    open_item = build.agenda_item(house, meeting, "Offen")
    secret = build.agenda_item(
        house, meeting, "Geheim", seats=table.seats[:1], visibility=Visibility.CONFIDENTIAL
    )
    own = build.agenda_item(house, meeting, "Nur Koordination", visibility=Visibility.COORDINATION)
    guest = guest_rules.add_guest(
        house, open_item.id, name="Gast", email="gast@musterstadt.example", by=by, now=build.NOW
    )
    guest.language = "en"
    items = (open_item, secret, own)
    people = {
        "named": table.mains[0],
        "member": table.mains[1],
        "reader": table.reader,
        "guest": guest,
        "stranger": build.table(house).mains[0],
    }
    clients = {name: sign_in(person) for name, person in people.items()}

    def codes(name):
        return [clients[name].get(item_url(item)).status_code for item in items]

    assert {name: codes(name) for name in clients} == {name: [404] * 3 for name in clients}
    invite(house, meeting, by)
    assert {name: codes(name) for name in clients} == {
        "named": [200, 200, 404],
        "member": [200, 404, 404],
        "reader": [200, 404, 404],
        "guest": [200, 404, 404],
        "stranger": [404, 404, 404],
    }
    show = f"/meetings/{meeting.id}"
    assert agenda_of(clients["named"].get(show)) == [("1", "Offen"), ("V 1", "Geheim")]
    meeting.note = "Nur für Mitglieder"
    guests_page = clients["guest"].get(show)
    assert "Nur für Mitglieder" in words(clients["reader"].get(show))
    assert "Nur für Mitglieder" not in words(guests_page)
    assert agenda_of(guests_page) == [("1", "Offen")]
    assert "Geheim" not in guests_page.get_data(as_text=True)
    assert "Who comes" not in words(guests_page)


def test_an_item_of_another_meeting_is_not_found(house, table, coordinator, meeting):
    item = build.agenda_item(house, meeting)
    other = build.meeting(house, table.body)
    for rest in ("", "/edit", "/remove", "/guests/new", "/files/new"):
        assert coordinator.get(f"/meetings/{other.id}/items/{item.id}{rest}").status_code == 404, rest
    assert coordinator.post(f"/meetings/{other.id}/items/{item.id}/move", data={"to": "1"}).status_code == 404


def test_changing_is_for_the_coordination(house, table, meeting, by, sign_in):
    item = build.agenda_item(house, meeting)
    invite(house, meeting, by)
    others = (table.mains[0], table.reader, build.coordinator_of(house, build.body(house)))
    for client in map(sign_in, others):
        for rest in ("/edit", "/remove", "/guests/new", "/files/new", "/guests/1/remove"):
            url = f"{item_url(item)}{rest}"
            assert (client.get(url).status_code, client.post(url).status_code) == (404, 404), rest
        assert client.post(f"{item_url(item)}/move", data={"to": "1"}).status_code == 404
    page = sign_in(table.mains[0]).get(item_url(item)).get_data(as_text=True)
    assert "Edit the item" not in page


def test_what_differs_from_the_sent_agenda_is_said_to_the_coordination(
    house, table, meeting, by, coordinator, sign_in
):
    build.agenda_item(house, meeting, "Bleibt")
    invite(house, meeting, by)
    show = f"/meetings/{meeting.id}"
    told = "The agenda differs from the one that was sent"
    assert told not in words(coordinator.get(show))
    page = coordinator.get(f"{show}/items/new")
    assert "The invitations are out." in words(page)
    coordinator.submit(page, "Add the item", **GOOD)
    assert told in words(coordinator.get(show))
    members = sign_in(table.mains[0]).get(show)
    assert told not in words(members)
    assert "As invited" in words(members)


def test_a_title_is_text_and_never_code(house, coordinator, meeting):
    item = build.agenda_item(
        house, meeting, "<script>alert(1)</script> Klient*innen", text="<script>x</script>"
    )
    for url in (f"/meetings/{meeting.id}", item_url(item), f"/meetings/{meeting.id}/agenda"):
        page = coordinator.get(url).get_data(as_text=True)
        assert "&lt;script&gt;alert(1)&lt;/script&gt; Klient*innen" in page
        assert "<script>" not in page


def test_an_item_page_costs_the_same_for_few_and_many(house, table, meeting, by, coordinator, statements):
    item = build.agenda_item(house, meeting)

    def asked():
        coordinator.get(item_url(item))
        with statements() as seen:
            coordinator.get(item_url(item))
        return len(seen)

    few = asked()
    for number in range(100):
        build.agenda_item(house, meeting, place=number)
        if number < 15:
            build.item_guest(house, item)
    assert asked() == few
