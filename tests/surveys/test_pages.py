"""The pages of surveys: the whole way from the draft to the closed survey, by forms and without script."""

import re
from email import message_from_bytes
from email.policy import default

import pytest

from models.outbox import Letter, LetterBytes
from models.survey_answers import AnswerSheet
from models.surveys import Respondent, Survey
from tests import build
from tests.surveys.conftest import NONE_SEEN, YES, Asking
from tests.surveys.test_asking import outsider, token_for


@pytest.fixture(autouse=True)
def stopped(stop_clock):
    stop_clock(build.NOW)


def words(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def home_of(asking, tail=""):
    return f"/round-tables/{asking.table.body.id}/surveys/{asking.survey_id}{tail}"


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


@pytest.fixture
def out(house, asking):
    asking.open()
    house.info.clear()
    house.commit()
    return asking


def test_a_survey_is_made_previewed_and_opened(house, table, coordinator):
    index = f"/round-tables/{table.body.id}/surveys"
    assert "Noch keine" in words(coordinator.open(index))
    page = coordinator.open(f"{index}/new")
    made = coordinator.submit(page, title="Bedarf an Beratung", purpose="Der Ausschuss fragt.")
    home = made.location
    wrong = coordinator.submit(coordinator.open(f"{home}/questions/new"))
    assert wrong.status_code == 422
    for wording in ("Kam das Thema vor?", "Welche Angebote fehlen?"):
        page = coordinator.open(f"{home}/questions/new")
        facts = {"kind": "choice", "labels": "eines\nanderes"} if "Welche" in wording else {}
        assert coordinator.submit(page, wording=wording, **facts).status_code == 303
    shown = coordinator.submit(coordinator.open(home), "↓ Frage 1 nach unten schieben")
    assert shown.status_code == 303
    preview = words(coordinator.open(f"{home}/preview"))
    assert preview.index("Welche Angebote fehlen?") < preview.index("Kam das Thema vor?")
    page = coordinator.open(f"{home}/open")
    text = words(page)
    assert re.search(r"6 \w+ und \w+ (von|aus) 3 Institutionen", text)
    assert "Fehlanzeige erbeten" in text, "the letter as it will arrive"
    assert coordinator.submit(page).status_code == 303
    assert house.query(Letter).filter_by(template="surveys/opened").count() == 6
    assert "offen" in words(coordinator.open(home))


def test_letters_name_neither_title_nor_questions(house, out, coordinator):
    page = coordinator.open(home_of(out, "/extend"))
    assert coordinator.submit(page, due_on="2026-10-20").status_code == 303
    mails = [message_from_bytes(each.raw, policy=default) for each in house.query(LetterBytes)]
    read = [f"{each['Subject']} {each.get_body(('plain',)).get_content()}" for each in mails]
    assert read
    assert all("20.10.2026" in each or "20. Oktober 2026" in each for each in read)
    assert not [each for each in read if "aufsuchender" in each or "Thema" in each]


def test_an_institution_saves_changes_and_answers(house, table, out, sign_in):
    deputy, main = sign_in(table.deputies[0]), sign_in(table.mains[0])
    answer = home_of(out, f"/respondents/{out.respondent(0).id}/answer")
    saved = deputy.submit(deputy.open(answer), "Als Entwurf speichern", **{"q1-value": "yes"})
    assert saved.location == answer
    page = main.open(answer)
    assert "Ein Entwurf Ihrer Institution" in words(page)
    missing = main.submit(page, "Für die Institution antworten")
    assert missing.status_code == 422
    assert "noch keine Antwort" in words(missing)
    contradiction = {"q1-value": "none-seen", "q2-value": "yes"}
    assert main.submit(page, "Für die Institution antworten", **contradiction).status_code == 422
    done = main.submit(page, "Für die Institution antworten", **{"q2-value": "none-seen"})
    assert done.status_code == 303
    assert "geantwortet" in words(main.open(home_of(out)))
    assert "ja" in words(main.open(home_of(out, f"/respondents/{out.respondent(0).id}")))


def test_all_that_is_missing_is_told_at_once_each_beside_its_question(house, table, out, sign_in):
    main = sign_in(table.mains[0])
    answer = home_of(out, f"/respondents/{out.respondent(0).id}/answer")
    sent = main.submit(main.open(answer), "Für die Institution antworten", **{"q2-note": "Wird geprüft."})
    assert sent.status_code == 422
    assert words(sent).count("Diese Frage hat noch keine Antwort.") == 4, "on top, and beside each"
    assert re.findall(r'href="#(q[0-9])-value-0"', sent.text) == ["q1", "q2"]
    assert house.query(AnswerSheet).count() == 0


def test_whoever_comes_second_sees_both_and_keeps_what_was_typed(house, table, out, sign_in):
    deputy, main = sign_in(table.deputies[0]), sign_in(table.mains[0])
    answer = home_of(out, f"/respondents/{out.respondent(0).id}/answer")
    early = main.open(answer)
    deputy.submit(deputy.open(answer), "Als Entwurf speichern", **{"q1-value": "yes"})
    typed = {"q1-value": "none-seen", "q2-value": "none-seen"}
    late = main.submit(early, "Für die Institution antworten", **typed)
    assert late.status_code == 409
    assert "Inzwischen geändert" in words(late)
    assert main.submit(late, "Für die Institution antworten").status_code == 303
    assert house.query(AnswerSheet).one().released_at == build.NOW


@pytest.mark.parametrize("value", ["nonsense", "9" * 30])
def test_nonsense_is_refused_beside_its_field_and_changes_nothing(house, table, out, sign_in, value):
    main = sign_in(table.mains[0])
    answer = home_of(out, f"/respondents/{out.respondent(0).id}/answer")
    page = main.open(answer)
    sent = main.post(answer, data={"q1-value": value, "q2-value": value, "way": "release", "based_on": "0"})
    assert sent.status_code == 422
    assert page.status_code == 200
    assert house.query(AnswerSheet).count() == 0


def test_the_guard_stands_on_every_text(house, table, out, sign_in):
    main = sign_in(table.mains[0])
    answer = home_of(out, f"/respondents/{out.respondent(0).id}/answer")
    values = {"q1-value": "yes", "q2-value": "yes", "q1-note": "Frau Müller, geboren am 03.04.1999"}
    sent = main.submit(main.open(answer), "Für die Institution antworten", **values)
    assert sent.status_code == 422
    assert "erkannt werden" in words(sent)
    assert house.query(AnswerSheet).count() == 0


def test_one_outside_answers_by_link_without_signing_in_and_opening_it_does_nothing(house, asking, client):
    one = outsider(asking, email="haus@frauenhaus.example")
    asking.open()
    token = token_for(house, one)
    house.info.clear()
    house.commit()
    link = f"/r/{token}"
    page = client.open(link)
    assert "Frauenhaus" in words(page)
    assert house.query(AnswerSheet).count() == 0
    values = {"q1-value": "yes", "q2-value": "none-seen"}
    assert client.submit(page, "Als Entwurf speichern", **values).status_code == 303
    assert client.submit(client.open(link), "Antwort absenden").status_code == 303
    assert house.query(AnswerSheet).one().address == "haus@frauenhaus.example"
    assert client.get("/r/erfunden").status_code == 404


def test_the_coordination_records_corrects_and_closes(house, table, out, coordinator):
    one = out.respondent(1)
    record = home_of(out, f"/respondents/{one.id}/record")
    values = {"q1-value": "yes", "q2-value": "none-seen", "oral": "y", "said_on": "2026-08-31"}
    assert coordinator.submit(coordinator.open(record), **values).status_code == 303
    shown = words(coordinator.open(home_of(out)))
    assert "mündlich in der Sitzung" in shown
    other = out.respondent(2)
    note = home_of(out, f"/respondents/{other.id}/undocumented")
    assert coordinator.submit(coordinator.open(note)).status_code == 303
    assert "nicht einzeln dokumentiert" in words(coordinator.open(home_of(out)))
    assert coordinator.submit(coordinator.open(home_of(out, "/close"))).status_code == 303
    late = coordinator.submit(coordinator.open(record), **{"q2-value": "yes"})
    assert late.status_code == 422
    done = coordinator.submit(late, reason="Frage verwechselt", **{"q2-value": "yes"})
    assert done.status_code == 303
    assert house.query(AnswerSheet).count() == 2
    assert coordinator.submit(coordinator.open(home_of(out, "/reopen"))).status_code == 303


def test_members_read_the_closed_survey_and_only_sums_of_others(house, table, out, sign_in):
    out.say(0, YES, NONE_SEEN)
    out.close()
    house.info.clear()
    house.commit()
    member = sign_in(table.mains[1])
    page = words(member.open(home_of(out)))
    assert out.respondent(0).name in page
    assert member.get(home_of(out, f"/respondents/{out.respondent(0).id}")).status_code == 404
    out.survey.shows_answers = True
    house.commit()
    assert member.get(home_of(out, f"/respondents/{out.respondent(0).id}")).status_code == 200


def test_the_index_finds_words_of_questions(table, out, coordinator):
    index = f"/round-tables/{table.body.id}/surveys"
    assert "Bedarf an aufsuchender" in words(coordinator.open(f"{index}?q=menschenhandel"))
    assert "Nichts gefunden" in words(coordinator.open(f"{index}?q=kartoffel"))


def test_the_page_asks_as_much_for_many_as_for_few(house, sign_in, statements):
    counts = []
    for seats in (4, 40):
        asking = Asking(house, build.table(house, seats=seats))
        asking.begin()
        for number in range(seats):
            asking.ask(f"Frage {number}?")
        asking.open()
        for place in range(2):
            asking.say(place, *[YES] * seats)
        house.info.clear()
        house.commit()
        browser = sign_in(asking.table.coordinator)
        browser.open(home_of(asking))
        with statements() as seen:
            browser.open(home_of(asking))
        counts.append(len(seen))
    assert counts[0] == counts[1], counts
    assert house.query(Survey).count() == 2
    assert house.query(Respondent).count() == 44


def test_a_member_sees_how_the_own_institution_stands_and_no_count_of_others(table, out, sign_in):
    page = words(sign_in(table.mains[0]).open(home_of(out)))
    assert "Ihre Institution" in page
    assert "keine Rückmeldung" in page
    assert "Wer geantwortet hat" not in page


def test_the_survey_counts_as_its_evaluation_does_groups_apart(house, asking, coordinator):
    outsider(asking, name="übrige Anwesende", stands_for=4)
    asking.open()
    asking.say(0, YES, NONE_SEEN)
    house.info.clear()
    house.commit()
    page = words(coordinator.open(home_of(asking)))
    assert "1 von 3" in page
    assert "Gruppen, in diesen Zahlen nicht enthalten: 1" in page
    assert "1 von 3 Befragten haben geantwortet." in words(coordinator.open(home_of(asking, "/evaluation")))


def test_one_outside_is_counted_and_listed_before_the_survey_opens(house, asking, coordinator):
    outsider(asking, email="haus@frauenhaus.example")
    house.info.clear()
    house.commit()
    page = coordinator.open(home_of(asking, "/open"))
    assert re.search(r"7 \w+ und \w+ (von|aus) 4 Institutionen", words(page))
    assert words(page).count("haus@frauenhaus.example") == 1
    assert coordinator.submit(page).status_code == 303
    told = words(coordinator.open(home_of(asking)))
    assert "Die Erhebung ist geöffnet. 7 Nachrichten sind unterwegs." in told


def test_who_is_told_another_last_day_stands_before_the_button_and_what_was_done_after_it(out, coordinator):
    page = coordinator.open(home_of(out, "/extend"))
    assert re.search(r"6 \w+ und \w+ (von|aus) 3 Institutionen", words(page))
    assert coordinator.submit(page).status_code == 303
    told = words(coordinator.open(home_of(out)))
    assert "Die Frist ist verlängert. 6 Nachrichten sind unterwegs." in told
