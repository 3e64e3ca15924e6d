"""Issues of a signed position, their publication, and to whom they were sent."""

from flask import abort, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts.doors import fresh
from blueprints.positions import lobby_rules, publishing_rules, submission_rules
from blueprints.positions.blueprint import OF_POSITION, Answer, bp
from blueprints.positions.publishing_forms import PublishForm, SubmissionForm
from blueprints.positions.publishing_pages import (
    follow_up_form,
    found_issue,
    found_submission,
    issue_choices,
    issue_paper,
    issues_page,
    letter_paper,
    lobby_form,
)
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page

OF_SUBMISSION = f"{OF_POSITION}/submissions/<int:submission_id>"


@bp.get(f"{OF_POSITION}/issues")
@signed_in
def issues(table_id: int, position_id: int) -> Answer:
    return render_template("positions/issues.html", **issues_page(table_id, position_id))


@bp.get(f"{OF_POSITION}/issues/<int:issue>.pdf")
@signed_in
def issue_as_paper(table_id: int, position_id: int, issue: int) -> Response:
    _, edition = found_issue(issues_page(table_id, position_id), issue)
    return issue_paper(edition)


@bp.route(f"{OF_POSITION}/issues/compile", methods=["GET", "POST"])
@signed_in
def compile_issue(table_id: int, position_id: int) -> Answer:
    page = issues_page(table_id, position_id)
    form = Form() if page["may_compile"] else abort(404)

    def gesture() -> str:
        publishing_rules.compile_issue(house(), position_id, by=me(), now=now())
        return gettext("The issue is compiled. Nobody outside sees it before it is published.")

    return settled(form, gesture, page["issues_url"]) or form_page(
        "positions/compile_issue.html", form, **page
    )


@bp.route(f"{OF_POSITION}/publish", methods=["GET", "POST"])
@signed_in
@fresh
def publish(table_id: int, position_id: int) -> Answer:
    page = issues_page(table_id, position_id)
    newest = page["to_publish"] or abort(404)
    form = PublishForm(issue_id=newest.id)

    def gesture() -> str:
        publishing_rules.publish(house(), position_id, form.issue_id.data, by=me(), now=now())
        return gettext("The position is published.")

    done = settled(form, gesture, page["issues_url"])
    form.show_anew(newest.id)
    edition = page["issues"][0][1]
    return done or form_page("positions/publish.html", form, issue=newest, edition=edition, **page)


@bp.route(f"{OF_POSITION}/withdraw-publication", methods=["GET", "POST"])
@signed_in
@fresh
def withdraw_publication(table_id: int, position_id: int) -> Answer:
    page = issues_page(table_id, position_id)
    form = Form() if page["may_publish"] and page["public"] else abort(404)

    def gesture() -> str:
        publishing_rules.withdraw_publication(house(), position_id, by=me(), now=now())
        return gettext("The position is withdrawn from the public side.")

    shown = settled(form, gesture, page["issues_url"])
    return shown or form_page("positions/withdraw_publication.html", form, **page)


@bp.route(f"{OF_POSITION}/submissions/new", methods=["GET", "POST"])
@signed_in
def submit(table_id: int, position_id: int) -> Answer:
    page = issues_page(table_id, position_id)
    form = SubmissionForm() if page["may_submit"] else abort(404)
    form.offer(issue_choices(page))

    def gesture() -> str:
        submission_rules.submit(house(), position_id, **form.facts(), by=me(), now=now())
        return gettext("The submission is logged.")

    return settled(form, gesture, page["issues_url"]) or form_page("positions/submit.html", form, **page)


@bp.route(OF_SUBMISSION, methods=["GET", "POST"])
@signed_in
def follow_up_submission(table_id: int, position_id: int, submission_id: int) -> Answer:
    page = issues_page(table_id, position_id)
    found = found_submission(page, submission_id) if page["may_submit"] else abort(404)
    form = follow_up_form(page, found)
    if form.validate_on_submit():
        try:
            facts = form.facts()
            submission_rules.follow_up(house(), position_id, submission_id, **facts, by=me(), now=now())
            return commit(page["issues_url"])
        except RuleBroken as broken:
            form.refuse(broken, follow_up_form(page, found, formdata=None))
    return form_page("positions/follow_up_submission.html", form, found=found, **page)


@bp.get(f"{OF_SUBMISSION}/letter.pdf")
@signed_in
def submission_letter(table_id: int, position_id: int, submission_id: int) -> Response:
    page = issues_page(table_id, position_id)
    found = found_submission(page, submission_id) if page["may_submit"] else abort(404)
    return letter_paper(page, found)


@bp.route(f"{OF_POSITION}/lobby-checks/<int:organisation_id>", methods=["GET", "POST"])
@signed_in
def note_lobby_check(table_id: int, position_id: int, organisation_id: int) -> Answer:
    page = issues_page(table_id, position_id)
    name = page["lobby_own"].get(organisation_id) or abort(404)
    form = lobby_form(page, organisation_id)
    if form.validate_on_submit():
        try:
            lobby_rules.note(house(), position_id, organisation_id, **form.facts(), by=me(), now=now())
            return commit(page["issues_url"])
        except RuleBroken as broken:
            form.refuse(broken, lobby_form(page, organisation_id, formdata=None))
    return form_page("positions/note_lobby_check.html", form, institution=name, **page)
