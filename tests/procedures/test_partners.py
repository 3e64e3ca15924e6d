"""Procedures due for review propose themselves for an agenda; who leaves finds what loses it."""

from datetime import timedelta

import pytest

from blueprints.meetings.drafting.queries import Group, proposals
from blueprints.office.deadlines import give_tasks_about_partners
from blueprints.organisations import contact_rules
from blueprints.procedures import step_rules
from models.bodies import BodyState
from models.contact_points import ContactKind, ContactPoint
from models.links import linked_from
from models.meetings import AgendaItem
from models.procedures import Procedure
from models.seats import Appointment, Seat
from models.tasks import Task, TaskState
from models.visibility import Visibility
from tests import build
from tests.requests.conftest import words

NEXT_DAY = build.TODAY + timedelta(days=1)


def test_a_review_that_is_due_proposes_itself_for_the_agenda(house, decided, sign_in):
    decided.about.review_on = build.TODAY + timedelta(days=20)
    meeting = build.meeting(house, decided.table.body, in_days=28)
    found = [each for each in proposals(house, meeting) if each.group is Group.PROCEDURES]
    assert [each.about.id for each in found] == [decided.id]
    chief = sign_in(decided.table.coordinator)
    page = chief.get(f"/meetings/{meeting.id}/agenda/draft")
    assert "Überprüfung: Vorgehen in der Nacht" in words(page)
    early = build.meeting(house, decided.table.body, in_days=10)
    assert [each for each in proposals(house, early) if each.group is Group.PROCEDURES] == []
    assert house.query(AgendaItem).count() == 0


def test_the_exit_list_names_the_procedures_that_lose_the_institution(house, decided, sign_in):
    chief, table = sign_in(decided.table.coordinator), decided.table
    for place, named in ((0, True), (1, True), (2, False)):
        where = f"/round-tables/{table.body.id}/seats/{table.seats[place].id}/exit"
        assert ("Vorgehen in der Nacht" in chief.get(where).text) is named, place


@pytest.fixture
def night(house, app):
    """`night(day)` is what the nightly run of a day gives."""

    def made(day=NEXT_DAY):
        house.flush()
        with app.app_context():
            return give_tasks_about_partners(house, day, build.NOW + (day - build.TODAY))

    return made


def end_seat(house, table, place, on=build.TODAY):
    seat = house.get_one(Seat, table.seats[place].id)
    seat.ends_on = on
    for each in house.query(Appointment).filter_by(seat_id=seat.id):
        each.ends_on = on
    house.flush()


def test_a_task_follows_for_each_procedure_that_loses_an_institution(house, decided, night, sign_in):
    end_seat(house, decided.table, 1)
    assert night(build.TODAY) == 0, "it is a member until the end of its last day"
    assert night() == 1
    assert night() == 0, "once for all"
    made = house.query(Task).one()
    assert made.title.startswith("Institution")
    assert "ist ausgeschieden" in made.title
    assert "„Vorgehen in der Nacht“" in made.title
    assert (made.seat_id, made.visibility) == (None, Visibility.COORDINATION)
    assert [each.thing for each in linked_from(house, made)] == [house.get_one(Procedure, decided.id)]
    house.commit()
    page = sign_in(decided.table.coordinator).get(f"/tasks/{made.id}")
    assert f'href="{decided.url()}"' in page.text
    assert sign_in(decided.table.mains[0]).get(f"/tasks/{made.id}").status_code == 404


def test_a_task_follows_where_nobody_represents_an_institution_any_more(house, decided, night):
    gone = house.query(Appointment).filter_by(person_id=decided.table.mains[1].id).one()
    gone.ends_on = build.TODAY
    assert night() == 1
    assert "vertritt" in house.query(Task).one().title
    assert night(NEXT_DAY + timedelta(days=9)) == 0
    successor = build.person(house, of=build.organisation(house))
    build.appointment(house, decided.table.seats[1], successor, starts_on=NEXT_DAY, ends_on=NEXT_DAY)
    assert night(NEXT_DAY + timedelta(days=1)) == 1, "the next one who leaves is another matter"


def test_whoever_is_followed_at_once_leaves_no_task(house, decided, night):
    gone = house.query(Appointment).filter_by(person_id=decided.table.mains[1].id).one()
    gone.ends_on = build.TODAY
    house.flush()
    build.appointment(house, decided.table.seats[1], build.person(house), starts_on=NEXT_DAY)
    assert night() == 0


def test_a_task_follows_where_a_step_has_lost_its_contact_point(house, drafted, night):
    of = drafted.table.seats[1].organisation_id
    given = {"organisation_id": of, "name": "Bereitschaft", "phone": "0231 555 0199"}
    point = build.added(house, ContactPoint(kind=ContactKind.PUBLIC, **given))
    drafted.step("Anrufen", contact_id=point.id, after=1)
    drafted.decide()
    assert night() == 0
    contact_rules.remove_contact(house, of, point.id, **drafted.chief())
    assert night() == 1
    assert "Schritt 2" in house.query(Task).one().title


HEALED = "Sie können die Aufgabe abschließen"


def test_a_task_says_when_what_was_lost_is_there_again(house, drafted, night, sign_in, stop_clock):
    """Nobody closes it but the coordination (0053); its page says that nothing is left to do."""
    of, table = drafted.table.seats[1].organisation_id, drafted.table
    points = [
        build.added(
            house, ContactPoint(kind=ContactKind.PUBLIC, organisation_id=of, name=name, phone="0231 55")
        )
        for name in ("Alte Nummer", "Neue Nummer")
    ]
    step = drafted.step("Anrufen", contact_id=points[0].id, after=1)
    drafted.decide()
    contact_rules.remove_contact(house, of, points[0].id, **drafted.chief())
    gone = house.query(Appointment).filter_by(person_id=table.mains[1].id).one()
    gone.ends_on = build.TODAY
    end_seat(house, table, 0)
    assert night() == 3
    house.commit()
    stop_clock(build.NOW + timedelta(days=1))
    chief = sign_in(table.coordinator)
    by_kind = {each.purpose.split("-")[2]: each.id for each in house.query(Task)}

    def healed():
        return {kind: HEALED in words(chief.get(f"/tasks/{key}")) for kind, key in by_kind.items()}

    assert healed() == {"seat": False, "appointment": False, "step": False}
    step_rules.choose_contact(house, *drafted.place, 1, step.id, contact_id=points[1].id, **drafted.chief())
    build.appointment(house, table.seats[1], build.person(house), starts_on=NEXT_DAY)
    house.commit()
    assert healed() == {"seat": False, "appointment": True, "step": True}
    drafted.about.repealed_on = NEXT_DAY
    house.commit()
    assert healed() == {"seat": True, "appointment": True, "step": True}
    assert {each.state for each in house.query(Task)} == {TaskState.OPEN}


def test_whoever_does_not_see_the_procedure_is_not_told_that_nothing_is_left(
    house, decided, night, sign_in, stop_clock
):
    """The coordination may hand the task on; to one who sees no procedure all would look mended."""
    table = decided.table
    end_seat(house, table, 1)
    assert night() == 1
    made = house.query(Task).one()
    made.seat_id, made.visibility = table.seats[2].id, Visibility.INTERNAL
    decided.about.visibility = Visibility.COORDINATION
    house.commit()
    stop_clock(build.NOW + timedelta(days=1))
    for person in (table.coordinator, table.mains[2]):
        page = sign_in(person).get(f"/tasks/{made.id}")
        assert page.status_code == 200
        assert HEALED not in words(page)


@pytest.mark.parametrize("over", ["repealed", "replaced", "at rest"])
def test_what_is_over_or_at_rest_loses_nothing(house, decided, night, over):
    end_seat(house, decided.table, 1)
    if over == "repealed":
        decided.about.repealed_on = NEXT_DAY
    elif over == "replaced":
        decided.version().replaced_on = NEXT_DAY
    else:
        decided.table.body.state = BodyState.DORMANT
    assert night() == 0


def test_a_repeal_set_ahead_does_not_hide_what_is_lost_until_then(house, decided, night):
    end_seat(house, decided.table, 1)
    decided.about.repealed_on = NEXT_DAY + timedelta(days=30)
    assert night() == 1
