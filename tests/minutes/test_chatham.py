"""Notes of the chair that only the coordination sees; items under the Chatham House rule that name nobody."""

import json

import pytest
from sqlalchemy import func, select

from blueprints.decisions import rules as decision_rules
from blueprints.decisions import voting_rules
from blueprints.tasks import report_rules
from blueprints.tasks import rules as task_rules
from blueprints.tasks.rules import Wanted
from models.chatham import Named, Names
from models.decisions import Decision, DecisionKind
from models.editions import Edition
from models.history import Entry
from models.item_notes import ItemNote
from models.meetings import AgendaItem
from models.minutes import MinutesState
from models.objections import ObjectionOutcome
from models.organisations import Organisation
from models.purging import passage_of, places
from models.rounds import AskedSeat
from models.stances import StanceValue
from models.tasks import Task, TaskState
from models.texts import TextVersion
from models.unnamed import names_at
from models.visibility import Visibility
from plumbing.markdown import render
from tests import build
from tests.minutes.test_corrections import correct
from tests.minutes.test_objections import decide, lapse, object_to
from tests.public.test_published import prepare

PEOPLE = ("Dr. Anna Beispiel-Muster", "Karl Sommer", "Vertretung Polizei Musterstadt", "Gast")
HOUSES = (
    "Polizei Musterstadt",
    "Jugendamt Musterstadt",
    "Frauen helfen e. V.",
    "FhF",
    "Netz für Klient*innen",
)
NAMES = Names(PEOPLE, HOUSES)


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Frau Beispiel-Muster berichtet.", ["Frau Beispiel-Muster"]),
        (
            "Anna  Beispiel-Muster und Beispiel-Musters Vorschlag",
            ["Anna  Beispiel-Muster", "Beispiel-Musters"],
        ),
        ("Im Sommer sagt Herr Sommer zu.", ["Herr Sommer"]),
        ("Karl Sommer", ["Karl Sommer"]),
        ("Die Polizei Musterstadt und das jugendamt", ["Polizei Musterstadt", "jugendamt"]),
        ("Der Bericht des Jugendamtes", ["Jugendamtes"]),
        ("Frauen helfen, FhF", ["Frauen helfen", "FhF"]),
        ("netz für Klient*innen", ["netz für Klient*innen"]),
        ("In Musterstadt gibt es Polizeiarbeit. Ein Gasthaus hilft Frauen.", []),
        ("Eine Behörde berichtet, zwei Beratungsstellen widersprechen.", []),
        ("", []),
    ],
)
def test_what_names_somebody_of_the_table_is_found(text, passages):
    assert [each.passage for each in NAMES.found_in(text)] == passages


def test_a_table_without_names_finds_nothing():
    assert Names().found_in("Frau Beispiel") == []


def test_everybody_who_could_have_spoken_counts(house, room):
    room.begin()
    former = build.seat(house, room.table.body, build.organisation(house, "Ehemaliges Amt"))
    former.ends_on = build.TODAY
    build.appointment(house, former, build.person(house, "Erna Ehemals"))
    found = names_at(house, room.meeting)
    assert {"Erna Ehemals", "Gast Klinik", "Protokollführung von außen"} <= set(found.people)
    assert {room.table.coordinator.name, *(each.name for each in room.table.mains)} <= set(found.people)
    assert "Ehemaliges Amt" in found.institutions


def test_names_take_as_many_statements_for_many_as_for_few(house, room, statements):
    counts = []
    for _ in range(2):
        names_at(house, room.meeting)
        with statements() as seen:
            names_at(house, room.meeting)
        counts.append(len(seen))
        for _ in range(20):
            build.seat(house, room.table.body, build.organisation(house))
    assert counts[0] == counts[1] <= 3


@pytest.fixture
def browser(house, room, sign_in):
    room.begin()
    house.commit()
    return sign_in(room.coordinator)


@pytest.fixture
def save(browser, room, word):
    def send(item="Begrüßung", **typed):
        return browser.submit(browser.get(room.screen(item)), word("Save"), **typed)

    return send


def test_under_the_rule_a_text_that_names_a_speaker_is_not_saved(house, room, save):
    assert save(markdown="Text", chatham_house="yes").status_code == 303
    refused = save(markdown=f"{room.table.mains[0].name} sagt: nein.")
    assert refused.status_code == 422
    assert f"<mark>{room.table.mains[0].name}</mark>" in refused.text
    assert "sagt: nein.</textarea>" in refused.text
    named = save(information=f"Bericht von {build_name(house, room)}")
    assert named.status_code == 422
    assert save(markdown="Jemand sagt: nein.").status_code == 303
    assert house.scalar(select(TextVersion.markdown).order_by(TextVersion.id.desc()).limit(1)) == (
        "Jemand sagt: nein."
    )


def build_name(house, room):
    return names_at(house, room.meeting).institutions[0]


@pytest.mark.parametrize("field", ["information", "task_title", "decision_title", "decision_wording"])
def test_the_lines_recorded_with_the_text_name_nobody_either(house, room, save, field):
    assert save(markdown="Text", chatham_house="yes").status_code == 303
    lines = {"task_title": "Klären", "task_seat_id": "0", "decision_title": "Was?", "decision_wording": "So."}
    refused = save(**lines | {field: f"Wie {room.table.mains[0].name} sagt"})
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert 'id="markdown-error"' not in refused.text
    assert house.scalar(select(func.count()).select_from(Decision)) == 0


def test_wherever_else_words_about_the_item_arise_they_name_nobody(house, room):
    """On the pages of decisions and tasks, in objections, corrections, and in what is published."""
    room.open_item.chatham_house, room.open_item.visibility = True, Visibility.PUBLIC
    name, facts = room.table.mains[0].name, {"by": room.by, "now": room.after}
    said, item = f"Wie {name} sagt", room.open_item.id
    worded = {"kind": DecisionKind.SUBSTANCE, "render": render, **facts}
    made = decision_rules.propose(house, room.body_id, title="A", wording="B", item_id=item, **worded)
    task = task_rules.create(house, room.body_id, Wanted(title="A"), seat_id=None, item_id=item, **facts)
    room.written().circulate()
    lapse(room)
    refused = [
        lambda: prepare(room, {"1": ("Titel", said)}),
        lambda: prepare(room, {"1": (said, "Text")}),
        lambda: decision_rules.propose(house, room.body_id, title=said, wording="B", item_id=item, **worded),
        lambda: decision_rules.edit(
            *(house, room.body_id, made.id),
            title="A",
            wording=said,
            circular=False,
            item_id=item,
            based_on=made.version,
            **worded,
        ),
        lambda: task_rules.create(
            house, room.body_id, Wanted(title="A", text=said), seat_id=None, item_id=item, **facts
        ),
        lambda: task_rules.edit(
            house, task.id, Wanted(title=said), seat_id=None, based_on=task.version, **facts
        ),
        lambda: object_to(room, place=1, wording=said),
        lambda: decide(room, object_to(room, place=1), ObjectionOutcome.STATEMENT, wording=said),
        lambda: correct(room, {item: said}),
        lambda: correct(room, {item: "Anders"}, f"Wegen {name}"),
    ]
    for gesture in refused:
        with pytest.raises(Named):
            gesture()
        house.rollback()


def test_an_institution_may_name_itself_in_its_own_words_and_nobody_else(house, room):
    """Reasons and special opinions, reports, and what is not right: they stand beside its name anyway."""
    room.open_item.chatham_house = True
    item, facts = room.open_item.id, {"by": room.by, "now": room.after}
    worded = {"kind": DecisionKind.SUBSTANCE, "render": render, "item_id": item, **facts}
    made = decision_rules.propose(house, room.body_id, title="A", wording="B", **worded)
    house.flush()
    decision_rules.put(house, room.body_id, made.id, due_on=None, based_on=made.version, **facts)
    seat, own = room.table.seats[0], build.actor(house, room.table.mains[0])
    task = task_rules.create(house, room.body_id, Wanted(title="A"), seat_id=seat.id, item_id=item, **facts)
    mine = (AskedSeat.seat_id == seat.id) & (AskedSeat.round_id == made.round_id)
    asked_id = house.scalars(select(AskedSeat.id).where(mine)).one()
    room.written().circulate()

    def cast(**said):
        given = {"asked_id": asked_id, "value": StanceValue.AGREE, "by": own, "now": room.after}
        voting_rules.cast(house, room.body_id, made.id, **given | said)

    def report(note):
        said = report_rules.Said(state=TaskState.IN_PROGRESS, note=note)
        version = house.get_one(Task, task.id, populate_existing=True).version
        report_rules.report(house, task.id, said, based_on=version, by=own, now=room.after)

    gestures = [
        ("reason", lambda words: cast(value=StanceValue.ABSTAIN, reason=words)),
        ("special_opinion", lambda words: cast(special_opinion=words)),
        ("note", report),
        ("wrong", lambda words: object_to(room, place=1, wrong=words, wording="Anders")),
    ]
    other = house.get_one(Organisation, room.table.seats[1].organisation_id).name
    itself = house.get_one(Organisation, seat.organisation_id).name
    for field, gesture in gestures:
        for name in (other, room.table.mains[1].name, room.table.mains[0].name):
            with pytest.raises(Named) as refused:
                gesture(f"Wie {name} sagt")
            assert refused.value.field == field
            house.rollback()
        gesture(f"Wir, {itself}, sehen das anders")
        house.commit()
    with pytest.raises(Named):
        object_to(room, place=1, wording=f"{itself} sieht das anders")


@pytest.mark.parametrize("where", ["task", "decision"])
def test_the_rule_is_not_switched_on_over_a_task_or_decision_that_names_somebody(house, room, save, where):
    words = f"{room.table.mains[0].name} klärt es"
    lines = {"task_title": "Klären", "task_seat_id": "0", "decision_title": "Was?", "decision_wording": "So."}
    mine = {name: value for name, value in lines.items() if name.startswith(where)}
    assert save(markdown="Text", **mine | {f"{where}_title": words}).status_code == 303
    refused = save(chatham_house="yes")
    assert refused.status_code == 422
    assert "klärt es" not in refused.text.split("<main")[1].split("<form")[0]
    assert house.get_one(AgendaItem, room.ids["Begrüßung"], populate_existing=True).chatham_house is False


def test_the_rule_is_not_switched_on_over_a_text_that_names_somebody(house, room, save):
    words = f"{room.table.mains[0].name} berichtet."
    assert save(markdown=words).status_code == 303
    refused = save(markdown=words, chatham_house="yes")
    assert refused.status_code == 422
    item = house.get_one(AgendaItem, room.ids["Begrüßung"], populate_existing=True)
    assert item.chatham_house is False


def test_other_items_are_left_alone(room, save):
    save(chatham_house="yes")
    assert save("Fachvortrag", markdown=f"{room.table.mains[0].name} berichtet.").status_code == 303


def test_a_script_is_refused_too(room, browser, save):
    save(chatham_house="yes")
    sent = {"markdown": room.table.mains[0].name, "based_on": "0"}
    answer = browser.post(room.screen("Begrüßung"), data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert room.table.mains[0].name in answer.json["told"]


def test_a_draft_is_kept_and_says_what_will_be_refused(room, browser, save):
    save(chatham_house="yes")
    sent = {"markdown": room.table.mains[0].name, "based_on": "0"}
    shown = browser.post(f"{room.screen('Begrüßung')}/draft", data=sent, headers={"Sec-Fetch-Dest": "empty"})
    assert f"<mark>{room.table.mains[0].name}</mark>" in shown.text


def test_the_minutes_say_that_the_rule_held(house, room, word):
    room.written()
    room.open_item.chatham_house = True
    room.circulate()
    told = [each.data["items"] for each in house.scalars(select(Edition)) if "objections_until" in each.data]
    assert all(
        item.get("chatham_house", False) is (item["number"] == "1") for items in told for item in items
    )


def test_saving_in_the_rules_raises_named(house, room):
    room.begin()
    room.open_item.chatham_house = True
    with pytest.raises(Named):
        room.write(room.open_item, f"Wort von {room.table.mains[1].name}")


SECRET = "Zündstoff-Kobalt"


def test_only_the_coordination_sees_the_note_of_the_chair(house, room, save, sign_in):
    assert save(markdown="Text", note=SECRET).status_code == 303
    assert SECRET in sign_in(room.coordinator).get(room.screen("Begrüßung")).text
    others = (room.taker, room.table.mains[0], room.table.deputies[0], room.table.reader, room.guest)
    for who in (*others, room.elsewhere.coordinator):
        browser = sign_in(who)
        for address in (room.screen("Begrüßung"), room.url(), f"/meetings/{room.meeting_id}"):
            assert SECRET not in browser.get(address).text, who.name


def test_the_note_is_folded_away_on_a_screen_that_all_may_look_at(house, room, save, sign_in):
    assert save(markdown="Text", note=SECRET).status_code == 303
    page = sign_in(room.coordinator).get(room.screen("Begrüßung")).text
    before = page.split("Notiz der Sitzungsleitung (vorhanden)")[0]
    assert before.rpartition("<details")[2].startswith(">")


def test_a_minute_taker_writes_no_note(house, room, sign_in):
    room.begin()
    taker = sign_in(room.taker)
    assert 'name="note"' not in taker.get(room.screen("Begrüßung")).text
    sent = {"markdown": "Text", "based_on": "0", "note": "x", "note_based_on": "0"}
    assert taker.post(room.screen("Begrüßung"), data=sent).status_code == 404
    assert house.query(ItemNote).count() == 0


def test_the_note_is_on_no_paper_and_in_no_history(house, room, save):
    for item in ("Begrüßung", "Nachbesetzung"):
        save(item, markdown="Text", note=SECRET)
    room.circulate()
    editions = house.scalars(select(Edition)).all()
    assert editions
    for each in editions:
        assert SECRET not in json.dumps(each.data, ensure_ascii=False)
    entry = house.scalars(select(Entry).where(Entry.gesture == "write-note")).first()
    assert entry.facts.keys() == {"item", "number", "sha256"}


def test_of_two_notes_none_is_lost(house, room, browser, save, word):
    first = browser.get(room.screen("Begrüßung"))
    assert save(note="Eins").status_code == 303
    page = browser.submit(first, word("Save"), note="Zwei", form_key="another")
    assert page.status_code == 409
    assert "Eins</pre>" in page.text
    assert "Zwei</textarea>" in page.text
    before = page.text.split("Notiz der Sitzungsleitung (vorhanden)")[0]
    assert before.rpartition("<details")[2].startswith(" open>")
    assert browser.submit(page, word("Save"), note="Eins und zwei").status_code == 303
    newest = select(TextVersion.markdown).order_by(TextVersion.id.desc()).limit(1)
    assert house.scalar(newest) == "Eins und zwei"


def test_a_note_alone_takes_no_confirmation_back_and_makes_no_empty_text(house, room, save):
    room.written().house.commit()
    save(note="Nur das")
    assert house.query(TextVersion).count() == 5
    assert room.begin().state is MinutesState.DRAFT


def test_a_note_is_purged_with_its_meeting(house, room, save):
    save(note=SECRET)
    assert len(places(house, passage_of(SECRET), meeting_id=room.meeting_id).versions) == 1


def test_what_became_of_the_item_is_saved_with_it(house, room, save):
    later = build.meeting(house, room.table.body, in_days=80)
    house.commit()
    assert save(markdown="Text", outcome="put-off", put_off_to_id=str(later.id)).status_code == 303
    item = house.get_one(AgendaItem, room.ids["Begrüßung"], populate_existing=True)
    assert (item.outcome.value, item.put_off_to_id) == ("put-off", later.id)
    assert save(outcome="dealt-with", put_off_to_id="").status_code == 303
    assert save(outcome="x").status_code == 422
    house.refresh(item)
    assert (item.outcome.value, item.put_off_to_id) == ("dealt-with", None)
