"""What the page about issues and submissions of a position shows, and their papers."""

from typing import Any

from flask import Response, abort, url_for
from flask_babel import force_locale, gettext

from blueprints.minutes.by_post_queries import coordinating
from blueprints.positions import publishing_queries, publishing_rules, queries, submission_rules
from blueprints.positions.issue_words import file_name, paper
from blueprints.positions.pages import found_position
from blueprints.positions.publishing_forms import FollowUpForm, LobbyForm
from blueprints.positions.signing_queries import roles_of
from blueprints.positions.signing_rules import of_final
from blueprints.positions.submission_paper import letter
from models.editions import Edition
from models.lobby_checks import LobbyCheck
from models.position_issues import PositionIssue, PositionSubmission, SubmissionState
from models.positions import Position
from models.requests import requests_behind
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.pages import german_day
from plumbing.paper import as_download

TONES = {
    SubmissionState.PREPARED: ("…", "neutral"),
    SubmissionState.SENT: ("→", "open"),
    SubmissionState.RECEIVED: ("✓", "yes"),
    SubmissionState.LISTED: ("✓", "yes"),
    SubmissionState.ANSWERED: ("✓", "yes"),
}


def issues_page(table_id: int, position_id: int) -> dict[str, Any]:
    """All issues and submissions, for whoever sees the position."""
    position, page = found_position(table_id, position_id)
    issues = publishing_queries.issues(reading(), position.id)
    public = publishing_rules.public_issue(reading(), position.id)
    newest = issues[0][0] if issues else None
    publishes = publishing_rules.may_publish(me(), position)
    about = of_final(house(), position)
    return page | {
        "issues": issues,
        "public": public,
        "public_url": url_for("positions.published", position_id=position.id, _external=True),
        "submissions": publishing_queries.submissions(reading(), position.id),
        "tones": TONES,
        "is_released": publishing_rules.is_released(about),
        "may_compile": publishes and publishing_rules.is_released(about),
        "may_publish": publishes,
        "to_publish": newest if publishes and newest and newest.published_at is None else None,
        "may_submit": submission_rules.may_submit(me(), position) and bool(issues),
        "issues_url": url_for("positions.issues", **page["ids"]),
        "requests": requests_behind(reading(), [position]),
        "lobby_checks": publishing_queries.lobby_checks(reading(), position.id),
        "lobby_own": _own_names(position) if position.final_version else {},
    }


def _own_names(position: Position) -> dict[int, str]:
    """The institutions for which one may sign, and so may note the check of the register."""
    return queries.organisation_names(reading(), frozenset(roles_of(me(), position)))


def issue_choices(page: dict[str, Any]) -> list[tuple[int, str]]:
    """The issues by number and day, the newest first."""
    words = gettext("Issue %(number)s of %(day)s")
    return [
        (each.id, words % {"number": each.number, "day": german_day(each.as_of)})
        for each, _ in page["issues"]
    ]


def found_issue(page: dict[str, Any], number: int) -> tuple[PositionIssue, Edition]:
    return next((each for each in page["issues"] if each[0].number == number), None) or abort(404)


def found_submission(page: dict[str, Any], submission_id: int) -> PositionSubmission:
    mine: list[PositionSubmission] = page["submissions"]
    return next((each for each in mine if each.id == submission_id), None) or abort(404)


def follow_up_form(page: dict[str, Any], found: PositionSubmission, **given: Any) -> FollowUpForm:
    form = FollowUpForm(obj=found, based_on=found.version, **given)
    form.offer(issue_choices(page))
    return form


def last_published(position_id: int) -> tuple[PositionIssue, Edition]:
    """What the house last published of a position, for everybody."""
    return publishing_queries.last_published(house(), position_id) or abort(404)


def issue_paper(edition: Edition) -> Response:
    """An issue as a tagged PDF, always in German."""
    with force_locale("de"):
        return as_download(paper(edition), file_name(edition))


def letter_paper(page: dict[str, Any], found: PositionSubmission) -> Response:
    """The letter to an addressee, from whoever coordinated when it was sent; whether it names the public page
    is judged today."""
    edition = next(edition for issue, edition in page["issues"] if issue.id == found.issue_id)
    sender = coordinating(house(), page["position"].body_id, found.sent_on or clock.today())
    made = letter(found, edition, sender, is_public=page["public"] is not None, today=clock.today())
    with force_locale("de"):
        name = gettext("Letter with a position")
    return as_download(made, f"{name} {(found.sent_on or clock.today()).isoformat()}.pdf")


def lobby_form(page: dict[str, Any], organisation_id: int, **given: Any) -> LobbyForm:
    """The check of one institution as it stands, or an empty one."""
    checks: list[LobbyCheck] = [each for each, _ in page["lobby_checks"]]
    found = next((each for each in checks if each.organisation_id == organisation_id), None)
    return LobbyForm(obj=found, based_on=found.version if found else 0, **given)
