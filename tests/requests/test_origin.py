"""Where a request comes from, and what it led to: one line of stations without those one may not see."""

from blueprints.requests import reply_rules, tie_rules
from models.appearance_words import AppearanceKind
from models.appearances import Appearance
from models.fuzzy_dates import FuzzyDate
from models.links import LinkKind
from models.positions import Position, PositionKind
from models.projects import Project, ProjectKind
from models.requests import ReplyWay
from models.survey_answers import AnswerValue
from models.visibility import Visibility
from tests import build
from tests.requests.conftest import address, by, of_requests, words
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


def test_what_a_request_led_to_leads_back_to_its_line_of_stations(house, table, ask, coordinator, sign_in):
    request = ask("Vorgang Quitte")
    project = build.added(house, Project(body_id=table.body.id, title="Gesetz", kind=ProjectKind.LAW))
    facts = {
        "body_id": table.body.id,
        "kind": PositionKind.STATEMENT,
        "started_at": build.NOW,
        "begun_at": build.NOW,
    }
    position = Position(title="Stellungnahme", project_id=project.id, visibility=Visibility.INTERNAL, **facts)
    build.added(house, position)
    hearing = Appearance(
        body_id=table.body.id, kind=AppearanceKind.HEARING, title="Anhörung", project_id=project.id
    )
    build.added(house, hearing)
    survey = making.survey(house, table.body, title="Abfrage")
    making.question(house, survey)
    making.opened(house, survey, table.seats)
    for name, each in (("survey", survey), ("position", position)):
        tie_rules.tie(house, request.id, thing=(name, each.id), **by(house, table))
    house.commit()
    of = f"/round-tables/{table.body.id}"
    pages = (f"/surveys/{survey.id}", f"/positions/{position.id}", f"/appearances/{hearing.id}")
    pages += (f"/positions/{position.id}/issues",)
    chain = f'href="{of_requests(table, f"/{request.id}/origin")}"'
    member = sign_in(table.mains[0])
    for page in pages:
        assert chain in member.get(of + page).text, page
    request.visibility = Visibility.COORDINATION
    house.commit()
    for page in pages:
        assert "Quitte" not in member.get(of + page).text, page
        assert chain in coordinator.get(of + page).text


def test_from_each_paper_of_its_line_a_way_leads_to_what_came_of_it(
    house, table, committee, ask, keep, consult, relate, coordinator, sign_in
):
    request, hidden = ask("Bedarf"), ask("Vorgang Quitte", visibility=Visibility.COORDINATION)
    motion, proposal, other = keep("Antrag A"), keep("Vorlage dazu"), keep("Etwas anderes")
    relate(proposal, LinkKind.ANSWERS, motion)
    station = consult(motion, committee)
    for each, thing in ((request, ("consultation", station.id)), (hidden, ("paper", proposal.id))):
        tie_rules.tie(house, each.id, thing=thing, **by(house, table))
    house.commit()
    chain = f'href="{of_requests(table, f"/{request.id}/origin")}"'
    member = sign_in(table.mains[0])
    for paper in (motion, proposal):
        page = member.get(address(table, f"/{paper.id}")).text
        assert chain in page
        assert "Quitte" not in page
        assert "Quitte" in coordinator.get(address(table, f"/{paper.id}")).text
    assert chain not in member.get(address(table, f"/{other.id}")).text


def test_answers_are_a_station_of_their_own_for_whoever_may_read_what_came_of_a_survey(
    house, table, ask, coordinator, sign_in
):
    request = ask("Bedarf", asked_on=FuzzyDate.parse("23.09.2021"))
    survey = making.survey(house, table.body, title="Abfrage")
    question = making.question(house, survey)
    respondents = making.opened(house, survey, table.seats)
    for each in respondents:
        making.sheet(house, each, {question.id: AnswerValue.NONE_SEEN})
    making.sheet(house, respondents[0], {question.id: AnswerValue.YES})
    for name, stands_for in (("übrige Anwesende", None), ("vier Vereine", 4)):
        group = making.respondent(house, survey, name, stands_for=stands_for)
        making.sheet(house, group, {question.id: AnswerValue.NONE_SEEN})
    tie_rules.tie(house, request.id, thing=("survey", survey.id), **by(house, table))
    house.commit()
    page, member = of_requests(table, f"/{request.id}/origin"), sign_in(table.mains[0])
    assert "Antworten: Abfrage" not in words(coordinator.get(page)), "it runs"
    making.close(house, survey)
    house.commit()
    for reader in (coordinator, member):
        seen = words(reader.get(page))
        assert "Antworten: Abfrage 2 Institutionen haben geantwortet · 2 gemeinsame Antworten" in seen
    survey.visibility = Visibility.COORDINATION
    house.commit()
    assert "Antworten: Abfrage" not in words(member.get(page))


def test_a_paper_without_a_date_stands_directly_before_its_own_consultation(
    house, table, committee, ask, keep, consult, relate, coordinator
):
    request = ask("Bedarf", asked_on=FuzzyDate.parse("23.09.2021"))
    motion, report = keep("Antrag A", dated=FuzzyDate.parse("08.09.2021")), keep("Mitteilung dazu")
    relate(report, LinkKind.ANSWERS, motion)
    consult(report, committee, held_on=FuzzyDate.parse("08.09.2022"))
    tie_rules.tie(house, request.id, thing=("paper", motion.id), **by(house, table))
    house.commit()
    seen = words(coordinator.get(of_requests(table, f"/{request.id}/origin")))
    assert seen.index("Antrag A") < seen.index("Anfrage: Bedarf") < seen.index("Mitteilung dazu")
