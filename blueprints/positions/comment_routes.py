"""Views of comments on passages of a version."""

from flask import abort, redirect, url_for
from flask_babel import gettext

from blueprints.positions import comment_rules, queries
from blueprints.positions.amendment_forms import ResolveForm
from blueprints.positions.amendment_pages import comment_page
from blueprints.positions.blueprint import OF_POSITION, OF_VERSION, Answer, bp
from blueprints.positions.pages import found_position
from plumbing.access import me, signed_in
from plumbing.clock import now
from plumbing.database import house, reading
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route(f"{OF_VERSION}/sections/<int:section_id>/comment", methods=["GET", "POST"])
@signed_in
def comment(table_id: int, position_id: int, number: int, section_id: int) -> Answer:
    found, page = found_position(table_id, position_id)
    form, shown = comment_page(found, number, section_id)

    def gesture() -> str:
        comment_rules.comment(house(), position_id, section_id, **form.facts(), by=me(), now=now())
        return gettext("The comment stands beside its passage.")

    to = url_for(".show", **page["ids"], _anchor=f"section-{section_id}")
    return settled(form, gesture, to) or form_page("positions/comment.html", form, **page, **shown)


@bp.post(f"{OF_POSITION}/comments/<int:comment_id>/resolve")
@signed_in
def resolve_comment(table_id: int, position_id: int, comment_id: int) -> Answer:
    found, page = found_position(table_id, position_id)
    shown = queries.comment(reading(), found.id, comment_id) or abort(404)
    form = ResolveForm()

    def gesture() -> None:
        comment_rules.resolve(house(), comment_id, **form.facts(), by=me(), now=now())

    to = url_for(".show", **page["ids"], _anchor=f"section-{shown.section_id}")
    return settled(form, gesture, to) or redirect(to)
