"""The site: configuration, plumbing, blueprints. No domain lives here, and all is loaded by `create_app`."""

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plumbing import processes

if TYPE_CHECKING:
    from plumbing.site import Site

PIPES = ("database", "language", "letters", "guard_notes")
FEATURES = (
    *("home", "accounts", "organisations", "tables", "meetings", "tasks", "decisions"),
    *("minutes", "requests", "surveys", "lobbying", "positions", "procedures"),
    *("calendars", "office", "public"),
)
COMMANDS = {
    "accounts": "blueprints.accounts.cli",
    "letters": "blueprints.office.cli",
    **dict.fromkeys(("deadlines", "doctor", "demo"), "blueprints.office.commands"),
}


@processes.starting()
def create_app(given: dict[str, Any] | None = None) -> "Site":
    """Make the site; `given` overrides settings (names as in README, without the prefix).

    A command gets it with its rooms closed: they open with the first address it asks for.
    """
    from werkzeug.middleware.proxy_fix import ProxyFix

    from plumbing import settings, site

    import_module("models")  # what one model says of another is known before anything is asked
    root = Path(__file__).parent
    app = site.Site("app", root_path=str(root), instance_path=str(root / "instance"))
    app.config.update(settings.load(root / "instance", given))
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    for pipe in PIPES:
        import_module(f"plumbing.{pipe}").init_app(app)
    import_module("blueprints.tables.imports.waiting")  # what the letter worker does beside its letters
    app.url_map.open_rooms = partial(open_rooms, app)
    if not site.called_by_a_command():
        app.url_map.open()
    app.cli = site.Commands(COMMANDS)
    return app


def open_rooms(app: "Site") -> None:
    """What answers requests, in the order in which it is asked."""
    from flask_wtf import CSRFProtect

    from plumbing import access, database, errors, headers, pages, uploads_ahead

    headers.init_app(app)
    CSRFProtect(app).exempt("blueprints.office.reminder_routes.reminders")  # a mail program's one click
    app.before_request(uploads_ahead.read_ahead)
    for feature in FEATURES:
        app.register_blueprint(import_module(f"blueprints.{feature}.routes").bp)
    access.init_app(app)
    app.before_request(database.refuse_second_click)
    pages.init_app(app)
    errors.init_app(app)
