"""The forms of papers: what is said about them, their files, relations and consultations."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileRequired
from wtforms import BooleanField, RadioField, SelectField

from models.consultations import LEVELS, ConsultationResult, ConsultationRole, Recommendation
from models.guarding import Kind
from models.links import LinkKind
from models.meetings import KNOWN_OF_OTHERS, MeetingState
from models.papers import PaperKind
from models.visibility import Visibility
from models.words import N_
from plumbing.date_fields import FUZZY_HINT, FuzzyField
from plumbing.forms import (
    UPLOAD_HINT,
    Choices,
    Form,
    Groups,
    LineField,
    ManyField,
    TextField,
    UploadField,
    choices,
    grouped,
    id_or_none,
)
from plumbing.versions import FactsForm, VersionedForm

RELATION_WORDS = {
    LinkKind.CITES: (N_("refers to"), N_("is referred to by")),
    LinkKind.ANSWERS: (N_("answers"), N_("is answered by")),
    LinkKind.SUPERSEDES: (N_("replaces"), N_("is replaced by")),
}
"""What a paper is to another one, and the other way round."""


def result_or_none(value: Any) -> ConsultationResult | None:
    """The result that a choice stands for; the empty choice is none."""
    return ConsultationResult(value) if value else None


class FoundInField(LineField):
    """Where something can be read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            lazy_gettext("Where it can be read"),
            300,
            description=lazy_gettext("The address of a page, or the source in words."),
            **kwargs,
        )


class PaperForm(FactsForm):
    """What is said about a paper, and who may read it."""

    kind = SelectField(lazy_gettext("Kind of paper"), choices=lambda: choices(PaperKind), coerce=PaperKind)
    number = LineField(
        lazy_gettext("Number as printed"),
        60,
        meant=(Kind.FILE_NUMBER,),
        description=lazy_gettext("For example V-SOZ/21/148. It is found in any spelling."),
    )
    title = LineField(
        lazy_gettext("Title as printed"),
        300,
        description=lazy_gettext("Word for word. May stay empty where only the number is known."),
    )
    issuer_id = SelectField(lazy_gettext("Issued by"), coerce=id_or_none)
    issuer_name = LineField(
        lazy_gettext("or an issuer in words"),
        160,
        description=lazy_gettext("Where it has no entry among the bodies that are coordinated elsewhere."),
    )
    originator = LineField(
        lazy_gettext("Originator as printed"),
        160,
        description=lazy_gettext("Who moved or wrote it: a group, an administration, an association."),
    )
    originator_id = SelectField(lazy_gettext("Originator in the directory"), coerce=id_or_none)
    spellings = TextField(
        lazy_gettext("Other spellings of the originator"),
        500,
        description=lazy_gettext("One a line; the search finds all of them."),
    )
    dated = FuzzyField(lazy_gettext("Date of the paper"), description=FUZZY_HINT)
    note = TextField(lazy_gettext("Remark"), 2000, description=lazy_gettext("Nothing about clients."))
    found_in = FoundInField()
    visibility = RadioField(
        lazy_gettext("Who may read it"),
        choices=lambda: choices(Visibility),
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )
    seat_ids = ManyField(lazy_gettext("Named institutions"), coerce=int)

    def offer(self, bodies: Choices, seats: Choices, institutions: Choices) -> None:
        none = ("", gettext("not chosen"))
        self.originator_id.choices = [none, *((str(key), name) for key, name in institutions)]
        self.issuer_id.choices = [("", gettext("not chosen")), *((str(key), name) for key, name in bodies)]
        self.seat_ids.choices = seats


class NewPaperForm(PaperForm):
    """A paper is kept from now on."""

    upload = UploadField(lazy_gettext("File"), description=UPLOAD_HINT)

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "upload"}


class EditPaperForm(PaperForm, VersionedForm):
    """A paper as it is kept."""


class PaperFileForm(Form):
    """Another file of a paper."""

    upload = UploadField(
        lazy_gettext("File"),
        [FileRequired(lazy_gettext("Please choose a file."))],
        description=UPLOAD_HINT,
    )


class RelateForm(FactsForm):
    """What a paper is to another one."""

    kind = RadioField(
        lazy_gettext("This paper"),
        choices=lambda: [(kind.value, gettext(there)) for kind, (there, _) in RELATION_WORDS.items()],
        coerce=LinkKind,
        default=LinkKind.CITES,
    )
    other_id = SelectField(lazy_gettext("Other paper"), coerce=int)

    def offer(self, papers: Choices) -> None:
        self.other_id.choices = papers


class UnrelateForm(FactsForm):
    """What a paper was said to be to another one."""

    kind = SelectField(choices=lambda: [(kind.value, kind.value) for kind in RELATION_WORDS], coerce=LinkKind)
    other_id = SelectField(choices=list, coerce=int, validate_choice=False)


class SessionForm(FactsForm):
    """A session of a body that others coordinate."""

    held_on = FuzzyField(
        lazy_gettext("Date of the session"),
        description=lazy_gettext("As exactly as it is known: 08.09.2022, autumn 2021."),
    )
    title = LineField(lazy_gettext("What it is called"), 160)
    state = RadioField(
        lazy_gettext("What is known of it"),
        choices=lambda: choices(KNOWN_OF_OTHERS),
        coerce=MeetingState,
        default=MeetingState.SCHEDULED,
    )
    note = TextField(lazy_gettext("Remark"), 2000, description=lazy_gettext("Nothing about clients."))
    source = LineField(
        lazy_gettext("Where it can be read"),
        200,
        description=lazy_gettext("The address of a page, or the source in words."),
    )


class EditSessionForm(SessionForm, VersionedForm):
    """A session as it is recorded."""


class ConsultationForm(FactsForm):
    """A paper in a body's session."""

    meeting_id = SelectField(lazy_gettext("Session recorded here"), coerce=id_or_none)
    committee_id = SelectField(lazy_gettext("or body"), coerce=id_or_none)
    held_on = FuzzyField(lazy_gettext("and date of the session"), description=FUZZY_HINT)
    role = SelectField(
        lazy_gettext("Role"), choices=lambda: choices(ConsultationRole), coerce=ConsultationRole
    )
    leads = BooleanField(lazy_gettext("This body is in charge of the paper"))
    result = SelectField(
        lazy_gettext("Result"),
        choices=lambda: [("", gettext("not known")), *choices(ConsultationResult)],
        coerce=result_or_none,
    )
    recommends = SelectField(
        lazy_gettext("What is recommended to the body that decides"),
        choices=lambda: [("", gettext("no recommendation")), *choices(Recommendation)],
        coerce=lambda value: Recommendation(value) if value else None,
    )
    recommends_to_id = SelectField(lazy_gettext("Body that decides"), coerce=id_or_none)
    resolution = TextField(
        lazy_gettext("Wording of the resolution"), 5000, description=lazy_gettext("Word for word.")
    )
    note = TextField(
        lazy_gettext("Remark"), 2000, description=lazy_gettext("In brief; nothing about clients.")
    )
    found_in = FoundInField()
    visibility = RadioField(
        lazy_gettext("Who may read it"),
        choices=lambda: [each for each in choices(Visibility) if Visibility(each[0]) in LEVELS],
        coerce=Visibility,
        default=Visibility.PUBLIC,
    )

    def offer(self, sessions: Groups, bodies: Choices) -> None:
        self.meeting_id.choices = grouped(("", gettext("none of these")), sessions)
        known = [("", gettext("not chosen")), *((str(key), name) for key, name in bodies)]
        self.committee_id.choices = self.recommends_to_id.choices = known


class EditConsultationForm(ConsultationForm, VersionedForm):
    """A consultation as it was noted."""
