"""The report that the demo makes of the source says what the source says: every figure, every quoted word."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from blueprints.requests.report_words import shown_report
from models.editions import Edition
from models.letters import Letter
from models.reports import ReportVersion
from models.requests import ExternalRequest, RequestReply

ROWS = list(csv.DictReader((Path(__file__).parent / "report.csv").read_text(encoding="utf-8").splitlines()))
QUOTED = re.compile(r"„([^“]+)“")


def of(part):
    rows = [(row["what"], row["value"]) for row in ROWS if row["part"] == part]
    assert rows, part
    return rows


@pytest.fixture
def edition(loaded):
    version = loaded.scalars(select(ReportVersion)).one()
    return loaded.get_one(Edition, version.edition_id)


def said_to(question, key):
    if key in question["values"]:
        return question["values"][key]
    group = next(each for each in question["groups"] if each["name"] == key)
    return group["choices"][0] if group["choices"] else group["value"]


def test_five_are_named_with_a_yes_and_none_of_them_saw_forced_prostitution(edition):
    wanted = sorted(value for _, value in of("named"))
    first, second = edition.data["surveys"][0]["questions"]
    for question, value in ((first, "yes"), (second, "none-seen")):
        said = [*question["quotes"], *question["groups"]]
        found = [each["name"] for each in said if each["value"] == value and each["name"] in wanted]
        assert sorted(found) == wanted
    assert {each["name"] for each in first["groups"] if each["value"] == "yes"} <= set(wanted)


def test_figures_of_the_report_are_those_of_the_source(edition):
    surveys = {each["letter"]: each for each in edition.data["surveys"]}
    for what, value in of("L6"):
        name, _, key = what.partition(".")
        survey = surveys[name[0]]
        if len(name) == 1:
            found = survey[key] if key == "no_share" else survey["participation"][key]
        else:
            found = said_to(survey["questions"][int(name[1:]) - 1], key)
        assert str(found) == value, what


def test_nobody_is_counted_beside_those_whom_the_source_counts(edition):
    known = {what for what, _ in of("L6")}
    assert [question["groups"] for survey in edition.data["surveys"] for question in survey["questions"]]
    for survey in edition.data["surveys"]:
        for number, question in enumerate(survey["questions"], 1):
            for group in question["groups"]:
                assert f"{survey['letter']}{number}.{group['name']}" in known
            counted = [key for key, count in question["values"].items() if count]
            assert all(f"{survey['letter']}{number}.{key}" in known for key in counted)


def test_every_quoted_word_stands_in_the_source(edition):
    allowed = [value for _, value in of("quote")]
    data = edition.data
    typed = [data[name] for name in ("occasion", "method", "limits", "proposal")]
    typed += [each["text"] for each in data["assessments"]]
    found = [quote for text in typed for quote in QUOTED.findall(text)]
    assert sorted(set(found)) == sorted(set(allowed))
    assert all(len(quote.split()) <= 12 for quote in allowed)


def test_assessments_have_the_authors_of_the_source(edition):
    wanted, found = of("author"), edition.data["assessments"]
    assert len(found) == len(wanted)
    for each, (author, quote) in zip(found, wanted, strict=True):
        assert each["author"] == author
        assert f"„{quote}“" in each["text"]


def test_request_and_reply_are_dated_as_in_the_source(loaded, edition):
    request, reply = loaded.scalars(select(ExternalRequest)).one(), loaded.scalars(select(RequestReply)).one()
    facts = dict(of("L5"))
    assert request.asked_on.words("de") == facts["asked"]
    assert request.addressee == facts["to"]
    assert (request.due_on, request.due_meeting_id) == (None, None)
    assert reply.sent_on == date(2022, 9, 8)
    assert reply.report_edition_id == edition.id
    assert "in der Quelle nicht genannt" in reply.released_by


def test_the_line_bezug_names_motion_and_number_and_the_resolution_stands_word_for_word(edition, app):
    with app.test_request_context(), force_locale("de"):
        shown = shown_report(edition.data)
    for what, value in of("L4"):
        where = " ".join(shown.references) if what == "references" else edition.data["resolutions"][0]["on"]
        assert value in where, what
    assert "einstimmig, dem Kreistag zu empfehlen" in edition.data["resolutions"][0]["words"]


def test_the_report_shows_no_percentage_and_the_note_on_the_dark_field(edition, app):
    with app.test_request_context(), force_locale("de"):
        said = str(shown_report(edition.data))
    assert "%" not in said
    assert "Dunkelfeld" in said


def test_nobody_is_written_to_about_it(loaded):
    asked = select(Letter.id).where(Letter.template.startswith("requests/"))
    assert loaded.scalars(asked).all() == []
