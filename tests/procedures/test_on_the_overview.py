"""The review of a procedure stands on the overview of its coordination until somebody has done it."""

from datetime import timedelta
from html import unescape

from blueprints.procedures import review_rules
from models.procedures import REVIEW_WEEKS
from tests import build


def overview(client):
    return unescape(client.get("/overview").text)


def test_a_review_stands_on_the_overview_of_the_coordination_until_it_is_done(
    decided, house, sign_in, statements
):
    for seat in (0, 1):
        decided.adopt(seat)
    chief, member = sign_in(decided.table.coordinator), sign_in(decided.table.mains[0])
    near = build.TODAY + timedelta(weeks=REVIEW_WEEKS)
    for day, due in (
        (near + timedelta(days=1), False),
        (near, True),
        (build.TODAY - timedelta(days=9), True),
    ):
        decided.about.review_on = day
        house.commit()
        assert ("Absprache ist zu überprüfen" in overview(chief)) is due
        assert "zu überprüfen" not in overview(member)
    with statements() as seen:
        page = overview(chief)
    assert f'href="{decided.url()}"' in page
    assert "Vorgehen in der Nacht" in page
    assert len(seen) <= 6
    review_rules.check_unchanged(house, *decided.place, note="", **decided.chief())
    house.commit()
    assert "zu überprüfen" not in overview(chief)


def test_several_reviews_are_one_line_and_what_is_repealed_is_none(decided, house, sign_in):
    decided.about.review_on = build.TODAY
    other = decided.create(title="Vorgehen am Tag")
    other.review_on = build.TODAY - timedelta(days=1)
    house.commit()
    chief = sign_in(decided.table.coordinator)
    assert "2 Absprachen sind zu überprüfen" in overview(chief)
    other.repealed_on = build.TODAY
    house.commit()
    assert "1 Absprache ist zu überprüfen" in overview(chief)
