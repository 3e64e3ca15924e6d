"""The base of all forms: a key against double clicks, typed text, errors of rules beside fields."""

import secrets
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import ValidationError

from models.errors import RuleBroken
from models.typed_text import typed_email, typed_line, typed_text


def new_form_key() -> str:
    return secrets.token_urlsafe(18)


class Form(FlaskForm):  # type: ignore[misc]
    """A form with its key and, where it changes a row, the version it started from."""

    form_key = HiddenField(default=new_form_key)

    def refuse(self, broken: RuleBroken) -> None:
        """Put a rule's refusal beside its field, or on top where it names none."""
        message = told(broken)
        field = self._fields.get(broken.field or "")
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]


def told(broken: RuleBroken) -> str:
    """A rule's marked message in the language of the page."""
    return gettext(broken.message, **broken.values) if broken.values else gettext(broken.message)


def _filtered(clean: Any, limit: int | None) -> Any:
    def validate(_form: Any, field: Any) -> None:
        if not field.data:
            return
        try:
            field.data = clean(field.data) if limit is None else clean(field.data, limit)
        except RuleBroken as broken:
            raise ValidationError(told(broken)) from broken

    return validate


class LineField(StringField):
    """One line of typed text, at most `limit` characters."""

    def __init__(self, label: Any, limit: int = 200, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, [*validators, _filtered(typed_line, limit)], **kwargs)
        self.limit = limit


class TextField(TextAreaField):
    """Typed text of several lines, at most `limit` characters."""

    def __init__(self, label: Any, limit: int = 2000, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, [*validators, _filtered(typed_text, limit)], **kwargs)
        self.limit = limit


class AddressField(StringField):
    """One e-mail address, without a display name."""

    def __init__(self, label: Any = None, validators: Any = (), **kw: Any) -> None:
        named = label or lazy_gettext("E-mail address")
        super().__init__(named, [*validators, _filtered(typed_email, None)], **kw)


Groups = list[tuple[str, list[tuple[int, str]]]]
"""Choices under the name of what they belong to; those without one stand first."""


def grouped(first: tuple[str, str], groups: Groups) -> list[SelectChoice]:
    """Choices under the names of what they belong to, after one that stands alone."""
    rows = [SelectChoice(str(key), words, optgroup=name or None) for name, of in groups for key, words in of]
    return [SelectChoice(*first), *rows]
