"""The field for regular hours, and the choice of the Land whose holidays count."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, SelectField
from wtforms.widgets import TextArea

from models.deadlines import Land
from models.errors import RuleBroken
from models.opening_hours import Hours, hours_in, hours_words
from plumbing.forms import told
from plumbing.language import chosen_language


class HoursField(Field):
    """Hours as lines: “Mon–Fri 09:00–17:00”. What is no such line is refused and stays as it was typed."""

    widget: Any = TextArea()
    data: Hours

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        described = lazy_gettext(
            "A line for each rule, for example “Mon–Fri 9–12, 14–17” or “Sat, holidays 22–6”. On public"
            " holidays only lines with “holidays” or “daily” hold. May stay empty."
        )
        given = {"default": (), "description": described} | kwargs
        super().__init__(label or lazy_gettext("Regular hours"), **given)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            try:
                self.data = hours_in(valuelist[0][:2000])
            except RuleBroken as broken:
                raise ValueError(told(broken)) from broken

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return hours_words(self.data or (), chosen_language())


def land_field() -> SelectField:
    """Whose public holidays count for the hours; empty: those that all Länder have."""
    return SelectField(
        lazy_gettext("Public holidays of"),
        choices=lambda: [
            ("", gettext("all of Germany")),
            *((each.value, gettext(each.label)) for each in Land),
        ],
        coerce=lambda value: Land(value) if value else None,
    )
