"""A version on paper, from its edition: the whole document, and the pocket card; always in German."""

from datetime import date
from typing import Any

from flask import Response
from flask_babel import force_locale, gettext

from blueprints.tables.rules import day_of
from models.editions import Edition
from models.organisations import OrganisationKind
from models.procedure_words import LegalForm
from models.visibility import Visibility
from plumbing.lanes import Lanes, Station, lanes
from plumbing.lanes_svg import cut
from plumbing.markdown import render
from plumbing.paper import as_download, markup_tree, pdf
from plumbing.paper_words import check_words, replaced_words

GERMAN = "de"


def download_of(edition: Edition, is_card: bool) -> Response:
    """Both papers as tagged PDF; the name says which version of what it is."""
    with force_locale(GERMAN):
        said, at = data_of(edition), edition.compiled_at
        content = pdf("print/pocket_card", said, at) if is_card else pdf("print/procedure", said, at)
        kind = gettext("Pocket card") if is_card else gettext("Procedure")
        title, number = edition.data["title"], edition.data["number"]
        version = gettext("Version %(number)s", number=number)
        return as_download(content, f"{kind} {title}, {version}.pdf")


def data_of(edition: Edition) -> dict[str, Any]:
    """What the print templates want to know."""
    said = edition.data
    level = Visibility(said["level"])
    version = gettext("Version %(number)s", number=said["number"])
    return {
        "lang": GERMAN,
        "region": "DE",
        "title": said["title"],
        "subtitle": version,
        "facts": _facts(said),
        "notice": _limits(said),
        "nodes": markup_tree(str(render(said["wording"]))),
        "steps": [_step(each) for each in said["steps"]],
        "pictures": _pictures(said["steps"]),
        "lanes": _lane_words(said["steps"]),
        "dates": _dates(said, day_of(edition.compiled_at)),
        "check": check_words(edition.sha256),
        "footer": [
            f"{gettext(level.label)} · {level.tlp}",
            version,
            gettext("Checksum %(start)s", start=edition.fingerprint),
        ],
        "words": {
            "page": gettext("Page {page} of {pages}"),
            "steps": gettext("Steps"),
            "picture": gettext("The way at a glance"),
            "wording": gettext("Wording"),
            "when": gettext("When:"),
            "replaced": replaced_words(),
        },
    }


def _limits(said: dict[str, Any]) -> str:
    return f"{gettext('Where responsibility ends')}: {said['scope_limits']}" if said["scope_limits"] else ""


def _facts(said: dict[str, Any]) -> list[tuple[str, str]]:
    told = (
        (gettext("What it is for"), said["scope"]),
        (gettext("What capacity does not cover"), said["capacity_note"]),
        (gettext("Legal form"), gettext(LegalForm(said["form"]).label)),
        (gettext("Legal basis"), said["legal_basis"]),
        (gettext("Addressees"), said["addressees"]),
        (gettext("Decided"), _day(said["decided_on"])),
        (gettext("In force since"), _day(said["in_force_on"])),
        (gettext("Valid until its review"), _day(said["review_on"])),
        (gettext("No longer in force from"), _day(said["repealed_on"])),
        (gettext("Last checked, unchanged"), _day(said["checked_on"])),
        (gettext("Checksum of wording and steps"), said["sha256"][:16]),
    )
    return [(name, value) for name, value in told if value]


def _dates(said: dict[str, Any], on: date) -> str:
    """What a card must say of itself in one line."""
    if said["repealed_on"] and said["repealed_on"] <= on.isoformat():
        return gettext("no longer in force since %(day)s", day=_day(said["repealed_on"]))
    if not said["decided_on"]:
        return gettext("draft, not in force")
    parts = [
        gettext("in force since %(day)s", day=_day(said["in_force_on"]))
        if said["in_force_on"]
        else gettext("not in force yet"),
        gettext("valid until %(day)s", day=_day(said["review_on"])) if said["review_on"] else "",
        gettext("checked on %(day)s", day=_day(said["checked_on"])) if said["checked_on"] else "",
        gettext("no longer in force from %(day)s", day=_day(said["repealed_on"]))
        if said["repealed_on"]
        else "",
    ]
    return ", ".join(part for part in parts if part)


def _step(each: dict[str, Any]) -> dict[str, Any]:
    kind = _kind(each)
    limit = f" ({each['time_limit']})" if each["time_limit"] else ""
    told = (
        (gettext("If nobody is reached"), each["otherwise"]),
        (gettext("May be passed on with consent"), each["with_consent"]),
        (gettext("May be passed on without consent"), each["without_consent"]),
        (gettext("Legal basis"), each["legal_basis"]),
        (gettext("Documents"), each["documents"]),
        (gettext("Help offers to refer to"), ", ".join(each["offers"])),
        (gettext("Remark"), each["note"]),
    )
    return {
        "number": str(each["place"]),
        "actor": (each["institution"] or kind) + limit,
        "trigger": each["trigger"],
        "action": each["action"],
        "contact": _contact(each["contact"]) if each["contact"] else "",
        "facts": [(name, value) for name, value in told if value],
        "brief": [(name, value) for name, value in (*told[:3], told[-1]) if value],
        "then": _then(each),
    }


def _picture(steps: list[dict[str, Any]]) -> Lanes:
    return lanes(
        [
            Station(
                number=each["place"],
                lane=each["institution"] or _kind(each),
                words=" ".join(each["action"].split()),
                ends=0 in each["next"],
                to=tuple(number for _, number in each["branches"]) or tuple(filter(None, each["next"])),
            )
            for each in steps
        ]
    )


def _pictures(steps: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The same steps as pictures, each with what it shows in words: the list before it says all of it."""
    words = gettext("Steps %(first)s to %(last)s as a path; the list of steps says the same.")
    pieces = cut(_picture(steps)) if steps else []
    return [{"svg": svg, "alt": words % {"first": first, "last": last}} for first, last, svg in pieces]


def _lane_words(steps: list[dict[str, Any]]) -> str:
    found = _picture(steps).lanes if steps else ()
    return " · ".join(f"{lane.letter} {lane.name}" for lane in found)


def _kind(each: dict[str, Any]) -> str:
    return gettext(OrganisationKind(each["category"]).label) if each["category"] else gettext("everybody")


def _contact(point: dict[str, Any]) -> str:
    if point.get("deleted"):
        return gettext("The contact point of this step has been deleted by its institution.")
    checked = (
        gettext("checked on %(day)s", day=_day(point["checked_on"]))
        if point["checked_on"]
        else gettext("never checked")
    )
    doubt = gettext("please check before you rely on it") if point.get("doubtful") else ""
    website = point.get("website", "")
    reached = [point["phone"], point["email"], website, point["hours"].replace("\n", "; "), checked, doubt]
    return f"{point['name']}, {point['institution']}: " + " · ".join(part for part in reached if part)


def _then(each: dict[str, Any]) -> str:
    if each["branches"]:
        return "; ".join(
            gettext("if %(condition)s: step %(number)s", condition=condition, number=number)
            if condition
            else gettext("then step %(number)s", number=number)
            for condition, number in each["branches"]
        )
    after = [number for number in each["next"] if number]
    return gettext("then step %(number)s", number=after[0]) if after else gettext("End")


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d.%m.%Y}" if iso else ""
