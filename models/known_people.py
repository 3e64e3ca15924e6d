"""People whom a table's coordination has noted before they hold a seat or an office there."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class KnownPerson(Base):
    """The coordination of that table may choose the person for a seat. It gives the person no right."""

    __tablename__ = "known_person"
    __table_args__ = (UniqueConstraint("body_id", "person_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
