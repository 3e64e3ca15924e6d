"""The page on which a corrected version is prepared, and the one that shows what has changed."""

from typing import Any

from flask import abort, render_template
from flask_babel import gettext

from blueprints.minutes import correcting_rules, correction_queries, correction_rules, queries
from blueprints.minutes.attendance_corrections import attendance_between
from blueprints.minutes.correction_forms import CorrectForm
from blueprints.minutes.correction_words import came_words, guest_words, guests_words
from blueprints.minutes.guest_corrections import guest_lines
from blueprints.minutes.letter_pages import letter_to
from blueprints.minutes.said_attendance import attendance_of
from models.crossings import Crossing, crossings
from models.editions import Edition
from models.errors import RuleBroken
from models.meetings import AgendaItem, Meeting
from models.versions import ChangedMeanwhile
from plumbing.database import house, reading
from plumbing.sent_words import stopped_at


def correct_form(meeting_id: int) -> CorrectForm:
    """Over all items as they were sent last."""
    newest = correction_queries.newest_editions(house(), meeting_id)
    if not newest:
        abort(404)
    ids = correction_queries.items_by_number(house(), meeting_id)
    items = [
        (ids[item["number"]], heading(item["number"], item["title"]), item["markdown"])
        for item in newest[0].data["items"]
    ]
    minutes = queries.minutes_of(house(), meeting_id) or abort(404)
    lines = guest_lines(house(), minutes, newest[0])
    came = attendance_of(newest[0]), [(each.line.id, each.words, each.was_there) for each in lines]
    return CorrectForm.over(items, *came, newest[0].number, correction_queries.purged_last(newest))


def heading(number: str, title: str) -> str:
    return f"{gettext('Item')} {number}: {title}"


def refuse(form: CorrectForm, broken: RuleBroken, meeting_id: int) -> None:
    """Whoever was slower sees it, keeps what she typed, and saves over the version that there is now."""
    form.refuse(broken)
    if isinstance(broken, ChangedMeanwhile):
        newest = correction_queries.newest_editions(house(), meeting_id)
        form.based_on.data, form.based_on.raw_data = newest[0].number, None
        form.purged.data, form.purged.raw_data = correction_queries.purged_last(newest), None


def crossed(form: CorrectForm, meeting_id: int) -> list[Crossing]:
    """Where what was typed repeats a title that some of its readers may not see. The reason is read by those
    who read every corrected item, as far as the strictest of them; that of attendance alone by all."""
    typed = form.changed()
    items = list(correction_queries.items_of(reading(), typed))
    if not items and form.attendance_is_changed:
        items = sorted(correction_queries.items_of(reading(), form.ids), key=_strictness)[:1]
    if items:
        read_by = max(items, key=_strictness)
        typed[read_by.id] = typed.get(read_by.id, "") + "\n" + (form.reason.data or "")
    return crossings(reading(), meeting_id, typed=typed)


def _strictness(item: AgendaItem) -> int:
    return item.visibility.strictness


def correct_page(form: CorrectForm, meeting: Meeting) -> Any:
    """What was decided stands beside the items that it concerns; all other items are folded away."""
    newest = correction_queries.newest_editions(house(), meeting.id)[0]
    ids = correction_queries.items_by_number(house(), meeting.id)
    settled = correction_queries.not_taken_in(house(), meeting.id, newest)
    concerned = {ids.get(each.number) for each in settled if not each.is_statement}
    told = [
        (each.institution, heading(each.number, "").rstrip(": ") if each.number else "", each.wording)
        for each in settled
        if not each.is_statement
    ]
    page = render_template(
        "minutes/correct.html",
        form=form,
        meeting=meeting,
        told=told,
        crossings=crossed(form, meeting.id) if form.is_submitted() else [],
        statements=[(each.institution, each.wording) for each in settled if each.is_statement],
        concerned=[field for key, field in form.of_items if key in concerned],
        others=[field for key, field in form.of_items if key not in concerned],
    )
    return page, 422 if form.is_submitted() and form.step != "edit" else 200


def look_page(form: CorrectForm, meeting: Meeting, given: dict[str, Any]) -> str:
    """What changes word by word, and who is told, before anything is sent."""
    typed = form.texts(), form.reason.data or ""
    out = correcting_rules.look(house(), meeting.id, *typed, **given)
    form.show(each.address for each in out.reached)
    crossings = crossed(form, meeting.id)
    letter = letter_to(correction_rules.CORRECTED, out.reached, out.facts, meeting.id)
    page = {"form": form, "meeting": meeting, "out": out, "crossings": crossings, "letter": letter}
    page["came"] = [came_words(each) for each in out.came] + [guest_words(each) for each in out.guests]
    page["stopped"] = stopped_at(meeting.body_id)
    return render_template("minutes/correct_look.html", **page)


def must_reach(form: CorrectForm, meeting: Meeting, given: dict[str, Any]) -> None:
    """Refused where others would be told than those who were shown."""
    out = correcting_rules.look(house(), meeting.id, form.texts(), form.reason.data or "", **given)
    form.must_reach(each.address for each in out.reached)


def changes_page(edition: Edition) -> str:
    before = correction_queries.version_before(reading(), edition) or abort(404)
    return render_template(
        "minutes/changes.html",
        edition=edition,
        before=before,
        meeting=queries.meeting_for(reading(), edition.meeting_id),
        changed=correction_queries.changes_between(before, edition),
        came=[came_words(each) for each in attendance_between(before, edition)]
        + guests_words(before, edition),
    )
