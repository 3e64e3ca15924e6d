"""The history's page: who, when, what; the coordination its tables', data protection all."""

import ast

from blueprints.office.history_words import SENTENCES
from models.history import record
from models.invitations import Invitation, InvitationKind
from tests import build
from tests.house_rules.tree import modules, place


def text_of(answer):
    return answer.get_data(as_text=True)


def noted(house, table, gesture="plan", **facts):
    meeting = build.meeting(house, table.body)
    by = build.actor(house, table.coordinator)
    return record(house, gesture, meeting, by=by, now=build.NOW, **facts)


def test_the_coordination_reads_what_happened_at_her_table(house, table, sign_in):
    noted(house, table, "invite", letters=17)
    page = text_of(sign_in(table.coordinator).get("/office/history"))
    assert table.coordinator.name in page
    assert "hat die Einladungen versandt" in page
    assert "Nachrichten: 17" in page
    assert "01.09.2026, 10:00" in page


def test_another_tables_history_is_not_shown(house, table, sign_in):
    noted(house, table)
    page = text_of(sign_in(build.table(house).coordinator).get("/office/history"))
    assert table.coordinator.name not in page


def test_number_that_no_table_can_have_finds_nothing(house, table, sign_in):
    noted(house, table)
    client = sign_in(table.coordinator)
    for page in ("/office/history", "/office/letters"):
        for number in (2**31, 2**63, 10**40, -(10**40)):
            assert client.get(f"{page}?table_id={number}&meeting_id={number}").status_code == 200


def test_data_protection_reads_all_and_no_names_of_tables(house, table, sign_in):
    noted(house, table)
    page = text_of(
        sign_in(build.person(house, "Datenschutz"), is_privacy_officer=True).get("/office/history")
    )
    assert table.coordinator.name in page
    assert table.body.name not in page


def test_administration_reads_no_history(house, sign_in):
    admin = sign_in(build.person(house, "Systemadministration"), is_admin=True)
    assert admin.get("/office/history").status_code == 404


def test_an_answer_by_link_names_the_address(house, table, sign_in):
    meeting = build.meeting(house, table.body)
    invitation = build.added(
        house,
        Invitation(
            meeting_id=meeting.id,
            kind=InvitationKind.MAIN,
            address="leitung@musterstadt.example",
            name="Leitung",
            seat_id=table.seats[0].id,
        ),
    )
    record(
        house,
        "answer",
        meeting,
        by=None,
        now=build.NOW,
        invitation_id=invitation.id,
        coming="yes",
        channel="link",
    )
    page = text_of(sign_in(table.coordinator).get("/office/history"))
    assert "über den Link an leitung@musterstadt.example" in page


def test_a_pruned_line_keeps_its_proof(house, table, sign_in):
    entry = noted(house, table)
    house.commit()
    entry.prune()
    officer = sign_in(build.person(house, "Datenschutz"), is_privacy_officer=True)
    page = text_of(officer.get("/office/history"))
    assert "Inhalt gelöscht" in page
    assert entry.seal[:8] in page


def test_the_page_asks_the_same_whatever_the_data(house, table, sign_in, statements):
    client = sign_in(table.coordinator)
    client.get("/office/")  # the session notes that it was seen, once a minute
    counts = []
    for more in (3, 40):
        for _ in range(more):
            noted(house, table)
        with statements() as seen:
            assert client.get("/office/history").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_every_gesture_has_its_words():
    """Whoever writes a line into the history tells here what it is called."""
    known = {gesture for _, gesture in SENTENCES}
    missing = [
        f"{place(path)}:{node.lineno}: {node.args[1].value}"
        for path in modules("models", "blueprints")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] == "record"
        and len(node.args) > 2
        and isinstance(node.args[1], ast.Constant)
        and node.args[1].value not in known
    ]
    assert not missing, f"add a sentence to blueprints/office/history_words.py: {missing}"
