"""Commands around accounts."""

import click
from flask import current_app
from flask.cli import AppGroup

from blueprints.accounts import rules
from models.accounts import LinkPurpose
from models.errors import RuleBroken
from plumbing import clock
from plumbing.database import job

accounts = AppGroup("accounts", help="Accounts and their one-time links.")
commands = [accounts]


@accounts.command("invite")
@click.argument("email")
@click.option("--name", default="Systemadministration", help="Name or function of the person.")
@click.option("--admin", is_flag=True, help="System administration: accounts and empty tables, no content.")
def invite(email: str, name: str, admin: bool) -> None:
    """Create an account and print its one-time link."""
    try:
        with job() as house:
            account = rules.account_for(house, email=email, name=name, is_admin=admin, now=clock.now())
            token = rules.issue_link(house, account, LinkPurpose.INVITATION, clock.now())
    except RuleBroken as refused:
        raise click.ClickException(str(refused)) from refused
    path = current_app.url_map.bind("localhost").build("accounts.accept", {"token": token})
    click.echo(str(current_app.config["BASE_URL"]).rstrip("/") + path)
