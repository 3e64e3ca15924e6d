"""Dispatches with their progress, and the note that somebody was told by another way than mail."""

from flask import abort, flash, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.office import queries, rules
from blueprints.office.forms import OtherWayForm
from blueprints.office.routes import bp, page_number
from models.errors import RuleBroken
from models.letters import LetterKind, Way
from plumbing.access import door, me
from plumbing.clock import now, today
from plumbing.database import commit, house, reading
from plumbing.versions import form_page

dispatch_keepers = door("office: dispatches", rules.may_read_dispatches)


@bp.get("/dispatches")
@dispatch_keepers
def dispatches() -> str:
    page = page_number()
    found = queries.sendings(reading(), queries.tables_of(reading(), me()), page=page)
    return render_template(
        "office/dispatches.html",
        found=found[: queries.PAGE],
        page=page,
        more=len(found) > queries.PAGE,
        queue=queries.queue(reading()),
        paused=queries.paused_tables(reading()),
    )


@bp.get("/dispatches/<int:letter_id>")
@dispatch_keepers
def dispatch(letter_id: int) -> str:
    tables = queries.tables_of(reading(), me())
    line = queries.letter(reading(), letter_id, tables, now()) or abort(404)
    if line.letter.kind is LetterKind.ACCOUNT:
        abort(404)
    return render_template(
        "office/dispatch.html",
        sending=queries.sending(reading(), line),
        found=queries.letters(reading(), now(), tables, page=page_number(), sent_with=line.letter),
        letter_id=letter_id,
        now=now(),
        queue=queries.queue(reading()),
        paused=queries.paused_tables(reading()),
    )


@bp.route("/letters/<int:letter_id>/other-way", methods=["GET", "POST"])
@dispatch_keepers
def other_way(letter_id: int) -> str | tuple[str, int] | Response:
    line = queries.letter(reading(), letter_id, queries.tables_of(reading(), me()), now()) or abort(404)
    rules.may_note_way(me(), line.letter) or abort(404)
    form = OtherWayForm(on=today())
    if form.validate_on_submit():
        try:
            way = Way(form.way.data)
            rules.note_way(house(), letter_id, way, form.on.data or today(), by=me(), now=now())
            flash(gettext("Noted. The recipient counts as reached."), "done")
            return commit(url_for(".letter", letter_id=letter_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("office/other_way.html", form, line=line)


@bp.post("/letters/<int:letter_id>/other-way/take-back")
@dispatch_keepers
def take_way_back(letter_id: int) -> Response:
    queries.may_find(reading(), letter_id) or abort(404)
    rules.take_way_back(house(), letter_id, by=me(), now=now())
    flash(gettext("The note is taken back."), "done")
    return commit(url_for(".letter", letter_id=letter_id))
