"""One's own account: profile, sessions, data. No page here takes anybody else's id."""

from flask import abort, current_app, flash, make_response, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts import queries, reminder_rules, rules, sign_in_rules
from blueprints.accounts.doors import fresh
from blueprints.accounts.forms import ProfileForm
from blueprints.accounts.own_data_queries import own_data as all_about
from blueprints.accounts.routes import Answer, bp
from blueprints.accounts.sessions import is_sensitive, me_here
from models.errors import RuleBroken
from models.people import Person
from models.reminder_stops import StopKind
from plumbing import clock
from plumbing.access import me, signed_in
from plumbing.database import commit, house, reading
from plumbing.stop_words import told_stopped
from plumbing.versions import form_page


@bp.route("/profile", methods=["GET", "POST"])
@signed_in
def profile() -> Answer:
    person = reading().get_one(Person, me().person_id)
    form = ProfileForm(obj=person, based_on=person.version)
    if not me().is_coordinator:
        del form.due_mails
    if form.validate_on_submit():
        try:
            rules.correct_profile(house(), **form.facts(), by=me(), now=clock.now())
        except RuleBroken as broken:
            form.refuse(broken, ProfileForm(formdata=None, obj=person, based_on=person.version))
        else:
            session["language"] = form.language.data
            flash(gettext("Your profile is saved."), "done")
            return commit(url_for("accounts.profile"))
    living = queries.live_sessions(reading(), me().account, clock.now(), sensitive=is_sensitive(me()))
    return form_page(
        "accounts/profile.html",
        form,
        sessions=living,
        this=me_here().session_id,
        address=queries.address_of(reading(), me().account),
        factor=queries.factor_of(reading(), me().account),
        needs_factor=me().needs_factor,
        reminded=queries.is_reminded(reading(), person.email),
    )


@bp.post("/reminders")
@signed_in
def reminders() -> Response:
    wanted = request.form.get("wanted") == "yes"
    chosen = request.form.get("what", StopKind.REMINDERS.value)
    what = next((each for each in StopKind if each.value == chosen), None) or abort(400)
    reminder_rules.want_reminders(house(), wanted, what, by=me(), now=clock.now())
    flash(told_stopped(what, again=wanted), "done")
    return commit(url_for("accounts.profile"))


@bp.post("/sessions/<int:session_id>/end")
@signed_in
def end_session(session_id: int) -> Response:
    sign_in_rules.end_session(house(), session_id, by=me(), now=clock.now())
    flash(gettext("This session has ended."), "done")
    return commit(url_for("accounts.profile"))


@bp.post("/sessions/end-others")
@signed_in
def end_other_sessions() -> Response:
    sign_in_rules.end_other_sessions(house(), me_here().session_id, by=me(), now=clock.now())
    flash(gettext("Your other sessions have ended."), "done")
    return commit(url_for("accounts.profile"))


@bp.post("/data.json")
@signed_in
@fresh
def own_data() -> Response:
    answer = make_response(current_app.json.response(all_about(house(), me().person_id)))
    answer.headers["Content-Disposition"] = "attachment; filename=own-data.json"
    return answer
