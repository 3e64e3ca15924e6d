"""The office's pages: letters, the state of the queue, the history."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.accounts.doors import administrators
from blueprints.office import (
    effective_settings,
    history_queries,
    queries,
    rules,
    traffic_queries,
    unclear_queries,
)
from blueprints.office.history_lines import history_lines
from blueprints.tables.people.queries import person_at
from models.letters import Letter, LetterKind, LetterState
from plumbing.access import door, me
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.letter_copies import file_name_of, shown
from plumbing.letters import Rendered
from plumbing.pages import address
from plumbing.sent_words import told_sent

bp = Blueprint("office", __name__, url_prefix="/office")

keepers = door("office", rules.may_enter)
letter_keepers = door("office: letters", rules.may_read_letters)
history_readers = door("office: history", rules.may_read_history)


@bp.get("/")
@keepers
def index() -> str:
    return render_template(
        "office/index.html",
        care=queries.letters_needing_care(reading(), now()) if rules.may_read_letters(me()) else 0,
        unclear=unclear_queries.waiting_mails(reading()) if me().is_coordinator else None,
        queue=queries.queue(reading()),
        may_read_letters=rules.may_read_letters(me()),
        may_read_history=rules.may_read_history(me()),
        may_release=rules.may_release(me()),
        may_read_dispatches=rules.may_read_dispatches(me()),
        coordinated=queries.tables_of(reading(), me()) if me().is_coordinator else [],
        paused=queries.paused_tables(reading()),
        traffic=_traffic() if rules.may_release(me()) else None,
    )


@bp.get("/letters")
@letter_keepers
def letters() -> str:
    chosen: dict[str, Any] = {
        "table_id": asked_id("table_id"),
        "meeting_id": asked_id("meeting_id"),
        "care_only": request.args.get("care_only") == "1",
    }
    tables = queries.tables_of(reading(), me())
    return render_template(
        "office/letters.html",
        found=queries.letters(reading(), now(), tables, page=page_number(), **chosen),
        chosen=chosen,
        tables=tables,
        queue=queries.queue(reading()),
        paused=queries.paused_tables(reading()),
        may_read_dispatches=rules.may_read_dispatches(me()),
        as_files=not current_app.config["SMTP_URL"],
    )


@bp.get("/letters/<int:letter_id>")
@letter_keepers
def letter(letter_id: int) -> str:
    tables = queries.tables_of(reading(), me())
    line = queries.letter(reading(), letter_id, tables, now()) or abort(404)
    words = _words_of(line.letter)
    return render_template(
        "office/letter.html",
        line=line,
        words=words,
        file_name="" if current_app.config["SMTP_URL"] else file_name_of(line.letter),
        is_account=line.letter.kind is LetterKind.ACCOUNT,
        queue=queries.queue(reading()),
        is_stopped=line.letter.body_id in queries.paused_tables(reading()),
        goes_to=_goes_to(line.letter, words),
        mend=_where_to_mend(line.letter),
        may_settle=rules.may_settle_letter(me(), line.letter),
        may_take_way_back=rules.may_take_way_back(me(), line.letter),
        may_note_way=rules.may_note_way(me(), line.letter),
        noted_by=queries.noted_by(reading(), line.letter),
    )


@bp.post("/letters/<int:letter_id>/resend")
@letter_keepers
def resend(letter_id: int) -> Response:
    queries.may_find(reading(), letter_id) or abort(404)
    again = rules.resend(house(), letter_id, by=me(), now=now())
    flash(gettext("The letter is written once more.") + " " + told_sent(1, again.body_id), "done")
    return commit(url_for(".letter", letter_id=again.id))


@bp.post("/letters/<int:letter_id>/settle")
@letter_keepers
def settle(letter_id: int) -> Response:
    queries.may_find(reading(), letter_id) or abort(404)
    arrived = request.form.get("arrived", "")
    if arrived not in ("yes", "no"):
        abort(400)
    rules.settle(house(), letter_id, went_out=arrived == "yes", by=me(), now=now())
    flash(
        gettext("Noted as sent.") if arrived == "yes" else gettext("The same letter goes out again."), "done"
    )
    return commit(url_for(".letter", letter_id=letter_id))


@bp.post("/queue/pause")
@administrators
def pause() -> Response:
    rules.pause(house(), by=me(), now=now())
    flash(gettext("No letter goes out any more until you let them go on."), "done")
    return commit(url_for(".index"))


@bp.post("/queue/release")
@administrators
def release() -> Response:
    rules.release(house(), by=me(), now=now())
    flash(gettext("The letters go on."), "done")
    return commit(url_for(".index"))


@bp.get("/settings")
@administrators
def settings() -> str:
    return render_template(
        "office/settings.html",
        settings=effective_settings.effective(),
        findings=list(effective_settings.findings()),
    )


@bp.get("/history")
@history_readers
def history() -> str:
    table_id = asked_id("table_id")
    tables = queries.tables_of(reading(), me())
    found = history_queries.entries(reading(), tables, table_id=table_id, page=page_number())
    return render_template(
        "office/history.html",
        found=found,
        lines=history_lines(found.lines, me()),
        table_id=table_id,
        tables=tables,
    )


def asked_id(name: str, values: Any = None) -> int | None:
    """The id that the address (or a form) asks for; none that a database could not hold."""
    number = (request.args if values is None else values).get(name, type=int)
    return number if number is None or abs(number) < 2**31 else 0


def page_number() -> int:
    return max(1, min(request.args.get("page", default=1, type=int), 100_000))


def _traffic() -> traffic_queries.Traffic:
    """Of all letters numbers only, which the house has counted."""
    return traffic_queries.traffic(house(), now())


def _where_to_mend(found: Letter) -> str:
    """Where the address of what could not be delivered is corrected: with the person, or the institution."""
    if found.state not in (LetterState.FAILED, LetterState.BOUNCED) or found.body_id is None:
        return ""
    if found.person_id is not None:
        if person_at(reading(), found.body_id, found.person_id) is None:
            return ""
        return address("tables.correct_person", table_id=found.body_id, person_id=found.person_id)
    if found.organisation_id is None:
        return ""
    return address("organisations.show", organisation_id=found.organisation_id)


def _words_of(found: Letter) -> Rendered | None:
    """What the letter says; the reader has found it, account letters are never shown."""
    return shown(house(), found.id)


def _goes_to(found: Letter, words: Rendered | None) -> str:
    """Where a second letter would go; nothing where none can be sent."""
    if not rules.may_resend_letter(me(), found):
        return ""
    return rules.goes_to(house(), found.id, now()) if words or rules.is_made_anew(found) else ""


from blueprints.office import (  # noqa: E402, F401
    dispatch_routes,
    imprint_routes,
    pause_routes,
    purge_routes,
    reminder_routes,
    unclear_routes,
)
