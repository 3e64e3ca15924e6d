"""A decision from its proposal to its result: one voice per institution, silence is silence."""

import contextvars
import threading
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from blueprints.decisions import closing_rules, recording_rules, rules, voting_rules
from blueprints.decisions.following_rules import follow_circulations
from blueprints.decisions.voice_queries import Votes
from models.bodies import BodyState, Bylaws
from models.consequences import people_changed
from models.deciding import DecisionMode
from models.decisions import Decision, DecisionKind, DecisionState, ProcedureObjection
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.meetings import MeetingState
from models.minutes import Attendance, AttendanceState, Minutes
from models.outbox import Letter, LetterBytes
from models.people import Person
from models.results import Result
from models.rounds import AskedSeat, Channel, Round
from models.seats import Appointment, AppointmentRole, SeatKind
from models.stances import SaidBy, Stance, StanceConfirmation, StanceValue
from models.texts import TextVersion
from models.visibility import Visibility
from tests import build

DUE = date(2026, 9, 30)
DAY = timedelta(days=1)


def votes(deciding, today=build.TODAY):
    deciding.house.flush()
    return Votes(deciding.house, deciding.decision, today)


def line(deciding, place=0, today=build.TODAY):
    seat = deciding.table.seats[place].id
    return next(each for each in votes(deciding, today).lines if each.seat_id == seat)


def bylaws(deciding):
    return deciding.house.query(Bylaws).filter_by(body_id=deciding.table.body.id).one()


def test_what_is_put_to_the_institutions_is_frozen(deciding, house):
    deciding.put()
    frozen = house.query(TextVersion).filter_by(text_id=deciding.decision.text_id).one()
    assert frozen.frozen_at == build.NOW
    assert frozen.sha256 == deciding.decision.sha256
    given = {"title": "Anders", "wording": "Anders.", "kind": DecisionKind.SUBSTANCE, "circular": False}
    with pytest.raises(RuleBroken, match="stays as it is"):
        rules.edit(
            house,
            deciding.table.body.id,
            deciding.decision_id,
            **given,
            item_id=None,
            based_on=deciding.decision.version,
            **deciding.chief(),
            render=str,
        )


def test_asked_are_the_voting_institutions_that_are_awake(deciding, house, table):
    build.appointment(house, build.seat(house, table.body, kind=SeatKind.ADVISORY))
    build.dormancy(house, table.seats[2])
    deciding.put()
    asked = house.query(AskedSeat).filter_by(round_id=deciding.decision.round_id).order_by(AskedSeat.id)
    assert [each.seat_id for each in asked] == [table.seats[0].id, table.seats[1].id]


def test_an_organisation_has_one_vote_however_many_people_it_sends(deciding, table, house):
    """Hard rule 2, and cases 2 and 3 of domain.md 13: the main one counts, both stay in the log."""
    deciding.put()
    deciding.cast(0, "agree")
    deciding.cast(0, "veto", person=table.deputies[0], reason="Nur mit Änderung.")
    outcome = votes(deciding).outcome
    assert outcome.entitled == 3
    assert outcome.names(StanceValue.AGREE) == (line(deciding).name,)
    assert len(votes(deciding).changes()) == 2
    deciding.cast(1, "abstain", person=table.deputies[1])
    deciding.cast(1, "agree", person=table.mains[1])
    assert line(deciding, 1).said.value is StanceValue.AGREE
    assert house.query(Stance).count() == 4


def test_one_person_who_represents_two_institutions_has_two_votes(deciding, table, house):
    """Case 1 of domain.md 13."""
    seat = build.seat(house, table.body)
    build.appointment(house, seat, table.mains[0])
    table.seats.append(seat)
    deciding.put()
    deciding.cast(0, "agree")
    deciding.cast(3, "abstain", person=table.mains[0])
    assert line(deciding, 0).said.value is StanceValue.AGREE
    assert line(deciding, 3).said.value is StanceValue.ABSTAIN


def test_a_decision_binds_only_organisations_that_agreed(deciding):
    """Hard rules 3 and 4: who keeps silent is told as silent, dissent in its own words."""
    deciding.put()
    deciding.cast(0, "agree")
    deciding.cast(1, "abstain", special_opinion="Wir hätten es anders gewollt.")
    closed = deciding.close()
    assert closed.result is Result.RESERVATIONS
    outcome = votes(deciding).outcome
    assert outcome.names(StanceValue.AGREE) == (line(deciding, 0).name,)
    assert outcome.silent == (line(deciding, 2).name,)
    assert outcome.special == (line(deciding, 1).name,)


def test_a_veto_needs_its_reason_and_fails_the_question(deciding):
    deciding.put()
    deciding.cast(0, "agree")
    with pytest.raises(RuleBroken, match="would agree if"):
        deciding.cast(1, "veto")
    deciding.cast(1, "veto", reason="Wir würden zustimmen, wenn die Kosten geklärt sind.")
    assert deciding.close().result is Result.FAILED
    assert deciding.decision.number is None


def test_a_number_counts_what_came_about_in_the_year(deciding, house):
    for number in (1, 2):
        if number > 1:
            deciding.propose()
        deciding.put()
        deciding.cast(0, "agree")
        closed = deciding.close()
        assert (closed.number, closed.year, closed.decided_on) == (number, 2026, build.TODAY)
    deciding.propose()
    deciding.put()
    assert deciding.close().number is None


def test_nobody_answers_for_others_and_the_coordination_for_nobody(deciding, table, house):
    deciding.put()
    for person in (table.mains[1], table.coordinator, table.reader):
        with pytest.raises(NotAllowed):
            deciding.cast(0, "agree", person=person)
    advisory = build.appointment(house, build.seat(house, table.body, kind=SeatKind.ADVISORY))
    adviser = house.get(Person, advisory.person_id)
    assert not voting_rules.may_cast(build.actor(house, adviser), advisory.seat_id)


def test_procedure_is_decided_by_majority_and_knows_no_veto(deciding, table):
    deciding.propose(kind=DecisionKind.PROCEDURE)
    deciding.put()
    assert deciding.decision.mode is DecisionMode.MAJORITY
    with pytest.raises(RuleBroken):
        deciding.cast(0, "veto", reason="Nein")
    deciding.cast(0, "agree")
    deciding.cast(1, "against")
    deciding.cast(2, "agree")
    assert deciding.close().result is Result.MAJORITY


def test_the_rules_are_those_of_the_opening(deciding, table, house):
    deciding.put()
    bylaws(deciding).decision_mode = DecisionMode.MAJORITY
    house.flush()
    deciding.cast(0, "agree")
    deciding.cast(1, "veto", reason="So nicht.")
    assert deciding.close().result is Result.FAILED


def test_after_the_end_nobody_answers_any_more(deciding):
    deciding.put()
    deciding.cast(0, "agree")
    deciding.close()
    with pytest.raises(RuleBroken, match="not being asked"):
        deciding.cast(1, "agree")
    with pytest.raises(RuleBroken, match="not being asked"):
        deciding.close()


def test_the_voice_of_a_seat_that_has_ended_counts_no_more(deciding, table, house):
    deciding.put()
    deciding.cast(0, "veto", reason="Nein.")
    deciding.cast(1, "agree")
    table.seats[0].ends_on = build.TODAY - DAY
    house.flush()
    assert not line(deciding, 0).sits
    assert deciding.close().result is Result.CONSENSUS


def recorded(deciding, place=0, person=None, value="agree", **facts):
    given = {"said_by": SaidBy.PHONE, "said_on": build.TODAY} | facts
    return recording_rules.record_stance(
        deciding.house,
        deciding.table.body.id,
        deciding.decision_id,
        asked_id=deciding.asked(place),
        person_id=(person or deciding.table.mains[place]).id,
        value=StanceValue(value),
        **given,
        **deciding.chief(),
    )


def test_what_was_said_by_phone_is_marked_told_and_can_be_changed(deciding, table, house):
    deciding.put()
    recorded(deciding, value="agree")
    said = line(deciding).said
    assert (said.channel, said.said_by, said.said_on) == (Channel.COORDINATION, SaidBy.PHONE, build.TODAY)
    told = [each.letter for each in house.info["unrendered"]]
    assert {each.recipient for each in told} == {table.mains[0].email, table.deputies[0].email}
    assert {each.template for each in told} == {"decisions/recorded"}
    deciding.cast(0, "abstain")
    assert line(deciding).said.value is StanceValue.ABSTAIN


def test_only_what_somebody_of_the_institution_said_is_recorded(deciding, table):
    deciding.put()
    with pytest.raises(RuleBroken, match="does not act"):
        recorded(deciding, 0, person=table.mains[1])
    with pytest.raises(RuleBroken, match="not come"):
        recorded(deciding, said_on=build.TODAY + DAY)
    with pytest.raises(RuleBroken, match="had not been put"):
        recorded(deciding, said_on=build.TODAY - DAY)


def confirmed(deciding, stance, agreed=True, person=None, now=build.NOW):
    return voting_rules.confirm(
        deciding.house,
        deciding.table.body.id,
        deciding.decision_id,
        stance.id,
        agreed=agreed,
        said_on=now.date(),
        **deciding.by(person or deciding.table.mains[0], now),
    )


def test_subject_to_the_management_it_stays_provisional_until_that_has_agreed(deciding):
    """Case 10 of domain.md 13: it comes after the end and is noted as late."""
    deciding.put()
    stance = deciding.cast(0, "agree", provisional=True)
    deciding.cast(1, "agree")
    deciding.close()
    assert votes(deciding).outcome.provisional
    later = build.NOW + 5 * DAY
    confirmed(deciding, stance, now=later)
    assert not votes(deciding).outcome.provisional
    assert line(deciding).said.confirmed_on == later.date()
    with pytest.raises(RuleBroken, match="noted already"):
        confirmed(deciding, stance, now=later)


def test_what_the_management_refuses_falls_away_and_the_result_is_judged_again(deciding, house):
    deciding.put()
    stance = deciding.cast(0, "agree", provisional=True)
    assert deciding.close().result is Result.CONSENSUS
    confirmed(deciding, stance, agreed=False)
    assert deciding.decision.result is Result.NO_RESULT
    assert deciding.decision.number == 1, "a number is not given twice"


def test_only_the_stance_that_counts_can_be_confirmed_and_by_its_own(deciding, table):
    deciding.put()
    older = deciding.cast(0, "agree", provisional=True)
    deciding.cast(0, "abstain")
    with pytest.raises(RuleBroken, match="nothing to confirm"):
        confirmed(deciding, older)
    newer = deciding.cast(0, "agree", provisional=True)
    with pytest.raises(NotAllowed):
        confirmed(deciding, newer, person=table.mains[1])
    confirmed(deciding, newer, person=table.coordinator)
    assert deciding.house.get(StanceConfirmation, newer.id).recorded_by_id == table.coordinator.id


def circulate(deciding, **facts):
    deciding.propose(circular=True, **facts)
    return deciding.put(DUE)


def test_a_circular_decision_takes_the_working_days_of_the_bylaws(deciding, house):
    deciding.propose(circular=True)
    with pytest.raises(RuleBroken) as early:
        deciding.put(date(2026, 9, 14))
    assert early.value.field == "due_on"
    deciding.put(date(2026, 9, 15))
    assert house.get_one(Round, deciding.decision.round_id).due_on == date(2026, 9, 15)


def test_mails_carry_occasion_deadline_and_link_and_nothing_of_the_question(deciding, table, house, post_out):
    _, letters = circulate(deciding)
    assert letters == 6
    recorded(deciding)
    deciding.cast(1, "veto", reason="Grund-im-Protokoll")
    closing_rules.remind_due(house, date(2026, 9, 15), build.NOW)
    closing_rules.close_due(house, DUE + DAY, build.NOW + 30 * DAY)
    post_out()
    rows = house.query(Letter).order_by(Letter.id).all()
    asked = [each.recipient for each in rows if each.template == "decisions/circulated"]
    assert sorted(asked) == sorted(each.email for each in (*table.mains, *table.deputies))
    templates = {each.template for each in rows}
    assert templates == {f"decisions/{each}" for each in ("circulated", "recorded", "reminder", "closed")}
    for letter in rows:
        raw = message_from_bytes(house.get_one(LetterBytes, letter.id).raw, policy=policy.default)
        text = raw["Subject"] + str(raw.get_body(("plain",)).get_content())
        assert f"/decisions/{deciding.decision_id}" in text
        for word in ("Flyer", "Grund-im-Protokoll", "Veto", "zustande", "Runder Tisch Wehr"):
            assert word not in text


def test_a_decision_is_seen_by_nobody_outside_and_by_no_guest(deciding, table, house, read_as):
    """Hard rules 6 and 7: guests see only their item; non-public by default, even at a public item."""
    meeting = build.meeting(
        house,
        table.body,
        state=MeetingState.INVITED,
        invited_at=build.NOW,
        visibility=Visibility.PUBLIC,
    )
    item = build.agenda_item(house, meeting, visibility=Visibility.PUBLIC)
    guest, stranger = build.item_guest(house, item), build.table(house).mains[0]
    found = deciding.propose(item_id=item.id)
    deciding.put()

    def sees(person):
        session = read_as(build.actor(house, person))
        frozen = session.query(TextVersion).filter_by(text_id=found.text_id).count()
        assert frozen == (session.get(Decision, found.id) is not None)
        return bool(frozen)

    assert [sees(each) for each in (guest, stranger, table.mains[0])] == [False, False, True]
    assert not sees(table.reader), "read access is to what has been decided"
    deciding.cast(0, "agree")
    deciding.close(meeting.starts_at)
    assert [sees(each) for each in (guest, stranger, table.reader)] == [False, False, True]


def test_what_was_never_put_to_the_institutions_stays_with_the_coordination(deciding, table, house, read_as):
    given = {"note": "Noch nicht reif", **deciding.chief()}
    closing_rules.adjourn(house, table.body.id, deciding.decision_id, **given)
    found = deciding.decision
    assert (found.result, found.number) == (Result.ADJOURNED, None)
    assert read_as(build.actor(house, table.mains[0])).get(Decision, found.id) is None


def test_silence_never_signs(deciding):
    """Hard rule 5: the last day passes, nobody but one has answered."""
    circulate(deciding)
    deciding.cast(0, "agree")
    assert closing_rules.close_due(deciding.house, DUE, build.NOW) == 0
    assert closing_rules.close_due(deciding.house, DUE + DAY, build.NOW + 30 * DAY) == 1
    assert closing_rules.close_due(deciding.house, DUE + DAY, build.NOW + 30 * DAY) == 0
    found = deciding.decision
    assert (found.result, found.decided_on, found.number) == (Result.NO_RESULT, DUE, None)


def test_a_table_that_has_opted_for_it_counts_silence_in_circulation(deciding, table, house):
    bylaws(deciding).silence_consents = True
    house.flush()
    circulate(deciding)
    deciding.cast(0, "agree")
    closing_rules.close_due(house, DUE + DAY, build.NOW + 30 * DAY)
    assert deciding.decision.result is Result.CONSENSUS
    outcome = votes(deciding).outcome
    assert outcome.silence_counts
    assert len(outcome.silent) == 2


def test_any_member_may_object_to_the_circulation(deciding, table, house):
    circulate(deciding)
    with pytest.raises(NotAllowed):
        voting_rules.object_to_circulation(
            house,
            table.body.id,
            deciding.decision_id,
            asked_id=deciding.asked(0),
            **deciding.by(table.mains[1]),
        )
    voting_rules.object_to_circulation(
        house,
        table.body.id,
        deciding.decision_id,
        asked_id=deciding.asked(0),
        **deciding.by(table.deputies[0]),
    )
    assert deciding.decision.result is Result.OBJECTED
    assert house.query(ProcedureObjection).one().seat_id == table.seats[0].id
    with pytest.raises(RuleBroken):
        deciding.cast(1, "agree")
    closed = [each.letter for each in house.info["unrendered"] if each.letter.template == "decisions/closed"]
    assert len(closed) == 6


def test_a_circulation_is_not_closed_by_hand_while_answers_may_change(deciding):
    circulate(deciding)
    with pytest.raises(RuleBroken, match="last day"):
        deciding.close()
    with pytest.raises(RuleBroken, match="has passed"):
        deciding.cast(0, "agree", now=build.NOW + 40 * DAY)


def test_half_time_and_last_reminders_go_to_the_silent_only(deciding, table, house):
    circulate(deciding)
    deciding.cast(0, "agree")

    def reminded(day):
        return closing_rules.remind_due(house, day, build.NOW)

    assert reminded(build.TODAY) == 0
    assert reminded(date(2026, 9, 15)) == 4
    assert reminded(date(2026, 9, 16)) == 0
    assert reminded(date(2026, 9, 28)) == 4
    assert reminded(date(2026, 9, 29)) == 0
    sent = [each.letter for each in house.info["unrendered"] if each.letter.template == "decisions/reminder"]
    assert table.mains[0].email not in {each.recipient for each in sent}


def test_a_table_at_rest_reminds_nobody(deciding, table, house):
    circulate(deciding)
    table.body.state = BodyState.DORMANT
    house.flush()
    assert closing_rules.remind_due(house, date(2026, 9, 28), build.NOW) == 0


def test_who_takes_over_gets_the_question_once(deciding, table, house):
    circulate(deciding)
    assert follow_circulations(house, table.body.id, build.NOW) == 0
    new = build.appointment(house, table.seats[0], role=AppointmentRole.DEPUTY, rank=2)
    assert follow_circulations(house, table.body.id, build.NOW) == 1
    assert follow_circulations(house, None, build.NOW) == 0
    assert house.info["unrendered"][-1].letter.person_id == new.person_id


def test_who_may_see_a_decision_is_who_may_see_its_item(deciding, table, house, read_as):
    meeting = build.meeting(house, table.body, state=MeetingState.INVITED, invited_at=build.NOW)
    item = build.agenda_item(
        house, meeting, visibility=Visibility.CONFIDENTIAL, seats=[table.seats[0], table.seats[1]]
    )
    named = deciding.propose(item_id=item.id)
    for person in (table.mains[0], table.reader):
        assert read_as(build.actor(house, person)).get(Decision, named.id) is None, "only a proposal"
    deciding.put()
    asked = house.query(AskedSeat).filter_by(round_id=deciding.decision.round_id)
    assert {each.seat_id for each in asked} == {table.seats[0].id, table.seats[1].id}
    for person, sees in ((table.mains[0], True), (table.mains[2], False), (table.reader, False)):
        session = read_as(build.actor(house, person))
        assert (session.get(Decision, named.id) is not None) is sees
        frozen = session.query(TextVersion).filter_by(text_id=named.text_id).count()
        assert frozen == int(sees)


def test_who_was_in_the_room_counts_for_the_quorum(deciding, table, house):
    bylaws(deciding).quorum_percent = 60
    meeting = build.meeting(
        house, table.body, state=MeetingState.INVITED, invited_at=build.NOW, starts_at=build.NOW
    )
    assert meeting.held_on == FuzzyDate.of_day(build.TODAY)
    deciding.propose(item_id=build.agenda_item(house, meeting).id)
    deciding.put()
    deciding.cast(0, "agree")
    assert not votes(deciding).outcome.quorate
    minutes = build.added(
        house,
        Minutes(
            meeting_id=meeting.id, body_id=table.body.id, begun_at=build.NOW, attendance_noted_at=build.NOW
        ),
    )
    for place, state in ((0, AttendanceState.PRESENT), (1, AttendanceState.REPRESENTED)):
        house.add(
            Attendance(minutes_id=minutes.id, seat_id=table.seats[place].id, institution="A", state=state)
        )
    house.flush()
    assert votes(deciding).outcome.quorate
    assert [line(deciding, place).there for place in range(3)] == [True, True, False]
    assert deciding.close().result is Result.CONSENSUS


def test_what_becomes_of_a_decision(deciding, table, house):
    deciding.put()
    deciding.cast(0, "agree")
    first = deciding.close()
    deciding.propose(title="Neuer Flyer")
    deciding.put()
    deciding.cast(0, "agree")
    second = deciding.close()

    def follow(found, **facts):
        house.flush()
        given = {"follows": "", "review_on": None, "carried_out_on": None, "superseded_by_id": None} | facts
        return closing_rules.follow_up(
            house, table.body.id, found.id, **given, based_on=found.version, **deciding.chief()
        )

    assert follow(first, review_on=date(2027, 3, 1)).state is DecisionState.DECIDED
    assert follow(first, carried_out_on=build.TODAY).state is DecisionState.CARRIED_OUT
    assert follow(first, superseded_by_id=second.id).state is DecisionState.SUPERSEDED
    with pytest.raises(RuleBroken) as circle:
        follow(second, superseded_by_id=first.id)
    assert circle.value.field == "superseded_by_id"


def test_the_database_refuses_what_no_rule_would_write(deciding, house, table):
    deciding.put()
    stance = deciding.cast(0, "agree")
    house.commit()
    wrong = [
        lambda: house.add(
            Stance(
                asked_seat_id=stance.asked_seat_id,
                seat_id=stance.seat_id,
                person_id=stance.person_id,
                role=AppointmentRole.MAIN,
                value=StanceValue.AGREE,
                channel=Channel.LINK,
                cast_at=build.NOW,
            )
        ),
        lambda: house.add(
            Stance(
                asked_seat_id=stance.asked_seat_id,
                seat_id=stance.seat_id,
                person_id=stance.person_id,
                role=AppointmentRole.MAIN,
                value=StanceValue.VETO,
                channel=Channel.SITE,
                cast_at=build.NOW,
            )
        ),
    ]
    for write in wrong:
        write()
        with pytest.raises(IntegrityError):
            house.flush()
        house.rollback()


def test_two_answers_in_the_same_second_leave_one_voice(deciding, table, house, engine):
    """Main and deputy at once, and the end at the same time: whoever is late is refused, nothing is lost."""
    deciding.put()
    house.commit()
    asked, table_id, decision_id = deciding.asked(0), table.body.id, deciding.decision_id
    actors = [build.actor(house, each) for each in (table.mains[0], table.deputies[0])]
    house.commit()
    start, failed = threading.Barrier(2), []

    def answer(by, value):
        try:
            with Session(engine) as session:
                start.wait()
                given = {"asked_id": asked, "value": value, "reason": "Wenn …", "by": by, "now": build.NOW}
                voting_rules.cast(session, table_id, decision_id, **given)
                session.info.clear()
                session.commit()
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)

    values = (StanceValue.AGREE, StanceValue.VETO)
    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(answer, by, value))
        for by, value in zip(actors, values, strict=True)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not failed
    house.expire_all()
    assert house.query(Stance).count() == 2
    assert line(deciding).said.value is StanceValue.AGREE
    assert votes(deciding).outcome.entitled == 3


def test_an_appointment_that_ended_gives_no_voice(deciding, table, house):
    deciding.put()
    actor = build.actor(house, table.deputies[0])
    ended = house.query(Appointment).filter_by(person_id=table.deputies[0].id).one()
    ended.ends_on = build.TODAY - DAY
    house.flush()
    assert voting_rules.may_cast(actor, table.seats[0].id), "an actor is of its moment"
    assert not voting_rules.may_cast(build.actor(house, table.deputies[0]), table.seats[0].id)


def test_a_seat_that_has_passed_on_leaves_its_successor_asked_and_its_own_voice_void(deciding, table, house):
    circulate(deciding)
    deciding.cast(0, "veto", reason="Nein.")
    old = table.seats[0]
    new = build.seat(house, table.body)
    person = build.appointment(house, new).person_id
    old.ends_on, old.passed_to_id = build.TODAY - DAY, new.id
    house.flush()
    people_changed(house, table.body.id, build.NOW)
    lines = {each.seat_id: each for each in votes(deciding).lines}
    assert not lines[old.id].sits
    assert lines[new.id].said is None
    assert votes(deciding).outcome.entitled == 3
    sent = [each.letter for each in house.info["unrendered"] if each.letter.person_id == person]
    assert [each.template for each in sent] == ["decisions/circulated"]


def test_no_word_slips_in_behind_the_end(deciding, table, house, engine):
    """A deputy answers in the second in which the coordination closes: counted, or refused; never lost."""
    deciding.put()
    deciding.cast(0, "agree")
    house.commit()
    asked, table_id, decision_id = deciding.asked(1), table.body.id, deciding.decision_id
    deputy, chief = build.actor(house, table.deputies[1]), build.actor(house, table.coordinator)
    house.commit()
    start, refused = threading.Barrier(2), []

    def at_once(gesture):
        try:
            with Session(engine) as session:
                start.wait()
                gesture(session)
                session.info.clear()
                session.commit()
        except RuleBroken as error:
            refused.append(error)

    veto = {"asked_id": asked, "value": StanceValue.VETO, "reason": "Wenn …", "by": deputy, "now": build.NOW}
    gestures = (
        lambda session: voting_rules.cast(session, table_id, decision_id, **veto),
        lambda session: closing_rules.close(session, table_id, decision_id, by=chief, now=build.NOW),
    )
    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(at_once, each)) for each in gestures
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    house.expire_all()
    counted = house.query(Stance).count() == 2
    assert deciding.decision.result is (Result.FAILED if counted else Result.CONSENSUS)
    assert len(refused) == (0 if counted else 1)


def test_after_the_last_day_nothing_is_recorded_over_an_own_answer(deciding, table, house):
    deciding.decision.circular = True
    house.flush()
    deciding.put(due_on=DUE)
    deciding.cast(0, "veto", reason="Erst die Kosten klären.")
    late = build.NOW + (DUE - build.TODAY) + DAY
    facts = {
        "said_by": SaidBy.PHONE,
        "said_on": DUE,
        "value": StanceValue.AGREE,
    } | deciding.chief(late)

    def write_down(place):
        who = {"asked_id": deciding.asked(place), "person_id": table.mains[place].id}
        return recording_rules.record_stance(house, table.body.id, deciding.decision_id, **who, **facts)

    assert write_down(1).said_on == DUE, "it was said in time, and nobody has answered on the site"
    with pytest.raises(RuleBroken, match="stands"):
        write_down(0)


def test_a_consensus_check_is_not_closed_before_its_meeting(deciding, table, house):
    meeting = build.meeting(house, table.body, state=MeetingState.INVITED, invited_at=build.NOW)
    meeting.set_time(build.NOW + timedelta(days=3), None)
    deciding.propose(item_id=build.agenda_item(house, meeting).id)
    deciding.put()
    deciding.cast(0, "agree")
    with pytest.raises(RuleBroken, match="has not begun"):
        deciding.close()
    assert deciding.decision.result is None
    assert deciding.close(build.NOW + timedelta(days=3)).result is Result.CONSENSUS
