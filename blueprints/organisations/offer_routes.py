"""The pages of help offers: their directory, who offers what for whom, one offer, paper."""

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.organisations import (
    offer_matrix_queries,
    offer_pages,
    offer_paper,
    offer_queries,
    offer_rules,
)
from blueprints.organisations.offer_forms import CheckForm
from blueprints.organisations.routes import Answer, bp
from models.errors import RuleBroken
from models.offer_words import WHEN
from plumbing.access import door, me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import told
from plumbing.versions import form_page

keepers = door("keepers of offers", offer_rules.may_add)


@bp.get("/offers")
@signed_in
def offers() -> Answer:
    form = offer_pages.search_form()
    valid = form.validate()
    number = request.args.get("page", 1, type=int)
    found = offer_queries.directory(reading(), offer_pages.wanted(form), today(), number)
    page = render_template(
        "organisations/offers.html",
        form=form,
        found=found,
        asked=offer_pages.asked(form),
        today=today(),
        open_now=offer_pages.open_now(found.offers),
        when=WHEN,
        may_add=offer_rules.may_add(me()),
    )
    return page if valid else (page, 422)


@bp.get("/offers/matrix")
@signed_in
def offer_matrix() -> Answer:
    return render_template(
        "organisations/offer_matrix.html",
        matrix=offer_matrix_queries.matrix(reading(), today()),
        may_add=offer_rules.may_add(me()),
    )


@bp.get("/offers.pdf")
@signed_in
def print_offers() -> Answer:
    form = offer_pages.search_form()
    if not form.validate():
        abort(404)
    found = offer_queries.whole_directory(reading(), offer_pages.wanted(form), today())
    return offer_paper.download_of(found, form, now())


@bp.get("/offers/<int:offer_id>")
@signed_in
def offer(offer_id: int) -> Answer:
    found = offer_queries.offer(reading(), offer_id) or abort(404)
    return render_template("organisations/offer.html", **offer_pages.offer_facts(found))


@bp.route("/offers/new", methods=["GET", "POST"])
@keepers
def add_offer() -> Answer:
    form = offer_pages.new_form()
    if form.validate_on_submit():
        try:
            made = offer_rules.create(house(), **form.facts(), by=me(), now=now())
            return commit(url_for(".offer", offer_id=made.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("organisations/offer_add.html", form)


@bp.route("/offers/<int:offer_id>/edit", methods=["GET", "POST"])
@keepers
def edit_offer(offer_id: int) -> Answer:
    found = offer_queries.offer(reading(), offer_id) or abort(404)
    if not offer_rules.may_edit(me(), found):
        abort(404)
    form = offer_pages.form_over(found)
    if form.validate_on_submit():
        try:
            offer_rules.edit(house(), offer_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".offer", offer_id=offer_id))
        except RuleBroken as broken:
            form.refuse(broken, offer_pages.form_over(found, formdata=None))
    return form_page("organisations/offer_edit.html", form, offer=found)


@bp.post("/offers/<int:offer_id>/check")
@keepers
def check_offer(offer_id: int) -> Answer:
    found = offer_queries.offer(reading(), offer_id) or abort(404)
    form = CheckForm()
    based_on = form.based_on.data if form.validate() else None
    try:
        offer_rules.check(house(), offer_id, based_on=based_on, by=me(), now=now())
    except RuleBroken as broken:
        flash(told(broken), "problem")
        return render_template("organisations/offer.html", **offer_pages.offer_facts(found)), 409
    flash(gettext("Noted: all of this has been checked today."), "done")
    return commit(url_for(".offer", offer_id=offer_id))
