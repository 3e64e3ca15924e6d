"""Who was in the room, and when: came later, left earlier, left for an item, was there as its guest alone."""

from datetime import datetime, time

import pytest
from sqlalchemy import func, select

from blueprints.decisions import recording_rules
from blueprints.decisions import rules as decision_rules
from blueprints.decisions.closing_rules import close
from blueprints.decisions.voice_queries import Votes
from blueprints.minutes import rules
from blueprints.minutes.writing.line_rules import Noted, note_line
from models.deadlines import BERLIN
from models.decisions import DecisionKind
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.minutes import Attendance, AttendanceState, Minutes, Withdrawal, attendances
from models.results import Result
from models.rounds import AskedSeat
from models.stances import SaidBy, StanceValue
from models.versions import ChangedMeanwhile
from plumbing.markdown import render
from tests import build

PRESENT = AttendanceState.PRESENT


@pytest.fixture
def line(house, room):
    """The line of the first institution."""
    room.begin()
    return line_of(house, room, 0)


def line_of(house, room, at):
    seat_id = room.table.seats[at].id
    return house.scalars(select(Attendance).where(Attendance.seat_id == seat_id)).one()


@pytest.fixture
def note(house, room):
    def send(row, state=PRESENT, names="Vertretung", based_on=None, by=None, **noted):
        house.flush()
        told = Noted(state=state, names=names, **noted)
        based_on = row.version if based_on is None else based_on
        given = {"based_on": based_on, "by": by or room.by, "now": room.after}
        note_line(house, room.meeting_id, row.id, told, **given)
        house.flush()
        return row

    return send


def at(room, hour, minute=0):
    return datetime.combine(room.meeting.held_on.day, time(hour, minute), BERLIN)


def test_somebody_came_later_and_left_earlier(room, line, note):
    note(line, came=time(10, 30), left=time(11, 15))
    assert (line.came_at, line.left_at) == (at(room, 10, 30), at(room, 11, 15))
    note(line)
    assert (line.came_at, line.left_at) == (None, None)


@pytest.mark.parametrize(
    ("noted", "field"),
    [
        ({"came": time(11), "left": time(10)}, "left"),
        ({"state": AttendanceState.EXCUSED, "came": time(11)}, "came"),
        ({"state": AttendanceState.ABSENT, "left": time(11)}, "left"),
        ({"names": ""}, "names"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(line, note, noted, field):
    with pytest.raises(RuleBroken) as refused:
        note(line, **noted)
    assert refused.value.field == field


def test_times_need_a_day(house, room, line, note):
    room.meeting.starts_at, room.meeting.held_on = None, FuzzyDate.parse("Herbst 2026")
    house.flush()
    with pytest.raises(RuleBroken):
        note(line, came=time(10))
    note(line)


def test_whoever_was_not_there_after_all_has_no_times_and_left_for_nothing(house, room, line, note):
    note(line, came=time(10), left_for={room.ids["Begrüßung"]})
    entries = {line.id: (AttendanceState.EXCUSED, "")}
    rules.note_attendance(house, room.meeting_id, entries, by=room.by, now=room.after)
    house.flush()
    assert line.came_at is None
    assert house.scalar(select(func.count()).select_from(Withdrawal)) == 0


def test_only_items_of_the_meeting_can_be_left_for(house, room, line, note):
    other = build.agenda_item(house, build.meeting(house, room.table.body), "Anderswo")
    with pytest.raises(NotAllowed):
        note(line, left_for={other.id})


def test_a_guest_leaves_for_no_item(house, room, note):
    room.begin()
    guest = house.scalars(select(Attendance).where(Attendance.person_id == room.guest.id)).one()
    with pytest.raises(RuleBroken):
        note(guest, left_for={room.ids["Fachvortrag"]})
    note(guest, came=time(10, 5), left=time(10, 40))
    assert (guest.names, guest.came_at) == (room.guest.name, at(room, 10, 5))


def test_of_two_who_note_one_line_the_second_looks_again(line, note):
    before = line.version
    note(line)
    with pytest.raises(ChangedMeanwhile):
        note(line, AttendanceState.EXCUSED, based_on=before)


def test_strangers_note_nothing(house, room, line, note):
    for stranger in (room.table.mains[0], room.guest, room.elsewhere.coordinator):
        with pytest.raises(NotAllowed):
            note(line, by=build.actor(house, stranger))
    note(line, by=build.actor(house, room.taker))


def test_once_no_line_is_open_attendance_counts_as_noted(house, room, note):
    minutes = room.begin()
    rows = attendances(house, minutes.id)
    for row in rows[:-1]:
        note(row)
    assert minutes.attendance_noted_at is None
    note(rows[-1])
    assert minutes.attendance_noted_at == room.after


@pytest.fixture
def decision(house, room):
    """Put to the institutions at the first item; all three have said what they think."""
    made = decision_rules.propose(
        house,
        room.body_id,
        title="Verteiler",
        wording="Der Verteiler gilt.",
        kind=DecisionKind.SUBSTANCE,
        item_id=room.ids["Begrüßung"],
        by=room.by,
        now=room.after,
        render=render,
    )
    house.commit()
    facts = {"due_on": None, "based_on": made.version, "by": room.by, "now": room.after}
    decision_rules.put(house, room.body_id, made.id, **facts)
    return made


def say(house, room, decision, at, value, **said):
    asked = select(AskedSeat.id).where(
        AskedSeat.round_id == decision.round_id, AskedSeat.seat_id == room.table.seats[at].id
    )
    recording_rules.record_stance(
        house,
        room.body_id,
        decision.id,
        asked_id=house.scalar(asked),
        person_id=room.table.mains[at].id,
        said_by=SaidBy.ORALLY,
        said_on=room.after.date(),
        value=value,
        by=room.by,
        now=room.after,
        **said,
    )


def test_whoever_left_for_the_item_has_no_voice_on_it(house, room, line, note, decision):
    say(house, room, decision, 0, StanceValue.VETO, reason="Nein")
    say(house, room, decision, 1, StanceValue.AGREE)
    assert Votes(house, decision, room.after.date()).outcome.result is Result.FAILED
    note(line, left_for={room.ids["Begrüßung"]})
    votes = Votes(house, decision, room.after.date())
    assert votes.outcome.result is Result.CONSENSUS
    assert votes.outcome.names(StanceValue.CONFLICT) == (line.institution,)
    with pytest.raises(RuleBroken) as refused:
        say(house, room, decision, 0, StanceValue.AGREE)
    assert refused.value.field == "value"
    say(house, room, decision, 0, StanceValue.CONFLICT)


def test_leaving_for_another_item_leaves_the_voice(house, room, line, note, decision):
    note(line, left_for={room.ids["Fachvortrag"]})
    say(house, room, decision, 0, StanceValue.AGREE)
    assert Votes(house, decision, room.after.date()).outcome.names(StanceValue.AGREE) == (line.institution,)


def test_what_is_noted_of_the_room_after_closing_leaves_a_closed_decision_as_it_is(
    house, room, line, note, decision, sign_in, word
):
    say(house, room, decision, 0, StanceValue.VETO, reason="Nein")
    say(house, room, decision, 1, StanceValue.AGREE)
    close(house, room.body_id, decision.id, by=room.by, now=room.after)
    before = Votes(house, decision, room.after.date()).lines
    note(line, left_for={room.ids["Begrüßung"]})
    house.expire_all()
    assert decision.result is Result.FAILED
    assert Votes(house, decision, room.after.date()).lines == before
    page = sign_in(room.coordinator).get(f"{room.screen('Begrüßung')}/attendance-lines/{line.id}").text
    told = "The decision “%(title)s” was closed on %(day)s and stays as it is."
    assert word(told).partition("%(title)s")[0] in page
    assert decision.title in page.partition('id="line"')[2].partition("</section>")[0]


def test_what_was_noted_of_the_room_before_closing_counts_and_stays(house, room, line, note, decision):
    say(house, room, decision, 0, StanceValue.VETO, reason="Nein")
    say(house, room, decision, 1, StanceValue.AGREE)
    note(line, left_for={room.ids["Begrüßung"]})
    close(house, room.body_id, decision.id, by=room.by, now=room.after)
    note(line)
    house.expire_all()
    assert decision.result is Result.CONSENSUS
    votes = Votes(house, decision, room.after.date())
    assert votes.outcome.names(StanceValue.CONFLICT) == (line.institution,)


def test_the_minutes_say_when_and_for_which_item_but_not_of_items_that_one_does_not_see(house, room, note):
    room.written()
    row = line_of(house, room, 0)
    left_for = {room.ids["Fachvortrag"], room.ids["Nur erste"], room.ids["Nachbesetzung"]}
    note(row, came=time(10, 30), left_for=left_for)
    room.circulate()
    told = {}
    for edition in house.scalars(select(Edition)):
        if edition.data.get("attendance"):
            own = next(x for x in edition.data["attendance"] if x["institution"] == row.institution)
            told[tuple(own["left_for"])] = own["came_at"]
    assert told.keys() == {("2", "V 1", "K 1"), ("2", "V 1"), ("2",)}
    assert {datetime.fromisoformat(each) for each in told.values()} == {at(room, 10, 30)}


def test_a_seat_of_the_ring_leads_to_its_form_on_the_same_screen(house, room, line, sign_in, word):
    browser = sign_in(room.coordinator)
    address = f"{room.screen('Begrüßung')}/attendance-lines/{line.id}"
    assert f'href="{address}#line"' in browser.get(room.screen("Begrüßung")).text
    page = browser.get(address)
    assert f'value="{room.table.mains[0].name}"' in page.text
    facts = {"state": "present", "came": "10:30", "left_for": str(room.ids["Begrüßung"])}
    assert browser.submit(page, word("Save attendance"), **facts).status_code == 303
    page = browser.get(room.screen("Begrüßung")).text
    assert word("left the room for this item") in page
    wrong = browser.submit(browser.get(address), word("Save attendance"), left="09:00")
    assert wrong.status_code == 422
    assert 'id="left-error"' in wrong.text
    for odd in ({"state": "x"}, {"left_for": "999999"}, {"came": "25:00"}):
        page = browser.get(address)
        assert browser.submit(page, word("Save attendance"), **odd).status_code == 422
    house.expire_all()
    assert line.came_at == at(room, 10, 30)


def test_guests_stand_beside_their_item_only(room, sign_in):
    room.begin()
    browser = sign_in(room.coordinator)
    assert room.guest.name in browser.get(room.screen("Fachvortrag")).text.partition('id="room"')[2]
    assert room.guest.name not in browser.get(room.screen("Begrüßung")).text.partition('id="room"')[2]


def test_a_line_of_other_minutes_is_not_found(house, room, line, sign_in):
    other = build.meeting(house, room.table.body)
    minutes = build.added(house, Minutes(meeting_id=other.id, body_id=room.body_id, begun_at=build.NOW))
    row = build.added(house, Attendance(minutes_id=minutes.id, institution="x", person_id=room.guest.id))
    address = f"{room.screen('Begrüßung')}/attendance-lines/{row.id}"
    assert sign_in(room.coordinator).get(address).status_code == 404
