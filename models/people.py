"""Persons as functions of their institutions; official contact data only."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.organisations import Organisation
from models.typed_text import TypedEmail, TypedLine


class Person(Base):
    """Somebody who acts for an institution. `name` may be a function only ("Vertretung Polizei").

    `salutation` is the stored form of address, printed as it is; `contact_released` lets the other
    members of a table see the address. `due_mails`: as a coordinator she wants letters about deadlines.
    `apart_from_id`: whoever signs in with this address has said that she is somebody else.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(TypedLine(120))
    function: Mapped[str] = mapped_column(TypedLine(120), default="")
    salutation: Mapped[str] = mapped_column(TypedLine(120), default="")
    email: Mapped[str | None] = mapped_column(TypedEmail(), default=None, index=True)
    contact_released: Mapped[bool] = mapped_column(default=False)
    due_mails: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(TypedLine(5), default="de")
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), default=None, index=True
    )
    version: Mapped[int] = mapped_column(init=False, default=1)
    apart_from_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    organisation: Mapped[Organisation | None] = relationship(init=False, repr=False, lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
