"""The pages of an agenda: an item with its papers and guests, adding, changing, ordering, removing."""

from typing import Any

from flask import abort, flash, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts.doors import coordinators, proof_wanted
from blueprints.meetings import agenda_queries, agenda_rules, guest_rules, queries
from blueprints.meetings.agenda_forms import EditItemForm, GuestForm, GuestTimeForm, ItemForm, ReorderForm
from blueprints.meetings.forms import ConfirmForm
from blueprints.meetings.item_pages import arrange_page, item_page, place_of, times_of
from blueprints.meetings.routes import bp
from blueprints.tables.people.queries import people_by_house
from models.citations import offered, references
from models.errors import RuleBroken
from models.meetings import AgendaItem, Meeting
from models.visibility import Visibility
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.versions import form_page

Answer = str | tuple[str, int] | Response
ITEM = "/meetings/<int:meeting_id>/items/<int:item_id>"


@bp.get(ITEM)
@signed_in
def item(meeting_id: int, item_id: int) -> Answer:
    meeting = queries.meeting_for(reading(), meeting_id) or abort(404)
    return render_template("meetings/item.html", meeting=meeting, **item_page(meeting, item_id))


@bp.route("/meetings/<int:meeting_id>/items/new", methods=["GET", "POST"])
@coordinators
def add_item(meeting_id: int) -> Answer:
    meeting = queries.coordinated_meeting(reading(), meeting_id, me()) or abort(404)
    form = ItemForm(visibility=Visibility(meeting.body.default_visibility))
    _offer(form, meeting)
    if form.validate_on_submit():
        try:
            agenda_rules.add_item(house(), meeting_id, **form.facts(), by=me(), now=now())
            flash(gettext("The item stands on the agenda."), "done")
            return commit(url_for(".show", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/item_add.html", form, meeting=meeting, hue=meeting.body.hue)


@bp.route(f"{ITEM}/edit", methods=["GET", "POST"])
@coordinators
def edit_item(meeting_id: int, item_id: int) -> Answer:
    meeting, found = _own_item(meeting_id, item_id)
    form = _form_over(meeting, found)
    if form.validate_on_submit():
        try:
            agenda_rules.edit_item(house(), item_id, **form.facts(), by=me(), now=now())
            flash(gettext("The item is saved."), "done")
            return commit(url_for(".item", meeting_id=meeting_id, item_id=item_id))
        except RuleBroken as broken:
            form.refuse(broken, _form_over(meeting, found, formdata=None))
    return form_page("meetings/item_edit.html", form, meeting=meeting, item=found, hue=meeting.body.hue)


@bp.get("/meetings/<int:meeting_id>/agenda")
@coordinators
def arrange(meeting_id: int) -> Answer:
    meeting = queries.coordinated_meeting(reading(), meeting_id, me()) or abort(404)
    return render_template("meetings/arrange.html", meeting=meeting, **arrange_page(meeting))


@bp.post(f"{ITEM}/move")
@coordinators
def move_item(meeting_id: int, item_id: int) -> Answer:
    meeting, _ = _own_item(meeting_id, item_id)
    form = ReorderForm()
    if not form.validate_on_submit():
        abort(422)
    to = form.to.data or place_of(meeting, item_id) + (1 if form.direction.data == "down" else -1)
    agenda_rules.move_item(house(), item_id, to=max(1, to), by=me(), now=now())
    return commit(url_for(".arrange", meeting_id=meeting_id, _anchor=f"item-{item_id}"))


@bp.route(f"{ITEM}/remove", methods=["GET", "POST"])
@coordinators
def remove_item(meeting_id: int, item_id: int) -> Answer:
    """Papers go with it for good: then, as for a file, somebody at an open screen must not do it."""
    meeting, found = _own_item(meeting_id, item_id)
    papers = agenda_queries.files_of(reading(), item_id)
    if papers and (question := proof_wanted()) is not None:
        return question
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            agenda_rules.remove_item(house(), item_id, by=me(), now=now())
            flash(gettext("The item is taken off the agenda."), "done")
            return commit(url_for(".show", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    page = {"meeting": meeting, "item": found, "papers": papers, "hue": meeting.body.hue}
    return form_page("meetings/item_remove.html", form, **page)


@bp.route(f"{ITEM}/guests/new", methods=["GET", "POST"])
@coordinators
def add_guest(meeting_id: int, item_id: int) -> Answer:
    meeting, found = _own_item(meeting_id, item_id)
    form = GuestForm()
    form.offer(people_by_house(reading(), meeting.body_id, first=found.submitter_id))
    day = meeting.held_on.day if meeting.starts_at else None
    if day is None:
        form.leave_time_open()
    if form.validate_on_submit():
        try:
            guest_rules.add_guest(house(), item_id, **form.facts(day), by=me(), now=now())
            flash(gettext("The guest is noted for this item."), "done")
            return commit(url_for(".item", meeting_id=meeting_id, item_id=item_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/guest_add.html", form, meeting=meeting, item=found, hue=meeting.body.hue)


@bp.route(f"{ITEM}/guests/<int:person_id>/time", methods=["GET", "POST"])
@coordinators
def set_guest_time(meeting_id: int, item_id: int, person_id: int) -> Answer:
    meeting, found = _own_item(meeting_id, item_id)
    guest = _own_guest(meeting, item_id, person_id)
    day = meeting.held_on.day if meeting.starts_at else None
    form = GuestTimeForm(**times_of(guest.slot))
    if day is None:
        form.form_errors.append(gettext("Fix the day and time of the meeting first."))
    elif form.validate_on_submit():
        try:
            sent = guest_rules.set_time(house(), item_id, person_id, **form.facts(day), by=me(), now=now())
            flash(
                gettext("The time is noted; a letter tells the guest.")
                if sent
                else gettext("The time is noted."),
                "done",
            )
            return commit(url_for(".item", meeting_id=meeting_id, item_id=item_id))
        except RuleBroken as broken:
            form.refuse(broken)
    page = {
        "meeting": meeting,
        "item": found,
        "guest": guest,
        "hue": meeting.body.hue,
        "is_fixed": day is not None,
    }
    return form_page("meetings/guest_time.html", form, **page)


@bp.route(f"{ITEM}/guests/<int:person_id>/remove", methods=["GET", "POST"])
@coordinators
def remove_guest(meeting_id: int, item_id: int, person_id: int) -> Answer:
    meeting, found = _own_item(meeting_id, item_id)
    guest = _own_guest(meeting, item_id, person_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        guest_rules.remove_guest(house(), item_id, person_id, by=me(), now=now())
        return commit(url_for(".item", meeting_id=meeting_id, item_id=item_id))
    page = {"meeting": meeting, "item": found, "guest": guest, "hue": meeting.body.hue}
    return form_page("meetings/guest_remove.html", form, **page)


def _own_guest(meeting: Meeting, item_id: int, person_id: int) -> agenda_queries.Guest:
    guests = agenda_queries.guests_of(reading(), item_id, meeting, me())
    return next((each for each in guests if each.person_id == person_id), None) or abort(404)


def _own_item(meeting_id: int, item_id: int) -> tuple[Meeting, AgendaItem]:
    """Meeting and item as the coordination sees them; for everybody else they do not exist."""
    meeting = queries.coordinated_meeting(reading(), meeting_id, me()) or abort(404)
    return meeting, agenda_queries.item_for(reading(), meeting_id, item_id) or abort(404)


def _form_over(meeting: Meeting, found: AgendaItem, **given: Any) -> EditItemForm:
    """The form as the row fills it, and as it was sent unless `formdata=None` is given."""
    named = agenda_queries.seat_ids_of(reading(), found.id)
    facts = {
        "seat_ids": named,
        "cites": [each.key for each in references(reading(), found)],
        "based_on": found.version,
    }
    form = EditItemForm(obj=found, **facts, **given)
    _offer(form, meeting)
    return form


def _offer(form: ItemForm, meeting: Meeting) -> None:
    form.offer(
        queries.seats_to_name(reading(), meeting.body_id, today()),
        queries.submitters(reading(), meeting.body_id),
        offered(reading(), meeting.body_id),
    )
