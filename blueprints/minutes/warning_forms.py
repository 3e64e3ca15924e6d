"""The base of forms that warn once before words cross a line; who has looked at it sends once more."""

from flask_babel import gettext
from wtforms import HiddenField

from plumbing.forms import Form


class WarningForm(Form):
    """Whether the warning was shown travels in the form."""

    warned = HiddenField()

    def warn_once(self) -> bool:
        """Whether the warning was not shown yet; the next save says that it was."""
        first, self.warned.data = self.warned.data != "yes", "yes"
        if first:
            self.form_errors.append(gettext("Please check the warning. If all is right, send it once more."))
        return first
