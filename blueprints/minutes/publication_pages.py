"""The pages on which the coordination prepares a publication and looks at it beside the minutes."""

import json
from typing import Any

from flask import abort, render_template

from blueprints.minutes import publication_rules, queries
from blueprints.minutes.correction_queries import items_by_number, newest_editions
from blueprints.minutes.publication_forms import WORDS, PublishForm
from models.comparing import word_diff
from models.crossings import Crossing, crossings
from models.editions import Edition
from models.errors import RuleBroken
from models.meetings import Meeting
from models.publications import PublicationState
from models.versions import ChangedMeanwhile
from models.visibility import Visibility
from plumbing.database import house, reading

Parts = dict[str, dict[str, str]]
"""Title and text of each chosen item, by its number."""


def _whole(meeting_id: int) -> Edition:
    newest = newest_editions(house(), meeting_id)
    return newest[0] if newest else abort(404)


def form_over(meeting_id: int) -> PublishForm:
    found = queries.publication_of(reading(), meeting_id)
    items = publication_rules.publishable(_whole(meeting_id))
    return PublishForm.over(items, found.parts if found else {}, found.version if found else 0)


def refuse(form: PublishForm, broken: RuleBroken, meeting_id: int) -> None:
    """Whoever was slower keeps what she typed, sees the other text, and saves over the version of now."""
    form.refuse(broken)
    found = queries.publication_of(reading(), meeting_id)
    if isinstance(broken, ChangedMeanwhile) and found is not None:
        form.based_on.data, form.based_on.raw_data = found.version, None
        typed = {number: {"title": title, "markdown": text} for number, (title, text) in form.parts().items()}
        form.differences = _changed(found.parts, typed)


def _changed(old: Parts, new: Parts) -> list[tuple[str, list[tuple[str, str]]]]:
    """What differs between two prepared texts, by item, word by word; title and text together."""
    both = [(number, _words(old.get(number)), _words(new.get(number))) for number in sorted({*old, *new})]
    return [(number, word_diff(before, after)) for number, before, after in both if before != after]


def _words(part: dict[str, str] | None) -> str:
    return f"{part['title']}\n\n{part['markdown']}" if part else ""


def crossed(form: PublishForm, meeting_id: int) -> list[Crossing]:
    """Where what is to be published repeats the title of an item that is neither public nor chosen."""
    ids = items_by_number(house(), meeting_id)
    typed = {ids[number]: "\n".join(words) for number, words in form.parts().items() if number in ids}
    return crossings(reading(), meeting_id, typed=typed, for_all=True)


def prepare_page(form: PublishForm, meeting: Meeting) -> Any:
    items = publication_rules.publishable(_whole(meeting.id))
    rows = [
        (item, Visibility(item["visibility"]), form.fields_of(place)) for place, item in enumerate(items, 1)
    ]
    minutes = queries.minutes_of(reading(), meeting.id)
    found = queries.publication_of(reading(), meeting.id)
    page = render_template(
        "minutes/prepare_publication.html",
        form=form,
        meeting=meeting,
        rows=rows,
        minutes=minutes,
        crossings=crossed(form, meeting.id) if form.is_submitted() else [],
        published=found is not None and found.state is PublicationState.PUBLISHED,
    )
    return page, 409 if form.differences else 422 if form.is_submitted() else 200


def publication_page(meeting: Meeting, seen: Parts | None = None) -> dict[str, Any]:
    """What is prepared, each item beside what its readers read: struck out what is not published.

    `seen`: the texts as they stood on the page of whoever wanted to publish, where they have changed since.
    """
    found = queries.publication_of(reading(), meeting.id) or abort(404)
    items = {item["number"]: item for item in _whole(meeting.id).data["items"]}
    parts = [
        (items[number], part, word_diff(items[number]["markdown"], part["markdown"]))
        for number, part in sorted(found.parts.items())
        if number in items
    ]
    draft = json.dumps({number: {name: part[name] for name in WORDS} for number, part in found.parts.items()})
    changed = _changed(seen, found.parts) if seen else []
    return {"meeting": meeting, "found": found, "parts": parts, "draft": draft, "changed": changed}
