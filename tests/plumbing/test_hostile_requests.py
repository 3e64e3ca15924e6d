"""Requests that nobody sends by accident: answered with words, never with an error of ours."""

import io
import zipfile
from datetime import UTC, datetime
from urllib.parse import quote_from_bytes

import pytest
from flask import request
from wtforms import IntegerField

from models.errors import RuleBroken
from models.meetings import Meeting, MeetingState
from plumbing.forms import Form
from plumbing.headers import FIXED
from plumbing.uploads import accepted
from tests import build


@pytest.mark.parametrize("host", ["evil.example", "localhost@evil.example", "127.0.0.1.evil.example"])
def test_an_unknown_host_is_a_bad_request_with_all_headers(app, host):
    answer = app.test_client().get("/accounts/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert {name: answer.headers[name] for name in FIXED} == FIXED


@pytest.mark.parametrize(
    "question", ["endpoint=x", "_method=POST&endpoint=a", "_external=1", "_anchor=x", "a=1&a=2"]
)
def test_no_question_in_the_way_on_breaks_signing_in(client, question):
    page = client.get("/accounts/sign-in", query_string={"next": f"/overview?{question}"})
    assert page.status_code == 200
    on = client.post("/language", data={"language": "de", "back": f"/overview?{question}"})
    assert on.location == f"/overview?{question}"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_documents_packed_in_odd_ways_are_refused_with_words(method):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression=method) as packed:
        packed.writestr("[Content_Types].xml", "x" * 400)
    raw = bytearray(file.getvalue())
    raw[60:70] = b"\0" * 10
    with pytest.raises(RuleBroken):
        accepted(io.BytesIO(bytes(raw)), "a.docx")


def test_reminding_of_a_meeting_without_a_time_is_not_found(house, sign_in):
    table = build.table(house)
    meeting = build.meeting(house, table.body, starts_at=None, state=MeetingState.HELD)
    assert sign_in(table.coordinator).get(f"/meetings/{meeting.id}/remind").status_code == 404


@pytest.mark.parametrize("year", [800, 9999])
def test_a_meeting_in_a_far_year_is_refused_beside_its_field(year):
    with pytest.raises(RuleBroken) as refused:
        Meeting(body_id=1).set_time(datetime(year, 12, 31, tzinfo=UTC), None)
    assert refused.value.field == "day"


def test_over_https_forms_work_without_a_referer(make_app, house):
    site = make_app(BASE_URL="https://tische.example")
    client = site.test_client()
    client.house = house
    page = client.get("/accounts/sign-in", base_url="https://tische.example")
    token = page.text.split('name="csrf_token"')[-1].split('value="')[1].split('"')[0]
    data = {"email": "niemand@musterstadt.example", "password": "falsch", "csrf_token": token}
    answer = client.post("/accounts/sign-in", data=data, base_url="https://tische.example")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "body",
    [b"email=amt%FF%FE", b"email=amt\xff", b"email%C3=amt", b"email=amt%00", b"email=amt&email=%00"],
    ids=repr,
)
def test_what_is_no_text_is_a_bad_request_however_it_is_sent(app, body):
    """The library would write such bytes out, and they would be kept as if somebody had typed "%FF"."""
    form = "application/x-www-form-urlencoded"
    answer = app.test_client().post("/accounts/sign-in", data=body, content_type=form)
    assert answer.status_code == 400
    asked = app.test_client().get(f"/accounts/sign-in?{quote_from_bytes(body, safe='=%')}")
    assert asked.status_code == 400


def test_the_second_file_of_a_field_has_a_name_that_is_text(app):
    files = [(io.BytesIO(b"a"), "a.pdf"), (io.BytesIO(b"a"), "b\0.pdf")]
    assert app.test_client().post("/accounts/sign-in", data={"file": files}).status_code == 400


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_the_words_of_a_form_have_a_limit_however_they_are_sent(make_app, kind):
    """No form of ours comes near it; without it, 26 MB would be taken to pieces in memory."""
    site = make_app(MAX_FORM_MEMORY_SIZE=10_000)
    for size, status in ((9_000, 422), (10_001, 413)):
        sent = {"email": "a" * size}
        answer = site.test_client().post("/accounts/sign-in", data=sent, content_type=kind)
        assert answer.status_code == status


def test_a_percent_sign_is_text(app):
    with app.test_request_context(
        "/?q=100%25FF",
        method="POST",
        data="a=100%25FF+%C3%A4",
        content_type="application/x-www-form-urlencoded",
    ):
        assert (request.form["a"], request.args["q"]) == ("100%FF ä", "100%FF")


def test_a_number_that_no_database_holds_is_refused_beside_its_field(app):
    class Asking(Form):
        based_on = IntegerField()

    for number in (2**31, 2**63, -(2**63)):
        with app.test_request_context(method="POST", data={"based_on": str(number)}):
            form = Asking(meta={"csrf": False})
            assert not form.validate()
            assert form.based_on.errors
