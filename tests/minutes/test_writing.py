"""Minutes are written item by item; two writers lose no word; nobody else sees a thing of it."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import select

from blueprints.minutes import rules
from models.errors import NotAllowed, RuleBroken
from models.history import Entry, seal_entries
from models.invitations import Invitation, InvitationKind, Reply
from models.meetings import MeetingState
from models.minutes import Attendance, AttendanceState, Minutes, MinutesState, attendances
from models.rounds import Channel, Coming, Round
from models.texts import Collision, Text, TextDraft, TextVersion
from models.versions import ChangedMeanwhile
from models.visibility import HouseSession
from tests import build

JSON = {"Accept": "application/json"}
FRAGMENT = {"Sec-Fetch-Dest": "empty"}


def minutes_of(house):
    return house.scalars(select(Minutes)).one()


def reply(house, room, person, coming, **facts):
    invitation = house.scalars(
        select(Invitation).where(Invitation.meeting_id == room.meeting_id, Invitation.person_id == person.id)
    ).one()
    build.added(
        house,
        Reply(
            round_id=house.scalars(select(Round.id)).one(),
            meeting_id=room.meeting_id,
            invitation_id=invitation.id,
            seat_id=invitation.seat_id,
            coming=coming,
            channel=Channel.LINK,
            answered_at=build.NOW,
            starts_at=room.meeting.starts_at,
            person_id=person.id,
            **facts,
        ),
    )
    return invitation


def test_attendance_is_filled_from_the_replies(house, room):
    main, second, third = room.table.mains
    reply(house, room, main, Coming.YES)
    reply(house, room, second, Coming.NO)
    reply(house, room, room.table.deputies[1], Coming.YES)
    reply(house, room, third, Coming.NO)
    assert reply(house, room, room.guest, Coming.YES).kind is InvitationKind.GUEST
    minutes = room.begin()
    rows = {row.seat_id or 0: row for row in attendances(house, minutes.id)}
    states = [rows[seat.id].state for seat in room.table.seats]
    assert states == [AttendanceState.PRESENT, AttendanceState.REPRESENTED, AttendanceState.EXCUSED]
    assert rows[room.table.seats[0].id].names == main.name
    assert rows[room.table.seats[1].id].names == room.table.deputies[1].name
    assert (rows[0].names, rows[0].state) == (room.guest.name, AttendanceState.PRESENT)


def test_main_and_deputy_are_one_line_with_both_names(house, room):
    reply(house, room, room.table.mains[0], Coming.YES)
    reply(house, room, room.table.deputies[0], Coming.YES)
    minutes = room.begin()
    row = house.scalars(select(Attendance).where(Attendance.seat_id == room.table.seats[0].id)).one()
    assert row.minutes_id == minutes.id
    assert set(row.names.split(", ")) == {room.table.mains[0].name, room.table.deputies[0].name}


def test_the_minute_taker_gets_the_same_list(house, room):
    reply(house, room, room.table.mains[0], Coming.YES)
    room.begin(build.actor(house, room.taker))
    row = house.scalars(select(Attendance).where(Attendance.seat_id == room.table.seats[0].id)).one()
    assert row.names == room.table.mains[0].name


def test_beginning_twice_begins_once(house, room):
    assert room.begin() is room.begin()
    assert house.query(Attendance).count() == 4


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.NOT_HELD, MeetingState.PLANNED])
def test_a_meeting_that_was_not_held_has_no_minutes(house, room, state):
    room.meeting.state = state
    with pytest.raises(RuleBroken):
        room.begin()


def test_only_coordination_and_minute_taker_write(house, room):
    room.begin()
    room.write(room.open_item, "Koordination")
    room.write(room.guest_item, "Protokoll", by=build.actor(house, room.taker))
    strangers = [
        *room.table.mains,
        *room.table.deputies,
        room.table.reader,
        room.guest,
        room.elsewhere.coordinator,
    ]
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            room.write(room.open_item, "Fremd", based_on=1, by=build.actor(house, stranger))


def test_saving_takes_few_statements_whatever_the_length(house, room, statements):
    room.begin()
    counts = []
    for size in (10, 90_000):
        version = room.write(room.open_item, f"Anfang {size}", based_on=len(counts) * 2)
        house.commit()
        with statements() as seen:
            room.write(room.open_item, "x " * (size // 2), based_on=version.number)
            house.commit()
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 24


def test_a_change_takes_the_confirmation_back(house, room):
    room.written()
    rules.confirm(house, room.meeting_id, by=room.by, now=room.after)
    minutes = minutes_of(house)
    assert minutes.state is MinutesState.IN_REVIEW
    room.write(room.open_item, "Ergebnis **Begrüßung**", based_on=1)
    assert minutes.state is MinutesState.IN_REVIEW
    room.write(room.open_item, "Anders", based_on=1)
    assert (minutes.state, minutes.confirmed_at, minutes.confirmed_by_id) == (MinutesState.DRAFT, None, None)


def test_empty_minutes_cannot_be_confirmed(house, room):
    room.begin()
    with pytest.raises(RuleBroken):
        rules.confirm(house, room.meeting_id, by=room.by, now=room.after)


def test_sent_minutes_stay_as_they_are(house, room):
    room.written().circulate()
    with pytest.raises(RuleBroken):
        room.write(room.open_item, "Zu spät", based_on=1)
    with pytest.raises(RuleBroken):
        rules.note_attendance(house, room.meeting_id, {}, by=room.by, now=room.after)


def test_attendance_over_an_older_list_is_refused(house, room):
    version = room.begin().version
    rules.note_attendance(house, room.meeting_id, {}, based_on=version, by=room.by, now=room.after)
    house.flush()
    with pytest.raises(ChangedMeanwhile):
        rules.note_attendance(house, room.meeting_id, {}, based_on=version, by=room.by, now=room.after)


def test_the_history_has_hashes_and_no_text(house, room):
    room.begin()
    version = room.write(room.open_item, "Geheimes Wort")
    house.commit()
    entry = house.scalars(select(Entry).where(Entry.gesture == "write")).one()
    assert entry.facts == {"item": room.open_item.id, "number": 1, "sha256": version.sha256}
    assert entry.body_id == room.body_id


def test_the_pages_lead_from_nothing_to_a_saved_text(house, room, sign_in, word):
    coordinator = sign_in(room.coordinator)
    page = coordinator.get(room.url("/write"), follow_redirects=True)
    answer = coordinator.submit(page, word("Begin the minutes"))
    assert answer.status_code == 303
    page = coordinator.get(room.url("/write"), follow_redirects=True)
    text = page.get_data(as_text=True).partition('class="desk-agenda"')[2]
    titles = ("Begrüßung", "Fachvortrag", "Nur erste", "Nachbesetzung")
    places = [text.index(f'"{room.screen(title)}"') for title in titles]
    assert places == sorted(places)
    assert text.index('aria-current="page"') < places[1]
    saved = coordinator.submit(page, word("Save"), markdown="Klient*innen **fett** <script>x</script>")
    text = coordinator.get(saved.headers["Location"]).get_data(as_text=True)
    assert "Klient*innen <strong>fett</strong> &lt;script&gt;" in text


def test_everybody_else_finds_nothing(house, room, sign_in):
    room.written()
    item = room.ids["Begrüßung"]
    for stranger in (room.table.mains[0], room.table.reader, room.guest, room.elsewhere.coordinator):
        client = sign_in(stranger)
        for address in ("", "/write", "/attendance", "/confirm", "/circulate"):
            assert client.get(room.url(address)).status_code == 404, (stranger.name, address)
        for address in (
            room.url("/begin"),
            room.url("/attendance"),
            room.url("/confirm"),
            room.url("/circulate"),
        ):
            assert client.post(address, data={"confirmed": "y"}).status_code == 404
        for address in ("", "/draft", "/discard-draft"):
            data = {"markdown": "x", "based_on": "1"}
            assert client.post(f"/agenda-items/{item}/minutes{address}", data=data).status_code == 404
    house.refresh(minutes_of(house))
    assert minutes_of(house).state is MinutesState.DRAFT
    assert house.query(TextVersion).count() == 4


def test_a_minute_taker_from_outside_writes_and_hands_over_but_does_not_send(house, room, sign_in, word):
    room.written()
    taker = sign_in(room.taker)
    page = taker.get(room.screen("Begrüßung"))
    assert "Nachbesetzung" in page.get_data(as_text=True)
    assert taker.get(room.url("/circulate")).status_code == 404
    page = taker.get(room.url("/confirm"))
    assert taker.submit(page, word("Hand over"), confirmed=None).status_code == 422
    assert taker.submit(page, word("Hand over"), confirmed="y").status_code == 303
    house.refresh(minutes_of(house))
    assert minutes_of(house).confirmed_by_id == room.taker.id


def test_two_writers_see_both_texts_and_lose_nothing(house, room, sign_in, word):
    room.begin()
    room.write(room.open_item, "Anfang")
    coordinator, taker = sign_in(room.coordinator), sign_in(room.taker)
    address = room.screen("Begrüßung")
    coordinator.post(address, data={"markdown": "Anfang <b>A</b>", "based_on": "1"})
    page = taker.post(address, data={"markdown": "Anfang <i>B</i>", "based_on": "1"})
    assert page.status_code == 409
    text = page.get_data(as_text=True)
    assert "Anfang &lt;b&gt;A&lt;/b&gt;" in text
    assert "Anfang &lt;i&gt;B&lt;/i&gt;</textarea>" in text
    saved = taker.submit(page, word("Save"), markdown="Anfang A und B")
    assert saved.status_code == 303
    newest = house.scalars(select(TextVersion).order_by(TextVersion.number.desc())).first()
    assert (newest.markdown, newest.number) == ("Anfang A und B", 3)


def test_two_writers_of_different_passages_are_merged(house, room, sign_in):
    room.begin()
    room.write(room.open_item, "Oben\n\nMitte\n\nUnten")
    address = room.screen("Begrüßung")
    sign_in(room.coordinator).post(address, data={"markdown": "Oben A\n\nMitte\n\nUnten", "based_on": "1"})
    sign_in(room.taker).post(address, data={"markdown": "Oben\n\nMitte\n\nUnten B", "based_on": "1"})
    newest = house.scalars(select(TextVersion).order_by(TextVersion.number.desc())).first()
    assert newest.markdown == "Oben A\n\nMitte\n\nUnten B"


def test_a_draft_is_kept_shown_to_its_writer_only_and_can_be_discarded(house, room, sign_in, word):
    room.begin()
    room.write(room.open_item, "Gespeichert")
    item = room.ids["Begrüßung"]
    coordinator, taker = sign_in(room.coordinator), sign_in(room.taker)
    data = {"markdown": "Getippt *so*", "based_on": "1"}
    shown = coordinator.post(f"/agenda-items/{item}/minutes/draft", data=data, headers=FRAGMENT)
    assert shown.get_data(as_text=True).strip() == "<p>Getippt <em>so</em></p>"
    assert house.query(TextVersion).count() == 1
    assert "Getippt *so*</textarea>" in coordinator.get(room.screen("Begrüßung")).get_data(as_text=True)
    assert "Getippt" not in taker.get(room.screen("Begrüßung")).get_data(as_text=True)
    coordinator.post(f"/agenda-items/{item}/minutes/discard-draft")
    assert "Getippt" not in coordinator.get(room.screen("Begrüßung")).get_data(as_text=True)
    assert house.query(TextDraft).count() == 0


def test_the_script_saves_and_goes_on_from_the_new_version(house, room, sign_in):
    room.begin()
    coordinator = sign_in(room.coordinator)
    address = room.screen("Begrüßung")
    saved = coordinator.post(address, data={"markdown": "Eins", "based_on": "0"}, headers=JSON)
    assert saved.json["number"] == 1
    assert saved.json["html"].strip() == "<p>Eins</p>"
    refused = coordinator.post(address, data={"markdown": "Zwei", "based_on": "0"}, headers=JSON)
    assert refused.status_code == 409
    assert refused.json["told"]
    assert coordinator.post(address, data={"markdown": "Zwei"}, headers=JSON).status_code == 422


@pytest.mark.parametrize("based_on", ["", "x", "-1", "999", "99999999999999999999"])
def test_odd_versions_are_refused_and_the_text_is_kept(house, room, sign_in, based_on):
    room.begin()
    address = room.screen("Begrüßung")
    page = sign_in(room.coordinator).post(address, data={"markdown": "Getippt", "based_on": based_on})
    assert page.status_code == 422
    assert house.query(TextVersion).count() == 0


def test_a_text_over_the_limit_is_refused_and_kept(house, room, sign_in):
    room.begin()
    address = room.screen("Begrüßung")
    page = sign_in(room.coordinator).post(address, data={"markdown": "x" * 100_001, "based_on": "0"})
    assert page.status_code == 422
    assert "x" * 100_001 in page.get_data(as_text=True)


def test_items_of_elsewhere_are_not_found(house, room, sign_in):
    room.begin()
    other = build.agenda_item(house, build.meeting(house, room.elsewhere.body))
    client = sign_in(room.coordinator)
    for item_id in (other.id, 10**9):
        data = {"markdown": "x", "based_on": "0"}
        assert client.post(f"/agenda-items/{item_id}/minutes", data=data).status_code == 404


def test_attendance_is_noted_on_its_page(house, room, sign_in, word):
    room.begin()
    coordinator = sign_in(room.coordinator)
    page = coordinator.get(room.url("/attendance"))
    row = house.scalars(select(Attendance).where(Attendance.seat_id == room.table.seats[0].id)).one()
    changes = {f"state_{row.id}": "present", f"names_{row.id}": "Vertretung  Polizei"}
    assert coordinator.submit(page, word("Save attendance"), **changes).status_code == 303
    house.refresh(row)
    assert (row.state, row.names) == (AttendanceState.PRESENT, "Vertretung Polizei")
    again = coordinator.submit(page, word("Save attendance"), form_key="another", **changes)
    assert again.status_code == 422
    wrong = coordinator.submit(
        coordinator.get(room.url("/attendance")), word("Save attendance"), **{f"state_{row.id}": "x"}
    )
    assert wrong.status_code == 422


def test_an_item_added_later_gets_its_text_on_saving(house, room):
    room.begin()
    late = build.agenda_item(house, room.meeting, "Nachtrag")
    assert room.write(late, "Ergebnis").number == 1
    assert house.query(Text).count() == 1


def test_a_collision_in_rules_stores_nothing(house, room):
    room.begin()
    room.write(room.open_item, "Anfang")
    room.write(room.open_item, "Anfang A", based_on=1)
    with pytest.raises(Collision):
        room.write(room.open_item, "Anfang B", based_on=1)
    assert house.query(TextVersion).count() == 2


def test_two_savings_in_the_same_second_lose_nothing(house, engine, room):
    room.begin()
    room.write(room.open_item, "Oben\n\nMitte\n\nUnten")
    by, item_id = room.by, room.ids["Begrüßung"]
    house.commit()
    together = Barrier(2)

    def save(markdown):
        with HouseSession(engine) as own:
            together.wait()
            rules.write_item(own, item_id, markdown, based_on=1, by=by, now=room.after, render=str)
            seal_entries(own)
            own.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(save, ["Oben A\n\nMitte\n\nUnten", "Oben\n\nMitte\n\nUnten B"]))
    newest = house.scalars(select(TextVersion).order_by(TextVersion.number.desc())).first()
    assert (newest.number, newest.markdown) == (3, "Oben A\n\nMitte\n\nUnten B")


def draft_of(page):
    field = re.search(r"<textarea[^>]*name=.markdown.[^>]*>(.*?)</textarea>", page.text, re.DOTALL)
    return field[1].strip()


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.text)[1]


def typed_in(page, words):
    return {name: hidden(page, name) for name in ("based_on", "window", "draft_seen")} | {"markdown": words}


def test_a_second_window_does_not_overwrite_the_draft_of_the_first(house, room, sign_in):
    room.begin()
    room.write(room.open_item, "Oben\n\nMitte\n\nUnten")
    client, address = sign_in(room.coordinator), room.screen("Begrüßung")
    first, second = client.get(address), client.get(address)
    keep = partial(client.post, f"{address}/draft", headers=FRAGMENT)
    for words in ("Oben A", "Oben A!"):
        assert keep(data=typed_in(first, f"{words}\n\nMitte\n\nUnten")).status_code == 200
    refused = keep(data=typed_in(second, "Oben\n\nMitte\n\nUnten B"))
    assert refused.status_code == 409
    assert "in einem anderen Fenster" in refused.json["told"].replace("In", "in")
    assert house.query(TextDraft).one().markdown.startswith("Oben A!")
    saved = client.submit(second, "Speichern", markdown="Oben\n\nMitte\n\nUnten B")
    assert saved.status_code == 303
    newest = house.scalars(select(TextVersion).order_by(TextVersion.number.desc())).first()
    assert newest.markdown == "Oben A!\n\nMitte\n\nUnten B"
    assert house.query(TextDraft).count() == 0


def test_what_two_windows_say_differently_is_shown_side_by_side(house, room, sign_in):
    room.begin()
    client, address = sign_in(room.coordinator), room.screen("Begrüßung")
    first, second = client.get(address), client.get(address)
    client.post(f"{address}/draft", data=typed_in(first, "Im ersten Fenster"), headers=FRAGMENT)
    shown = client.submit(second, "Speichern", markdown="Im zweiten Fenster")
    assert shown.status_code == 409
    for words in ("In einem anderen Fenster geschrieben", "Im ersten Fenster", "Im zweiten Fenster"):
        assert words in shown.text
    assert house.query(TextVersion).count() == 0
    assert client.submit(shown, "Speichern", markdown="Aus beiden Fenstern").status_code == 303
    assert house.scalars(select(TextVersion)).one().markdown == "Aus beiden Fenstern"


def test_a_window_goes_on_from_the_draft_that_it_was_opened_with(house, room, sign_in):
    room.begin()
    client, address = sign_in(room.coordinator), room.screen("Begrüßung")
    client.post(f"{address}/draft", data=typed_in(client.get(address), "Getippt"), headers=FRAGMENT)
    later = client.get(address)
    assert draft_of(later) == "Getippt"
    kept = client.post(f"{address}/draft", data=typed_in(later, "Getippt und mehr"), headers=FRAGMENT)
    assert kept.status_code == 200
    assert house.query(TextDraft).one().markdown == "Getippt und mehr"
