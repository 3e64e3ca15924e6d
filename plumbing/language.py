"""The language of a page: the person's choice, else the instance's; German and English are complete."""

from flask import Flask, current_app, g, has_request_context, session
from flask_babel import Babel

LANGUAGES = ("de", "en")


def chosen_language() -> str:
    """What the person switched to, else what her account says, else the instance's."""
    if has_request_context() and session.get("language") in LANGUAGES:
        return str(session["language"])
    who = g.get("actor")
    if who is not None and who.language in LANGUAGES:
        return str(who.language)
    return str(current_app.config["LOCALE"])


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.root_path) + "/translations"
    Babel(app, locale_selector=chosen_language)
