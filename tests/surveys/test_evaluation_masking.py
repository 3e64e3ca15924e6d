"""What is published of a survey cannot be worked back: tried out against whoever knows the procedure."""

from collections import defaultdict
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.masking import families, hidden, masked
from models.survey_answers import AnswerStanding, AnswerValue
from models.survey_questions import NumberStrength, QuestionKind
from models.tallies import Question, Said, Voice, tally

WIDE = Question(id=1, kind=QuestionKind.YES)
NARROW = Question(id=2, kind=QuestionKind.YES, narrows=1)
ONE_OF = Question(id=3, kind=QuestionKind.CHOICE, choices=((1, "a"), (2, "b"), (3, "c")))
SOME_OF = Question(id=3, kind=QuestionKind.CHOICE, choices=((1, "a"), (2, "b")), several=True)
HOW_MANY = Question(id=4, kind=QuestionKind.NUMBER)
YES, NONE, NO_STATEMENT = AnswerValue.YES, AnswerValue.NONE_SEEN, AnswerValue.NO_STATEMENT


def voices(rows, question_ids):
    """One voice for each row of answers."""
    return [
        Voice(
            name=f"Institution {at}",
            respondent_id=at,
            standing=AnswerStanding.ANSWERED,
            said={
                key: each if isinstance(each, Said) else Said(value=each)
                for key, each in zip(question_ids, row, strict=True)
            },
        )
        for at, row in enumerate(rows, 1)
    ]


def look(result):
    """All that a reader of the publication sees, as something to compare."""
    return (
        tuple(
            (
                tuple(each.values.values()),
                each.left_open,
                tuple(each.choices.values()),
                tuple((one.strength, one.count, one.total) for one in each.numbers),
            )
            for each in result.tallies
        ),
        tuple(None if each.cells is None else tuple(each.cells.values()) for each in result.crosses),
    )


def facts(questions, rows):
    """By name every count that somebody might want to know."""
    found = {}
    for at, question in enumerate(questions):
        counted = tally(question, voices([[row[at]] for row in rows], [question.id]))
        found |= {(at, key): count for key, count in counted.values.items()}
        found |= {(at, "choice", key): count for key, count in counted.choices.items()}
        if question.several:
            of_yes = counted.values[YES]
            found |= {(at, "not", key): of_yes - count for key, count in counted.choices.items()}
    for pair in product({row[0] for row in rows}, {row[-1] for row in rows}):
        found["pair", *pair] = sum((row[0], row[-1]) == pair for row in rows)
    return found


def worked_out(questions, answers, least, people, told=()):
    """Small counts of those who are not quoted (`told`: the rows of those who are) that follow from a
    publication, if all that look the same are compared: none may."""
    alike = defaultdict(list)
    ids = [each.id for each in questions]
    quoted = dict.fromkeys(ids, range(1, len(told) + 1))
    for rows in combinations_with_replacement(answers, people):
        published = masked(questions, voices((*told, *rows), ids), least=least, quoted=quoted)
        alike[look(published)].append(facts(questions, rows))
    found = []
    for published, possible in alike.items():
        for name in set().union(*possible):
            counts = {each.get(name, 0) for each in possible}
            if len(counts) == 1 and 0 < min(counts) < least:
                found.append((published, name, counts))
    return found


@pytest.mark.parametrize("least", [3, 4, 5])
@pytest.mark.parametrize("people", [1, 2, 3, 4, 5, 7, 9, 12])
def test_no_small_count_of_a_question_can_be_worked_out_from_sums(least, people):
    assert worked_out([WIDE], [(each,) for each in AnswerValue], least, people) == []


NESTED = [
    each for each in product((YES, NONE, NO_STATEMENT), repeat=2) if each[0] is YES or each[1] is not YES
]
"""Who says yes to the narrower question has said yes to the wider one."""


@pytest.mark.parametrize(("least", "people"), [(3, 2), (3, 3), (3, 4), (3, 5), (3, 6), (3, 7), (4, 6)])
def test_none_can_be_worked_out_from_paired_questions_and_their_cross_view(least, people):
    assert worked_out([WIDE, NARROW], NESTED, least, people) == []


THIRD = Question(id=5, kind=QuestionKind.YES, narrows=2)
IN_A_LINE = [(YES, YES, YES), (YES, YES, NONE), (YES, NONE, NONE), (NONE, NONE, NONE)]
ANY_THIRD = [(*each, NONE) for each in NESTED] + [
    (*each, YES if each[1] is YES else NO_STATEMENT) for each in NESTED
]


@pytest.mark.parametrize(
    ("answers", "people"), [(IN_A_LINE, 5), (IN_A_LINE, 9), (ANY_THIRD, 3), (ANY_THIRD, 4)]
)
def test_nor_from_questions_that_narrow_each_other_in_a_line(answers, people):
    assert worked_out([WIDE, NARROW, THIRD], answers, 3, people) == []


def taken(*choices):
    return (Said(value=YES, choices=choices),)


@pytest.mark.parametrize("people", [2, 3, 4, 6, 8])
@pytest.mark.parametrize("least", [3, 4])
def test_nor_from_choices(least, people):
    one_of = [taken(1), taken(2), taken(3), (NONE,)]
    assert worked_out([ONE_OF], one_of, least, people) == []
    some_of = [taken(1), taken(2), taken(1, 2), (NONE,), (NO_STATEMENT,)]
    assert worked_out([SOME_OF], some_of, least, people) == []


@pytest.mark.parametrize("told", [[(YES, YES)], [(YES, NONE)], [(YES, YES), (NONE, NONE)]])
@pytest.mark.parametrize("people", [2, 4, 6])
def test_what_is_quoted_gives_nobody_else_away(told, people):
    assert worked_out([WIDE, NARROW], NESTED, 3, people, told) == []


@settings(max_examples=200)
@given(st.lists(st.integers(0, 40), min_size=2, max_size=6), st.integers(3, 6))
def test_masked_cells_can_always_be_parted_in_several_ways(cells, least):
    masks = hidden(cells, least)
    assert all(at in masks for at, cell in enumerate(cells) if 0 < cell < least)
    if not masks:
        return
    secret = [cells[at] for at in masks]
    assert len(secret) > 1
    assert sum(secret) >= least or len(secret) == len(cells)
    assert hidden(cells, least) == masks
    assert len(masks) == len(cells) or (all(secret) and sum(secret) > len(secret))


@settings(max_examples=100)
@given(st.lists(st.tuples(st.sampled_from(NumberStrength), st.integers(1, 50)), max_size=14))
def test_a_sum_is_shown_only_of_three_and_more_of_one_strength(numbers):
    rows = [(Said(value=YES, number=number, strength=strength),) for strength, number in numbers]
    (counted,) = masked([HOW_MANY], voices(rows, [4]), least=3).tallies
    for each in counted.numbers:
        given_ = [number for strength, number in numbers if strength is each.strength]
        assert (each.least, each.middle, each.most) == (None, None, None)
        if each.total is None:
            continue
        assert each.total == sum(given_)
        assert each.count == len(given_) >= 3
        assert max(given_) <= 0.75 * sum(given_)
        assert sum(given_) >= len(given_) + 2


def test_numbers_of_a_masked_yes_are_not_there_at_all():
    rows = [(Said(value=YES, number=7, strength=NumberStrength.COUNT),), *[(NONE,)] * 9]
    (counted,) = masked([HOW_MANY], voices(rows, [4]), least=3).tallies
    assert counted.numbers == ()
    assert counted.values[YES] is counted.values[NONE] is None


def test_questions_that_narrow_each_other_are_one_family():
    alone = Question(id=9, kind=QuestionKind.TEXT)
    third = Question(id=5, kind=QuestionKind.YES, narrows=2)
    found = families([alone, third, NARROW, WIDE])
    assert {root: [each.id for each in of_it] for root, of_it in found.items()} == {9: [9], 1: [1, 2, 5]}


def test_the_usual_case_is_shown_whole():
    rows = [(YES, NONE)] * 5 + [(NONE, NONE)] * 7
    result = masked([WIDE, NARROW], voices(rows, [1, 2]), least=3)
    assert [list(each.values.values()) for each in result.tallies] == [[5, 7, 0, 0], [0, 12, 0, 0]]
    assert result.crosses[0].cells is not None
    assert result.crosses[0].cells[YES, NONE] == 5
