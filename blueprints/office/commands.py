"""Commands of the office: what is due, the doctor, the demo."""

from contextlib import nullcontext
from datetime import date, datetime, time
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from blueprints.office import deadlines as due
from blueprints.office.doctor import examine
from blueprints.office.doctor_findings import Health
from models.errors import RuleBroken
from plumbing import clock, database


@click.group()
def deadlines() -> None:
    """Deadlines: reminders and deletions that are due."""


@deadlines.command("run")
@click.option("--today", "day", type=click.DateTime(["%Y-%m-%d"]), help="Another day than today.")
@with_appcontext
def run(day: datetime | None) -> None:
    """Do what is due; safe to run as often as one likes. Exit status 1 if a step failed."""
    with clock.frozen(_noon(day.date())) if day else nullcontext():
        failed = [words for words, step in due.STEPS.items() if not _done(words, step)]
    if failed:
        raise SystemExit(1)


def _done(words: str, step: due.Step) -> bool:
    """One step in a transaction of its own: what fails does not keep the others from being done."""
    try:
        with database.job() as house:
            count = step(house, clock.today(), clock.now())
    except (SQLAlchemyError, RuleBroken) as error:
        click.echo(f"{words}: failed: {error}", err=True)
        return False
    click.echo(f"{words}: {count}")
    return True


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.BERLIN)


@click.command()
@with_appcontext
def doctor() -> None:
    """Examine settings, database, history, mail, clock and disk; exit status 1 if something is wrong."""
    findings = []
    for finding in examine():
        findings.append(finding)
        click.echo(str(finding))
    if any(finding.health is Health.WRONG for finding in findings):
        raise SystemExit(1)


@click.command()
@with_appcontext
def demo() -> None:
    """Load the demo into an empty database, and print who may sign in."""
    from blueprints.office.demo import loading

    try:
        click.echo(loading.load())
    except loading.Refused as refused:
        raise click.ClickException(str(refused)) from refused


commands: list[Any] = [deadlines, doctor, demo]
