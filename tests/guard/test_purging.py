"""A passage goes for good: out of versions, drafts and sent documents; the history does not repeat it."""

import json

import pytest
from sqlalchemy import select

from blueprints.office import purge_rules
from blueprints.surveys.rules import make_findable
from blueprints.tables.shelf import wording_rules
from models.decisions import Decision, DecisionKind
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.folding import folded
from models.history import Entry, broken_links, seal_entries
from models.invitations import Reply
from models.meetings import AgendaItem, Meeting
from models.purge_places import bases_of, within, worded
from models.purged_passages import REMOVED
from models.purging import passage_of
from models.rounds import Channel
from models.shelf import DocumentKind, ShelfDocument
from models.stances import Stance
from models.tasks import Task, TaskReport, TaskState
from models.text_drafts import save_draft
from models.texts import (
    Collision,
    Text,
    TextDraft,
    TextVersion,
    freeze_version,
    write,
)
from models.topics import Topic
from plumbing.markdown import render
from tests import build
from tests.minutes.conftest import AFTER, room, word  # noqa: F401 - fixtures
from tests.surveys import making

SECRET = "Frau X., 19, aus Ghana"


def everything(house):
    """All words in the database that pages, papers and the history are made from."""
    house.expire_all()
    found = [each.markdown + each.html for each in house.scalars(select(TextVersion))]
    found += [each.markdown for each in house.scalars(select(TextDraft))]
    found += [each.content for each in house.scalars(select(Edition))]
    found += [each.title + each.text for each in house.scalars(select(AgendaItem))]
    found += [json.dumps(each.facts) for each in house.scalars(select(Entry))]
    return "\n".join(found)


@pytest.fixture
def told(house, app, room):  # noqa: F811 - the fixture
    """Minutes with the passage in two versions, in a draft, in an item of the agenda, and sent out."""
    with app.app_context():
        house.get_one(AgendaItem, room.open_item.id).text = f"Vorbereitung: {SECRET} & andere"
        room.begin()
        room.write(room.open_item, "Es geht um Frau X., 19,\naus Ghana & **andere**. Beschluss folgt.")
        room.write(room.open_item, f"Es geht um {SECRET}.\n\nBeschluss: vertagt.", based_on=1)
        for item in (room.named_item, room.guest_item, room.own_item):
            room.write(item, f"Ergebnis zu **{item.title}**")
        room.circulate()
        text = house.scalars(select(Text.id).order_by(Text.id)).first()
        draft = TextDraft(
            text_id=text, person_id=room.taker.id, markdown=f"Noch: {SECRET}", based_on=1, saved_at=AFTER
        )
        build.added(house, draft)
        house.commit()
    return room


def test_a_passage_is_shown_and_then_removed_everywhere(house, told, sign_in):
    client = sign_in(told.coordinator)
    address = f"/office/meetings/{told.meeting_id}/purge"
    before = {each.id: each.sha256 for each in house.scalars(select(Edition))}
    page = client.get(address)
    assert f'value="{SECRET}"' in page.get_data(as_text=True)
    look = client.submit(page, "Zeigen, wo sie steht", picked=SECRET)
    assert look.status_code == 200
    assert f"<mark>{SECRET}</mark>" in look.get_data(as_text=True)
    assert SECRET in everything(house)
    assert client.submit(look, "Endgültig entfernen").status_code == 303
    left = everything(house)
    assert "X., 19" not in left
    assert "Ghana" not in left
    assert REMOVED in left
    assert "Beschluss: vertagt." in left
    versions = house.scalars(
        select(TextVersion).where(TextVersion.purged_at.is_not(None)).order_by(TextVersion.id)
    ).all()
    assert len(versions) == 2
    assert all(REMOVED in each.html for each in versions)
    editions = house.scalars(select(Edition).order_by(Edition.id)).all()
    assert {each.id: each.sha256 for each in editions} == before
    assert any(each.purged_at for each in editions)
    assert all(each.is_true for each in editions)
    entry = house.scalars(select(Entry).where(Entry.gesture == "purge")).one()
    assert (entry.facts["versions"], entry.facts["drafts"], entry.facts["agenda_item"]) == (2, 1, 1)
    assert entry.facts["sha256"][: len(versions)] == [each.sha256 for each in versions]
    assert not list(broken_links(house))
    shown = client.get(told.url()).get_data(as_text=True)
    assert "Prüfsumme" in shown
    assert "wurde eine Stelle" in shown


def test_what_stands_nowhere_or_is_too_short_is_refused_beside_its_field(house, told, sign_in):
    client = sign_in(told.coordinator)
    address = f"/office/meetings/{told.meeting_id}/purge"
    for typed in ("gibt es nicht", "19", "", "entfernt"):
        answer = client.submit(client.get(address), "Zeigen, wo sie steht", passage=typed, picked="")
        assert answer.status_code == 422
        assert 'id="passage-error"' in answer.get_data(as_text=True)
    assert SECRET in everything(house)


def test_only_the_coordination_of_the_body_may(house, told, sign_in):
    address = f"/office/meetings/{told.meeting_id}/purge"
    for who in (told.taker, told.table.mains[0], told.elsewhere.coordinator):
        assert sign_in(who).post(address, data={"passage": SECRET}).status_code == 404
    meeting = house.get_one(Meeting, told.meeting_id)
    with pytest.raises(NotAllowed):
        purge_rules.purge(house, meeting, SECRET, by=build.actor(house, told.taker), now=AFTER, render=render)
    assert SECRET in everything(house)


def test_the_wording_on_a_shelf_keeps_its_number_and_hash(house, app):
    with app.app_context():
        table = build.table(house, seats=1)
        by = {"by": build.actor(house, table.coordinator), "now": build.NOW}
        document = build.added(
            house,
            ShelfDocument(
                body_id=table.body.id,
                title="Geschäftsordnung",
                owner_id=table.coordinator.id,
                put_at=build.NOW,
                kind=DocumentKind.BYLAWS,
            ),
        )
        typed = f"§ 1\n\nWie bei {SECRET}"
        made = wording_rules.write_wording(house, document.id, typed, based_on=0, render=render, **by)
        was = made.sha256
        text = house.get_one(Text, document.text_id)
        purge_rules.purge(house, text, "Frau  X., 19, aus Ghana", render=render, **by)
        seal_entries(house)
        house.commit()
    assert made.markdown == f"§ 1\n\nWie bei {REMOVED}"
    assert (made.sha256, made.number) == (was, 1)
    assert made.purged_at == build.NOW
    assert not list(broken_links(house))


def test_the_register_of_decisions_forgets_it_too(house, app):
    with app.app_context():
        table = build.table(house, seats=1)
        by = {"by": build.actor(house, table.coordinator), "now": build.NOW}
        text = build.added(house, Text(body_id=table.body.id))
        write(house, text, f"Wir helfen {SECRET}.", based_on=0, render=render, **by)
        made = build.added(
            house,
            Decision(
                body_id=table.body.id,
                title=f"Zu {SECRET}",
                kind=DecisionKind.SUBSTANCE,
                text_id=text.id,
                created_at=build.NOW,
                created_by_id=table.coordinator.id,
                folded=folded(f"Zu {SECRET} Wir helfen {SECRET}."),
            ),
        )
        purge_rules.purge(house, text, SECRET, render=render, **by)
    assert made.title == f"Zu {REMOVED}"
    assert "ghana" not in made.folded
    assert "wir helfen" in made.folded


@pytest.mark.parametrize("where", ["table", "meeting"])
def test_the_search_over_surveys_forgets_it_too(house, app, where):
    """What the search looks through holds the title and the questions of a survey once more."""
    with app.app_context():
        table = build.table(house, seats=1)
        by = {"by": build.actor(house, table.coordinator), "now": build.NOW}
        meeting = build.meeting(house, table.body)
        made = making.survey(house, table.body, title=f"Zu {SECRET}", meeting_id=meeting.id)
        making.question(house, made, wording=f"Kennen Sie {SECRET}?")
        make_findable(house, made)
        assert "ghana" in made.folded
        purge_rules.purge(
            house, {"table": table.body, "meeting": meeting}[where], SECRET, render=render, **by
        )
    assert made.title == f"Zu {REMOVED}"
    assert "ghana" not in made.folded
    assert "kennen sie" in made.folded


def test_a_passage_is_found_whatever_space_and_escaping_is_between_its_words():
    passage = passage_of("  A & B <c> ")
    assert passage.words == "A & B <c>"
    assert passage.out_of("x A &\nB <c> y A &amp; B &lt;c&gt;") == f"x {REMOVED} y {REMOVED}"
    with pytest.raises(RuleBroken):
        passage_of("ab")


def test_a_text_of_a_meeting_is_purged_with_all_that_was_sent_of_it(house, told, sign_in):
    text = house.scalars(select(Text.id).where(Text.meeting_id == told.meeting_id).order_by(Text.id)).first()
    assert sign_in(told.coordinator).get(f"/office/texts/{text}/purge").status_code == 404


def test_a_passage_that_reads_like_a_tag_leaves_all_tags_whole(house, app):
    with app.app_context():
        table = build.table(house, seats=1)
        by = {"by": build.actor(house, table.coordinator), "now": build.NOW}
        text = build.added(house, Text(body_id=table.body.id))
        typed = 'Sehr **strong** und [hier](https://a.example/ "Wo > b")'
        made = write(house, text, typed, based_on=0, render=render, **by)
        house.flush()
        for passage in ("href", 'ref="', "rong>", "</strong"):
            with pytest.raises(RuleBroken):
                purge_rules.purge(house, text, passage, render=render, **by)
        purge_rules.purge(house, text, "strong", render=render, **by)
    assert f"<strong>{REMOVED}</strong>" in made.html


@pytest.fixture
def scattered(house, app, told):
    """The passage in what institutions wrote at the table, too, and at another table."""
    with app.app_context():
        seat, body = told.table.seats[0], told.table.body
        task = Task(
            body_id=body.id,
            title=f"Hilfe für {SECRET}",
            created_at=AFTER,
            created_by_id=told.coordinator.id,
            counted_from=AFTER,
            assigned_at=AFTER,
        )
        build.added(house, task)
        report = TaskReport(
            task_id=task.id,
            state=TaskState.IN_PROGRESS,
            reported_at=AFTER,
            channel=Channel.SITE,
            note=f"{SECRET}!",
        )
        topic = Topic(
            body_id=body.id, title="Lage", text=f"Wegen {SECRET}", submitted_at=AFTER, seat_id=seat.id
        )
        away = Topic(body_id=told.elsewhere.body.id, title=f"{SECRET}", submitted_at=AFTER)
        build.added_all(house, report, topic, away)
        house.commit()
    return {"task": task, "report": report, "topic": topic, "away": away}


def test_everywhere_at_a_table_means_what_institutions_wrote_there_too(house, told, scattered, sign_in):
    client = sign_in(told.coordinator)
    look = client.submit(
        client.get(f"/office/meetings/{told.meeting_id}/purge"), "Zeigen, wo sie steht", picked=SECRET
    )
    assert "an 3 weiteren Orten" in look.text
    look = client.submit(
        client.get(f"/office/round-tables/{told.table.body.id}/purge"), "Zeigen, wo sie steht", passage=SECRET
    )
    assert "weiteren Orten" not in look.text
    assert client.submit(look, "Endgültig entfernen").status_code == 303
    house.expire_all()
    assert scattered["task"].title == f"Hilfe für {REMOVED}"
    assert scattered["report"].note == f"{REMOVED}!"
    assert scattered["topic"].text == f"Wegen {REMOVED}"
    assert scattered["away"].title == SECRET
    assert "Ghana" not in everything(house)


def test_every_field_for_words_at_a_table_is_reached():
    """What hangs on no table is the directory's, an account's or the instance's; all else must be found."""
    beyond = {kind.__name__ for kind, _ in worded() if within(kind, bases_of(table_id=1)) is None}
    assert beyond == {
        *("CalendarFeed", "ContactPoint", "FormerName", "HelpOffer", "Imprint"),
        *("Organisation", "Person", "SignInSession"),
    }
    reached = dict(worded())
    assert {"reason", "special_opinion"} <= set(reached[Stance])
    assert {"note", "substitute"} <= set(reached[Reply])


def test_what_takes_the_place_of_a_passage_never_bursts_a_line(house, app):
    with app.app_context():
        table = build.table(house, seats=1)
        by = {"by": build.actor(house, table.coordinator), "now": build.NOW}
        topic = build.added(house, Topic(body_id=table.body.id, title="abc " * 50, submitted_at=build.NOW))
        purge_rules.purge(house, table.body, "abc", render=render, **by)
        house.commit()
    assert topic.title.startswith(f"{REMOVED} {REMOVED}")
    assert len(topic.title) <= 200


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (r"Konto zora\_tester99 fehlt", f"Konto {REMOVED} fehlt"),
        ("Konto ZORA_Tester99 fehlt", f"Konto {REMOVED} fehlt"),
    ],
)
def test_neither_a_backslash_nor_another_case_hides_a_passage(typed, left):
    passage = passage_of("zora_tester99")
    assert passage.stands_in(typed)
    assert passage.out_of(typed) == left


@pytest.mark.parametrize("typed", ["**Xaver** Probst", "Xaver **Probst**", "**Xaver Probst**"])
def test_signs_of_emphasis_hide_no_passage_and_still_pair_afterwards(typed):
    assert passage_of("xaver probst").out_of(f"Für {typed} da") == f"Für **{REMOVED}** da"


def test_emphasis_between_words_goes_out_of_text_page_and_register(house, app):
    with app.app_context():
        table = build.table(house, seats=1)
        by = {"by": build.actor(house, table.coordinator), "now": build.NOW}
        text = build.added(house, Text(body_id=table.body.id))
        typed = "Für **Xaver** Probst und Xaver\n> Probst"
        made = write(house, text, typed, based_on=0, render=render, **by)
        facts = {
            "title": "Hilfe",
            "kind": DecisionKind.SUBSTANCE,
            "text_id": text.id,
            "created_at": build.NOW,
        }
        decision = Decision(
            body_id=table.body.id,
            created_by_id=table.coordinator.id,
            folded=folded(f"Hilfe {typed}"),
            **facts,
        )
        build.added(house, decision)
        purge_rules.purge(house, text, "XAVER PROBST", render=render, **by)
    for words in (made.markdown, made.html, decision.folded):
        assert "xaver" not in words.lower()
        assert "probst" not in words.lower()


def test_what_could_not_be_taken_out_whole_is_refused_instead_of_called_gone(house, app):
    with app.app_context():
        table = build.table(house, seats=1)
        by = {"by": build.actor(house, table.coordinator), "now": build.NOW}
        text = build.added(house, Text(body_id=table.body.id))
        write(house, text, "Für Xa**ver** Probst", based_on=0, render=render, **by)
        with pytest.raises(RuleBroken):
            purge_rules.purge(house, text, "Xaver Probst", render=render, **by)


def test_an_item_put_off_to_a_meeting_is_not_purged_with_that_meeting():
    """Keys that only name another row are no way to it."""
    for name in ("put_off_to_id", "approved_in_id", "superseded_by_id", "again_of_id"):
        assert not [kind for kind, _ in worded() if name in str(within(kind, bases_of(meeting_id=1)))]
    assert within(AgendaItem, bases_of(meeting_id=1)) is not None


@pytest.fixture
def live(house, app):
    """A text with two lines, the passage in the second, and one purged since a form was opened over it."""
    with app.app_context():
        table = build.table(house, seats=1)
        by = {"by": build.actor(house, table.coordinator), "now": build.NOW}
        text = build.added(house, Text(body_id=table.body.id))
        write(house, text, f"Anfang\n\nMitte\n\n{SECRET}", based_on=0, render=render, **by)
        save_draft(house, text, f"Anfang\n\nMitte neu\n\n{SECRET}", based_on=1, **by)
        purge_rules.purge(house, text, SECRET, render=render, **by)
        yield text, by


def test_a_form_opened_before_the_purge_brings_nothing_back_unseen(house, live):
    text, by = live
    assert text.latest == 2
    typed = f"Anfang neu\n\nMitte\n\n{SECRET}"
    with pytest.raises(Collision) as collision:
        write(house, text, typed, based_on=1, render=render, **by)
    assert (collision.value.latest, collision.value.mine) == (2, typed)
    with pytest.raises(Collision):
        save_draft(house, text, typed, based_on=1, **by)
    assert SECRET not in everything(house)


def test_the_new_version_holds_the_cleaned_wording_and_drafts_go_on_from_it(house, live):
    text, by = live
    newest = house.scalars(select(TextVersion).where(TextVersion.number == 2)).one()
    assert newest.markdown == f"Anfang\n\nMitte\n\n{REMOVED}"
    assert (newest.based_on, newest.author_id, newest.purged_at) == (1, by["by"].person_id, None)
    draft = house.scalars(select(TextDraft)).one()
    assert write(house, text, draft.markdown, based_on=draft.based_on, render=render, **by).number == 3


def test_a_frozen_version_stays_the_last(house, app):
    with app.app_context():
        table = build.table(house, seats=1)
        by = {"by": build.actor(house, table.coordinator), "now": build.NOW}
        text = build.added(house, Text(body_id=table.body.id))
        made = write(house, text, SECRET, based_on=0, render=render, **by)
        freeze_version(made, build.NOW)
        purge_rules.purge(house, text, SECRET, render=render, **by)
    assert (text.latest, made.markdown) == (1, REMOVED)


def test_autosave_over_a_purged_version_answers_with_a_conflict(house, app, room, sign_in):  # noqa: F811
    with app.app_context():
        room.begin()
        room.write(room.open_item, f"Es geht um {SECRET}.")
        meeting, item = house.get_one(Meeting, room.meeting_id), room.open_item.id
        purge_rules.purge(house, meeting, SECRET, by=room.by, now=AFTER, render=render)
        house.commit()
    client = sign_in(room.coordinator)
    typed = f"Es geht um {SECRET}, ja."
    for based_on, code in (("1", 409), ("2", 200)):
        sent = {"data": {"markdown": typed, "based_on": based_on}, "headers": {"Sec-Fetch-Dest": "empty"}}
        assert client.post(f"/agenda-items/{item}/minutes/draft", **sent).status_code == code
