"""The language of a page: the person's choice, else the instance's; German and English are complete."""

from typing import Any

from flask import Flask, current_app, g, has_request_context, session
from flask_babel import Babel, get_locale, get_translations

from models.languages import language_name

LANGUAGES = ("de", "en")


def chosen_language() -> str:
    """What the person switched to, else what her account says, else the instance's."""
    if has_request_context() and session.get("language") in LANGUAGES:
        return str(session["language"])
    who = g.get("actor")
    if who is not None and who.language in LANGUAGES:
        return str(who.language)
    return str(current_app.config["LOCALE"])


def catalogue() -> Any:
    """The translations in force (`force_locale` changes them), looked up once for each request and language:
    a long list asks a thousand times."""
    known = g.setdefault("catalogues", {})
    locale = get_locale()
    if locale not in known:
        known[locale] = get_translations()
    return known[locale]


def word(marked: Any) -> str:
    """The label of an enum in the language of the page."""
    return str(catalogue().ugettext(marked.label))


def language(code: str) -> str:
    """The name of a language (BCP 47) in the language of the page."""
    return language_name(code, chosen_language())


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.root_path) + "/translations"
    Babel(app, locale_selector=chosen_language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda message: catalogue().ugettext(message),
        ngettext=lambda one, many, n: catalogue().ungettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.filters.update(word=word, language=language)
