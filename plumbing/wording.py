"""The words of a letter: subject, text and HTML from its template and facts, in the language that is set."""

import re
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app
from flask_babel import get_locale, gettext
from markupsafe import Markup, escape

from models.letters import Draft
from plumbing.mail_templates import link, mail_templates
from plumbing.mime import CALENDAR_FILE, one_line

MASK: Final = "…"
SECRET_IN_LINK: Final = re.compile(
    r"(https?://[^\s\"<>]*?[/=])[A-Za-z0-9_-]{20,}|(?<![\w-])[A-Za-z0-9_-]{40,}"
)
OWN_LINK: Final = "the-secret-of-this-letter-stands-here-0000000"
SALUTATION: Final = "\ue000"
"""What stands for a letter's own secret and salutation while its words are shared with other letters."""


GREETING: Final = re.compile(
    r"(guten|gute|sehr|liebe[rs]?|hallo|moin|gr.. gott|werte[rs]?|dear|good|hello)\b", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A letter as people read it; `files` are the names of its attachments."""

    subject: str
    text: str
    html: str
    files: tuple[str, ...] = ()

    def masked(self) -> "Rendered":
        """The same without its secrets: for every text that is shown to anybody."""
        return self._with(masked(self.subject), masked(self.text), masked(self.html))

    def addressed(self, token: str, salutation: str) -> "Rendered":
        """The shared words with the secret and the salutation of one letter."""
        text = self.text.replace(SALUTATION, salutation).replace(OWN_LINK, token)
        html = self.html.replace(SALUTATION, str(escape(salutation))).replace(OWN_LINK, token)
        return self._with(self.subject, text, html)

    def _with(self, subject: str, text: str, html: str) -> "Rendered":
        return Rendered(subject=subject, text=text, html=html, files=self.files)


def masked(text: str) -> str:
    """The text without secrets of links: what opens a door must not be read over somebody's shoulder."""
    return SECRET_IN_LINK.sub(lambda found: f"{found[1] or ''}{MASK}", text)


class Wording:
    """The words of one commit's letters: what differs by secret and salutation only is rendered once."""

    def __init__(self) -> None:
        self.kept: dict[str, Rendered] = {}

    def of(self, waiting: Draft) -> Rendered:
        """Subject, text and HTML of one letter."""
        own = dict(waiting.facts)
        token = str(own.pop("token", ""))
        shared = repr(
            (waiting.letter.template, get_locale(), bool(token), bool(waiting.calendar), sorted(own.items()))
        )
        if shared not in self.kept:
            self.kept[shared] = _rendered(waiting, own | ({"token": OWN_LINK} if token else {}))
        return self.kept[shared].addressed(token, greeted(waiting.salutation))


def greeted(stored: str) -> str:
    """The first line of a letter: greeting and comma are added to a name alone, “Frau Krämer”."""
    words = one_line(stored).strip()
    if not words:
        return gettext("Good day,")
    if not GREETING.match(words):
        words = gettext("Good day %(name)s", name=words)
    return words if words.endswith((",", "!")) else f"{words},"


def _rendered(waiting: Draft, facts: dict[str, Any]) -> Rendered:
    name = f"mail/{waiting.letter.template}.txt"
    said: dict[str, Any] = {"enclosed": ()}
    said |= {key: one_line(value) if isinstance(value, str) else value for key, value in facts.items()}
    page = (
        mail_templates()
        .get_template(name)
        .render(**said, salutation=SALUTATION, closing=_closing(said), link=link)
    )
    first, _, rest = page.partition("\n")
    if not first.startswith("Subject: "):
        raise ValueError(f"{name} does not begin with its subject")
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in rest.splitlines())).strip() + "\n"
    subject = one_line(first.removeprefix("Subject: "))
    files = ((CALENDAR_FILE,) if waiting.calendar else ()) + tuple(said["enclosed"])
    return Rendered(subject=subject, text=text, html=_html(subject, text), files=files)


def _closing(facts: dict[str, Any]) -> str:
    return "\n".join(line for line in (gettext("With kind regards"), facts.get("signature", "")) if line)


def _html(subject: str, text: str) -> str:
    """The same words as HTML, for readers that show nothing else: paragraphs, and links of this site only."""
    base = str(current_app.config["BASE_URL"])
    paragraphs = [
        Markup("<br>\n").join(_html_line(line, base) for line in block.split("\n"))
        for block in text.strip().split("\n\n")
    ]
    page = mail_templates().get_template("mail/_layout.html")
    return page.render(lang=str(get_locale()), subject=subject, paragraphs=paragraphs)


def _html_line(line: str, base: str) -> Markup:
    if line.startswith(f"{base}/") and " " not in line:
        return Markup('<a href="{0}">{0}</a>').format(line)
    return escape(line)
