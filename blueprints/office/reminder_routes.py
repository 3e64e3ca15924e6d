"""No more reminders: by the address that stands in the head of every reminder (RFC 2369, RFC 8058)."""

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.office import reminder_queries, reminder_rules
from blueprints.office.routes import bp
from plumbing.access import bearers
from plumbing.clock import now
from plumbing.database import commit, house
from plumbing.mail_templates import letter_of_stop


@bp.route("/reminders/<token>", methods=["GET", "POST"])
@bearers
def reminders(token: str) -> Response | str:
    """Opening it changes nothing; a mail program's one click is a POST without a page before it."""
    address = reminder_queries.address_of(house(), letter_of_stop(token)) or abort(404)
    if request.method != "POST":
        return render_template("office/reminders.html", off=reminder_queries.is_off(house(), address))
    if request.form.get("again"):
        reminder_rules.allow(house(), address, now=now())
        flash(gettext("Reminders come again."), "done")
    else:
        reminder_rules.stop(house(), address, now=now())
        flash(gettext("No reminders go to this address any more."), "done")
    return commit(url_for(".reminders", token=token))
