"""A raw mail from outside: read, then taken in one transaction; by a pipe or from a mailbox."""

from flask import current_app

from blueprints.office.receiving_rules import receive
from models.errors import RuleBroken
from models.incoming_mail import Outcome
from plumbing import clock, database
from plumbing.mail_reading import read_mail
from plumbing.mail_templates import sender_for


def take_in(raw: bytes) -> Outcome:
    """What became of the mail. Raises only what the database raises; then nothing has changed."""
    mail = read_mail(raw)
    with database.job() as house:
        try:
            with database.attempt(house):
                return receive(house, mail, reply_address, now=clock.now())
        except RuleBroken:
            return receive(house, mail, reply_address, now=clock.now(), refused=True)


def reply_address(recipient: str) -> str | None:
    """The address to which this recipient's answers and bounces come, where each has one of her own."""
    return sender_for(recipient) if current_app.config["MAIL_PLUS"] else None
