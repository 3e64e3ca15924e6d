"""The page of a procedure asks the database as often for many steps and institutions as for few."""

from models.contact_points import ContactPoint
from models.seats import Appointment
from tests import build
from tests.procedures.conftest import Agreeing


def agreed(house, seats, steps):
    made = Agreeing(house, build.table(house, seats))
    made.create(core_ids=[made.table.seats[0].id])
    made.begin()
    facts = {"organisation_id": made.table.seats[0].organisation_id, "phone": "0231 555 0100"}
    point = build.added(house, ContactPoint(name=f"Wache {build.number()}", **facts))
    for at in range(steps):
        seat_id = made.table.seats[at % seats].id
        made.step(f"Schritt {at}", seat_id=seat_id, contact_id=point.id, ends=at == steps - 1)
    made.decide()
    house.query(Appointment).filter_by(role="main").update({"may_sign": True})
    for seat in range(seats - 1):
        made.adopt(seat)
    return made


def test_the_page_asks_the_same_for_many_as_for_few(house, stop_clock, sign_in, statements):
    stop_clock(build.NOW)
    asked = []
    for seats, steps in ((2, 2), (9, 12)):
        made = agreed(house, seats, steps)
        member = sign_in(made.table.mains[0])
        member.get(made.url())
        with statements() as seen:
            assert member.get(made.url()).status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert asked[1] <= 22
