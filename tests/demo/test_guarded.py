"""Nothing the demo says would be stopped by the guard, neither the real bodies nor the practice table."""

from sqlalchemy import select

from models.base import Base
from models.guard_directory import known_to
from models.guarding import Kind, findings
from models.people import Person
from models.typed_text import TypedLine, TypedText
from tests import build

MEANT = {Kind.PHONE, Kind.MAIL}
FOR_CONTACT = {"contact_point", "help_offer", "imprint", "letter", "incoming_mail"}
"""What these hold is meant to reach somebody."""


def test_the_demo_passes_the_guard(demo, house):
    coordination = house.scalars(
        select(Person).where(Person.email == "koordination@musterstadt.example")
    ).one()
    known = known_to(house, build.actor(house, coordination))
    stopped, read = [], 0
    for mapper in sorted(Base.registry.mappers, key=lambda each: each.class_.__name__):
        table = mapper.local_table
        for column in table.columns:
            if not isinstance(column.type, TypedLine | TypedText):
                continue
            for said in house.scalars(select(column).where(column.is_not(None)).distinct().order_by(column)):
                read += 1
                found = [
                    each
                    for each in findings(said, known)
                    if not (table.name in FOR_CONTACT and each.kind in MEANT)
                ]
                stopped += [f"{table.name}.{column.name}: {each.kind.value} {each.passage}" for each in found]
    assert read > 400
    assert not stopped
