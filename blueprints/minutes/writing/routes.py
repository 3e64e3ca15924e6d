"""Views of the screen on which minutes are written, item by item."""

from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from flask_babel import gettext

from blueprints.minutes import queries, rules
from blueprints.minutes.routes import bp, writable_meeting
from blueprints.minutes.writing import line_rules, pages, room_pages
from blueprints.minutes.writing import queries as writing_queries
from blueprints.minutes.writing import rules as writing_rules
from blueprints.minutes.writing.forms import DraftForm, WritingForm
from models.errors import RuleBroken
from models.meetings import AgendaItem
from models.minutes import Minutes
from models.texts import Collision
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import attempt, commit, house, reading
from plumbing.forms import told
from plumbing.markdown import render


def writable_item(item_id: int) -> tuple[AgendaItem, Minutes]:
    """The item and the minutes of its meeting for whoever writes them; for everybody else there is none."""
    item = queries.item(reading(), item_id)
    if item is None or not rules.may_write(me(), item.meeting):
        abort(404)
    return item, queries.minutes_of(reading(), item.meeting_id) or abort(404)


@bp.get("/meetings/<int:meeting_id>/minutes/write")
@signed_in
def write(meeting_id: int) -> Any:
    """Leads to the first item of which nothing is written yet."""
    meeting = writable_meeting(meeting_id)
    minutes = queries.minutes_of(reading(), meeting_id)
    if minutes is None or not minutes.is_open:
        return redirect(url_for(".show", meeting_id=meeting_id))
    found = writing_queries.entries(reading(), meeting_id, me())
    if not found:
        return pages.without_items(meeting)
    first = next((each for each in found if not each.is_written), found[0])
    return redirect(url_for(".write_item", item_id=first.item.id))


@bp.route("/agenda-items/<int:item_id>/minutes", methods=["GET", "POST"])
@signed_in
def write_item(item_id: int) -> Any:
    if request.method == "POST" and pages.asked_by_script():
        return save_by_script(item_id)
    item, minutes = writable_item(item_id)
    form = pages.sent(item.meeting)
    if request.method == "GET":
        shown = pages.screen(item, minutes, form) if minutes.is_open else None
        return shown or redirect(url_for(".show", meeting_id=item.meeting_id))
    if not form.validate():
        return pages.refused(item, minutes, form)
    try:
        with attempt(house()):
            facts: dict[str, Any] = {"by": me(), "now": now(), "render": render}
            writing_rules.save(house(), item_id, pages.typed(form), **facts)
    except Collision as collision:
        return pages.collided(item, minutes, form, collision)
    except RuleBroken as broken:
        form.refuse(broken)
        return pages.refused(item, minutes, form, named=getattr(broken, "found", []))
    flash(gettext("Saved."), "done")
    return commit(pages.onward(item, minutes))


def save_by_script(item_id: int) -> Any:
    """The text alone, when its writer leaves the form; answers with what the script goes on from."""
    form = DraftForm()
    if not form.validate():
        writable_item(item_id)
        return jsonify({"told": pages.refused_words(form)}), 422
    given: dict[str, Any] = {"based_on": form.based_on.data, "window": form.from_window()}
    given |= {"by": me(), "now": now(), "render": render}
    try:
        saved = rules.write_item(house(), item_id, form.markdown.data or "", **given)
    except RuleBroken as broken:
        return jsonify({"told": told(broken)}), 409 if isinstance(broken, Collision) else 422
    words = pages.saved_words(saved)
    commit()
    return jsonify(words)


@bp.route("/agenda-items/<int:item_id>/minutes/attendance-lines/<int:line_id>", methods=["GET", "POST"])
@signed_in
def note_line(item_id: int, line_id: int) -> Any:
    """The same screen, with the form of one institution or guest beside the ring."""
    item, minutes = writable_item(item_id)
    line = room_pages.line_over(minutes, line_id) or abort(404)
    form = line.form
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"based_on": form.based_on.data, "by": me(), "now": now()}
            noted = line_rules.Noted(**form.noted())
            with attempt(house()):
                line_rules.note_line(house(), item.meeting_id, line_id, noted, **given)
            return commit(url_for(".write_item", item_id=item_id, _anchor="room"))
        except RuleBroken as broken:
            form.refuse(broken)
    code = 422 if form.is_submitted() else 200
    return pages.screen(item, minutes, WritingForm(formdata=None), code, line=line)


@bp.post("/agenda-items/<int:item_id>/minutes/draft")
@signed_in
def keep_draft(item_id: int) -> Any:
    """Autosave and live preview in one: answers with the text as it will look."""
    form = DraftForm()
    if not form.unguarded().validate():
        writable_item(item_id)
        abort(422)
    typed = form.markdown.data or ""
    given: dict[str, Any] = {"based_on": form.based_on.data or 0, "window": form.from_window()}
    try:
        named = rules.keep_draft(house(), item_id, typed, **given, by=me(), now=now())
    except RuleBroken as broken:
        return jsonify({"told": told(broken)}), 409
    commit()
    return pages.draft_preview(typed, named)


@bp.post("/agenda-items/<int:item_id>/minutes/discard-draft")
@signed_in
def discard_draft(item_id: int) -> Any:
    rules.discard_draft(house(), item_id, by=me())
    return commit(url_for(".write_item", item_id=item_id))
