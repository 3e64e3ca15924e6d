"""The base of all forms: a key against double clicks, typed text, errors of rules beside fields."""

import re
import secrets
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any, Final

from babel.support import Translations
from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.i18n import messages_path
from wtforms.validators import ValidationError
from wtforms.widgets import Select

from models.errors import RuleBroken, SeveralBroken
from models.guarding import Kind
from models.typed_text import typed_email, typed_line, typed_text
from plumbing.file_texts import name_in_words
from plumbing.guarding import MOST_SHOWN, Guard, Passage, passages
from plumbing.language import locale
from plumbing.uploads_ahead import words_of

LARGEST_NUMBER: Final = 2**31 - 1


def new_form_key() -> str:
    return secrets.token_urlsafe(18)


@cache
def library_words(language: str) -> Any:
    """What WTForms says by itself; it would read its catalogue anew for each request."""
    return Translations.load(messages_path(), [language], domain="wtforms")


class Form(FlaskForm):  # type: ignore[misc]
    """A form with its key and, where it changes a row, the version it started from."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, _form: Any) -> Any:
            return library_words(str(locale()))

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent; a file counts only where the form has a field for one."""
            sent = super().wrap_formdata(form, formdata)
            if not isinstance(sent, CombinedMultiDict):
                return sent
            wanted = {name for name, field in form._fields.items() if isinstance(field, FileField)}
            files = MultiDict((n, file) for n, file in request.files.items(multi=True) if n in wanted)
            return CombinedMultiDict((files, request.form))

    form_key = HiddenField(default=new_form_key)
    guard: Guard | None = None
    is_guarded = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Its shape, and whether what was typed says something about a client (`plumbing.guarding`), or
        brings back what was purged at a table."""
        is_whole = bool(super().validate(extra_validators))
        is_whole = not [each for each in self if _is_beyond(each)] and is_whole
        if self._prefix or not self.is_guarded or not self.is_submitted():
            return is_whole
        found = list(_looked_at(self))
        gone = [each for each in found if each[1].kind is Kind.PURGED]
        self.guard = Guard(each for _, each in found if each.kind is not Kind.PURGED)
        wrong = gone if self.guard.passed else found
        for field, passage in wrong[:MOST_SHOWN]:
            field.errors = [*field.errors, passage.message]
        for field in {id(each): each for each, _ in wrong if isinstance(each, UploadField)}.values():
            field.errors = [*field.errors, gettext("Please choose the file again, it has not been kept.")]
        return is_whole and not wrong

    def unguarded(self) -> "Form":
        """For what is only kept while somebody is still typing."""
        self.is_guarded = False
        return self

    def refuse(self, broken: RuleBroken) -> None:
        """Put a rule's refusal beside its field, or on top where it names none; of several each."""
        if isinstance(broken, SeveralBroken):
            for each in broken.each:
                self.refuse(each)
            return
        message = told(broken)
        field = self._fields.get(broken.field or "")
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]


def _is_beyond(field: Any) -> bool:
    """Whether a number is none that a database could hold: an id of nothing, told beside its field."""
    if isinstance(field, FormField | FieldList):
        return bool([each for each in field if _is_beyond(each)])
    if not isinstance(field.data, int) or abs(field.data) <= LARGEST_NUMBER:
        return False
    if not field.errors:
        field.errors = [gettext("This is not a valid choice. Please choose from the list.")]
    return True


def _looked_at(form: Any) -> Iterator[tuple[Any, Passage]]:
    """What the guard finds in every field that somebody fills freely, in parts of the form too."""
    for field in form:
        if isinstance(field, FormField | FieldList):
            yield from _looked_at(field)
        elif isinstance(field, LineField | TextField) and isinstance(field.data, str):
            place = str(field.label.text)
            yield from ((field, each) for each in passages(field.data, field.meant, place))
        elif isinstance(field, UploadField) and field.data:
            yield from ((field, each) for each in _in_file(field))


def _in_file(field: Any) -> Iterator[Passage]:
    """What the guard finds in a file's name and text; what is no file that we take, a rule refuses."""
    name = field.data.filename or ""
    yield from passages(name_in_words(name[:300]), field.meant, name[:100])
    if words := words_of(field.data):
        yield from passages(words, field.meant, name[:100])


class Rows(FieldList):  # type: ignore[type-arg]
    """A list of parts; only numbers of at most three figures count as places in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type = "FieldList"  # what templates know it by

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        for name in formdata:
            if found := re.fullmatch(rf"{re.escape(prefix)}-([0-9]{{1,3}})(-.*)?", name):
                yield int(found[1])


Choices = list[tuple[int, str]]
"""What may be chosen: ids and the words beside them."""
UPLOAD_HINT = lazy_gettext("PDF, Office or OpenDocument, picture, text; at most 25 MB.")


def choices(kind: Iterable[Any], *left_out: Any) -> list[tuple[str, str]]:
    """Values of an enum, all or some, with their words in the language of the page."""
    return [(each.value, gettext(each.label)) for each in kind if each not in left_out]


def named(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Rows that say their key and their name, a marked message with its facts, as choices."""
    return [(each.key, gettext(each.message, **each.facts)) for each in rows]


def id_or_none(value: Any) -> int | None:
    """The id that a choice stands for; the empty choice is none."""
    return int(value) if value else None


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
    """One line of typed text, at most `limit` characters; `meant` for what the guard would stop elsewhere."""

    def __init__(
        self,
        label: Any,
        limit: int = 200,
        validators: Any = (),
        meant: Collection[Kind] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, [*validators, _filtered(typed_line, limit)], **kwargs)
        self.limit, self.meant = limit, meant


class TextField(TextAreaField):
    """Typed text of several lines, at most `limit` characters; `meant` as in `LineField`."""

    def __init__(
        self,
        label: Any,
        limit: int = 2000,
        validators: Any = (),
        meant: Collection[Kind] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, [*validators, _filtered(typed_text, limit)], **kwargs)
        self.limit, self.meant = limit, meant


CONTACT: Final = (Kind.PHONE, Kind.MAIL)
"""What fields are meant for that say where an office is reached."""


class UploadField(FileField):  # type: ignore[misc]
    """A file: the guard reads its name and, where it can, its text; `meant` as in `LineField`."""

    def __init__(self, label: Any, validators: Any = (), meant: Collection[Kind] = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.meant = meant


class AddressField(StringField):
    """One e-mail address, without a display name."""

    def __init__(self, label: Any = None, validators: Any = (), **kw: Any) -> None:
        named = label or lazy_gettext("E-mail address")
        super().__init__(named, [*validators, _filtered(typed_email, None)], **kw)


class ManyField(SelectMultipleField):
    """Several of the choices that were handed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type = "SelectMultipleField"  # what templates know it by

    def pre_validate(self, form: Any) -> None:
        known = [self.coerce(value) for value, *_ in self.iter_choices()] if self.data else []
        if not set(self.data or ()) <= set(known):
            raise ValidationError(gettext("This is not a valid choice. Please choose from the list."))


OPTION: Final = Markup('<option %svalue="%s">%s</option>')


class Options(Select):
    """A long list of plain choices, each written at once: the library's way takes a tenth of a page."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> Markup:  # type: ignore[override] # old stubs
        if kwargs or choice.render_kw or not isinstance(choice.value, str):
            return super().render_option(choice, **kwargs)
        mark = Markup("selected ") if choice.selected else ""
        return OPTION % (mark, choice.value, choice.label or choice.value)


Groups = list[tuple[str, list[tuple[int, str]]]]
"""Choices under the name of what they belong to; those without one stand first."""


def keys_of(groups: Groups) -> set[int]:
    """All that may be chosen."""
    return {key for _, of in groups for key, _ in of}


def grouped(
    first: tuple[str, str], groups: Iterable[tuple[str, Iterable[tuple[int | str, str]]]]
) -> list[SelectChoice]:
    """Choices under the names of what they belong to, after one that stands alone."""
    rows = [SelectChoice(str(key), words, optgroup=name or None) for name, of in groups for key, words in of]
    return [SelectChoice(*first), *rows]


def typed_or_empty(text: str, limit: int) -> str:
    """One line from an address; empty where it is none."""
    try:
        return typed_line(text, limit)
    except RuleBroken:
        return ""
