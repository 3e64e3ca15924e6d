"""The pages on which the coordination puts people on seats and into offices, and ends it."""

from flask import abort, request, url_for

from blueprints.accounts.doors import coordinators, fresh
from blueprints.tables import queries as table_queries
from blueprints.tables.blueprint import Answer, bp, form_over
from blueprints.tables.forms import EndForm
from blueprints.tables.people import queries, rules
from blueprints.tables.people.forms import AppointmentForm, CorrectPersonForm, OfficeForm
from blueprints.tables.people.pages import last_day_to_propose, tell_appointed
from models.errors import RuleBroken
from plumbing.access import me
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route("/<int:table_id>/seats/<int:seat_id>/appointments/new", methods=["GET", "POST"])
@coordinators
def appoint(table_id: int, seat_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    seat = table_queries.seat(reading(), table_id, seat_id) or abort(404)
    likely = {"role": queries.likely_role(seat, today()), "person_id": request.args.get("person", type=int)}
    form = AppointmentForm(**likely)
    form.offer(queries.people_by_house(reading(), table_id, seat.organisation_id))
    if form.validate_on_submit():
        try:
            made = rules.appoint(house(), table_id, seat_id, **form.facts(), by=me(), now=now())
            tell_appointed(house(), made, form.send_link.data)
            return commit(url_for(".seat", table_id=table_id, seat_id=seat_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("tables/people/appoint.html", form, body=body, hue=body.hue, seat=seat)


@bp.route("/<int:table_id>/appointments/<int:appointment_id>/end", methods=["GET", "POST"])
@coordinators
def end_appointment(table_id: int, appointment_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    appointment = table_queries.appointment(reading(), table_id, appointment_id) or abort(404)
    form = EndForm(ends_on=last_day_to_propose(appointment.starts_on))
    done = settled(
        form,
        lambda: rules.end_appointment(house(), table_id, appointment_id, **form.facts(), by=me(), now=now()),
        url_for(".seat", table_id=table_id, seat_id=appointment.seat_id),
    )
    return done or form_page(
        "tables/people/end_appointment.html", form, body=body, hue=body.hue, appointment=appointment
    )


@bp.route("/<int:table_id>/offices/new", methods=["GET", "POST"])
@coordinators
@fresh
def give_office(table_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    form = OfficeForm()
    form.offer(queries.people_by_house(reading(), table_id))
    done = settled(
        form,
        lambda: rules.give_office(house(), table_id, **form.facts(), by=me(), now=now()),
        url_for(".show", table_id=table_id),
    )
    return done or form_page("tables/people/give_office.html", form, body=body, hue=body.hue)


@bp.route("/<int:table_id>/offices/<int:office_id>/end", methods=["GET", "POST"])
@coordinators
@fresh
def end_office(table_id: int, office_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    office = table_queries.office(reading(), table_id, office_id) or abort(404)
    form = EndForm(ends_on=last_day_to_propose(office.starts_on))
    done = settled(
        form,
        lambda: rules.end_office(house(), table_id, office_id, **form.facts(), by=me(), now=now()),
        url_for(".show", table_id=table_id),
    )
    return done or form_page("tables/people/end_office.html", form, body=body, hue=body.hue, office=office)


@bp.route("/<int:table_id>/persons/<int:person_id>/access", methods=["GET", "POST"])
@coordinators
def give_access(table_id: int, person_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    person = queries.person_at(reading(), table_id, person_id) or abort(404)
    form = Form()
    done = settled(
        form,
        lambda: rules.give_access(house(), table_id, person_id, by=me(), now=now()),
        url_for(".show", table_id=table_id),
    )
    return done or form_page("tables/people/give_access.html", form, body=body, hue=body.hue, person=person)


@bp.route("/<int:table_id>/persons/<int:person_id>/edit", methods=["GET", "POST"])
@coordinators
def correct_person(table_id: int, person_id: int) -> Answer:
    body = table_queries.coordinated_body(reading(), table_id, me()) or abort(404)
    person = queries.person_at(reading(), table_id, person_id) or abort(404)
    form = form_over(CorrectPersonForm, person)
    if form.validate_on_submit():
        try:
            rules.correct_person(house(), table_id, person_id, **form.facts(), by=me(), now=now())
            return commit(url_for(".show", table_id=table_id))
        except RuleBroken as broken:
            form.refuse(broken, form_over(CorrectPersonForm, person, formdata=None))
    return form_page("tables/people/correct_person.html", form, body=body, hue=body.hue)
