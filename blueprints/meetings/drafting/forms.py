"""Shape of what is chosen for an agenda."""

from flask_babel import lazy_gettext

from plumbing.forms import Form, ManyField


class DraftForm(Form):
    """Which of the proposed items shall stand on the agenda, by their keys."""

    keys = ManyField(lazy_gettext("Proposed items"))
