"""What comes of a vote: the pure function, from what was expressly said and the table's rules only."""

import itertools
from dataclasses import dataclass
from datetime import date

import pytest

from models.deadlines import Land
from models.deciding import DecisionMode
from models.decisions import earliest_end, reminder_days
from models.results import Result, Rules, Voice, outcome_of
from models.seats import AppointmentRole
from models.stances import StanceValue, counting

AGREE, CONCERN, ABSTAIN = StanceValue.AGREE, StanceValue.CONCERN, StanceValue.ABSTAIN
AGAINST, VETO = StanceValue.AGAINST, StanceValue.VETO
NO_PART, CONFLICT = StanceValue.NO_PART, StanceValue.CONFLICT
CONSENSUS = Rules(mode=DecisionMode.CONSENSUS)
CIRCULAR = Rules(mode=DecisionMode.CONSENSUS, circular=True)
MAJORITY = Rules(mode=DecisionMode.MAJORITY)
UNANIMITY = Rules(mode=DecisionMode.UNANIMITY)


def voices(*values, **facts):
    return [Voice(name=f"Institution {n}", value=value, **facts) for n, value in enumerate(values, 1)]


def result(rules, *values, **facts):
    return outcome_of(voices(*values, **facts), rules).result


@pytest.mark.parametrize(
    ("rules", "values", "expected"),
    [
        (CONSENSUS, (AGREE, AGREE, ABSTAIN), Result.CONSENSUS),
        (CONSENSUS, (AGREE, CONCERN, AGREE), Result.RESERVATIONS),
        (CONSENSUS, (AGREE, AGREE, VETO), Result.FAILED),
        (CONSENSUS, (AGREE, None, NO_PART), Result.CONSENSUS),
        (CONSENSUS, (ABSTAIN, ABSTAIN, None), Result.NO_RESULT),
        (CONSENSUS, (), Result.NO_RESULT),
        (UNANIMITY, (AGREE, AGREE, AGREE), Result.UNANIMOUS),
        (UNANIMITY, (AGREE, AGREE, ABSTAIN), Result.FAILED),
        (UNANIMITY, (AGREE, CONCERN), Result.RESERVATIONS),
        (UNANIMITY, (AGREE, CONFLICT), Result.UNANIMOUS),
        (MAJORITY, (AGREE, AGREE, AGAINST), Result.MAJORITY),
        (MAJORITY, (AGREE, AGAINST), Result.FAILED),
        (MAJORITY, (AGREE, ABSTAIN, ABSTAIN), Result.MAJORITY),
        (MAJORITY, (ABSTAIN, ABSTAIN), Result.NO_RESULT),
        (MAJORITY, (AGREE, AGREE, CONFLICT, AGAINST), Result.MAJORITY),
    ],
)
def test_the_result_follows_from_what_was_said_and_the_rules(rules, values, expected):
    assert result(rules, *values) is expected


def test_silence_is_never_consent():
    outcome = outcome_of(voices(AGREE, AGREE, None, None), CONSENSUS)
    assert outcome.silent == ("Institution 3", "Institution 4")
    assert outcome.names(AGREE) == ("Institution 1", "Institution 2")
    assert not outcome.silence_counts
    assert result(CIRCULAR, None, None, None) is Result.NO_RESULT


def test_in_circulation_what_a_few_have_said_is_no_consensus_of_the_table():
    assert result(CIRCULAR, AGREE, None, None, None) is Result.NO_RESULT
    assert result(CIRCULAR, AGREE, AGREE, None, None) is Result.NO_RESULT
    assert result(CIRCULAR, AGREE, AGREE, AGREE, None) is Result.CONSENSUS
    assert result(CIRCULAR, AGREE, None, None, VETO) is Result.FAILED, "a veto fails it however few answered"


def test_a_table_may_opt_for_silence_and_then_it_is_told_as_that():
    rules = Rules(mode=DecisionMode.CONSENSUS, circular=True, silence_consents=True)
    outcome = outcome_of(voices(AGREE, None, None), rules)
    assert outcome.result is Result.CONSENSUS
    assert outcome.silence_counts
    assert outcome.silent == ("Institution 2", "Institution 3"), "they stay listed as silent"
    assert outcome.names(AGREE) == ("Institution 1",)
    in_a_room = Rules(mode=DecisionMode.CONSENSUS, silence_consents=True)
    assert outcome_of(voices(None, None), in_a_room).result is Result.NO_RESULT
    assert not outcome_of(voices(None, None), in_a_room).silence_counts


def test_unanimity_in_circulation_needs_everyone():
    rules = Rules(mode=DecisionMode.UNANIMITY, circular=True)
    assert result(rules, AGREE, AGREE, None) is Result.NO_RESULT
    assert result(rules, AGREE, AGREE, AGREE) is Result.UNANIMOUS


def test_unanimity_in_a_room_needs_everyone_who_was_noted_there():
    there = [*voices(AGREE, AGREE, there=True), Voice(name="Stille", there=True)]
    assert outcome_of(there, UNANIMITY).result is Result.FAILED
    absent = [*voices(AGREE, AGREE, there=True), Voice(name="Ferne", there=False)]
    assert outcome_of(absent, UNANIMITY).result is Result.UNANIMOUS


def test_a_quorum_counts_those_who_take_part_and_those_who_must_leave_the_vote():
    rules = Rules(mode=DecisionMode.MAJORITY, quorum_percent=50)
    assert result(rules, AGREE, None, None, None) is Result.NO_RESULT
    assert result(rules, AGREE, CONFLICT, None, None) is Result.MAJORITY
    assert not outcome_of(voices(AGREE, NO_PART, NO_PART), rules).quorate


def test_a_special_opinion_is_told_with_the_result():
    with_opinion = [*voices(AGREE, AGREE), Voice(name="Eigene", value=AGAINST, special=True)]
    outcome = outcome_of(with_opinion, MAJORITY)
    assert outcome.result is Result.RESERVATIONS
    assert outcome.special == ("Eigene",)


def test_a_result_is_provisional_while_a_management_has_not_answered():
    waiting = [*voices(AGREE), Voice(name="Amt", value=AGREE, provisional=True)]
    outcome = outcome_of(waiting, CONSENSUS)
    assert outcome.provisional
    assert outcome.waiting == ("Amt",)


def test_what_a_management_does_not_agree_to_falls_away():
    assert result(CONSENSUS, AGREE, refused=True) is Result.NO_RESULT
    refused = [*voices(AGREE), Voice(name="Amt", value=VETO, refused=True)]
    assert outcome_of(refused, CONSENSUS).result is Result.CONSENSUS
    assert outcome_of(refused, CONSENSUS).fallen_away == ("Amt",)


def test_nobody_agrees_to_more_than_was_said():
    """Whatever is said: who did not agree is never among those who did, and everyone is named once."""
    for values in itertools.product((None, *StanceValue), repeat=3):
        for rules in (CONSENSUS, CIRCULAR, MAJORITY, UNANIMITY):
            outcome = outcome_of(voices(*values), rules)
            named = [name for names in outcome.said.values() for name in names] + list(outcome.silent)
            assert sorted(named) == ["Institution 1", "Institution 2", "Institution 3"]
            assert len(outcome.names(AGREE)) == values.count(AGREE)
            if outcome.result.came_about:
                assert AGREE in values or CONCERN in values


@dataclass(frozen=True)
class Said:
    id: int
    role: AppointmentRole


def test_the_main_representatives_word_counts_over_any_deputys_whatever_the_order():
    main, deputy = AppointmentRole.MAIN, AppointmentRole.DEPUTY
    assert counting([]) is None
    for order in itertools.permutations([main, deputy, deputy]):
        said = [Said(number, role) for number, role in enumerate(order, 1)]
        assert counting(said).role is main
        assert counting(reversed(said)).role is main
    assert counting([Said(1, main), Said(2, main)]).id == 2
    assert counting([Said(2, deputy), Said(1, deputy)]).id == 2


def test_a_circular_decision_runs_for_working_days_of_the_land():
    friday = date(2026, 10, 23)
    assert earliest_end(friday, 10, Land.NW) == date(2026, 11, 6)
    assert earliest_end(friday, 10, Land.NI) == date(2026, 11, 6)
    assert earliest_end(date(2026, 12, 18), 10, Land.NW) == date(2027, 1, 5)
    assert reminder_days(friday, date(2026, 11, 6), Land.NW) == (date(2026, 10, 30), date(2026, 11, 4))
