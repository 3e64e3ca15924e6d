"""The forms of a page as they stand there, and what nobody should send with them.

test_bad_input.py sends it with every form of the site. `TAKEN_SO` are the fields that take what looks wrong,
each with its reason; `BUTTONS` the gestures in which there is nothing to type or to choose.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from tests.build import TODAY

TYPED = ("text", "textarea", "email", "search", "url", "tel")
COUNTED = ("date", "time", "number", "datetime-local")
CHOSEN = ("select", "radio", "checkbox")
OF_THE_FORM = {"csrf_token", "form_key"}
FAR = "987654321"
"""An id that nothing has."""
BEYOND = "9223372036854775808"
"""One that no database can hold."""
PAST = (TODAY - timedelta(days=400)).isoformat()
LONG_LINE, LONG_TEXT = "Zeile " * 1_000, "Absatz mit Worten. " * 12_000


@dataclass
class Field:
    """A field as its page shows it: what it would send, and what may be chosen."""

    name: str
    kind: str
    values: list[Any] = field(default_factory=list)
    options: list[str] = field(default_factory=list)

    @property
    def is_of_ids(self) -> bool:
        known = [each for each in (*self.options, *self.values) if each]
        return bool(known) and all(isinstance(each, str) and each.isdigit() for each in known)


@dataclass
class PageForm:
    """A form: where it goes, and its fields by name."""

    action: str | None
    fields: dict[str, Field] = field(default_factory=dict)
    goes_also: set[str] = field(default_factory=set)

    def sent(self) -> dict[str, Any]:
        return {name: list(each.values) for name, each in self.fields.items() if each.values}


class Forms(HTMLParser):
    """Reads the forms of a page, and which fields it names as wrong."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[PageForm] = []
        self.named: set[str] = set()
        self.open: PageForm | None = None
        self.select: Field | None = None
        self.area: Field | None = None
        self.is_many = self.is_first = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = PageForm(given.get("action"))
            self.found += [self.open] if given.get("method") == "post" else []
        elif tag == "a" and given.get("href", "").startswith("#"):
            self.named.add(given["href"][1:])
        elif self.open is not None and "disabled" not in given:
            self._of_form(self.open, tag, given)
        if "aria-invalid" in given:
            self.named.add(given.get("name", ""))

    def _of_form(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        if tag == "button" and given.get("formaction"):
            form.goes_also.add(given["formaction"])
        elif tag == "option" and self.select is not None:
            value = given.get("value", "")
            self.select.options.append(value)
            if "selected" in given or (self.is_first and not self.is_many):
                self.select.values = [*(self.select.values if self.is_many else ()), value]
            self.is_first = False
        elif given.get("name") and tag in ("input", "select", "textarea"):
            self._field(form, tag, given)

    def _field(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        found = form.fields.setdefault(given["name"], Field(given["name"], kind))
        if tag == "select":
            self.select, self.is_first, self.is_many = found, True, "multiple" in given
        elif tag == "textarea":
            self.area = found
            found.values.append("")
        elif kind in ("radio", "checkbox"):
            found.options.append(given.get("value", "on"))
            found.values += [given.get("value", "on")] if "checked" in given else []
        elif kind not in ("submit", "button", "reset", "image", "file"):
            found.values.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.open = None if tag == "form" else self.open
        self.select = None if tag == "select" else self.select
        self.area = None if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.values[-1] += data if self.area.values[-1] else data.removeprefix("\n")

    def to(self, path: str, page: str) -> PageForm | None:
        """The form that leads to an address: by its action, by a button, or because it names none."""
        for each in self.found:
            leads = re.split("[?#]", each.action or page)[0]
            if leads == path or path in each.goes_also:
                return each
        return None

    def names(self, name: str) -> bool:
        return any(each == name or each.startswith(f"{name}-") for each in self.named)


@dataclass(frozen=True)
class Mischief:
    """What is done to each field of certain kinds; `must` it be refused, or only do no harm?"""

    name: str
    kinds: tuple[str, ...]
    change: Callable[[Field], Any]
    must: bool = True
    status: int = 0
    """What it is answered with, if only one status will do."""
    but: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Forms and fields that may well take it."""


def _long(of: Field) -> str:
    return LONG_TEXT if of.kind == "textarea" else LONG_LINE


def _odd(of: Field) -> str:
    return "31.31.x" if of.kind in COUNTED else "niemand" if of.kind == "email" else "sonstwas"


def _foreign(of: Field) -> str | None:
    return FAR if of.is_of_ids else None


def _beyond(of: Field) -> str | None:
    return BEYOND if of.is_of_ids else None


_OF_WHAT_WAS = {
    "lobbying.correct_contact": "registered_on",
    "lobbying.note_contact": "registered_on",
    "lobbying.correct_mandate": "granted_on",
    "lobbying.give_mandate": "granted_on",
    "organisations.end": "ended_on",
    "positions.follow_up_submission": "sent_on",
    "positions.submit": "sent_on",
    "procedures.decide": "decided_on",
    "requests.note_given": "sent_on",
    "requests.release_reply": "released_on",
    "requests.release_report": "released_on",
    "requests.withdraw": "withdrawn_on",
    "surveys.record_answer": "said_on",
    "tables.admit": "starts_on",
    "tables.admit_proposed": "starts_on",
    "tables.appoint": "declared_on starts_on ends_on",
    "tables.confirm_nomination": "declared_on",
    "tables.edit_appointment": "declared_on",
    "tables.end_appointment": "ends_on",
    "tables.end_delegate": "ends_on",
    "tables.end_office": "ends_on",
    "tables.end_seat": "ends_on",
    "tables.give_office": "starts_on ends_on",
    "tables.let_rest": "starts_on",
    "tables.name_delegate": "starts_on ends_on",
    "tables.nominate": "received_on starts_on ends_on",
    "tables.rename": "since",
    "tables.step": "since",
    "tables.succeed": "starts_on declared_on",
}
"""Forms that note what has happened, perhaps long ago, by their fields: a seat that was held, a day on which
something was said, granted, sent."""

PAST_TAKEN: dict[tuple[str, str], str] = {
    **{(form, name): "what was" for form, names in _OF_WHAT_WAS.items() for name in names.split()},
    ("organisations.add_offer", "ends_on"): "an offer that is over is kept for those who look for it",
    ("organisations.edit_offer", "ends_on"): "an offer ends, and that is noted later",
    ("requests.register", "due_on"): "a committee's last day may be over when its request comes in",
    ("requests.correct_request", "due_on"): "a committee's last day may be over when its request comes in",
    ("meetings.plan_year", "first_on"): "counts only with a rhythm of weeks, whose days are shown and judged",
    **dict.fromkeys(
        (("meetings.find_date", f"days-{number}-day") for number in range(20)),
        "the letter is shown first, with all its days; what is then sent is refused",
    ),
}
"""Days in the past that are taken, and why."""

MISCHIEFS = (
    Mischief("empty", (*TYPED, *COUNTED, "select", "radio"), lambda of: "", must=False),
    Mischief("left out", (*TYPED, *COUNTED, *CHOSEN, "hidden", "file"), lambda of: (), must=False),
    Mischief("twice", (*TYPED, *COUNTED, *CHOSEN, "hidden"), lambda of: [*of.values, *of.values], must=False),
    Mischief("too long", TYPED, _long),
    Mischief("of another type", ("email", *COUNTED, "select", "radio"), _odd),
    Mischief("numbers of another type", ("hidden",), lambda of: "x" if of.is_of_ids else None, must=False),
    Mischief("ids of nothing", CHOSEN, _foreign),
    Mischief("hidden ids of nothing", ("hidden",), _foreign, must=False),
    Mischief("ids beyond all", (*CHOSEN, "hidden"), _beyond, must=False),
    Mischief("before all time", ("date",), lambda of: "0001-01-01"),
    Mischief("after all time", ("date",), lambda of: "9999-12-31"),
    Mischief("in the past", ("date",), lambda of: PAST, but=PAST_TAKEN),
    Mischief("a null byte", TYPED, lambda of: "Wort\0", status=400),
    Mischief("bad UTF-8", TYPED, lambda of: b"Wort\xff\xfe", status=400),
    Mischief("no file that we take", ("file",), lambda of: lambda: (BytesIO(b"MZ\0\0 program"), "x.exe")),
)

SPANS = (
    *(("starts_on", "ends_on"), ("starts", "ends"), ("since", "until"), ("slot_from", "slot_until")),
    *(("period_from", "period_until"), ("opens_on", "closes_on")),
)
"""Fields that say from when until when."""


def turned_round(form: PageForm) -> dict[str, str]:
    """A span of the form that ends before it begins; empty for a form without one."""
    for begins, ends in SPANS:
        kinds = {form.fields[name].kind for name in (begins, ends) if name in form.fields}
        if begins in form.fields and ends in form.fields and len(kinds) == 1:
            early, late = {"time": ("09:00", "17:00")}.get(kinds.pop(), ("2026-10-01", "2026-11-01"))
            return {begins: late, ends: early}
    return {}


def spoiled(form: PageForm, mischief: Mischief) -> Iterator[tuple[Field, Any]]:
    """The fields that a mischief changes, and what it sends instead."""
    for each in form.fields.values():
        if each.name not in OF_THE_FORM and each.kind in mischief.kinds:
            value = mischief.change(each)
            if value is not None:
                yield each, value


TAKEN_SO: dict[tuple[str, str], str] = {
    ("minutes.write_item", "line"): "a line to go back to; an unknown one leads to none",
    **dict.fromkeys(
        ((f"meetings.{way}_dates", f"fits_{number}") for way in ("answer", "record") for number in range(20)),
        "one answer for all days goes over those for each",
    ),
    **dict.fromkeys(
        (("decisions.record_room", f"voices-{number}-person_id") for number in range(20)),
        "counts only where a voice is noted",
    ),
}

ELSEWHERE: dict[str, dict[str, str]] = {
    "home.switch_language": {"language": "de", "back": "/overview"},
    "accounts.reminders": {"wanted": "yes", "what": "reminders"},
    "tables.same_mailbox": {"person_id": "1", "answer": "same"},
    "office.take_over": {"invitation_id": "1"},
}
"""Fields of forms that stand on pages of other rooms, where no table says on which."""

AS = {"accounts.second_step": "half_signed_in"}
"""Who sends a form that nobody has who is signed in."""

_BUTTONS = {
    "accounts": (
        "confirm_address end_other_sessions end_session follow_address lock own_data "
        "remove_factor renew_link renew_recovery_codes reset_factor sign_out undo_address "
        "unlock"
    ),
    "calendars": "revoke",
    "lobbying": (
        "drop_plan end_project_watch keep_mandate_on remove_appearance remove_contact "
        "remove_demand_entry remove_project remove_station take_station_over watch_project"
    ),
    "meetings": (
        "hold no_topics remind_dates remove_file remove_guest remove_item remove_topic_file "
        "send_gathered take_off withdraw_date"
    ),
    "minutes": "begin discard_draft send_extracts take_note withdraw_objection withdraw_publication",
    "office": "dismiss pause pause_table release release_table reminders resend take_way_back",
    "organisations": "delete remove_contact remove_former_name remove_relation",
    "positions": (
        "abandon agree_table bring_section_back close_signing compile_issue end_delegate "
        "end_table keep_signature move_section reopen take_in take_section_out take_up "
        "withdraw withdraw_publication"
    ),
    "procedures": "begin begin_review drop papers remove take_step_out",
    "requests": (
        "ask_agreement begin begin_report drop_reply object_to_report remove remove_assessment "
        "remove_consultation remove_paper remove_paper_file take_up_again"
    ),
    "surveys": (
        "close drop evaluate note_undocumented publish release_quote remove_respondent "
        "take_question_out "
        "take_quote_back withdraw_publication"
    ),
    "tables": (
        "bring_back_document call_off close_people_check continue_import discard_import "
        "give_access leave let_be release_document remove_document run_import take_name_back "
        "undo_import wake withdraw_admission withdraw_nomination"
    ),
}
BUTTONS = [f"{room}.{each}" for room, gestures in _BUTTONS.items() for each in gestures.split()]
"""Gestures in which there is nothing to type or to choose."""
