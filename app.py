"""The site: configuration, plumbing, blueprints. No domain lives here."""

from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from plumbing import access, database, errors, headers, language, pages, settings

FEATURES = ("home", "accounts", "organisations", "tables", "meetings", "minutes", "office")


def create_app(given: dict[str, Any] | None = None) -> Flask:
    """Make the site; `given` overrides settings (names as in README, without the prefix)."""
    root = Path(__file__).parent
    app = Flask("app", root_path=str(root), instance_path=str(root / "instance"))
    app.config.update(settings.load(root / "instance", given))
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    headers.init_app(app)
    database.init_app(app)
    CSRFProtect(app)
    language.init_app(app)
    for feature in FEATURES:
        app.register_blueprint(import_module(f"blueprints.{feature}.routes").bp)
    access.init_app(app)
    app.before_request(database.refuse_second_click)
    pages.init_app(app)
    errors.init_app(app)
    for feature in FEATURES:
        _register_commands(app, feature)
    return app


def _register_commands(app: Flask, feature: str) -> None:
    """A feature's `cli.py`, where it has one, adds its commands."""
    try:
        module = import_module(f"blueprints.{feature}.cli")
    except ModuleNotFoundError as missing:
        if missing.name != f"blueprints.{feature}.cli":
            raise
        return
    for group in module.commands:
        app.cli.add_command(group)
