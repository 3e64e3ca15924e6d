"""What tests of imports share: a table, its coordinator's browser, files as an office saves them."""

from io import BytesIO

import pytest
from sqlalchemy import select

from models.imports import Import, ImportLine
from plumbing import spreadsheets
from tests import build


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2)


@pytest.fixture
def keeper(table, sign_in):
    return sign_in(table.coordinator)


def csv_of(*rows, encoding="utf-8", delimiter=";"):
    return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)


def upload(client, place, content, name="liste.csv", **more):
    """Send a file; the answer leads to the import, or says why not."""
    return client.post(place, data={"upload": (BytesIO(content), name)} | more)


def imported(client, place, content, name="liste.csv"):
    """The address of an import whose dry run is done."""
    answer = upload(client, place, content, name)
    assert answer.status_code == 303, answer.text
    return answer.location


def outcomes(house, address):
    """The outcomes of an import's lines in the order of the file."""
    house.expire_all()
    number = int(address.rpartition("/")[2].partition("?")[0])
    lines = house.scalars(
        select(ImportLine).where(ImportLine.import_id == number).order_by(ImportLine.number)
    )
    return [line.outcome.value for line in lines]


def state(house, address):
    house.expire_all()
    return house.get_one(Import, int(address.rpartition("/")[2])).state.value


def xlsx_of(*rows):
    return spreadsheets.xlsx_bytes({"Blatt": [list(row) for row in rows]})
