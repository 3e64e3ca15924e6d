"""The shelves of the world of rights: documents of every level and state, and of one house outside."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from blueprints.accounts.rules import create_account
from blueprints.tables.handovers import rules as handover_rules
from blueprints.tables.life import group_rules
from blueprints.tables.shelf import rules as shelf_rules
from blueprints.tables.shelf import wording_rules
from models.bodies import Body, Office, OfficeKind
from models.organisations import Organisation
from models.seats import AppointmentRole
from models.shelf import DocumentKind, ShelfDocument
from models.visibility import Visibility
from plumbing.markdown import render
from plumbing.uploads import accepted
from tests import build

INSIDE = ("member", "deputy", "advisory", "reader", "of_sleeping_seat", "of_two_houses")


def furnish(world: Any) -> None:
    """Adds to the world: documents here, a body outside with a delegate, a planned handover elsewhere."""
    house, ids = world.house, world.ids
    shown = _put(world, "Achat", *INSIDE)
    named = _put(world, "Beryll", *INSIDE[:2], visibility=Visibility.CONFIDENTIAL, seat_ids=[ids["seat_id"]])
    kept = _put(world, "Citrin", visibility=Visibility.COORDINATION)
    draft = _put(world, "Diamant", release=False)
    asked = _put(world, "Euklas", visibility=Visibility.COORDINATION)
    asked.lower_to, asked.asked_by_id = Visibility.INTERNAL.value, world.people["reader"].id
    ids |= {
        "document_id": shown.id,
        "named_document": named.id,
        "coordination_document": kept.id,
        "draft_document": draft.id,
        "asked_document": asked.id,
        "shelf_file": _file(house, shown),
        "named_shelf_file": _file(house, named),
    }
    _bylaws(world)
    _outside(world)
    _handover(world)


def _put(world: Any, word: str, *readers: str, release: bool = True, **facts: Any) -> ShelfDocument:
    given: dict[str, Any] = {"visibility": Visibility.INTERNAL, "seat_ids": [], **facts}
    stream = BytesIO(b"Zeilen einer Vorlage\n")
    name, content_type = accepted(stream, f"{word}.txt")
    document = shelf_rules.put(
        world.house,
        world.ids["table_id"],
        title=world.mark(f"Ablage-{word}", *readers, "coordinator"),
        kind=DocumentKind.PAPER,
        upload={"name": name, "content_type": content_type, "stream": stream},
        **given,
        **world.as_coordinator(),
    )
    if release:
        shelf_rules.release(world.house, document.id, **world.as_coordinator())
    return document


def _file(house: Any, document: ShelfDocument) -> int:
    house.flush()
    house.refresh(document, ["files"])
    return document.files[0].id


def _bylaws(world: Any) -> None:
    """One version is in force, a newer one is being written."""
    house, by = world.house, world.as_coordinator()
    document = shelf_rules.put(
        house,
        world.ids["table_id"],
        title="Geschäftsordnung",
        kind=DocumentKind.BYLAWS,
        visibility=Visibility.INTERNAL,
        seat_ids=[],
        upload=None,
        **by,
    )
    for number, word in ((1, "Fluorit"), (2, "Granat")):
        readers = INSIDE if number == 1 else ()
        text = world.mark(f"Satzung-{word}", *readers, "coordinator")
        wording_rules.write_wording(house, document.id, text, based_on=number - 1, render=render, **by)
        if number == 1:
            wording_rules.put_into_force(house, document.id, number=1, in_force_on=build.TODAY, **by)
    world.ids |= {"bylaws_document": document.id, "frozen_number": 1, "written_number": 2}
    world.ids["text_id"] = document.text_id


def _outside(world: Any) -> None:
    """A body that others coordinate: known to coordinators, and to the one delegate there."""
    house = world.house
    readers = ("coordinator", "coordinator_elsewhere", "delegate", "administrator")
    body = group_rules.enter(
        house,
        **blank_entry(world.mark("Gremium-Hornblende", *readers)),
        visibility=Visibility.INTERNAL,
        **world.as_coordinator(),
    )
    term = group_rules.add_term(
        house,
        body.id,
        label="1. Wahlperiode",
        since=body.founded,
        until=body.founded,
        **world.as_coordinator(),
    )
    seat = build.seat(house, body)
    delegate = build.person(house, "Rolle delegate")
    appointment = build.appointment(house, seat, delegate, AppointmentRole.MAIN)
    world.people["delegate"] = delegate
    stream = BytesIO(b"Aus dem Landestisch\n")
    name, content_type = accepted(stream, "bericht.txt")
    given: dict[str, Any] = {"by": build.actor(house, delegate), "now": build.NOW}
    document = shelf_rules.put(
        house,
        body.id,
        title=world.mark("Hausakte-Jaspis", "delegate"),
        kind=DocumentKind.MINUTES,
        visibility=Visibility.CONFIDENTIAL,
        seat_ids=[],
        upload={"name": name, "content_type": content_type, "stream": stream},
        **given,
    )
    shelf_rules.release(house, document.id, **given)
    body.await_name("Künftiges Gremium", build.TODAY + timedelta(days=30))
    world.ids |= {
        "external_table": body.id,
        "delegate_appointment": appointment.id,
        "term_id": term.id,
        "house_document": document.id,
        "house_file": _file(house, document),
    }


def blank_entry(name: str) -> dict[str, Any]:
    """What a form of a body outside says at least."""
    empty = Body(name=name)
    names = ("name", "kind", "level", "theme", "area", "host_id", "parent_id", "public_url", "founded")
    return {each: getattr(empty, each) for each in names}


def _handover(world: Any) -> None:
    """The coordination passes on in a month: until then all is as it was."""
    house = world.house
    giving = house.get_one(Organisation, world.people["coordinator"].organisation_id)
    build.seat(house, house.get_one(Body, world.ids["table_id"]), giving)
    new = build.organisation(house, "Koordinierende Stelle ab Oktober")
    successor = build.person(house, "Nachfolge", of=new)
    create_account(house, successor, now=build.NOW, password_hash="set")
    coordination = handover_rules.pass_on(
        house,
        world.ids["table_id"],
        organisation_id=new.id,
        starts_on=build.TODAY.replace(month=10),
        person={"person_id": None, "name": successor.name, "email": successor.email},
        **world.as_coordinator(),
    )
    world.ids["coordination_id"] = coordination.id
    assert house.query(Office).filter_by(person_id=successor.id, kind=OfficeKind.COORDINATION).count() == 1
