"""Publishing: a redacted text with an approval of its own, nothing that was left out is in it."""

import io

import pypdf
import pytest
from sqlalchemy import select

from blueprints.minutes import publication_rules
from models.editions import Edition, EditionKind
from models.errors import NotAllowed, RuleBroken
from models.publications import Publication
from models.purging import passage_of, places, take_out
from models.visibility import Visibility
from plumbing.markdown import render
from tests import build
from tests.minutes.test_objections import MIDNIGHT, lapse
from tests.minutes.test_reading import text_of

LEFT_OUT = (
    "Nur erste",
    "Nachbesetzung",
    "Fachvortrag",
    "Gast Klinik",
    "Begrüßung",
    "Protokollführung von außen",
)


@pytest.fixture
def approved(house, room, stop_clock):
    room.open_item.visibility = Visibility.PUBLIC
    room.written().circulate()
    lapse(room)
    stop_clock(MIDNIGHT)
    return room


def prepare(room, parts=None, based_on=0, by=None):
    given = {"based_on": based_on, "by": by or room.by, "now": MIDNIGHT, "render": render}
    words = parts or {"1": ("Beginn", "Die Sitzung **beginnt**.")}
    made = publication_rules.prepare(room.house, room.meeting_id, words, **given)
    room.house.commit()
    return made


def publish(room, based_on=1, by=None):
    made = publication_rules.publish(
        room.house, room.meeting_id, based_on=based_on, by=by or room.by, now=MIDNIGHT
    )
    room.house.commit()
    return made


def frozen(room):
    """The edition that is public."""
    room.house.expire_all()
    of_it = select(Edition).join(Publication, Publication.edition_id == Edition.id)
    return room.house.scalars(of_it).one()


def test_what_is_prepared_is_seen_by_the_coordination_only(house, approved, client, sign_in):
    made = prepare(approved)
    assert client.get(f"/public/minutes/{made.id}").status_code == 404
    assert "Beginn" not in client.get("/public").get_data(as_text=True)
    assert sign_in(approved.table.mains[0]).get(approved.url("/publication")).status_code == 404
    page = sign_in(approved.coordinator).get(approved.url("/publication")).get_data(as_text=True)
    assert "<del>" in page
    assert "<ins>" in page


def test_once_approved_everybody_reads_it_and_nothing_of_what_was_left_out(house, approved, client):
    prepare(approved)
    made = publish(approved)
    page = client.get(f"/public/minutes/{made.id}").get_data(as_text=True).split("<main")[1]
    paper = client.get(f"/public/minutes/{made.id}.pdf").data
    read = pypdf.PdfReader(io.BytesIO(paper))
    whole = text_of(paper) + str(read.metadata) + read.xmp_metadata.stream.get_data().decode()
    for words in ("Beginn", "Die Sitzung"):
        assert words in page
        assert words in whole
    for words in LEFT_OUT:
        assert words not in page
        assert words not in whole
        assert words.encode() not in paper
        assert words not in frozen(approved).content
    made = frozen(approved)
    assert made.kind is EditionKind.PUBLISHED
    assert made.is_true
    assert made.sha256 in "".join(text_of(paper).split())
    assert "Dokument dieser Website" in client.get(f"/check/{made.sha256}").get_data(as_text=True)


def test_after_a_withdrawal_nobody_finds_it_and_it_can_be_prepared_anew(house, approved, client):
    made = prepare(approved)
    publish(approved)
    with pytest.raises(RuleBroken):
        prepare(approved, based_on=house.get_one(Publication, made.id).version)
    house.rollback()
    publication_rules.withdraw_publication(house, approved.meeting_id, by=approved.by, now=MIDNIGHT)
    house.commit()
    for address in (f"/public/minutes/{made.id}", f"/public/minutes/{made.id}.pdf"):
        assert client.get(address).status_code == 404
    prepare(approved, {"1": ("Neu", "Anders")}, based_on=house.get_one(Publication, made.id).version)
    assert client.get(f"/public/minutes/{made.id}").status_code == 404
    publish(approved, based_on=house.get_one(Publication, made.id).version)
    assert "Anders" in client.get(f"/public/minutes/{made.id}").get_data(as_text=True)


@pytest.mark.parametrize(
    "parts",
    [{"V 1": ("Titel", "Text")}, {"K 1": ("Titel", "Text")}, {"1": ("", "Text")}, {"1": ("Titel", " ")}],
)
def test_confidential_items_and_empty_texts_are_refused(house, approved, parts):
    with pytest.raises(RuleBroken):
        prepare(approved, parts)
    assert house.query(Publication).count() == 0


def test_minutes_that_are_not_approved_are_not_published(house, room):
    room.written().circulate()
    with pytest.raises(RuleBroken):
        prepare(room)


def test_only_the_coordination_publishes(house, approved):
    prepare(approved)
    for stranger in (approved.taker, approved.table.mains[0], approved.elsewhere.coordinator):
        for gesture in (prepare, publish):
            with pytest.raises(NotAllowed):
                gesture(approved, by=build.actor(house, stranger))


def test_what_was_changed_meanwhile_is_not_approved_unseen(house, approved):
    prepare(approved)
    prepare(approved, {"1": ("Anders", "Anders")}, based_on=1)
    with pytest.raises(RuleBroken):
        publish(approved, based_on=1)


def test_the_form_offers_public_items_with_their_text_and_internal_ones_empty(house, approved, sign_in):
    coordinator = sign_in(approved.coordinator)
    page = coordinator.get(approved.url("/prepare-publication")).get_data(as_text=True)
    assert "Ergebnis **Begrüßung**</textarea>" in page
    assert "Ergebnis **Fachvortrag**</textarea>" not in page
    assert "Nur erste" not in page
    typed = {"chosen_1": "y", "title_1": "Beginn", "text_1": "Öffentlich", "based_on": "0", "form_key": "a"}
    assert (
        coordinator.post(approved.url("/prepare-publication"), data=typed | {"title_1": ""}).status_code
        == 422
    )
    saved = coordinator.post(approved.url("/prepare-publication"), data=typed | {"form_key": "b"})
    assert saved.status_code == 303
    sent = coordinator.post(approved.url("/publish"), data={"based_on": "1", "form_key": "c"})
    assert sent.status_code == 303
    assert house.query(Publication).one().approved_at is not None


def test_who_publishes_the_title_of_an_item_that_stays_internal_is_warned_once(approved, sign_in):
    coordinator = sign_in(approved.coordinator)
    typed = {"chosen_1": "y", "title_1": "Beginn", "text_1": "Danach kam der Fachvortrag; nur erste blieben."}
    warned = coordinator.submit(coordinator.get(approved.url("/prepare-publication")), **typed)
    assert warned.status_code == 422
    told = warned.text.split("den nicht alle kennen")[1].split("</ul>")[0]
    assert "Fachvortrag" in told
    assert "Nur erste" in told
    assert "Danach kam" in warned.text
    assert coordinator.submit(warned).status_code == 303


def test_a_purged_passage_goes_from_what_is_published_too(house, approved, client):
    prepare(approved)
    made = publish(approved)
    before = frozen(approved).sha256
    passage = passage_of("Die Sitzung")
    take_out(places(house, passage, meeting_id=approved.meeting_id), passage, now=MIDNIGHT, render=render)
    house.commit()
    page = client.get(f"/public/minutes/{made.id}").get_data(as_text=True)
    assert "Die Sitzung" not in page
    assert "endgültig entfernt" in page
    assert before[:16] in page


def test_the_minutes_say_what_is_published_and_the_refusal_leads_there(approved, sign_in):
    browser = sign_in(approved.coordinator)
    assert "Ergebnisse veröffentlichen" in browser.get(approved.url()).text
    prepare(approved)
    publish(approved)
    page = browser.get(approved.url()).text
    assert "Ergebnisse veröffentlichen" not in page
    assert f'href="{approved.url("/publication")}"' in page
    assert "für alle lesbar" in page
    assert f'href="{approved.url("/publication")}"' in browser.get(approved.url("/prepare-publication")).text
    assert approved.url("/publication") not in sign_in(approved.table.mains[0]).get(approved.url()).text


def test_the_checksum_of_what_was_once_public_stays_known_and_says_that_it_was_withdrawn(
    house, approved, client
):
    prepare(approved)
    publish(approved)
    first = frozen(approved).sha256
    publication_rules.withdraw_publication(house, approved.meeting_id, by=approved.by, now=MIDNIGHT)
    house.commit()
    assert "zurückgezogen am" in client.get(f"/check/{first}").text
    made = prepare(approved, {"1": ("Neu", "Anders")}, based_on=house.query(Publication).one().version)
    publish(approved, based_on=made.version)
    second = frozen(approved).sha256
    assert "zurückgezogen am" in client.get(f"/check/{first}").text
    assert "Dokument dieser Website" in client.get(f"/check/{second}").text
    assert "zurückgezogen" not in client.get(f"/check/{second}").text


def test_what_was_published_is_no_page_of_the_minutes_and_only_the_newest_is_public(
    house, approved, client, sign_in
):
    made = prepare(approved)
    publish(approved)
    first = frozen(approved)
    frozen_at = f"/editions/{first.id}"
    assert sign_in(approved.coordinator).get(frozen_at).status_code == 404
    publication_rules.withdraw_publication(house, approved.meeting_id, by=approved.by, now=MIDNIGHT)
    house.commit()
    made = prepare(approved, {"1": ("Neu", "Anders")}, based_on=house.get_one(Publication, made.id).version)
    publish(approved, based_on=made.version)
    assert frozen(approved).id != first.id
    assert frozen(approved).number == 2
    page = client.get(f"/public/minutes/{made.id}").text
    assert "Anders" in page
    assert "Beginn" not in page.split("<main")[1]


def test_what_changed_since_the_look_is_shown_word_by_word_before_it_is_published(house, approved, sign_in):
    prepare(approved, {"1": ("Beginn", "Der Tisch hat begonnen.")})
    client = sign_in(approved.coordinator)
    looked = client.get(approved.url("/publication"))
    prepare(approved, {"1": ("Beginn", "Der Tisch hat geendet.")}, based_on=1)
    again = client.submit(looked, "Freigeben und veröffentlichen")
    assert again.status_code == 409
    assert "<del>begonnen</del><ins>geendet</ins>" in again.text
    assert house.query(Publication).one().approved_at is None
    assert client.submit(again, "Freigeben und veröffentlichen").status_code == 303
    house.expire_all()
    assert house.query(Publication).one().approved_at is not None
    for odd in ("x", "[1]", '{"1": 2}', '{"1": {"title": "x"}}'):
        odd_one = client.post(approved.url("/publish"), data={"based_on": "1", "seen": odd, "form_key": odd})
        assert odd_one.status_code in (303, 409), odd


def test_of_two_who_prepare_it_the_slower_sees_both_texts_and_can_save(house, approved, sign_in):
    client = sign_in(approved.coordinator)
    prepare(approved, {"1": ("Beginn", "Der Tisch hat begonnen.")})
    form = client.get(approved.url("/prepare-publication"))
    prepare(approved, {"1": ("Beginn", "Der Tisch hat geendet.")}, based_on=1)
    shown = client.submit(form, text_1="Der Tisch hat getagt.")
    assert shown.status_code == 409
    assert "<del>geendet</del><ins>getagt</ins>" in shown.text
    assert client.submit(shown).status_code == 303
    house.expire_all()
    assert house.query(Publication).one().parts["1"]["markdown"] == "Der Tisch hat getagt."
