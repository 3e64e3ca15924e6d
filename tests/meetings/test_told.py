"""Moving and cancelling before, while and after the invitation is delivered: who is told what."""

import email
import email.policy
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from blueprints.meetings import guest_rules, invitation_rules
from blueprints.meetings.reply_rules import Given, answer
from models.invitations import Invitation
from models.letters import Letter, LetterState, resend, settle_doubt
from models.outbox import LetterBytes
from models.rounds import Coming
from plumbing.letters import render_waiting
from tests import build
from tests.pages import Page, text

DUE = build.TODAY + timedelta(days=14)
FIRST_DAY, SECOND_DAY, THIRD_DAY = "29.09.2026", "06.10.2026", "13.10.2026"


class Office:
    """A meeting that was invited to, its gestures in short, and what waits in the outbox."""

    def __init__(self, house, app, seats=2):
        self.house, self.app, self.hours = house, app, 0
        self.table = build.table(house, seats=seats)
        self.meeting = build.meeting(house, self.table.body, place="Rathaus")
        self.item = build.agenda_item(house, self.meeting)
        self.by = build.actor(house, self.table.coordinator)

    @property
    def doing(self):
        """Each gesture an hour after the one before."""
        self.hours += 1
        return {"by": self.by, "now": build.NOW + timedelta(hours=self.hours)}

    def commit(self):
        with self.app.test_request_context():
            render_waiting(self.house)
        self.house.commit()

    def invite(self):
        invitation_rules.invite(self.house, self.meeting.id, due_on=DUE, **self.doing)
        self.commit()

    def move(self, days=7, **facts):
        assert self.meeting.starts_at is not None
        assert self.meeting.ends_at is not None
        by = timedelta(days=days)
        given = {"starts_at": self.meeting.starts_at + by, "ends_at": self.meeting.ends_at + by} | facts
        given = {"place": "Rathaus", "due_on": DUE, "reason": ""} | given
        sent = invitation_rules.move(self.house, self.meeting.id, **given, **self.doing)
        self.commit()
        return sent

    def cancel(self):
        sent = invitation_rules.cancel(self.house, self.meeting.id, reason="krank", **self.doing)
        self.commit()
        return sent

    def letters(self, *states):
        query = select(Letter).order_by(Letter.id).execution_options(populate_existing=True)
        return [each for each in self.house.scalars(query) if not states or each.state in states]

    def deliver(self, *letters):
        for letter in letters or self.letters(LetterState.QUEUED):
            letter.accept(build.NOW)
        self.house.commit()

    def waiting(self):
        """What would go out now: template, sequence and the words."""
        return [
            (each.template, each.method, each.sequence, self.words(each))
            for each in self.letters(LetterState.QUEUED)
        ]

    def mail(self, letter):
        raw = self.house.get_one(LetterBytes, letter.id).raw
        return email.message_from_bytes(raw, policy=email.policy.default)

    def words(self, letter):
        mail = self.mail(letter)
        return f"{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}"

    def event(self, letter):
        part = next(each for each in self.mail(letter).walk() if each.get_content_type() == "text/calendar")
        return Calendar.from_ical(part.get_content()).walk("VEVENT")[0]


@pytest.fixture
def office(house, app):
    made = Office(house, app)
    made.invite()
    return made


def test_whoever_has_not_had_the_invitation_gets_it_with_the_new_date(office):
    assert office.move() == 4
    sent = office.waiting()
    assert {each[:3] for each in sent} == {("meetings/invitation", "REQUEST", 1)}
    for _, _, _, words in sent:
        assert SECOND_DAY in words
        assert FIRST_DAY not in words
    assert len({each.invitation_id for each in office.letters(LetterState.QUEUED)}) == len(sent) == 4
    assert [each.state for each in office.letters()][:4] == [LetterState.SUPERSEDED] * 4
    assert len(office.house.scalars(select(LetterBytes)).all()) == 4


def test_whoever_has_had_it_is_told_of_the_change(office):
    first, *others = office.letters()
    office.deliver(first)
    assert office.move() == 4
    found = {each.invitation_id: each for each in office.letters(LetterState.QUEUED)}
    assert found.pop(first.invitation_id).template == "meetings/move"
    assert {each.template for each in found.values()} == {"meetings/invitation"}
    assert found.keys() == {each.invitation_id for each in others}
    events = [office.event(each) for each in office.letters(LetterState.QUEUED)]
    assert {(str(each["UID"]), each["SEQUENCE"]) for each in events} == {(office.meeting.uid, 1)}
    assert {each["DTSTART"].dt for each in events} == {office.meeting.starts_at}


@pytest.mark.parametrize("how", ["sending", "in doubt", "in doubt twice"])
def test_in_doubt_the_change_is_told(office, how):
    first = office.letters()[0]
    if how == "sending":
        first.take("worker", build.NOW, timedelta(minutes=5))
    else:
        for _ in range(2 if how == "in doubt twice" else 1):
            first.doubt(build.NOW)
    office.house.commit()
    office.move()
    newest = office.letters()[-4:]
    mine = next(each for each in newest if each.invitation_id == first.invitation_id)
    assert mine.template == "meetings/move"
    assert (first.state is LetterState.SUPERSEDED) is (how == "in doubt")


def test_what_the_server_put_off_or_refused_never_arrived(office):
    put_off, refused, *_ = office.letters()
    put_off.postpone(build.NOW)
    refused.refuse(build.NOW)
    office.house.commit()
    office.move()
    assert {each[:3] for each in office.waiting()} == {("meetings/invitation", "REQUEST", 1)}
    assert put_off.state is LetterState.SUPERSEDED


def test_a_doubt_that_a_person_settled_is_none(office):
    settled, again, *_ = office.letters()
    for letter in (settled, again):
        letter.doubt(build.NOW)
        letter.doubt(build.NOW)
    office.house.flush()
    settle_doubt(office.house, settled, False, **office.doing)
    resend(office.house, again, **office.doing)
    office.house.commit()
    office.move()
    assert {each[0] for each in office.waiting()} == {"meetings/invitation"}
    assert len(office.waiting()) == 4


def test_a_second_move_names_the_date_that_was_told(office):
    """The letter about the second date never went out: nobody knows of that one."""
    office.deliver()
    office.move()
    office.move()
    sent = office.waiting()
    assert {each[:3] for each in sent} == {("meetings/move", "REQUEST", 2)}
    for *_, words in sent:
        assert FIRST_DAY in words
        assert THIRD_DAY in words
        assert SECOND_DAY not in words
    office.deliver()
    office.move()
    assert all(THIRD_DAY in words and SECOND_DAY not in words for *_, words in office.waiting())


def test_moved_back_before_anybody_knew_is_no_new_date(office):
    office.deliver()
    office.move()
    office.move(days=-7, due_on=DUE - timedelta(days=1))
    for template, _, sequence, words in office.waiting():
        assert (template, sequence) == ("meetings/move", 2)
        assert "Änderung zur Sitzung am 29.09.2026" in words
        assert SECOND_DAY not in words
        assert "gilt Ihre Antwort weiter" in words


def test_another_place_is_no_new_date(office):
    office.deliver()
    office.move(days=0, place="Kreishaus")
    assert {words.splitlines()[0] for *_, words in office.waiting()} == {"Änderung zur Sitzung am 29.09.2026"}


def test_cancelling_before_delivery_takes_everything_back(office):
    assert office.cancel() == 0
    assert office.waiting() == []
    assert {each.state for each in office.letters()} == {LetterState.SUPERSEDED}
    assert office.house.scalars(select(LetterBytes)).all() == []


def test_only_who_may_have_heard_of_it_is_told_of_a_cancellation(office):
    had, doubtful, put_off, _ = office.letters()
    had.accept(build.NOW)
    doubtful.doubt(build.NOW)
    put_off.postpone(build.NOW)
    office.house.commit()
    assert office.cancel() == 2
    sent = office.letters(LetterState.QUEUED)
    assert {each.invitation_id for each in sent} == {had.invitation_id, doubtful.invitation_id}
    assert {(each.template, each.method, each.sequence) for each in sent} == {
        ("meetings/cancellation", "CANCEL", 1)
    }


def test_a_cancellation_names_the_date_that_was_told(office):
    office.deliver()
    office.move()
    assert office.cancel() == 4
    for letter in office.letters(LetterState.QUEUED):
        assert FIRST_DAY in office.words(letter)
        assert SECOND_DAY not in office.words(letter)
        assert office.event(letter)["DTSTART"].dt == build.NOW + timedelta(days=28)
        assert (letter.method, letter.sequence) == ("CANCEL", 2)


def test_a_reminder_to_somebody_who_gets_a_newer_letter_is_taken_back_too(office):
    invitation_rules.remind(office.house, office.meeting.id, **office.doing)
    office.commit()
    assert office.cancel() == 0
    assert {each.state for each in office.letters()} == {LetterState.SUPERSEDED}


def test_letters_that_are_no_longer_kept_were_delivered(office):
    office.house.query(LetterBytes).delete()
    office.house.query(Letter).delete()
    office.house.commit()
    assert office.move() == 4
    assert {each[0] for each in office.waiting()} == {"meetings/move"}


def test_a_guest_taken_off_before_delivery_hears_nothing(office):
    guest = guest_rules.add_guest(
        office.house, office.item.id, name="Gast", email="gast@musterstadt.example", **office.doing
    )
    office.commit()
    guest_rules.remove_guest(office.house, office.item.id, guest.id, **office.doing)
    office.commit()
    mine = [each for each in office.letters() if each.recipient == guest.email]
    assert [(each.template, each.state) for each in mine] == [
        ("meetings/guest_invitation", LetterState.SUPERSEDED)
    ]


def test_guests_and_substitutes_get_their_own_first_letter_again_with_the_time_moved_along(office):
    starts_at: datetime = office.meeting.starts_at
    guest_rules.add_guest(
        office.house,
        office.item.id,
        name="Gast",
        email="gast@musterstadt.example",
        starts_at=starts_at + timedelta(minutes=30),
        ends_at=starts_at + timedelta(minutes=60),
        **office.doing,
    )
    main = office.table.mains[0]
    mine = office.house.scalars(select(Invitation).where(Invitation.person_id == main.id)).one()
    given = Given(coming=Coming.SUBSTITUTE, substitute="Kollegin", substitute_address="k@musterstadt.example")
    doing = office.doing | {"by": build.actor(office.house, main)}
    answer(office.house, mine.id, given, **doing)
    office.commit()
    office.move(days=0, starts_at=starts_at + timedelta(hours=3), ends_at=starts_at + timedelta(hours=5))
    words = {each[0]: each[3] for each in office.waiting()}
    assert words.keys() == {"meetings/invitation", "meetings/guest_invitation", "meetings/substitute"}
    assert "von 13:30 bis 14:00 Uhr" in words["meetings/guest_invitation"]
    office.deliver()
    office.move()
    words = {each[0]: each[3] for each in office.waiting()}
    assert words.keys() == {"meetings/move", "meetings/guest_move"}
    assert sum("von 13:30 bis 14:00 Uhr" in each[3] for each in office.waiting()) == 1


def test_move_and_cancel_show_beforehand_who_gets_what(office, sign_in, stop_clock):
    stop_clock(build.NOW)
    office.deliver(office.letters()[0])
    browser, url = sign_in(office.table.coordinator), f"/meetings/{office.meeting.id}"
    page = browser.get(f"{url}/move")
    assert "4 Personen und Postfächer aus 2 Institutionen" in words_of(page)
    assert "An 3 Stellen ist die Einladung noch nicht hinausgegangen" in words_of(page)
    new = {"day": "2026-10-06", "starts": "10:00", "ends": "12:00"}
    looked = browser.submit(page, "Weiter: Nachrichten ansehen", **new)
    assert looked.status_code == 200
    assert "Verlegung der Sitzung vom 29.09.2026 auf den" in words_of(looked)
    assert "Einladung zur Sitzung am 06.10.2026" in words_of(looked)
    assert 'value="2026-09-29"' in looked.text, "the last day for replies follows the new date"
    office.house.refresh(office.meeting)
    assert office.meeting.sequence == 0
    cancelled = browser.get(f"{url}/cancel")
    assert "1 Person oder Postfach aus 1 Institution" in words_of(cancelled)
    assert "Absage der Sitzung am 29.09.2026" in words_of(cancelled)
    assert "Einladung wird zurückgezogen" in words_of(cancelled)
    assert browser.submit(looked, "Verlegen und 4 Nachrichten versenden").status_code == 303
    office.house.refresh(office.meeting)
    assert office.meeting.sequence == 1


def words_of(answer):
    return text(Page(answer.get_data(as_text=True)).all("main")[0])


@pytest.mark.parametrize("seats", [2, 12])
def test_the_pages_ask_as_often_for_few_as_for_many(house, app, sign_in, stop_clock, statements, seats):
    stop_clock(build.NOW)
    office = Office(house, app, seats)
    office.invite()
    office.deliver(*office.letters()[:seats])
    browser = sign_in(office.table.coordinator)
    browser.get(f"/meetings/{office.meeting.id}/move")
    counts = []
    for page in ("move", "cancel"):
        with statements() as seen:
            browser.get(f"/meetings/{office.meeting.id}/{page}")
        counts.append(len(seen))
    assert counts == STATEMENTS


STATEMENTS = [11, 15]
"""One of them asks whether the letters of the table are stopped."""


def test_moving_asks_as_often_for_few_as_for_many(house, app, statements):
    counts = []
    for seats in (2, 12):
        office = Office(house, app, seats)
        office.invite()
        office.deliver(*office.letters()[:seats])
        with statements() as seen:
            office.move()
        counts.append(len([each for each in seen if not each.startswith(("INSERT", "UPDATE"))]))
    assert counts[0] == counts[1]
