"""The guard's ways to the database: what it asks of the directory, and the count in the history."""

from flask import Flask, g, has_app_context
from sqlalchemy.orm import Session

from models import site_keys
from models.guard_directory import known_to
from models.guarding import NOBODY, Known
from models.history import record
from models.people import Person
from models.purged_passages import Purged, purged_at
from plumbing import clock, database
from plumbing.access import actor


def ask_directory() -> Known:
    who = actor()
    return known_to(database.reading(), who) if who else NOBODY


def ask_purged() -> Purged:
    who = actor()
    bodies = {*(who.bodies if who else ()), *([g.guard_body] if "guard_body" in g else ())}
    return purged_at(database.house(), bodies) if bodies else Purged(())


def note_confirmed(house: Session) -> None:
    """A line with the number of passages that somebody has let through; beside what was saved with them."""
    who = actor() if has_app_context() and g.get("guard_confirmed") else None
    if who is None:
        return
    beside = next(iter(house.info.get("unsealed", ())), None)
    record(
        house,
        "confirm-guard",
        house.get_one(Person, who.person_id),
        by=who,
        now=clock.now(),
        body_id=beside.body_id if beside else None,
        invitation_id=beside.invitation_id if beside else None,
        **g.pop("guard_confirmed"),
    )


def init_app(app: Flask) -> None:
    site_keys.use(str(app.config["SECRET_KEY"]))
    app.extensions["guard_directory"] = ask_directory
    app.extensions["guard_purged"] = ask_purged
    if note_confirmed not in database.before_commit:
        database.before_commit.append(note_confirmed)
