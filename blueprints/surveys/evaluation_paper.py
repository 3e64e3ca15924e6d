"""Results of a survey on paper: a tagged PDF from the same data as the page."""

from datetime import date, datetime
from typing import Any

from flask import Response, abort
from flask_babel import gettext

from blueprints.surveys.evaluation_pages import as_of, data_of, evaluated_survey
from blueprints.surveys.evaluation_queries import voices
from blueprints.surveys.evaluation_rules import public_issue
from blueprints.surveys.evaluation_words import (
    Data,
    bar_words,
    bars,
    cross_rows,
    group_words,
    number_lines,
    number_words,
    said_words,
    sentences,
    taking_part,
)
from models.editions import Edition
from plumbing import clock
from plumbing.database import house
from plumbing.pages import german_day
from plumbing.paper import as_download, pdf
from plumbing.paper_words import check_words, replaced_words


def live_paper(table_id: int, survey_id: int) -> Response:
    """As the reader sees it today. Wanted inside `force_locale("de")`, as all paper."""
    found, allowed, page = evaluated_survey(table_id, survey_id)
    data = data_of(found, voices(house(), found, clock.today()), allowed)
    level = found.visibility
    return _download(
        data,
        subtitle=page["table_name"],
        facts=[(gettext("As of"), as_of(data) or german_day(clock.today()))],
        footer=[f"{gettext(level.label)} · {level.tlp}"],
        at=clock.now(),
    )


def published_as_paper(survey_id: int) -> Response:
    """The newest public issue."""
    issue = public_issue(house(), survey_id) or abort(404)
    edition = house().get_one(Edition, issue.edition_id)
    data = edition.data
    return _download(
        data,
        subtitle=data["table"],
        facts=[
            (gettext("Coordination"), data["coordination"]),
            (gettext("As of"), german_day(date.fromisoformat(data["as_of"]))),
        ],
        footer=[gettext("public"), gettext("Checksum %(start)s", start=edition.fingerprint)],
        at=edition.compiled_at,
        check=check_words(edition.sha256),
    )


def _download(
    data: Data,
    *,
    subtitle: str,
    facts: list[tuple[str, str]],
    footer: list[str],
    at: datetime,
    check: dict[str, str] | None = None,
) -> Response:
    told: dict[str, Any] = {
        "lang": "de",
        "region": "DE",
        "title": data["title"],
        "subtitle": subtitle,
        "notice": "",
        "facts": [each for each in _facts(data) + facts if each[1]],
        "sentences": sentences(data),
        "taking_part": [(words, str(count)) for words, count in taking_part(data)],
        "questions": [_question(data, each) for each in data["questions"]],
        "crosses": [_cross(data, each) for each in data["crosses"] if each["cells"] is not None],
        "footer": footer,
        "words": _words(data),
    }
    if check:
        told["check"] = check
    name = f"{gettext('Evaluation')} {data['title']} {at.date().isoformat()}.pdf"
    return as_download(pdf("print/survey", told, at), name)


def _facts(data: Data) -> list[tuple[str, str]]:
    return [(gettext("What it is asked for"), data["purpose"]), (gettext("Reference period"), data["period"])]


def _question(data: Data, each: Data) -> dict[str, Any]:
    return {
        "title": f"{each['number']} {each['wording']}",
        "facts": [
            pair
            for pair in (
                (gettext("Definition"), each["definition"]),
                (gettext("Reference period"), each["period"]),
                (gettext("Unit"), each["unit"]),
            )
            if pair[1]
        ],
        "bars": [
            {
                "words": bar.words,
                "count": bar.count,
                "share": bar.share,
                "length": bar.length,
                "kind": bar.kind,
            }
            for bar in bars(data, each)
        ],
        "numbers": number_lines(data, each),
        "groups": [(group_words(one), said_words(one)) for one in each["groups"]],
        "quotes": [(one["name"], said_words(one)) for one in each["quotes"]],
    }


def _cross(data: Data, each: Data) -> dict[str, Any]:
    header, rows = cross_rows(data, each)
    title = gettext("Questions %(one)s and %(other)s", one=each["wider"], other=each["narrower"])
    return {"title": title, "header": header, "rows": rows}


def _words(data: Data) -> dict[str, Any]:
    return {
        "page": gettext("Page {page} of {pages}"),
        "replaced": replaced_words(),
        "results": gettext("Results"),
        "taking_part": gettext("Who has answered"),
        "bars": bar_words(),
        "numbers": number_words(data),
        "groups": gettext("Groups that answered together"),
        "quotes": gettext("Quoted with the institution's release"),
        "crosses": gettext("Paired questions"),
    }
