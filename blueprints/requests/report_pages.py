"""What the pages of reports show, put together for the person who reads."""

from typing import Any

from flask import abort, url_for
from flask_babel import force_locale

from blueprints.requests import report_queries, report_rules, request_pages, request_rules
from blueprints.requests.report_drafts import agreement, drafted, said_by
from blueprints.requests.report_forms import CorrectReportForm, ObjectionForm, ReleaseReportForm
from blueprints.requests.report_words import shown_report
from blueprints.requests.request_letters import SHOWN, respondents_reached
from blueprints.requests.sending_pages import letter_shown
from models.report_fields import figures
from models.reports import Report, ReportState
from models.requests import ExternalRequest
from models.surveys import Survey
from models.visibility import Visibility
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading

MARKS = {
    ReportState.DRAFT: ("…", "open"),
    ReportState.SHOWN: ("~", "perhaps"),
    ReportState.SETTLED: ("~", "perhaps"),
    ReportState.RELEASED: ("✓", "yes"),
}


def begun(table_id: int, request_id: int) -> tuple[ExternalRequest, Report, dict[str, Any]]:
    """The request with its report, for whoever may know of both."""
    found = request_pages.seen(table_id, request_id)
    made = report_queries.report(reading(), request_id) or abort(404)
    page = request_pages.about(found) | {"report": made, "hue": found.body.hue, "today": clock.today()}
    page |= {"report_url": url_for("requests.report", table_id=table_id, request_id=request_id)}
    return found, made, page


def written(table_id: int, request_id: int) -> tuple[ExternalRequest, Report, dict[str, Any]]:
    """The same for whoever writes it; for all others there is nothing to write."""
    found, made, page = begun(table_id, request_id)
    if not request_rules.may_work_on(me(), found):
        abort(404)
    return found, made, page


def led(table_id: int, request_id: int) -> tuple[ExternalRequest, Report, dict[str, Any]]:
    """The same for the coordination."""
    found, made, page = begun(table_id, request_id)
    if not request_rules.may_register(me(), table_id):
        abort(404)
    return found, made, page


def report_page(found: ExternalRequest, made: Report, page: dict[str, Any]) -> dict[str, Any]:
    """The report as it is written now for whoever writes it, and one's own lines for whoever answered."""
    writes = request_rules.may_work_on(me(), found)
    state = state_of(found)
    mark, tone = MARKS[state]
    known = live(found, made) if writes else None
    return {
        **page,
        "writes": writes,
        "leads": request_rules.may_register(me(), found.body_id),
        "mark": mark,
        "tone": tone,
        "state": state,
        "shown": shown_report(known) if known else None,
        "surveys": survey_addresses(found) if known else {},
        "may_ask": may_ask(found, made),
        "own": own_lines(found) if made.shown_at else [],
        "objects": may_still_object(found, made),
    }


def state_of(found: ExternalRequest) -> ReportState:
    """How it stands. Whether all objections are answered is for the coordination: from a state that waits
    after the last day others would learn that somebody has objected."""
    known = report_queries.report(house(), found.id)
    assert known is not None
    state = known.state(clock.today())
    if state is ReportState.SETTLED and not request_rules.may_register(me(), found.body_id):
        return ReportState.SHOWN
    return state


def survey_addresses(found: ExternalRequest) -> dict[int, str]:
    """Where the surveys stand whose figures a report names, as far as the reader sees them."""
    surveys = report_queries.surveys_of(reading(), found)
    return {each.id: url_for("surveys.show", table_id=each.body_id, survey_id=each.id) for each in surveys}


def may_ask(found: ExternalRequest, made: Report) -> bool:
    """The table can be asked to agree: it sees the request, and is not being asked already."""
    is_asked = made.decision is not None and made.decision.result is None
    return found.visibility is not Visibility.COORDINATION and not is_asked


def live(found: ExternalRequest, made: Report) -> dict[str, Any]:
    """The content as it would be frozen now; read by the house, masked, for whoever writes the report. She
    who only has the lead reads in it what was frozen of surveys (decision 67)."""
    mine = report_queries.report(house(), found.id)
    assert mine is not None
    request = house().get_one(ExternalRequest, found.id)
    reader = None if request_rules.may_register(me(), found.body_id) else me()
    return report_queries.content_of(house(), mine, request, clock.today(), reader)


def fields_of(found: ExternalRequest, made: Report) -> dict[str, int | None]:
    """The figures that a text may name, as they are now."""
    return figures(live(found, made)["surveys"])


def own_lines(found: ExternalRequest) -> list[tuple[Survey, list[tuple[str, str]]]]:
    """What one's own institutions said, question by question."""
    surveys = report_queries.surveys_of(reading(), found)
    lines = report_queries.own_lines(reading(), surveys, me())
    asked = {each.id: each for survey in surveys for each in survey.questions}
    return [
        (
            survey,
            [(asked[each.question_id].wording, said_by(each, asked[each.question_id])) for each in answers],
        )
        for survey, answers in lines
    ]


def may_still_object(found: ExternalRequest, made: Report) -> bool:
    if made.objections_until is None or clock.today() > made.objections_until or made.versions:
        return False
    return bool(_seats(found))


def _seats(found: ExternalRequest) -> list[tuple[int, str]]:
    request = house().get_one(ExternalRequest, found.id)
    seats = report_rules.objecting_seats(house(), request, me())
    return [(each.id, each.organisation.name) for each in seats]


def objection_form(found: ExternalRequest) -> ObjectionForm:
    form = ObjectionForm()
    form.offer(_seats(found))
    return form


def release_form(made: Report, **given: Any) -> ReleaseReportForm:
    """The first release, or that of a correction."""
    kind = CorrectReportForm if made.versions else ReleaseReportForm
    agreed = None if made.versions else made.decision_id
    facts = {"based_on": made.version, "decision_id": agreed, "released_on": clock.today()}
    form = kind(**facts, **given)
    form.offer(report_queries.decisions_to_name(reading(), made.body_id))
    return form


def showing(found: ExternalRequest) -> dict[str, Any]:
    """Whom the letter about the own line reaches (institution and recipient), who gets none, the letter."""
    request, today = house().get_one(ExternalRequest, found.id), clock.today()
    answered = report_queries.seats_that_answered(house(), request)
    seats = report_queries.seats_that_check(house(), request)
    to = {each.seat_id: each for each in respondents_reached(house(), seats, today)}
    until = report_queries.last_day_to_object(house(), request, today)
    return {
        "reached": [(each.organisation.name, to[each.id]) for each in seats if each.id in to],
        "unreached": [each.organisation.name for each in seats if each.id not in to],
        "unseeing": [each.organisation.name for each in answered if not request.is_seen_by(each)],
        "elsewhere": report_queries.answered_elsewhere(house(), request),
        "until": until,
        "letters": letter_shown(request, next(iter(to.values())), SHOWN, until=until) if to else [],
    }


def question(data: dict[str, Any], checksum: str) -> tuple[str, str]:
    """What the table is asked to agree to: German, as the report."""
    with force_locale("de"):
        return agreement(data, checksum)


def first_texts(found: ExternalRequest) -> dict[str, str]:
    """Documents are German, whatever the page's language."""
    surveys = report_queries.surveys_of(reading(), found)
    with force_locale("de"):
        return drafted(found, surveys)
