"""The evaluation as people see it: page, files and paper say the same, to each what she may see."""

import csv
import io
import re

import openpyxl
import pypdf
import pytest

from blueprints.surveys import evaluation_rules
from models.survey_answers import AnswerSheet, AnswerValue
from models.survey_issues import AnswerRelease
from models.survey_questions import NumberStrength, QuestionKind
from models.surveys import Respondent, RespondentSeat
from models.visibility import Visibility
from tests import build
from tests.surveys import making

YES, NONE, NO_STATEMENT = AnswerValue.YES, AnswerValue.NONE_SEEN, AnswerValue.NO_STATEMENT


class Room:
    """A survey with each kind of question, eleven answers and some silence."""

    def __init__(self, house, **facts):
        self.house, self.table = house, build.table(house)
        self.about = making.survey(house, self.table.body, title="Bedarf in der Region", **facts)
        self.wide = making.question(
            house, self.about, wording="Kam das Thema vor?", definition="In der Arbeit."
        )
        self.narrow = making.question(
            house, self.about, wording="Im Zusammenhang mit Zwang?", paired_with_id=self.wide.id
        )
        self.number = making.question(
            house, self.about, QuestionKind.NUMBER, wording="Wie oft?", unit="Fälle"
        )
        self.choice = making.question(
            house, self.about, QuestionKind.CHOICE, wording="Wann?", choices=("nachts", "=tags")
        )
        self.text = making.question(house, self.about, QuestionKind.TEXT, wording="Was fehlt?")
        self.seated = making.opened(house, self.about, self.table.seats)
        self.outside = [making.respondent(house, self.about, f"Praxis Nr. {at}") for at in range(10)]

    def answer(self, respondent, wide=YES, *, count=4, strength="count", note="=1+1 Beratung"):
        self.house.refresh(self.choice, ["choices"])
        said = {self.wide.id: wide, self.narrow.id: NONE}
        said[self.number.id] = {"number": count, "strength": NumberStrength(strength)}
        said[self.choice.id] = {"chosen": self.choice.choices[1:]}
        said[self.text.id] = {"note": note}
        making.sheet(self.house, respondent, said)

    def fill(self):
        for at, each in enumerate((*self.outside, self.seated[0])):
            self.answer(each, YES if at < 5 else NONE, strength="count" if at % 2 else "estimate")
        making.close(self.house, self.about)
        self.house.commit()
        return self

    def url(self, tail="evaluation"):
        return f"/round-tables/{self.about.body_id}/surveys/{self.about.id}/{tail}"


@pytest.fixture
def room(house, stop_clock):
    stop_clock(build.NOW)
    return Room(house).fill()


@pytest.fixture
def chief(room, sign_in):
    return sign_in(room.table.coordinator)


def text(page):
    return " ".join(page.get_data(as_text=True).split())


def test_the_page_tells_each_silence_and_each_answer_apart(room, chief):
    page = text(chief.get(room.url()))
    for words in (
        "11 von 13 Befragten haben geantwortet.",
        "2 haben nicht geantwortet. Das ist keine Fehlanzeige",
        "Kam das Thema vor?",
        "In der Arbeit.",
        "Grenzt Frage 1 ein.",
        "Zahlen unterschiedlicher Aussagekraft werden nicht addiert.",
        "keine Rückmeldung",
        "45 %",
    ):
        assert words in page
    assert "<rect" in page
    assert "style=" not in page


def test_shares_are_of_the_answers_never_of_all_who_were_asked(room, chief):
    page = text(chief.get(room.url()))
    assert "45 %" in page, "five of eleven"
    assert "38 %" not in page, "five of thirteen"


def test_members_read_sums_as_they_were_frozen_however_often_they_look(room, sign_in, house):
    """Two looks, between which one answer was corrected, would tell whose it is and what it says."""
    member, home = sign_in(room.table.mains[1]), room.url("")[:-1]
    for tail in ("evaluation", "evaluation.pdf", "exports/xlsx", "exports/csv"):
        assert member.get(room.url(tail)).status_code == 404, "nothing has been frozen"
    assert room.url() not in text(member.get(home))
    evaluated(room)
    first = main(member.get(room.url()))
    assert room.url() in text(member.get(home))
    assert "Ergebnisse mit Stand vom" in first
    assert "11 von 13 Befragten haben geantwortet." in first
    room.answer(room.outside[9], YES)
    making.sheet(house, room.seated[2], {room.wide.id: YES})
    house.commit()
    assert main(member.get(room.url())) == first
    assert "12 von 13" in text(sign_in(room.table.coordinator).get(room.url()))


def main(page):
    return text(page).partition("<main")[2]


def evaluated(room):
    chief = {"by": build.actor(room.house, room.table.coordinator), "now": build.NOW}
    evaluation_rules.evaluate(room.house, room.about.body_id, room.about.id, **chief)
    room.house.commit()


def test_where_groups_alone_were_asked_nobody_is_counted(house, stop_clock, sign_in):
    stop_clock(build.NOW)
    room = Room(house)
    room.about.round_id = room.about.opened_at = room.about.due_on = None
    room.about.retold, room.about.shows_answers = True, True
    house.query(RespondentSeat).delete()
    house.query(Respondent).delete()
    room.answer(making.respondent(house, room.about, "Alle Anwesenden", stands_for=None))
    room.about.closed_at = build.NOW
    house.commit()
    chief = sign_in(room.table.coordinator)
    page = text(chief.get(room.url()))
    assert "befragte Gruppen</dt><dd>1" in re.sub(r">\s+<", "><", page)
    assert "Alle Anwesenden (Anzahl unbekannt): ja" in page
    for words in ("von 0 Befragten", "result-bar", "keine Rückmeldung"):
        assert words not in page
    rows = list(csv.reader(io.StringIO(chief.get(room.url("exports/csv")).text[1:]), delimiter=";"))
    assert {row[2] for row in rows[1:]} == {"Alle Anwesenden (Anzahl unbekannt)"}
    assert "von 0" not in printed(chief.get(room.url("evaluation.pdf")))


def test_members_see_sums_masked_or_single_answers_as_the_survey_says(room, sign_in, house):
    evaluated(room)
    member = sign_in(room.table.mains[1])
    page = text(member.get(room.url()))
    assert "kleine Zahlen nicht ausgewiesen" in page
    assert "Einzelantworten" not in page
    assert member.get(room.url(f"questions/{room.text.id}/answers")).status_code == 404
    assert member.get(room.url("exports/answers")).status_code == 404
    room.about.shows_answers = True
    house.commit()
    assert "Beratung" in text(member.get(room.url(f"questions/{room.text.id}/answers")))
    room.about.shows_answers, room.about.visibility = False, Visibility.COORDINATION
    house.commit()
    for tail in ("evaluation", "evaluation.pdf", "exports/xlsx", "exports/csv"):
        assert member.get(room.url(tail)).status_code == 404


def test_single_answers_stand_with_silences_by_their_names(room, chief):
    page = text(chief.get(room.url(f"questions/{room.number.id}/answers")))
    assert "4 (gezählt)" in page
    assert "keine Rückmeldung" in page
    assert chief.get(room.url("questions/999/answers")).status_code == 404


def test_csv_opens_in_german_excel_and_holds_no_formula(room, chief):
    answer = chief.get(room.url("exports/answers"))
    assert answer.status_code == 200
    content = answer.get_data()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Institution oder Gruppe", "Steht für wie viele Institutionen", "Stand", "Frage 1"]
    cells = [cell for row in rows for cell in row]
    assert "'=1+1 Beratung" in cells
    assert "'=tags" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    silent = next(row for row in rows if "keine Rückmeldung" in row)
    assert silent[3:] == [""] * 10


def test_the_workbook_holds_the_same_counts_as_numbers_and_no_formula(room, chief):
    answer = chief.get(room.url("exports/xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    assert book.sheetnames == ["Übersicht", "Ergebnisse", "Zahlen", "Gekoppelte Fragen", "Einzelantworten"]
    rows = list(book["Ergebnisse"].iter_rows(values_only=True))
    assert [row[:5] for row in rows[1:3]] == [
        (1, "Kam das Thema vor?", "ja", 5, 45),
        (1, "Kam das Thema vor?", "Fehlanzeige", 6, 55),
    ]
    assert {row[3] for row in rows if row[2] == "keine Rückmeldung"} == {2}
    numbers = list(book["Zahlen"].iter_rows(values_only=True))
    assert [row[3:6] for row in numbers[1:]] == [("gezählt", 5, 20), ("geschätzt", 6, 24)]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert not any(cell.data_type == "f" for cell in row)
    assert any(cell.value == "=1+1 Beratung" for row in book["Einzelantworten"].iter_rows() for cell in row)


def printed(answer):
    assert answer.mimetype == "application/pdf"
    return " ".join(
        " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(answer.data)).pages).split()
    )


def test_paper_says_the_same(room, chief):
    words = printed(chief.get(room.url("evaluation.pdf")))
    assert "11 von 13 Befragten haben geantwortet." in words
    assert "Antwort Anzahl Anteil an den" in words
    assert "Fehlanzeige 6 55 %" in words
    assert "keine Rückmeldung 2 –" in words


def test_what_is_published_is_masked_public_and_can_be_withdrawn(room, chief, client):
    published = f"/public/surveys/{room.about.id}"
    assert client.get(published).status_code == client.get(f"{published}.pdf").status_code == 404
    form = chief.get(room.url("publish"))
    assert chief.submit(form, "Ergebnisse veröffentlichen").status_code == 303
    page = text(client.get(published))
    assert "11 von 13 Befragten haben geantwortet." in page
    assert "Anzahlen unter 3 sind nicht ausgewiesen" in page
    assert "Praxis Nr. 1" not in page
    assert "Beratung" not in page
    assert "Fehlanzeige 6 55 %" in printed(client.get(f"{published}.pdf"))
    assert room.about.title in text(client.get("/public"))
    assert "Zu dem, was alle lesen" in text(chief.get(room.url()))
    form = chief.get(room.url("publish/withdraw"))
    assert chief.submit(form, "Veröffentlichung zurückziehen").status_code == 303
    assert "wurden am 01.09.2026 zurückgezogen" in text(client.get(published))
    assert client.get(f"{published}.pdf").status_code == 404
    assert room.about.title not in text(client.get("/public"))


def test_a_publication_can_be_withdrawn_while_the_survey_is_open_again(room, chief, client):
    withdraw = room.url("publish/withdraw")
    assert chief.get(withdraw).status_code == 404, "nothing is public"
    chief.submit(chief.get(room.url("publish")), "Ergebnisse veröffentlichen")
    again = f"/round-tables/{room.about.body_id}/surveys/{room.about.id}/reopen"
    assert chief.submit(chief.get(again)).status_code == 303
    assert withdraw in text(chief.get(room.url()))
    assert chief.submit(chief.get(withdraw), "Veröffentlichung zurückziehen").status_code == 303
    assert "wurden am 01.09.2026 zurückgezogen" in text(client.get(f"/public/surveys/{room.about.id}"))


def test_an_institution_releases_its_answer_and_takes_that_back(room, sign_in, house):
    member, other = sign_in(room.table.mains[0]), sign_in(room.table.mains[1])
    page = text(member.get(room.url("quotes")))
    assert "wird nicht genannt" in page
    assert other.get(room.url("quotes")).status_code == 404, "it has not answered"
    where = room.url(f"respondents/{room.seated[0].id}/questions/{room.text.id}/release")
    assert other.get(where).status_code == 404
    assert member.submit(member.get(where), "Zur Nennung freigeben").status_code == 303
    assert member.get(where).status_code == 404, "once is enough"
    release = house.query(AnswerRelease).one()
    back = room.url(f"releases/{release.id}/take-back")
    assert other.get(back).status_code == sign_in(room.table.coordinator).get(back).status_code == 404
    assert member.submit(member.get(back), "Freigabe zurückziehen").status_code == 303
    house.expire_all()
    assert house.query(AnswerRelease).one().withdrawn_at is not None


def test_a_corrected_answer_that_is_released_anew_is_not_called_published(room, sign_in, house):
    """The page and the rule ask the same: published was the version before."""
    member, chief = sign_in(room.table.mains[0]), sign_in(room.table.coordinator)
    where = room.url(f"respondents/{room.seated[0].id}/questions/{room.text.id}/release")
    member.submit(member.get(where), "Zur Nennung freigeben")
    chief.submit(chief.get(room.url("publish")), "Ergebnisse veröffentlichen")
    assert "mit Namen veröffentlicht" in text(member.get(room.url("quotes")))
    room.answer(room.seated[0], note="Allgemein gesagt")
    house.commit()
    member.submit(member.get(where), "Zur Nennung freigeben")
    assert "mit Namen veröffentlicht" not in text(member.get(room.url("quotes")))
    release = house.query(AnswerRelease).order_by(AnswerRelease.id.desc()).first()
    back = member.get(room.url(f"releases/{release.id}/take-back"))
    assert member.submit(back, "Freigabe zurückziehen").status_code == 303


def test_the_coordination_records_the_release_of_somebody_without_account(room, chief):
    page = chief.get(room.url("quotes"))
    assert "Praxis Nr. 3" in text(page)
    one = room.outside[3].id
    assert "=1+1 Beratung" in text(chief.get(room.url(f"quotes?respondent={one}")))
    where = room.url(f"respondents/{one}/questions/{room.text.id}/record-release")
    refused = chief.submit(chief.get(where), "Freigabe eintragen")
    assert refused.status_code == 422
    assert "wie die Freigabe erteilt wurde" in text(refused)
    done = chief.submit(chief.get(where), "Freigabe eintragen", said_how="Schreiben vom 01.09.2026")
    assert done.status_code == 303
    assert "Schreiben vom 01.09.2026" in text(chief.get(room.url("quotes")))
    preview = text(chief.get(room.url("publish")))
    assert "Praxis Nr. 3" in preview
    assert "Praxis Nr. 4" not in preview
    seat = room.url(f"respondents/{room.seated[0].id}/questions/{room.text.id}/record-release")
    assert chief.get(seat).status_code == 404


def test_the_evaluation_is_finished_by_a_gesture(room, chief, house):
    form = chief.get(room.url("evaluation/finish"))
    assert chief.submit(form, "Auswertung abschließen").status_code == 303
    house.expire_all()
    assert house.get(type(room.about), room.about.id).evaluated_at == build.NOW


def test_of_an_anonymous_survey_words_are_read_without_names(house, stop_clock, sign_in):
    stop_clock(build.NOW)
    room = Room(house, anonymous=True)
    for at, each in enumerate(room.outside):
        room.answer(each, NONE, note=f"Fehlt: {'zyx'[at % 3]}")
    house.commit()
    chief, member = sign_in(room.table.coordinator), sign_in(room.table.mains[0])
    assert chief.get(room.url()).status_code == 404, "it is open"
    making.close(house, room.about)
    for each in house.query(AnswerSheet):
        each.respondent_id = each.channel = None
    evaluated(room)
    assert "Die Erhebung war anonym" in text(member.get(room.url()))
    page = text(chief.get(room.url(f"questions/{room.text.id}/answers")))
    assert page.index("Fehlt: x") < page.index("Fehlt: y") < page.index("Fehlt: z")
    assert "Praxis" not in page
    assert member.get(room.url(f"questions/{room.text.id}/answers")).status_code == 404
    assert chief.get(room.url("exports/answers")).status_code == 404
    assert chief.get(room.url("quotes")).status_code == 404
    book = openpyxl.load_workbook(io.BytesIO(chief.get(room.url("exports/xlsx")).data))
    assert "Einzelantworten" not in book.sheetnames


def test_pages_ask_the_same_for_many_as_for_few(house, stop_clock, sign_in, statements):
    stop_clock(build.NOW)
    asked = []
    for more in (0, 20):
        room = Room(house)
        room.outside += [making.respondent(house, room.about, f"Weitere {at}") for at in range(more)]
        chief = sign_in(room.fill().table.coordinator)
        chief.get(room.url())
        for tail in ("evaluation", "publish", "quotes", f"questions/{room.text.id}/answers"):
            with statements() as seen:
                assert chief.get(room.url(tail)).status_code == 200
            asked.append(len(seen))
    assert asked[:4] == asked[4:]
    assert asked[0] <= 14
