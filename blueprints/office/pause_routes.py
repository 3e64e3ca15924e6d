"""The coordination stops the letters of a table of hers, and lets them go on."""

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.office import rules
from blueprints.office.dispatch_routes import dispatch_keepers
from blueprints.office.routes import bp
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house


@bp.post("/round-tables/<int:table_id>/pause")
@dispatch_keepers
def pause_table(table_id: int) -> Response:
    rules.pause_table(house(), table_id, by=me(), now=now())
    flash(gettext("No letter of this table goes out any more until you let them go on."), "done")
    return commit(url_for(".index"))


@bp.post("/round-tables/<int:table_id>/release")
@dispatch_keepers
def release_table(table_id: int) -> Response:
    rules.release_table(house(), table_id, by=me(), now=now())
    flash(gettext("The letters go on."), "done")
    return commit(url_for(".index"))
