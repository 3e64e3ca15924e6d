"""A small dose of the benchmark: many institutions and twenty questions, on the page and in the workbook."""

import io

import openpyxl

from tests import build
from tests.bench.bench_evaluation import QUESTIONS, fill


def test_forty_institutions_with_twenty_questions_are_evaluated(house, stop_clock, sign_in, statements):
    stop_clock(build.NOW)
    table = build.table(house)
    path = fill(house, table, 40, 30)
    chief = sign_in(table.coordinator)
    chief.get(f"{path}/evaluation")
    with statements() as seen:
        page = chief.get(f"{path}/evaluation").get_data(as_text=True)
    assert len(seen) <= 16
    assert "30 von 43 Befragten haben geantwortet." in page
    book = openpyxl.load_workbook(io.BytesIO(chief.get(f"{path}/exports/xlsx").data))
    rows = list(book["Einzelantworten"].iter_rows(values_only=True))
    assert len(rows) == 1 + 43
    assert len(rows[0]) == 3 + 2 * len(QUESTIONS)
    assert sum(row[2] == "geantwortet" for row in rows) == 30
