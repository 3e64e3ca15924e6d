"""The letter of DIN 5008 that goes with a signed position, with the position behind it."""

from datetime import date
from typing import Any

from flask_babel import force_locale, gettext, ngettext

from blueprints.positions.issue_words import IssueShown, shown_issue
from models.editions import Edition
from models.organisations import Organisation
from models.position_issues import PositionSubmission
from plumbing.mail_templates import link
from plumbing.pages import german_day
from plumbing.paper import pdf
from plumbing.paper_words import replaced_words
from plumbing.wording import greeted


def letter(
    submission: PositionSubmission,
    edition: Edition,
    sender: Organisation | None,
    *,
    is_public: bool,
    today: date,
) -> bytes:
    """Form B for window envelopes, in German; the address as it was noted, nothing where none was."""
    with force_locale("de"):
        shown = shown_issue(edition)
        name = sender.name if sender else shown.table
        address = _lines(sender.postal_address) if sender else []
        title = gettext("Letter with a position")
        to = (submission.addressee, submission.function, *_lines(submission.address))
        one: dict[str, Any] = {
            "lang": "de",
            "words": {"page": gettext("Page {page} of {pages}")},
            "head": [shown.table, *([name] if name != shown.table else []), ", ".join(address)],
            "sender": " · ".join([name, *address]),
            "mark": "",
            "address": [line for line in to if line],
            "info": _info(submission, sender, name, today),
            "subject": f"{shown.kind}: {shown.title}",
            "salutation": greeted(""),
            "opening": gettext("we send you the enclosed text, which has been signed jointly:"),
            "facts": [(gettext("Title"), shown.title), *shown.facts],
            "paragraphs": _paragraphs(shown, submission, is_public=is_public),
            "greeting": gettext("With kind regards"),
            "closing": [gettext("Coordination"), name],
            "enclosed": gettext("Enclosed: %(title)s", title=shown.title),
            "agenda": None,
        }
        data = {"lang": "de", "region": "DE", "title": title, "footer": [], "letters": [one]}
        data["words"] = {"page": "", "replaced": replaced_words()}
        return pdf("print/letters", data)


def _lines(address: str) -> list[str]:
    return [line.strip() for line in address.splitlines() if line.strip()]


def _info(
    submission: PositionSubmission, sender: Organisation | None, name: str, today: date
) -> list[tuple[str, str]]:
    mailbox = sender.mailbox if sender and sender.mailbox_released else ""
    pairs = [
        (gettext("Your reference"), submission.reference),
        (gettext("Coordination"), name),
        (gettext("Contact"), sender.public_contact if sender else ""),
        (gettext("E-mail"), mailbox or ""),
        (gettext("Date"), german_day(submission.sent_on or today)),
    ]
    return [(label, value) for label, value in pairs if value]


def _paragraphs(shown: IssueShown, submission: PositionSubmission, *, is_public: bool) -> list[str]:
    count = len(shown.signers)
    found = [
        ngettext(
            "It has been signed by %(num)d institution, which is named in it.",
            "It has been signed by %(num)d institutions, which are named in it.",
            count,
        )
    ]
    if shown.notice:
        found.append(shown.notice)
    if is_public:
        address = link("positions.published", position_id=submission.position_id)
        found.append(gettext("It is published here: %(address)s", address=address))
    found.append(gettext("We would be glad about a confirmation of receipt, and are at your disposal."))
    return found
