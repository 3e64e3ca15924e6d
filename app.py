"""The site: configuration, plumbing, blueprints. No domain lives here."""

from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

import models.every  # noqa: F401 - what one model says of another is known before anything is asked
from plumbing import (
    access,
    database,
    errors,
    guard_notes,
    headers,
    language,
    letters,
    pages,
    processes,
    settings,
    templates,
    uploads_ahead,
)

FEATURES = (
    *("home", "accounts", "organisations", "tables", "meetings", "tasks", "decisions"),
    *("minutes", "requests", "surveys", "lobbying", "positions", "procedures"),
    *("calendars", "office", "public"),
)
COMMANDS = ("accounts.cli", "office.cli", "office.commands")


class Id(IntegerConverter):
    """A number in an address: no larger than what both databases can hold, else the page is not found."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - the library's name
        super().__init__(map, max=2**31 - 1)


@processes.starting()
def create_app(given: dict[str, Any] | None = None) -> Flask:
    """Make the site; `given` overrides settings (names as in README, without the prefix)."""
    root = Path(__file__).parent
    app = Flask("app", root_path=str(root), instance_path=str(root / "instance"))
    app.jinja_environment = templates.Templates
    app.config.update(settings.load(root / "instance", given))
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    app.url_map.converters["int"] = Id
    headers.init_app(app)
    database.init_app(app)
    CSRFProtect(app).exempt("blueprints.office.reminder_routes.reminders")  # a mail program's one click
    app.before_request(uploads_ahead.read_ahead)
    language.init_app(app)
    for feature in FEATURES:
        app.register_blueprint(import_module(f"blueprints.{feature}.routes").bp)
    access.init_app(app)
    app.before_request(database.refuse_second_click)
    pages.init_app(app)
    letters.init_app(app)
    guard_notes.init_app(app)
    errors.init_app(app)
    for place in COMMANDS:
        for command in import_module(f"blueprints.{place}").commands:
            app.cli.add_command(command)
    return app
