"""Who watches a project for herself: she learns by letter when something is noted about it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.visibility import Guarded


class ProjectWatch(Guarded, Base):
    """A person watches a project, beside the watch list of its table. It is for nobody else to see."""

    __tablename__ = "project_watch"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    since: Mapped[datetime]

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return cls.person_id == reader.person_id
