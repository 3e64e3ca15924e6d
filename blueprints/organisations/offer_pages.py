"""What the pages of help offers show: the question that was asked, one offer, the list."""

from typing import Any

from flask import request
from flask_babel import gettext

from blueprints.organisations import offer_queries, offer_rules
from blueprints.organisations.offer_forms import ANY, CheckForm, NewOfferForm, OfferForm, OfferSearchForm
from blueprints.organisations.offer_queries import Wanted, Word
from models.folding import folded
from models.offer_words import ALSO_CALLED
from models.offers import Access, HelpKind, HelpOffer, OfferStatus, TargetGroup
from plumbing.access import me
from plumbing.clock import now, today
from plumbing.database import reading


def search_form() -> OfferSearchForm:
    """What the address asks for, and whether it can be asked."""
    form = OfferSearchForm(request.args)
    form.offer(offer_queries.languages(reading()))
    return form


def wanted(form: OfferSearchForm) -> Wanted:
    """The question of a form; what could not be understood is not asked."""
    status = form.status.data
    return Wanted(
        words=tuple(_word(each) for each in folded(form.q.data or "").split()),
        group=form.group.data,
        kind=form.kind.data,
        access=form.access.data,
        when=form.when.data,
        language=form.language.data or "",
        area=form.area.data or "",
        status=status if isinstance(status, OfferStatus) else None,
        any_status=status == ANY,
        is_overdue=form.overdue.data,
        open_at=now() if form.now.data else None,
        organisation_id=_provider(),
    )


def _provider() -> int | None:
    """The institution that the address names; a number that no row can have finds nothing."""
    named = request.args.get("provider", type=int)
    return named if named is None or abs(named) < 2**31 else 0


def _word(word: str) -> Word:
    """A word also means the choices whose names hold it, or that are called like it."""

    def named(kind: Any) -> tuple[Any, ...]:
        return tuple(each for each in kind if word in folded(gettext(each.label)) or _also(each, word))

    return Word(folded=word, groups=named(TargetGroup), kinds=named(HelpKind), access=named(Access))


def _also(choice: Any, word: str) -> bool:
    others = folded(gettext(ALSO_CALLED[choice])).split() if choice in ALSO_CALLED else []
    return len(word) > 1 and any(other.startswith(word) for other in others)


def asked(form: OfferSearchForm) -> dict[str, str]:
    """The same question for another address: another page, paper."""
    names = [*form.data, "provider"]
    return {name: request.args[name] for name in names if request.args.get(name)}


def told(form: OfferSearchForm) -> list[tuple[str, str]]:
    """The question in words, for paper."""
    found = []
    for field in form:
        if field.name in ("overdue", "now"):
            value = gettext("yes") if field.data else ""
        elif hasattr(field, "iter_choices"):
            value = next((str(label) for key, label, *_ in field.iter_choices() if _chosen(field, key)), "")
        else:
            value = field.data or ""
        if value:
            found.append((str(field.label.text), value))
    return found


def _chosen(field: Any, key: str) -> bool:
    return bool(key) and request.args.get(field.name) == key


def offer_facts(offer: HelpOffer) -> dict[str, Any]:
    """One offer as its page shows it."""
    return {
        "offer": offer,
        "status": offer.status_on(today()),
        "alert": offer.alert_on(today()),
        "is_overdue": offer.is_overdue(today()),
        "is_open": _is_open(offer),
        "may_edit": offer_rules.may_edit(me(), offer),
        "form": CheckForm(based_on=offer.version, formdata=None),
    }


def open_now(offers: list[HelpOffer]) -> set[int]:
    """Which of these are reachable now, by their regular hours."""
    return {each.id for each in offers if _is_open(each)}


def _is_open(offer: HelpOffer) -> bool:
    return offer.status_on(today()) is OfferStatus.ACTIVE and offer.is_open(now())


def new_form() -> NewOfferForm:
    """An empty form; the institution may stand in the address."""
    form = NewOfferForm(organisation_id=_provider(), is_checked=True)
    form.offer(_providers())
    return form


def form_over(offer: HelpOffer, **given: Any) -> OfferForm:
    """The form as the row fills it, and as it was sent unless `formdata=None` is given.

    A notice that is over does not come back.
    """
    alert = offer.alert_on(today())
    until = offer.alert_until if alert else None
    form = OfferForm(obj=offer, based_on=offer.version, **given)
    if not form.is_submitted() or "formdata" in given:
        form.alert.data, form.alert_until.data = alert, until
    form.offer(_providers())
    return form


def _providers() -> list[tuple[int, str]]:
    """All institutions for a coordination, one's own for a representative."""
    return offer_queries.providers(reading(), None if me().is_coordinator else offer_rules.represents(me()))
