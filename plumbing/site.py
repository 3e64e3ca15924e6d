"""Flask's application as this site needs it: addresses of our own make, rooms that open on demand."""

from collections.abc import Callable, Mapping
from importlib import import_module
from threading import Lock
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup
from werkzeug.routing import IntegerConverter, Map, Rule

from plumbing.templates import Templates


class Id(IntegerConverter):
    """A number in an address: no larger than what both databases can hold, else the page is not found."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - the library's name
        super().__init__(map, max=2**31 - 1)


class Address(Rule):
    """What builds an address is compiled when it is first built: all of them together are a tenth of the
    start, and a page builds a few dozen of some four hundred."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = super()._compile_builder

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            made: Callable[..., tuple[str, str]] = compiled(append_unknown).__get__(rule, None)
            setattr(rule, "_build_unknown" if append_unknown else "_build", made)
            return made(**values)

        return build


class Addresses(Map):
    """All addresses; whoever asks for one before the rooms are open opens them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.converters["int"] = Id
        self.open_rooms: Callable[[], None] | None = None
        self._opening = Lock()

    def update(self) -> None:
        self.open()
        super().update()

    def open(self) -> None:
        """Open the rooms, unless they are; who asks meanwhile waits."""
        if self.open_rooms is not None:
            with self._opening:
                if self.open_rooms is not None:
                    self.open_rooms()
                    self.open_rooms = None


class Commands(AppGroup):
    """The site's commands by the module that holds each: only the one that is called is loaded."""

    def __init__(self, places: Mapping[str, str]) -> None:
        super().__init__()
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.places})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.places and cmd_name not in self.commands:
            for command in import_module(self.places[cmd_name]).commands:
                self.add_command(command)
        return super().get_command(ctx, cmd_name)


class Site(Flask):
    """The application before its rooms are open: it has its settings, its database and its letters."""

    jinja_environment = Templates
    url_rule_class = Address
    url_map_class = Addresses
    url_map: Addresses
    cli: AppGroup


def called_by_a_command() -> bool:
    """Whether this process runs one of our commands: most of them show no page, so rooms open on demand."""
    return click.get_current_context(silent=True) is not None
