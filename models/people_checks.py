"""Once a year each institution is asked: are these still your people? The answers."""

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.people import Person
from models.rounds import Channel
from models.seats import Appointment, Seat
from models.typed_text import TypedEmail, TypedText
from models.visibility import Guarded, ids_where

WITHIN_WEEKS: Final = 3
"""How long the institutions get for their answer, if nothing else is said."""
MOST_WEEKS: Final = 26
"""And how long at most: half a year before it is asked anew."""


class PeopleAnswer(Guarded, Base):
    """One answer of an institution about its people at one table: appended, never overwritten.

    The last one by `id` counts. `address` is the one whose link was used; `recorded_by_id` is set when the
    coordination wrote down what was said. Nothing ends by an answer.
    """

    __tablename__ = "people_answer"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    asked_seat_id: Mapped[int] = mapped_column(ForeignKey("asked_seat.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    channel: Mapped[Channel]
    answered_at: Mapped[datetime]
    address: Mapped[str | None] = mapped_column(TypedEmail(), default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

    person: Mapped[Person | None] = relationship(
        init=False, repr=False, lazy="raise_on_sql", foreign_keys="PeopleAnswer.person_id"
    )
    about: Mapped[list["PersonAnswer"]] = relationship(
        init=False, repr=False, lazy="raise_on_sql", order_by="PersonAnswer.id", back_populates="answer"
    )

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """The coordination, and the institution's own people at this table."""
        coordinated = ids_where(Seat, Seat.body_id.in_(reader.coordinates))
        return or_(cls.seat_id.in_(coordinated), cls.seat_id.in_(reader.seat_ids))

    @property
    def is_unchanged(self) -> bool:
        return all(each.still for each in self.about)


class PersonAnswer(Guarded, Base):
    """What was said about one appointment: still right, or not; `successor` is who follows, in free words."""

    __tablename__ = "person_answer"
    __table_args__ = (UniqueConstraint("answer_id", "appointment_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("people_answer.id"))
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    still: Mapped[bool]
    successor: Mapped[str] = mapped_column(TypedText(300), default="")

    appointment: Mapped[Appointment] = relationship(init=False, repr=False, lazy="raise_on_sql")
    answer: Mapped[PeopleAnswer] = relationship(
        init=False, repr=False, lazy="raise_on_sql", back_populates="about"
    )

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.answer_id.in_(ids_where(PeopleAnswer, PeopleAnswer.visible_to(reader)))
