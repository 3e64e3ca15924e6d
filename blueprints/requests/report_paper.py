"""Reports on paper: the version as a tagged PDF, and the letter of DIN 5008 that goes with it."""

from datetime import date
from typing import Any

from flask_babel import force_locale, gettext

from blueprints.requests.report_words import Part, ReportShown, shown_report
from models.editions import Edition
from models.organisations import Organisation
from models.requests import RequestReply
from plumbing.pages import german_day
from plumbing.paper import markup_tree, pdf
from plumbing.paper_words import check_words, replaced_words
from plumbing.wording import greeted

GERMAN = "de"


def paper(edition: Edition) -> bytes:
    """The version as it was frozen, in German (PDF/UA-1)."""
    with force_locale(GERMAN):
        shown = shown_report(edition.data)
        version = gettext("Version %(number)s", number=edition.data["version"])
        data: dict[str, Any] = {
            "lang": GERMAN,
            "region": "DE",
            "title": shown.title,
            "subtitle": " · ".join((gettext("Report on a request"), version)),
            "facts": [*_reference_lines(shown), *shown.facts],
            "notice": "",
            "sections": [
                {"title": each.title, "parts": [_part(part) for part in each.parts]}
                for each in shown.sections
            ],
            "footer": [version, gettext("Checksum %(start)s", start=edition.fingerprint)],
            "check": check_words(edition.sha256),
            "words": {"page": gettext("Page {page} of {pages}"), "replaced": replaced_words()},
        }
        return pdf("print/report", data, edition.compiled_at)


def _reference_lines(shown: ReportShown) -> list[tuple[str, str]]:
    return [(gettext("Reference"), "; ".join(shown.references))] if shown.references else []


def _part(part: Part) -> dict[str, Any]:
    """One piece as the template lays it out, by its kind."""
    if part.rows is not None:
        return {
            "kind": "table",
            "caption": part.rows.caption,
            "header": list(part.rows.header),
            "body": [list(each) for each in part.rows.body],
        }
    if part.html is not None:
        return {"kind": "text", "nodes": markup_tree(str(part.html))}
    for kind in ("heading", "quote", "note"):
        if words := getattr(part, kind):
            return {"kind": kind, "words": words}
    return {"kind": "note", "words": ""}


def letter(reply: RequestReply, edition: Edition, sender: Organisation | None, today: date) -> bytes:
    """Form B for window envelopes, in German, with the line "Bezug"."""
    with force_locale(GERMAN):
        shown = shown_report(edition.data)
        name = sender.name if sender else edition.data["table"]
        address = [line.strip() for line in sender.postal_address.splitlines()] if sender else []
        address = [line for line in address if line]
        one: dict[str, Any] = {
            "lang": GERMAN,
            "words": {"page": gettext("Page {page} of {pages}")},
            "head": [
                edition.data["table"],
                *([name] if name != edition.data["table"] else []),
                ", ".join(address),
            ],
            "sender": " · ".join([name, *address]),
            "mark": "",
            "address": [reply.addressee],
            "info": _info(reply, sender, name, today),
            "subject": shown.title,
            "salutation": greeted(""),
            "opening": gettext("we send you the enclosed report on your request."),
            "facts": [*_reference_lines(shown), *_version(edition)],
            "paragraphs": _paragraphs(edition),
            "greeting": gettext("With kind regards"),
            "closing": [reply.released_by or gettext("Coordination"), name],
            "enclosed": gettext("Enclosed: %(title)s", title=shown.title),
            "agenda": None,
        }
        title = gettext("Letter with a report")
        data = {"lang": GERMAN, "region": "DE", "title": title, "footer": [], "letters": [one]}
        data["words"] = {"page": "", "replaced": replaced_words()}
        return pdf("print/letters", data)


def _info(reply: RequestReply, sender: Organisation | None, name: str, today: date) -> list[tuple[str, str]]:
    pairs = [
        (gettext("Your reference"), reply.reference),
        (gettext("Coordination"), name),
        (gettext("Contact"), sender.public_contact if sender else ""),
        (gettext("Date"), german_day(reply.sent_on or today)),
    ]
    return [(label, value) for label, value in pairs if value]


def _version(edition: Edition) -> list[tuple[str, str]]:
    return [
        (gettext("Version"), str(edition.data["version"])),
        (gettext("Checksum"), edition.fingerprint),
    ]


def _paragraphs(edition: Edition) -> list[str]:
    if not edition.data["replaces"]:
        return [gettext("We are at your disposal for questions.")]
    return [
        gettext("It corrects the version with the checksum %(sum)s.", sum=edition.data["replaces"][:16]),
        gettext("Reason of the correction: %(reason)s", reason=edition.data["reason"]),
    ]
