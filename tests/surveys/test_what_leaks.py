"""What readers of sums fetch says through every door what was frozen, and tells of nobody who corrected.

Before and after a correction; of two looks, what fewer than three have changed is not shown anew.
"""

import csv
import io
import random
import re
import zipfile
import zlib

import openpyxl
import pypdf
import pytest

from blueprints.surveys import evaluation_rules
from models.editions import Edition
from models.survey_answers import AnswerValue
from tests import build
from tests.surveys import making
from tests.surveys.test_evaluation_issues import Evaluating
from tests.surveys.test_evaluation_pages import Room, text

YES, NONE = AnswerValue.YES, AnswerValue.NONE_SEEN
NO_STATEMENT, NOT_RESPONSIBLE = AnswerValue.NO_STATEMENT, AnswerValue.NOT_RESPONSIBLE
WORDS = {YES: "ja", NONE: "Fehlanzeige", NO_STATEMENT: "keine Angabe", NOT_RESPONSIBLE: "nicht zuständig"}
HIDDEN = "nicht ausgewiesen"
SECRET, LARGE = "Geheimwort", 7351


def answer_at_random(room, chance):
    for each in (*room.outside, *room.seated):
        if chance.random() < 0.85:
            wide = chance.choice([YES, YES, YES, NONE, NO_STATEMENT])
            count, strength = chance.choice([3, 5, LARGE]), chance.choice(["count", "estimate"])
            room.answer(each, wide, count=count, strength=strength, note=f"{SECRET} {each.id}")


def frozen(room):
    chief = {"by": build.actor(room.house, room.table.coordinator), "now": build.NOW}
    made = evaluation_rules.publish(room.house, room.about.body_id, room.about.id, **chief)
    data = room.house.get(Edition, made.edition_id).data
    room.house.commit()
    return data


def told(data):
    """What the first two questions may say, by what was said."""
    return [
        [
            HIDDEN if question["values"][each.value] is None else question["values"][each.value]
            for each in WORDS
        ]
        for question in data["questions"][:2]
    ]


def in_rows(rows):
    """The same from the rows of a table."""
    rows = [[str(cell) for cell in row] for row in rows]
    return [
        [row[3] for at in (1, 2) for row in rows if row[0] == str(at) and row[2] == word]
        for word in ("ja", "Fehlanzeige")
    ]


def unpacked(answer):
    """All bytes of a file that somebody might look into: of a workbook each part, of paper each stream."""
    if answer.data.startswith(b"PK"):
        parts = zipfile.ZipFile(io.BytesIO(answer.data))
        return b"\n".join(parts.read(name) for name in parts.namelist())
    found = [answer.data]
    for each in re.findall(rb"stream\r?\n(.*?)endstream", answer.data, re.DOTALL):
        try:
            found.append(zlib.decompress(each))
        except zlib.error:
            found.append(each)
    return b"\n".join(found)


def nothing_beside(room, answer):
    assert answer.status_code == 200
    content = unpacked(answer).decode("utf-8", "replace")
    if answer.mimetype == "application/pdf":
        read = pypdf.PdfReader(io.BytesIO(answer.data))
        content += " ".join(each.extract_text() for each in read.pages) + str(read.metadata)
        assert not read.attachments
    assert SECRET not in content
    for each in (*room.outside, *room.seated):
        assert each.name not in content
    assert not re.search(rf"\b{LARGE}\b", content), "no number of a single institution"
    assert room.table.coordinator.name not in content


@pytest.mark.parametrize("seed", [1, 2])
def test_each_door_says_what_was_frozen_and_nothing_beside_it(house, stop_clock, sign_in, client, seed):
    stop_clock(build.NOW)
    chance, room = random.Random(seed), Room(house)
    answer_at_random(room, chance)
    making.close(house, room.about)
    data = frozen(room)
    reader = sign_in(room.table.mains[1])
    for correct in (False, True):
        if correct:
            room.answer(room.outside[0], NONE, note=f"{SECRET} neu")
            house.commit()
        public = client.get(f"/public/surveys/{room.about.id}")
        page, table, book = (
            reader.get(room.url(each)) for each in ("evaluation", "exports/csv", "exports/xlsx")
        )
        papers = reader.get(room.url("evaluation.pdf")), client.get(f"/public/surveys/{room.about.id}.pdf")
        for each in (public, page, table, book, *papers):
            nothing_beside(room, each)
        rows = list(csv.reader(io.StringIO(table.data.decode("utf-8-sig")), delimiter=";"))
        sheets = openpyxl.load_workbook(io.BytesIO(book.data))
        assert {each.sheet_state for each in sheets.worksheets} == {"visible"}
        assert not sheets.defined_names
        assert "Einzelantworten" not in sheets.sheetnames
        in_book = [list(row) for row in sheets["Ergebnisse"].iter_rows(values_only=True)]
        expected = [list(map(str, of)) for of in zip(*told(data), strict=True)][:2]
        assert in_rows(rows) == in_rows(in_book) == expected
        bars = [re.findall(r'<td class="number">(.*?)</td>', text(each)) for each in (public, page)]
        assert bars[0] == bars[1]
        assert len(bars[0]) > 8


@pytest.mark.parametrize("seed", range(5))
def test_two_looks_differ_only_where_three_have_changed_something(house, seed):
    chance, made = random.Random(seed), Evaluating(house, seats=3, outside=9)
    narrow = making.question(house, made.about, paired_with_id=made.question.id)
    asked, said = [*made.seated, *made.outside], {}

    def speak(who):
        for each in who:
            wide = chance.choice([YES, YES, NONE])
            said[each.id] = (wide, chance.choice([YES, NONE]) if wide is YES else NONE)
            making.sheet(house, each, dict(zip((made.question.id, narrow.id), said[each.id], strict=True)))

    speak(asked[:10])
    made.close()
    looks = [(made.publish(), dict(said))]
    for _ in range(4):
        speak(chance.sample(asked, chance.choice([1, 1, 2, 4])))
        looks.append((made.publish(), dict(said)))
    for at, (new, since) in enumerate(looks):
        for old, before in looks[:at]:
            changed = sum(before.get(key) != value for key, value in since.items())
            shown = [old, new]
            if all(each["questions"][0]["withheld"] is False for each in shown) and changed < 3:
                assert new["questions"] == old["questions"]
                assert new["crosses"] == old["crosses"]
