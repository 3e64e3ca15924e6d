"""The language of a page: the person's choice, else the instance's; German and English are complete."""

from functools import cache, lru_cache
from typing import Any

from babel import Locale
from flask import Flask, current_app, has_request_context, session
from flask_babel import Babel, Domain, get_locale, get_translations
from markupsafe import Markup

from models.languages import language_name
from plumbing.kept import kept

LANGUAGES = ("de", "en")


def chosen_language() -> str:
    """What the person switched to, else what her account says, else the instance's."""
    if has_request_context():
        chosen = session._get_current_object().get("language")  # type: ignore[attr-defined]
        if chosen in LANGUAGES:
            return str(chosen)
    who = kept().get("actor")
    if who is not None and who.language in LANGUAGES:
        return str(who.language)
    return str(current_app.config["LOCALE"])


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


def chosen_locale() -> Locale:
    return _locale(chosen_language())


class KeptDomain(Domain):  # type: ignore[misc]
    """The catalogue, looked up once for each request and language: a long list asks a thousand times.

    It is kept where `force_locale` forgets it.
    """

    def get_translations(self) -> Any:
        found = _kept()
        if found is None:
            found = super().get_translations()
            if "_flask_babel" in kept():
                kept()["_flask_babel"].babel_translations = found
        return found


def _kept() -> Any:
    return getattr(kept().get("_flask_babel"), "babel_translations", None)


def locale() -> Locale:
    """What is in force, as the catalogue is; asked for each date."""
    found: Locale | None = getattr(kept().get("_flask_babel"), "babel_locale", None)
    return found or get_locale()


def catalogue() -> Any:
    """The translations in force; `force_locale` changes them."""
    return _kept() or get_translations()


def gettext(message: str, /, **values: Any) -> str:
    """Flask-Babel's own looks ten times as long for the catalogue."""
    said = str(catalogue().ugettext(message))
    return said % values if values else said


def ngettext(one: str, many: str, num: int, /, **values: Any) -> str:
    """The number is there as `num`."""
    return str(catalogue().ungettext(one, many, num)) % {"num": num, **values}


def word(marked: Any) -> str:
    """The label of an enum in the language of the page."""
    return str(catalogue().ugettext(marked.label))


def language(code: str) -> str:
    """The name of a language (BCP 47) in the language of the page."""
    return language_name(code, chosen_language())


def words(message: str, /, **values: Any) -> Markup:
    """`_()` of the pages' templates: a message in the language of the page; values are escaped."""
    said = _said(catalogue(), message)
    return said % values if "%" in said else said


def counted_words(one: str, many: str, n: int, /, **values: Any) -> Markup:
    """`ngettext()` of the pages' templates; the number is there as `num`."""
    said = Markup(catalogue().ungettext(one, many, n))  # noqa: S704 - messages are ours
    return said % {"num": n, **values} if "%" in said else said


@lru_cache(8000)
def _said(catalogue: Any, message: str) -> Markup:
    """The same few thousand messages, over and over; to mark one takes as long as to look it up."""
    return Markup(catalogue.ugettext(message))  # noqa: S704 - messages are ours


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.root_path) + "/translations"
    Babel(app, locale_selector=chosen_locale)
    app.extensions["babel"].instance.domain_instance = KeptDomain()
    app.jinja_env.globals.update(_=words, gettext=words, ngettext=counted_words)
    app.jinja_env.filters.update(word=word, language=language)
