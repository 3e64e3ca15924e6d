"""Comments on a version in consultation, and the answers to them."""

from typing import Any

from flask import abort, flash, request
from flask_babel import gettext

from blueprints.procedures import comment_rules, queries
from blueprints.procedures.blueprint import OF_VERSION, Answer, bp
from blueprints.procedures.forms import AnswerCommentForm, CommentForm
from blueprints.procedures.pages import drafted, found, version_of, version_page, version_url
from models.errors import RuleBroken
from models.procedures import Procedure, ProcedureVersion
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route(f"{OF_VERSION}/comments/new", methods=["GET", "POST"])
@signed_in
def comment(table_id: int, procedure_id: int, number: int) -> Answer:
    about = found(table_id, procedure_id)
    version = version_of(about, number)
    if not comment_rules.may_comment(me(), about):
        abort(404)
    form, back = _offered(CommentForm(), about, version), version_url(about, version)

    def gesture() -> str:
        given: dict[str, Any] = {**form.facts(), "by": me(), "now": now()}
        comment_rules.comment(house(), table_id, procedure_id, number, **given)
        return gettext("The comment is noted.")

    page = version_page(about, number) | {"back": back}
    return settled(form, gesture, back) or form_page("procedures/comment.html", form, **page)


@bp.route(f"{OF_VERSION}/comments/<int:comment_id>/answer", methods=["GET", "POST"])
@signed_in
def answer_comment(table_id: int, procedure_id: int, number: int, comment_id: int) -> Answer:
    _, version, page = drafted(table_id, procedure_id, number)
    rows = queries.comments(reading(), version.id)
    made = next((each for each in rows if each.id == comment_id), None) or abort(404)
    given: dict[str, Any] = {"obj": made, "based_on": made.version}
    form = AnswerCommentForm(**given)
    if form.validate_on_submit():
        try:
            facts: dict[str, Any] = {**form.facts(), "by": me(), "now": now()}
            comment_rules.answer(house(), table_id, procedure_id, number, comment_id, **facts)
            flash(gettext("The answer is noted."), "done")
            return commit(page["back"])
        except RuleBroken as broken:
            form.refuse(broken, AnswerCommentForm(formdata=None, **given))
    return form_page("procedures/answer_comment.html", form, **page, comment=made)


def _offered(form: CommentForm, about: Procedure, version: ProcedureVersion) -> CommentForm:
    """The steps, and for whom one may speak; the step that the address names is chosen."""
    steps = [
        (each.key, f"{each.place}. {' '.join(each.action.split())[:70]}")
        for each in queries.outline(reading(), version.id)
    ]
    mine = [
        (str(each.seat_id), queries.institution_of(reading(), each.seat_id))
        for each in me().seats_at(about.body_id)
    ]
    coordination = [("", gettext("as the coordination"))] if me().coordinates_body(about.body_id) else []
    form.offer(steps, [*mine, *coordination])
    if request.method == "GET":
        form.step_key.data = request.args.get("step", None, type=int)
    return form
