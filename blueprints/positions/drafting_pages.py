"""The text of a position while it is written: its sections, and one section with what collided."""

from typing import Any

from flask import abort, render_template, url_for
from markupsafe import Markup

from blueprints.positions import queries
from blueprints.positions.forms import HandForm, NewSectionForm, SectionForm
from blueprints.positions.pages import editor_name
from blueprints.positions.queries import Draft
from blueprints.positions.repeat_queries import repeats
from blueprints.positions.section_rules import SECTION_IS_OUT, SECTION_IS_THERE
from blueprints.positions.source_pages import ways
from blueprints.tables import queries as table_queries
from models.comparing import word_diff
from models.passages import shown_change
from models.positions import Position
from models.texts import Collision, TextVersion
from plumbing.access import me
from plumbing.database import reading
from plumbing.gestures import Passed


def draft_page(position: Position) -> dict[str, Any]:
    """All sections as they are written, and those that were taken out."""
    sources = queries.sources(reading(), position.id)
    return {
        "html_of": html_of,
        "drafts": queries.drafts(reading(), position.id),
        "removed": queries.drafts(reading(), position.id, removed=True),
        "sources": sources,
        "ways": ways(sources, position.body_id),
        "repeats": repeats(reading(), position),
    }


def html_of(version: TextVersion) -> Markup:
    """A version as it looks; it was cleaned when it was saved."""
    return Markup(version.html)  # noqa: S704 - see above


def found_draft(position: Position, section_id: int, *, removed: bool = False) -> Draft:
    """One section of those that stand in the text, or of those that were taken out."""
    found = _draft(position, section_id, removed)
    if found is None and _draft(position, section_id, not removed):
        to = url_for("positions.draft", table_id=position.body_id, position_id=position.id)
        raise Passed(SECTION_IS_THERE if removed else SECTION_IS_OUT, to)
    return found or abort(404)


def _draft(position: Position, section_id: int, removed: bool) -> Draft | None:
    there = queries.drafts(reading(), position.id, removed=removed)
    return next((each for each in there if each.section.id == section_id), None)


def new_section_form(position: Position) -> NewSectionForm:
    """Which section it stands after; the last one unless said otherwise."""
    there = [each.section for each in queries.drafts(reading(), position.id)]
    form = NewSectionForm(after_id=there[-1].id if there else None)
    form.offer([(each.id, each.heading) for each in there])
    return form


def history_page(position: Position, draft: Draft) -> dict[str, Any]:
    """How the words of a section came to be: each version, who saved it, and what it changed."""
    saved = queries.saved_versions(reading(), draft.text.id)
    before = [each.version.markdown for each in saved[1:]] + [""]
    changes = [
        word_diff(*shown_change(old, each.version.markdown)) for old, each in zip(before, saved, strict=True)
    ]
    merged = queries.merged_into(reading(), draft.section.id)
    return {"draft": draft, "saved": list(zip(saved, changes, strict=True)), "merged": merged}


def section_form(draft: Draft) -> SectionForm:
    """The section as it is saved, or what was sent."""
    words = draft.version.markdown if draft.version else ""
    return SectionForm(
        heading=draft.section.heading,
        markdown=words,
        based_on=draft.text.latest,
        heading_based_on=draft.section.version,
    )


def hand_form(position: Position, draft: Draft) -> HandForm:
    """In whose hands the section is, to choose among the editors."""
    form = HandForm(editor_id=draft.section.editor_id)
    sees_names = table_queries.sees_names(me(), position.body_id)
    form.offer([(each.person_id, editor_name(each.person, sees_names)) for each in position.editors])
    return form


def collided(form: SectionForm, collision: Collision, page: dict[str, Any]) -> tuple[str, int]:
    """Both texts; a save over it starts from the newest version."""
    form.based_on.data, form.based_on.raw_data = collision.latest, None
    form.refuse(collision)
    differences = word_diff(collision.theirs, collision.mine)
    shown = {"collision": collision, "differences": differences, **page}
    return render_template("positions/write_section.html", form=form, **shown), 409
