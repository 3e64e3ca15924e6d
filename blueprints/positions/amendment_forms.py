"""Shape of amendments, of answers to them, and of comments."""

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from blueprints.positions.forms import Choices, base
from models.amendments import AmendmentAnswer
from models.texts import LONGEST
from plumbing.forms import TextField, choices, id_or_none
from plumbing.versions import FactsForm, VersionedForm


class AmendForm(FactsForm):
    """Another wording of a section, for one's institution."""

    organisation_id = SelectField(lazy_gettext("For which institution?"), coerce=int)
    markdown = TextField(
        lazy_gettext("The section as you want it"),
        LONGEST,
        description=lazy_gettext("Change the words themselves; what differs is shown by itself."),
    )
    reason = TextField(lazy_gettext("Reason"), 2000, [InputRequired(lazy_gettext("Please give a reason."))])

    def offer(self, institutions: Choices) -> None:
        self.organisation_id.choices = institutions


class SpeakForm(FactsForm):
    """For which institution something is said."""

    organisation_id = SelectField(lazy_gettext("For which institution?"), coerce=int)

    def offer(self, institutions: Choices) -> None:
        self.organisation_id.choices = institutions


class AnswerForm(VersionedForm):
    """What the editors propose, or what a meeting has decided."""

    answer = RadioField(
        lazy_gettext("What becomes of it"),
        choices=lambda: choices(AmendmentAnswer),
        coerce=AmendmentAnswer,
        default=AmendmentAnswer.TAKEN,
    )
    markdown = TextField(
        lazy_gettext("The section with the changed wording"),
        LONGEST,
        description=lazy_gettext("Only for “taken over with changes”."),
    )
    reason = TextField(lazy_gettext("Reason"), 2000, description=lazy_gettext("Needed where it is refused."))
    by_meeting = BooleanField(
        lazy_gettext("A meeting has decided so"),
        description=lazy_gettext("Nobody is asked then whether the institution agrees."),
    )


class ByHandForm(FactsForm):
    """The section's words with an amendment in it that collides with others."""

    markdown = TextField(lazy_gettext("The section as it shall stand"), LONGEST)
    based_on = base()


class AgreeForm(FactsForm):
    """Whether the institution agrees to the answer."""

    agrees = RadioField(
        lazy_gettext("Does your institution agree to the answer?"),
        choices=lambda: [
            ("yes", gettext("Yes, it agrees")),
            ("no", gettext("No, the meeting shall speak about it")),
        ],
    )
    based_on = base()

    def said(self) -> bool:
        return bool(self.agrees.data == "yes")

    def ask_anew(self, version: int) -> None:
        """After another answer was given: nothing is chosen, and the next word is about that one."""
        if self.form_errors:
            self.based_on.data, self.based_on.raw_data = version, None
            self.agrees.data = self.agrees.raw_data = None


class CommentForm(FactsForm):
    """A remark on a passage."""

    paragraph = SelectField(lazy_gettext("On"))
    organisation_id = SelectField(lazy_gettext("For which institution?"), coerce=id_or_none)
    text = TextField(
        lazy_gettext("Comment"), 2000, [InputRequired(lazy_gettext("Please write your comment."))]
    )

    def offer(self, paragraphs: list[str], institutions: Choices, *, editor: bool) -> None:
        """`editor`: one may speak for no institution, as an editor or for the coordination."""
        words = [(each, gettext("Paragraph %(number)s", number=each)) for each in paragraphs]
        self.paragraph.choices = [("", gettext("the whole section")), *words]
        named = [(str(key), name) for key, name in institutions]
        nobody = [("", gettext("for the editors"))] if editor or not named else []
        self.organisation_id.choices = [*nobody, *named]


class ResolveForm(FactsForm):
    """A comment is dealt with, else open again."""

    resolved = BooleanField()
