"""One screen for the meeting: what is recorded with an item's text, and that nothing typed is lost by it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.decisions import Decision, DecisionState
from models.letters import Letter
from models.meetings import MeetingState
from models.minutes import Minutes, attendances
from models.seats import Appointment
from models.tasks import Task
from models.texts import Text, TextVersion
from models.visibility import Visibility
from tests import build
from tests.minutes import savers


@pytest.fixture
def browser(house, room, sign_in):
    room.begin()
    house.commit()
    return sign_in(room.coordinator)


@pytest.fixture
def screen(room, browser):
    """The first item's screen as the coordination opens it."""
    return browser.get(room.screen("Begrüßung"))


@pytest.fixture
def save(browser, word, screen):
    def send(**typed):
        return browser.submit(screen, word("Save"), **typed)

    return send


def held_by(house, person):
    return house.scalars(select(Appointment).where(Appointment.person_id == person.id)).one()


def newest(house):
    return house.scalars(select(TextVersion).order_by(TextVersion.id.desc())).first()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "- Neue Ansprechperson"),
        ("Bericht.", "Bericht.\n\n- Neue Ansprechperson"),
        ("Bericht.\n\n- Erstens\n", "Bericht.\n\n- Erstens\n- Neue Ansprechperson"),
    ],
)
def test_an_information_becomes_the_last_line_of_the_text(house, save, before, after):
    assert save(markdown=before, information="Neue Ansprechperson").status_code == 303
    assert newest(house).markdown == after


def test_a_task_goes_to_the_institution_first_and_is_due_by_the_next_meeting(house, room, save):
    seat = room.table.seats[1]
    assert save(markdown="Text", task_title="Liste prüfen", task_seat_id=str(seat.id)).status_code == 303
    task = house.scalars(select(Task)).one()
    assert (task.title, task.seat_id, task.item_id) == ("Liste prüfen", seat.id, room.ids["Begrüßung"])
    assert (task.until_next_meeting, task.due_on, task.appointment_id) == (True, None, None)
    assert newest(house).markdown == "Text"
    assert house.scalars(select(Letter).where(Letter.template.startswith("tasks/"))).one()


def test_a_task_may_name_a_person_and_a_day(house, room, save):
    seat, held = room.table.seats[0], held_by(house, room.table.mains[0])
    day = (room.after + timedelta(days=20)).date()
    facts = {"task_seat_id": str(seat.id), "task_appointment_id": str(held.id)}
    assert save(task_title="Prüfen", task_due_on=day.isoformat(), **facts).status_code == 303
    task = house.scalars(select(Task)).one()
    assert (task.appointment_id, task.due_on, task.until_next_meeting) == (held.id, day, False)


def test_the_coordination_itself_may_have_a_task(house, save):
    assert save(task_title="Saal buchen", task_seat_id="0").status_code == 303
    assert house.scalars(select(Task)).one().seat_id is None


def test_a_decision_is_put_into_words_and_waits_for_the_institutions(house, room, save):
    assert save(decision_title="Verteiler", decision_wording="Der Verteiler gilt.").status_code == 303
    made = house.scalars(select(Decision)).one()
    assert (made.item_id, made.meeting_id, made.state) == (
        room.ids["Begrüßung"],
        room.meeting_id,
        DecisionState.PROPOSAL,
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"task_title": "Ohne Institution"}, "task_seat_id"),
        ({"task_due_on": "2031-01-01"}, "task_title"),
        ({"task_title": "Zu früh", "task_seat_id": "0", "task_due_on": "2020-01-01"}, "task_due_on"),
        ({"decision_title": "Ohne Wortlaut"}, "decision_wording"),
        ({"decision_wording": "Ohne Titel"}, "decision_title"),
    ],
)
def test_half_a_line_is_refused_and_everything_typed_stays(house, save, typed, field):
    page = save(markdown="Langer Text", information="Zeile", **typed)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert "Langer Text</textarea>" in page.text
    assert 'value="Zeile"' in page.text
    assert not house.query(TextVersion).count() + house.query(Task).count() + house.query(Decision).count()


def test_a_person_of_another_institution_is_refused_beside_her_field(house, room, save):
    other = held_by(house, room.table.mains[1])
    facts = {"task_seat_id": str(room.table.seats[0].id), "task_appointment_id": str(other.id)}
    page = save(markdown="Text", task_title="Prüfen", **facts)
    assert page.status_code == 422
    assert 'id="task_appointment_id-error"' in page.text
    assert house.query(TextVersion).count() == 0


def test_a_double_click_gives_one_task(house, save):
    for _ in range(2):
        save(markdown="Text", task_title="Einmal", task_seat_id="0")
    assert house.query(Task).count() == 1
    assert house.query(TextVersion).count() == 1


def test_in_a_collision_the_other_lines_stay_too(house, room, save):
    room.write(room.open_item, "Von jemand anderem")
    house.commit()
    page = save(markdown="Meines", task_title="Liste prüfen", task_seat_id="0")
    assert page.status_code == 409
    assert "Von jemand anderem" in page.text
    assert "Meines</textarea>" in page.text
    assert 'value="Liste prüfen"' in page.text
    assert house.query(Task).count() == 0


def test_a_button_saves_and_goes_on_to_the_next_item(house, room, browser, screen, word):
    told = f"{word('Save, then %(number)s', number='2')} Fachvortrag"
    answer = browser.submit(screen, told, markdown="Text")
    assert answer.headers["Location"].startswith(room.screen("Fachvortrag"))
    assert newest(house).markdown == "Text"


@pytest.mark.parametrize("then", ["x", "0", "999999999", "-1"])
def test_an_odd_way_onward_leads_back(room, save, then):
    answer = save(markdown="Text", then=then)
    assert answer.headers["Location"].startswith(room.screen("Begrüßung"))


def test_a_minute_taker_from_outside_gives_tasks_and_proposes_no_decision(house, room, sign_in, word):
    room.begin()
    taker = sign_in(room.taker)
    page = taker.get(room.screen("Begrüßung"))
    assert "decision_title" not in page.text
    assert taker.submit(page, word("Save"), task_title="Liste", task_seat_id="0").status_code == 303
    assert house.query(Task).count() == 1
    sent = {"markdown": "", "based_on": "0", "decision_title": "x", "decision_wording": "y"}
    assert taker.post(room.screen("Begrüßung"), data=sent).status_code == 404
    assert house.query(Decision).count() == 0


def test_an_item_of_the_coordination_takes_no_decision(room, browser):
    page = browser.get(room.screen("Nachbesetzung"))
    assert "decision_title" not in page.text


def test_a_task_of_a_confidential_item_is_confidential(house, room, browser, word):
    page = browser.get(room.screen("Nur erste"))
    seat = room.table.seats[0].id
    assert browser.submit(page, word("Save"), task_title="Liste", task_seat_id=str(seat)).status_code == 303
    assert house.scalars(select(Task)).one().visibility is Visibility.CONFIDENTIAL


def test_the_screen_takes_as_many_statements_for_many_items_as_for_few(house, room, sign_in, statements):
    room.written()
    client = sign_in(room.coordinator)
    counts = []
    for _ in range(2):
        house.commit()
        client.get(room.screen("Begrüßung"))
        with statements() as seen:
            assert client.get(room.screen("Begrüßung")).status_code == 200
        counts.append(len(seen))
        for each in range(30):
            room.write(build.agenda_item(house, room.meeting, f"Punkt {each}"), "Text")
    assert counts[0] == counts[1]


def test_minutes_that_are_out_are_not_written_any_more(house, room, sign_in):
    room.written().circulate()
    assert room.meeting.state is MeetingState.MINUTED
    answer = sign_in(room.coordinator).get(room.screen("Begrüßung"))
    assert answer.headers["Location"].endswith(room.url())
    late = sign_in(room.coordinator).post(room.screen("Begrüßung"), data={"markdown": "x", "based_on": "1"})
    assert late.status_code == 422
    assert house.query(Text).count() == 4


def test_eight_who_save_the_same_item_at_once_lose_nothing(app, house):
    item = savers.an_item(house, 8)
    answers = savers.save_at_once(app, item)
    assert savers.lost(house, item, answers) == []
    assert sorted(each.status for each in answers) == [303] * 4 + [409] * 4


def test_minutes_that_were_begun_are_found_from_the_page_of_a_meeting_still_invited_to(house, room, sign_in):
    room.begin()
    house.commit()
    assert room.meeting.state is MeetingState.INVITED
    link = f'href="/meetings/{room.meeting_id}/minutes/write"'
    for person, writes in ((room.coordinator, True), (room.taker, True), (room.table.mains[0], False)):
        assert (link in sign_in(person).get(f"/meetings/{room.meeting_id}").text) is writes


def test_without_script_the_text_is_saved_on_the_way_to_who_is_there(house, room, sign_in):
    room.begin()
    client = sign_in(room.coordinator)
    row = attendances(house, house.query(Minutes).one().id)[0]
    data = {"markdown": "Getippt.", "based_on": "0", "then": "line", "line": str(row.id)}
    answer = client.post(room.screen("Begrüßung"), data=data)
    assert answer.location.endswith(f"{room.screen('Begrüßung')}/attendance-lines/{row.id}#line")
    assert house.query(TextVersion).one().markdown == "Getippt."
    data |= {"markdown": "Mehr.", "based_on": "1", "line": "99999", "form_key": "b"}
    assert "attendance-lines" not in client.post(room.screen("Begrüßung"), data=data).location


@pytest.mark.parametrize("line", ["9223372036854775808", "-9223372036854775809", "x", ""])
def test_a_line_of_attendance_that_is_none_leads_back_to_the_item(house, room, sign_in, line):
    room.begin()
    data = {"markdown": "Getippt.", "based_on": "0", "then": "line", "line": line}
    answer = sign_in(room.coordinator).post(room.screen("Begrüßung"), data=data)
    assert answer.status_code == 303
    assert "attendance-lines" not in answer.location
    assert house.query(TextVersion).one().markdown == "Getippt."
