"""Who joined later reads minutes of meetings held before only where the bylaws of the table say so."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from blueprints.tasks import rules as task_rules
from blueprints.tasks.rules import Wanted
from models.bodies import Bylaws
from models.decisions import Decision, DecisionKind
from models.editions import Edition, EditionKind
from models.files import File
from models.links import LinkKind, link
from models.meetings import MeetingState
from models.minutes import Minutes
from models.objections import Objection, ObjectionEnding
from models.results import Result
from models.rounds import Round, RoundKind
from models.seats import AppointmentRole, Seat
from models.tasks import Task, TaskState
from models.texts import Text
from models.topics import Topic, TopicState
from tests import build
from tests.minutes.test_objections import decide, object_to
from tests.minutes.test_zip import opened


@pytest.fixture
def sent(house, room):
    room.written().circulate()
    return room


@pytest.fixture
def newcomer(house, sent):
    """The representative of an institution that joined on the day after the minutes were sent."""
    return newly(house, sent)


def newly(house, sent, role=AppointmentRole.MAIN, of=None):
    joined = sent.after.date() + timedelta(days=1)
    seat = build.seat(house, sent.table.body, of, starts_on=joined)
    who = build.person(house, "Neu am Tisch")
    build.appointment(house, seat, who, role)
    house.commit()
    return who


@pytest.fixture
def later(sent, stop_clock):
    stop_clock(sent.after + timedelta(days=2))


def minutes_ids(house):
    return house.scalars(select(Edition.id).where(Edition.kind == EditionKind.MINUTES)).all()


def codes(client, sent, ids):
    pages = [sent.url(), *(f"/editions/{each}{end}" for each in ids for end in ("", ".pdf", "/changes"))]
    return {client.get(page).status_code for page in pages}


def test_minutes_of_before_one_joined_are_not_found(house, sent, newcomer, later, sign_in):
    ids = minutes_ids(house)
    assert codes(sign_in(newcomer), sent, ids) == {404}


def test_no_page_leads_to_them_and_no_archive_holds_them(house, sent, newcomer, later, sign_in):
    client = sign_in(newcomer)
    for page in ("/overview", f"/meetings/{sent.meeting_id}", f"/round-tables/{sent.body_id}"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert sent.url() not in answer.get_data(as_text=True), page
    names = opened(client, sent)
    assert not [name for name in names if "rotokoll" in name]


def test_the_bylaws_may_let_them_read(house, sent, newcomer, later, sign_in):
    house.execute(update(Bylaws).values(earlier_minutes=True))
    house.commit()
    client = sign_in(newcomer)
    page = client.get(sent.url())
    assert page.status_code == 200
    assert "Begrüßung" in page.get_data(as_text=True)
    assert "Nur erste" not in page.get_data(as_text=True)
    assert sent.url() in client.get(f"/meetings/{sent.meeting_id}").get_data(as_text=True)


@pytest.fixture
def earlier(house, sent):
    """What came to its end at the table before: a decision, a task, a file and a topic; and an open task."""
    item, by = sent.open_item, {"by": sent.by, "now": sent.after}
    text = build.added(house, Text(body_id=sent.body_id))
    facts = {"body_id": sent.body_id, "created_at": sent.after, "created_by_id": sent.coordinator.id}
    about = {"item_id": item.id, "meeting_id": sent.meeting_id}
    asked = build.added(
        house,
        Round(kind=RoundKind.DECISION, body_id=sent.body_id, opened_at=sent.after, due_on=sent.after.date()),
    )
    build.added_all(
        house,
        Decision(
            **facts | about,
            title="Alter Beschluss",
            kind=DecisionKind.SUBSTANCE,
            text_id=text.id,
            round_id=asked.id,
            sha256="0" * 64,
            result=Result.CONSENSUS,
            closed_at=sent.after,
            decided_on=sent.after.date(),
        ),
        File(item_id=item.id, name="alt.txt", content_type="text/plain", uploaded_at=sent.after, size=1),
        Topic(
            body_id=sent.body_id,
            title="Altes Thema",
            submitted_at=sent.after,
            state=TopicState.ACCEPTED,
            decided_at=sent.after,
            meeting_id=sent.meeting_id,
            item_id=item.id,
        ),
    )
    for title in ("Alte Aufgabe", "Offene Aufgabe"):
        task = task_rules.create(
            house, sent.body_id, Wanted(title=title), seat_id=None, item_id=item.id, **by
        )
        if title.startswith("Alte"):
            task.state, task.settled_at = TaskState.DONE, sent.after
    house.commit()


OF_BEFORE = {"Alter Beschluss", "alt.txt", "Altes Thema", "Alte Aufgabe"}


def read(read_as, actor):
    with read_as(actor) as session:
        found = [*session.scalars(select(Decision.title)), *session.scalars(select(File.name))]
        return {*found, *session.scalars(select(Topic.title)), *session.scalars(select(Task.title))}


def test_what_came_to_its_end_before_one_joined_follows_the_same_rule(
    house, sent, newcomer, earlier, later, read_as
):
    on = {"on": sent.after.date() + timedelta(days=2)}
    old = build.actor(house, sent.table.mains[1], **on)
    new = build.actor(house, newcomer, **on)
    assert read(read_as, old) == OF_BEFORE | {"Offene Aufgabe"}
    assert read(read_as, new) == {"Offene Aufgabe"}, "what is open is today's business"
    house.execute(update(Bylaws).values(earlier_minutes=True))
    house.commit()
    assert read(read_as, new) == OF_BEFORE | {"Offene Aufgabe"}


@pytest.mark.parametrize("place", [0, 1])
def test_objections_to_them_and_what_became_of_these_go_with_the_minutes(
    house, sent, newcomer, later, read_as, place
):
    decide(sent, object_to(sent, place=place, wording=""))
    on = {"on": sent.after.date() + timedelta(days=2)}
    old, new = build.actor(house, sent.table.mains[1], **on), build.actor(house, newcomer, **on)

    def seen(actor):
        with read_as(actor) as session:
            return [len(session.scalars(select(each)).all()) for each in (Objection, ObjectionEnding)]

    assert seen(old) == [1, 1]
    assert seen(new) == [0, 0]
    house.execute(update(Bylaws).values(earlier_minutes=True))
    house.commit()
    assert seen(new) == [1, 1]


def test_whoever_only_reads_for_a_new_institution_reads_no_more_than_it(house, sent, later, sign_in):
    who = newly(house, sent, AppointmentRole.READER)
    assert sign_in(who).get(sent.url()).status_code == 404


def test_a_new_person_of_an_old_institution_reads_what_it_may_read(house, sent, later, sign_in):
    who = build.person(house, "Nachfolge")
    build.appointment(
        house, sent.table.seats[0], who, AppointmentRole.DEPUTY, rank=5, starts_on=sent.after.date()
    )
    only_reads = build.person(house, "Liest nur mit")
    build.appointment(house, sent.table.seats[1], only_reads, AppointmentRole.READER)
    house.commit()
    assert "Nur erste" in sign_in(who).get(sent.url()).get_data(as_text=True)
    assert "Begrüßung" in sign_in(only_reads).get(sent.url()).get_data(as_text=True)


def test_read_access_without_a_seat_stays_as_it_was(house, sent, later, sign_in):
    assert sign_in(sent.table.reader).get(sent.url()).status_code == 200


def test_an_institution_that_came_back_reads_what_was_held_in_its_first_time(house, sent, later, sign_in):
    old = house.get_one(Seat, sent.table.seats[2].id)
    old.ends_on = sent.after.date()
    house.flush()
    who = newly(house, sent, of=old.organisation)
    assert "Begrüßung" in sign_in(who).get(sent.url()).get_data(as_text=True)


def test_the_coordination_switches_it_in_the_bylaws(house, sent, sign_in):
    coordinator = sign_in(sent.coordinator)
    page = coordinator.get(f"/round-tables/{sent.body_id}/bylaws")
    coordinator.submit(page, earlier_minutes="y")
    house.commit()
    assert house.scalar(select(Bylaws.earlier_minutes).where(Bylaws.body_id == sent.body_id)) is True


def test_an_item_about_such_minutes_leads_new_institutions_nowhere(house, sent, newcomer, later, sign_in):
    coming = build.meeting(
        house, sent.table.body, in_days=60, state=MeetingState.INVITED, invited_at=sent.after
    )
    item = build.agenda_item(house, coming, "Genehmigung")
    link(house, LinkKind.CITES, item, house.scalars(select(Minutes)).one())
    house.commit()
    for who, leads in ((newcomer, False), (sent.table.mains[1], True), (sent.coordinator, True)):
        page = sign_in(who).get(f"/meetings/{coming.id}/items/{item.id}")
        assert page.status_code == 200
        assert (sent.url() in page.get_data(as_text=True)) is leads
