"""What the overview tells of decisions beside the voices: words of a management, reviews that come near."""

from datetime import timedelta
from html import unescape

import pytest

from blueprints.decisions import closing_rules, voting_rules
from models.visibility import Visibility
from tests import build

DAY = timedelta(days=1)
MISSING = "Rückmeldung der Leitung fehlt: Gemeinsamer Flyer"


@pytest.fixture
def provisional(deciding, house):
    """Decided; the first institution spoke subject to its management."""
    deciding.put()
    stance = deciding.cast(0, "agree", provisional=True)
    deciding.cast(1, "agree")
    deciding.close()
    house.commit()
    return stance


def overview(client):
    return unescape(client.get("/overview").text)


def test_institution_is_told_until_the_word_of_its_management_is_noted(
    deciding, provisional, table, house, sign_in
):
    main, deputy, other = (sign_in(each) for each in (table.mains[0], table.deputies[0], table.mains[1]))
    coordinator = sign_in(table.coordinator)
    for client in (main, deputy):
        assert MISSING in overview(client)
        assert deciding.url(f"/stances/{provisional.id}/confirm") in overview(client)
    assert "Flyer" not in overview(other)
    assert "1 Leitung hat noch nicht geantwortet: Gemeinsamer Flyer" in overview(coordinator)
    given = {"agreed": True, "said_on": build.TODAY} | deciding.by(table.mains[0])
    voting_rules.confirm(house, table.body.id, deciding.decision_id, provisional.id, **given)
    house.commit()
    for client in (main, deputy, coordinator):
        assert "Flyer" not in overview(client)


def test_word_of_a_management_is_what_the_institution_owes(provisional, table, house, sign_in):
    page = sign_in(table.deputies[0]).get(f"/organisations/{table.seats[0].organisation_id}/owes")
    assert MISSING in unescape(page.text)


def test_only_the_stance_that_counts_waits(deciding, table, house, sign_in):
    deciding.put()
    deciding.cast(0, "agree", person=table.deputies[0], provisional=True)
    deciding.cast(0, "agree")
    deciding.cast(1, "agree", provisional=True)
    deciding.cast(1, "agree", person=table.deputies[1])
    house.commit()
    assert MISSING not in overview(sign_in(table.mains[0]))
    assert MISSING in overview(sign_in(table.mains[1]))


def test_nobody_is_asked_about_a_decision_that_did_not_come_about(deciding, table, house, sign_in):
    deciding.put()
    deciding.cast(0, "agree", provisional=True)
    deciding.cast(1, "veto", reason="Würde zustimmen, wenn ...")
    deciding.close()
    house.commit()
    assert "Flyer" not in overview(sign_in(table.mains[0]))


def test_reviews_come_into_sight_two_weeks_before_their_day(deciding, table, house, sign_in, stop_clock):
    deciding.put()
    deciding.cast(0, "agree")
    found = deciding.close()
    house.flush()
    given = {"follows": "", "carried_out_on": None, "superseded_by_id": None, "based_on": found.version}
    review_on = build.TODAY + 20 * DAY
    body_id = table.body.id
    closing_rules.follow_up(house, body_id, found.id, review_on=review_on, **given, **deciding.chief())
    house.commit()
    coordinator, member = sign_in(table.coordinator), sign_in(table.mains[0])
    told = "1 Beschluss ist zu überprüfen"
    assert told not in overview(coordinator)
    stop_clock(build.NOW + 6 * DAY)
    coordinator, member = sign_in(table.coordinator), sign_in(table.mains[0])
    assert told in overview(coordinator)
    assert f"review={review_on.isoformat()}" in overview(coordinator)
    assert "überprüfen" not in overview(member)


def test_overview_asks_as_often_when_something_waits(deciding, provisional, table, sign_in, statements):
    for who in (table.coordinator, table.mains[0]):
        client = sign_in(who)
        overview(client)
        with statements() as seen:
            assert "Flyer" in overview(client)
        assert len(seen) <= 6


def test_what_an_institution_has_agreed_to_stands_on_its_own_page(
    deciding, table, house, sign_in, statements
):
    """The stance that counts, not silence nor what a management refused; for its people and coordination."""
    deciding.put()
    deciding.cast(0, "abstain", person=table.deputies[0])
    stance = deciding.cast(0, "concern", reason="Kosten", provisional=True)
    deciding.cast(1, "abstain")
    deciding.close()
    house.commit()
    first, second, third = (f"/organisations/{seat.organisation_id}/agreed" for seat in table.seats)
    main, deputy, keeper = (sign_in(each) for each in (table.mains[0], table.deputies[0], table.coordinator))
    for client in (main, deputy, keeper):
        with statements() as few:
            page = unescape(client.get(first).text)
        assert deciding.url() in page
        assert "stimmt mit Bedenken zu" in page
        assert "vorläufig" in page
    for of, person in ((second, table.mains[1]), (third, table.mains[2])):
        assert "Flyer" not in sign_in(person).get(of).text
    for person in (table.mains[1], table.reader, build.table(house, 1).coordinator):
        assert sign_in(person).get(first).status_code == 404
    given = {"agreed": False, "said_on": build.TODAY} | deciding.by(table.mains[0])
    voting_rules.confirm(house, table.body.id, deciding.decision_id, stance.id, **given)
    house.commit()
    assert "Flyer" not in keeper.get(first).text
    for number in range(12):
        deciding.propose(title=f"Beschluss {number}")
        deciding.put()
        deciding.cast(0, "agree")
        deciding.close()
    house.commit()
    with statements() as many:
        page = unescape(keeper.get(first).text)
    assert page.index("Beschluss 11") < page.index("Beschluss 0")
    assert len(many) == len(few)


def test_whoever_is_new_reads_which_decisions_hold(deciding, table, house, sign_in):
    """What another one has superseded is not among them, nor what was decided in an item she may not see."""
    made = {}
    for title in ("Flyer für alle", "Alte Regel", "Nur unter uns", "Kommt nicht"):
        deciding.propose(title=title)
        deciding.put()
        for place in range(3):
            deciding.cast(place, "veto" if title == "Kommt nicht" else "agree", reason="so nicht")
        deciding.close()
        made[title] = deciding.decision
    made["Alte Regel"].superseded_by_id = made["Flyer für alle"].id
    meeting = build.meeting(house, table.body, invited_at=build.NOW)
    hidden = build.agenda_item(house, meeting, visibility=Visibility.COORDINATION)
    made["Nur unter uns"].meeting_id, made["Nur unter uns"].item_id = meeting.id, hidden.id
    house.commit()
    address = f"/round-tables/{table.body.id}/induction"
    deputy, keeper = (
        unescape(sign_in(each).get(address).text) for each in (table.deputies[0], table.coordinator)
    )
    for title, shown in (("Flyer für alle", True), ("Alte Regel", False), ("Kommt nicht", False)):
        assert (title in deputy, title in keeper) == (shown, shown)
    assert ("Nur unter uns" in deputy, "Nur unter uns" in keeper) == (False, True)
    assert sign_in(table.deputies[0]).get(address + ".pdf").status_code == 200
