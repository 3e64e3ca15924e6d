"""Forms behind a list of recipients: a letter goes to those who were shown, or the list is shown anew."""

import hashlib
from collections.abc import Iterable

from wtforms import HiddenField
from wtforms.validators import Length

from models.errors import RuleBroken
from models.words import N_
from plumbing.forms import Form


class RecipientsChanged(RuleBroken):
    """Others would get the letter than those who were shown."""

    def __init__(self) -> None:
        super().__init__(
            N_("The recipients have changed since you looked. Please look at the list again, then send.")
        )


class LookedAtForm(Form):
    """`looked_at` travels hidden: the mark of the recipients that the page has shown."""

    looked_at = HiddenField(validators=[Length(max=64)])

    def show(self, addresses: Iterable[str | None]) -> None:
        """The page shows these recipients: the next sending starts from them."""
        self.looked_at.data, self.looked_at.raw_data = mark(addresses), None

    def must_reach(self, addresses: Iterable[str | None]) -> None:
        """Refused once where others would get the letter than those who were shown."""
        if self.looked_at.data and self.looked_at.data != mark(addresses):
            raise RecipientsChanged


def mark(addresses: Iterable[str | None]) -> str:
    """The same for the same recipients in whatever order; addresses cannot be read from it."""
    listed = "\n".join(sorted(address.lower() for address in addresses if address))
    return hashlib.sha256(listed.encode()).hexdigest()
