"""Commands of the office: letters are sent, and what comes back by mail is read."""

import logging
import sys
from typing import BinaryIO, Final

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from plumbing import delivery

commands = []
TRY_LATER: Final = 75
"""EX_TEMPFAIL: the mail server keeps the mail and tries again; it sends nothing to anybody."""


@click.group()
def letters() -> None:
    """Letters: sending what waits, reading what comes back."""


@letters.command("deliver")
@click.option("--loop", is_flag=True, help="Go on until stopped; several workers at once are safe.")
@click.option("--interval", default=5.0, show_default=True, help="Seconds between two looks.")
@with_appcontext
def deliver(loop: bool, interval: float) -> None:
    """Send waiting letters: by SMTP_URL, or to instance/letters/ where there is none."""
    if loop:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
        delivery.deliver_forever(interval)
        return
    counted = delivery.deliver_waiting()
    told = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counted.items()))
    click.echo(told or "Nothing is due.")


@letters.command("receive")
@click.argument("file", type=click.File("rb"), default="-")
@with_appcontext
def receive(file: BinaryIO) -> None:
    """Read one raw mail, from FILE or as a mail server pipes it: a calendar reply or a bounce.

    Exit status 0 whatever the mail is; 75 if it could not be noted, so that it is tried again.
    """
    from blueprints.office import receiving
    from plumbing.mail_parts import MOST_BYTES

    raw = file.read(MOST_BYTES)
    while file.read(MOST_BYTES):
        """The rest is taken off the pipe and not considered."""
    try:
        click.echo(receiving.take_in(raw).value)
    except SQLAlchemyError as error:
        click.echo(f"not noted: {type(error).__name__}", err=True)
        sys.exit(TRY_LATER)


@letters.command("fetch")
@with_appcontext
def fetch() -> None:
    """Read the mailbox of IMAP_URL: settled mails are moved, others stay there with a flag."""
    from blueprints.office import fetching

    try:
        fetched = fetching.fetch()
    except fetching.Unreachable as error:
        raise click.ClickException(str(error)) from error
    for outcome, number in sorted(fetched.counted.items()):
        click.echo(f"{number} {outcome}")
    if not fetched.counted and not fetched.failed:
        click.echo("No new mail.")
    if fetched.flagged:
        click.echo(f"{fetched.flagged} with a flag wait in the mailbox for a person")
    for words in fetched.failed:
        click.echo(f"failed: {words}", err=True)
    if fetched.failed:
        sys.exit(1)


commands.append(letters)
