"""Commands of the office: `flask letters deliver` sends what waits."""

import logging

import click
from flask.cli import with_appcontext

from plumbing import delivery

commands = []


@click.group()
def letters() -> None:
    """Letters: sending what waits."""


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


commands.append(letters)
