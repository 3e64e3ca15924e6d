"""The screen on which minutes are written, with what was typed, what was refused and what collided."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext

from blueprints.meetings.settling.queries import later_meetings
from blueprints.minutes import queries, rules
from blueprints.minutes.writing import queries as writing_queries
from blueprints.minutes.writing.forms import DraftForm, WritingForm
from blueprints.minutes.writing.queries import Desk
from blueprints.minutes.writing.room_pages import guests_of, room_of
from blueprints.minutes.writing.rules import Settled, Typed, may_propose
from blueprints.tables.queries import coordination_name
from blueprints.tasks import queries as task_queries
from blueprints.tasks.rules import Wanted
from models.chatham import Found
from models.comparing import word_diff
from models.meetings import AgendaItem, Meeting
from models.minutes import Minutes
from models.text_drafts import DraftElsewhere, mark, mark_of
from models.texts import Collision, TextVersion
from models.visibility import Visibility
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, only_read, reading
from plumbing.guarding import passages
from plumbing.language import chosen_language
from plumbing.markdown import render


def asked_by_script() -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def without_items(meeting: Meeting) -> str:
    """Minutes of an agenda that is empty."""
    return render_template("minutes/writing/write.html", meeting=meeting)


def sent(meeting: Meeting) -> WritingForm:
    """What was sent. Its choices are looked up where one was made: most saves are of the text alone."""
    form = WritingForm()
    if form.gives_task or form.put_off_to_id.data:
        return _offered(form, meeting)
    form.offer([], [])
    form.offer_meetings([])
    return form


def _offered(form: WritingForm, meeting: Meeting) -> WritingForm:
    """With the institutions and people of today, and the meetings ahead, to choose from."""
    on, table_id = clock.today(), meeting.body_id
    later = later_meetings(reading(), meeting, clock.now())
    form.offer_meetings([(each.id, each.held_on.words(chosen_language())) for each in later])
    known = task_queries.choice(reading(), table_id, on)
    name = coordination_name(house(), table_id, on)
    label = gettext("Coordination (%(name)s)", name=name) if name else gettext("Coordination")
    form.offer([(0, label), *known.seats], known.people)
    return form


def typed(form: WritingForm) -> Typed:
    """What the rules are told of a form."""
    return Typed(
        markdown=form.markdown.data or "",
        based_on=form.based_on.data or 0,
        window=form.from_window(),
        information=form.information.data or "",
        task=Wanted(**form.task()) if form.gives_task else None,
        task_seat_id=form.task_seat_id.data or None,
        decision=form.decision() if form.proposes else None,
        settled=Settled(*form.settled()) if form.outcome.raw_data else None,
        note=form.note.data or "" if form.note.raw_data else None,
        note_based_on=form.note_based_on.data or 0,
        chatham_house=form.chatham_house.data == "yes" if form.chatham_house.raw_data else None,
    )


def screen(item: AgendaItem, minutes: Minutes, form: WritingForm, code: int = 200, **facts: Any) -> Any:
    """The whole screen; as it is opened the field holds the own draft, else what is saved."""
    if request.method == "POST":
        only_read()
    found = writing_queries.desk(reading(), item, me(), clock.today())
    _offered(form, item.meeting)
    if not form.was_sent:
        _fill(form, found)
    attendance = queries.attendance_of(reading(), minutes)
    page = render_template(
        "minutes/writing/write_item.html",
        desk=found,
        minutes=minutes,
        form=form,
        preview=_preview(found, form),
        room=room_of(attendance, found),
        guests=guests_of(attendance, found),
        lines=[(each.id, each.institution) for each in attendance if each.seat_id is not None],
        may_circulate=rules.may_circulate(me(), item.meeting),
        may_propose=may_propose(me(), item.meeting) and item.visibility is not Visibility.COORDINATION,
        **facts,
    )
    return page, code


def _fill(form: WritingForm, found: Desk) -> None:
    item, note = found.item, found.note
    form.markdown.data, form.based_on.data = found.typed, found.based_on
    form.window.data, form.draft_seen.data = secrets.token_hex(8), mark_of(found.draft)
    form.note.data, form.note_based_on.data = (note.markdown, note.number) if note else ("", 0)
    form.outcome.data, form.put_off_to_id.data = (
        item.outcome.value if item.outcome else "",
        item.put_off_to_id,
    )
    form.chatham_house.data = "yes" if item.chatham_house else "no"


def _preview(found: Desk, form: WritingForm) -> str:
    """How what stands in the field will look."""
    newest = found.version.markdown if found.version else ""
    return found.html if form.markdown.data == newest else render(form.markdown.data or "")


def refused(item: AgendaItem, minutes: Minutes, form: WritingForm, named: Sequence[Found] = ()) -> Any:
    """What is wrong, with all that was typed; `named`: who must not be named."""
    return screen(item, minutes, form, 422, named=named)


def refused_words(form: DraftForm) -> str:
    """Why the script's save was refused; the reason that the guard asks for is given on a page."""
    if form.guard and not form.guard.passed:
        return gettext("Not saved yet: press “Save” to look at a passage that could be about a client.")
    return " ".join(form.markdown.errors) or gettext("Not saved.")


def collided(item: AgendaItem, minutes: Minutes, form: WritingForm, collision: Collision) -> Any:
    """Both texts beside each other; what was typed stays in the field and may be saved over the other."""
    form.refuse(collision)
    hidden = form.note_based_on if collision.field == "note" else form.based_on
    hidden.data, hidden.raw_data = collision.latest, None
    own = isinstance(collision, DraftElsewhere)
    if own:
        form.draft_seen.data, form.draft_seen.raw_data = mark(collision.theirs), None
    differences = word_diff(collision.theirs, collision.mine)
    return screen(item, minutes, form, 409, collision=collision, differences=differences, own=own)


def draft_preview(markdown: str, named: Sequence[Found]) -> str:
    """How a draft will look, and what will be asked about or refused when it is saved."""
    found = passages(markdown)
    hints = render_template("minutes/writing/_guarded.html", found=found, named=named)
    return str(render(markdown)) + hints if found or named else str(render(markdown))


def saved_words(saved: TextVersion | None) -> dict[str, Any]:
    """What the script needs to go on from the version that was saved."""
    return {
        "number": saved.number if saved else 0,
        "markdown": saved.markdown if saved else "",
        "html": saved.html if saved else "",
        "told": gettext("Saved at %(time)s", time=f"{clock.now().astimezone(clock.BERLIN):%H:%M}"),
    }


def onward(item: AgendaItem, minutes: Minutes) -> str:
    """Where a save leads: to the item whose button was pressed, or without script to the attendance that was
    chosen, else back to this one. `saved` tells the script that what it kept has arrived."""
    if request.form.get("then") == "line":
        line_id = request.form.get("line", 0, type=int)
        if line_id in {each.id for each in queries.attendance_of(reading(), minutes)}:
            return url_for("minutes.note_line", item_id=item.id, line_id=line_id, _anchor="line")
    wanted = request.form.get("then", 0, type=int)
    known = {each.item.id for each in writing_queries.entries(reading(), item.meeting_id, me())}
    return url_for("minutes.write_item", item_id=wanted if wanted in known else item.id, saved=item.id)
