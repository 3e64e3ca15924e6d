"""The pages on which answers are released to be quoted by name."""

from typing import Any

from flask import abort, url_for

from blueprints.surveys import release_queries
from blueprints.surveys.evaluation_data import said_data
from blueprints.surveys.evaluation_words import said_words
from blueprints.surveys.pages import found_survey
from blueprints.surveys.queries import own_respondents
from blueprints.surveys.release_queries import Quotable
from models.surveys import Survey
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading


def quotes_page(table_id: int, survey_id: int, chosen: int = 0) -> dict[str, Any]:
    """One's own answers with whether they may be quoted; the coordination sees which are released, and
    records releases of those who have no people here."""
    found, page = found_survey(table_id, survey_id)
    own = own_respondents(reading(), me())
    given: dict[str, Any] = {"keeps": page["keeps"], "chosen": chosen}
    rows = release_queries.quotables(house(), found, own, clock.today(), **given)
    if found.anonymous or not (page["keeps"] or rows):
        abort(404)
    return page | {
        "own": [each for each in rows if each.is_own],
        "released": [each for each in rows if each.release_id and not each.is_own],
        "to_record": [each for each in rows if not (each.release_id or each.has_people or each.is_own)],
        "outside": release_queries.without_people(house(), found) if page["keeps"] else [],
        "chosen": chosen,
        "lines": lines_of(found),
        "quotes_url": url_for("surveys.quotes", **page["ids"]),
    }


def lines_of(found: Survey) -> Any:
    """What a respondent has said to questions that belong together: number, wording, answer."""
    places = {each.id: (place, each.wording) for place, each in enumerate(found.questions, 1)}
    labels = {one.id: one.label for each in found.questions for one in each.choices}

    def lines(of: Quotable) -> list[tuple[int, str, str]]:
        return [(*places[each.id], said_words(said_data(said, labels))) for each, said in of.said]

    return lines


def quotable(
    table_id: int, survey_id: int, respondent_id: int, question_id: int
) -> tuple[Quotable, dict[str, Any]]:
    """One answer of the page; for whoever may not release it there is none."""
    page = quotes_page(table_id, survey_id, respondent_id)
    rows = page["own"] + page["to_record"] + page["released"]
    found = [each for each in rows if (each.respondent_id, each.question_id) == (respondent_id, question_id)]
    return (found[0], page | {"quotable": found[0]}) if found else abort(404)


def released(table_id: int, survey_id: int, release_id: int) -> tuple[Quotable, dict[str, Any]]:
    """One that was released, for those who may take it back."""
    page = quotes_page(table_id, survey_id)
    rows = [each for each in page["own"] + page["released"] if each.release_id == release_id]
    if not rows or rows[0].is_out or (rows[0].said_how and not page["keeps"]):
        abort(404)
    if not rows[0].said_how and not rows[0].is_own:
        abort(404)
    return rows[0], page | {"quotable": rows[0]}
