"""What the pages of minutes are made of, beyond the plain reading of rows."""

from collections.abc import Sequence
from typing import Any

from flask import jsonify, render_template, request, url_for
from flask_babel import gettext

from blueprints.minutes import attendance_rules, circulation_rules, queries
from blueprints.minutes.approval_pages import approval_facts
from blueprints.minutes.documents import Attended, document_of, version_words
from blueprints.minutes.forms import AttendanceForm, CirculateForm, ItemForm
from blueprints.minutes.outcome_queries import still_open
from blueprints.minutes.outcome_words import task_columns
from models.editions import Edition, EditionKind, versions_for
from models.letters import LetterKind
from models.meetings import AgendaItem, Meeting
from models.minutes import WERE_THERE, AttendanceState, Minutes
from models.texts import Collision, TextVersion, word_diff
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.guarding import passages
from plumbing.lettering import without_common_end
from plumbing.letters import Rendered, preview
from plumbing.markdown import render
from plumbing.ring import Ring, Tone, ring, seat


def edition_page(edition: Edition, meeting: Meeting | None, others: Sequence[Edition] = ()) -> str:
    """A finished document; from its edition only. The coordination sees beside it who reads which one."""
    coordinates = edition.body_id in me().coordinates
    document = document_of(edition)
    return render_template(
        "minutes/show.html",
        document=document,
        who_was_there=_ring_of(document.attendance) if document.attendance else None,
        edition=edition,
        meeting=meeting,
        today=clock.today(),
        task_columns=task_columns(),
        **approval_facts(edition),
        versions=_versions(edition) if edition.kind is EditionKind.AGENDA else [],
        others=[document_of(other) for other in others] if not coordinates else [],
        compiled=queries.editions_with_readers(reading(), edition.meeting_id, edition.kind)
        if coordinates
        else [],
    )


def _versions(edition: Edition) -> list[tuple[int, str]]:
    """Every agenda that the reader was sent for this meeting, with its words; one alone is no choice."""
    found = versions_for(reading(), edition.meeting_id, edition.kind, me())
    numbered = edition.body_id in me().coordinates
    told = [(each.id, version_words(each, numbered=numbered)) for each in found]
    return told if len(told) > 1 else []


TONES: dict[AttendanceState, Tone] = {
    AttendanceState.PRESENT: "yes",
    AttendanceState.REPRESENTED: "deputy",
    AttendanceState.EXCUSED: "no",
    AttendanceState.ABSENT: "open",
    AttendanceState.OPEN: "neutral",
}


def _ring_of(attendance: list[Attended]) -> Ring:
    """The table from above: who was in the room."""
    there = [each for each in attendance if each.state in WERE_THERE]
    shorts = without_common_end([each.institution for each in attendance])
    return ring(
        [
            seat(name=each.institution, short=short, tone=TONES[each.state], label=each.word)
            for each, short in zip(attendance, shorts, strict=True)
        ],
        centre=(
            gettext("%(n)d of %(all)d", n=len(there), all=len(attendance)),
            gettext("institutions were there"),
        ),
    )


def attendance_form(meeting: Meeting, minutes: Minutes) -> AttendanceForm:
    """The form over all lines. Where nothing is noted yet, the representative's name stands there already.

    With its second button all that is not noted yet becomes present, before anything is saved.
    """
    rows = queries.attendance_of(reading(), minutes)
    names = attendance_rules.representatives(house(), house().get_one(Meeting, meeting.id))
    form = AttendanceForm.over(rows, gettext, names, data={"based_on": minutes.version})
    if "everybody" in request.form:
        form.everybody_came()
    return form


def form_for(written: queries.WrittenItem) -> ItemForm:
    """The form of one item on the page where all are written."""
    form = ItemForm(formdata=None, data={"markdown": written.typed, "based_on": written.based_on})
    return form.of_item(written.item.id)


def preview_of(written: queries.WrittenItem) -> str:
    """How what stands in the field will look: the own draft, else what is saved."""
    return render(written.draft.markdown) if written.draft else written.html


def draft_preview(typed: str) -> str:
    """How a draft will look, and what the guard will ask about when it is saved."""
    found = passages(typed)
    return str(render(typed)) + (render_template("minutes/_guarded.html", found=found) if found else "")


def back_to(item_id: int) -> str:
    """Where the item stands on the page of its minutes; only after a rule has let the item through."""
    item = house().get_one(AgendaItem, item_id)
    return url_for("minutes.write", meeting_id=item.meeting_id, _anchor=f"item-{item_id}")


def asked_by_script() -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def saved_words(saved: TextVersion | None) -> dict[str, Any]:
    """What the script needs to go on from the version that was saved."""
    return {
        "number": saved.number if saved else 0,
        "markdown": saved.markdown if saved else "",
        "html": saved.html if saved else "",
        "told": gettext("Saved at %(time)s", time=f"{clock.now().astimezone(clock.BERLIN):%H:%M}"),
    }


def refused(item: AgendaItem, form: ItemForm) -> Any:
    """What is wrong with the text, with the text."""
    if asked_by_script():
        return jsonify({"told": _refused_words(form)}), 422
    return render_template("minutes/write_item.html", item=item, form=form), 422


def _refused_words(form: ItemForm) -> str:
    """Why the script's save was refused; the reason that the guard asks for is given on a page."""
    if form.guard and not form.guard.passed:
        return gettext("Not saved yet: press “Save” to look at a passage that could be about a client.")
    return " ".join(form.markdown.errors) or gettext("Not saved.")


def collision_page(item: AgendaItem, form: ItemForm, collision: Collision) -> Any:
    """Both texts beside each other; what was typed stays in the field and may be saved over the other."""
    form.refuse(collision)
    if asked_by_script():
        return jsonify({"told": " ".join(form.markdown.errors)}), 409
    form.based_on.data, form.based_on.raw_data = collision.latest, None
    page = render_template(
        "minutes/collision.html",
        item=item,
        form=form,
        collision=collision,
        differences=word_diff(collision.theirs, collision.mine),
    )
    return page, 409


def circulate_page(form: CirculateForm, meeting: Meeting, minutes: Minutes) -> str:
    """Who gets the letter, the letter as it will arrive, what is still missing."""
    known = house().get_one(Meeting, meeting.id)
    begun = meeting.starts_at is not None and meeting.starts_at <= clock.now()
    out = circulation_rules.sending(house(), known, clock.today())
    return render_template(
        "minutes/circulate.html",
        form=form,
        meeting=meeting,
        minutes=minutes,
        out=out,
        begun=begun,
        unsaved=circulation_rules.unsaved(house(), minutes.id),
        still_open=still_open(house(), meeting.id),
        not_noted=attendance_rules.not_noted(house(), minutes.id),
        readings=circulation_rules.readings(house(), known, clock.today()),
        letter=_letter(meeting, out) if begun else None,
    )


def _letter(meeting: Meeting, out: circulation_rules.Sending) -> Rendered:
    first = out.reached[0] if out.reached else None
    return preview(
        template="minutes/circulated",
        to=first.address if first else "vertretung@institution.example",
        name=first.name if first else gettext("representative"),
        language=first.language if first else "de",
        salutation=first.salutation if first else "",
        kind=LetterKind.CONTENT,
        facts=out.facts,
        meeting_id=meeting.id,
    )
