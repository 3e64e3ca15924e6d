"""The forms of help offers."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Field, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import TextInput

from blueprints.organisations.hours_fields import HoursField, land_field
from models.errors import RuleBroken
from models.languages import language_name, languages_in
from models.offer_words import WHEN
from models.offers import Access, HelpKind, OfferStatus, TargetGroup
from plumbing.date_fields import FUZZY_HINT, DayField, FuzzyField
from plumbing.forms import CONTACT, LineField, ManyField, TextField, choices, told
from plumbing.language import chosen_language
from plumbing.versions import FactsForm, VersionedForm

ANY = "any"


def one_of(kind: Any) -> Any:
    """What a choice stands for; the empty choice is none."""
    return lambda value: kind(value) if value else None


def status_or_any(value: Any) -> OfferStatus | str | None:
    return ANY if value == ANY else OfferStatus(value) if value else None


def by_name(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Languages with their names in the language of the page, in the order of these names."""
    named = ((code, language_name(code, chosen_language())) for code in codes)
    return sorted(named, key=lambda each: each[1])


class LanguagesField(Field):
    """Languages by their names or codes, with commas between them."""

    widget = TextInput()
    data: tuple[str, ...]

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, default=(), **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            try:
                self.data = languages_in(valuelist[0][:2000])
            except RuleBroken as broken:
                raise ValueError(told(broken)) from broken

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ", ".join(language_name(code, chosen_language()) for code in self.data)


class NewOfferForm(FactsForm):
    """The facts of an offer: what is not known stays empty."""

    organisation_id = SelectField(
        lazy_gettext("Institution"), coerce=one_of(int), validators=[InputRequired()]
    )
    title = LineField(lazy_gettext("Title"), 200, [DataRequired()])
    description = TextField(lazy_gettext("Description"), 4000, meant=CONTACT)
    target_groups = ManyField(
        lazy_gettext("For whom"), choices=lambda: choices(TargetGroup), coerce=TargetGroup
    )
    target_words = TextField(
        lazy_gettext("For whom, in your own words"),
        1000,
        description=lazy_gettext("What the list above does not say, and where the offer ends."),
    )
    kinds = ManyField(lazy_gettext("Kind of help"), choices=lambda: choices(HelpKind), coerce=HelpKind)
    kind_words = TextField(lazy_gettext("Further help, in your own words"), 1000)
    access = ManyField(
        lazy_gettext("Access"),
        choices=lambda: choices(Access),
        coerce=Access,
        description=lazy_gettext("Only what the institution itself says of its offer."),
    )
    access_words = TextField(lazy_gettext("Access, in your own words"), 1000, meant=CONTACT)
    area = LineField(lazy_gettext("Area"), 200)
    open_hours = HoursField()
    land = land_field()
    times = TextField(lazy_gettext("Times, in your own words"), 500, meant=CONTACT)
    spoken = LanguagesField(
        lazy_gettext("Languages spoken"),
        description=lazy_gettext("Names or codes with commas between, for example: German, Romanian, th."),
    )
    materials = LanguagesField(lazy_gettext("Languages of the material"))
    contact = TextField(
        lazy_gettext("Contact"),
        500,
        meant=CONTACT,
        description=lazy_gettext("Telephone, mail or website of the offer; all who sign in read it."),
    )
    address_protected = BooleanField(
        lazy_gettext("The address is protected"),
        description=lazy_gettext(
            "For a women's shelter or a safe flat: no place is stored, nor printed anywhere."
        ),
    )
    place = LineField(lazy_gettext("Place"), 200)
    since = FuzzyField(lazy_gettext("Offered since"), description=FUZZY_HINT)
    ends_on = DayField(lazy_gettext("Last day"), [Optional()])
    status = SelectField(
        lazy_gettext("State"), choices=lambda: choices(OfferStatus), coerce=one_of(OfferStatus)
    )
    alert = LineField(
        lazy_gettext("Short-term notice"),
        300,
        meant=CONTACT,
        description=lazy_gettext("Stands on top of the offer until the day below, and then goes by itself."),
    )
    alert_until = DayField(lazy_gettext("Notice holds until"), [Optional()])
    is_checked = BooleanField(lazy_gettext("I have checked all of this today"))

    def facts(self) -> dict[str, Any]:
        """A text that was not sent is empty."""
        texts = {field.name for field in self if isinstance(field, LineField | TextField)}
        return {
            name: "" if name in texts and value is None else value for name, value in super().facts().items()
        }

    def offer(self, providers: list[tuple[int, str]]) -> None:
        """Hand in the institutions to choose from."""
        self.organisation_id.choices = (
            providers if len(providers) == 1 else [("", gettext("please choose")), *providers]
        )


class OfferForm(NewOfferForm, VersionedForm):
    """The facts of an offer that is in the directory already."""


class CheckForm(VersionedForm):
    """One click on “checked, unchanged”, for the version that the page showed."""


class OfferSearchForm(PlainForm):
    """What the offers are searched for; it travels in the address."""

    q = LineField(lazy_gettext("Words"), 100)
    group = SelectField(
        lazy_gettext("For whom"),
        choices=lambda: [("", gettext("all target groups")), *choices(TargetGroup)],
        coerce=one_of(TargetGroup),
    )
    kind = SelectField(
        lazy_gettext("Kind of help"),
        choices=lambda: [("", gettext("all kinds of help")), *choices(HelpKind)],
        coerce=one_of(HelpKind),
    )
    access = SelectField(
        lazy_gettext("Access"),
        choices=lambda: [("", gettext("any access")), *choices(Access)],
        coerce=one_of(Access),
    )
    when = SelectField(
        lazy_gettext("When"),
        choices=lambda: [("", gettext("all times")), *choices(WHEN)],
        coerce=one_of(Access),
    )
    now = BooleanField(
        lazy_gettext("Reachable now"),
        description=lazy_gettext("By the regular hours that are entered; others may be reachable, too."),
    )
    language = SelectField(lazy_gettext("Language"), coerce=one_of(str))
    area = LineField(lazy_gettext("Area"), 100)
    status = SelectField(
        lazy_gettext("State"),
        choices=lambda: [
            ("", gettext("in operation or temporarily closed")),
            *choices(OfferStatus),
            (ANY, gettext("all states")),
        ],
        coerce=status_or_any,
    )
    overdue = BooleanField(lazy_gettext("Only where a check is overdue"))

    def offer(self, codes: Iterable[str]) -> None:
        """Hand in the languages that any offer names."""
        self.language.choices = [("", gettext("all languages")), *by_name(codes)]
