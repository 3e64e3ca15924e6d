"""The form with which the coordination records that an answer may be quoted."""

from flask_babel import lazy_gettext

from plumbing.forms import Form, LineField


class SaidHowForm(Form):
    said_how = LineField(lazy_gettext("How the release was given"), limit=200)
