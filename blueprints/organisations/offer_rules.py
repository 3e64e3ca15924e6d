"""Who may keep help offers, and what must hold for one."""

import enum
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.languages import known_languages
from models.meetings import BERLIN
from models.offers import Access, HelpKind, HelpOffer, TargetGroup
from models.organisations import Organisation
from models.versions import must_be
from models.words import N_

CHOICES: Final[dict[str, type[enum.Enum]]] = {
    "target_groups": TargetGroup,
    "kinds": HelpKind,
    "access": Access,
}


def represents(by: Actor) -> frozenset[int]:
    """The institutions whose main representative one is today, at whatever table."""
    return frozenset(seat.organisation_id for seat in by.seats if seat.role == "main")


def may_add(by: Actor | None) -> bool:
    """Whoever coordinates keeps the directory; main representatives keep what their institutions offer."""
    return by is not None and (by.is_coordinator or bool(represents(by)))


def may_keep(by: Actor, organisation_id: int) -> bool:
    """Whether one may say what this institution offers."""
    return by.is_coordinator or organisation_id in represents(by)


def may_edit(by: Actor, offer: HelpOffer) -> bool:
    return may_keep(by, offer.organisation_id)


def create(
    house: Session,
    *,
    organisation_id: int,
    title: str,
    is_checked: bool = False,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> HelpOffer:
    """Enter an offer of an institution; `is_checked` says that all of it is right today."""
    if not may_keep(by, organisation_id):
        raise NotAllowed
    on = now.astimezone(BERLIN).date()
    facts = _judged(house, None, facts | {"organisation_id": organisation_id, "title": title}, on)
    offer = HelpOffer(**facts)
    if is_checked:
        _note_check(offer, by, on)
    house.add(offer)
    record(house, "create", offer, by=by, now=now)
    return offer


def edit(
    house: Session,
    offer_id: int,
    *,
    based_on: int | None,
    is_checked: bool = False,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> HelpOffer:
    """Change an offer's facts; `based_on` is the version that the form showed."""
    offer = _kept(house, offer_id, by)
    must_be(offer, based_on)
    if not may_keep(by, facts.get("organisation_id", offer.organisation_id)):
        raise NotAllowed
    on = now.astimezone(BERLIN).date()
    facts = _judged(house, offer, facts, on)
    changed = [name for name, value in facts.items() if getattr(offer, name) != value]
    for name in changed:
        setattr(offer, name, facts[name])
    if is_checked:
        _note_check(offer, by, on)
        changed.append("checked_on")
    record(house, "edit", offer, by=by, now=now, changed=changed)
    return offer


def check(house: Session, offer_id: int, *, based_on: int | None, by: Actor, now: datetime) -> HelpOffer:
    """Say that all that the page showed is still right."""
    offer = _kept(house, offer_id, by)
    must_be(offer, based_on)
    _note_check(offer, by, now.astimezone(BERLIN).date())
    record(house, "check", offer, by=by, now=now)
    return offer


def _kept(house: Session, offer_id: int, by: Actor) -> HelpOffer:
    offer = house.get(HelpOffer, offer_id, with_for_update=True)
    if offer is None or not may_edit(by, offer):
        raise NotAllowed
    return offer


def _note_check(offer: HelpOffer, by: Actor, on: date) -> None:
    """Checked in the name of an institution: the provider where one represents it, else one's own."""
    own = offer.organisation_id in represents(by)
    offer.checked_on = on
    offer.checked_by_id = offer.organisation_id if own else by.organisation_id


def _judged(house: Session, offer: HelpOffer | None, facts: dict[str, Any], on: date) -> dict[str, Any]:
    """The facts in the form in which they are kept; refuses what cannot be true of an offer."""
    facts = dict(facts)
    for name, kind in CHOICES.items():
        if name in facts:
            facts[name] = tuple(each for each in kind if each in facts[name])
    for name in ("spoken", "materials"):
        if name in facts:
            facts[name] = known_languages(tuple(dict.fromkeys(facts[name])), name)
    whole = {name: getattr(offer, name) for name in JUDGED} | facts if offer else DEFAULTS | facts
    _judge_times(whole, on, offer.alert_until if offer else None)
    _judge_provider(house, offer, whole)
    return facts


DEFAULTS: Final[dict[str, Any]] = {
    "since": FuzzyDate.unknown(),
    "ends_on": None,
    "alert": "",
    "alert_until": None,
    "place": "",
    "address_protected": False,
}
JUDGED: Final = ("organisation_id", "title", *DEFAULTS)


def _judge_times(whole: Mapping[str, Any], on: date, kept: date | None) -> None:
    """The last day follows the beginning; a notice has an end, and unless it was kept, that lies ahead."""
    begins = whole["since"].first_day
    if begins and whole["ends_on"] and whole["ends_on"] < begins:
        raise RuleBroken(N_("The end lies before the beginning."), field="ends_on")
    if whole["alert"] and whole["alert_until"] is None:
        raise RuleBroken(N_("Please say until when the notice holds."), field="alert_until")
    if whole["alert_until"] is not None and not whole["alert"]:
        raise RuleBroken(N_("Please write the notice that holds until then."), field="alert")
    if whole["alert_until"] not in (None, kept) and whole["alert_until"] < on:
        raise RuleBroken(N_("The notice would already be over."), field="alert_until")


def _judge_provider(house: Session, offer: HelpOffer | None, whole: Mapping[str, Any]) -> None:
    """The provider exists, has no such offer yet, and no place is told that is protected."""
    provider = house.get(Organisation, whole["organisation_id"])
    if provider is None:
        raise RuleBroken(N_("There is no such institution."), field="organisation_id")
    if whole["place"] and (whole["address_protected"] or provider.address_protected):
        raise RuleBroken(
            N_("A protected address is not stored. Please leave the place empty."), field="place"
        )
    others = house.execute(
        select(HelpOffer.id, HelpOffer.title).where(HelpOffer.organisation_id == provider.id)
    )
    title, own_id = whole["title"].casefold(), offer.id if offer else None
    if any(other.title.casefold() == title and other.id != own_id for other in others):
        raise RuleBroken(N_("This institution already has an offer with this title."), field="title")
