"""Minutes lead their readers to the procedures to which their items refer."""

from blueprints.meetings import agenda_rules
from models.citations import cite, key_of
from models.visibility import Visibility
from tests.procedures.conftest import Agreeing
from tests.requests.conftest import words


def test_minutes_lead_each_reader_to_the_procedures_that_she_may_see(house, room, sign_in):
    open_one, named = Agreeing(house, room.table), Agreeing(house, room.table)
    open_one.create()
    named.create(
        title="Vertraulich Quitte", visibility=Visibility.CONFIDENTIAL, seat_ids=[room.table.seats[0].id]
    )
    for each in (open_one, named):
        each.begin()
        each.step(ends=True)
        each.consult()
    house.commit()
    facts = {"based_on": room.open_item.version, "title": "Begrüßung", "by": room.by, "now": room.after}
    keys = [key_of(open_one.version()), key_of(named.about)]
    agenda_rules.edit_item(house, room.open_item.id, cites=keys, **facts)
    cite(house, room.named_item, [key_of(open_one.about)], room.body_id, room.by)
    house.commit()
    room.written().circulate()
    for place, finds in ((0, True), (1, False)):
        page = sign_in(room.table.mains[place]).get(room.url())
        shown = words(page)
        assert page.status_code == 200
        assert (
            "Vorgehen in der Nacht, Fassung 1 TOP V 1: Vorgehen" in shown
            if finds
            else "TOP 1: Vorgehen" in shown
        )
        assert f'href="{open_one.url("/versions/1")}"' in page.text
        assert ("Quitte" in shown) is finds
        assert ("in der jeweils geltenden Fassung" in shown) is finds, "also by the item that is named to one"
