"""The pages on which an institution names its people and the coordination confirms them."""

from flask import abort, flash, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp
from blueprints.tables.nominations import queries, rules
from blueprints.tables.nominations.forms import (
    ConfirmForm,
    NominationForm,
    RecordedNominationForm,
    SendBackForm,
)
from blueprints.tables.people.pages import tell_appointed
from models.errors import RuleBroken
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import told
from plumbing.uploads import judged
from plumbing.versions import form_page


@bp.route("/<int:table_id>/seats/<int:seat_id>/nominations", methods=["GET", "POST"])
@signed_in
def nominate(table_id: int, seat_id: int) -> Answer:
    place = queries.place_to_nominate(house(), table_id, seat_id, me(), today()) or abort(404)
    records = me().coordinates_body(table_id)
    form = RecordedNominationForm(received_on=today()) if records else NominationForm()
    if form.validate_on_submit():
        try:
            said = form.facts() | {"upload": judged(form.upload.data)}
            rules.nominate(house(), table_id, seat_id, **said, by=me(), now=now())
            flash(gettext("The nomination is noted. It waits for confirmation."), "done")
            back = ".seat" if records else ".nominate"
            return commit(url_for(back, table_id=table_id, seat_id=seat_id))
        except RuleBroken as broken:
            form.refuse(broken)
    known = queries.nominations_of(reading(), seat_id)
    return form_page("tables/nominations/nominate.html", form, place=place, hue=place.hue, nominations=known)


@bp.route("/<int:table_id>/nominations/<int:nomination_id>", methods=["GET", "POST"])
@coordinators
def confirm_nomination(table_id: int, nomination_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    nomination = queries.pending(reading(), nomination_id, table_id) or abort(404)
    form = ConfirmForm()
    if not queries.is_main(nomination):
        form.follows.data = False
    if form.validate_on_submit():
        try:
            made = rules.confirm(house(), table_id, nomination_id, **form.facts(), by=me(), now=now())
            tell_appointed(house(), made, form.send_link.data)
            return commit(url_for(".seat", table_id=table_id, seat_id=nomination.seat_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page(
        "tables/nominations/confirm_nomination.html",
        form,
        body=body,
        hue=body.hue,
        nomination=nomination,
        is_main=queries.is_main(nomination),
    )


@bp.route("/<int:table_id>/nominations/<int:nomination_id>/return", methods=["GET", "POST"])
@coordinators
def send_nomination_back(table_id: int, nomination_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    nomination = queries.pending(reading(), nomination_id, table_id) or abort(404)
    form = SendBackForm()
    if form.validate_on_submit():
        try:
            rules.send_back(house(), table_id, nomination_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".seat", table_id=table_id, seat_id=nomination.seat_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page(
        "tables/nominations/send_nomination_back.html", form, body=body, hue=body.hue, nomination=nomination
    )


@bp.post("/<int:table_id>/nominations/<int:nomination_id>/withdraw")
@signed_in
def withdraw_nomination(table_id: int, nomination_id: int) -> Answer:
    nomination = queries.nomination(reading(), table_id, nomination_id) or abort(404)
    back = url_for(".nominate", table_id=table_id, seat_id=nomination.seat_id)
    try:
        rules.withdraw(house(), table_id, nomination_id, by=me(), now=now())
    except RuleBroken as broken:
        flash(told(broken), "problem")
    return commit(back)
