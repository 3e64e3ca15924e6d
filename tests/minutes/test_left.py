"""Who has left: no address that opened something before tells anything more, and no letter of others."""

import email
import io
import re
import zipfile
from datetime import date, datetime, timedelta
from email.policy import default

import pytest
from sqlalchemy import func, select

from blueprints.tasks import reminder_rules
from blueprints.tasks import rules as task_rules
from blueprints.tasks.rules import Wanted
from models.deadlines import BERLIN
from models.editions import Edition
from models.guests import ItemGuest
from models.letters import Letter
from models.outbox import LetterBytes
from models.seats import Appointment, Seat
from plumbing.letters import render_waiting
from tests import build
from tests.minutes.test_corrections import correct
from tests.minutes.test_reading import text_of
from tests.minutes.test_zip import out  # noqa: F401 - a fixture

FROM = ("/overview", "/meetings/{meeting}", "/meetings/{meeting}/minutes", "/round-tables/{table}")
SECRETS = re.compile(
    "Begrüßung|Fachvortrag|Nur erste|Nachbesetzung|Offen|Vertraulich|Vortrag berichtigt|T-Frage"
)


def told_by(answer):
    """All words of a page, a paper, the names in an archive, an entry of a calendar."""
    if answer.status_code != 200:
        return ""
    if answer.mimetype == "application/pdf":
        return text_of(answer.data)
    if answer.mimetype == "application/zip":
        return " ".join(zipfile.ZipFile(io.BytesIO(answer.data)).namelist())
    return answer.data.decode("utf-8", "replace")


def everywhere(client, begun, most=90):
    """Every address to which these pages lead on and that tells a secret; GET only, as a reader would."""
    waiting, seen = list(begun), {}
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen[path] = words = told_by(client.get(path))
        found = re.findall(r'href="(/(?!static|/)[^"#]*)', words) if "<html" in words else []
        waiting += [each.replace("&amp;", "&") for each in found]
    return {path for path, words in seen.items() if SECRETS.search(words)}


def appointment_ends(house, room, person):
    mine = house.scalars(select(Appointment).where(Appointment.person_id == person.id)).one()
    mine.ends_on = room.after.date() - timedelta(days=1)


def seat_ends(house, room, person):
    mine = house.scalars(select(Appointment).where(Appointment.person_id == person.id)).one()
    house.get_one(Seat, mine.seat_id).ends_on = room.after.date() - timedelta(days=1)


def is_a_guest_no_more(house, room, person):
    house.query(ItemGuest).filter_by(person_id=person.id).delete()


@pytest.mark.parametrize(
    ("who", "leaves"),
    [("member", appointment_ends), ("member", seat_ends), ("guest", is_a_guest_no_more)],
)
def test_no_address_of_before_tells_anything_more(house, out, sign_in, who, leaves):  # noqa: F811
    person = {"member": out.table.mains[0], "guest": out.guest}[who]
    correct(out, {out.guest_item.id: "Vortrag berichtigt"})
    client, ids = sign_in(person), house.scalars(select(Edition.id).order_by(Edition.id)).all()
    begun = [each.format(meeting=out.meeting_id, table=out.body_id) for each in FROM]
    begun += [f"/editions/{key}{end}" for key in ids for end in ("", ".pdf", "/changes")]
    begun += [f"/meetings/{out.meeting_id}/papers.zip"]
    begun += [f"/round-tables/{out.body_id}/years/{out.meeting.starts_at.year}/papers.zip"]
    told = everywhere(client, begun)
    assert len(told) > 5
    leaves(house, out, person)
    house.commit()
    assert not {path for path in told if SECRETS.search(told_by(client.get(path)))}
    sums = house.scalars(select(Edition.sha256).order_by(Edition.id)).all()
    assert not [each for each in sums if SECRETS.search(told_by(client.get(f"/check/{each[:16]}")))]


def overdue_letters(house, day):
    """Of the run of a day: by address the links in its letter, and all words of it."""
    last = house.scalar(select(func.max(Letter.id))) or 0
    reminder_rules.remind(house, day.date(), day)
    render_waiting(house)
    house.commit()
    new = select(Letter, LetterBytes.raw).join(LetterBytes).where(Letter.id > last)
    rows = house.execute(new.order_by(Letter.id)).all()
    words = {row.Letter.recipient: email.message_from_bytes(row.raw, policy=default) for row in rows}
    plain = {to: mail.get_body(("plain",)).get_content() for to, mail in words.items()}
    return {to: (re.findall(r"https?://[^/\s]+(/r/\S+)", said), said) for to, said in plain.items()}


def test_a_letter_about_several_tasks_holds_those_of_its_institution_and_no_words(house, out, app, client):  # noqa: F811
    """What one letter gathers is what its recipient may read on that day; who has left gets none, and the
    links of her last one are dead."""
    first, second = out.table.seats[:2]
    for title, seat, item in (
        ("T-Frage offen", first, out.open_item),
        ("T-Frage vertraulich", first, out.named_item),
        ("T-Frage von anderen", second, out.open_item),
    ):
        wanted = Wanted(title=title, due_on=date(2026, 9, 14))
        task_rules.create(
            house, out.body_id, wanted, seat_id=seat.id, item_id=item.id, by=out.by, now=build.NOW
        )
    house.commit()
    tuesday = datetime(2026, 9, 22, 6, tzinfo=BERLIN)
    main, deputy = out.table.mains[0], out.table.deputies[0]
    with app.app_context():
        letters = overdue_letters(house, tuesday)
    assert {to: len(links) for to, (links, _) in letters.items()} == {
        main.email: 2,
        out.table.mains[1].email: 1,
    }
    assert not [said for _, said in letters.values() if SECRETS.search(said)]
    links, _ = letters[main.email]
    shown = [told_by(client.get(link)) for link in links]
    assert ["T-Frage offen" in page for page in shown] == [True, False]
    assert not [page for page in shown if "T-Frage vertraulich" in page or "T-Frage von" in page]
    appointment_ends(house, out, main)
    house.commit()
    assert {client.get(link).status_code for link in links} == {404}
    with app.app_context():
        later = overdue_letters(house, tuesday + timedelta(days=21))
    assert main.email not in later
    assert len(later[deputy.email][0]) == 2
