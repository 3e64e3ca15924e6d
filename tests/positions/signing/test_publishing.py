"""A signed position goes out: who is named, who is nowhere, what was sent, and fifty signatures at once."""

import contextvars
import io
import threading
from datetime import timedelta

import pypdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office import purge_rules
from blueprints.positions import publishing_rules, signature_rules, signing_rules, submission_rules
from blueprints.positions.rules import locked
from models.bodies import Coordination
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.organisations import Organisation
from models.position_issues import PositionSubmission, SentBy, SubmissionState
from models.purged_passages import REMOVED
from models.seats import AppointmentRole
from models.signatures import Signature, SignatureValue
from plumbing.markdown import render
from tests import build
from tests.positions.conftest import address, as_, words
from tests.positions.signing.conftest import (
    LATER,
    RESERVATION,
    SIGNS,
    about_of,
    asked_of,
    signed,
    table_name,
)

NO = SignatureValue.DISSENT


@pytest.fixture
def published(house, table, asked, say):
    """A published position: the first signs, the second with a reservation, the others do not."""
    position = asked()
    say(position, 0)
    say(position, 1, RESERVATION, words="Nur für das Jahr 2027.", print_words=True)
    say(position, 2, SignatureValue.DISSENT, words="Das tragen wir nicht mit.")
    chief = as_(house, table.coordinator)
    signing_rules.close(house, position.id, **chief)
    issue = publishing_rules.compile_issue(house, position.id, **chief)
    publishing_rules.publish(house, position.id, issue.id, **chief)
    house.commit()
    return position


def test_non_signers_appear_nowhere_in_public(house, table, published, client):
    """Not on the page, not in the paper or its metadata, not in the frozen content, not by a number."""
    issue = publishing_rules.public_issue(house, published.id)
    frozen = house.get(Edition, issue.edition_id).content
    page = client.get(f"/public/positions/{published.id}")
    paper = client.get(f"/public/positions/{published.id}.pdf")
    reader = pypdf.PdfReader(io.BytesIO(paper.data))
    printed = " ".join(each.extract_text() for each in reader.pages) + str(reader.metadata)
    listed = client.get("/public")
    checked = client.get(f"/check/{house.get(Edition, issue.edition_id).sha256}")

    for place in (0, 1):
        assert all(table_name(house, table, place) in each for each in (frozen, page.text, printed))
    assert all("Nur für das Jahr 2027." in each for each in (frozen, page.text, printed))
    for each in (frozen, page.text, printed, listed.text, checked.text, str(paper.headers)):
        assert table_name(house, table, 2) not in each
        assert "tragen wir nicht" not in each
        assert "von 3" not in each
    assert published.title in listed.text
    assert reader.trailer["/Root"]["/Lang"].startswith("de")


def test_the_coordination_that_does_not_sign_is_named_nowhere_either(house, table, asked, say, client):
    """It keeps the table, and may be one of those that stay neutral by office."""
    coordinating = house.get_one(Organisation, table.coordinator.organisation_id)
    coordinating.name = "Ordnungsamt Neutral"
    seat = build.seat(house, table.body, coordinating)
    house.flush()
    position = asked()
    say(position, 0)
    chief = as_(house, table.coordinator)
    signing_rules.close(house, position.id, **chief)
    issue = publishing_rules.compile_issue(house, position.id, **chief)
    publishing_rules.publish(house, position.id, issue.id, **chief)
    house.commit()
    assert seat.organisation_id in {each.organisation_id for each in signed(house, table, position).lines}
    paper = client.get(f"/public/positions/{position.id}.pdf")
    reader = pypdf.PdfReader(io.BytesIO(paper.data))
    printed = " ".join(each.extract_text() for each in reader.pages) + str(reader.metadata)
    page = client.get(f"/public/positions/{position.id}").text
    for each in (page, printed, house.get(Edition, issue.edition_id).content):
        assert table_name(house, table, 0) in each
        assert "Ordnungsamt Neutral" not in each


@pytest.mark.parametrize(
    ("value", "facts", "named", "reads"),
    [
        (RESERVATION, {"words": "Ohne Absatz zwei.", "print_words": True}, True, "Ohne Absatz zwei."),
        (RESERVATION, {"words": "Ohne Absatz zwei."}, False, ""),
        (SignatureValue.CONSULTING, {}, False, ""),
        (SIGNS, {"provisional": True}, False, ""),
    ],
)
def test_what_everybody_reads_says_of_a_signatory_no_more_than_it_says_by_now(
    house, table, asked, say, client, value, facts, named, reads
):
    """An express text is out while institutions may still change their answer."""
    position = _out(house, table, asked, say)
    say(position, 0, value, now=LATER, **facts)
    house.commit()
    page = words(client.get(f"/public/positions/{position.id}"))
    assert (table_name(house, table, 0) in page) is named
    assert ("Vorbehalte" in page) is bool(reads)
    assert reads in page
    assert table_name(house, table, 1) in page


def test_a_special_opinion_leaves_the_public_side_once_it_is_not_wanted_there(
    house, table, asked, say, client
):
    position = _out(house, table, asked, say, lambda it: say(it, 2, NO, words="So nicht.", print_words=True))
    public = f"/public/positions/{position.id}"
    assert "So nicht." in words(client.get(public))
    say(position, 2, NO, words="So nicht.", now=LATER)
    house.commit()
    page = words(client.get(public))
    assert "So nicht." not in page
    assert table_name(house, table, 2) not in page


def _out(house, table, asked, say, more=lambda position: None):
    """An express text that two have signed, published on its first day."""
    position = asked(due_on=None, express=True)
    say(position, 0)
    say(position, 1)
    more(position)
    chief = as_(house, table.coordinator)
    issue = publishing_rules.compile_issue(house, position.id, **chief)
    publishing_rules.publish(house, position.id, issue.id, **chief)
    house.commit()
    return position


def test_only_the_issue_that_was_shown_is_published(house, table, published, coordinator):
    chief = as_(house, table.coordinator)
    publishing_rules.compile_issue(house, published.id, **chief)
    house.commit()
    page = coordinator.get(address(published, "/publish"))
    assert table_name(house, table, 0) in words(page)
    publishing_rules.compile_issue(house, published.id, **as_(house, table.coordinator))
    house.commit()
    refused = coordinator.submit(page, "Neueste Ausgabe veröffentlichen")
    assert refused.status_code == 422
    assert coordinator.submit(refused, "Neueste Ausgabe veröffentlichen").status_code == 303


def test_nothing_goes_out_before_the_sign_off_is_closed_or_without_a_signature(house, table, asked, say):
    position = asked()
    chief = as_(house, table.coordinator)
    say(position, 0)

    with pytest.raises(RuleBroken, match="not released"):
        publishing_rules.compile_issue(house, position.id, **chief)
    say(position, 0, SignatureValue.NEUTRAL)
    signing_rules.close(house, position.id, **chief)
    with pytest.raises(RuleBroken, match="No institution"):
        publishing_rules.compile_issue(house, position.id, **chief)
    with pytest.raises(NotAllowed):
        publishing_rules.compile_issue(house, position.id, **as_(house, table.mains[0]))


def test_a_withdrawn_position_says_that_it_was_withdrawn_and_nothing_else(house, table, published, client):
    publishing_rules.withdraw_publication(house, published.id, **as_(house, table.coordinator))
    house.commit()

    page = client.get(f"/public/positions/{published.id}")

    assert "zurückgezogen" in words(page)
    assert table_name(house, table, 0) not in page.text
    assert client.get(f"/public/positions/{published.id}.pdf").status_code == 404
    assert published.title not in client.get("/public").text
    issued = house.query(Edition).order_by(Edition.id.desc()).first()
    assert "zurückgezogen am" in words(client.get(f"/check/{issued.sha256}"))


def test_a_passage_in_the_title_goes_from_page_paper_file_name_and_list_and_the_checksum_stays(
    house, app, table, published, client
):
    """Where it stands in the title alone, too."""
    asked = list(house.scalars(select(Edition).order_by(Edition.id)))
    known = [each.sha256 for each in asked]
    asked[0].title = "Ebenfalls gute   Beratung"
    house.flush()
    with app.app_context():
        purge_rules.purge(house, table.body, "Gute Beratung", render=render, **as_(house, table.coordinator))
    house.commit()
    where = f"/public/positions/{published.id}"
    page, paper = client.get(where), client.get(f"{where}.pdf")
    printed = str(pypdf.PdfReader(io.BytesIO(paper.data)).metadata)
    for each in (page.text, str(paper.headers), printed, client.get("/public").text):
        assert "ute Beratung" not in each
    assert REMOVED in page.text
    assert all("Beratung" not in each.title and each.purged_at for each in asked)
    assert [each.sha256 for each in asked] == known
    assert "wurde eine Stelle" in words(client.get(f"/check/{known[-1]}"))


def test_case_8_a_reservation_with_what_nobody_may_write_is_purged_and_nothing_is_published_anew(
    house, app, table, published, client
):
    """The coordination takes the words out everywhere; the institution still signs with a reservation."""
    with app.app_context():
        chief = as_(house, table.coordinator)
        purge_rules.purge(house, table.body, "das Jahr 2027", render=render, **chief)
    house.commit()
    issue = publishing_rules.public_issue(house, published.id)
    loaded = locked(house, published.id, build.actor(house, table.coordinator))
    assert not publishing_rules.follow(house, loaded, LATER)
    where = f"/public/positions/{published.id}"
    paper = pypdf.PdfReader(io.BytesIO(client.get(f"{where}.pdf").data))
    printed = " ".join(each.extract_text() for each in paper.pages)
    inside = words(client.get(where)), printed, house.get(Edition, issue.edition_id).content
    for each in inside:
        assert "2027" not in each
        assert REMOVED in each
        assert table_name(house, table, 1) in each
    said = house.query(Signature).filter_by(value=RESERVATION).one()
    assert said.words == f"Nur für {REMOVED}."


def test_a_submission_keeps_the_issue_that_was_sent_and_has_its_letter(house, table, published, sign_in):
    chief = as_(house, table.coordinator)
    first = publishing_rules.public_issue(house, published.id)
    second = publishing_rules.compile_issue(house, published.id, **chief)
    facts = {"addressee": "Ministerium Musterland", "function": "Referat 4", "channel": SentBy.POST}
    facts |= {"address": "Amtsweg 1\n00000 Musterstadt", "sent_on": build.TODAY}
    made = submission_rules.submit(house, published.id, issue_id=first.id, **facts, **chief)
    given = {"based_on": made.version, **chief}

    with pytest.raises(RuleBroken, match="Another issue"):
        submission_rules.follow_up(house, published.id, made.id, issue_id=second.id, **facts, **given)
    back = {"received_on": build.TODAY - timedelta(days=1)}
    with pytest.raises(RuleBroken, match="not been sent then"):
        submission_rules.follow_up(house, published.id, made.id, issue_id=first.id, **facts, **back, **given)
    house.rollback()
    chief = as_(house, table.coordinator)
    first = publishing_rules.public_issue(house, published.id)
    made = submission_rules.submit(house, published.id, issue_id=first.id, **facts, **chief)
    back = {"received_on": build.TODAY, "reference": "18/4711", "answered_on": None, "answer": ""}
    given = {"issue_id": first.id, "based_on": made.version, **chief}
    submission_rules.follow_up(house, published.id, made.id, **facts, **back, **given)
    house.commit()

    client = sign_in(table.coordinator)
    paper = client.get(address(published, f"/submissions/{made.id}/letter.pdf"))
    text = pypdf.PdfReader(io.BytesIO(paper.data)).pages[0].extract_text()
    assert "Ministerium Musterland" in text
    assert published.title in text
    assert table_name(house, table, 2) not in text
    assert house.get(PositionSubmission, made.id).state is SubmissionState.LISTED
    assert "18/4711" in client.get(address(published, "/issues")).text


def test_a_letter_keeps_its_sender_though_another_institution_coordinates_since(
    house, table, published, sign_in, stop_clock
):
    chief = as_(house, table.coordinator)
    issue = publishing_rules.public_issue(house, published.id)
    facts = {"addressee": "Landtag", "channel": SentBy.POST, "sent_on": build.TODAY}
    made = submission_rules.submit(house, published.id, issue_id=issue.id, **facts, **chief)
    before = house.query(Coordination).filter_by(body_id=table.body.id).one()
    before.ends_on = build.TODAY
    after = build.organisation(house, "Nachfolgende Stelle")
    start = build.TODAY + timedelta(days=1)
    build.added(house, Coordination(body_id=table.body.id, organisation_id=after.id, starts_on=start))
    house.commit()
    stop_clock(LATER)
    paper = sign_in(table.coordinator).get(address(published, f"/submissions/{made.id}/letter.pdf"))
    text = pypdf.PdfReader(io.BytesIO(paper.data)).pages[0].extract_text()
    assert house.get_one(Organisation, before.organisation_id).name in text
    assert after.name not in text


def test_fifty_signatures_at_once_leave_one_for_each_institution(house, table, final, asked, engine):
    """Of 25 institutions the main representative stays neutral while a deputy signs: each counts once, and
    the main one's word."""
    position = final()
    people = []
    for _ in range(25):
        seat = build.seat(house, table.body)
        main, deputy = build.person(house), build.person(house)
        build.appointment(house, seat, main, may_sign=True)
        build.appointment(house, seat, deputy, AppointmentRole.DEPUTY, may_sign=True)
        people += [(seat, main, SignatureValue.NEUTRAL), (seat, deputy, SIGNS)]
    asked(position)
    about = about_of(house, position, by=table.coordinator)
    said = [
        (asked_of(house, about, seat.organisation_id).id, value, build.actor(house, who))
        for seat, who, value in people
    ]
    position_id, sha256 = position.id, about.sha256
    house.commit()
    start, failed = threading.Barrier(50), []

    def sign(asked_id, value, by):
        try:
            with Session(engine) as session:
                start.wait()
                given = {"asked_id": asked_id, "value": value, "sha256": sha256, "by": by, "now": build.NOW}
                signature_rules.sign(session, position_id, **given)
                session.info.clear()
                session.commit()
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=contextvars.copy_context().run, args=(sign, *each)) for each in said]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    house.expire_all()
    assert not failed
    assert house.query(Signature).count() == 50
    lines = [each for each in signed(house, table, position).lines if each.said]
    assert len(lines) == 25
    assert {each.said.value for each in lines} == {SignatureValue.NEUTRAL}


def test_list_and_page_say_how_far_a_final_text_has_come(house, table, asked, say, sign_in):
    position = asked()
    say(position, 0)
    chief = as_(house, table.coordinator)
    member = sign_in(table.mains[2])

    def reads(*expected):
        house.commit()
        for path in ("/positions", address(position)):
            shown = words(member.get(path))
            assert all(each in shown for each in expected), (path, expected)

    reads("Mitzeichnung bis 15.09.2026")
    signing_rules.close(house, position.id, **chief)
    reads("freigegeben")
    issue = publishing_rules.compile_issue(house, position.id, **chief)
    publishing_rules.publish(house, position.id, issue.id, **chief)
    reads("veröffentlicht am 01.09.2026", "danach geht sie an die Empfänger")
    facts = {"addressee": "Landtag", "channel": SentBy.MAIL, "sent_on": build.TODAY}
    submission_rules.submit(house, position.id, issue_id=issue.id, **facts, **chief)
    reads("übermittelt, zuerst am 01.09.2026")
    publishing_rules.withdraw_publication(house, position.id, **chief)
    reads("Veröffentlichung zurückgezogen")


def test_the_page_of_a_position_leads_to_what_has_gone_out(house, table, published, asked, sign_in):
    lead = sign_in(table.coordinator)
    link = f'button primary" href="{address(published)}/issues"'
    assert link in lead.get(address(published)).text
    running = asked()
    house.commit()
    page = lead.get(address(running)).text
    assert f"{address(running)}/issues" not in page
    assert f'button primary" href="{address(running)}/versions/' in page
