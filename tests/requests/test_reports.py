"""Reports on a request: drafted from surveys, shown to those who answered, frozen, corrected, sent."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask_babel import force_locale

from blueprints.requests import reply_rules, report_rules, tie_rules
from blueprints.requests.agreement_rules import ask_agreement
from blueprints.requests.report_paper import paper
from blueprints.requests.report_queries import content_of, report, surveys_of
from blueprints.requests.report_rules import Released
from blueprints.requests.report_words import shown_report
from blueprints.surveys import evaluation_rules
from models.bodies import Bylaws
from models.deadlines import working_days_after
from models.decisions import Decision, DecisionKind
from models.editions import Edition
from models.errors import RuleBroken
from models.letters import Letter
from models.organisations import Organisation
from models.report_fields import filled, unknown
from models.reports import Report, ReportAssessment, ReportObjection
from models.requests import ReplyWay, RequestReply
from models.results import Result
from models.rounds import Channel
from models.survey_answers import AnswerValue
from models.survey_questions import NumberStrength, QuestionKind, SurveyChoice
from models.surveys import Survey
from models.texts import Text
from models.visibility import Visibility
from tests import build
from tests.plumbing.test_paper import read, tags_of
from tests.requests.conftest import by, of_requests, words
from tests.surveys import making

TODAY = build.TODAY
TEXTS = {
    "title": "Mitteilung zum Bedarf",
    "addressee": "Sozialausschuss",
    "occasion": "Der Ausschuss hat um Erkenntnisse gebeten.",
    "method": "Befragt wurden {A.befragt} Institutionen, {A.geantwortet} haben geantwortet.",
    "limits": "",
    "proposal": "Weiter beobachten.",
}


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 5, name="Runder Tisch Musterstadt")


@pytest.fixture
def asked(house, table, ask):
    """A request with a closed survey of four seats: three say Fehlanzeige, one is silent."""
    request, survey = ask("Bedarf"), making.survey(house, table.body, title="Abfrage im Netzwerk")
    question = making.question(house, survey, wording="Ist das Thema aufgetreten?")
    respondents = making.opened(house, survey, table.seats[:4])
    for each in respondents[:3]:
        making.sheet(house, each, {question.id: AnswerValue.NONE_SEEN})
    making.close(house, survey)
    house.flush()
    tie_rules.tie(house, request.id, thing=("survey", survey.id), **by(house, table))
    house.flush()
    return SimpleNamespace(
        request=request, survey=survey, question=question, respondents=respondents, table=table
    )


@pytest.fixture
def written(house, table, asked):
    made = report_rules.begin(house, asked.request.id, **TEXTS, **by(house, table))
    house.flush()
    return made


@pytest.fixture
def in_german(app):
    """Documents are put into German words."""
    with app.test_request_context(), force_locale("de"):
        yield


def at(house, table, days):
    return by(house, table) | {"now": build.NOW + timedelta(days=days)}


def release(house, table, request, *, days=20, **said):
    given = {"released_by": "Leitung der Verwaltung", "released_on": TODAY} | said
    made = house.query(Report).filter_by(request_id=request.id).one()
    found = report_rules.release(
        house, request.id, Released(**given), based_on=made.version, **at(house, table, days)
    )
    house.flush()
    return found


def shown(house, table, asked, days=0):
    report_rules.show(house, asked.request.id, **at(house, table, days))
    house.flush()


def text_of(data):
    """All that a reader reads of a report."""
    found = shown_report(data)
    said = [found.title, *found.references, *(f"{name} {value}" for name, value in found.facts)]
    for section in found.sections:
        said.append(section.title)
        for part in section.parts:
            said += [part.heading, str(part.html or ""), part.quote, part.note]
            if part.rows:
                said += [part.rows.caption, *(" ".join(row) for row in part.rows.body)]
    return "\n".join(each for each in said if each)


def test_a_report_is_drafted_from_the_request_and_its_surveys(house, asked, coordinator):
    house.commit()
    page = of_requests(asked.table, f"/{asked.request.id}")
    answer = coordinator.submit(coordinator.get(page), "Bericht beginnen")
    assert answer.status_code == 303
    seen = words(coordinator.get(answer.location))
    for each in (
        "1 Anlass und Beschluss",
        "2 Vorgehen und Befragte",
        "Erhebung A (Abfrage im Netzwerk): 4 befragt, 3 haben geantwortet.",
        "3 Ergebnisse",
        "A1 Ist das Thema aufgetreten?",
        "Fehlanzeige 3",
        "keine Rückmeldung 1",
        "4 Grenzen der Aussagekraft",
        "Dunkelfeld",
    ):
        assert each in seen, each


def test_figures_are_live_until_the_release_and_frozen_with_it(house, table, asked, written, in_german):
    def data():
        house.flush()
        return content_of(house, report(house, asked.request.id), asked.request, TODAY)

    assert "Befragt wurden 4 Institutionen, 3 haben geantwortet." in text_of(data())
    making.sheet(house, asked.respondents[3], {asked.question.id: AnswerValue.NONE_SEEN})
    assert "Befragt wurden 4 Institutionen, 4 haben geantwortet." in text_of(data())
    shown(house, table, asked)
    made = release(house, table, asked.request)
    making.sheet(house, asked.respondents[0], {asked.question.id: AnswerValue.YES})
    frozen = house.get(Edition, made.edition_id)
    assert "4 haben geantwortet" in text_of(frozen.data)
    places = [text_of(frozen.data).index(f"\n{each} ") for each in ("ja", "Fehlanzeige", "nicht zuständig")]
    assert places == sorted(places), "a frozen report lists the answers in another order than its draft"
    assert frozen.is_true
    assert asked.survey.reported_at is not None


def test_an_unknown_figure_is_told_and_nothing_is_lost(house, table, asked, written, coordinator):
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report/edit")
    answer = coordinator.submit(coordinator.get(page), "Speichern", limits="Es sind {Z9.ja} Fälle.")
    assert answer.status_code == 422
    assert "{Z9.ja}" in answer.text
    assert "Es sind" in answer.text
    assert unknown("{A.befragt} {B1.ja} {B1.ja}", {"A.befragt": 4}) == ["B1.ja"]
    assert filled("{A.befragt} {A1.ja} {x}", {"A.befragt": 4, "A1.ja": None}, masked="wenige") == (
        "4 wenige {x}"
    )


def test_a_slip_of_the_pen_is_no_figure_in_whatever_text(house, table, asked, written, coordinator):
    """What stands in braces and is no field would be printed as it was typed."""
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report")
    form = coordinator.get(page + "/edit")
    wrong = {"limits": "Es sind {a.befragt}.", "proposal": "Es sind {A befragt} von {A.befragte}."}
    answer = coordinator.submit(form, "Speichern", **wrong)
    assert answer.status_code == 422
    assert all(words(answer).count(f"die Zahl {{{each}}}") >= 2 for each in ("a.befragt", "A befragt"))
    assert "{A.befragte}" in words(answer)
    new = coordinator.get(page + "/assessments/new")
    for text in ("Es sind {Z.befragt} Fälle.", "{A.}"):
        typed = {"text": text, "author": "Mitteilung"}
        assert coordinator.submit(new, "Hinzufügen", **typed).status_code == 422
    house.expire_all()
    assert (written.limits, house.query(ReportAssessment).count()) == ("", 0)
    house.add(ReportAssessment(report_id=written.id, text="{B.befragt}", author="Mitteilung"))
    house.flush()
    shown(house, table, asked)
    with pytest.raises(RuleBroken):
        release(house, table, asked.request)


def test_a_survey_whose_letter_the_report_names_stays_with_the_request(house, table, asked, written):
    """Without it the next one would take its letter, and the text say of one what was found in the other."""
    other = making.survey(house, table.body, title="Zweite Erhebung")
    making.question(house, other)
    making.opened(house, other, table.seats[:3])
    tie_rules.tie(house, asked.request.id, thing=("survey", other.id), **by(house, table))
    house.flush()
    with pytest.raises(RuleBroken):
        tie_rules.untie(house, asked.request.id, thing=("survey", asked.survey.id), **by(house, table))
    tie_rules.untie(house, asked.request.id, thing=("survey", other.id), **by(house, table))
    written.method = "Gefragt wurde in der Sitzung."
    house.flush()
    tie_rules.untie(house, asked.request.id, thing=("survey", asked.survey.id), **by(house, table))


def test_from_each_figure_of_a_report_a_link_leads_to_its_question_and_to_where_it_comes_from(
    house, table, asked, written, coordinator, sign_in
):
    shown(house, table, asked)
    release(house, table, asked.request)
    house.commit()
    of = of_requests(table, f"/{asked.request.id}")
    survey = f"/round-tables/{table.body.id}/surveys/{asked.survey.id}"
    member = sign_in(table.mains[0])
    page = member.get(f"{of}/report/versions/1").text
    assert f'href="{survey}#question-1"' in page
    assert f'href="{of}/origin"' in page
    assert 'id="question-1"' in member.get(survey).text
    assert f'href="{of}/origin"' in member.get(survey).text
    assert f'href="{of}/origin"' in coordinator.get(f"{survey}/evaluation").text
    asked.survey.visibility = Visibility.COORDINATION
    house.commit()
    assert survey not in sign_in(table.mains[4]).get(f"{of}/report/versions/1").text
    assert f'href="{survey}#question-1"' in coordinator.get(f"{of}/report").text


def test_the_note_on_the_dark_field_stands_in_every_report(house, table, asked, written, in_german):
    data = content_of(house, report(house, asked.request.id), asked.request, TODAY)
    data |= {"limits": "", "surveys": []}
    assert "dark field" in text_of(data) or "Dunkelfeld" in text_of(data)


def test_respondents_see_their_own_line_and_object_before_the_release(
    house, table, asked, written, sign_in, coordinator
):
    with pytest.raises(RuleBroken):
        release(house, table, asked.request)
    shown(house, table, asked)
    until = written.objections_until
    assert until == working_days_after(TODAY, 5, _land(house, table))
    house.commit()
    letters = house.query(Letter).filter_by(template="requests/report_shown").all()
    assert {each.recipient for each in letters} == {each.email for each in table.mains[:3]}
    page = of_requests(table, f"/{asked.request.id}/report")
    member, other = sign_in(table.mains[0]), sign_in(table.mains[4])
    seen = words(member.get(page))
    assert "Ist das Thema aufgetreten? Fehlanzeige" in seen
    assert "Weiter beobachten" not in seen, "the draft is shown to somebody who does not write it"
    assert "Ist das Thema aufgetreten?" not in words(other.get(page))
    assert other.get(page + "/objections/new").status_code == 404
    answer = member.submit(
        member.get(page + "/objections/new"), "Einwendung erheben", text="Wir haben ja gesagt."
    )
    assert answer.status_code == 303
    assert "Wir haben ja gesagt." not in words(sign_in(table.mains[1]).get(page))
    with pytest.raises(RuleBroken):
        release(house, table, asked.request)
    objection = house.query(ReportObjection).one()
    coordinator.submit(
        coordinator.get(f"{page}/objections/{objection.id}/answer"), "Antworten", answer="Berichtigt."
    )
    house.expire_all()
    with pytest.raises(RuleBroken):
        release(house, table, asked.request, days=0)
    assert release(house, table, asked.request).number == 1


def _land(house, table):
    return house.query(Bylaws).filter_by(body_id=table.body.id).one().land


def test_an_objection_is_read_by_its_house_and_the_coordination_alone(
    house, table, asked, written, coordinator, sign_in, lead, stop_clock
):
    """It says what one institution has answered; whoever has the lead is one of those that were asked."""
    lead(asked.request, table.seats[3])
    shown(house, table, asked)
    said = {"text": "Unsere Fehlanzeige Quitte gilt nur bis Mai.", "seat_id": table.seats[0].id}
    who = {"by": build.actor(house, table.mains[0]), "now": build.NOW}
    report_rules.object_to(house, asked.request.id, **said, **who)
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report")
    leading = sign_in(table.mains[3])
    assert "Quitte" in words(sign_in(table.mains[0]).get(page))
    assert "Quitte" in words(coordinator.get(page))
    for reader in (leading, sign_in(table.mains[1]), sign_in(table.mains[4])):
        assert "Quitte" not in words(reader.get(page))
    stop_clock(build.NOW + timedelta(days=20))
    for reader in (sign_in(table.coordinator), sign_in(table.mains[3]), sign_in(table.mains[4])):
        assert "den Befragten gezeigt" in words(reader.get(page)), "it waits for an answer, whoever looks"


def test_after_the_last_day_only_the_coordination_learns_whether_an_objection_waits(
    house, table, asked, written, sign_in, lead, stop_clock
):
    """Of two that were asked one would know who the other is."""
    lead(asked.request, table.seats[3])
    shown(house, table, asked)
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report")
    stop_clock(build.NOW + timedelta(days=20))
    readers = [sign_in(table.mains[place]) for place in (0, 3, 4)]
    before = [words(each.get(page)) for each in readers]
    assert all("den Befragten gezeigt" in each for each in before)
    assert "Zeilen geprüft" in words(sign_in(table.coordinator).get(page))


def test_nothing_is_released_from_a_survey_that_still_runs(house, table, asked, written):
    other = making.survey(house, table.body)
    making.question(house, other)
    making.opened(house, other, table.seats[:2])
    house.flush()
    tie_rules.tie(house, asked.request.id, thing=("survey", other.id), **by(house, table))
    house.flush()
    with pytest.raises(RuleBroken):
        shown(house, table, asked)
    with pytest.raises(RuleBroken):
        release(house, table, asked.request)


def test_case_13_an_answer_corrected_after_the_release_is_a_new_version_and_the_old_one_stays(
    house, table, asked, written, coordinator, sign_in
):
    """domain.md 13, case 13: new report version, the old one stays with the committee reference."""
    shown(house, table, asked)
    first = release(house, table, asked.request)
    given = {"channel": ReplyWay.POST, "addressee": "Sozialausschuss", "text": ""}
    reply = reply_rules.note_given(
        house, asked.request.id, released_by="Leitung", sent_on=TODAY,
        report_edition_id=first.edition_id, **given, **by(house, table),
    )  # fmt: skip
    house.flush()
    reply_rules.note_taken(house, reply.id, noted_on=TODAY, reference="V-SOZ/26/9", **by(house, table))
    before = house.get(Edition, first.edition_id).content
    with pytest.raises(RuleBroken):
        release(house, table, asked.request, reason="Ohne Änderung")
    making.sheet(house, asked.respondents[0], {asked.question.id: AnswerValue.YES})
    with pytest.raises(RuleBroken):
        release(house, table, asked.request)
    house.flush()
    second = release(house, table, asked.request, reason="Eine Angabe wurde berichtigt.")
    assert second.number == 2
    edition = house.get(Edition, second.edition_id)
    assert edition.data["replaces"] == house.get(Edition, first.edition_id).sha256
    assert house.get(Edition, first.edition_id).content == before
    kept = house.query(RequestReply).one()
    assert (kept.report_edition_id, kept.reference) == (first.edition_id, "V-SOZ/26/9")
    house.commit()
    page = of_requests(table, f"/{asked.request.id}")
    member = sign_in(table.mains[4])
    seen = words(member.get(page))
    assert "V-SOZ/26/9" in seen
    for number in (1, 2):
        assert member.get(f"{page}/report/versions/{number}").status_code == 200
        answer = member.get(f"{page}/report/versions/{number}/paper")
        assert answer.data.startswith(b"%PDF")
    assert "Eine Angabe wurde berichtigt." in words(member.get(f"{page}/report/versions/2"))
    letter = coordinator.get(f"{page}/replies/{kept.id}/letter")
    assert letter.data.startswith(b"%PDF")


def test_case_14_two_surveys_flow_into_one_report_and_their_methods_stay_apart(
    house, table, asked, written, in_german
):
    """domain.md 13, case 14: network meeting and equality officers, one reply."""
    other = making.survey(house, table.body, title="Umfrage der Gleichstellungsbeauftragten")
    question = making.question(house, other, wording="Gibt es eine Personalstelle?")
    for each in making.opened(house, other, table.seats[:3]):
        making.sheet(house, each, {question.id: AnswerValue.NONE_SEEN})
    making.close(house, other)
    tie_rules.tie(house, asked.request.id, thing=("survey", other.id), **by(house, table))
    house.flush()
    found = shown_report(content_of(house, report(house, asked.request.id), asked.request, TODAY))
    titles = [each.title for each in found.sections]
    captions = [" ".join(part.rows.caption for part in each.parts if part.rows) for each in found.sections]
    assert len(titles) == len(set(titles))
    results = [each for each in captions if "A1 " in each or "B1 " in each]
    assert [("A1 " in each, "B1 " in each) for each in results] == [(True, False), (False, True)]


def test_small_numbers_are_masked_in_what_leaves_the_house(house, table, asked, written):
    making.sheet(house, asked.respondents[3], {asked.question.id: AnswerValue.YES})
    data = content_of(house, report(house, asked.request.id), asked.request, TODAY)
    assert data["surveys"][0]["questions"][0]["values"]["yes"] is None


def test_assessments_stand_apart_with_their_authors(house, table, asked, written, coordinator):
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report")
    new = coordinator.get(page + "/assessments/new")
    assert coordinator.submit(new, "Hinzufügen", text="Bedarf nicht ersichtlich").status_code == 422
    coordinator.submit(new, "Hinzufügen", text="Bedarf nicht ersichtlich", author="Mitteilung")
    seen = words(coordinator.get(page))
    assert "Bewertung durch: Mitteilung" in seen
    coordinator.submit(coordinator.get(page), "Entfernen Mitteilung")
    assert "Bewertung durch: Mitteilung" not in words(coordinator.get(page))


def test_a_report_for_the_coordination_is_nobodys_else(house, table, asked, written, sign_in):
    asked.request.visibility = Visibility.COORDINATION
    shown(house, table, asked)
    release(house, table, asked.request)
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report")
    for rest in ("", "/versions/1", "/versions/1/paper"):
        assert sign_in(table.mains[4]).get(page + rest).status_code == 404, rest


def test_paper_of_a_report_says_what_it_refers_to(
    house, table, asked, written, keep, committee, consult, in_german
):
    motion = keep("Aufsuchende Beratung", number="V-SOZ/21/148")
    station = consult(motion, committee, resolution="Es wird um Erkenntnisse gebeten.")
    hidden = keep("Vorgang Quitte", visibility=Visibility.COORDINATION)
    for name, each in (("consultation", station), ("paper", hidden)):
        tie_rules.tie(house, asked.request.id, thing=(name, each.id), **by(house, table))
    shown(house, table, asked)
    made = release(house, table, asked.request)
    edition = house.get(Edition, made.edition_id)
    assert "V-SOZ/21/148" in text_of(edition.data)
    assert "Es wird um Erkenntnisse gebeten." in text_of(edition.data)
    assert "Quitte" not in edition.content
    assert made.number == 1
    reader = read(paper(edition))
    root, tags = reader.trailer["/Root"], {str(each["/S"]) for each in tags_of(reader)}
    assert root["/Lang"] == "de-DE"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert reader.metadata.title == TEXTS["title"]
    assert {"/H1", "/H2", "/Table", "/TH", "/BlockQuote"} <= tags


def test_the_letter_with_a_report_names_what_it_refers_to_and_to_whom_it_goes(
    house, table, asked, written, keep, committee, consult, coordinator
):
    """DIN 5008: sender, addressee, a subject without that word, the line "Bezug", the enclosure."""
    motion = keep("Aufsuchende Beratung", number="V-SOZ/21/148")
    tie_rules.tie(
        house, asked.request.id, thing=("consultation", consult(motion, committee).id), **by(house, table)
    )
    shown(house, table, asked)
    made = release(house, table, asked.request)
    given = {"channel": ReplyWay.POST, "addressee": "Sozialausschuss des Kreises", "text": ""}
    reply = reply_rules.note_given(
        house, asked.request.id, released_by="Leitung der Verwaltung", sent_on=TODAY,
        report_edition_id=made.edition_id, **given, **by(house, table),
    )  # fmt: skip
    house.commit()
    answer = coordinator.get(of_requests(table, f"/{asked.request.id}/replies/{reply.id}/letter"))
    said = " ".join(" ".join(page.extract_text() for page in read(answer.data).pages).split())
    for words_of_it in (
        *("Bezug", "V-SOZ/21/148", "Sozialausschuss des Kreises", TEXTS["title"], "01.09.2026"),
        *(
            "Mit freundlichen Grüßen",
            "Leitung der Verwaltung",
            "Anlage",
            "Fassung",
            "Runder Tisch Musterstadt",
        ),
    ):
        assert words_of_it in said, words_of_it
    assert "Betreff" not in said


def test_a_report_says_until_when_one_could_answer_and_counts_nobody_as_asked_where_groups_alone_were(
    house, table, asked, written, in_german
):
    """A survey that was closed before its last day was put until then."""

    def rows(letter):
        house.flush()
        data = content_of(house, report(house, asked.request.id), asked.request, TODAY)
        parts = [part for each in shown_report(data).sections for part in each.parts if part.rows]
        table = next(part.rows for part in parts if part.rows.caption.startswith(letter))
        return dict(table.body)

    assert asked.survey.due_on > TODAY
    assert rows("Erhebung A:")["Wann"] == f"bis {written_day(TODAY)}"
    asked.survey.closed_at = build.NOW + (asked.survey.due_on - TODAY) + timedelta(days=3)
    assert rows("Erhebung A:")["Wann"] == f"bis {written_day(asked.survey.due_on)}"
    assert rows("Erhebung A:")["befragt"] == "4"
    other = making.survey(house, table.body, retold=True)
    question = making.question(house, other)
    group = making.respondent(house, other, "Alle Übrigen", stands_for=None)
    making.sheet(house, group, {question.id: AnswerValue.NONE_SEEN})
    making.close(house, other)
    tie_rules.tie(house, asked.request.id, thing=("survey", other.id), **by(house, table))
    assert "befragt" not in rows("Erhebung B:")
    assert rows("Erhebung B:")["Gruppen mit gemeinsamer Antwort"].startswith("1 ")
    assert "0" not in rows("B1 ").values(), "nobody who could be counted was asked"
    assert rows("A1 ")["ja"] == "0"


def test_a_survey_that_runs_tells_nothing_in_the_draft_of_a_report(
    house, table, asked, written, coordinator, sign_in, lead
):
    """Reading the draft before and after an answer would tell whose answer it is."""
    lead(asked.request, table.seats[3])
    asked.survey.closed_at = None
    draft = making.survey(house, table.body, title="Vorhaben Quitte")
    making.question(house, draft, wording="Quitte?")
    tie_rules.tie(house, asked.request.id, thing=("survey", draft.id), **by(house, table))
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report")
    for reader in (coordinator, sign_in(table.mains[3])):
        for rest in ("", "/edit"):
            seen = words(reader.get(page + rest))
            assert "Fehlanzeige 3" not in seen
            assert "3 haben geantwortet" not in seen
            assert "Quitte" not in seen
        assert "Erhebung A ist noch nicht geschlossen." in words(reader.get(page))


def test_whoever_has_the_lead_works_out_nobodys_answer_from_the_draft(
    house, table, asked, written, coordinator, sign_in, lead
):
    """Two looks at the figures of the day, before and after a correction, would tell what was corrected."""
    lead(asked.request, table.seats[3])
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report")
    reader = sign_in(table.mains[3])

    def seen(rest=""):
        return words(reader.get(page + rest))

    assert "sobald sie ausgewertet sind" in seen()
    assert "Befragt wurden (nicht ausgewiesen)" in seen()
    assert "Befragt wurden 4 Institutionen, 3 haben geantwortet" in words(coordinator.get(page))
    evaluation_rules.evaluate(house, table.body.id, asked.survey.id, **by(house, table))
    house.commit()
    before = seen(), seen("/edit")
    assert "Befragt wurden 4 Institutionen, 3 haben geantwortet" in before[0]
    making.sheet(house, asked.respondents[3], {asked.question.id: AnswerValue.YES})
    house.commit()
    assert "4 haben geantwortet" in words(coordinator.get(page))
    assert (seen(), seen("/edit")) == before


def test_whoever_reads_single_answers_anyway_drafts_with_the_figures_of_the_day(
    house, table, asked, written, sign_in, lead
):
    lead(asked.request, table.seats[3])
    asked.survey.shows_answers = True
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report")
    assert "3 haben geantwortet" in words(sign_in(table.mains[3]).get(page))


def test_two_versions_of_a_report_do_not_tell_what_one_institution_corrected(
    house, table, asked, written, in_german
):
    shown(house, table, asked)
    first = release(house, table, asked.request)
    making.sheet(house, asked.respondents[0], {asked.question.id: AnswerValue.NO_STATEMENT})
    house.flush()
    second = release(house, table, asked.request, reason="Eine Angabe wurde berichtigt.")
    before, after = (house.get(Edition, each.edition_id).data for each in (first, second))
    assert before["surveys"][0]["questions"][0]["values"]["none-seen"] == 3
    assert set(after["surveys"][0]["questions"][0]["values"].values()) == {None}


def test_what_is_masked_is_not_called_small(house, table, asked, written, in_german):
    """Large counts are masked, too, where small ones could be worked out from them."""
    making.sheet(house, asked.respondents[3], {asked.question.id: AnswerValue.YES})
    data = content_of(house, report(house, asked.request.id), asked.request, TODAY)
    assert data["surveys"][0]["questions"][0]["values"]["none-seen"] is None, "three are masked with the one"
    assert "weniger als 3" not in text_of(data)
    assert "Fehlanzeige (nicht ausgewiesen)" in text_of(data)


def test_versions_of_a_public_request_are_read_at_the_table_alone(house, table, asked, written, sign_in):
    asked.request.visibility = Visibility.PUBLIC
    table.body.visibility = Visibility.PUBLIC
    shown(house, table, asked)
    release(house, table, asked.request, released_by="Leitung Quitte")
    house.commit()
    other = sign_in(build.table(house, 2).mains[0])
    page = of_requests(table, f"/{asked.request.id}/report")
    for rest in ("/versions/1", "/versions/1/paper"):
        assert other.get(page + rest).status_code == 404, rest
    assert "Leitung Quitte" not in words(other.get(page))


def test_the_survey_leads_back_to_the_request_and_the_release_says_from_when(
    house, table, asked, written, coordinator
):
    shown(house, table, asked)
    house.commit()
    page = of_requests(asked.table, f"/{asked.request.id}")
    survey = f"/round-tables/{table.body.id}/surveys/{asked.survey.id}"
    assert f'href="{page}"' in coordinator.get(survey).get_data(as_text=True)
    assert "Danach lässt sich der Bericht freigeben" in words(coordinator.get(f"{page}/report/release"))
    typed = coordinator.submit(coordinator.get(f"{page}/report/edit"), "Speichern", proposal="Erproben.")
    assert typed.status_code == 303
    assert "Gespeichert." in words(coordinator.get(f"{page}/report"))


def on_overview(browser):
    return words(browser.get("/overview"))


def test_the_overview_asks_to_check_ones_own_line_until_one_objects_or_the_day_is_past(
    house, table, asked, written, sign_in, coordinator, stop_clock, statements
):
    member, second = sign_in(table.mains[0]), sign_in(table.mains[1])
    silent, unasked = sign_in(table.mains[3]), sign_in(table.mains[4])
    own, others = "Eigene Zeile im Bericht prüfen", "Die Zeilen eines Berichts werden geprüft"
    house.commit()
    assert own not in on_overview(member)
    shown(house, table, asked)
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report")
    with statements() as told:
        seen = member.get("/overview")
    assert len(told) == 6
    assert own in words(seen)
    assert f'href="{page}"' in seen.text
    assert f'datetime="{written.objections_until.isoformat()}"' in seen.text
    owes = f"/organisations/{table.seats[0].organisation_id}/owes"
    assert own in words(member.get(owes))
    assert own in words(coordinator.get(owes))
    for each in (silent, unasked, coordinator):
        assert own not in on_overview(each)
    assert others in on_overview(coordinator)
    assert others not in on_overview(member)
    member.submit(member.get(page + "/objections/new"), "Einwendung erheben", text="Wir haben ja gesagt.")
    assert own not in on_overview(member)
    assert "Einwendung zu einem Bericht" not in on_overview(member)
    assert own in on_overview(second)
    asked_to = coordinator.get("/overview")
    assert "Eine Einwendung zu einem Bericht beantworten" in words(asked_to)
    assert f'href="{page}"' in asked_to.text
    stop_clock(build.NOW + (written.objections_until - TODAY))
    assert own in on_overview(sign_in(table.mains[1]))
    stop_clock(build.NOW + (written.objections_until - TODAY) + timedelta(days=1))
    assert own not in on_overview(sign_in(table.mains[1]))
    left = on_overview(sign_in(table.coordinator))
    assert others not in left
    assert "Eine Einwendung zu einem Bericht beantworten" in left, "it still keeps the report from release"
    objection = house.query(ReportObjection).one()
    objection.answer, objection.answered_at = "Berichtigt.", build.NOW
    house.commit()
    assert "Eine Einwendung" not in on_overview(sign_in(table.coordinator))


def test_whoever_may_not_know_of_the_request_is_not_told_of_its_report(
    house, table, asked, written, sign_in, coordinator
):
    asked.request.visibility = Visibility.COORDINATION
    shown(house, table, asked)
    house.commit()
    assert "im Bericht prüfen" not in on_overview(sign_in(table.mains[0]))
    assert "Die Zeilen eines Berichts" in on_overview(coordinator)


def test_whoever_may_not_know_of_the_request_gets_no_letter_and_the_coordination_is_told(
    house, table, asked, written, lead, coordinator, sign_in
):
    lead(asked.request, table.seats[1])
    asked.request.visibility = Visibility.COORDINATION
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report")
    assert sign_in(table.mains[0]).get(page).status_code == 404
    look = coordinator.get(page + "/show")
    seen = words(look)
    assert table.mains[0].email not in seen
    assert "Haben geantwortet, sehen diese Anfrage aber nicht" in seen
    assert house.get(Organisation, table.seats[0].organisation_id).name in seen
    assert coordinator.submit(look, "Zeilen vorlegen und 1 Nachricht senden").status_code == 303
    letters = house.query(Letter).filter_by(template="requests/report_shown").all()
    assert [each.recipient for each in letters] == [table.mains[1].email]


def test_nobody_checks_lines_of_an_anonymous_survey(house, table, asked, written, sign_in):
    asked.survey.anonymous = True
    shown(house, table, asked)
    house.commit()
    assert "im Bericht prüfen" not in on_overview(sign_in(table.mains[0]))


def test_before_lines_are_shown_the_coordination_sees_who_is_written_to_who_is_not_and_the_letter(
    house, table, asked, written, coordinator
):
    outside = making.respondent(house, asked.survey, "Beratungsstelle außerhalb", email="b@aussen.example")
    making.sheet(house, outside, {asked.question.id: AnswerValue.NONE_SEEN})
    making.respondent(house, asked.survey, "Stumme Stelle", email="s@aussen.example")
    table.mains[2].email = None
    house.commit()
    page = coordinator.get(of_requests(table, f"/{asked.request.id}/report/show"))
    seen = words(page)
    assert "Den Befragten ihre Zeilen vorlegen" in seen
    assert table.mains[0].email in seen
    assert "Beratungsstelle außerhalb" in seen
    assert "Stumme Stelle" not in seen
    until = written_day(working_days_after(TODAY, 5, _land(house, table)))
    assert f"Bitte prüfen Sie bis {until} die Zeile Ihrer Institution in einem Bericht" in seen
    table.mains[1].email = "neu@institution.example"
    house.commit()
    send = "Zeilen vorlegen und 3 Nachrichten senden"
    refused = coordinator.submit(page, send)
    assert refused.status_code == 422
    assert house.query(Letter).filter_by(template="requests/report_shown").count() == 0
    assert coordinator.submit(refused, send).status_code == 303
    assert house.query(Letter).filter_by(template="requests/report_shown").count() > 0


def written_day(day):
    return f"{day:%d.%m.%Y}"


def decided(house, table, title, **facts):
    """A decision of the table that came about."""
    text = build.added(house, Text(body_id=table.body.id))
    given = {"kind": DecisionKind.SUBSTANCE, "created_by_id": table.coordinator.id, "text_id": text.id}
    made = Decision(body_id=table.body.id, title=title, created_at=build.NOW, **given, **facts)
    made.close(Result.CONSENSUS, TODAY, build.NOW)
    return build.added(house, made)


def test_a_report_never_names_a_decision_that_is_not_for_the_whole_table(
    house, table, asked, written, coordinator, sign_in, lead
):
    lead(asked.request, table.seats[4])
    meeting = build.meeting(house, table.body, in_days=-3)
    named = {"visibility": Visibility.CONFIDENTIAL, "seats": table.seats[:1]}
    item = build.agenda_item(house, meeting, "Vertraulich", **named)
    hidden = decided(house, table, "Vorgang Quitte", meeting_id=meeting.id, item_id=item.id)
    known = decided(house, table, "Zustimmung zum Bericht", circular=True)
    shown(house, table, asked)
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report")
    form = words(coordinator.get(page + "/release"))
    assert "Zustimmung zum Bericht" in form
    assert "Quitte" not in form
    with pytest.raises(RuleBroken, match="came about"):
        release(house, table, asked.request, decision_id=hidden.id)
    made = release(house, table, asked.request, decision_id=known.id)
    assert "Zustimmung zum Bericht" in house.get(Edition, made.edition_id).content
    house.get(Report, written.id).decision_id = hidden.id  # as earlier versions could
    house.commit()
    assert "Quitte" not in words(sign_in(table.mains[4]).get(page))


def test_a_report_says_in_writing_only_where_it_was(house, table, asked, written, in_german):
    def way():
        house.flush()
        return next(row[1] for row in method(house, asked) if row[0] == "Weg")

    assert way() == "schriftlich"
    told = {"channel": Channel.COORDINATION, "oral": True}
    making.sheet(house, asked.respondents[0], {asked.question.id: AnswerValue.NONE_SEEN}, **told)
    assert way() == "schriftlich, teilweise mündlich, von der Koordination festgehalten"
    for each in asked.respondents[1:3]:
        making.sheet(house, each, {asked.question.id: AnswerValue.NONE_SEEN}, **told)
    assert way() == "mündlich, von der Koordination festgehalten"


def method(house, asked):
    """The rows in which a report says how it was asked."""
    data = content_of(house, report(house, asked.request.id), asked.request, TODAY)
    parts = [part for each in shown_report(data).sections for part in each.parts if part.rows]
    return next(part.rows for part in parts if part.rows.caption.startswith("Erhebung A:")).body


def test_ones_own_line_says_what_was_counted_and_chosen(house, table, asked, written, sign_in):
    many = making.question(house, asked.survey, QuestionKind.NUMBER, wording="Wie viele?", unit="Anfragen")
    bare = making.question(house, asked.survey, QuestionKind.NUMBER, wording="Wie oft?")
    which = making.question(
        house, asked.survey, QuestionKind.CHOICE, wording="Was hilft?", choices=("Abends",)
    )
    choice = house.query(SurveyChoice).filter_by(question_id=which.id).one()
    counted = {"number": 4, "strength": NumberStrength.COUNT}
    said = {many.id: dict(counted), bare.id: counted | {"number": 1}, which.id: {"chosen": [choice]}}
    making.sheet(house, asked.respondents[0], said)
    shown(house, table, asked)
    house.commit()
    seen = words(sign_in(table.mains[0]).get(of_requests(table, f"/{asked.request.id}/report")))
    assert "Wie viele? 4 Anfragen (gezählt)" in seen
    assert "Wie oft? 1 Nennung (gezählt)" in seen
    assert "Was hilft? Abends" in seen


def test_the_table_is_asked_to_agree_to_the_report_and_what_it_agreed_to_is_what_is_released(
    house, table, asked, written, coordinator, sign_in
):
    page, ask = of_requests(table, f"/{asked.request.id}/report"), "Zustimmung des Tisches einholen"
    house.commit()
    early = coordinator.submit(coordinator.get(page), ask)
    assert early.status_code == 422
    assert house.query(Decision).count() == 0
    shown(house, table, asked, days=-20)
    house.commit()
    answer = coordinator.submit(coordinator.get(page), ask)
    assert answer.status_code == 303
    question = house.query(Decision).one()
    assert f"/decisions/{question.id}" in answer.location
    assert question.circular
    survey = f"/round-tables/{table.body.id}/surveys/{asked.survey.id}"
    assert "Bericht freigegeben" not in words(coordinator.get(survey)), "the table is only asked"
    seen = words(coordinator.get(answer.location))
    for each in (
        "Zustimmung zum Bericht: Mitteilung zum Bedarf",
        "Befragt wurden 4 Institutionen, 3 haben geantwortet.",
        "Fehlanzeige: 3",
        "Dunkelfeld",
        "Prüfsumme des Inhalts",
    ):
        assert each in seen, each
    assert "Zustimmung zum Bericht" not in words(sign_in(table.mains[0]).get(page))
    assert ask not in words(coordinator.get(page)), "it is asked once"
    with pytest.raises(RuleBroken, match="came about"):
        release(house, table, asked.request, decision_id=question.id)
    question.close(Result.CONSENSUS, TODAY, build.NOW)
    made = house.get(Report, written.id)
    made.proposal = "Etwas anderes."
    house.flush()
    with pytest.raises(RuleBroken, match="other words"):
        release(house, table, asked.request, decision_id=question.id)
    made.proposal = TEXTS["proposal"]
    house.flush()
    version = release(house, table, asked.request, decision_id=question.id)
    assert house.get(Edition, version.edition_id).data["decision"]["title"] == question.title
    house.commit()
    assert "Bericht freigegeben" in words(coordinator.get(survey))


def test_the_table_is_not_asked_about_what_it_does_not_see(house, table, asked, written, coordinator):
    asked.request.visibility = Visibility.COORDINATION
    shown(house, table, asked, days=-20)
    house.commit()
    page = of_requests(table, f"/{asked.request.id}/report")
    assert "Zustimmung des Tisches einholen" not in words(coordinator.get(page))
    with pytest.raises(RuleBroken, match="does not see"):
        ask_agreement(house, asked.request.id, worded=lambda *_: ("x", "y"), render=str, **by(house, table))


def test_a_survey_for_which_no_letter_is_left_is_refused_beside_its_field(house, table, asked, coordinator):
    """A 27th would be missing from the report without a word."""
    others = [making.survey(house, table.body, title=f"Abfrage {at}") for at in range(26)]
    for each in others[:25]:
        tie_rules.tie(house, asked.request.id, thing=("survey", each.id), **by(house, table))
    house.commit()
    page = coordinator.get(of_requests(table, f"/{asked.request.id}/belongings/new"))
    refused = coordinator.submit(page, belonging=f"survey-{others[25].id}")
    assert refused.status_code == 422
    assert "höchstens 26 Erhebungen" in words(refused)
    new = coordinator.get(f"/round-tables/{table.body.id}/surveys/new?request={asked.request.id}")
    refused = coordinator.submit(new, title="Noch eine")
    assert refused.status_code == 422
    assert "höchstens 26 Erhebungen" in words(refused)
    house.expire_all()
    assert len(surveys_of(house, asked.request)) == 26
    assert house.query(Survey).count() == 27
