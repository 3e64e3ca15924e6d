"""One form for all voices in the room."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import ngettext

from blueprints.accounts.doors import coordinators
from blueprints.decisions import person_queries, queries, recording_rules, room_rules, rules
from blueprints.decisions.pages import decision_page
from blueprints.decisions.room_forms import RoomForm
from blueprints.decisions.routes import Answer, bp
from blueprints.decisions.voice_queries import Line
from models.decisions import Decision
from models.errors import RuleBroken
from plumbing.access import me
from plumbing.clock import now, today
from plumbing.database import attempt, commit, house, reading
from plumbing.versions import form_page


@bp.route("/<int:decision_id>/voices", methods=["GET", "POST"])
@coordinators
def record_room(table_id: int, decision_id: int) -> Answer:
    found = queries.coordinated(reading(), table_id, decision_id, me()) or abort(404)
    if not rules.may_decide(me(), table_id):
        abort(404)
    if found.circular or not found.is_open:
        return redirect(url_for(".show", table_id=table_id, decision_id=decision_id))
    facts = decision_page(found)
    lines: list[Line] = [each for each in facts["lines"] if each.sits and not each.withdrawn]
    form = _form(found, lines)
    if form.agrees:
        form.fill_in_agreement()
    elif form.validate_on_submit():
        try:
            voices = [room_rules.Spoken(**each) for each in form.spoken()]
            given: dict[str, Any] = {"said_on": form.said_on.data, "by": me(), "now": now()}
            with attempt(house()):
                made = room_rules.record_room(house(), table_id, decision_id, voices, **given)
            flash(ngettext("%(num)d voice is recorded.", "%(num)d voices are recorded.", len(made)), "done")
            return commit(url_for(".show", table_id=table_id, decision_id=decision_id))
        except RuleBroken as broken:
            form.refuse(broken)
            form.compare(recording_rules.last_own_words(house(), [each.asked_id for each in lines]))
    by_id = {each.asked_id: each for each in lines}
    rows = [(row, by_id[row.asked_id.data]) for row in form.rows if row.asked_id.data in by_id]
    return form_page("decisions/record_room.html", form, rows=rows, **facts)


def _form(found: Decision, lines: list[Line]) -> RoomForm:
    """A row for each institution, with its people: whoever is noted as there is chosen already."""
    rather = person_queries.subject_to_management(house(), [each.organisation_id for each in lines])
    own = recording_rules.last_own_words(house(), [each.asked_id for each in lines])
    form = RoomForm.opened(
        [(each.asked_id, own.get(each.asked_id, 0)) for each in lines],
        [each.organisation_id in rather for each in lines],
        _day_of(found),
    )
    people = person_queries.acting_people_of(house(), [each.seat_id for each in lines], today())
    by_id = {each.asked_id: each for each in lines}
    for row in form.rows:
        line = by_id.get(row.asked_id.data or 0)
        acting = people.get(line.seat_id, []) if line else []
        row.offer(found.choices, [(key, name) for key, name, _ in acting], line.came if line else "")
    return form


def _day_of(found: Decision) -> date:
    """The day of the meeting, once it has come."""
    day = found.meeting.held_on.day if found.meeting else None
    return day if day and day <= today() else today()
