"""Answers: one voice for each institution, by whatever way and in whatever order they come."""

import contextvars
import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from blueprints.meetings import invitation_rules, reply_rules
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.letters import issue_token
from blueprints.meetings.reply_queries import silent_invitations, who_comes
from blueprints.meetings.reply_rules import Given
from models.errors import NotAllowed, RuleBroken
from models.invitations import Invitation, InvitationKind, Reply, SupportNeed
from models.letters import Letter
from models.meetings import Meeting, MeetingState
from models.rounds import Answered, Channel, Coming, Voice, voice_of
from models.seats import AppointmentRole
from tests import build

MAIN, DEPUTY = AppointmentRole.MAIN, AppointmentRole.DEPUTY
DUE = build.TODAY + timedelta(days=14)


def said(role: AppointmentRole | None, coming: Coming, house: bool = False) -> Answered:
    return Answered(role=role, coming=coming, for_institution=house)


@pytest.mark.parametrize(
    ("answers", "voice"),
    [
        ([], Voice.OPEN),
        ([said(MAIN, Coming.YES)], Voice.COMES),
        ([said(MAIN, Coming.YES), said(DEPUTY, Coming.NO)], Voice.COMES),
        ([said(MAIN, Coming.NO), said(DEPUTY, Coming.YES)], Voice.DEPUTY),
        ([said(MAIN, Coming.NO)], Voice.DECLINED),
        ([said(DEPUTY, Coming.NO)], Voice.OPEN),
        ([said(MAIN, Coming.SUBSTITUTE)], Voice.DEPUTY),
        ([said(MAIN, Coming.PERHAPS)], Voice.PERHAPS),
        ([said(MAIN, Coming.NO), said(DEPUTY, Coming.PERHAPS)], Voice.PERHAPS),
        ([said(None, Coming.NO, house=True)], Voice.DECLINED),
        ([said(None, Coming.YES, house=True)], Voice.COMES),
        ([said(MAIN, Coming.YES), said(DEPUTY, Coming.YES)], Voice.COMES),
    ],
)
def test_an_institution_has_one_voice(answers: list[Answered], voice: Voice) -> None:
    assert voice_of(answers) is voice
    assert voice_of(reversed(answers)) is voice


def test_a_seat_that_ended_has_no_voice() -> None:
    assert voice_of([said(MAIN, Coming.YES)], seat_holds=False) is Voice.VOID


@pytest.fixture
def table(house: Any) -> Any:
    return build.table(house)


@pytest.fixture
def meeting(house: Any, table: Any) -> Meeting:
    made = build.meeting(house, table.body)
    build.agenda_item(house, made)
    who = build.actor(house, table.coordinator)
    invitation_rules.invite(house, made.id, due_on=DUE, by=who, now=build.NOW)
    house.commit()
    return made


def invitation_of(house: Any, meeting: Meeting, person: Any) -> Invitation:
    return next(each for each in invitations(house, meeting.id) if each.person_id == person.id)


def voice(house: Any, table: Any, meeting: Meeting, seat: int = 0) -> Voice:
    answers = who_comes(house, meeting.id, on=build.TODAY, by=build.actor(house, table.coordinator))
    assert answers is not None
    return next(line.voice for line in answers.lines if line.seat_id == table.seats[seat].id)


def answer(house: Any, meeting: Meeting, person: Any, coming: Coming, **more: Any) -> None:
    invitation = invitation_of(house, meeting, person)
    given = Given(coming=coming, **more)
    reply_rules.answer(house, invitation.id, given, by=build.actor(house, person), now=build.NOW)


def test_main_and_deputy_who_both_come_are_one_voice(house: Any, table: Any, meeting: Meeting) -> None:
    answer(house, meeting, table.deputies[0], Coming.YES)
    assert voice(house, table, meeting) is Voice.DEPUTY
    answer(house, meeting, table.mains[0], Coming.YES)
    assert voice(house, table, meeting) is Voice.COMES


def test_everybody_of_an_institution_sees_its_one_answer(
    house: Any, table: Any, meeting: Meeting, app: Any, sign_in: Any, stop_clock: Any
) -> None:
    stop_clock(build.NOW)
    token = issue_token(house, invitation_of(house, meeting, table.deputies[0]), build.NOW)
    house.commit()

    def seen(*persons: Any) -> list[str]:
        pages = [sign_in(each).get(f"/meetings/{meeting.id}").get_data(as_text=True) for each in persons]
        pages.append(app.test_client().get(f"/r/{token}").get_data(as_text=True))
        return [" ".join(re.sub("<[^>]+>", " ", each).split()) for each in pages]

    main, deputy, link = seen(table.mains[0], table.deputies[0])
    assert "Rückmeldung offen Antworten" in main
    assert "Rückmeldung offen Antworten" in deputy
    assert "Antwort bisher Rückmeldung offen" in link
    answer(house, meeting, table.mains[0], Coming.YES)
    house.commit()
    main, deputy, link, stranger = *seen(table.mains[0], table.deputies[0]), seen(table.mains[1])[0]
    assert "Zusage Ändern" in main
    assert "Sie selbst" not in main
    assert "Zusage Sie selbst: Rückmeldung offen Ändern" in deputy
    assert "Antwort bisher Zusage" in link
    assert table.mains[0].name not in link
    assert "Rückmeldung offen Antworten" in stranger


def test_the_last_answer_of_a_person_counts_and_all_are_kept(
    house: Any, table: Any, meeting: Meeting
) -> None:
    for coming in (Coming.YES, Coming.NO, Coming.PERHAPS):
        answer(house, meeting, table.mains[0], coming)
    assert voice(house, table, meeting) is Voice.PERHAPS
    assert house.query(Reply).count() == 3


def test_the_coordination_records_an_answer_marked_so(house: Any, table: Any, meeting: Meeting) -> None:
    invitation = invitation_of(house, meeting, table.mains[0])
    by = build.actor(house, table.coordinator)
    reply_rules.record_reply(house, invitation.id, Given(coming=Coming.NO), by=by, now=build.NOW)
    kept = house.query(Reply).one()
    assert (kept.channel, kept.recorded_by_id) == (Channel.COORDINATION, table.coordinator.id)
    assert voice(house, table, meeting) is Voice.DECLINED


def test_nobody_answers_for_somebody_else(house: Any, table: Any, meeting: Meeting) -> None:
    theirs = invitation_of(house, meeting, table.mains[0])
    for person in (table.mains[1], table.deputies[0], table.reader):
        with pytest.raises(NotAllowed):
            reply_rules.answer(
                house, theirs.id, Given(coming=Coming.NO), by=build.actor(house, person), now=build.NOW
            )
    by = build.actor(house, build.coordinator_of(house, build.body(house)))
    with pytest.raises(NotAllowed):
        reply_rules.record_reply(house, theirs.id, Given(coming=Coming.NO), by=by, now=build.NOW)


def test_after_a_move_answers_are_open_and_the_old_one_is_a_hint(
    house: Any, table: Any, meeting: Meeting
) -> None:
    answer(house, meeting, table.mains[0], Coming.YES)
    assert meeting.starts_at is not None
    by = build.actor(house, table.coordinator)
    starts_at = meeting.starts_at + timedelta(days=7)
    invitation_rules.move(
        house,
        meeting.id,
        starts_at=starts_at,
        ends_at=None,
        place="",
        due_on=DUE,
        reason="",
        by=by,
        now=build.NOW,
    )
    answers = who_comes(house, meeting.id, on=build.TODAY, by=by)
    assert answers is not None
    line = next(line for line in answers.lines if line.seat_id == table.seats[0].id)
    assert (line.voice, line.hint) == (Voice.OPEN, Coming.YES)


def test_a_substitute_gets_an_invitation_of_her_own_once(house: Any, table: Any, meeting: Meeting) -> None:
    before = house.query(Letter).count()
    for _ in range(2):
        answer(
            house,
            meeting,
            table.mains[0],
            Coming.SUBSTITUTE,
            substitute="Kollegin der Fachstelle",
            substitute_address="kollegin@musterstadt.example",
        )
    new = [each for each in invitations(house, meeting.id) if each.kind is InvitationKind.SUBSTITUTE]
    assert len(new) == 1
    assert house.query(Letter).count() == before + 2  # hers, and one to whoever named her
    assert voice(house, table, meeting) is Voice.DEPUTY


def test_a_substitute_without_a_name_is_refused(house: Any, table: Any, meeting: Meeting) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(house, meeting, table.mains[0], Coming.SUBSTITUTE)
    assert refused.value.field == "substitute"
    assert house.query(Reply).count() == 0


def link(house: Any, meeting: Meeting, person: Any) -> str:
    token = issue_token(house, invitation_of(house, meeting, person), build.NOW)
    house.commit()
    return f"/r/{token}"


def test_opening_a_link_changes_nothing_and_sending_answers(
    house: Any, client: Any, stop_clock: Any, table: Any, meeting: Meeting
) -> None:
    stop_clock(build.NOW)
    url = link(house, meeting, table.mains[0])
    for _ in range(3):
        assert client.get(url).status_code == 200
        assert client.head(url).status_code == 200
    assert house.query(Reply).count() == 0
    done = client.submit(client.get(url), "Antwort senden", coming="yes", need="Gebärdensprache")
    assert done.status_code == 303
    house.expire_all()
    assert house.query(Reply).one().channel is Channel.LINK
    assert house.query(SupportNeed).one().text == "Gebärdensprache"
    assert voice(house, table, meeting) is Voice.COMES


def test_a_link_shows_nothing_but_its_question(
    house: Any, client: Any, stop_clock: Any, table: Any, meeting: Meeting
) -> None:
    stop_clock(build.NOW)
    page = client.get(link(house, meeting, table.mains[0])).text
    hidden = [person.name for person in (*table.mains[1:], *table.deputies, table.coordinator)]
    assert not [name for name in hidden if name in page]
    assert client.get(f"/meetings/{meeting.id}").status_code in (302, 401)


@pytest.mark.parametrize("bad", ["/r/unbekannt", "/r/" + "a" * 43, "/r/" + "x" * 3000])
def test_an_unknown_link_says_so(client: Any, bad: str) -> None:
    assert client.get(bad).status_code == 404
    assert client.post(bad, data={"coming": "yes"}).status_code == 404


def test_a_link_ends_with_its_meeting(
    house: Any, client: Any, stop_clock: Any, table: Any, meeting: Meeting
) -> None:
    url = link(house, meeting, table.mains[0])
    stop_clock(build.NOW + timedelta(days=28, hours=3))
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"coming": "maybe-later"},
        {"coming": "substitute"},
        {"coming": "yes", "note": "n" * 1001},
        {"coming": "substitute", "substitute": "Kollegin", "substitute_address": "keine Adresse"},
    ],
)
def test_bad_answers_are_refused_beside_their_field_and_keep_what_was_typed(
    house: Any, client: Any, stop_clock: Any, table: Any, meeting: Meeting, bad: dict[str, str]
) -> None:
    stop_clock(build.NOW)
    url = link(house, meeting, table.mains[0])
    refused = client.post(url, data={"need": "Rollstuhl", **bad})
    assert refused.status_code == 422
    assert "Rollstuhl" in refused.text
    assert house.query(Reply).count() == 0


def test_two_answers_in_the_same_second_make_one_voice(
    house: Any, app: Any, stop_clock: Any, table: Any, meeting: Meeting
) -> None:
    stop_clock(build.NOW)
    urls = [link(house, meeting, person) for person in (table.mains[0], table.deputies[0])]
    barrier, codes = threading.Barrier(4), []

    def send(url: str, coming: str) -> None:
        barrier.wait()
        codes.append(
            app.test_client().post(url, data={"coming": coming}, headers={"X-Test": "1"}).status_code
        )

    app.config["WTF_CSRF_ENABLED"] = False
    senders = [
        threading.Thread(target=contextvars.copy_context().run, args=(send, url, coming))
        for url, coming in ((urls[0], "no"), (urls[1], "yes"), (urls[0], "yes"), (urls[1], "no"))
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert codes == [303] * 4
    house.expire_all()
    rows = house.scalars(select(Reply).order_by(Reply.id)).all()
    last = {row.invitation_id: row.coming for row in rows}
    expected = voice_of(
        Answered(role=house.get_one(Invitation, number).kind.role, coming=coming)
        for number, coming in last.items()
    )
    assert voice(house, table, meeting) is expected
    answers = who_comes(house, meeting.id, on=build.TODAY, by=build.actor(house, table.coordinator))
    assert answers is not None
    assert len(answers.lines) == 3


def test_automatic_reminders_come_on_the_days_of_the_bylaws_and_once(
    house: Any, table: Any, meeting: Meeting
) -> None:
    """Due Tuesday 15 September 2026: seven working days before is the 4th, three before is the 10th."""
    sent = []
    for day in range(1, 15):
        now = build.NOW + timedelta(days=day)
        for _ in range(2):
            sent.append((now.day, reply_rules.reminders_due(house, now.date(), now)))
            house.commit()
    assert [each for each in sent if each[1]] == [(4, 6), (10, 6)]


def test_a_silent_guest_is_reminded_too(house: Any, table: Any) -> None:
    made = build.meeting(house, table.body, in_days=60)
    guest = build.item_guest(house, build.agenda_item(house, made))
    by = build.actor(house, table.coordinator)
    invitation_rules.invite(house, made.id, due_on=DUE, by=by, now=build.NOW)
    for person in table.mains:
        answer(house, made, person, Coming.YES)
    silent = silent_invitations(house, made, on=build.TODAY)
    assert [each.person_id for each in silent] == [guest.id]


def test_missed_days_are_made_up_by_one_reminder(house: Any, table: Any, meeting: Meeting) -> None:
    now = build.NOW + timedelta(days=12)
    assert reply_rules.reminders_due(house, now.date(), now) == 6
    assert reply_rules.reminders_due(house, now.date(), now) == 0


def test_support_needs_are_deleted_fourteen_days_after_the_meeting(
    house: Any, table: Any, meeting: Meeting
) -> None:
    answer(house, meeting, table.mains[0], Coming.YES, need="Rollstuhl")
    held = meeting.held_on.day
    assert held is not None
    assert reply_rules.forget_needs(house, held + timedelta(days=14)) == 0
    assert reply_rules.forget_needs(house, held + timedelta(days=15)) == 1
    assert house.query(SupportNeed).count() == 0


def test_a_link_ends_with_the_appointment(
    house: Any, client: Any, stop_clock: Any, table: Any, meeting: Meeting
) -> None:
    stop_clock(build.NOW)
    url = link(house, meeting, table.mains[0])
    table.seats[0].ends_on = build.TODAY
    house.commit()
    assert client.get(url).status_code == 200
    stop_clock(build.NOW + timedelta(days=1))
    assert client.get(url).status_code == 404


def test_a_cancelled_meeting_takes_no_answers(house: Any, table: Any, meeting: Meeting) -> None:
    by = build.actor(house, table.coordinator)
    invitation_rules.cancel(house, meeting.id, reason="krank", by=by, now=build.NOW)
    with pytest.raises(RuleBroken):
        answer(house, meeting, table.mains[0], Coming.YES)
    assert meeting.state is MeetingState.CANCELLED


def test_the_page_for_recording_says_that_it_records(
    house: Any, sign_in: Any, stop_clock: Any, table: Any, meeting: Meeting
) -> None:
    stop_clock(build.NOW)
    browser, number = sign_in(table.coordinator), invitation_of(house, meeting, table.mains[0]).id
    page = browser.get(f"/meetings/{meeting.id}/replies/{number}/record")
    assert browser.submit(page, "Antwort vermerken", coming="no").status_code == 303
    assert house.query(Reply).one().channel is Channel.COORDINATION
