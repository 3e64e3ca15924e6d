"""What templates print and call: quicker than the library's way, and never anything else."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from jinja2 import pass_context
from jinja2.runtime import StrictUndefined, Undefined
from markupsafe import Markup, escape

from plumbing.pages import file_size
from plumbing.templates import Templates, printed


class Badge:
    def __repr__(self) -> str:
        return "Badge()"

    def __html__(self) -> str:
        return "<b>neu</b>"


class Loud(str):
    __slots__ = ()


VALUES = (
    "Klient*innen & <script>'\"</script>",
    Markup("<b>schon</b>"),
    Loud("<laut>"),
    Badge(),
    7,
    -0.5,
    True,
    None,
    ["<a>", Markup("<b>")],
    Undefined(),
)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_what_is_printed_is_what_escape_makes_of_it(value: Any) -> None:
    assert str(printed(value)) == str(escape(value))


@pytest.fixture
def templates() -> Templates:
    return Templates(Flask(__name__), autoescape=True)


def test_pages_escape_what_is_not_escaped_yet_wherever_it_is_printed(templates: Templates) -> None:
    page = templates.from_string(
        "{% macro cell(value) %}<td>{{ value }}{{ caller() }}</td>{% endmacro %}"
        "{% set kept %}{{ name }}{% endset %}"
        "{% for each in [name] %}{% call cell(each) %}{{ each }}{% endcall %}{% endfor %}"
        "{{ kept }}{{ name|upper }}"
    )
    assert page.render(name="<&>") == "<td>&lt;&amp;&gt;&lt;&amp;&gt;</td>" + "&lt;&amp;&gt;" * 2


def test_what_is_called_gets_what_it_asks_for(templates: Templates) -> None:
    @pass_context
    def told(context: Any, word: str) -> str:
        return f"{word} {context['name']}"

    def plain(word: str, *, again: str = "") -> str:
        return word + again

    templates.globals.update(told=told, plain=plain)
    page = templates.from_string(
        "{% for each in ['Erste'] %}{% set name = each %}{{ told('Guten Tag') }}"
        "{{ plain('<', again='>') }}{{ name.upper() }}{% endfor %}"
    )
    assert page.render() == "Guten Tag Erste&lt;&gt;ERSTE"


def test_text_of_mails_is_not_escaped() -> None:
    assert (
        Templates(Flask(__name__), autoescape=False).from_string("{{ name }}").render(name="A & B") == "A & B"
    )


def test_what_is_missing_is_refused_as_ever() -> None:
    strict = Templates(Flask(__name__), autoescape=True, undefined=StrictUndefined)
    with pytest.raises(Exception, match="undefined"):
        strict.from_string("{{ missing }}").render()


@pytest.mark.parametrize(
    ("size", "german", "english"),
    [
        (0, "1 kB", "1 kB"),
        (363_249, "363 kB", "363 kB"),
        (999_499, "999 kB", "999 kB"),
        (999_500, "1,0 MB", "1.0 MB"),
        (26_214_400, "26,2 MB", "26.2 MB"),
    ],
)
def test_sizes_are_written_as_people_write_them(app: Flask, size: int, german: str, english: str) -> None:
    with app.test_request_context():
        for language, words in (("de", german), ("en", english)):
            with force_locale(language):
                assert file_size(size) == words
