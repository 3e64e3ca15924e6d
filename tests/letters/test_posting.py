"""Posting: a letter is made with the change that it tells of, once, and says no more than it must."""

import email
import email.policy
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask_babel import force_locale
from jinja2 import UndefinedError
from sqlalchemy import func, select

from models.errors import RuleBroken
from models.guests import Slot
from models.letters import CalendarMethod, Letter, LetterKind, LetterState, post
from models.outbox import LetterBytes
from models.visibility import ReaderSession
from plumbing import database
from plumbing.letters import Rendered, masked, preview
from plumbing.wording import greeted
from tests import build
from tests.databases import TestHouseSession
from tests.letters.post_office import NOW, STARTS_AT, TOKEN, cancelling, event, facts, invitation, notice


@pytest.fixture
def raw_of(engine):
    def read(letter_id: int) -> bytes:
        with TestHouseSession(engine) as session:
            return session.get_one(LetterBytes, letter_id).raw

    return read


@pytest.fixture
def mail_of(raw_of):
    def read(letter_id: int) -> EmailMessage:
        made = email.message_from_bytes(raw_of(letter_id), policy=email.policy.default)
        assert isinstance(made, EmailMessage)
        return made

    return read


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    text: str = part.get_content()
    return text.replace("\r\n", "\n")


def test_letter_is_rendered_and_stored_by_the_commit(office, posted, look, mail_of):
    letter_id = posted(**invitation())
    letter, mail = look(letter_id), mail_of(letter_id)
    assert letter.state is LetterState.QUEUED
    assert mail["To"].addresses[0].display_name == "Vertretung Polizei"
    assert mail["From"] == letter.sender == "termine@tisch.example"
    assert mail["Message-ID"] == f"<{letter.message_id}>"
    assert letter.message_id.endswith("@tisch.example")
    assert f"https://tisch.example/app/r/{TOKEN}" in text_of(mail)
    assert "https://tisch.example/app/meetings/5" in text_of(mail)
    assert f'<a href="https://tisch.example/app/r/{TOKEN}">' in text_of(mail, "html")


def test_nothing_is_sent_when_the_change_fails(office, engine):
    def change() -> None:
        with database.job() as house:
            post(house, **invitation())
            raise RuleBroken("no")

    with pytest.raises(RuleBroken):
        change()
    with TestHouseSession(engine) as session:
        assert session.scalar(select(func.count(Letter.id))) == 0


def test_letter_that_lacks_a_fact_stops_the_commit(office, posted, engine):
    given = facts()
    del given["due_on"]
    with pytest.raises(UndefinedError):
        posted(**invitation(facts=given))
    with TestHouseSession(engine) as session:
        assert session.scalar(select(func.count(Letter.id))) == 0


def test_same_letter_is_posted_once(office, posted, engine):
    first = posted(**invitation())
    assert posted(**invitation(facts=facts(token="x" * 43))) == first
    assert posted(**invitation(resend=1)) != first
    with database.job() as house:
        assert post(house, **notice()) is post(house, **notice())


def test_letter_written_before_a_flush_is_rendered_too(office, engine, raw_of):
    with database.job() as house:
        post(house, **invitation())
        house.flush()
        letter_id = house.scalar(select(Letter.id))
    assert b"Message-ID" in raw_of(letter_id)


def test_letter_speaks_the_recipients_language(office, posted, mail_of):
    neutral = {"calendar": replace(event(), summary="")}
    german = posted(**invitation() | neutral)
    english = posted(**invitation(to="a@b.example", language="en") | neutral)
    strange = posted(**invitation(to="c@b.example", language="tlh") | neutral)
    assert mail_of(english)["Subject"] == "Invitation to the meeting on 29 September 2026"
    assert "Tuesday, 29 September 2026, 10:00 to 12:00" in text_of(mail_of(english))
    assert mail_of(english)["Content-Language"] == "en"
    assert "29.09.2026, 10:00" in text_of(mail_of(german))
    assert mail_of(strange)["Content-Language"] == "de"
    for letter_id, title in ((german, "Sitzung"), (english, "Meeting"), (strange, "Sitzung")):
        entry = next(part for part in mail_of(letter_id).walk() if part.get_content_type() == "text/calendar")
        assert f"SUMMARY:{title}\r\n".encode() in entry.get_payload(decode=True)


def test_subject_is_neutral_unless_the_table_wants_its_name(office, posted, mail_of):
    plain = posted(**invitation())
    named = posted(**invitation(to="a@b.example", facts=facts(table_name="Tisch für Klient*innen")))
    unnumbered = facts(table_name="Tisch für Klient*innen", number=None)
    without_number = posted(**invitation(to="c@b.example", facts=unnumbered))
    assert "Tisch für Klient*innen" not in mail_of(plain).as_string()
    assert "Tisch für Klient*innen" in mail_of(named)["Subject"]
    assert "Tisch für Klient*innen" in mail_of(without_number)["Subject"]


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("", "Guten Tag,"),
        ("Frau Muster", "Guten Tag Frau Muster,"),
        ("Sehr geehrte Frau Muster", "Sehr geehrte Frau Muster,"),
        ("Liebe Kolleg*innen!", "Liebe Kolleg*innen!"),
        ("Guten Tag, liebe Leitung,", "Guten Tag, liebe Leitung,"),
    ],
)
def test_a_name_alone_gets_greeting_and_comma(app, stored, said):
    with app.test_request_context(), force_locale("de"):
        assert greeted(stored) == said


def test_stored_salutation_and_the_coordination_frame_the_letter(office, posted, mail_of):
    text = text_of(mail_of(posted(**invitation(salutation="Sehr geehrte Damen und Herren der Polizei,"))))
    assert text.startswith("Sehr geehrte Damen und Herren der Polizei,\n\n")
    assert text.endswith("\nKoordinierungsstelle\n")


def test_what_is_typed_cannot_break_out_of_its_line(office, posted, mail_of):
    nasty = "X\r\nBcc: evil@b.example\r\n\r\n<script>alert(1)</script>"
    mail = mail_of(
        posted(
            **invitation(
                name=nasty, salutation=nasty, facts=facts(table_name=nasty, place=nasty, signature=nasty)
            )
        )
    )
    assert "Bcc" not in mail
    assert len(mail["To"].addresses) == 1
    assert "<script>" not in text_of(mail, "html")
    assert "X Bcc: evil@b.example <script>alert(1)</script>" in text_of(mail)


EVERY = [
    "invitation",
    "guest_invitation",
    "reminder",
    "move",
    "guest_move",
    "cancellation",
    "substitute",
    "off_list",
]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", [*(f"meetings/{name}" for name in EVERY), "minutes/circulated"])
@pytest.mark.parametrize("end", [STARTS_AT + timedelta(hours=2), None])
def test_preview_is_what_is_sent(office, posted, mail_of, language, name, end):
    said = facts(
        ends_at=end, slot=Slot(STARTS_AT, end), old_starts_at=STARTS_AT - timedelta(days=7), place="Raum 3"
    )
    words = invitation(template=name, facts=said, language=language)
    before, mail = preview(**words), mail_of(posted(**words))
    sent = Rendered(
        subject=str(mail["Subject"]),
        text=text_of(mail),
        html=text_of(mail, "html"),
        files=tuple(part.get_filename() or "" for part in mail.iter_attachments()),
    )
    assert before == sent.masked()
    assert TOKEN not in before.text + before.html
    assert "\n\n\n" not in before.text
    assert "  " not in before.text
    assert before.files == ("einladung.ics",)


def test_preview_needs_no_token_and_asks_no_database(office, statements):
    given = facts()
    del given["token"]
    with statements() as seen:
        shown = preview(**invitation(facts=given))
    assert "https://tisch.example/app/r/…" in shown.text
    assert not seen


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"https://tisch.example/r/{TOKEN} und", "https://tisch.example/r/… und"),
        (f"https://tisch.example/calendars/{TOKEN}.ics", "https://tisch.example/calendars/….ics"),
        (f"550 refused {TOKEN}", "550 refused …"),
        ("Angebote/Beratungsstellenverbund", "Angebote/Beratungsstellenverbund"),
    ],
)
def test_secrets_are_masked_and_nothing_else(text, shown):
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("typed", "wire"),
    [("a@übung.example", "a@xn--bung-zra.example"), (" a.b+c@d.example ", "a.b+c@d.example")],
)
def test_address_goes_on_the_wire_in_ascii(office, posted, look, typed, wire):
    assert look(posted(**invitation(to=typed))).recipient == wire


@pytest.mark.parametrize(
    "typed",
    ["", "a", "@b.example", "a@", "jürgen@b.example", "a b@c.example", "a@b@c", "a\n@b.example", "a@b..c"],
)
def test_address_that_mail_cannot_reach_is_refused(office, posted, typed):
    with pytest.raises(RuleBroken, match="Mail cannot be sent"):
        posted(**invitation(to=typed))


def test_each_recipient_has_one_sender_address_of_its_own_where_plus_is_on(office, posted, look, raw_of):
    office.config["MAIL_PLUS"] = True
    one, again = posted(**invitation()), posted(**invitation(purpose="x"))
    other = posted(**invitation(to="a@b.example"))
    assert look(one).sender == look(again).sender != look(other).sender
    assert look(one).sender.startswith("termine+")
    assert look(one).sender.endswith("@tisch.example")
    assert f"From: {look(other).sender}".encode() in raw_of(other)


def test_newer_date_replaces_an_invitation_that_was_never_attempted(office, posted, look, engine):
    old = posted(**invitation())
    reminder = posted(**invitation(template="meetings/reminder", kind=LetterKind.REMINDER, calendar=None))
    new = posted(**invitation(calendar=event(sequence=1)))
    states = [look(each).state for each in (old, reminder, new)]
    assert states == [LetterState.SUPERSEDED, LetterState.SUPERSEDED, LetterState.QUEUED]
    with TestHouseSession(engine) as session:
        assert set(session.scalars(select(LetterBytes.letter_id))) == {new}


def test_cancelling_what_was_never_attempted_sends_nothing(office, posted, look):
    old, gone = posted(**invitation()), posted(**invitation(calendar=cancelling()))
    assert [look(each).state for each in (old, gone)] == [LetterState.SUPERSEDED] * 2


def test_cancellation_goes_out_where_an_earlier_letter_did(office, posted, look, engine):
    first = posted(**invitation())
    with TestHouseSession(engine) as session:
        session.get_one(Letter, first).accept(NOW)
        session.commit()
    moved, gone = (
        posted(**invitation(calendar=event(sequence=1))),
        posted(**invitation(calendar=cancelling(), purpose="off")),
    )
    assert [look(each).state for each in (moved, gone)] == [LetterState.SUPERSEDED, LetterState.QUEUED]


def test_letters_of_one_commit_replace_each_other_in_their_order(office, engine):
    with database.job() as house:
        post(house, **invitation())
        post(house, **invitation(calendar=event(sequence=1), purpose="move"))
    with TestHouseSession(engine) as session:
        found = session.execute(select(Letter.sequence, Letter.state).order_by(Letter.id)).all()
    assert found == [(0, LetterState.SUPERSEDED), (1, LetterState.QUEUED)]


def test_two_invitations_to_one_mailbox_do_not_replace_each_other(office, engine, look, posted):
    with database.job() as house:
        table = build.table(house, seats=2)
        meeting = build.meeting(house, table.body)
        from models.invitations import Invitation, InvitationKind

        ids = []
        for seat in table.seats:
            row = Invitation(
                meeting_id=meeting.id,
                kind=InvitationKind.MAIN,
                address="a@b.example",
                name="A",
                seat_id=seat.id,
            )
            ids.append(build.added(house, row).id)
    one, other = (posted(**invitation(to="a@b.example", invitation_id=each)) for each in ids)
    assert look(one).state is look(other).state is LetterState.QUEUED
    assert look(one).institution != look(other).institution


def test_letter_names_the_institution_of_its_recipient(office, posted, look):
    with database.job() as house:
        place = build.organisation(house, "Institution Polizei")
        person = build.person(house, of=place).id
        place_id = place.id
    by_person = posted(**invitation(person_id=person))
    by_place = posted(**invitation(to="a@b.example", organisation_id=place_id))
    for letter in (look(by_person), look(by_place)):
        assert (letter.organisation_id, letter.institution) == (place_id, "Institution Polizei")


def test_questions_to_the_database_do_not_grow_with_the_letters(office, statements):
    counts = []
    for number in (3, 60):
        with database.job() as house:
            meeting_id = build.meeting(house, build.body(house)).id
        with statements() as seen, database.job() as house:
            for each in range(number):
                post(house, **invitation(to=f"p{each}-{number}@b.example", meeting_id=meeting_id))
        counts.append(len([statement for statement in seen if not statement.startswith("INSERT")]))
    assert counts == [2, 2]


def test_only_the_coordination_sees_letters_and_nobody_their_bytes(office, posted, house):
    table = build.table(house, seats=1)
    admin = build.person(house)
    body_id = table.body.id
    actors = [
        build.actor(house, table.coordinator),
        build.actor(house, table.mains[0]),
        build.actor(house, admin, is_admin=True),
    ]
    house.commit()
    posted(**invitation(body_id=body_id))
    account = invitation(to="a@b.example", kind=LetterKind.ACCOUNT, calendar=None)
    posted(**account)
    seen = []
    for actor in actors:
        with ReaderSession(house.get_bind(), reader=actor) as reading:
            seen.append(sorted(letter.kind.value for letter in reading.scalars(select(Letter))))
            assert list(reading.scalars(select(LetterBytes))) == []
    assert seen == [["calendar"], [], ["account"]]


def test_account_letters_differ_by_their_secret(office, posted):
    words = invitation(kind=LetterKind.ACCOUNT, calendar=None)
    assert posted(**words) != posted(**(words | {"facts": facts(token="y" * 43)}))


def test_method_of_the_letter_is_that_of_its_calendar(office, posted, look):
    assert look(posted(**invitation(calendar=cancelling()))).method == CalendarMethod.CANCEL.value
