"""Results leave the house: masked, quoted only where it was released, and no issue tells on another one."""

import pytest

from blueprints.surveys import evaluation_rules, issue_queries, queries, release_rules
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.survey_answers import AnswerValue
from models.survey_issues import AnswerRelease
from tests import build
from tests.surveys import making

YES, NONE = AnswerValue.YES, AnswerValue.NONE_SEEN


class Evaluating:
    """A closed survey of a table with seats and of respondents outside, and gestures on it."""

    def __init__(self, house, seats=4, outside=8, **facts):
        self.house, self.table = house, build.table(house, seats)
        self.about = making.survey(house, self.table.body, **facts)
        self.question = making.question(house, self.about)
        self.seated = making.opened(house, self.about, self.table.seats)
        self.outside = [making.respondent(house, self.about, f"Stelle {at}") for at in range(outside)]

    def answer(self, respondents, value, **facts):
        for each in respondents:
            making.sheet(self.house, each, {self.question.id: {"value": value, **facts}})

    def close(self):
        making.close(self.house, self.about)

    @property
    def place(self):
        return self.house, self.about.body_id, self.about.id

    def by(self, person):
        return {"by": build.actor(self.house, person), "now": build.NOW}

    def chief(self):
        return self.by(self.table.coordinator)

    def publish(self):
        made = evaluation_rules.publish(*self.place, **self.chief())
        return self.house.get(Edition, made.edition_id).data

    def ahead(self):
        self.house.flush()
        self.house.expire_all()
        about = queries.survey(self.house, self.about.body_id, self.about.id)
        return issue_queries.published_data(self.house, about, build.TODAY)

    def release(self, seat=0, question=None):
        which = (self.seated[seat].id, (question or self.question).id)
        return release_rules.release_quote(*self.place, *which, **self.by(self.table.mains[seat]))


@pytest.fixture
def evaluating(house):
    """Four institutions with seats have said yes, eight others Fehlanzeige."""
    made = Evaluating(house)
    made.answer(made.seated, YES, note="Vereinzelt, ohne Bezug.")
    made.answer(made.outside, NONE)
    made.close()
    return made


def values(data, number=1):
    return [data["questions"][number - 1]["values"][each.value] for each in AnswerValue]


def quoted(data):
    return [(each["name"], each["note"]) for each in data["questions"][0]["quotes"]]


def test_an_issue_is_frozen_with_every_silence_and_the_masks(evaluating):
    data = evaluating.publish()
    assert values(data) == [4, 8, 0, 0]
    assert data["participation"]["answered"] == 12
    assert (data["masked"], data["least"], data["issue"]) == (True, 3, 1)
    assert quoted(data) == []
    assert "Vereinzelt" not in str(data), "notes are single answers"


def test_nothing_leaves_the_house_before_closing_or_without_answers(house):
    made = Evaluating(house)
    with pytest.raises(RuleBroken):
        made.publish()
    making.close(house, made.about)
    with pytest.raises(RuleBroken):
        made.publish()
    with pytest.raises(NotAllowed):
        evaluation_rules.publish(*made.place, **made.by(made.table.mains[0]))


def test_a_single_answer_is_quoted_only_where_its_institution_released_it(evaluating):
    evaluating.release()
    data = evaluating.ahead()
    name = evaluating.seated[0].name
    assert quoted(data) == [(name, "Vereinzelt, ohne Bezug.")]
    assert values(data) == [4, 8, 0, 0], "three others are left"


def test_a_quote_masks_the_others_where_they_would_be_a_small_number(house):
    made = Evaluating(house)
    made.answer(made.seated[:3], YES)
    made.answer([*made.outside, made.seated[3]], NONE)
    made.close()
    assert values(made.ahead()) == [3, 9, 0, 0]
    made.release()
    assert set(values(made.ahead())) == {None}
    assert len(quoted(made.ahead())) == 1


def test_a_release_is_taken_back_until_it_is_published(house, evaluating):
    release = evaluating.release()
    evaluating.release(1)
    own = evaluating.by(evaluating.table.mains[0])
    with pytest.raises(NotAllowed):
        release_rules.take_back(*evaluating.place, release.id, **evaluating.by(evaluating.table.mains[1]))
    release_rules.take_back(*evaluating.place, release.id, **own)
    assert len(quoted(evaluating.publish())) == 1
    second = house.query(AnswerRelease).filter_by(respondent_id=evaluating.seated[1].id).one()
    with pytest.raises(RuleBroken):
        release_rules.take_back(*evaluating.place, second.id, **evaluating.by(evaluating.table.mains[1]))
    told = [
        each.gesture for each in house.query(Entry).filter_by(subject="answer_release").order_by(Entry.id)
    ]
    assert told == ["release", "release", "withdraw"]


def test_nobody_else_releases_an_answer(house, evaluating):
    which = (evaluating.seated[0].id, evaluating.question.id)
    for person in (evaluating.table.mains[1], evaluating.table.coordinator, evaluating.table.reader):
        with pytest.raises(NotAllowed):
            release_rules.release_quote(*evaluating.place, *which, **evaluating.by(person))
    with pytest.raises(RuleBroken):
        release_rules.record_quote(*evaluating.place, *which, said_how="am Telefon", **evaluating.chief())
    other = making.survey(house, evaluating.table.body)
    with pytest.raises(NotAllowed):
        release_rules.release_quote(
            house, other.body_id, other.id, *which, **evaluating.by(evaluating.table.mains[0])
        )


def test_who_has_no_people_here_releases_through_the_coordination_which_says_how(evaluating):
    which = (evaluating.outside[0].id, evaluating.question.id)
    with pytest.raises(RuleBroken):
        release_rules.record_quote(*evaluating.place, *which, said_how="", **evaluating.chief())
    made = release_rules.record_quote(
        *evaluating.place, *which, said_how="Brief vom 01.09.2026", **evaluating.chief()
    )
    assert quoted(evaluating.ahead()) == [("Stelle 0", "")]
    release_rules.take_back(*evaluating.place, made.id, **evaluating.chief())
    assert quoted(evaluating.ahead()) == []


def test_a_corrected_answer_is_another_one_and_not_released(evaluating):
    evaluating.release()
    evaluating.answer(evaluating.seated[:1], NONE)
    assert quoted(evaluating.ahead()) == []


def test_what_fewer_than_three_have_changed_is_not_shown_again(evaluating):
    evaluating.publish()
    evaluating.answer(evaluating.seated[:1], NONE)
    data = evaluating.publish()
    assert set(values(data)) == {None}
    assert data["questions"][0]["withheld"]
    evaluating.answer(evaluating.outside[:2], YES)
    assert values(evaluating.publish()) == [5, 7, 0, 0], "three have, since the issue that showed it"


def test_what_nobody_has_changed_stays_as_it_was_shown(evaluating):
    before = evaluating.publish()
    evaluating.release()
    evaluating.about.smallest = 5
    again = evaluating.publish()
    assert again["questions"] == before["questions"], "no quote and no mask that was not there"
    evaluating.answer(evaluating.seated[:1], YES, note="Anders gesagt.")
    assert evaluating.publish()["questions"] == before["questions"], "another note is no other count"


def test_many_issues_are_looked_through_in_as_many_statements_as_one(evaluating, statements):
    asked = []
    for more in (1, 4):
        for _ in range(more):
            evaluating.publish()
        evaluating.ahead()
        with statements() as seen:
            evaluating.ahead()
        asked.append(len(seen))
    assert asked[0] == asked[1] > 0


def test_an_answer_that_is_changed_and_changed_back_changes_nothing(evaluating):
    before = evaluating.publish()
    evaluating.answer(evaluating.seated[:1], NONE)
    evaluating.answer(evaluating.seated[:1], YES)
    assert evaluating.publish()["questions"] == before["questions"]


def test_questions_that_belong_together_are_released_masked_and_withheld_together(house):
    made = Evaluating(house)
    narrow = making.question(house, made.about, paired_with_id=made.question.id)
    for each in made.seated:
        making.sheet(house, each, {made.question.id: YES, narrow.id: NONE})
    for each in made.outside:
        making.sheet(house, each, {made.question.id: NONE, narrow.id: NONE})
    made.close()
    with pytest.raises(NotAllowed):
        made.release(question=narrow)
    made.release()
    data = made.publish()
    assert [len(each["quotes"]) for each in data["questions"]] == [1, 1]
    assert data["crosses"][0]["cells"][0][1] == 4
    making.sheet(house, made.outside[0], {made.question.id: YES, narrow.id: NONE})
    data = made.publish()
    assert [each["withheld"] for each in data["questions"]] == [True, True]
    assert data["crosses"][0]["cells"] is None
    assert values(data, 2) == [None] * 4


def test_what_groups_say_is_published_only_where_it_was_released(house):
    made = Evaluating(house)
    group = making.respondent(house, made.about, "übrige Anwesende")
    group.stands_for = None
    made.answer(made.seated, YES)
    made.answer([*made.outside, group], NONE)
    made.close()
    assert made.ahead()["questions"][0]["groups"] == []
    assert made.ahead()["participation"]["groups_answered"] == 1
    assert made.ahead()["no_share"] == "unknown-number"
    which = (group.id, made.question.id)
    release_rules.record_quote(*made.place, *which, said_how="in der Sitzung", **made.chief())
    (told,) = made.ahead()["questions"][0]["groups"]
    assert (told["name"], told["value"]) == ("übrige Anwesende", "none-seen")
    assert values(made.ahead()) == [4, 8, 0, 0]


def test_an_anonymous_survey_quotes_nobody_and_is_published_masked(house):
    made = Evaluating(house, anonymous=True)
    made.answer(made.seated[:2], YES, note="Darf niemand lesen.")
    made.answer(made.outside, NONE)
    with pytest.raises(RuleBroken):
        made.release()
    made.close()
    data = made.publish()
    assert set(values(data)) == {None}
    assert "Darf niemand lesen" not in str(data)
    assert made.publish()["questions"] == data["questions"]


def test_results_for_a_report_bind_like_a_publication_without_being_public(house, evaluating):
    release = evaluating.release()
    made = evaluation_rules.give_on(*evaluating.place, **evaluating.chief())
    assert evaluation_rules.public_issue(house, evaluating.about.id) is None
    with pytest.raises(RuleBroken):
        release_rules.take_back(*evaluating.place, release.id, **evaluating.by(evaluating.table.mains[0]))
    evaluating.publish()
    assert evaluation_rules.public_issue(house, evaluating.about.id).number == made.number + 1


def test_a_publication_is_withdrawn_and_its_page_says_so(house, evaluating):
    with pytest.raises(RuleBroken):
        evaluation_rules.withdraw_publication(*evaluating.place, **evaluating.chief())
    evaluating.publish()
    evaluation_rules.withdraw_publication(*evaluating.place, **evaluating.chief())
    assert evaluation_rules.public_issue(house, evaluating.about.id) is None
    assert evaluation_rules.last_published(house, evaluating.about.id).withdrawn_at == build.NOW


def test_an_evaluation_is_finished_once(house, evaluating):
    evaluation_rules.evaluate(*evaluating.place, **evaluating.chief())
    with pytest.raises(RuleBroken):
        evaluation_rules.evaluate(*evaluating.place, **evaluating.chief())
    with pytest.raises(NotAllowed):
        evaluation_rules.evaluate(*evaluating.place, **evaluating.by(evaluating.table.mains[0]))
