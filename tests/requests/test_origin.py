"""Where a request comes from, and what it led to: one line of stations without those one may not see."""

from blueprints.requests import reply_rules, tie_rules
from models.fuzzy_dates import FuzzyDate
from models.links import LinkKind
from models.requests import ReplyWay
from models.visibility import Visibility
from tests import build
from tests.requests.conftest import by, of_requests, words
from tests.surveys import making


def test_the_line_leads_from_the_motion_to_the_reply_without_hidden_stations(
    house, table, committee, ask, keep, consult, coordinator, sign_in
):
    request = ask("Bedarf", asked_on=FuzzyDate.parse("23.09.2021"))
    motion = keep("Antrag A", dated=FuzzyDate.parse("08.09.2021"))
    hidden = keep("Vorgang Quitte", visibility=Visibility.COORDINATION)
    station = consult(motion, committee, held_on=FuzzyDate.parse("23.09.2021"))
    held = FuzzyDate.parse("22.06.2022")
    survey = making.survey(house, table.body, title="Erhebung im Netzwerk", retold=True, held=held)
    survey.closed_at = build.NOW
    house.flush()
    for name, each in (("consultation", station), ("paper", hidden), ("survey", survey)):
        tie_rules.tie(house, request.id, thing=(name, each.id), **by(house, table))
    facts = {"channel": ReplyWay.SESSION, "addressee": "Sozialausschuss", "text": "Mitteilung"}
    reply_rules.note_given(
        house, request.id, released_by="Leitung", sent_on=build.TODAY, **facts, **by(house, table)
    )
    house.commit()
    page = of_requests(table, f"/{request.id}/origin")
    seen = words(sign_in(table.mains[0]).get(page))
    wanted = ("Antrag A", "Anfrage: Bedarf", "Erhebung im Netzwerk", "Antwort an Sozialausschuss")
    places = [seen.index(each) for each in wanted]
    assert places == sorted(places)
    assert "Quitte" not in seen
    assert "Quitte" in words(coordinator.get(page))
    assert f"/requests/{request.id}" in seen, "the line to cite holds the permanent address"


def test_a_motion_without_a_date_stands_before_what_was_done_about_it(
    house, table, committee, ask, keep, consult, relate, coordinator
):
    request = ask("Bedarf", asked_on=FuzzyDate.parse("23.09.2021"))
    motion = keep("Antrag ohne Tag")
    station = consult(motion, committee)
    proposal = keep("Vorlage dazu", dated=FuzzyDate.parse("01.09.2021"))
    relate(proposal, LinkKind.ANSWERS, motion)
    for name, each in (("consultation", station), ("paper", proposal)):
        tie_rules.tie(house, request.id, thing=(name, each.id), **by(house, table))
    house.commit()
    seen = words(coordinator.get(of_requests(table, f"/{request.id}/origin")))
    assert seen.index("Antrag ohne Tag") < seen.index("Vorlage dazu") < seen.index("Anfrage: Bedarf")
    assert "Datum nicht bekannt Antrag „Antrag ohne Tag“" in seen
    assert "Sie sind hier" in seen
