"""Sessions of bodies outside: recorded by whoever keeps the entry, chosen by consultations, moved later."""

import pytest

from blueprints.requests import session_rules
from models.consultations import Consultation
from models.errors import NotAllowed
from models.meetings import Meeting, MeetingState
from tests.requests.conftest import address, by, words

BAD = {
    "no date": {"held_on": ""},
    "a date that nobody understands": {"held_on": "damals"},
    "held, though it lies ahead": {"held_on": "2199", "state": "held"},
    "invited to from here": {"state": "invited"},
    "no state": {"state": "x"},
    "an over-long title": {"title": "x" * 161},
}


def test_a_session_is_recorded_consulted_in_and_moved(house, table, committee, keep, coordinator, sign_in):
    house.commit()
    where = f"/round-tables/{committee.id}/sessions"
    assert f'href="{where}/new"' in coordinator.get(f"/round-tables/{committee.id}").text
    page = coordinator.get(f"{where}/new")
    sent = coordinator.submit(page, "Speichern", held_on="Herbst 2027", state="scheduled", source="Aushang")
    assert sent.status_code == 303
    session = house.query(Meeting).one()
    paper = keep()
    house.commit()
    form = coordinator.get(address(table, f"/{paper.id}/consultations/new"))
    assert (
        coordinator.submit(form, "Speichern", meeting_id=str(session.id), role="hearing").status_code == 303
    )
    assert house.query(Consultation).one().committee_id == committee.id
    form, late = (coordinator.get(f"{where}/{session.id}/edit") for _ in range(2))
    assert coordinator.submit(form, "Speichern", held_on="03.11.2027").status_code == 303
    assert coordinator.submit(late, "Speichern", held_on="04.11.2027").status_code == 409
    shown = words(sign_in(table.mains[0]).get(address(table, f"/{paper.id}")))
    assert "03.11.2027" in shown
    assert "Herbst 2027" not in shown


def test_a_bad_session_is_refused_and_nothing_is_lost(house, committee, coordinator):
    house.commit()
    for what, bad in BAD.items():
        data = {"held_on": "2021", "state": "scheduled", "source": "Bleibt stehen"} | bad
        answer = coordinator.post(f"/round-tables/{committee.id}/sessions/new", data=data)
        assert answer.status_code == 422, what
        assert "Bleibt stehen" in answer.text, what
    assert house.query(Meeting).count() == 0


def test_meetings_of_a_table_here_are_planned_not_recorded_like_this(house, table):
    with pytest.raises(NotAllowed):
        session_rules.record_session(house, table.body.id, state=MeetingState.HELD, **by(house, table))
