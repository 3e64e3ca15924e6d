"""The directory of help offers on paper: always in German, the language of the tables' documents."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask import Response
from flask_babel import force_locale, gettext

from blueprints.organisations import offer_pages
from blueprints.organisations.offer_forms import OfferSearchForm
from models.languages import language_name
from models.offers import HelpOffer, OfferStatus, TargetGroup
from plumbing.clock import BERLIN
from plumbing.markdown import render
from plumbing.paper import as_download, markup_tree, pdf

GERMAN = "de"


def download_of(offers: list[HelpOffer], form: OfferSearchForm, at: datetime) -> Response:
    """The offers as a tagged PDF: by target group, then each in full."""
    with force_locale(GERMAN):
        on = at.astimezone(BERLIN).date()
        content = pdf("print/offers", _data(offers, form, on), at)
        return as_download(content, gettext("Help offers") + f" {on:%Y-%m-%d}.pdf")


def _data(offers: list[HelpOffer], form: OfferSearchForm, on: date) -> dict[str, Any]:
    as_of = gettext("As of %(day)s", day=_day(on))
    return {
        "lang": GERMAN,
        "region": "DE",
        "title": gettext("Help offers"),
        "subtitle": as_of,
        "facts": offer_pages.told(form),
        "notice": gettext(
            "What is not listed here may exist all the same: the list says what has been entered."
        ),
        "groups": [
            {"name": name, "rows": [_line(offer, on) for offer in found]} for name, found in _by_group(offers)
        ],
        "offers": [_whole(offer, on) for offer in offers],
        "footer": [gettext("Help offers"), as_of],
        "words": {
            "page": gettext("Page {page} of {pages}"),
            "columns": [
                gettext("Help offer"),
                gettext("Institution"),
                gettext("Access"),
                gettext("Last checked"),
            ],
            "each": gettext("The offers in full"),
            "none": gettext("No offer has been entered."),
            "replaced": gettext(
                "□ stands for a sign that the fonts of this document do not have; "
                "the page on the site shows it."
            ),
        },
    }


def _by_group(offers: list[HelpOffer]) -> Iterator[tuple[str, list[HelpOffer]]]:
    for group in TargetGroup:
        found = [offer for offer in offers if group in offer.target_groups]
        if found:
            yield gettext(group.label), found
    silent = [offer for offer in offers if not offer.target_groups]
    if silent:
        yield gettext("target group not stated"), silent


def _line(offer: HelpOffer, on: date) -> tuple[str, str, str, str]:
    state = offer.status_on(on)
    title = offer.title if state is OfferStatus.ACTIVE else f"{offer.title} ({gettext(state.label)})"
    return title, offer.organisation.name, _words(offer.access) or "–", _checked(offer)


def _whole(offer: HelpOffer, on: date) -> dict[str, Any]:
    """Everything that is stated; what is silent, and a protected place, is left blank."""
    protected = offer.address_protected or offer.organisation.address_protected
    told = (
        (gettext("Institution"), offer.organisation.name),
        (gettext("State"), gettext(offer.status_on(on).label)),
        (gettext("Short-term notice"), _notice(offer, on)),
        (gettext("For whom"), _both(_words(offer.target_groups), offer.target_words)),
        (gettext("Kind of help"), _both(_words(offer.kinds), offer.kind_words)),
        (gettext("Access"), _both(_words(offer.access), offer.access_words)),
        (gettext("Languages spoken"), _languages(offer.spoken)),
        (gettext("Languages of the material"), _languages(offer.materials)),
        (gettext("Area"), offer.area),
        (gettext("Times"), "\n".join(filter(None, (offer.hours_words(GERMAN), offer.times)))),
        (gettext("Contact"), offer.contact),
        (gettext("Place"), gettext("protected") if protected else offer.place),
        (gettext("Offered since"), offer.since.words(GERMAN) if offer.since.is_known else ""),
        (gettext("Last day"), _day(offer.ends_on) if offer.ends_on else ""),
        (gettext("Last checked"), _checked(offer)),
        (gettext("Source"), offer.source),
    )
    return {
        "title": offer.title,
        "facts": [(name, value) for name, value in told if value],
        "nodes": markup_tree(str(render(offer.description))),
    }


def _notice(offer: HelpOffer, on: date) -> str:
    notice, until = offer.alert_on(on), offer.alert_until
    if not notice or until is None:
        return ""
    return f"{notice} ({gettext('until %(day)s', day=_day(until))})"


def _checked(offer: HelpOffer) -> str:
    return _day(offer.checked_on) if offer.checked_on else gettext("not yet")


def _both(chosen: str, words: str) -> str:
    return "; ".join(part for part in (chosen, words) if part)


def _words(choices: Any) -> str:
    return ", ".join(gettext(each.label) for each in choices)


def _languages(codes: tuple[str, ...]) -> str:
    return ", ".join(language_name(code, GERMAN) for code in codes)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
