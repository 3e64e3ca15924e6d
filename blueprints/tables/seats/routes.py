"""The page of a seat for the coordination, and what it changes there."""

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext

from blueprints.accounts.doors import coordinators
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp, form_over
from blueprints.tables.checks.pages import answered_by
from blueprints.tables.concerns import vacancy_queries
from blueprints.tables.nominations import queries as nomination_queries
from blueprints.tables.people import queries as people_queries
from blueprints.tables.people import rules as people_rules
from blueprints.tables.people.forms import EditAppointmentForm, SuccessorForm
from blueprints.tables.people.pages import tell_appointed
from blueprints.tables.seats import queries, rules
from blueprints.tables.seats.forms import DormancyForm, ReappointmentForm
from blueprints.tables.seats.pages import reappointment_page
from models.errors import RuleBroken
from plumbing.access import me
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.sent_words import told_sent
from plumbing.versions import form_page


@bp.get("/<int:table_id>/seats/<int:seat_id>")
@coordinators
def seat(table_id: int, seat_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    page = queries.seat_page(reading(), table_id, seat_id, today()) or abort(404)
    return render_template(
        "tables/seats/seat.html",
        body=body,
        hue=body.hue,
        page=page,
        confirmed_by=answered_by(page.confirmed) if page.confirmed else "",
        today=today(),
        without_account=people_queries.without_account(reading(), table_id, me()),
        nominations=nomination_queries.nominations_of(reading(), seat_id),
        may_decide=True,
    )


@bp.route("/<int:table_id>/appointments/<int:appointment_id>/edit", methods=["GET", "POST"])
@coordinators
def edit_appointment(table_id: int, appointment_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    appointment = table_queries.appointment(reading(), table_id, appointment_id) or abort(404)
    form = form_over(EditAppointmentForm, appointment)
    if form.validate_on_submit():
        try:
            people_rules.edit_appointment(
                house(), table_id, appointment_id, **form.facts(), by=me(), now=now()
            )
            return commit(url_for(".seat", table_id=table_id, seat_id=appointment.seat_id))
        except RuleBroken as broken:
            form.refuse(broken, form_over(EditAppointmentForm, appointment, formdata=None))
    return form_page(
        "tables/seats/edit_appointment.html", form, body=body, hue=body.hue, appointment=appointment
    )


@bp.route("/<int:table_id>/appointments/<int:appointment_id>/successor", methods=["GET", "POST"])
@coordinators
def succeed(table_id: int, appointment_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    appointment = table_queries.appointment(reading(), table_id, appointment_id) or abort(404)
    told = queries.told_of(reading(), appointment)
    form = SuccessorForm(**people_queries.proposal(reading(), table_id, told.successor if told else ""))
    form.offer(people_queries.people_by_house(reading(), table_id, appointment.seat.organisation_id))
    if form.validate_on_submit():
        try:
            made = people_rules.succeed(house(), table_id, appointment_id, **form.facts(), by=me(), now=now())
            tell_appointed(house(), made, form.send_link.data)
            return commit(url_for(".seat", table_id=table_id, seat_id=appointment.seat_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page(
        "tables/seats/succeed.html", form, body=body, hue=body.hue, appointment=appointment, told=told
    )


@bp.post("/<int:table_id>/appointments/<int:appointment_id>/order")
@coordinators
def move_deputy(table_id: int, appointment_id: int) -> Answer:
    appointment = table_queries.appointment(reading(), table_id, appointment_id) or abort(404)
    if not me().coordinates_body(table_id):
        abort(404)
    up = request.form.get("to") == "up"
    people_rules.move_deputy(house(), table_id, appointment_id, up=up, by=me(), now=now())
    return commit(url_for(".seat", table_id=table_id, seat_id=appointment.seat_id))


@bp.route("/<int:table_id>/seats/<int:seat_id>/dormancies/new", methods=["GET", "POST"])
@coordinators
def let_rest(table_id: int, seat_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    seat = table_queries.seat(reading(), table_id, seat_id) or abort(404)
    form = DormancyForm(starts_on=today())
    if form.validate_on_submit():
        try:
            rules.let_rest(house(), table_id, seat_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".seat", table_id=table_id, seat_id=seat_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/seats/let_rest.html", form, body=body, hue=body.hue, seat=seat)


@bp.post("/<int:table_id>/dormancies/<int:dormancy_id>/end")
@coordinators
def wake(table_id: int, dormancy_id: int) -> Answer:
    if not me().coordinates_body(table_id):
        abort(404)
    try:
        seat_id = rules.wake(house(), table_id, dormancy_id, by=me(), now=now())
    except RuleBroken as broken:
        flash(gettext(broken.message), "problem")
        return commit(url_for(".show", table_id=table_id))
    flash(gettext("The membership is awake again."), "done")
    return commit(url_for(".seat", table_id=table_id, seat_id=seat_id))


@bp.route("/<int:table_id>/seats/<int:seat_id>/reappointment", methods=["GET", "POST"])
@coordinators
def ask_for_successor(table_id: int, seat_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    vacancy = vacancy_queries.vacancy_of(reading(), table_id, seat_id, today()) or abort(404)
    form = ReappointmentForm(due_on=rules.proposed_due_on(vacancy, body.bylaws, today()))
    if form.validate_on_submit():
        try:
            sent = rules.ask_for_successor(house(), table_id, seat_id, **form.facts(), by=me(), now=now())
            flash(told_sent(sent, table_id), "done")
            return commit(url_for(".seat", table_id=table_id, seat_id=seat_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return reappointment_page(form, body, vacancy)
