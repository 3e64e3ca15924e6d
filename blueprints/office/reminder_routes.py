"""No more reminders: by the address that stands in the head of every reminder (RFC 2369, RFC 8058)."""

from flask import abort, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from blueprints.office import reminder_queries, reminder_rules
from blueprints.office.routes import bp
from models.reminder_stops import StopKind
from plumbing.access import bearers
from plumbing.clock import now
from plumbing.database import commit, house
from plumbing.mail_templates import letter_of_stop
from plumbing.stop_words import told_stopped


@bp.route("/reminders/<token>", methods=["GET", "POST"])
@bearers
def reminders(token: str) -> Response | str:
    """Opening it changes nothing; a mail program's one click is a POST without a page before it."""
    address, meant = reminder_queries.meant_by(house(), letter_of_stop(token)) or abort(404)
    if request.method != "POST":
        unwanted = reminder_queries.unwanted(house(), address)
        return render_template("office/reminders.html", unwanted={each.value for each in unwanted})
    what = _chosen() or meant
    if request.form.get("again"):
        reminder_rules.allow(house(), address, what, now=now())
        flash(told_stopped(what, again=True), "done")
    else:
        reminder_rules.stop(house(), address, what, now=now())
        flash(told_stopped(what), "done")
    return commit(url_for(".reminders", token=token))


def _chosen() -> StopKind | None:
    """What the page's button says; a mail program's one click says nothing."""
    chosen = request.form.get("what", "")
    return next((each for each in StopKind if each.value == chosen), None)
