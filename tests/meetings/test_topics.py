"""Topics: submitted, changed, decided on; what goes along on an agenda, and who is told."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from blueprints.meetings import agenda_rules, invitation_rules
from blueprints.meetings import rules as meeting_rules
from blueprints.meetings.drafting import rules as drafting_rules
from blueprints.meetings.drafting.queries import proposals
from blueprints.meetings.topics import fate_rules, queries, rules
from blueprints.meetings.topics.queries import Fate, Which
from models.errors import NotAllowed, RuleBroken
from models.files import File, broken_files
from models.history import Entry
from models.item_outcomes import ItemOutcome
from models.late_topics import Late
from models.meetings import AgendaItem, ItemKind, MeetingState
from models.outbox import Letter, LetterBytes
from models.people import Person
from models.rounds import Channel
from models.seats import SeatKind
from models.topics import Topic, TopicAim, TopicState
from models.versions import ChangedMeanwhile
from models.visibility import Visibility
from plumbing.letters import render_waiting
from tests import build
from tests.pages import Page

DECIDED = "meetings/topic_decided"


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 3, name="Runder Tisch Schleuse")


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


@pytest.fixture
def member(table, sign_in):
    return sign_in(table.mains[0])


def by(house, person, now=build.NOW):
    return {"by": build.actor(house, person), "now": now}


def submitted(house, table, place=0, person=None, **facts):
    wanted = rules.Wanted(**({"title": "Erreichbarkeit"} | facts))
    who = person or table.mains[place]
    return rules.submit(house, table.body.id, wanted, seat_id=table.seats[place].id, **by(house, who))


def decide(house, table, topic, gesture, **facts):
    return gesture(house, topic.id, based_on=topic.version, **facts, **by(house, table.coordinator))


def two_meetings(house, table):
    """Both so far ahead that their agendas are open."""
    return [build.meeting(house, table.body, in_days=days) for days in (70, 90)]


def told(house):
    """To whom letters about topics are on their way."""
    house.flush()
    return sorted(house.scalars(select(Letter.recipient).where(Letter.template == DECIDED)))


def add_file(house, table, topic, name="zahlen.txt"):
    sent = {"name": name, "content_type": "text/plain", "stream": BytesIO(b"Zahlen\n")}
    return rules.add_topic_file(house, topic.id, **sent, **by(house, table.mains[0]))


def test_representative_and_deputy_submit_and_change_what_is_their_institutions(house, table):
    topic = submitted(house, table, person=table.deputies[0])
    assert (topic.channel, topic.submitted_by_id) == (Channel.SITE, table.deputies[0].id)
    wanted = rules.Wanted(title="Anders", aim=TopicAim.DECIDE)
    rules.edit_topic(house, topic.id, wanted, based_on=topic.version, **by(house, table.mains[0]))
    assert (topic.title, topic.aim) == ("Anders", TopicAim.DECIDE)
    with pytest.raises(NotAllowed):
        rules.edit_topic(house, topic.id, wanted, based_on=topic.version, **by(house, table.mains[1]))


def test_advisory_members_submit_and_standing_guests_do_not(house, table):
    for kind, may in ((SeatKind.ADVISORY, True), (SeatKind.GUEST, False)):
        seat = build.seat(house, table.body, kind=kind)
        person = house.get_one(Person, build.appointment(house, seat).person_id)
        actor = build.actor(house, person)
        assert rules.may_submit(actor, table.body.id) is may
        wanted = rules.Wanted(title="Thema")
        if may:
            assert rules.submit(house, table.body.id, wanted, seat_id=seat.id, by=actor, now=build.NOW).id
        else:
            with pytest.raises(NotAllowed):
                rules.submit(house, table.body.id, wanted, seat_id=seat.id, by=actor, now=build.NOW)


def test_nobody_submits_for_another_institution(house, table):
    wanted, actor = rules.Wanted(title="Thema"), by(house, table.mains[0])
    for seat_id in (table.seats[1].id, None):
        with pytest.raises(NotAllowed):
            rules.submit(house, table.body.id, wanted, seat_id=seat_id, **actor)


def test_what_the_coordination_enters_is_marked_so(house, table):
    entered = submitted(house, table, person=table.coordinator)
    assert (entered.channel, entered.recorded_by_id) == (Channel.COORDINATION, table.coordinator.id)
    own = rules.submit(
        house, table.body.id, rules.Wanted(title="Eigenes"), seat_id=None, **by(house, table.coordinator)
    )
    assert (own.seat_id, own.recorded_by_id) == (None, None)
    elsewhere = build.table(house).seats[0].id
    with pytest.raises(RuleBroken, match="institutions of this table"):
        rules.submit(
            *(house, table.body.id, rules.Wanted(title="Thema")),
            seat_id=elsewhere,
            **by(house, table.coordinator),
        )


def test_a_topic_of_an_old_version_is_not_changed(house, table):
    topic = submitted(house, table)
    with pytest.raises(ChangedMeanwhile):
        rules.edit_topic(
            house, topic.id, rules.Wanted(title="Spät"), based_on=99, **by(house, table.mains[0])
        )


def test_of_two_who_change_a_topic_at_once_the_second_sees_both(house, table, member):
    topic = submitted(house, table)
    house.commit()
    opened = member.get(f"/topics/{topic.id}/edit")
    wanted = rules.Wanted(title="Wartezeiten", guests=[rules.GuestWish(name="Frau Muster")])
    rules.edit_topic(house, topic.id, wanted, based_on=topic.version, **by(house, table.mains[0]))
    house.commit()
    typed = {"text": "Mühsam getippt", "guests-0-name": "Herr Beispiel"}
    refused = member.submit(opened, "Speichern", **typed)
    assert refused.status_code == 409
    assert all(each in refused.text for each in ("Mühsam getippt", "Herr Beispiel", "Frau Muster"))
    assert member.submit(refused, "Speichern").status_code == 303
    house.expire_all()
    assert house.get_one(Topic, topic.id).text == "Mühsam getippt"


@pytest.mark.parametrize("page", ["edit", "withdraw"])
def test_what_is_sent_to_a_topic_that_was_decided_meanwhile_is_shown_again(house, table, member, page):
    topic = submitted(house, table)
    meeting = build.meeting(house, table.body, in_days=70)
    house.commit()
    opened = member.get(f"/topics/{topic.id}/{page}")
    decide(house, table, topic, fate_rules.accept, meeting_id=meeting.id)
    house.commit()
    typed = {"text": "Mühsam getippt"} if page == "edit" else {}
    refused = member.submit(opened, "Speichern" if typed else "Zurückziehen", **typed)
    assert refused.status_code == 422
    assert "nicht mehr offen" in refused.text
    assert all(each in refused.text for each in typed.values())
    assert member.get(f"/topics/{topic.id}/{page}").status_code == 404


def test_a_decision_on_a_topic_that_was_decided_meanwhile_is_shown_again(house, table, coordinator):
    topic = submitted(house, table)
    meeting = build.meeting(house, table.body, in_days=70)
    house.commit()
    opened = coordinator.get(f"/topics/{topic.id}/decide")
    decide(house, table, topic, fate_rules.accept, meeting_id=meeting.id)
    house.commit()
    typed = {"decision": "refuse", "reason": "Mühsam getippt"}
    refused = coordinator.submit(opened, "Entscheiden", **typed)
    assert refused.status_code == 422
    assert "Mühsam getippt" in refused.text
    assert "nicht mehr offen" in refused.text
    house.expire_all()
    assert house.get_one(Topic, topic.id).state is TopicState.ACCEPTED


def test_an_accepted_topic_becomes_an_item_with_all_that_belongs_to_it(house, table):
    meeting = build.meeting(house, table.body, in_days=70)
    topic = submitted(
        house,
        table,
        aim=TopicAim.DECIDE,
        text="Worum es geht.",
        minutes_planned=20,
        visibility=Visibility.CONFIDENTIAL,
        seat_ids=[table.seats[1].id],
        guests=[rules.GuestWish(name="Leitstelle", email="leitstelle@musterstadt.example")],
    )
    file = add_file(house, table, topic)
    guests = [each.id for each in topic.guests]
    item = decide(house, table, topic, fate_rules.accept, meeting_id=meeting.id, guest_ids=guests)
    house.refresh(item, ["audience", "guests"])
    assert (item.title, item.kind, item.text) == ("Erreichbarkeit", ItemKind.DECISION, "Worum es geht.")
    assert (item.minutes_planned, item.visibility) == (20, Visibility.CONFIDENTIAL)
    assert item.submitter_id == table.seats[0].organisation_id
    assert {each.seat_id for each in item.audience} == {table.seats[0].id, table.seats[1].id}
    assert (file.item_id, file.topic_id, file.visibility) == (item.id, topic.id, Visibility.CONFIDENTIAL)
    assert house.get_one(Person, item.guests[0].person_id).name == "Leitstelle"
    assert (topic.state, topic.item_id) == (TopicState.ACCEPTED, item.id)
    assert told(house) == sorted([table.mains[0].email, table.deputies[0].email])
    with pytest.raises(RuleBroken, match="no longer open"):
        decide(house, table, topic, fate_rules.refuse, reason="Doch nicht.")


def test_the_item_leads_to_its_topic_for_those_who_may_see_it(house, table, coordinator, sign_in):
    meeting = build.meeting(house, table.body, in_days=70)
    topic = submitted(house, table, title="Ein Thema", visibility=Visibility.COORDINATION)
    item = decide(house, table, topic, fate_rules.accept, meeting_id=meeting.id)
    item.visibility, meeting.state = Visibility.INTERNAL, MeetingState.INVITED
    house.commit()
    page, way = f"/meetings/{meeting.id}/items/{item.id}", f"/topics/{topic.id}"
    assert way in coordinator.get(page).text
    assert way in sign_in(table.mains[0]).get(page).text
    assert way not in sign_in(table.mains[1]).get(page).text


def test_after_the_agenda_has_closed_it_comes_as_other_business_or_if_the_meeting_agrees(house, table):
    meeting = build.meeting(house, table.body, in_days=20)  # the agenda closes four weeks before
    with pytest.raises(RuleBroken) as refused:
        decide(house, table, submitted(house, table), fate_rules.accept, meeting_id=meeting.id)
    assert refused.value.field == "late"
    facts = {"meeting_id": meeting.id, "note": "Spät eingereicht."}
    other = decide(
        house, table, submitted(house, table), fate_rules.accept, late=Late.OTHER_BUSINESS, **facts
    )
    assert (other.kind, other.text) == (ItemKind.OTHER_BUSINESS, "Spät eingereicht.")
    own = decide(house, table, submitted(house, table), fate_rules.accept, late=Late.MEETING_AGREES, **facts)
    assert own.kind is ItemKind.CONSULTATION


def test_before_it_closes_nothing_is_said_of_being_late(house, table):
    meeting = build.meeting(house, table.body, in_days=70)
    topic = submitted(house, table, text="Worum es geht.")
    facts = {"late": Late.OTHER_BUSINESS, "note": "Spät eingereicht.", "meeting_id": meeting.id}
    item = decide(house, table, topic, fate_rules.accept, **facts)
    assert (item.kind, item.text) == (ItemKind.CONSULTATION, "Worum es geht.")


def test_a_topic_for_an_agenda_that_is_out_becomes_part_of_the_addendum(app, house, table, coordinator):
    meeting = build.meeting(house, table.body, in_days=30)
    build.agenda_item(house, meeting)
    invitation_rules.invite(house, meeting.id, due_on=date(2026, 9, 20), **by(house, table.coordinator))
    with app.app_context():
        render_waiting(house)
    topic = submitted(house, table)
    house.commit()
    page = coordinator.get(f"/topics/{topic.id}/decide")
    answer = coordinator.submit(page, decision="accept", meeting_id=str(meeting.id))
    assert answer.location == f"/meetings/{meeting.id}/addendum"
    assert "Erreichbarkeit" in coordinator.get(answer.location).text


def test_put_off_put_back_and_refused_are_told_without_a_word_of_the_topic(app, house, table):
    meeting = build.meeting(house, table.body, in_days=70)
    for gesture, facts in (
        (fate_rules.put_off, {"meeting_id": meeting.id}),
        (fate_rules.put_back, {"reason": "Geheimer Grund"}),
        (fate_rules.refuse, {"reason": "Geheimer Grund"}),
    ):
        decide(house, table, submitted(house, table, title="Geheimtitel"), gesture, **facts)
    assert len(told(house)) == 6
    with app.app_context():
        render_waiting(house)
    for raw in house.scalars(select(LetterBytes.raw)):
        assert b"Geheim" not in raw
        assert b"/topics/" in raw


def test_a_refusal_says_why(house, table):
    with pytest.raises(RuleBroken) as refused:
        decide(house, table, submitted(house, table), fate_rules.refuse, reason="")
    assert refused.value.field == "reason"


def test_only_the_coordination_decides(house, table):
    topic = submitted(house, table)
    with pytest.raises(NotAllowed):
        fate_rules.put_back(house, topic.id, based_on=topic.version, **by(house, table.mains[0]))


def test_a_topic_that_was_put_back_counts_as_new_once_it_is_changed(house, table):
    topic = submitted(house, table)
    decide(house, table, topic, fate_rules.put_back)
    wanted = rules.Wanted(title="Überarbeitet")
    rules.edit_topic(house, topic.id, wanted, based_on=topic.version, **by(house, table.mains[0]))
    assert (topic.state, topic.decided_at) == (TopicState.SUBMITTED, None)


def test_withdrawn_is_withdrawn(house, table):
    topic = submitted(house, table)
    rules.withdraw(house, topic.id, based_on=topic.version, **by(house, table.mains[0]))
    house.flush()
    assert topic.state is TopicState.WITHDRAWN
    with pytest.raises(RuleBroken, match="no longer open"):
        decide(house, table, topic, fate_rules.put_back)


def test_taken_off_the_agenda_a_topic_waits_with_its_files(house, table):
    meeting = build.meeting(house, table.body, in_days=70)
    topic = submitted(house, table)
    file = add_file(house, table, topic)
    item = decide(house, table, topic, fate_rules.accept, meeting_id=meeting.id)
    agenda_rules.remove_item(house, item.id, **by(house, table.coordinator))
    house.flush()
    house.refresh(topic)
    house.refresh(file)
    assert topic.is_off_agenda
    assert (file.item_id, file.topic_id) == (None, topic.id)
    assert decide(house, table, topic, fate_rules.accept, meeting_id=meeting.id).title == "Erreichbarkeit"


@pytest.mark.parametrize("level", [Visibility.CONFIDENTIAL, Visibility.COORDINATION])
def test_what_was_kept_from_readers_on_the_agenda_stays_kept_once_it_is_off(house, table, read_as, level):
    meeting = build.meeting(house, table.body, in_days=70)
    topic = submitted(house, table)
    file = add_file(house, table, topic)
    item = decide(house, table, topic, fate_rules.accept, meeting_id=meeting.id)
    seats = [table.seats[1].id] if level is Visibility.CONFIDENTIAL else []
    given = by(house, table.coordinator)
    agenda_rules.edit_item(house, item.id, based_on=item.version, visibility=level, seat_ids=seats, **given)
    agenda_rules.remove_item(house, item.id, **given)
    house.commit()
    named = level is Visibility.CONFIDENTIAL
    for place, seen in enumerate((True, named, False)):
        reader = read_as(build.actor(house, table.mains[place]))
        assert bool(reader.scalar(select(Topic.id).where(Topic.id == topic.id))) is seen
        assert bool(reader.scalar(select(File.id).where(File.id == file.id))) is seen


def test_of_two_audiences_only_who_stood_in_both_still_sees_the_topic(house, table, read_as):
    meeting = build.meeting(house, table.body, in_days=70)
    named = {"visibility": Visibility.CONFIDENTIAL, "seat_ids": [table.seats[1].id]}
    topic = submitted(house, table, **named)
    item = decide(house, table, topic, fate_rules.accept, meeting_id=meeting.id)
    given = by(house, table.coordinator)
    agenda_rules.edit_item(
        house, item.id, based_on=item.version, **(named | {"seat_ids": [table.seats[2].id]}), **given
    )
    agenda_rules.remove_item(house, item.id, **given)
    house.commit()
    for place in (1, 2):
        reader = read_as(build.actor(house, table.mains[place]))
        assert reader.scalar(select(Topic.id).where(Topic.id == topic.id)) is None


@pytest.mark.parametrize("ending", ["cancelled", "not held"])
def test_topics_of_a_meeting_that_does_not_take_place_wait_again(house, table, ending):
    meeting, next_ = (
        build.meeting(house, table.body, in_days=70),
        build.meeting(house, table.body, in_days=90),
    )
    accepted, put_off = submitted(house, table), submitted(house, table)
    file = add_file(house, table, accepted)
    decide(house, table, accepted, fate_rules.accept, meeting_id=meeting.id)
    decide(house, table, put_off, fate_rules.put_off, meeting_id=meeting.id)
    facts = {"reason": "Krankheit", **by(house, table.coordinator)}
    if ending == "cancelled":
        invitation_rules.cancel(house, meeting.id, **facts)
    else:
        meeting_rules.mark_not_held(house, meeting.id, **facts)
    house.flush()
    assert (put_off.state, put_off.meeting_id) == (TopicState.PUT_BACK, None)
    assert queries.fate_of(accepted, meeting) is Fate.FELL_THROUGH
    item = decide(house, table, accepted, fate_rules.accept, meeting_id=next_.id)
    house.flush()
    house.refresh(file)
    assert (accepted.item_id, accepted.meeting_id, file.item_id) == (item.id, next_.id, item.id)


def drafted(house, table, meeting, *keys):
    titles = dict.fromkeys(keys, "Erreichbarkeit")
    return drafting_rules.add_drafted(house, meeting.id, titles, **by(house, table.coordinator))


def test_the_agenda_that_drafts_itself_proposes_what_was_put_off_to_its_meeting(house, table):
    meeting, other = (
        build.meeting(house, table.body, in_days=70),
        build.meeting(house, table.body, in_days=90),
    )
    guest = rules.GuestWish(name="Leitstelle", email="leitstelle@musterstadt.example")
    topic = submitted(house, table, aim=TopicAim.DECIDE, guests=[guest])
    decide(house, table, topic, fate_rules.put_off, meeting_id=meeting.id)
    key = f"topic-{topic.id}"
    assert key not in [each.key for each in proposals(house, other)]
    assert key in [each.key for each in proposals(house, meeting)]
    assert drafted(house, table, meeting, key) == 1
    item = house.get_one(AgendaItem, topic.item_id)
    house.refresh(item, ["guests"])
    assert (item.meeting_id, item.kind, len(item.guests)) == (meeting.id, ItemKind.DECISION, 1)
    assert key not in [each.key for each in proposals(house, meeting)]


def test_a_topic_goes_on_with_its_item_to_the_next_agenda(house, table):
    meeting, next_ = (
        build.meeting(house, table.body, in_days=70),
        build.meeting(house, table.body, in_days=90),
    )
    topic = submitted(house, table)
    item = decide(house, table, topic, fate_rules.accept, meeting_id=meeting.id)
    item.outcome, meeting.state = ItemOutcome.PUT_OFF, MeetingState.HELD
    house.flush()
    assert drafted(house, table, next_, f"item-{item.id}") == 1
    house.flush()
    assert topic.meeting_id == next_.id
    assert topic.item_id != item.id
    assert queries.fate_of(topic, next_) is Fate.PLANNED


def test_its_files_go_on_with_it_and_stay_where_they_were_laid(house, table):
    first, second = two_meetings(house, table)
    topic = submitted(house, table)
    add_file(house, table, topic)
    item = decide(house, table, topic, fate_rules.accept, meeting_id=first.id)
    before = house.scalars(select(File.sha256)).one()
    item.outcome, first.state = ItemOutcome.PUT_OFF, MeetingState.HELD
    house.flush()
    drafted(house, table, second, f"item-{item.id}")
    house.flush()
    files = house.scalars(select(File).order_by(File.id)).all()
    assert [(each.item_id, each.topic_id) for each in files] == [(item.id, None), (topic.item_id, topic.id)]
    assert {each.sha256 for each in files} == {before}
    assert not list(broken_files(house))


def test_before_a_decision_one_sees_the_letter_and_whom_it_tells(house, table, sign_in):
    topic = submitted(house, table)
    house.commit()
    page = sign_in(table.coordinator).get(f"/topics/{topic.id}/decide").text
    for to in (table.mains[0], table.deputies[0]):
        assert f"{to.name} ({to.email})" in page
    letter = page.split("So kommt die Nachricht an")[1].split("</section>")[0]
    assert f"/topics/{topic.id}" in letter
    assert topic.title not in letter


def test_what_became_of_an_accepted_topic_is_its_meetings_to_say(house, table):
    meeting = build.meeting(house, table.body, in_days=70)
    topic = submitted(house, table)
    decide(house, table, topic, fate_rules.accept, meeting_id=meeting.id)
    assert queries.fate_of(topic, meeting) is Fate.PLANNED
    meeting.state = MeetingState.HELD
    assert queries.fate_of(topic, meeting) is Fate.TOOK_PLACE
    for outcome, fate in (
        (ItemOutcome.DEALT_WITH, Fate.DEALT_WITH),
        (ItemOutcome.PUT_OFF, Fate.ADJOURNED),
        (ItemOutcome.TAKEN_OFF, Fate.TAKEN_OFF),
    ):
        assert queries.fate_of(topic, meeting, outcome) is fate
    assert queries.fate_of(topic, None) is Fate.PLANNED, "whoever may not know of the meeting learns no more"


def test_until_the_minutes_are_out_a_member_is_not_told_what_became_of_its_topic(house, table, sign_in):
    meeting = build.meeting(house, table.body, in_days=70)
    topic = submitted(house, table)
    item = decide(house, table, topic, fate_rules.accept, meeting_id=meeting.id)
    item.outcome, meeting.state = ItemOutcome.PUT_OFF, MeetingState.HELD
    house.commit()
    said = Fate.ADJOURNED.label
    for person in (table.coordinator, table.mains[0]):
        person.language = "en"
    house.commit()
    for url in (f"/topics/{topic.id}", f"/round-tables/{table.body.id}/topics?which=all"):
        assert said in sign_in(table.coordinator).get(url).text
        assert said not in sign_in(table.mains[0]).get(url).text
    meeting.state = MeetingState.MINUTED
    house.commit()
    assert said in sign_in(table.mains[0]).get(f"/topics/{topic.id}").text


def test_the_page_asks_of_lateness_only_where_the_topic_came_late(house, table, coordinator):
    build.meeting(house, table.body, in_days=70)
    topic = submitted(house, table)
    house.commit()
    words = "Falls es nach Schluss der Tagesordnung kam"
    assert words not in coordinator.get(f"/topics/{topic.id}/decide").text
    close = build.meeting(house, table.body, in_days=20)
    house.commit()
    page = coordinator.get(f"/topics/{topic.id}/decide")
    assert words in page.text
    assert coordinator.submit(page, decision="accept", meeting_id=str(close.id)).status_code == 422


def test_whoever_represents_two_institutions_says_for_which(house, table, member):
    second = build.seat(house, table.body)
    build.appointment(house, second, table.mains[0])
    house.commit()
    page = member.get(f"/round-tables/{table.body.id}/topics/new")
    assert "Für welche Institution?" in page.text
    member.submit(page, title="Für das andere Haus", seat_id=str(second.id))
    assert house.scalars(select(Topic.seat_id)).all() == [second.id]


def test_the_history_holds_no_words(house, table):
    topic = submitted(house, table, title="Geheimtitel", text="Geheimtext")
    decide(house, table, topic, fate_rules.refuse, reason="Geheimer Grund")
    mine = (Entry.subject == "topic") & (Entry.subject_id == topic.id)
    entries = house.scalars(select(Entry).where(mine).order_by(Entry.id)).all()
    assert [each.gesture for each in entries] == ["submit", "refuse"]
    assert "Geheim" not in str([each.facts for each in entries])


def test_a_member_submits_on_the_site_and_sees_what_became_of_it(house, table, member, coordinator):
    house.commit()
    page = member.get(f"/round-tables/{table.body.id}/topics/new")
    answer = member.submit(
        page,
        title="Wege am Wochenende",
        aim="decide",
        minutes_planned="15",
        **{"guests-0-name": "Leitstelle", "guests-0-email": "leitstelle@musterstadt.example"},
        upload=(BytesIO(b"Zahlen\n"), "zahlen.txt"),
    )
    shown = member.get(answer.location).text
    assert "neu: die Koordination entscheidet" in shown
    assert "zahlen.txt" in shown
    assert "Leitstelle" in shown
    listed = coordinator.get(f"/round-tables/{table.body.id}/topics").text
    assert "Wege am Wochenende" in listed
    decided = coordinator.get(answer.location + "/decide")
    coordinator.submit(decided, decision="refuse", reason="Gehört in den Arbeitskreis.")
    shown = member.get(answer.location).text
    assert "abgelehnt" in shown
    assert "Gehört in den Arbeitskreis." in shown


@pytest.mark.parametrize(
    "bad",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"aim": "nothing"},
        {"minutes_planned": "601"},
        {"minutes_planned": "viel"},
        {"visibility": "public"},
        {"visibility": "confidential"},
        {"seat_ids": "99999"},
        {"seat_id": "99999"},
        {"meeting_id": "99999"},
        {"guests-0-email": "kein-at"},
        {"guests-0-function": "ohne Namen"},
        {"text": "Frau M., geboren am 03.04.2005, aus Dortmund"},
    ],
)
def test_bad_input_stays_on_the_page_and_changes_nothing(house, table, member, bad):
    house.commit()
    page = member.get(f"/round-tables/{table.body.id}/topics/new")
    answer = member.submit(page, **({"title": "Ein Thema"} | bad))
    assert answer.status_code == 422
    assert not house.scalars(select(Topic)).all()


def test_the_backlog_is_filtered_and_shows_the_own_topics_first(house, table, member):
    other = build.topic(house, table.body, table.seats[1], title="Anderes", submitted_at=build.NOW)
    later = build.NOW + timedelta(hours=1)
    build.topic(house, table.body, table.seats[0], title="Unseres", submitted_at=later)
    build.topic(house, table.body, table.seats[0], title="Beendet", state=TopicState.WITHDRAWN)
    build.topic(house, table.body, title="Internes", visibility=Visibility.COORDINATION)
    house.commit()
    url = f"/round-tables/{table.body.id}/topics"
    shown = member.get(url).text
    assert shown.index("Unseres") < shown.index("Anderes")
    assert "2 Themen" in shown
    assert "Beendet" not in shown
    assert "Internes" not in shown
    assert "Beendet" in member.get(f"{url}?which=ended").text
    assert "Unseres" not in member.get(f"{url}?seat_id={other.seat_id}").text
    for odd in ("which=x", "seat_id=x", "page=x", "page=-1", "page=99999999999", "seat_id=999999999999"):
        assert member.get(f"{url}?{odd}").status_code == 200, odd


def test_each_filter_finds_its_topics(house, table, read_as):
    ahead = build.meeting(house, table.body, in_days=70)
    held = build.meeting(house, table.body, in_days=-9, state=MeetingState.HELD)
    accepted = {"state": TopicState.ACCEPTED}
    make = lambda **facts: build.topic(house, table.body, table.seats[0], **facts)  # noqa: E731
    make(title="neu")
    make(title="auf TO", meeting_id=ahead.id, item_id=build.agenda_item(house, ahead).id, **accepted)
    make(title="behandelt", meeting_id=held.id, item_id=build.agenda_item(house, held).id, **accepted)
    make(title="wartet", meeting_id=ahead.id, **accepted)
    make(title="vertagt", meeting_id=ahead.id, state=TopicState.PUT_OFF)
    make(title="weg", state=TopicState.REFUSED, reason="Nein.")
    actor = build.actor(house, table.mains[0])
    found = {
        which: {
            each.topic.title for each in queries.backlog(read_as(actor), table.body.id, which, actor, 1).lines
        }
        for which in Which
    }
    assert found[Which.OPEN] == {"neu", "wartet", "vertagt"}
    assert found[Which.NEW] == {"neu"}
    assert found[Which.AGENDA] == {"auf TO"}
    assert found[Which.DONE] == {"behandelt"}
    assert found[Which.ENDED] == {"weg"}
    assert len(found[Which.ALL]) == 6


@pytest.mark.parametrize(
    "page",
    [
        "/round-tables/{table}/topics",
        "/topics/{topic}",
        "/topics/{topic}/decide",
        "/round-tables/{table}/topics/new",
    ],
)
def test_statements_grow_neither_with_the_topics_nor_with_the_meetings(
    house, table, coordinator, statements, page
):
    first = build.topic(house, table.body, table.seats[0])
    url = page.format(table=table.body.id, topic=first.id)
    counts = []
    for more in (9, 60):
        for number in range(more):
            build.topic(house, table.body, table.seats[number % 3], title=f"Nummer {number}")
        for number in range(more // 9):
            build.meeting(house, table.body, in_days=30 + more + number)
        house.commit()
        coordinator.get(url)
        with statements() as seen:
            assert coordinator.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_topic_that_names_no_meeting_is_offered_the_next_open_agenda(house, table, coordinator):
    closed = build.meeting(house, table.body, in_days=20)
    far = build.meeting(house, table.body, in_days=70)
    out = build.meeting(house, table.body, in_days=60, state=MeetingState.INVITED)
    topic = submitted(house, table)
    house.commit()
    page = Page(coordinator.get(f"/topics/{topic.id}/decide").text)
    chosen = [each.get("value") for each in page.all("option") if "selected" in each.attrib]
    assert chosen == [str(far.id)], (closed.id, out.id)


def test_nothing_is_put_off_to_an_agenda_that_has_closed_or_is_out(house, table, coordinator):
    closed = build.meeting(house, table.body, in_days=20)
    out = build.meeting(house, table.body, in_days=60, state=MeetingState.INVITED)
    topic = submitted(house, table)
    house.commit()
    for meeting in (closed, out):
        page = coordinator.get(f"/topics/{topic.id}/decide")
        answer = coordinator.submit(page, decision="put-off", meeting_id=str(meeting.id), reason="Später")
        assert answer.status_code == 422
        assert "Tagesordnung dieser Sitzung ist geschlossen" in answer.text
        assert "Später" in answer.text
    house.refresh(topic)
    assert topic.state is TopicState.SUBMITTED
