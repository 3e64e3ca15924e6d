"""What others have said stays theirs: addresses, older versions, corrected words, sums beside quotes."""

import re
from html import unescape

from blueprints.surveys import closing_rules
from models.survey_answers import AnswerValue
from tests import build
from tests.surveys import making
from tests.surveys.test_evaluation_issues import Evaluating, quoted, values

YES, NONE = AnswerValue.YES, AnswerValue.NONE_SEEN


def address(made, rest=""):
    return f"/round-tables/{made.about.body_id}/surveys/{made.about.id}{rest}"


def words(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_addresses_of_those_outside_are_shown_to_the_coordination_alone(house, sign_in):
    made = Evaluating(house, seats=2, outside=0)
    making.respondent(house, made.about, "Stelle Quitte", email="quitte@stelle.example")
    made.answer(made.seated, YES)
    made.close()
    house.commit()
    assert "quitte@stelle.example" in words(sign_in(made.table.coordinator).get(address(made)))
    seen = words(sign_in(made.table.mains[0]).get(address(made)))
    assert "Stelle Quitte" in seen
    assert "quitte@stelle.example" not in seen


def test_what_was_corrected_is_read_by_the_institution_and_the_coordination_alone(house, sign_in):
    made = Evaluating(house, seats=2, outside=0, shows_answers=True)
    one = made.seated[0]
    made.answer([one], YES, note="Zu viel gesagt")
    made.answer([one], YES, note="Allgemein gesagt")
    made.close()
    house.commit()
    page = address(made, f"/respondents/{one.id}")
    own, other = sign_in(made.table.mains[0]), sign_in(made.table.mains[1])
    for each in (own, sign_in(made.table.coordinator)):
        assert "Zu viel gesagt" in words(each.get(page))
    seen = words(other.get(page))
    assert "Allgemein gesagt" in seen
    assert "Zu viel gesagt" not in seen


def test_members_read_the_same_masked_results_as_everybody(house, sign_in):
    """Three have said yes; one of them is quoted: a count of three beside that tells of the other two."""
    made = Evaluating(house)
    made.answer(made.seated[:3], YES)
    made.answer([*made.outside, made.seated[3]], NONE)
    made.close()
    made.release()
    made.publish()
    house.commit()
    member = sign_in(made.table.mains[3])
    public = member.get(f"/public/surveys/{made.about.id}")
    pages = (member.get(address(made, "/evaluation")), public)
    cells = [re.findall(r'<td class="number">(.*?)</td>', each.text) for each in pages]
    counts = [[re.sub("<[^>]+>", "", each) for each in seen] for seen in cells]
    assert counts[0] == counts[1]
    assert len(counts[0]) > 1
    assert "3" not in counts[0]
    assert ";3;" not in member.get(address(made, "/exports/csv")).text


def test_members_learn_no_single_change_after_an_issue(house, sign_in):
    made = Evaluating(house)
    made.answer(made.seated, YES)
    made.answer(made.outside, NONE)
    made.close()
    made.publish()
    house.commit()
    member = sign_in(made.table.mains[1])
    before = words(member.get(address(made, "/evaluation")))
    assert "Fehlanzeige" in before
    made.answer(made.seated[:1], NONE)
    house.commit()
    assert words(member.get(address(made, "/evaluation"))) == before


def test_words_that_were_corrected_are_not_quoted_again(house):
    made = Evaluating(house)
    made.answer(made.seated, YES, note="Zu viel gesagt")
    made.answer(made.outside, NONE)
    made.close()
    made.release()
    first = made.publish()
    assert [note for _, note in quoted(first)] == ["Zu viel gesagt"]
    made.answer(made.seated[:1], YES, note="Allgemein gesagt")
    data = made.ahead()
    assert quoted(data) == []
    assert values(data) == values(first)
    assert [note for _, note in quoted(first)] == ["Zu viel gesagt"], "what is frozen stays"


def test_a_survey_that_was_extended_meanwhile_is_not_closed(house, monkeypatch):
    made = Evaluating(house, seats=2, outside=4, anonymous=True)
    night = making.DUE.replace(day=1, month=10)
    really = closing_rules.held

    def extended(session, body_id, survey_id):
        found = really(session, body_id, survey_id)
        found.due_on = night
        return found

    monkeypatch.setattr(closing_rules, "held", extended)
    assert closing_rules.close_anonymous(house, night, build.NOW) == 0
    assert made.about.closed_at is None
