"""A version is decided, then adopted by each institution that is asked: itself, recorded, at an event."""

from typing import Any

from flask import abort, request
from flask_babel import gettext, ngettext

from blueprints.accounts.doors import coordinators
from blueprints.procedures import adoption_rules, deciding_rules, queries
from blueprints.procedures.adoption_forms import (
    AdoptForm,
    ConfirmAdoptionForm,
    DecideForm,
    EventForm,
    RecordAdoptionForm,
)
from blueprints.procedures.adoption_pages import said_words
from blueprints.procedures.adoption_queries import Line
from blueprints.procedures.blueprint import OF_VERSION, Answer, bp
from blueprints.procedures.deciding_pages import decide_page
from blueprints.procedures.pages import found, kept, version_of, version_page, version_url
from models.stances import StanceValue
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import house
from plumbing.gestures import settled
from plumbing.sent_words import stopped_at, told_sent
from plumbing.uploads import judged
from plumbing.versions import form_page


@bp.route(f"{OF_VERSION}/decide", methods=["GET", "POST"])
@coordinators
def decide(table_id: int, procedure_id: int, number: int) -> Answer:
    about, page = kept(table_id, procedure_id)
    form, version = DecideForm(), version_of(about, number)
    page |= decide_page(form, about, version)

    def gesture() -> str:
        given: dict[str, Any] = {**form.facts(), "by": me(), "now": now()}
        letters = deciding_rules.decide(house(), table_id, procedure_id, number, **given)
        return gettext("The decision is noted.") + " " + told_sent(letters, table_id)

    if done := settled(form, gesture, page["back"]):
        return done
    form.show(page["checksum"])
    return form_page("procedures/decide.html", form, **page)


@bp.route(f"{OF_VERSION}/adopt", methods=["GET", "POST"])
@signed_in
def adopt(table_id: int, procedure_id: int, number: int) -> Answer:
    page = _page(table_id, procedure_id, number)
    own: list[Line] = page["own"] or abort(404)
    form = AdoptForm()
    form.offer([(each.asked_id, each.name) for each in own])
    form.offer_values(terminates=any(each.can_terminate for each in own))
    so_far = _begin_with(form, own)

    def gesture() -> str:
        asked_id = form.asked_id.data
        given: dict[str, Any] = {"answer": _answer(form), "by": me(), "now": now()}
        stance = adoption_rules.adopt(house(), table_id, procedure_id, number, asked_id=asked_id, **given)
        if not adoption_rules.counts(house(), stance):
            return gettext("Your answer is noted. What counts is still that of the main representative.")
        return gettext("Thank you. The answer of your institution is noted.")

    page |= {"so_far": so_far}
    return settled(form, gesture, page["back"]) or form_page("procedures/adopt.html", form, **page)


def _begin_with(form: AdoptForm, own: list[Line]) -> str:
    """The form begins with the last word of the institution, if it is clear which one; the word in words."""
    chosen = own[0].asked_id if len(own) == 1 else request.args.get("asked", 0, type=int)
    line = next((each for each in own if each.asked_id == chosen), None)
    if line is None:
        return ""
    if request.method == "GET":
        form.asked_id.data = line.asked_id
        if line.said is not None:
            said = line.said
            form.begin_with(said.value, said.reason, said.ends_on, waits=said.word.waits)
    return said_words(line.said) if line.said is not None else ""


def _answer(form: Any) -> adoption_rules.Answer:
    return adoption_rules.Answer(**form.answer(), rule=judged(form.upload.data))


@bp.route(f"{OF_VERSION}/adoptions/<int:asked_id>/record", methods=["GET", "POST"])
@coordinators
def record_adoption(table_id: int, procedure_id: int, number: int, asked_id: int) -> Answer:
    kept(table_id, procedure_id)
    page = _page(table_id, procedure_id, number)
    line = _line(page, asked_id)
    form = RecordAdoptionForm()
    form.offer(queries.signing_people(house(), line.seat_id, today()))
    form.offer_values(terminates=line.can_terminate)

    def gesture() -> str:
        given: dict[str, Any] = {each: form[each].data for each in ("person_id", "said_by", "said_on")}
        given |= {"asked_id": asked_id, "answer": _answer(form), "by": me(), "now": now()}
        letters = adoption_rules.record_adoption(house(), table_id, procedure_id, number, **given)
        return gettext("It is recorded.") + " " + told_sent(letters, table_id)

    shown = page | {"line": line, "stopped": stopped_at(table_id)}
    return settled(form, gesture, page["back"]) or form_page("procedures/record_adoption.html", form, **shown)


@bp.route(f"{OF_VERSION}/adoptions/event", methods=["GET", "POST"])
@coordinators
def record_event(table_id: int, procedure_id: int, number: int) -> Answer:
    kept(table_id, procedure_id)
    page = _page(table_id, procedure_id, number)
    lines: list[Line] = page["lines"] or abort(404)
    form = EventForm.opened([each.asked_id for each in lines], today())
    people = queries.signing_people_of(house(), [each.seat_id for each in lines], today())
    known = {each.asked_id: each for each in lines}
    rows = [(row, known.get(row.asked_id.data or 0)) for row in form.rows]
    for row, line in rows:
        row.offer(people.get(line.seat_id, []) if line else [])

    def gesture() -> str:
        signed = [_signed(row) for row in form.spoken()]
        given: dict[str, Any] = {"said_on": form.said_on.data, "by": me(), "now": now()}
        letters = adoption_rules.record_event(house(), table_id, procedure_id, number, signed, **given)
        words = ngettext("%(num)d answer is recorded.", "%(num)d answers are recorded.", len(signed))
        return f"{words} {told_sent(letters, table_id)}"

    shown = page | {"stopped": stopped_at(table_id), "rows": [(row, line) for row, line in rows if line]}
    return settled(form, gesture, page["back"]) or form_page("procedures/record_event.html", form, **shown)


def _signed(row: Any) -> adoption_rules.Signed:
    answer = adoption_rules.Answer(
        value=StanceValue(row.value.data),
        reason=row.reason.data or "",
        provisional=bool(row.provisional.data),
    )
    return adoption_rules.Signed(asked_id=row.asked_id.data, person_id=row.person_id.data, answer=answer)


@bp.route(f"{OF_VERSION}/adoptions/<int:asked_id>/confirm", methods=["GET", "POST"])
@signed_in
def confirm_adoption(table_id: int, procedure_id: int, number: int, asked_id: int) -> Answer:
    page = _page(table_id, procedure_id, number)
    line = _line(page, asked_id)
    may = adoption_rules.may_adopt(me(), line.seat_id) or page["keeps"]
    if line.said is None or not line.said.word.waits or not may:
        abort(404)
    form, stance_id = ConfirmAdoptionForm(said_on=today()), line.said.id

    def gesture() -> str:
        given: dict[str, Any] = {"agreed": form.agreed.data == "yes", "said_on": form.said_on.data}
        given |= {"by": me(), "now": now()}
        adoption_rules.confirm(house(), table_id, procedure_id, number, stance_id, **given)
        return gettext("The answer of the management is noted.")

    shown = page | {"line": line, "words": said_words(line.said)}
    return settled(form, gesture, page["back"]) or form_page(
        "procedures/confirm_adoption.html", form, **shown
    )


def _page(table_id: int, procedure_id: int, number: int) -> dict[str, Any]:
    about = found(table_id, procedure_id)
    page = version_page(about, number)
    return page | {"back": version_url(about, page["version"])}


def _line(page: dict[str, Any], asked_id: int) -> Line:
    return next((each for each in page["lines"] if each.asked_id == asked_id), None) or abort(404)
