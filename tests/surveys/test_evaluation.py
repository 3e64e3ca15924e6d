"""What a survey comes to: each silence for itself, no number that nobody may draw, and who sees what."""

import pytest

from blueprints.surveys import evaluation_rules, queries
from blueprints.surveys.evaluation_queries import Reads, masked_results, reads, results, voices
from models.survey_answers import AnswerStanding, AnswerValue
from models.survey_questions import NumberStrength, QuestionKind
from models.tallies import NoShare, no_share
from models.visibility import Visibility
from tests import build
from tests.surveys import making

YES, NONE = AnswerValue.YES, AnswerValue.NONE_SEEN


@pytest.fixture
def table(house):
    return build.table(house)


def counts(tally):
    return [tally.values[each] for each in AnswerValue]


def asked(house, about, number, **facts):
    """So many respondents without seats."""
    return [making.respondent(house, about, f"Stelle {at:03}", **facts) for at in range(number)]


def answer(house, respondents, question, value, **facts):
    for each in respondents:
        making.sheet(house, each, {question.id: {"value": value, **facts}})


@pytest.fixture
def about(house, table):
    """A survey without questions that asks the table's three seats."""
    made = making.survey(house, table.body)
    made.seated = making.opened(house, made, table.seats)
    return made


def loaded(house, about):
    house.flush()
    house.expire_all()
    return queries.survey(house, about.body_id, about.id)


def found(house, about):
    return results(house, loaded(house, about), build.TODAY)


def test_case_11_forty_asked_and_seven_fehlanzeigen_are_never_forty_without_findings(house, table):
    survey = making.survey(house, table.body)
    question = making.question(house, survey)
    respondents = asked(house, survey, 40)
    answer(house, respondents[:7], question, NONE)
    answer(house, respondents[7:12], question, YES)
    result = found(house, survey)
    part, (tally,) = result.participation, result.results.tallies
    assert (part.asked, part.answered, part.no_answer) == (40, 12, 28)
    assert counts(tally) == [5, 7, 0, 0]
    assert tally.answers == 12
    assert no_share(part, tally) is None, "shares are those of the twelve"


def test_case_12_a_collective_answer_of_unknown_number_suppresses_percentages(house, table):
    survey = making.survey(house, table.body, retold=True)
    question = making.question(house, survey)
    respondents = asked(house, survey, 12)
    answer(house, respondents, question, NONE)
    assert no_share(found(house, survey).participation) is None
    others = making.respondent(house, survey, "übrige Anwesende")
    others.stands_for = None
    answer(house, [others], question, NONE)
    result = found(house, survey)
    part, (tally,) = result.participation, result.results.tallies
    assert no_share(part, tally) is NoShare.UNKNOWN_NUMBER
    assert (part.asked, part.answered, part.groups, part.groups_unknown) == (12, 12, 1, 1)
    assert counts(tally) == [0, 12, 0, 0], "the group is in no count"
    assert [(each.name, each.stands_for, each.said.value) for each in tally.groups] == [
        ("übrige Anwesende", None, NONE)
    ]


def test_every_silence_has_its_own_count(house, table, about):
    question = making.question(house, about)
    for value in AnswerValue:
        answer(house, [making.respondent(house, about)], question, value)
    making.respondent(house, about, asked_at=None)
    making.respondent(house, about, not_documented_at=build.NOW)
    making.sheet(house, making.respondent(house, about), {question.id: YES}, released_at=None, channel=None)
    build.dormancy(house, table.seats[2])
    part = found(house, about).participation
    assert (part.answered, part.no_answer, part.not_documented) == (4, 3, 1)
    assert (part.void, part.not_asked) == (1, 1)
    assert part.asked == 9
    assert counts(found(house, about).results.tallies[0]) == [1, 1, 1, 1]


def test_only_the_newest_released_sheet_counts(house, about):
    question = making.question(house, about)
    making.sheet(house, about.seated[0], {question.id: YES})
    making.sheet(house, about.seated[0], {question.id: NONE})
    making.sheet(house, about.seated[0], {question.id: YES}, released_at=None, channel=None)
    assert counts(found(house, about).results.tallies[0]) == [0, 1, 0, 0]


def test_numbers_of_different_strength_are_never_added(house, about):
    question = making.question(house, about, QuestionKind.NUMBER)
    for number, strength in ((3, "count"), (4, "count"), (100, "estimate"), (9, "impression")):
        answer(house, asked(house, about, 1), question, YES, number=number, strength=NumberStrength(strength))
    numbers = found(house, about).results.tallies[0].numbers
    assert [(each.strength.value, each.count, each.total) for each in numbers] == [
        ("count", 2, 7),
        ("estimate", 1, 100),
        ("impression", 1, 9),
    ]
    assert (numbers[0].least, numbers[0].middle, numbers[0].most) == (3, 3.5, 4)


def test_choices_and_pairs_are_counted(house, about):
    wide = making.question(house, about)
    narrow = making.question(house, about, paired_with_id=wide.id)
    choice = making.question(house, about, QuestionKind.CHOICE, choices=("nachts", "tags"), several=True)
    house.refresh(choice, ["choices"])
    nights, days = choice.choices
    first = {"value": YES, "chosen": [nights, days]}
    making.sheet(house, about.seated[0], {wide.id: YES, narrow.id: NONE, choice.id: first})
    second = {"value": YES, "chosen": [nights]}
    making.sheet(house, about.seated[1], {wide.id: YES, narrow.id: YES, choice.id: second})
    result = found(house, about).results
    assert result.tallies[2].choices == {nights.id: 2, days.id: 1}
    (cross,) = result.crosses
    assert (cross.wider, cross.narrower) == (wide.id, narrow.id)
    assert cross.cells is not None
    assert {pair: count for pair, count in cross.cells.items() if count} == {(YES, NONE): 1, (YES, YES): 1}


@pytest.mark.parametrize(
    ("why", "facts"),
    [
        (NoShare.GROUPS, {"stands_for": 4}),
        (NoShare.NOT_DOCUMENTED, {"not_documented_at": build.NOW}),
        (None, {}),
    ],
)
def test_percentages_are_refused_with_the_reason(house, about, why, facts):
    question = making.question(house, about)
    answer(house, asked(house, about, 10), question, NONE)
    making.respondent(house, about, "Gruppe", **facts)
    assert no_share(found(house, about).participation) is why


def test_a_collective_label_of_the_directory_is_no_denominator(house, about):
    label = build.organisation(house, is_collective=True)
    making.respondent(house, about, "Beratungsstellen", organisation_id=label.id)
    assert no_share(found(house, about).participation) is NoShare.LABELS


def test_nobody_and_too_few_make_no_share(house, about):
    question = making.question(house, about)
    assert no_share(found(house, about).participation) is NoShare.NOBODY
    answer(house, about.seated, question, NONE)
    result = found(house, about)
    assert no_share(result.participation, result.results.tallies[0]) is NoShare.TOO_FEW
    assert all(each.label for each in NoShare)


def test_what_is_masked_has_no_small_number_and_no_share(house, about):
    question = making.question(house, about)
    answer(house, asked(house, about, 11), question, NONE)
    answer(house, [about.seated[0]], question, YES)
    result = masked_results(house, loaded(house, about), build.TODAY)
    (tally,) = result.results.tallies
    assert set(counts(tally)) == {None}
    assert tally.is_masked
    assert result.participation.answered == 12, "how many took part is no secret"
    assert no_share(result.participation, tally) is NoShare.MASKED


def test_a_table_may_mask_more_never_less(house, about):
    for smallest, least in ((1, 3), (3, 3), (5, 5)):
        about.smallest = smallest
        assert masked_results(house, loaded(house, about), build.TODAY).least == least


def test_in_an_anonymous_survey_answers_stand_apart_from_those_asked(house, about):
    question = making.question(house, about)
    about.anonymous = True
    making.respondent(house, about, asked_at=None)
    answer(house, about.seated[:2], question, NONE)
    making.close(house, about)
    counted = voices(house, loaded(house, about), build.TODAY)
    assert [(each.name, each.respondent_id) for each in counted.answering] == [("", None)] * 2
    assert not any(each.said for each in counted.asked)
    part = counted.participation
    assert (part.asked, part.answered, part.no_answer, part.not_asked) == (3, 2, 1, 1)
    assert {each.standing for each in counted.asked} == {None, AnswerStanding.NOT_ASKED}


EVERYTHING, MASKED, NOTHING = Reads


@pytest.mark.parametrize(
    ("level", "shows", "asked_", "member"),
    [
        (Visibility.INTERNAL, True, EVERYTHING, EVERYTHING),
        (Visibility.INTERNAL, False, MASKED, MASKED),
        (Visibility.CONFIDENTIAL, False, MASKED, NOTHING),
        (Visibility.COORDINATION, False, NOTHING, NOTHING),
    ],
)
def test_who_sees_results(house, table, level, shows, asked_, member):
    about = making.survey(house, table.body, visibility=level, shows_answers=shows)
    first = making.opened(house, about, table.seats[:1])[0]

    def seen(person):
        return reads(house, loaded(house, about), build.actor(house, person))

    people = (table.coordinator, table.mains[0], table.mains[2], table.reader, build.table(house).mains[0])
    assert [seen(each) for each in people] == [EVERYTHING, NOTHING, NOTHING, NOTHING, NOTHING], "it is open"
    making.sheet(house, first, {making.question(house, about).id: YES})
    making.close(house, about)
    unfrozen = [each if shows else NOTHING for each in (asked_, member)]
    assert [seen(each) for each in people] == [EVERYTHING, *unfrozen, NOTHING, NOTHING]
    evaluation_rules.publish(
        house, about.body_id, about.id, by=build.actor(house, table.coordinator), now=build.NOW
    )
    assert [seen(each) for each in people] == [EVERYTHING, asked_, member, NOTHING, NOTHING]
    about.anonymous, about.shows_answers = True, False
    masked = [MASKED if each is not NOTHING else NOTHING for each in (EVERYTHING, asked_, member)]
    assert [seen(each) for each in people[:3]] == masked


def test_nobody_sees_how_an_open_anonymous_survey_goes(house, table):
    about = making.survey(house, table.body, anonymous=True)
    making.opened(house, about, table.seats)
    assert reads(house, loaded(house, about), build.actor(house, table.coordinator)) is NOTHING
