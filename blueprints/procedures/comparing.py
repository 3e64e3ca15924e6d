"""What changed between two versions of a procedure: the wording by words, the steps by what they say."""

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from flask import abort
from flask_babel import gettext

from blueprints.procedures import queries
from blueprints.procedures.step_words import actor_of, said
from models.comparing import word_diff
from models.passages import split
from models.procedure_changes import changes
from models.procedure_steps import WORDS, ProcedureStep
from models.procedures import Procedure, ProcedureVersion
from plumbing.database import reading
from plumbing.markdown import plain, render


def comparison(about: Procedure, given: Mapping[str, str]) -> dict[str, Any]:
    """Two versions that the address names, else the two newest; of one alone there is nothing to compare."""
    known = queries.numbers(about.versions)
    if not known:
        abort(404)
    newest = max(known)
    new = known.get(_number(given.get("to")) or newest) or abort(404)
    old = known.get(_number(given.get("from")) or max(new.number - 1, min(known))) or abort(404)
    return {"old": old, "new": new, "rows": _rows(old, new), "wording": _wording(old, new)}


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _wording(old: ProcedureVersion, new: ProcedureVersion) -> list[tuple[str, Any]]:
    """Paragraph by paragraph, as it is read and not as it is typed: ("same", its HTML), or ("changed", what
    was added and removed in its words)."""
    one, other = (queries.wording(reading(), each) for each in (old, new))
    before, after = (split(each.markdown) if each else [] for each in (one, other))
    if before == after:
        return []
    found: list[tuple[str, Any]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", render("\n\n".join(before[a:b]))))
        else:
            words = word_diff(plain("\n\n".join(before[a:b])), plain("\n\n".join(after[c:d])))
            found.append(("changed", words))
    return found


def _rows(old: ProcedureVersion, new: ProcedureVersion) -> list[dict[str, Any]]:
    """Each step that differs: its numbers, who acts, and its words with what was added and removed."""
    one, other = (queries.path_to_compare(reading(), each.id) for each in (old, new))
    seen = {each.step.id: each for path in (one, other) for each in said(path)}
    contacts = one.contacts | other.contacts
    rows = []
    for each in changes(one.steps, other.steps):
        before, after = (_told(step, seen, contacts) for step in (each.old, each.new))
        rows.append(
            {
                "old": each.old.place if each.old else None,
                "new": each.new.place if each.new else None,
                "parts": [
                    (name, word_diff(before.get(name, ""), after.get(name, "")))
                    for name in after | before
                    if before.get(name, "") != after.get(name, "")
                ],
            }
        )
    return [row for row in rows if row["parts"]]


def _told(step: ProcedureStep | None, seen: dict[int, Any], contacts: dict[int, Any]) -> dict[str, str]:
    """A step in named words, as far as the reader sees it."""
    if step is None:
        return {}
    names = dict(zip(WORDS, _names(), strict=True))
    told = {gettext("Who acts?"): actor_of(step)}
    told |= {names[each]: getattr(step, each) for each in WORDS}
    told[gettext("What comes then?")] = "; ".join(words for words, _ in seen[step.id].then)
    contact = contacts.get(step.id)
    told[gettext("Contact point")] = contact.point.name if contact and contact.point else ""
    told[gettext("Help offers to refer to")] = ", ".join(each.offer.title for each in step.offers)
    return told


def _names() -> tuple[str, ...]:
    """What the parts of a step are called, in the order of `WORDS`."""
    return (
        gettext("When:"),
        gettext("What is done?"),
        gettext("Until when?"),
        gettext("If nobody is reached"),
        gettext("May be passed on with consent"),
        gettext("May be passed on without consent"),
        gettext("Legal basis"),
        gettext("Documents"),
        gettext("Remark"),
    )
