"""Commands around accounts."""

import click
from flask import current_app
from flask.cli import AppGroup

from blueprints.accounts import factor_rules, rules
from blueprints.accounts.queries import account_by_email
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
    """Create an account and print its one-time link; for an account that exists, a new link."""
    now = clock.now()
    try:
        with job() as house:
            account = account_by_email(house, email)
            if account is None:
                account = rules.account_for(house, email=email, name=name, is_admin=admin, now=now)
            elif account.locked_at is not None:
                raise click.ClickException("This account is locked.")
            elif admin and not account.is_admin:
                raise click.ClickException("This account exists and is not the administration's.")
            token = rules.issue_link(house, account, LinkPurpose.INVITATION, now)
    except RuleBroken as refused:
        raise click.ClickException(str(refused)) from refused
    path = current_app.url_map.bind("localhost").build("accounts.accept", {"token": token})
    click.echo(str(current_app.config["BASE_URL"]).rstrip("/") + path)


@accounts.command("reset-factor")
@click.argument("email")
def reset_factor(email: str) -> None:
    """Take the second factor off an account whose phone and recovery codes are lost; its sessions end."""
    with job() as house:
        account = account_by_email(house, email)
        if account is None:
            raise click.ClickException("There is no account with this address.")
        if factor_rules.factor_of(house, account.id) is None:
            raise click.ClickException("This account has no second factor.")
        factor_rules.reset_by_host(house, account, now=clock.now())
    click.echo("The second factor is reset; the next sign-in sets up a new one where one is required.")
