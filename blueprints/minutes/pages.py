"""What the pages of minutes are made of, beyond the plain reading of rows."""

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask_babel import gettext

from blueprints.minutes import attendance_rules, circulation_rules, queries, rules
from blueprints.minutes.approval_pages import approval_facts
from blueprints.minutes.documents import Attended, document_of, version_words
from blueprints.minutes.forms import AttendanceForm, CirculateForm, ConfirmForm
from blueprints.minutes.letter_pages import letter_to
from blueprints.minutes.life_words import facts_today
from blueprints.minutes.outcome_queries import still_open
from blueprints.minutes.outcome_words import task_columns
from blueprints.minutes.sent_queries import all_sent
from models.citations import Reference, references_of_each
from models.crossings import crossings
from models.editions import Edition, EditionKind, versions_for
from models.meetings import AgendaItem, Meeting
from models.minutes import WERE_THERE, AttendanceState, Minutes
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.lettering import without_common_end
from plumbing.ring import Ring, Tone, ring, seat
from plumbing.sent_words import stopped_at


def edition_page(edition: Edition, meeting: Meeting | None, others: Sequence[Edition] = ()) -> str:
    """A finished document; from its edition only. The coordination sees beside it who reads which one."""
    coordinates = edition.body_id in me().coordinates
    sent = all_sent(reading(), edition.meeting_id, edition.kind) if coordinates else None
    mine = _sent(edition)
    document = document_of(edition)
    approval = approval_facts(edition, sent, mine)
    life = approval["life"]
    return render_template(
        "minutes/show.html",
        document=document,
        head=facts_today(document, life) if life else document.facts,
        who_was_there=_ring_of(document.attendance) if document.attendance else None,
        edition=edition,
        meeting=meeting,
        today=clock.today(),
        task_columns=task_columns(),
        **approval,
        publication=queries.publication_of(reading(), edition.meeting_id)
        if coordinates and edition.kind is EditionKind.MINUTES
        else None,
        versions=_versions(mine),
        replaced_by=next((each for each in mine if each.replaces == edition.sha256), None),
        others=[document_of(other) for other in others] if not coordinates else [],
        compiled=sent.compiled() if sent else [],
        references=_references(edition),
    )


def _references(edition: Edition) -> list[tuple[str, list[Reference]]]:
    """The procedures to which its items refer, beside the document and no part of it: each reader finds those
    that she may see, by the number of the item."""
    items = edition.data.get("items", ())
    found = references_of_each(reading(), AgendaItem.__tablename__, [each["id"] for each in items])
    return [(each["number"], found[each["id"]]) for each in items if each["id"] in found]


def _sent(edition: Edition) -> Sequence[Edition]:
    """Every version that the reader was sent: of agendas and of minutes that were corrected."""
    return versions_for(reading(), edition.meeting_id, edition.kind, me())


def _versions(sent: Sequence[Edition]) -> list[tuple[int, str]]:
    """Each with its words; one alone is no choice."""
    if len(sent) < 2:
        return []
    if sent[0].kind is EditionKind.MINUTES:
        return [(each.id, document_of(each).version) for each in sent]
    numbered = sent[0].body_id in me().coordinates
    return [(each.id, version_words(each, numbered=numbered)) for each in sent]


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
            seat(
                name=each.institution,
                short=short,
                tone=TONES[each.state],
                label=gettext(each.state.label),
                detail=each.more,
            )
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


def attendance_page(form: AttendanceForm, meeting: Meeting, *, only_look: bool) -> str:
    """The form; `only_look`: it was filled in and is not saved yet. Whose name is missing is asked there."""
    states_are_known = all(not form[f"state_{row.id}"].errors for row in form.rows)
    if form.is_submitted() and states_are_known:
        form.ask_who_came()
    facts = {"meeting": meeting, "rows": form.rows, "only_look": only_look}
    return render_template("minutes/note_attendance.html", form=form, **facts)


def after_attendance(meeting: Meeting) -> str:
    """Back to writing; to the last look before sending for whoever was led here from there."""
    sends = request.args.get("then") == "circulate" and rules.may_circulate(me(), meeting)
    return url_for("minutes.circulate" if sends else "minutes.write", meeting_id=meeting.id)


def confirm_page(form: ConfirmForm, meeting: Meeting) -> str:
    """The question to whoever vouches for the minutes."""
    found = crossings(reading(), meeting.id)
    return render_template("minutes/confirm.html", form=form, meeting=meeting, crossings=found)


def circulated_to(meeting: Meeting) -> list[str | None]:
    """Whom the letter would reach now."""
    known = house().get_one(Meeting, meeting.id)
    out = circulation_rules.sending(house(), known, clock.today())
    return [each.address for each in out.reached]


def circulate_page(form: CirculateForm, meeting: Meeting, minutes: Minutes) -> str:
    """Who gets the letter, the letter as it will arrive, what is still missing."""
    known = house().get_one(Meeting, meeting.id)
    begun = meeting.starts_at is not None and meeting.starts_at <= clock.now()
    out = circulation_rules.sending(house(), known, clock.today())
    form.show(each.address for each in out.reached)
    return render_template(
        "minutes/circulate.html",
        form=form,
        meeting=meeting,
        minutes=minutes,
        out=out,
        begun=begun,
        stopped=stopped_at(meeting.body_id),
        unsaved=circulation_rules.unsaved(house(), minutes.id),
        still_open=still_open(house(), meeting.id),
        crossings=crossings(reading(), meeting.id),
        not_noted=attendance_rules.not_noted(house(), minutes.id),
        readings=circulation_rules.readings(house(), known, clock.today()),
        letter=letter_to("minutes/circulated", out.reached, out.facts, meeting.id) if begun else None,
    )
