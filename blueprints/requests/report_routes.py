"""Reports on a request: begun, written, shown to those who answered, released, corrected, on paper."""

from typing import Any

from flask import Response, abort, flash, render_template, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.minutes.by_post_queries import coordinating
from blueprints.requests import agreement_rules, report_paper, report_queries, request_pages
from blueprints.requests import report_pages as pages
from blueprints.requests import report_rules as rules
from blueprints.requests.blueprint import OF_REPLY, OF_REPORT, Answer, bp
from blueprints.requests.origin_pages import cited_version
from blueprints.requests.report_forms import AnswerObjectionForm, AssessmentForm, ReportForm
from blueprints.requests.report_words import shown_report
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.looked_at import LookedAtForm
from plumbing.markdown import render
from plumbing.paper import as_download
from plumbing.sent_words import stopped_at, told_sent
from plumbing.versions import form_page


@bp.get(OF_REPORT)
@signed_in
def report(table_id: int, request_id: int) -> Answer:
    found, made, page = pages.begun(table_id, request_id)
    return render_template("requests/report.html", **pages.report_page(found, made, page))


@bp.post(f"{OF_REPORT}/begin")
@signed_in
def begin_report(table_id: int, request_id: int) -> Answer:
    found, page = request_pages.worked_on(table_id, request_id)
    form = Form()

    def gesture() -> None:
        rules.begin(house(), request_id, **pages.first_texts(found), by=me(), now=now())

    return settled(form, gesture, page["url"] + "/report") or form_page(
        "requests/show.html", form, **request_pages.request_page(found)
    )


@bp.route(f"{OF_REPORT}/edit", methods=["GET", "POST"])
@signed_in
def write_report(table_id: int, request_id: int) -> Answer:
    found, made, page = pages.written(table_id, request_id)
    given: dict[str, Any] = {"obj": made, "based_on": made.version}
    form = ReportForm(**given)
    if form.validate_on_submit():
        try:
            rules.write(house(), request_id, **form.facts(), by=me(), now=now())
            flash(gettext("Saved."), "done")
            return commit(page["report_url"])
        except RuleBroken as broken:
            form.refuse(broken, ReportForm(formdata=None, **given))
    return form_page("requests/write_report.html", form, fields=pages.fields_of(found, made), **page)


@bp.route(f"{OF_REPORT}/assessments/new", methods=["GET", "POST"])
@signed_in
def add_assessment(table_id: int, request_id: int) -> Answer:
    _, _, page = pages.written(table_id, request_id)
    form = AssessmentForm()

    def gesture() -> str:
        rules.add_assessment(house(), request_id, **form.facts(), by=me(), now=now())
        return gettext("Saved.")

    return settled(form, gesture, page["report_url"]) or form_page(
        "requests/add_assessment.html", form, **page
    )


@bp.post(f"{OF_REPORT}/assessments/<int:assessment_id>/remove")
@signed_in
def remove_assessment(table_id: int, request_id: int, assessment_id: int) -> Answer:
    found, made, page = pages.written(table_id, request_id)
    form = Form()

    def gesture() -> None:
        rules.remove_assessment(house(), request_id, assessment_id, by=me(), now=now())

    shown = pages.report_page(found, made, page)
    return settled(form, gesture, page["report_url"]) or form_page("requests/report.html", form, **shown)


@bp.route(f"{OF_REPORT}/show", methods=["GET", "POST"])
@coordinators
def show_report(table_id: int, request_id: int) -> Answer:
    found, _, page = pages.led(table_id, request_id)
    form, shown = LookedAtForm(), pages.showing(found)
    addresses = [to.address for _, to in shown["reached"]]
    if form.validate_on_submit():
        try:
            form.must_reach(addresses)
            told = rules.show(house(), request_id, by=me(), now=now())
            words = gettext("Those who answered can check their lines now.")
            flash(f"{words} {told_sent(told, table_id)}", "done")
            return commit(page["report_url"])
        except RuleBroken as broken:
            form.refuse(broken)
    form.show(addresses)
    return form_page("requests/show_report.html", form, **shown, **page, stopped=stopped_at(table_id))


@bp.post(f"{OF_REPORT}/agreement")
@coordinators
def ask_agreement(table_id: int, request_id: int) -> Answer:
    found, made, page = pages.led(table_id, request_id)
    form = Form()
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"worded": pages.question, "render": render, "by": me(), "now": now()}
            asked = agreement_rules.ask_agreement(house(), request_id, **given)
            flash(gettext("The question to the table is prepared. Next: put it to the institutions."), "done")
            return commit(url_for("decisions.show", table_id=table_id, decision_id=asked.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("requests/report.html", form, **pages.report_page(found, made, page))


@bp.route(f"{OF_REPORT}/objections/new", methods=["GET", "POST"])
@signed_in
def object_to_report(table_id: int, request_id: int) -> Answer:
    found, made, page = pages.begun(table_id, request_id)
    if not pages.may_still_object(found, made):
        abort(404)
    form = pages.objection_form(found)

    def gesture() -> str:
        rules.object_to(house(), request_id, **form.facts(), by=me(), now=now())
        return gettext("The coordination reads your objection and answers.")

    return settled(form, gesture, page["report_url"]) or form_page(
        "requests/object_to_report.html", form, **page
    )


@bp.route(f"{OF_REPORT}/objections/<int:report_objection_id>/answer", methods=["GET", "POST"])
@coordinators
def answer_report_objection(table_id: int, request_id: int, report_objection_id: int) -> Answer:
    _, made, page = pages.led(table_id, request_id)
    objection = next((each for each in made.objections if each.id == report_objection_id), None) or abort(404)
    form = AnswerObjectionForm()

    def gesture() -> None:
        rules.answer_objection(house(), request_id, report_objection_id, **form.facts(), by=me(), now=now())

    shown = page | {"objection": objection}
    return settled(form, gesture, page["report_url"]) or form_page(
        "requests/answer_report_objection.html", form, **shown
    )


@bp.route(f"{OF_REPORT}/release", methods=["GET", "POST"])
@coordinators
def release_report(table_id: int, request_id: int) -> Answer:
    _, made, page = pages.led(table_id, request_id)
    form = pages.release_form(made)
    if form.validate_on_submit():
        try:
            said, given = rules.Released(**form.facts()), {"based_on": form.based_on.data}
            rules.release(house(), request_id, said, **given, by=me(), now=now())
            flash(gettext("The report is released. Next: the reply that goes with it."), "done")
            return commit(page["report_url"])
        except RuleBroken as broken:
            form.refuse(broken, pages.release_form(made, formdata=None))
    return form_page("requests/release_report.html", form, **page)


@bp.get(f"{OF_REPORT}/versions/<int:report_version>")
@signed_in
def report_version(table_id: int, request_id: int, report_version: int) -> Answer:
    page = request_pages.about(request_pages.seen(table_id, request_id))
    found = report_queries.version(reading(), request_id, report_version) or abort(404)
    page |= {"version": found, "shown": shown_report(found.edition.data)}
    page |= {"citation": cited_version(page["found"], found)}
    page |= {"surveys": pages.survey_addresses(page["found"])}
    return render_template("requests/report_version.html", **page)


@bp.get(f"{OF_REPORT}/versions/<int:report_version>/paper")
@signed_in
def report_as_paper(table_id: int, request_id: int, report_version: int) -> Response:
    request_pages.seen(table_id, request_id)
    found = report_queries.version(reading(), request_id, report_version) or abort(404)
    name = gettext("Report, version %(number)s", number=report_version)
    return as_download(report_paper.paper(found.edition), f"{name}.pdf")


@bp.get(f"{OF_REPLY}/letter")
@coordinators
def reply_letter(table_id: int, request_id: int, reply_id: int) -> Response:
    found, _ = request_pages.led(table_id, request_id)
    reply = request_pages.reply_of(found, reply_id)
    edition = report_queries.edition(reading(), reply.report_edition_id or 0) or abort(404)
    sender = coordinating(reading(), table_id, today())
    return as_download(report_paper.letter(reply, edition, sender, today()), f"{gettext('Letter')}.pdf")
