"""Shape of a publication: which items, under which title, with which words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from models.texts import LONGEST
from plumbing.forms import Form, LineField, TextField


class PublishForm(Form):
    """Three fields for each item that may be published, `chosen_1` for the first."""

    numbers: ClassVar[list[str]] = []
    differences: list[tuple[str, list[tuple[str, str]]]] = []  # noqa: RUF012 - replaced, never appended to
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    warned = HiddenField()

    @classmethod
    def over(
        cls,
        items: Sequence[Mapping[str, Any]],
        prepared: Mapping[str, Mapping[str, str]],
        based_on: int,
    ) -> "PublishForm":
        """What is prepared stands in the fields; else the text of public items, nothing of internal ones."""
        fields: dict[str, Any] = {"numbers": [item["number"] for item in items]}
        for place, item in enumerate(items, 1):
            is_public = item["visibility"] == "public"
            own = {"title": item["title"], "markdown": item["markdown"]} if is_public else {}
            given = prepared.get(item["number"]) or own
            chosen = item["number"] in prepared or (is_public and not prepared)
            fields[f"chosen_{place}"] = BooleanField(_l("Publish"), default=chosen)
            fields[f"title_{place}"] = LineField(_l("Title"), default=given.get("title", ""))
            fields[f"text_{place}"] = TextField(_l("Text"), LONGEST, default=given.get("markdown", ""))
        form: PublishForm = type("PublishFormOver", (cls,), fields)(data={"based_on": based_on})
        return form

    def fields_of(self, place: int) -> tuple[Any, Any, Any]:
        return self[f"chosen_{place}"], self[f"title_{place}"], self[f"text_{place}"]

    def parts(self) -> dict[str, tuple[str, str]]:
        """Title and text of what was chosen, by number."""
        rows = [(number, *self.fields_of(place)) for place, number in enumerate(self.numbers, 1)]
        return {
            number: (title.data or "", text.data or "") for number, chosen, title, text in rows if chosen.data
        }

    def warn_once(self) -> bool:
        """Whether the warning was not shown yet; the next save says that it was."""
        first, self.warned.data = self.warned.data != "yes", "yes"
        if first:
            self.form_errors.append(gettext("Please check the warning. If all is right, send it once more."))
        return first


WORDS: Final = ("title", "markdown")


class DecideForm(Form):
    """The version that was looked at, for a gesture of one button."""

    based_on = IntegerField(validators=[InputRequired()])
    seen = HiddenField()

    def was_seen(self) -> dict[str, dict[str, str]]:
        """The prepared texts as they stood on the page, by item; empty for what is none of ours."""
        try:
            found = json.loads(self.seen.data or "{}")
            return {str(number): {name: str(part[name]) for name in WORDS} for number, part in found.items()}
        except (ValueError, TypeError, KeyError, AttributeError):
            return {}
