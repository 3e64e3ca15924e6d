"""What is in force: checked, under review, replaced, repealed; a field report becomes a topic."""

from typing import Any

from flask import abort, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.procedures import queries, review_rules
from blueprints.procedures.blueprint import OF_PROCEDURE, OF_VERSION, Answer, bp
from blueprints.procedures.pages import about_page, found, kept, version_of, version_url
from blueprints.procedures.review_forms import CheckForm, RepealForm, ReplaceForm, ReportForm
from models.errors import RuleBroken
from models.procedures import Procedure
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route(f"{OF_PROCEDURE}/check", methods=["GET", "POST"])
@coordinators
def check_unchanged(table_id: int, procedure_id: int) -> Answer:
    _, page = kept(table_id, procedure_id)
    form = CheckForm()

    def gesture() -> str:
        given: dict[str, Any] = {**form.facts(), "by": me(), "now": now()}
        review_rules.check_unchanged(house(), table_id, procedure_id, **given)
        return gettext("Noted: checked, unchanged.")

    return settled(form, gesture, page["url"]) or form_page("procedures/check_unchanged.html", form, **page)


@bp.route(f"{OF_PROCEDURE}/review", methods=["GET", "POST"])
@coordinators
def begin_review(table_id: int, procedure_id: int) -> Answer:
    _, page = kept(table_id, procedure_id)
    form = Form()

    def gesture() -> str:
        review_rules.begin_review(house(), table_id, procedure_id, by=me(), now=now())
        return gettext("The review has begun.")

    return settled(form, gesture, page["url"]) or form_page("procedures/begin_review.html", form, **page)


@bp.route(f"{OF_PROCEDURE}/repeal", methods=["GET", "POST"])
@coordinators
def repeal(table_id: int, procedure_id: int) -> Answer:
    about, page = kept(table_id, procedure_id)
    form = _repealing(about)
    if form.validate_on_submit():
        given: dict[str, Any] = {**form.facts(), "by": me(), "now": now()}
        try:
            review_rules.repeal(house(), table_id, procedure_id, **given)
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, _repealing(about, formdata=None))
    return form_page("procedures/repeal.html", form, **page)


def _repealing(about: Procedure, **given: object) -> RepealForm:
    """As it was set ahead, if it was; `formdata=None`: not as it was sent."""
    day = about.repealed_on or today()
    return RepealForm(repealed_on=day, reason=about.repeal_reason, based_on=about.version, **given)


@bp.route(f"{OF_VERSION}/replace", methods=["GET", "POST"])
@coordinators
def replace_version(table_id: int, procedure_id: int, number: int) -> Answer:
    about, page = kept(table_id, procedure_id)
    version, form = version_of(about, number), ReplaceForm(replaced_on=today())

    def gesture() -> str:
        given: dict[str, Any] = {**form.facts(), "by": me(), "now": now()}
        review_rules.replace_version(house(), table_id, procedure_id, number, **given)
        return gettext("The version is replaced.")

    page |= {"version": version, "back": version_url(about, version)}
    return settled(form, gesture, page["url"]) or form_page("procedures/replace_version.html", form, **page)


@bp.route(f"{OF_VERSION}/report", methods=["GET", "POST"])
@signed_in
def report(table_id: int, procedure_id: int, number: int) -> Answer:
    about = found(table_id, procedure_id)
    version = version_of(about, number)
    if not review_rules.may_report(me(), about):
        abort(404)
    form = ReportForm()
    steps = queries.outline(reading(), version.id)
    seats = [
        (each.seat_id, queries.institution_of(reading(), each.seat_id)) for each in me().seats_at(table_id)
    ]
    form.offer([(each.key, f"{each.place}. {each.action[:70]}") for each in steps], seats)

    def gesture() -> str:
        given: dict[str, Any] = {**form.facts(), "by": me(), "now": now()}
        review_rules.report(house(), table_id, procedure_id, number, **given)
        return gettext("Thank you. It is submitted as a topic for the next agenda.")

    page = about_page(about) | {"version": version, "back": version_url(about, version)}
    to = url_for("meetings.topics", table_id=table_id)
    return settled(form, gesture, to) or form_page("procedures/report.html", form, **page)
