"""The page checker itself: it passes a good page and names what is wrong with a bad one."""

import html5lib
import pytest
from werkzeug.test import Client, EnvironBuilder
from werkzeug.wrappers import Response

from tests import markup
from tests.pages import PageBroken, check_page, violations

GOOD = """<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><title>Sitzung 4 – Runder Tisch</title>
<link rel="stylesheet" href="/static/site.css"></head>
<body>
<a href="#content">Zum Inhalt</a>
<main id="content">
<h1>Sitzung 4</h1>
<form method="post" action="/meetings/4"><input type="hidden" name="csrf_token" value="x">
<label for="note">Anmerkung</label> <textarea id="note" name="note"></textarea>
<fieldset><legend>Antwort</legend>
<label><input type="radio" name="reply" value="yes"> kommt</label></fieldset>
<button>Senden</button></form>
<h2>Wer kommt</h2>
<table><caption>Zusagen</caption><tr><th scope="col">Institution</th></tr><tr><td>Polizei</td></tr></table>
<svg aria-label="Ring" viewBox="0 0 1 1" role="img"></svg>
</main>
</body>
</html>
"""

BAD = [
    ("<!doctype html>\n", "", "invalid HTML"),
    ("</form>", "</form></div>", "invalid HTML"),
    ('lang="de"', "", 'lang="de"'),
    ("<main id=", "<div id=", "0 <main>"),
    ("<h1>Sitzung 4</h1>", "<p>Sitzung 4</p>", "0 <h1>"),
    ("<h2>Wer kommt</h2>", "<h1>Wer kommt</h1>", "2 <h1>"),
    ("<title>Sitzung 4", "<title>Sitzung", "must begin with"),
    ("<h2>Wer kommt</h2>", "<h3>Wer kommt</h3>", "leave no level out"),
    ("<h2>Wer kommt</h2>", "<h2></h2>", "is empty"),
    ('<label for="note">Anmerkung</label>', "", "has no label"),
    ('<label for="note">Anmerkung</label>', '<label for="note"></label>', "has no label"),
    ("<legend>Antwort</legend>", "", "has no <legend>"),
    ("<button>Senden</button>", "<button></button>", "has no text"),
    ('aria-label="Ring"', 'id="note" aria-label="Ring"', "stands 2 times"),
    ('<label for="note">', '<label for="node">', "not on the page"),
    ("<h2>", "<script>alert(1)</script><h2>", "inline <script>"),
    ("<h2>", "<style>h1 { color: red }</style><h2>", "<style>"),
    ("<h2>", '<h2 style="color: red">', "style in"),
    ("<button>", '<button onclick="go()">', "onclick in"),
    ('href="#content"', 'href=" JavaScript:go()"', "the security header forbids it"),
    ("<h2>", '<script src="https://cdn.example/x.js"></script><h2>', "another host"),
    ('href="/static/site.css"', 'href="//cdn.example/site.css"', "another host"),
    ('<input type="hidden" name="csrf_token" value="x">', "", "csrf_token"),
    ('name="csrf_token" value="x"', 'name="csrf_token"', "csrf_token"),
    ('action="/meetings/4"', 'action="https://evil.example/"', "sends to another host"),
    ("<button>", '<button formaction="//evil.example/">', "sends to another host"),
    ("Zum Inhalt", " ", "a link says where it leads"),
    ('href="#content"', 'href="#"', "leads nowhere"),
    ('href="#content"', 'href="#elsewhere"', "not on the page"),
    ("<caption>Zusagen</caption>", "", "has no <caption>"),
    ('<th scope="col">Institution</th>', "<td>Institution</td>", "has no <th>"),
    ("<h2>", '<img src="/static/a.png"><h2>', "has no alt"),
    ('aria-label="Ring"', "", "has no name"),
]


def test_a_good_page_passes():
    assert violations(GOOD) == []


@pytest.mark.parametrize(("part", "instead", "complaint"), BAD)
def test_a_bad_page_is_caught(part, instead, complaint):
    assert GOOD.count(part) >= 1
    found = violations(GOOD.replace(part, instead, 1))
    assert any(complaint in words for words in found), found


def test_all_violations_come_in_one_message():
    page = GOOD.replace("<h2>", '<h2 style="x">', 1).replace("<caption>Zusagen</caption>", "")
    with pytest.raises(PageBroken, match=r"(?s)GET /x \(200\).*style in.*has no <caption>"):
        check_page(answer(page))


def test_what_is_no_page_is_left_alone():
    for response in (answer("BEGIN:VCALENDAR", mimetype="text/calendar"), answer("<p>", status=303)):
        check_page(response)


def test_a_fragment_is_checked_without_its_frame():
    asked = {"Sec-Fetch-Dest": "empty"}
    check_page(answer("<p>Vorschau</p>", headers=asked))
    with pytest.raises(PageBroken, match="onclick"):
        check_page(answer('<p onclick="x">Vorschau</p>', headers=asked))


def answer(body, *, headers=None, **options):
    application = Response(body, **{"mimetype": "text/html", **options})
    return Client(application).open(EnvironBuilder(path="/x", headers=headers or {}))


PLAIN = GOOD.replace("<tr><th", "<tbody><tr><th").replace("</table>", "</tbody></table>")
"""Nothing in it is left to the browser to add."""


def spoiled():
    """The page with each of its tags left out, doubled, or standing where the next one stood."""
    start, *parts = PLAIN.split("<")
    for place, part in enumerate(parts):
        before, after = parts[:place], parts[place + 1 :]
        yield "<".join([start, *before, *after])
        yield "<".join([start, *before, part, part, *after])
        yield "<".join([start, *before, *after[:1], part, *after[1:]])
    for sign in (
        "&",
        "&auml;",
        "&auml",
        "&unknown;",
        "&#1;",
        "\0",
        "\x01",
        "\r\n",
        "\n",
        " ",
        "x",
        "<",
        "<!-- -->",
    ):
        for place in ("</h1>", "</textarea>", "</title>", "</table>", "</head>", "</html>", "<h2>"):
            yield PLAIN.replace(place, sign + place)
            yield PLAIN.replace(place, place + sign)
        yield PLAIN.replace('value="yes"', f'value="{sign}"')
        yield PLAIN.replace('id="note"', f"id=note{sign}")
        yield PLAIN.replace('id="note"', f'id="note"{sign}')


def test_the_quick_reader_says_what_html5lib_says():
    """It has learnt all places of the good page, and many more from the spoiled ones as it goes."""
    markup.known.clear()
    assert markup.parse(PLAIN)[1] == []
    assert all(place in markup.known for place in markup.read(PLAIN)[1])
    for page in spoiled():
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(page)
        told, errors = markup.parse(page)
        assert errors == parser.errors, page
        assert markup.same(told, tree), page


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ('viewBox="0 0 1 1"', 'viewbox="0 0 1 1"'),
        ('id="note"', 'viewBox="note"'),
        ('role="img"></svg>', 'role="img"/>'),
        ("<button>", '<button type="submit" type="submit">'),
        ('name="note">', 'name="note">\n\nZeile'),
        ("</form>", "<form></form></form>"),
        ("<h2>", "<b><b><b><b>x</b></b></b></b><h2>"),
        ("<h2>", "<p><div></div></p><h2>"),
    ],
)
def test_the_quick_reader_leaves_to_html5lib_what_it_does_not_know(part, instead):
    page = PLAIN.replace(part, instead)
    assert page != PLAIN
    for _ in range(2):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(page)
        told, errors = markup.parse(page)
        assert errors == parser.errors
        assert markup.same(told, tree)
