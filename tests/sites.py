"""The site for tests: one for each worker, database and settings."""

import os
from collections import OrderedDict
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine

from tests.browsing import Client

FIXED = {
    "TESTING": True,
    "SECRET_KEY": "a key for tests only, of no use elsewhere",
    "BASE_URL": "http://localhost",
}
MOST = 8
_made: OrderedDict[tuple[str, str], tuple[Flask, dict[str, Any]]] = OrderedDict()
"""Sites by database and settings, each with its configuration as it was; the newest stands last."""


def compile_words() -> None:
    """Pages speak the German of the catalogue as it is now."""
    source = Path(__file__).parent.parent / "translations" / "de" / "LC_MESSAGES" / "messages.po"
    target = source.with_suffix(".mo")
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        with source.open("rb") as catalogue, target.open("wb") as compiled:
            write_mo(compiled, read_po(catalogue, locale="de"))


class Compiled(BytecodeCache):
    """Templates compiled by any site of this process."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


_compiled = Compiled()


def made(engine: Engine, **given: Any) -> Flask:
    """The site on this engine; making one is slow, so whoever asks for the same settings gets the same."""
    url = engine.url.render_as_string(hide_password=False)
    asked = url, repr(sorted(given.items()))
    if asked not in _made:
        site = _new(engine, url, given)
        _made[asked] = site, dict(site.config)
    _made.move_to_end(asked)
    if len(_made) > MOST:
        _made.popitem(last=False)
    site, config = _made[asked]
    site.config.clear()
    site.config.update(config)
    return site


def _new(engine: Engine, url: str, given: dict[str, Any]) -> Flask:
    from app import create_app

    site = create_app({**FIXED, "DATABASE_URL": url, **given})
    site.test_client_class = Client
    site.jinja_env.bytecode_cache = _compiled
    site.extensions["engines"] = {os.getpid(): engine}
    return site
