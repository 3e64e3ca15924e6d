"""What is kept about one person (Art. 15 GDPR): every row that names her, nothing about others."""

from typing import Any, Final

from sqlalchemy import Column, select
from sqlalchemy.orm import Session

from models.accounts import Account, AccountLink, SignInSession
from models.address_changes import AddressChange
from models.base import Base, UtcDateTime
from models.bodies import Body
from models.feeds import CalendarFeed
from models.history import Entry
from models.invitations import Invitation, SupportNeed
from models.organisations import Organisation
from models.people import Person
from models.seats import Appointment, Seat
from models.second_factors import RecoveryCode, SecondFactor
from models.tasks import Task

PERSON: Final = "person.id"
NOT_TOLD: Final = {
    "password_hash", "email_key", "token_hash", "device_hash", "seed", "last_step", "code_hash",
    "confirm_hash", "undo_hash", "told_hash",
    "markdown", "html", "dedupe_key", "message_id", "order_key",
    "last_text", "worker", "sender", "content_hash", "seal", "version", "lease_until",
}  # fmt: skip
"""Secrets, technical marks, and texts of the tables: those are read where the person may read them."""


def own_data(house: Session, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Rows by table. A row about the person is told whole; of what she did only when and to what."""
    found = {"person": _told(house, Person, Person.id == person_id)}
    for cls in sorted((mapper.class_ for mapper in Base.registry.mappers), key=_table):
        for column in _columns(cls):
            if _names_a_person(column):
                found.setdefault(_table(cls), []).extend(_rows_naming(house, cls, column.key, person_id))
    found |= _of_account(house, person_id)
    found["task"] = [*found.get("task", []), *_tasks(house, person_id)]
    found["history"] = _told(house, Entry, Entry.person_id == person_id)
    invited = select(Invitation.id).where(Invitation.person_id == person_id)
    found["support_need"] = _told(house, SupportNeed, SupportNeed.invitation_id.in_(invited))
    _say_names(house, found)
    return {table: rows for table, rows in found.items() if rows}


TOLD_OF_TASKS: Final = (
    "id",
    "body_id",
    "seat_id",
    "state",
    "due_on",
    "created_at",
    "assigned_at",
    "settled_at",
)


def _tasks(house: Session, person_id: int) -> list[dict[str, Any]]:
    """Tasks that name her: that it was hers and until when; its words stay with the table."""
    hers = select(Appointment.id).where(Appointment.person_id == person_id)
    rows = _told(house, Task, Task.appointment_id.in_(hers))
    return [{"as": "appointment_id", **{key: row[key] for key in TOLD_OF_TASKS}} for row in rows]


def _of_account(house: Session, person_id: int) -> dict[str, list[dict[str, Any]]]:
    mine = select(Account.id).where(Account.person_id == person_id)
    return {
        "sign_in_session": _told(house, SignInSession, SignInSession.account_id.in_(mine)),
        "second_factor": _told(house, SecondFactor, SecondFactor.account_id.in_(mine)),
        "recovery_code": _told(house, RecoveryCode, RecoveryCode.account_id.in_(mine)),
        "calendar_feed": _told(house, CalendarFeed, CalendarFeed.account_id.in_(mine)),
        "address_change": _told(house, AddressChange, AddressChange.account_id.in_(mine)),
        "account_link": _told(house, AccountLink, AccountLink.account_id.in_(mine)),
    }


def _table(cls: Any) -> str:
    return str(cls.__tablename__)


def _columns(cls: Any) -> list[Column[Any]]:
    return list(cls.__mapper__.columns)


def _names_a_person(column: Column[Any]) -> bool:
    return any(key.target_fullname == PERSON for key in column.foreign_keys)


def _rows_naming(house: Session, cls: Any, key: str, person_id: int) -> list[dict[str, Any]]:
    rows = _told(house, cls, getattr(cls, key) == person_id)
    if key == "person_id":
        return rows
    when = [each.key for each in _columns(cls) if isinstance(each.type, UtcDateTime)]
    return [{"as": key, **{name: row[name] for name in ("id", *when) if name in row}} for row in rows]


def _told(house: Session, cls: Any, criterion: Any) -> list[dict[str, Any]]:
    """Rows as plain values, without secrets and without the ids of other persons."""
    columns = [each for each in _columns(cls) if each.key not in NOT_TOLD]
    keys = [each.key for each in columns if each.key == "person_id" or not _names_a_person(each)]
    rows = house.scalars(select(cls).where(criterion).order_by(*cls.__mapper__.primary_key))
    return [{key: _plain(getattr(row, key)) for key in keys} for row in rows]


def _plain(value: Any) -> Any:
    """Numbers and words as they are, enums by value, days and instants in ISO form."""
    value = getattr(value, "value", value)
    if value is None or isinstance(value, bool | int | str | dict | list):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _say_names(house: Session, found: dict[str, list[dict[str, Any]]]) -> None:
    """Beside ids of institutions and tables stand their names."""
    rows = [row for each in found.values() for row in each]
    seats = {seat.id: seat for seat in _those(house, Seat, "seat_id", rows)}
    for row in rows:
        if (seat := seats.get(row.get("seat_id"))) is not None:
            row |= {"organisation_id": seat.organisation_id, "body_id": seat.body_id}
    for cls, key in ((Organisation, "organisation_id"), (Body, "body_id")):
        names = {each.id: each.name for each in _those(house, cls, key, rows)}
        for row in rows:
            if row.get(key) in names:
                row[key.removesuffix("_id")] = names[row[key]]


def _those(house: Session, cls: Any, key: str, rows: list[dict[str, Any]]) -> list[Any]:
    wanted = {row[key] for row in rows if row.get(key) is not None}
    return list(house.scalars(select(cls).where(cls.id.in_(wanted)))) if wanted else []
