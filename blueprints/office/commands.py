"""Commands of the office: what is due, the doctor, the demo."""

from contextlib import nullcontext
from datetime import date, datetime, time
from typing import Any

import click
from flask.cli import with_appcontext

from blueprints.office import deadlines as due
from blueprints.office.demo import loading
from blueprints.office.doctor import examine
from blueprints.office.doctor_findings import Health
from plumbing import clock, database


@click.group()
def deadlines() -> None:
    """Deadlines: reminders and deletions that are due."""


@deadlines.command("run")
@click.option("--today", "day", type=click.DateTime(["%Y-%m-%d"]), help="Another day than today.")
@with_appcontext
def run(day: datetime | None) -> None:
    """Do what is due; safe to run as often as one likes."""
    with clock.frozen(_noon(day.date())) if day else nullcontext(), database.job() as house:
        lines = list(due.run(house, clock.today(), clock.now()))
    for line in lines:
        click.echo(line)


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
    try:
        click.echo(loading.load())
    except loading.Refused as refused:
        raise click.ClickException(str(refused)) from refused


commands: list[Any] = [deadlines, doctor, demo]
