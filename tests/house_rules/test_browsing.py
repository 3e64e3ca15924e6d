"""The test client itself: it checks each answer, and sends forms as a browser would."""

import io

import pytest
from flask import Flask, jsonify, request
from flask_wtf import CSRFProtect

from plumbing import headers
from tests.browsing import Client
from tests.pages import PageBroken

PAGE = """<!doctype html>
<html lang="de"><head><title>Antwort</title></head><body><main><h1>Antwort</h1>
<form method="post" action="/answers" enctype="multipart/form-data">
<input type="hidden" name="csrf_token" value="%(token)s"><input type="hidden" name="form_key" value="k1">
<label>Notiz <textarea name="note">
schon da</textarea></label>
<label><input type="checkbox" name="ticked" value="1" checked> an</label>
<label><input type="checkbox" name="open" value="1"> aus</label>
<label>Wer
<select name="who"><option value="1">eins</option><option value="2" selected>zwei</option></select></label>
<label>Art <select name="kind"><option>erste</option><option>zweite</option></select></label>
<label>Datei <input type="file" name="file"></label>
<label>zu <input name="closed" value="x" disabled></label>
<button name="go" value="save">Speichern</button>
<button name="go" value="send" formaction="/sent">Senden</button>
</form>
%(more)s
</main></body></html>
"""


@pytest.fixture
def browser():
    site = Flask("site")
    site.config.update(SECRET_KEY="x" * 40, TESTING=True)
    site.test_client_class = Client
    CSRFProtect(site)
    headers.init_app(site)

    @site.get("/")
    def show():
        from flask_wtf.csrf import generate_csrf

        return PAGE % {"token": generate_csrf(), "more": request.args.get("more", "")}

    @site.post("/answers", endpoint="answers")
    @site.post("/sent")
    def answers():
        files = {name: file.filename for name, file in request.files.items() if file.filename}
        return jsonify(path=request.path, **{**request.form.to_dict(), **files})

    return site.test_client()


def test_it_sends_what_a_browser_would(browser):
    sent = browser.submit(browser.get("/"), "Speichern").json
    assert sent.pop("csrf_token")
    assert sent == {
        "path": "/answers",
        "form_key": "k1",
        "note": "schon da",
        "ticked": "1",
        "who": "2",
        "kind": "erste",
        "go": "save",
    }


def test_it_changes_leaves_out_and_uploads(browser):
    changes = {"note": "neu", "ticked": None, "open": "1", "file": (io.BytesIO(b"x"), "a.pdf")}
    sent = browser.submit(browser.get("/"), "Senden", **changes).json
    assert (sent["path"], sent["go"], sent["note"], sent["file"]) == ("/sent", "send", "neu", "a.pdf")
    assert sent["open"] == "1"
    assert "ticked" not in sent


def test_it_refuses_fields_and_buttons_that_are_not_there(browser):
    with pytest.raises(AssertionError, match="has no field"):
        browser.submit(browser.get("/"), "Speichern", nowhere="x")
    with pytest.raises(AssertionError, match="no form in <main> has a button"):
        browser.submit(browser.get("/"), "Löschen")


def test_it_carries_the_csrf_token_unless_told_not_to(browser):
    assert browser.post("/answers", data={"a": "1"}).status_code == 200
    assert browser.post("/answers").status_code == 200
    with pytest.raises(PageBroken):
        browser.post("/answers", data={"a": "1"}, csrf=False)


def test_it_checks_every_page(browser):
    with pytest.raises(PageBroken, match="leads nowhere"):
        browser.get("/", query_string={"more": '<a href="#">x</a>'})


def test_it_checks_the_headers_of_every_answer():
    site = Flask("bare")
    site.test_client_class = Client
    site.add_url_rule("/", view_func=lambda: ("x", {"Content-Type": "text/plain"}))
    with pytest.raises(AssertionError, match="no content policy"):
        site.test_client().get("/")
