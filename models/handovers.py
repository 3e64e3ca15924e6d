"""Passing a coordination on: what has to be handed over, and what somebody has noted as done."""

import enum
from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.bodies import Coordination
from models.people import Person
from models.visibility import Guarded, ids_where
from models.words import N_


class HandoverPoint(enum.Enum):
    """What a former coordination goes through with the new one, in this order."""

    MEMBERS = "members"
    MEETINGS = "meetings"
    INVITATIONS = "invitations"
    MINUTES = "minutes"
    DEADLINES = "deadlines"
    SHELF = "shelf"
    BYLAWS = "bylaws"
    NEW_ACCESS = "new-access"
    OLD_ACCESS = "old-access"

    @property
    def label(self) -> str:
        return HANDOVER_POINT_WORDS[self]


HANDOVER_POINT_WORDS = {
    HandoverPoint.MEMBERS: N_("members and their contacts checked"),
    HandoverPoint.MEETINGS: N_("open meetings handed over"),
    HandoverPoint.INVITATIONS: N_("open invitations handed over"),
    HandoverPoint.MINUTES: N_("minutes in writing handed over"),
    HandoverPoint.DEADLINES: N_("running deadlines handed over"),
    HandoverPoint.SHELF: N_("documents complete on the shelf"),
    HandoverPoint.BYLAWS: N_("bylaws explained"),
    HandoverPoint.NEW_ACCESS: N_("the new coordination can sign in"),
    HandoverPoint.OLD_ACCESS: N_("the former coordination’s access ends"),
}


class HandoverTick(Guarded, Base):
    """Somebody has noted that a point of a handover is done; `coordination_id` is the new period."""

    __tablename__ = "handover_tick"
    __table_args__ = (UniqueConstraint("coordination_id", "point"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    coordination_id: Mapped[int] = mapped_column(ForeignKey("coordination.id"))
    point: Mapped[HandoverPoint]
    done_on: Mapped[date]
    done_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    done_by: Mapped[Person] = relationship(init=False, repr=False, lazy="raise_on_sql")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        theirs = ids_where(Coordination, Coordination.body_id.in_(reader.coordinates))
        return cls.coordination_id.in_(theirs)
