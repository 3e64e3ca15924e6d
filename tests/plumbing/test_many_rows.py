"""Many new rows at once: few statements, and each row finds its own id."""

import random

from sqlalchemy import delete, select

from models.organisations import Organisation
from tests.databases import TestHouseSession


def test_rows_inserted_by_one_statement_find_their_own_ids(engine, statements):
    names = [f"Institution {number}" for number in range(1500)]
    random.Random(5).shuffle(names)
    with TestHouseSession(engine) as house:
        rows = [Organisation(name=name) for name in names]
        house.add_all(rows)
        with statements() as seen:
            house.flush()
        house.execute(delete(Organisation).where(Organisation.id.in_([row.id for row in rows[::3]])))
        more = [Organisation(name=f"Weitere {number}") for number in range(700)]
        house.add_all(more)
        house.flush()
        known = {row.id: row.name for row in [*rows[1::3], *rows[2::3], *more]}
        house.commit()
    assert len(seen) < 10
    with TestHouseSession(engine) as house:
        assert {
            row.id: row.name for row in house.execute(select(Organisation.id, Organisation.name))
        } == known
