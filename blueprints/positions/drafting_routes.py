"""Views of a position's text while it is written, section by section."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from blueprints.positions import section_rules
from blueprints.positions.blueprint import OF_POSITION, OF_SECTION, Answer, bp
from blueprints.positions.drafting_pages import (
    collided,
    draft_page,
    found_draft,
    hand_form,
    history_page,
    new_section_form,
    section_form,
)
from blueprints.positions.forms import MoveForm
from blueprints.positions.pages import written_position
from models.errors import RuleBroken
from models.texts import Collision
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import attempt, commit, house
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.markdown import render
from plumbing.versions import form_page


@bp.get(f"{OF_POSITION}/draft")
@signed_in
def draft(table_id: int, position_id: int) -> Answer:
    found, page = written_position(table_id, position_id)
    return render_template("positions/draft.html", **page, **draft_page(found))


@bp.route(f"{OF_POSITION}/sections/new", methods=["GET", "POST"])
@signed_in
def add_section(table_id: int, position_id: int) -> Answer:
    found, page = written_position(table_id, position_id)
    form = new_section_form(found)

    def gesture() -> None:
        section_rules.add_section(house(), position_id, **form.facts(), by=me(), now=now())

    to = url_for(".draft", **page["ids"])
    return settled(form, gesture, to) or form_page("positions/add_section.html", form, **page)


@bp.route(OF_SECTION, methods=["GET", "POST"])
@signed_in
def write_section(table_id: int, position_id: int, section_id: int) -> Answer:
    found, page = written_position(table_id, position_id)
    draft = found_draft(found, section_id)
    form, page = section_form(draft), page | {"draft": draft}
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {**form.saved(), "by": me(), "now": now(), "render": render}
            with attempt(house()):
                section_rules.write_section(house(), section_id, **given)
            flash(gettext("Saved."), "done")
            return commit(url_for(".draft", **page["ids"], _anchor=f"section-{section_id}"))
        except Collision as collision:
            return collided(form, collision, page)
        except RuleBroken as broken:
            form.refuse(broken)
    return form_page("positions/write_section.html", form, **page)


@bp.get(f"{OF_SECTION}/history")
@signed_in
def section_history(table_id: int, position_id: int, section_id: int) -> Answer:
    found, page = written_position(table_id, position_id)
    shown = history_page(found, found_draft(found, section_id))
    return render_template("positions/section_history.html", **page, **shown)


@bp.route(f"{OF_SECTION}/hand", methods=["GET", "POST"])
@signed_in
def give_section(table_id: int, position_id: int, section_id: int) -> Answer:
    found, page = written_position(table_id, position_id)
    draft = found_draft(found, section_id)
    form = hand_form(found, draft)

    def gesture() -> None:
        section_rules.give_section(house(), section_id, **form.facts(), by=me(), now=now())

    to = url_for(".draft", **page["ids"])
    return settled(form, gesture, to) or form_page("positions/give_section.html", form, draft=draft, **page)


@bp.post(f"{OF_SECTION}/move")
@signed_in
def move_section(table_id: int, position_id: int, section_id: int) -> Answer:
    found, page = written_position(table_id, position_id)
    found_draft(found, section_id)
    form = MoveForm()

    def gesture() -> None:
        section_rules.move_section(house(), section_id, **form.facts(), by=me(), now=now())

    to = url_for(".draft", **page["ids"], _anchor=f"section-{section_id}")
    return settled(form, gesture, to) or redirect(to)


@bp.route(f"{OF_SECTION}/take-out", methods=["GET", "POST"])
@signed_in
def take_section_out(table_id: int, position_id: int, section_id: int) -> Answer:
    found, page = written_position(table_id, position_id)
    draft, form = found_draft(found, section_id), Form()

    def gesture() -> str:
        section_rules.take_section_out(house(), section_id, by=me(), now=now())
        return gettext("The section is taken out; it can be brought back.")

    to = url_for(".draft", **page["ids"])
    return settled(form, gesture, to) or form_page(
        "positions/take_section_out.html", form, draft=draft, **page
    )


@bp.post(f"{OF_SECTION}/bring-back")
@signed_in
def bring_section_back(table_id: int, position_id: int, section_id: int) -> Answer:
    found, page = written_position(table_id, position_id)
    found_draft(found, section_id, removed=True)
    section_rules.bring_section_back(house(), section_id, by=me(), now=now())
    return commit(url_for(".draft", **page["ids"]))
