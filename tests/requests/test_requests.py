"""Requests of committees: registered, assigned, reminded of, answered more than once, asked again."""

from datetime import timedelta

import pytest

from blueprints.office import deadlines
from blueprints.requests import (
    reminder_rules,
    reply_rules,
    report_rules,
    request_rules,
    session_rules,
    tie_rules,
)
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.letters import Letter
from models.links import Link
from models.meetings import ItemKind, MeetingState
from models.reports import Report, ReportAssessment
from models.requests import ExternalRequest, ReplyWay, RequestReply, RequestState
from models.seats import Appointment
from models.visibility import Visibility
from tests import build
from tests.requests.conftest import by, of_requests, words

WORDING = "die Verwaltung zu bitten, zunächst weitere Erkenntnisse zu sammeln"
TODAY = build.TODAY


def later(**days):
    return build.NOW + timedelta(**days)


@pytest.fixture
def session(house, table, committee):
    """A session of the committee to come, in nine weeks."""
    held_on = FuzzyDate.of_day(TODAY + timedelta(weeks=9))
    made = session_rules.record_session(
        house, committee.id, held_on=held_on, state=MeetingState.SCHEDULED, **by(house, table)
    )
    house.flush()
    return made


def test_coordination_registers_a_request_with_everything_on_it(
    house, table, committee, session, coordinator, sign_in
):
    answer = coordinator.submit(
        coordinator.get(of_requests(table, "/new")),
        "Anfrage erfassen",
        title="Erkenntnisse zum Beratungsbedarf",
        committee_id=str(committee.id),
        asker="Vorsitz des Ausschusses",
        asked_on="23.09.2021",
        addressee="Verwaltung",
        wording=WORDING,
        due_meeting_id=str(session.id),
        found_in="Niederschrift vom 23.09.2021",
        visibility="internal",
    )
    assert answer.status_code == 303
    made = house.query(ExternalRequest).one()
    assert made.asked_on == FuzzyDate.parse("23.09.2021")
    shown = words(sign_in(table.mains[0]).get(answer.location))
    for each in ("Sozialausschuss, Vorsitz des Ausschusses", "Verwaltung", WORDING, "eingegangen"):
        assert each in shown
    assert f"zur Sitzung: Sozialausschuss, {session.held_on.words('de')}" in shown
    assert "Angaben ändern" not in shown
    assert "Angaben ändern" in words(coordinator.get(answer.location))
    assert "Anfrage" in words(coordinator.get(f"/round-tables/{table.body.id}"))
    assert [entry.gesture for entry in house.query(Entry).filter_by(subject="external_request")] == [
        "register"
    ]


BAD = {
    "no title": {"title": ""},
    "an over-long title": {"title": "x" * 201},
    "nobody who asks": {"committee_id": ""},
    "two who ask": {"organisation_id": "some"},
    "no such body": {"committee_id": "987654"},
    "the table itself": {"committee_id": "table"},
    "two deadlines": {"due_on": "2026-12-24", "due_meeting_id": "session"},
    "no such session": {"due_meeting_id": "987654"},
    "a day that is none": {"due_on": "morgen"},
    "a date that nobody understands": {"asked_on": "damals"},
    "no such level": {"visibility": "confidential"},
    "no such request before": {"follows_id": "987654"},
    "somebody's date of birth": {"wording": "Klientin, geboren am 03.04.1998"},
}


def test_bad_request_is_refused_and_nothing_is_lost(house, table, committee, session, coordinator):
    meant = {
        "table": str(table.body.id),
        "session": str(session.id),
        "some": str(table.seats[0].organisation_id),
    }
    for what, bad in BAD.items():
        data = {"title": "Frage", "committee_id": str(committee.id), "visibility": "internal"}
        data |= {name: meant.get(value, value) for name, value in bad.items()} | {"addressee": "Stelle Q"}
        answer = coordinator.post(of_requests(table, "/new"), data=data)
        assert answer.status_code == 422, what
        assert "Stelle Q" in answer.text, what
    assert house.query(ExternalRequest).count() == 0


SEES = {
    Visibility.PUBLIC: {"coordinator", "lead", "member", "reader"},
    Visibility.INTERNAL: {"coordinator", "lead", "member", "reader"},
    Visibility.COORDINATION: {"coordinator", "lead"},
}


@pytest.mark.parametrize("level", SEES, ids=lambda level: level.value)
def test_only_those_of_its_level_find_a_request(house, table, ask, lead, sign_in, level):
    request = ask("Vorgang Quitte", visibility=level)
    lead(request, table.seats[0])
    stranger = build.table(house, 1)
    people = {
        "coordinator": table.coordinator,
        "lead": table.mains[0],
        "member": table.mains[1],
        "reader": table.reader,
        "stranger": stranger.mains[0],
        "coordinator elsewhere": stranger.coordinator,
    }
    for name, person in people.items():
        client, sees = sign_in(person), name in SEES[level]
        assert client.get(of_requests(table, f"/{request.id}")).status_code == (200 if sees else 404), name
        for query in ("", "?q=quitte", "?which=open"):
            found = client.get(f"/requests{query}").text
            assert ("Vorgang Quitte" in found, "1 Anfrage<" in found) == (sees, sees), (name, query)


def test_state_follows_from_dated_facts(house, table, ask, lead, reply):
    request = ask()

    def state():
        house.expire_all()
        return request.state

    known = by(house, table)
    seen = [_loaded(house, request)]
    lead(request, table.seats[0])
    seen.append(_loaded(house, request))
    request_rules.begin(house, request.id, **known)
    seen.append(_loaded(house, request))
    made = reply(request)
    seen.append(_loaded(house, request))
    day = {"based_on": made.version, **known}
    reply_rules.release(house, made.id, released_by="Amtsleitung", released_on=TODAY, **day)
    seen.append(_loaded(house, request))
    sent = {"sent_on": TODAY, "channel": ReplyWay.MAIL, "addressee": "Sozialausschuss"}
    reply_rules.hand_over(house, made.id, **sent, based_on=made.version, **known)
    seen.append(_loaded(house, request))
    reply_rules.note_taken(house, made.id, noted_on=TODAY, **known)
    seen.append(_loaded(house, request))
    ask("Nachfrage", follows_id=request.id)
    seen.append(_loaded(house, request))
    assert [each.value for each in seen] == [
        *("received", "assigned", "in-progress", "drafted", "released", "sent", "noted", "asked-again")
    ]


def _loaded(house, request):
    house.flush()
    house.expire_all()
    for name in ("replies", "followed_by"):
        house.refresh(request, [name])
    return request.state


def test_lead_is_told_by_a_letter_without_a_title_and_drafts(house, table, ask, lead, sign_in):
    request = ask("Vorgang Quitte", due_on=TODAY + timedelta(days=90))
    assert lead(request, table.seats[0]) == 1
    house.commit()
    letter = house.query(Letter).filter_by(template="requests/assigned").one()
    assert letter.recipient == table.mains[0].email
    member, other = sign_in(table.mains[0]), sign_in(table.mains[1])
    page = of_requests(table, f"/{request.id}")
    assert other.get(page + "/replies/new").status_code == 404
    answer = member.submit(
        member.get(page + "/replies/new"), "Entwurf speichern", text="Uns ist nichts bekannt."
    )
    assert answer.status_code == 303
    assert "Uns ist nichts bekannt." in words(member.get(page))
    assert "Uns ist nichts bekannt." not in words(other.get(page)), "a draft is seen by others"
    made = house.query(RequestReply).one()
    for gesture in ("release", "hand-over"):
        assert member.get(f"{page}/replies/{made.id}/{gesture}").status_code == 404
    assert made.addressee == "Sozialausschuss"


def test_case_15_no_due_date_session_moved_oral_first_paper_later(
    house, table, committee, session, ask, keep, coordinator, lead
):
    """domain.md 13, case 15: no due date; session moved; reply given orally first, paper later."""
    request = ask(due_meeting_id=None)
    lead(request)
    page = of_requests(table, f"/{request.id}")
    assert "ohne Frist" in words(coordinator.get(page))
    assert reminder_rules.remind(house, TODAY + timedelta(days=200), later(days=200)) == 0

    request_rules.correct(
        house, request.id, **_facts(request) | {"due_meeting_id": session.id}, based_on=request.version,
        **by(house, table),
    )  # fmt: skip
    first = TODAY + timedelta(weeks=9)
    assert _loaded_due(house, request) == first
    moved = FuzzyDate.of_day(first + timedelta(weeks=4))
    session_rules.correct_session(
        house, committee.id, session.id, based_on=session.version, held_on=moved, **by(house, table)
    )
    assert _loaded_due(house, request) == first + timedelta(weeks=4)
    assert moved.words("de") in words(coordinator.get(page))

    def given(day, channel, closes, **more):
        data = {"sent_on": day, "channel": channel, "released_by": "Leitung der Verwaltung"} | more
        return coordinator.submit(
            coordinator.get(f"{page}/replies/given"),
            "Antwort festhalten",
            addressee="Sozialausschuss",
            **data,
            closes="y" if closes else "",
        )

    assert given(str(TODAY), "orally", False, text="Mündlich berichtet").status_code == 303
    assert _loaded(house, request) is RequestState.IN_PROGRESS, "an oral report on the way settles nothing"
    paper = keep("Mitteilung zum Ausschuss")
    answer = given(str(TODAY), "post", True, paper_id=str(paper.id))
    assert answer.status_code == 303
    assert _loaded(house, request) is RequestState.SENT
    shown = words(coordinator.get(page))
    ways = [shown.index(f"Antwort {way} an Sozialausschuss") for way in ("mündlich", "per Post")]
    assert ways == sorted(ways)
    assert "Mitteilung zum Ausschuss" in shown
    assert "Leitung der Verwaltung" in shown
    assert [each.paper_id for each in house.query(RequestReply).order_by(RequestReply.id)] == [
        None, paper.id
    ]  # fmt: skip


def _facts(request):
    names = ("title", "committee_id", "organisation_id", "asker", "asked_on", "addressee", "wording")
    rest = ("due_on", "due_meeting_id", "follows_id", "note", "found_in", "visibility")
    return {name: getattr(request, name) for name in (*names, *rest)}


def _loaded_due(house, request):
    house.flush()
    house.expire_all()
    house.refresh(request, ["due_meeting"])
    return request.due_day


def test_reminders_come_six_and_two_weeks_and_three_days_before_and_follow_the_session(
    house, table, committee, session, ask, lead
):
    table.coordinator.due_mails = True
    request = ask(due_meeting_id=session.id)
    lead(request, table.seats[0])
    due = TODAY + timedelta(weeks=9)

    def told(before):
        day = due - timedelta(days=before)
        return deadlines.remind_about_requests(house, day, later(days=(day - TODAY).days))

    assert [told(43), told(42), told(42), told(20)] == [0, 2, 0, 0], "the coordination and the lead, once"
    session_rules.correct_session(
        house, committee.id, session.id, based_on=session.version, state=MeetingState.SCHEDULED,
        held_on=FuzzyDate.of_day(due + timedelta(weeks=1)), **by(house, table),
    )  # fmt: skip
    house.flush()
    house.expire_all()
    due += timedelta(weeks=1)
    assert [told(27), told(14), told(14), told(3), told(0), told(-1)] == [2, 2, 0, 2, 0, 0]
    letters = house.query(Letter).filter_by(template="requests/due").all()
    assert {each.recipient for each in letters} == {table.coordinator.email, table.mains[0].email}


def test_the_coordination_sees_when_reminders_go_and_reminds_by_hand_once_a_day(
    house, table, session, ask, lead, reply, coordinator, sign_in
):
    request = ask("Vorgang Quitte", due_meeting_id=session.id)
    lead(request, table.seats[0])
    house.commit()
    page = of_requests(table, f"/{request.id}")
    due = session.held_on.day
    days = ", ".join(f"{due - notice:%d.%m.%Y}" for notice in reminder_rules.NOTICES)
    assert f"Erinnerungen gehen am {days}" in words(coordinator.get(page))
    member = sign_in(table.mains[0])
    assert "Erinnerungen gehen am" not in words(member.get(page))
    assert member.get(page + "/remind").status_code == 404
    look = coordinator.get(page + "/remind")
    assert table.mains[0].email in words(look)
    assert "Quitte" not in look.text.partition('<pre class="letter">')[2], "a letter tells no title"
    send = "Erinnerung senden"
    assert coordinator.submit(look, send).status_code == 303
    assert [each.recipient for each in house.query(Letter).filter_by(template="requests/due")] == [
        table.mains[0].email
    ]
    again = coordinator.submit(coordinator.get(page + "/remind"), send)
    assert "wurde heute schon erinnert" in words(again)
    assert house.query(Letter).filter_by(template="requests/due").count() == 1
    look = coordinator.get(page + "/remind")
    table.mains[0].email = "neu@institution.example"
    house.commit()
    assert coordinator.submit(look, send).status_code == 422
    assert house.query(Letter).filter_by(template="requests/due").count() == 1


def test_nobody_is_reminded_by_hand_where_no_house_owes_a_reply(house, table, ask, lead, coordinator):
    """The request has no deadline: the letter says so."""
    request = ask("Frage")
    house.commit()
    page = of_requests(table, f"/{request.id}")
    assert coordinator.get(page + "/remind").status_code == 404
    with pytest.raises(RuleBroken, match="No institution"):
        reminder_rules.remind_lead(house, request.id, **by(house, table))
    lead(request, table.seats[0])
    house.commit()
    look = words(coordinator.get(page + "/remind"))
    assert "eine Antwort auf eine Anfrage steht noch aus" in look
    assert "Eine Frist ist nicht gesetzt." in look or "keine Frist" in look
    request_rules.withdraw(house, request.id, withdrawn_on=TODAY, withdrawn_note="", **by(house, table))
    house.commit()
    assert coordinator.get(page + "/remind").status_code == 404


def test_nobody_is_reminded_of_what_was_answered_or_withdrawn(house, table, ask, lead, reply):
    table.coordinator.due_mails = True
    due = {"due_on": TODAY + timedelta(days=60)}
    withdrawn, answered, on_the_way = ask("A", **due), ask("B", **due), ask("C", **due)
    known = by(house, table)
    request_rules.withdraw(house, withdrawn.id, withdrawn_on=TODAY, withdrawn_note="Erledigt", **known)
    for each, closes in ((answered, True), (on_the_way, False)):
        facts = {"channel": ReplyWay.ORALLY, "addressee": "Ausschuss", "text": "Bericht", "closes": closes}
        reply_rules.note_given(house, each.id, released_by="Leitung", sent_on=TODAY, **facts, **known)
    house.flush()
    assert reminder_rules.remind(house, TODAY + timedelta(days=50), later(days=50)) == 1


def test_released_words_that_change_are_a_draft_again_and_handed_over_ones_stay(house, table, ask, reply):
    made, known = reply(ask()), by(house, table)
    reply_rules.release(
        house, made.id, released_by="Amtsleitung", released_on=TODAY, based_on=made.version, **known
    )
    same = {"channel": ReplyWay.POST, "addressee": "Sozialausschuss", "closes": True, "paper_id": None}
    house.flush()
    reply_rules.correct(house, made.id, text="Andere Worte", based_on=made.version, **same, **known)
    assert (made.released_on, made.released_by) == (None, "")
    house.flush()
    sent = {"sent_on": TODAY, "channel": ReplyWay.POST, "addressee": "Sozialausschuss"}
    with pytest.raises(RuleBroken):
        reply_rules.hand_over(house, made.id, **sent, based_on=made.version, **known)
    reply_rules.release(
        house, made.id, released_by="Amtsleitung", released_on=TODAY, based_on=made.version, **known
    )
    house.flush()
    reply_rules.hand_over(house, made.id, **sent, based_on=made.version, **known)
    house.flush()
    with pytest.raises(RuleBroken):
        reply_rules.correct(house, made.id, text="Noch andere", based_on=made.version, **same, **known)
    with pytest.raises(RuleBroken):
        reply_rules.drop(house, made.id, **known)
    with pytest.raises(RuleBroken):
        request_rules.remove(house, made.request_id, **known)


def test_stale_form_of_a_reply_that_went_out_tells_it_and_keeps_what_was_typed(
    house, table, ask, reply, coordinator
):
    request = ask()
    made, known = reply(request), by(house, table)
    house.commit()
    page = of_requests(table, f"/{request.id}/replies/{made.id}/edit")
    open_form = coordinator.get(page)
    reply_rules.release(
        house, made.id, released_by="Amtsleitung", released_on=TODAY, based_on=made.version, **known
    )
    sent = {"sent_on": TODAY, "channel": ReplyWay.POST, "addressee": "Sozialausschuss"}
    house.flush()
    reply_rules.hand_over(house, made.id, **sent, based_on=made.version, **known)
    house.commit()
    answer = coordinator.submit(open_form, "Speichern", text="Meine neuen Worte")
    assert answer.status_code in (409, 422)
    assert "Meine neuen Worte" in answer.text


def test_days_must_have_come_and_stand_in_their_order(house, table, ask, reply):
    made, known = reply(ask()), by(house, table)
    house.commit()
    release = {"released_by": "Amtsleitung"}
    for day in (TODAY + timedelta(days=1), None):
        with pytest.raises(RuleBroken):
            reply_rules.release(house, made.id, released_on=day, based_on=made.version, **release, **known)
        house.rollback()
    reply_rules.release(house, made.id, released_on=TODAY, based_on=made.version, **release, **known)
    house.flush()
    sent = {"channel": ReplyWay.POST, "addressee": "Sozialausschuss", "based_on": made.version}
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=1), None):
        with pytest.raises(RuleBroken):
            reply_rules.hand_over(house, made.id, sent_on=day, **sent, **known)
        house.refresh(made)


def test_what_belongs_to_a_request_is_shown_as_far_as_one_may_see_it(
    house, table, committee, ask, keep, consult, coordinator, sign_in
):
    request, shown = ask(), keep("Antrag A")
    hidden = keep("Vorgang Quitte", visibility=Visibility.COORDINATION)
    station = consult(shown, committee, resolution="Es wird gebeten.")
    meeting = build.meeting(house, table.body)
    item = build.agenda_item(house, meeting, "Bedarf")
    house.flush()
    for name, each in (("paper", hidden), ("consultation", station), ("agenda_item", item)):
        tie_rules.tie(house, request.id, thing=(name, each.id), **by(house, table))
    house.commit()
    page = of_requests(table, f"/{request.id}")
    seen = words(coordinator.get(page))
    assert "Vorgang Quitte" in seen
    assert "Sozialausschuss: Antrag: Antrag A" in seen
    assert "Bedarf" in seen
    assert "Quitte" not in words(sign_in(table.mains[0]).get(page))
    assert "Erkenntnisse zum Beratungsbedarf" in words(
        coordinator.get(f"/meetings/{meeting.id}/items/{item.id}")
    )
    coordinator.submit(coordinator.get(page), "Zurücknehmen Antrag: Vorgang Quitte")
    house.expire_all()
    assert house.query(Link).count() == 2


def test_nothing_is_tied_before_it_is_chosen(house, table, ask, keep, coordinator):
    request, paper = ask(), keep("Antrag A")
    house.commit()
    page = coordinator.get(of_requests(table, f"/{request.id}/belongings/new"))
    answer = coordinator.submit(page, "Hinzufügen")
    assert answer.status_code == 422
    assert "Bitte wählen Sie, was dazugehört." in words(answer)
    assert house.query(Link).count() == 0
    assert coordinator.submit(page, "Hinzufügen", belonging=f"paper-{paper.id}").status_code == 303
    assert house.query(Link).count() == 1


def test_formal_items_are_not_offered_as_what_dealt_with_a_request(house, table, ask, coordinator):
    request, meeting = ask(), build.meeting(house, table.body)
    for title, kind in (("Begrüßung und Tagesordnung", ItemKind.FORMAL), ("Bedarf", ItemKind.CONSULTATION)):
        build.agenda_item(house, meeting, title).kind = kind
    house.commit()
    seen = words(coordinator.get(of_requests(table, f"/{request.id}/belongings/new")))
    assert "Bedarf" in seen
    assert "Begrüßung" not in seen


def test_what_is_another_tables_does_not_belong_to_a_request(house, table, ask):
    request = ask()
    elsewhere = build.meeting(house, build.table(house, 1).body)
    house.flush()
    for thing in (("meeting", elsewhere.id), ("meeting", 987654), ("person", 1), ("", 0)):
        with pytest.raises(RuleBroken):
            tie_rules.tie(house, request.id, thing=thing, **by(house, table))
    with pytest.raises(NotAllowed):
        tie_rules.untie(house, request.id, thing=("meeting", elsewhere.id), **by(house, table))


def test_questions_never_follow_from_each_other_in_a_circle(house, table, ask):
    first = ask("Erste")
    second = ask("Zweite", follows_id=first.id)
    with pytest.raises(RuleBroken):
        request_rules.correct(
            house, first.id, **_facts(first) | {"follows_id": second.id}, based_on=first.version,
            **by(house, table),
        )  # fmt: skip


def test_withdrawal_can_be_taken_back(house, table, ask, coordinator):
    request = ask(due_on=TODAY + timedelta(days=20))
    house.commit()
    page = of_requests(table, f"/{request.id}")
    coordinator.submit(
        coordinator.get(page + "/withdraw"), "Festhalten", withdrawn_note="Antrag zurückgenommen"
    )
    assert "Antrag zurückgenommen" in words(coordinator.get(page))
    assert _loaded(house, request) is RequestState.WITHDRAWN
    coordinator.submit(coordinator.get(page), "Zurücknehmen")
    assert _loaded(house, request) is RequestState.RECEIVED


def test_overview_says_what_is_to_be_done_and_by_when(house, table, session, ask, lead, reply, sign_in):
    coordinator, member = sign_in(table.coordinator), sign_in(table.mains[0])
    request = ask(due_meeting_id=session.id)
    house.commit()
    assert "Eine Anfrage braucht eine Federführung" in words(coordinator.get("/overview"))
    assert "Anfrage" not in words(member.get("/overview"))
    lead(request, table.seats[0])
    house.commit()
    seen = member.get("/overview")
    assert "Antwort auf eine Anfrage vorbereiten" in words(seen)
    assert f'datetime="{session.held_on.day.isoformat()}"' in seen.text
    assert "Die Antwort auf eine Anfrage wird vorbereitet" in words(coordinator.get("/overview"))
    assert "Antwort auf eine Anfrage vorbereiten" in words(
        member.get(f"/organisations/{table.seats[0].organisation_id}/owes")
    )
    reply(request, who=table.mains[0])
    house.commit()
    assert "Antwort auf eine Anfrage vorbereiten" not in words(member.get("/overview"))
    assert "Antwort auf eine Anfrage freigeben" in words(coordinator.get("/overview"))


def test_pages_of_requests_ask_the_same_however_many_there_are(
    house, table, session, ask, lead, reply, coordinator, statements
):
    def some(number):
        for each in range(number):
            request = ask(f"Anfrage {each}", due_meeting_id=session.id)
            lead(request, table.seats[0])
            reply(request)
        house.commit()
        return request

    request = some(2)
    coordinator.get("/requests")
    pages = ("/requests", of_requests(table, f"/{request.id}"), "/overview")
    counts = []
    for number in (0, 20):
        if number:
            some(number)
        counts.append([])
        for page in pages:
            with statements() as seen:
                assert coordinator.get(page).status_code == 200
            counts[-1].append(len(seen))
    assert counts[0] == counts[1]


def test_requests_are_found_by_words_in_any_spelling(house, table, ask, coordinator):
    ask("Beratung für Sexarbeiter*innen", wording=WORDING)
    ask("Etwas anderes")
    house.commit()
    for query in ("SexarbeiterInnen", "erkenntnisse verwaltung", "Sexarbeiter_innen"):
        found = words(coordinator.get(f"/requests?q={query}"))
        assert "Beratung für Sexarbeiter*innen" in found, query
        assert "Etwas anderes" not in found, query
    assert coordinator.get("/requests?q=%25&table=x&which=x&page=x").status_code == 200


def test_only_an_empty_mistake_is_deleted(house, table, ask, reply, coordinator):
    request = ask()
    reply(request)
    house.commit()
    page = coordinator.get(of_requests(table, f"/{request.id}/remove"))
    assert coordinator.submit(page, "Löschen").status_code == 303
    assert house.query(ExternalRequest).count() == house.query(RequestReply).count() == 0


def test_request_with_a_report_is_deleted_only_with_what_was_merely_drafted(house, table, ask, coordinator):
    drafted, shown = ask("Versehen"), ask("Bericht im Umlauf")
    for each in (drafted, shown):
        report_rules.begin(house, each.id, title="Mitteilung", **by(house, table))
        house.flush()
    text = {"text": "Wir sehen Bedarf.", "author": "Fachstelle"}
    report_rules.add_assessment(house, drafted.id, **text, **by(house, table))
    house.flush()
    report_rules.show(house, shown.id, **by(house, table))
    house.commit()
    answer = coordinator.submit(coordinator.get(of_requests(table, f"/{drafted.id}/remove")), "Löschen")
    assert answer.status_code == 303
    answer = coordinator.submit(coordinator.get(of_requests(table, f"/{shown.id}/remove")), "Löschen")
    assert answer.status_code == 422
    assert "Bericht" in words(answer)
    assert [each.title for each in house.query(ExternalRequest)] == ["Bericht im Umlauf"]
    assert house.query(Report).count() == 1
    assert house.query(ReportAssessment).count() == 0


def test_whoever_only_reads_at_the_table_learns_no_name_of_who_has_the_lead(house, table, ask, lead, sign_in):
    request, seat = ask("Öffentliche Frage", visibility=Visibility.PUBLIC), table.seats[0]
    table.mains[0].name, table.mains[0].function = "Renate Quendel", "Leitung der Fachstelle"
    table.body.visibility = Visibility.PUBLIC
    mine = house.query(Appointment).filter_by(seat_id=seat.id, person_id=table.mains[0].id).one()
    lead(request, seat, appointment_id=mine.id)
    house.commit()
    elsewhere, page = build.table(house, 1).mains[0], of_requests(table, f"/{request.id}")
    house.commit()
    seen = {name: words(sign_in(who).get(page)) for name, who in (
        ("member", table.mains[1]), ("coordination", table.coordinator),
        ("reader", table.reader), ("elsewhere", elsewhere),
    )}  # fmt: skip
    told = {name: ("Quendel" in each, "Leitung der Fachstelle" in each) for name, each in seen.items()}
    assert told == {
        "member": (True, False),
        "coordination": (True, False),
        "reader": (False, True),
        "elsewhere": (False, True),
    }


def test_session_that_falls_out_leaves_no_deadline(house, table, committee, session, ask):
    request = ask(due_meeting_id=session.id)
    session_rules.correct_session(
        house, committee.id, session.id, based_on=session.version, state=MeetingState.NOT_HELD,
        held_on=session.held_on, **by(house, table),
    )  # fmt: skip
    assert _loaded_due(house, request) is None


def test_institution_and_function_ask_too(house, table, ask, coordinator):
    ask("Von einer Institution", committee_id=None, organisation_id=table.seats[0].organisation_id)
    ask("Von einer Funktion", committee_id=None, asker="Landrätin oder Landrat")
    house.commit()
    seen = words(coordinator.get("/requests"))
    assert "Landrätin oder Landrat" in seen
    with pytest.raises(RuleBroken):
        ask(committee_id=None, organisation_id=987654)
