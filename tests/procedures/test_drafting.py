"""A procedure is written down, drafted in steps, commented on, and read by whom it concerns."""

import pytest

from blueprints.organisations import contact_rules
from blueprints.procedures import comment_rules, step_rules
from models.contact_points import ContactKind, ContactPoint
from models.errors import NotAllowed
from models.procedure_comments import ProcedureComment
from models.procedure_steps import ProcedureStep, StepContact
from models.procedures import Procedure, ProcedureVersion
from models.visibility import Visibility
from tests import build
from tests.requests.conftest import words


def test_the_coordination_drafts_a_procedure_in_the_browser(house, table, sign_in):
    chief = sign_in(table.coordinator)
    where = f"/round-tables/{table.body.id}/procedures"
    page = chief.get(f"{where}/new")
    sent = chief.submit(page, "Speichern", title="Vorgehen in der Nacht", scope_limits="Kein Obdach.")
    assert sent.status_code == 303
    made = house.query(Procedure).one()
    begun = chief.submit(chief.get(f"{sent.location}/versions/new"), "Fassung beginnen")
    assert begun.status_code == 303
    adding = f"{begun.location}/steps/new"
    first = chief.submit(
        chief.get(adding),
        "Schritt hinzufügen",
        action="Aufnehmen und sichern",
        seat_id=str(table.seats[0].id),
        time_limit="sofort",
        without_consent="Nichts",
    )
    assert first.status_code == 303
    unfinished = words(chief.get(begun.location))
    assert "Nach Schritt 1 folgt nichts" in unfinished
    key = house.query(ProcedureStep).one().key
    last = chief.submit(
        chief.get(adding),
        "Schritt hinzufügen",
        action="Zurück, wenn niemand da ist",
        **{"branches-0-to": str(key), "branches-0-condition": "niemand da"},
    )
    assert last.status_code == 303
    told = words(chief.get(begun.location))
    assert "Schleife" in told
    assert "wenn niemand da: Schritt 1" in told
    assert 'class="lane-way lane-jump"' in chief.get(begun.location).text
    member = sign_in(table.mains[0])
    assert member.get(f"{where}/{made.id}").status_code == 404
    assert "Vorgehen in der Nacht" not in member.get(where).text


def test_steps_move_and_branches_follow_them(house, drafted):
    one, two = house.query(ProcedureStep).order_by(ProcedureStep.place).all()
    three = drafted.step("Weiter", branches=[("noch einmal", one.key)])
    step_rules.move(house, *drafted.place, 1, three.id, up=True, **drafted.chief())
    assert [each.place for each in (one, three, two)] == [1, 2, 3]
    step_rules.take_out(house, *drafted.place, 1, one.id, **drafted.chief())
    house.flush()
    house.expire_all()
    assert [each.place for each in (three, two)] == [1, 2]
    rest = house.get(ProcedureStep, three.id)
    house.refresh(rest, ["branches"])
    assert rest.branches == []


BAD = {
    "nothing is done": {"action": ""},
    "an institution of another table": {"seat_id": "987654"},
    "two who act": {"category": "police", "seat_id": "own"},
    "a contact point that is not there": {"contact_id": "987654"},
    "a branch to nowhere": {"branches-0-to": "987654"},
    "an end that goes on": {"ends": "y", "branches-0-to": "first"},
    "somebody's date of birth": {"note": "Klientin, geboren am 03.04.1998"},
}


def test_a_bad_step_is_refused_and_nothing_is_lost(house, drafted, sign_in):
    chief = sign_in(drafted.table.coordinator)
    where = drafted.url("/versions/1/steps/new")
    first = house.query(ProcedureStep).filter_by(place=1).one().key
    names = {"own": str(drafted.table.seats[0].id), "first": str(first)}
    for what, bad in BAD.items():
        data = {"action": "Melden", "trigger": "Bleibt"} | bad
        data = {name: names.get(value, value) for name, value in data.items()}
        answer = chief.post(where, data=data)
        assert answer.status_code == 422, what
        assert "Bleibt" in answer.text, what
    assert house.query(ProcedureStep).count() == 2


def test_members_comment_on_steps_while_it_is_in_consultation(house, drafted, sign_in):
    member, reader = sign_in(drafted.table.mains[0]), sign_in(drafted.table.reader)
    assert member.get(drafted.url("/versions/1")).status_code == 404
    drafted.consult()
    page = member.get(drafted.url("/versions/1/comments/new?step=1"))
    sent = member.submit(page, "Anmerkung senden", text="Zu spät.", proposal="binnen einer Stunde")
    assert sent.status_code == 303
    assert "binnen einer Stunde" in member.get(drafted.url("/versions/1")).text
    assert "binnen einer Stunde" not in reader.get(drafted.url("/versions/1")).text
    made = house.query(ProcedureComment).one()
    chief = sign_in(drafted.table.coordinator)
    where = drafted.url(f"/versions/1/comments/{made.id}/answer")
    silent = chief.submit(chief.get(where), "Speichern", answer="not-taken")
    assert silent.status_code == 422
    sent = chief.submit(chief.get(where), "Speichern", answer="not-taken", answer_note="Geht nicht.")
    assert sent.status_code == 303
    assert "Geht nicht." in member.get(drafted.url("/versions/1")).text


def test_two_answers_to_one_comment_are_compared_and_none_is_lost(house, drafted, sign_in):
    drafted.consult()
    said = {"step_key": None, "seat_id": drafted.table.seats[0].id, "text": "Zu spät.", "proposal": ""}
    made = comment_rules.comment(house, *drafted.place, 1, **said, **drafted.by(drafted.table.mains[0]))
    house.commit()
    chief = sign_in(drafted.table.coordinator)
    where = drafted.url(f"/versions/1/comments/{made.id}/answer")
    first, second = chief.get(where), chief.get(where)
    chief.submit(first, "Speichern", answer="not-taken", answer_note="Geht nicht.")
    late = chief.submit(second, "Speichern", answer="changed", answer_note="Anders gesagt.")
    assert late.status_code == 409
    assert "Geht nicht." in late.text
    assert "Anders gesagt." in late.text
    assert "Geht nicht." in chief.get(drafted.url("/versions/1")).text
    again = chief.submit(late, "Speichern", answer="changed", answer_note="Anders gesagt.")
    assert again.status_code == 303
    assert "Die Antwort ist notiert." in chief.get(again.location).text


def test_a_contact_point_that_one_may_not_see_leaves_no_trace(house, drafted, sign_in):
    """Levels of the contacts narrow within those who read the procedure."""
    table = drafted.table
    point = build.added(
        house,
        ContactPoint(
            organisation_id=table.seats[1].organisation_id,
            name="Bereitschaft Quitte",
            phone="0231 555 0199",
            kind=ContactKind.INTERNAL,
        ),
    )
    drafted.step("Anrufen", contact_id=point.id, after=1)
    drafted.consult()
    about = drafted.about
    for level, seen in ((Visibility.INTERNAL, True), (Visibility.COORDINATION, False)):
        about.contacts_visibility = level
        shown = sign_in(table.mains[0]).get(drafted.url("/versions/1")).text
        assert "Anrufen" in shown
        assert ("Quitte" in shown, "555 0199" in shown) == (seen, seen), level
    assert "555 0199" in sign_in(table.coordinator).get(drafted.url("/versions/1")).text


def test_the_lead_drafts_and_nobody_else(house, agreeing, sign_in):
    agreeing.begin()
    agreeing.about.lead_seat_id = agreeing.table.seats[1].id
    house.flush()
    lead, other = agreeing.table.mains[1], agreeing.table.mains[0]
    agreeing.step("Von der Federführung", by=agreeing.by(lead))
    with pytest.raises(NotAllowed):
        agreeing.step("Von anderen", by=agreeing.by(other))
    assert sign_in(lead).get(agreeing.url("/versions/1")).status_code == 200
    assert sign_in(other).get(agreeing.url("/versions/1/steps/new")).status_code == 404


def test_a_deleted_contact_point_is_said_to_be_gone_where_a_step_names_it(house, drafted, sign_in):
    table = drafted.table
    point = build.added(
        house,
        ContactPoint(organisation_id=table.seats[1].organisation_id, name="Wache", phone="0231 555 0100"),
    )
    drafted.step("Anrufen", contact_id=point.id, after=1)
    chief = sign_in(table.coordinator)
    contact_rules.remove_contact(house, point.organisation_id, point.id, **drafted.chief())
    assert house.query(StepContact).one().contact_id is None
    assert "Ansprechstelle dieses Schritts" in words(chief.get(drafted.url("/versions/1")))


def test_a_procedure_that_was_not_decided_is_deleted_with_all_that_hangs_on_it(house, drafted, sign_in):
    drafted.consult()
    chief = sign_in(drafted.table.coordinator)
    assert chief.submit(chief.get(drafted.url("/remove")), "Löschen").status_code == 303
    for kind in (Procedure, ProcedureVersion, ProcedureStep):
        assert house.query(kind).count() == 0
