"""One person's answer among all that a mail says, with the limits of what is typed on the site."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from blueprints.meetings.reply_rules import Given
from models.errors import RuleBroken
from models.incoming_mail import Attending, CalendarReply, IncomingMail
from models.rounds import Coming
from models.typed_text import typed_email, typed_line, typed_text

NOTE: Final = 1000
STATUS: Final = {
    "ACCEPTED": Coming.YES,
    "DECLINED": Coming.NO,
    "TENTATIVE": Coming.PERHAPS,
    "DELEGATED": Coming.SUBSTITUTE,
}


@dataclass(frozen=True)
class Said:
    """One person's answer by mail, found among all that the mail says."""

    mail: IncomingMail
    reply: CalendarReply
    attending: Attending
    coming: Coming | None

    def given(self) -> Given:
        """What she answers, with the same limits as what is typed on the site."""
        address, name = "", ""
        if self.coming is Coming.SUBSTITUTE:
            address, name = self._delegate()
        return Given(
            coming=self.coming or Coming.PERHAPS,
            note=_accepted(typed_text, self.reply.comment or self.attending.comment, NOTE),
            substitute=_accepted(typed_line, name, 120) or address[:120],
            substitute_address=address or None,
        )

    def _delegate(self) -> tuple[str, str]:
        """Address and name of whoever comes instead."""
        mine = self.attending.address
        named = [each for each in self.reply.attendees if each.delegated_from == mine]
        address = self.attending.delegated_to or (named[0].address if named else "")
        names = [each.name for each in self.reply.attendees if each.address == address]
        return typed_address(address), names[0] if names else ""

    def answered_at(self, now: datetime) -> datetime:
        """By the program's own stamp; never later than it came."""
        return min(self.reply.stamp or self.mail.sent_at or now, now)


def _accepted(clean: Callable[[str, int], str], words: str, limit: int) -> str:
    """Words as a form would take them, shortened; what a form would refuse is left out."""
    try:
        return clean(words[:limit], limit)
    except RuleBroken:
        return ""


def typed_address(words: str) -> str:
    try:
        return typed_email(words)
    except RuleBroken:
        return ""
