"""Surveys: made, opened, answered together, recorded, extended, closed, corrected; the silent reminded."""

from datetime import date, timedelta

import pytest

from blueprints.surveys import (
    answer_rules,
    asking_rules,
    closing_rules,
    question_rules,
    reminder_rules,
    respondent_rules,
    rules,
)
from blueprints.surveys.answer_queries import linked
from blueprints.surveys.queries import counting_sheets
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.letters import Letter, LetterKind
from models.links import Link, LinkKind, link
from models.organisations import Organisation
from models.people import Person
from models.requests import ExternalRequest
from models.respondent_links import RespondentLink
from models.rounds import AskedLink, AskedSeat, Channel, Round
from models.survey_answers import AnswerSheet, SurveyAnswer, newest
from models.survey_questions import NumberStrength, QuestionKind
from models.survey_states import SurveyState
from models.surveys import Respondent, Survey
from models.versions import ChangedMeanwhile
from plumbing.letters import render_waiting
from tests import build
from tests.surveys.conftest import NONE_SEEN, YES, Asking
from tests.surveys.making import DUE

LATER = build.NOW + timedelta(days=3)


@pytest.fixture
def posted(house, app):
    """`posted("opened")` are the letters of a kind, as they were made."""

    def made(template):
        with app.test_request_context():
            render_waiting(house)
        return house.query(Letter).filter_by(template=f"surveys/{template}").order_by(Letter.id).all()

    return made


def versions(house, one):
    return house.query(AnswerSheet).filter_by(respondent_id=one.id).order_by(AnswerSheet.number).all()


def outsider(asking, name="Frauenhaus", now=build.NOW, **facts):
    given = {"organisation_id": None, "name": name, "stands_for": 1, "email": None} | facts
    return respondent_rules.add(*asking.of_it, **given, **asking.chief(now))


def token_for(house, one, token="geheim"):
    """A known secret in place of the one in the letter."""
    link = house.query(RespondentLink).filter_by(respondent_id=one.id).first()
    link.token_hash = AskedLink.hashed(token)
    house.flush()
    return token


# Making


def test_only_the_coordination_makes_surveys(house, table, asking):
    for who in (*table.mains, table.reader, build.table(house).coordinator):
        with pytest.raises(NotAllowed):
            rules.begin(house, table.body.id, title="x", **asking.by(who))
        with pytest.raises(NotAllowed):
            closing_rules.close(*asking.of_it, **asking.by(who))


def test_questions_change_places_and_keep_their_numbers_without_gaps(asking):
    third = asking.ask("Drittens?")
    given = {"up": True} | asking.chief()
    question_rules.move(*asking.of_it, third.id, **given)
    assert [each.wording for each in asking.questions()][1] == "Drittens?"
    question_rules.take_out(*asking.of_it, asking.questions()[0].id, **asking.chief())
    left = asking.questions()
    assert [each.place for each in left] == [1, 2]
    assert left[1].paired_with_id is None, "what narrowed the one that is gone stands alone"


def test_a_question_narrows_a_yes_question_only_and_never_itself_by_a_detour(house, asking):
    number = asking.ask("Wie viele?", QuestionKind.NUMBER, unit="Fälle")
    with pytest.raises(RuleBroken, match="answered by yes"):
        asking.ask("Davon?", paired_with_id=number.id)
    wider, narrower = asking.questions()[:2]
    facts = {"wording": "x", "kind": QuestionKind.YES, "paired_with_id": narrower.id}
    facts |= {"definition": "", "period": "", "unit": "", "strength": None, "several": False}
    with pytest.raises(RuleBroken, match="narrow each other"):
        question_rules.edit(*asking.of_it, wider.id, based_on=wider.version, **facts, **asking.chief())


def test_a_choice_offers_at_least_two_answers(asking):
    with pytest.raises(RuleBroken):
        asking.ask("Welche?", QuestionKind.CHOICE, labels=["eine"])
    made = asking.ask("Welche?", QuestionKind.CHOICE, labels=["eine", "andere"])
    assert [each.label for each in asking.questions()[-1].choices] == ["eine", "andere"]
    assert made.kind is QuestionKind.CHOICE


def test_a_draft_is_dropped_with_its_questions(house, asking):
    outsider(asking)
    rules.drop(*asking.of_it, **asking.chief())
    house.flush()
    assert house.query(Survey).count() == house.query(Respondent).count() == 0


# Opening


def test_opening_asks_the_chosen_and_keeps_the_others_as_not_asked(house, table, asking, posted):
    letters = asking.open(*table.seats[:2])
    assert letters == len(posted("opened")) == 4, "representatives and deputies of two institutions"
    assert sorted(filter(None, asking.standings().values())) == ["no-answer", "no-answer", "not-asked"]
    assert house.query(Round).one().due_on == DUE == asking.survey.due_on


def test_what_is_out_stands_as_it_is(asking):
    asking.open()
    question = asking.questions()[0]
    for gesture in (
        lambda: asking.ask("Noch eine?"),
        lambda: question_rules.take_out(*asking.of_it, question.id, **asking.chief()),
        lambda: rules.edit(*asking.of_it, title="x", based_on=asking.survey.version, **asking.chief()),
        lambda: rules.drop(*asking.of_it, **asking.chief()),
        asking.open,
    ):
        with pytest.raises(RuleBroken):
            gesture()


@pytest.mark.parametrize("due_on", [None, build.TODAY, build.TODAY + timedelta(days=500)])
def test_the_last_day_lies_ahead(asking, due_on):
    with pytest.raises(RuleBroken):
        asking.open(due_on=due_on)


def test_an_institution_with_seats_at_two_tables_answers_once(house, table, asking):
    other = build.table(house, by=table.coordinator)
    same = house.get(Organisation, table.seats[0].organisation_id)
    seat = build.seat(house, other.body, of=same)
    there = build.appointment(house, seat)
    given = {"body_ids": [other.body.id], "title": "Für beide", "based_on": asking.survey.version}
    rules.edit(*asking.of_it, **given, **asking.chief())
    asking.open(table.seats[0], seat, other.seats[0])
    assert sum(each == "no-answer" for each in asking.standings().values()) == 2
    assert house.query(Round).count() == 2
    house.expire_all()
    person = house.get(Person, there.person_id)
    asking.say(0, YES, NONE_SEEN, person=person)
    assert sorted(asking.standings().values()).count("answered") == 1


def test_tables_that_one_does_not_coordinate_are_not_asked(house, asking):
    other = build.table(house)
    with pytest.raises(NotAllowed):
        rules.edit(
            *asking.of_it,
            body_ids=[other.body.id],
            based_on=asking.survey.version,
            title="x",
            **asking.chief(),
        )


# Answering


def test_an_institution_drafts_together_and_answers_once(house, table, asking):
    asking.open()
    asking.say(0, YES, save=True, person=table.deputies[0])
    assert asking.standings()[asking.respondent(0).name] == "no-answer", "a draft is no answer"
    asking.say(0, YES, NONE_SEEN)
    sheet = versions(house, asking.respondent(0))
    assert len(sheet) == 1
    assert (sheet[0].channel, sheet[0].person_id) == (Channel.SITE, table.mains[0].id)


def test_a_draft_keeps_words_before_it_is_said_what_they_are(house, asking):
    asking.open()
    asking.say(0, {"note": "Darüber sprechen wir noch."}, save=True)
    row = house.query(SurveyAnswer).one()
    assert (row.value, row.note) == (None, "Darüber sprechen wir noch.")
    with pytest.raises(RuleBroken, match="no answer yet"):
        asking.say(0, {"note": "Darüber sprechen wir noch."}, NONE_SEEN)


def test_two_of_one_institution_lose_no_words(house, table, asking):
    asking.open()
    begun = asking.basis(asking.respondent(0))
    asking.say(0, YES, save=True)
    with pytest.raises(ChangedMeanwhile):
        asking.say(0, NONE_SEEN, NONE_SEEN, person=table.deputies[0], based_on=begun)


def test_changed_answers_are_new_versions_and_the_older_ones_stay(house, asking):
    asking.open()
    asking.say(0, YES, YES)
    asking.say(0, YES, NONE_SEEN, now=LATER)
    first, second = versions(house, asking.respondent(0))
    assert (first.number, second.number) == (1, 2)
    assert newest([first, second]) is second
    assert len(counting_sheets(house, asking.survey_id)) == 1


def test_nobody_answers_for_another_institution_or_by_reading_only(house, table, asking):
    asking.open()
    for who in (table.mains[1], table.reader, table.coordinator):
        with pytest.raises(NotAllowed):
            asking.say(0, YES, YES, person=who)


def test_answers_are_taken_to_the_end_of_the_last_day_in_berlin(asking):
    asking.open()
    last_minute = build.NOW.replace(month=9, day=30, hour=21, minute=59)
    asking.say(0, YES, YES, now=last_minute)
    with pytest.raises(RuleBroken, match="has ended"):
        asking.say(0, YES, YES, now=last_minute + timedelta(minutes=1))


def test_yes_to_the_narrower_question_needs_yes_to_the_wider_one(asking):
    asking.open()
    with pytest.raises(RuleBroken, match="says yes to something") as broken:
        asking.say(0, NONE_SEEN, YES)
    assert broken.value.field == "q2"
    asking.say(0, YES, NONE_SEEN)


def test_numbers_say_how_strong_they_are_and_none_is_a_zero(house, table):
    asking = Asking(house, table)
    asking.begin()
    asking.ask("Wie viele?", QuestionKind.NUMBER, unit="Beratungen")
    asking.open()
    for wrong in ({"number": 0, "strength": NumberStrength.COUNT}, {"number": 4}, {"value": YES}):
        with pytest.raises(RuleBroken):
            asking.say(0, wrong)
    with pytest.raises(RuleBroken, match="either"):
        asking.say(0, {"value": NONE_SEEN, "number": 4, "strength": NumberStrength.COUNT})
    asking.say(0, {"number": 4, "strength": NumberStrength.IMPRESSION})
    row = house.query(SurveyAnswer).one()
    assert (row.value, row.number, row.strength) == (YES, 4, NumberStrength.IMPRESSION)


def test_a_choice_takes_what_is_offered_and_one_only_unless_several_may(house, table):
    asking = Asking(house, table)
    asking.begin()
    asking.ask("Welche?", QuestionKind.CHOICE, labels=["eine", "andere"])
    asking.open()
    both = tuple(each.id for each in asking.questions()[0].choices)
    with pytest.raises(RuleBroken, match="one answer only"):
        asking.say(0, {"choice_ids": both})
    with pytest.raises(NotAllowed):
        asking.say(0, {"choice_ids": (both[-1] + 1,)})
    asking.say(0, {"choice_ids": both[:1]})
    (sheet,) = counting_sheets(house, asking.survey_id)
    assert [each.choice_id for each in sheet.answers[0].chosen] == [both[0]]


# By link


def test_one_outside_answers_by_link_and_changes_it_until_the_last_day(house, asking, posted):
    one = outsider(asking, email="haus@frauenhaus.example")
    asking.open(now=build.NOW)
    letters = [each for each in posted("opened") if each.recipient == "haus@frauenhaus.example"]
    assert len(letters) == 1
    token = token_for(house, one)
    given = {"given": asking.given(YES), "now": build.NOW}
    answer_rules.save_by_link(house, token, based_on=0, **given)
    assert asking.standings()["Frauenhaus"] == "no-answer"
    given["given"] = asking.given(YES, NONE_SEEN)
    made = answer_rules.release_by_link(house, token, based_on=1, **given)
    assert (made.channel, made.address) == (Channel.LINK, "haus@frauenhaus.example")
    again = answer_rules.release_by_link(house, token, based_on=10_000, **given)
    assert again.number == 2
    given["now"] = build.NOW.replace(month=10, day=2)
    with pytest.raises(RuleBroken):
        answer_rules.release_by_link(house, token, based_on=20_000, **given)
    assert linked(house, token, date(2026, 10, 2)).is_over


def test_links_say_for_a_while_that_it_is_over_and_are_deleted_then(house, asking):
    one = outsider(asking, email="haus@frauenhaus.example")
    asking.open()
    token = token_for(house, one)
    asking.close()
    assert closing_rules.forget_links(house, build.NOW) == 0
    assert linked(house, token, build.TODAY).is_over
    assert closing_rules.forget_links(house, LATER) == 1
    assert linked(house, token, build.TODAY) is None


def test_a_draft_that_is_dropped_leaves_no_link(house, table, asking):
    asked = ExternalRequest(body_id=table.body.id, title="Bitte", asker="Vorsitz", registered_at=build.NOW)
    link(house, LinkKind.FOLLOWS_FROM, asking.survey, build.added(house, asked))
    rules.drop(*asking.of_it, **asking.chief())
    house.flush()
    assert house.query(Link).count() == 0


def test_an_unknown_link_opens_nothing(house, asking):
    asking.open()
    assert linked(house, "erfunden", build.TODAY) is None
    with pytest.raises(NotAllowed):
        answer_rules.release_by_link(house, "erfunden", given=[], based_on=0, now=build.NOW)


# Recorded by the coordination


def test_oral_answers_are_recorded_and_marked_and_the_institution_is_told(house, table, asking, posted):
    asking.open()
    one = asking.respondent(1)
    assert asking.record(one, YES, NONE_SEEN, said_on=build.TODAY) == 2
    made = versions(house, one)[-1]
    assert (made.channel, made.oral, made.said_on) == (Channel.COORDINATION, True, build.TODAY)
    assert {each.recipient for each in posted("recorded")} == {
        table.mains[1].email,
        table.deputies[1].email,
    }
    asking.say(1, YES, YES, now=LATER)
    assert [each.channel for each in versions(house, one)] == [Channel.COORDINATION, Channel.SITE]


def test_a_draft_that_is_answered_after_a_recorded_answer_counts_as_the_newer_one(house, asking):
    asking.open()
    one = asking.respondent(0)
    asking.say(0, YES, save=True)
    asking.record(one, YES, YES)
    asking.say(0, YES, NONE_SEEN, now=LATER)
    assert newest(versions(house, one)).channel is Channel.SITE


def test_groups_answer_together_and_nobody_knows_how_many_they_are(house, asking):
    asking.open()
    rest = outsider(asking, "übrige Anwesende", stands_for=None)
    assert rest.is_collective
    asking.record(rest, NONE_SEEN, NONE_SEEN)
    assert asking.standings()["übrige Anwesende"] == "answered"


def test_not_documented_singly_is_no_silence_and_ends_with_an_answer(asking):
    asking.open()
    one = asking.respondent(2)
    respondent_rules.note_undocumented(*asking.of_it, one.id, undocumented=True, **asking.chief())
    assert asking.standings()[one.name] == "not-documented"
    asking.record(one, YES, NONE_SEEN)
    assert asking.standings()[one.name] == "answered"
    with pytest.raises(RuleBroken):
        respondent_rules.note_undocumented(*asking.of_it, one.id, undocumented=True, **asking.chief())


def test_what_took_place_elsewhere_is_recorded_without_asking_anybody(house, table):
    asking = Asking(house, table)
    asking.begin(retold=True, source="S3", quote="Lediglich bei …")
    asking.pair()
    one = outsider(asking, "Polizei")
    with pytest.raises(RuleBroken):
        asking.open()
    asking.record(one, YES, NONE_SEEN)
    with pytest.raises(RuleBroken, match="recorded already"):
        asking.ask("Noch eine?")
    asking.close()
    assert asking.survey.state(build.TODAY) is SurveyState.CLOSED
    assert house.query(Round).count() == house.query(Letter).count() == 0


# Reminders and deadlines


def test_only_the_silent_are_reminded_each_once(house, table, asking, posted):
    outsider(asking, email="haus@frauenhaus.example")
    asking.open()
    asking.say(0, YES, YES)
    week_before = DUE - timedelta(days=7)
    assert reminder_rules.remind_due(house, week_before - timedelta(days=1), LATER) == 0
    assert reminder_rules.remind_due(house, week_before, LATER) == 5, "two institutions, and one by link"
    assert reminder_rules.remind_due(house, week_before, LATER) == 0
    asking.say(1, NONE_SEEN, NONE_SEEN)
    assert reminder_rules.remind_due(house, DUE - timedelta(days=2), LATER) == 3
    letters = posted("reminder")
    assert all(each.kind is LetterKind.REMINDER for each in letters)
    assert not {each.recipient for each in letters} & {table.mains[0].email}
    assert reminder_rules.remind_due(house, DUE + timedelta(days=1), LATER) == 0


def test_an_extension_is_told_to_all_and_holds_at_every_table(house, table, asking):
    asking.open()
    asking.say(0, YES, YES)
    with pytest.raises(RuleBroken, match="after the one"):
        asking_rules.extend(*asking.of_it, due_on=DUE, **asking.chief())
    new = DUE + timedelta(days=7)
    assert asking_rules.extend(*asking.of_it, due_on=new, **asking.chief()) == 6
    assert asking.survey.due_on == house.query(Round).one().due_on == new
    asking.say(1, YES, YES, now=build.NOW.replace(month=10, day=7))


# The end


def test_closing_ends_it_and_drafts_were_not_said(house, asking):
    asking.open()
    asking.say(0, YES, YES)
    asking.say(1, YES, save=True)
    asking.close()
    assert [each.respondent_id for each in house.query(AnswerSheet)] == [asking.respondent(0).id]
    with pytest.raises(RuleBroken, match="has ended"):
        asking.say(1, YES, YES)
    assert asking.standings()[asking.respondent(1).name] == "no-answer"


def test_it_is_opened_again_before_a_report_only_and_the_history_says_so(house, asking):
    asking.open()
    asking.close()
    again = {"due_on": DUE + timedelta(days=7)} | asking.chief(LATER)
    assert closing_rules.reopen(*asking.of_it, **again) == 6
    asking.say(0, YES, YES, now=LATER)
    assert house.query(Entry).filter_by(gesture="reopen", subject="survey").count() == 1
    asking.close(LATER)
    asking.survey.reported_at = LATER
    house.flush()
    with pytest.raises(RuleBroken, match="report"):
        closing_rules.reopen(*asking.of_it, **again)


def test_an_answer_is_corrected_afterwards_with_a_reason_as_a_new_version(house, asking):
    asking.open()
    asking.say(0, YES, YES)
    asking.close()
    one = asking.respondent(0)
    with pytest.raises(RuleBroken, match="reason"):
        asking.record(one, YES, NONE_SEEN, based_on=1)
    asking.record(one, YES, NONE_SEEN, based_on=1, reason="Verwechslung der Fragen")
    assert len(versions(house, one)) == 2
    (sheet,) = counting_sheets(house, asking.survey_id)
    assert sheet.reason == "Verwechslung der Fragen"


def test_the_history_holds_no_words(house, asking):
    asking.open()
    asking.say(0, {"value": YES, "note": "Wort-Topas"}, YES)
    outsider(asking, "Name-Topas")
    told = [str(each.facts) for each in house.query(Entry)]
    assert len(told) > 2
    assert not [each for each in told if "Topas" in each]


def test_a_seat_that_ends_is_void_unless_it_has_answered(house, table, asking):
    asking.open()
    asking.say(0, YES, YES)
    for each in table.seats[:2]:
        each.ends_on = build.TODAY - timedelta(days=1)
    house.flush()
    stood = asking.standings()
    assert stood[asking.respondent(0).name] == "answered"
    assert stood[asking.respondent(1).name] == "void"
    assert house.query(AskedSeat).count() == 3
