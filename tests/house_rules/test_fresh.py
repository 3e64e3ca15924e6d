"""Each test finds an empty database, whatever the one before has done with it."""

import pytest
from sqlalchemy import create_engine, exc, func, inspect, select, text

from models.base import Base
from models.people import Person
from tests import build


def rows(engine):
    """How many there are in all tables together."""
    counted = [select(func.count()).select_from(table) for table in Base.metadata.sorted_tables]
    with engine.connect() as connection:
        return sum(connection.scalar(each) for each in counted)


@pytest.fixture
def again(engine, stores):
    """Puts the database in order as for the next test."""
    return lambda: stores.fresh(engine.dialect.name)


def test_what_was_written_is_gone_whoever_wrote_it(house, engine, again):
    build.table(house)
    house.commit()
    house.close()
    other = create_engine(engine.url, module=engine.dialect.dbapi)
    with other.begin() as connection:
        connection.execute(text("UPDATE person SET name = 'von woanders'"))
    other.dispose()
    assert rows(engine) > 10
    again()
    assert rows(engine) == 0
    build.table(house)
    house.commit()
    assert rows(engine) > 10


def test_foreign_keys_hold_as_before(house, again):
    build.person(house)
    house.commit()
    house.close()
    again()
    house.add(Person(name="Niemandes", organisation_id=987))
    with pytest.raises(exc.IntegrityError):
        house.flush()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_table_that_a_test_has_made_is_gone(engine, again):
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE odd (id INTEGER)"))
    again()
    assert "odd" not in inspect(engine).get_table_names()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_lock_that_a_test_has_kept_stops_nobody(house, engine, again):
    kept = engine.raw_connection()
    kept.cursor().execute("BEGIN IMMEDIATE")
    again()
    build.person(house)
    house.commit()
    assert rows(engine) > 0
    kept.invalidate()
