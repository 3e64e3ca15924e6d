"""Views of the sources of a position's claims."""

from flask import url_for

from blueprints.positions import source_rules
from blueprints.positions.blueprint import OF_POSITION, Answer, bp
from blueprints.positions.pages import written_position
from blueprints.positions.source_pages import found_source, source_form
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import house
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route(f"{OF_POSITION}/sources/new", methods=["GET", "POST"])
@signed_in
def add_source(table_id: int, position_id: int) -> Answer:
    found, page = written_position(table_id, position_id)
    form = source_form(found)

    def gesture() -> None:
        source_rules.add_source(house(), position_id, **form.facts(), by=me(), now=now())

    to = url_for(".draft", **page["ids"], _anchor="sources")
    return settled(form, gesture, to) or form_page("positions/source.html", form, **page)


@bp.route(f"{OF_POSITION}/sources/<int:source_id>", methods=["GET", "POST"])
@signed_in
def correct_source(table_id: int, position_id: int, source_id: int) -> Answer:
    found, page = written_position(table_id, position_id)
    source = found_source(found, source_id)
    form = source_form(found, source)

    def gesture() -> None:
        source_rules.correct_source(house(), source_id, **form.facts(), by=me(), now=now())

    to = url_for(".draft", **page["ids"], _anchor="sources")
    return settled(form, gesture, to) or form_page("positions/source.html", form, source=source, **page)
