"""The ways of files: up, judged by their bytes; down, always as something to save."""

from functools import partial

from flask import abort, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts.doors import coordinators, fresh
from blueprints.meetings import agenda_queries, file_rules, queries
from blueprints.meetings.agenda_forms import FileForm, VersionForm
from blueprints.meetings.forms import ConfirmForm
from blueprints.meetings.routes import bp
from models.errors import RuleBroken
from models.files import File, chunks
from models.meetings import AgendaItem, Meeting
from plumbing.access import me, signed_in
from plumbing.attachments import attached
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.uploads import judged
from plumbing.versions import form_page

Answer = str | tuple[str, int] | Response


@bp.route("/meetings/<int:meeting_id>/items/<int:item_id>/files/new", methods=["GET", "POST"])
@coordinators
def add_file(meeting_id: int, item_id: int) -> Answer:
    meeting = queries.coordinated_meeting(reading(), meeting_id, me()) or abort(404)
    item = agenda_queries.item_for(reading(), meeting_id, item_id) or abort(404)
    form = FileForm(visibility=item.visibility)
    if form.validate_on_submit():
        try:
            sent, level = judged(form.upload.data) or {}, form.visibility.data
            file_rules.add_file(house(), item_id, **sent, visibility=level, by=me(), now=now())
            flash(gettext("The file is kept."), "done")
            return commit(url_for(".item", meeting_id=meeting_id, item_id=item_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("meetings/file.html", form, meeting=meeting, item=item, hue=meeting.body.hue)


@bp.route("/files/<int:file_id>/new-version", methods=["GET", "POST"])
@coordinators
def add_version(file_id: int) -> Answer:
    file, item, meeting = kept_file(file_id)
    form = VersionForm()
    if form.validate_on_submit():
        try:
            sent = judged(form.upload.data) or {}
            file_rules.add_version(house(), file_id, **sent, by=me(), now=now())
            flash(gettext("The new version is kept."), "done")
            return commit(url_for(".item", meeting_id=meeting.id, item_id=item.id))
        except RuleBroken as broken:
            form.refuse(broken)
    page = {"meeting": meeting, "item": item, "file": file, "hue": meeting.body.hue}
    return form_page("meetings/file_version.html", form, **page)


def kept_file(file_id: int) -> tuple[File, AgendaItem, Meeting]:
    """A file of an item with item and meeting, for whoever coordinates it."""
    file = agenda_queries.file_for(reading(), file_id) or abort(404)
    item = agenda_queries.item_by_id(reading(), file.item_id or 0) or abort(404)
    meeting = queries.coordinated_meeting(reading(), item.meeting_id, me()) or abort(404)
    return file, item, meeting


@bp.get("/files/<int:file_id>")
@signed_in
def download_file(file_id: int) -> Answer:
    file = agenda_queries.file_for(reading(), file_id) or abort(404)
    return attached(file.name, file.content_type, file.size, partial(chunks, file_id=file.id))


@bp.route("/files/<int:file_id>/remove", methods=["GET", "POST"])
@coordinators
@fresh
def remove_file(file_id: int) -> Answer:
    file, item, meeting = kept_file(file_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        file_rules.remove_file(house(), file_id, by=me(), now=now())
        flash(gettext("The file is deleted."), "done")
        return commit(url_for(".item", meeting_id=meeting.id, item_id=item.id))
    page = {"meeting": meeting, "item": item, "file": file, "hue": meeting.body.hue}
    return form_page("meetings/file_remove.html", form, **page)
