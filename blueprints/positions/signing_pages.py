"""What the pages about signatures show: the ring, who says what, and which words changed since last time."""

from typing import Any, Final

from flask import abort, url_for
from flask_babel import gettext

from blueprints.positions import queries, signature_rules, signing_queries, signing_rules
from blueprints.positions.pages import found_position
from blueprints.positions.sending_pages import reminding
from blueprints.positions.signature_rules import ANOTHER_TEXT, may_sign
from blueprints.positions.signing_forms import SignForm
from blueprints.positions.signing_queries import Line, Said, Signed
from blueprints.positions.standing_words import asking_words
from blueprints.positions.version_pages import found_version
from models.comparing import word_diff
from models.editions import Edition
from models.organisations import Organisation
from models.position_texts import PositionVersion
from models.positions import Position
from models.seats import AppointmentRole
from models.signatures import SignatureValue, SignOff, speaks_for
from plumbing import clock, ring
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.gestures import Passed
from plumbing.looked_at import LookedAtForm
from plumbing.pages import german_day

TONES: Final[dict[SignatureValue | None, ring.Tone]] = {
    SignatureValue.SIGNS: "yes",
    SignatureValue.RESERVATION: "perhaps",
    SignatureValue.DISSENT: "no",
    SignatureValue.NEUTRAL: "neutral",
    SignatureValue.CONSULTING: "open",
    None: "open",
}
MARKS: Final[dict[SignatureValue | None, str]] = {
    SignatureValue.SIGNS: "✓",
    SignatureValue.RESERVATION: "~",
    SignatureValue.DISSENT: "–",
    SignatureValue.NEUTRAL: "•",
    SignatureValue.CONSULTING: "…",
    None: "?",
}


def signing_page(table_id: int, position_id: int, number: int) -> tuple[SignOff, dict[str, Any]]:
    """Everything about the signatures under one version, for whoever sees the position.

    Whoever takes part from outside sees who signs and what her own institution says, nothing of the others.
    """
    position, page = found_position(table_id, position_id)
    version = found_version(position, number)
    about = signing_queries.sign_off(house(), version.id) or abort(404)
    signed = Signed(house(), about, position, clock.today())
    roles = signing_queries.roles_of(me(), position)
    lines = [each for each in signed.lines if _is_inside(position) or each.organisation_id in roles]
    is_final = position.final_version is version
    takes = is_final and about.takes(clock.today())
    own = [each for each in signed.lines if each.organisation_id in roles]
    own_to_say = [each for each in own if each.said and _speaks_for(each.said, roles[each.organisation_id])]
    page |= {
        "version": version,
        "edition": queries.edition(reading(), version),
        "about": about,
        "is_final": is_final,
        "takes": takes,
        "lines": lines,
        "missing": [each.name for each in lines if each.is_awaited] if page["may_lead"] else [],
        "own": own,
        "roles": {each.asked_id: roles[each.organisation_id] for each in own},
        "printed": list(signed.printed),
        "to_confirm": [each for each in own_to_say if each.said and each.said.waits],
        "to_take_back": [each for each in own_to_say if _stands(each)],
        "to_correct": [each for each in own_to_say if _ends_later(each)],
        "own_words": _own_words(signed, position, own),
        "ring": _ring(lines) if _is_inside(position) else None,
        "look_of": look_of,
        "word_of": word_of,
        "status": _status(about, is_final),
        "changed": changed_words(position, version),
        "may_lead": page["may_lead"] and is_final,
        "may_remind": page["may_lead"] and is_final and about.runs(clock.today()),
        "signed": signed,
        "silent": bool(signed.silent()),
        "signing_url": url_for(".signatures", **page["ids"], number=number),
        "numbered": {**page["ids"], "number": number},
    }
    return about, page


def _is_inside(position: Position) -> bool:
    """Whether one sits at one of its tables or coordinates one."""
    return bool(position.body_ids & (me().member_of | me().coordinates))


def _speaks_for(said: Said, role: AppointmentRole | None) -> bool:
    return speaks_for(said, person_id=me().person_id, role=role)


def _stands(line: Line) -> bool:
    said = line.said
    signs = said is not None and said.value in (SignatureValue.SIGNS, SignatureValue.RESERVATION)
    return signs and said is not None and said.withdrawn_from is None


def _ends_later(line: Line) -> bool:
    day = line.said.withdrawn_from if line.said else None
    return day is not None and day > clock.today()


def _own_words(signed: Signed, position: Position, own: list[Line]) -> list[Said]:
    """Every word with who gave it: all for the coordination, to each those of her own institution."""
    ids = {each.asked_id for each in own}
    coordinates = position.body_id in me().coordinates
    return [each for each in reversed(signed.said) if coordinates or each.asked_id in ids]


def _ring(lines: list[Line]) -> ring.Ring:
    seats = [
        ring.seat(
            name=each.name,
            short=each.short,
            tone=look_of(each)[0],
            mark=look_of(each)[1],
            label=word_of(each),
        )
        for each in lines
    ]
    words = gettext("%(some)s of %(all)s", some=sum(each.is_printed for each in lines), all=len(lines))
    return ring.ring(seats, [words, gettext("have signed")])


def look_of(line: Line) -> tuple[ring.Tone, str]:
    """Tone and mark; a signature that waits for a management looks like none that is printed."""
    said = line.said
    if line.has_left or (said is not None and said.confirmed is False):
        return "void", "×"
    if said is not None and said.waits:
        return "perhaps", "V"
    return TONES[said.value if said else None], MARKS[said.value if said else None]


def word_of(line: Line) -> str:
    """What an institution says, in words: silence is called silence."""
    said = line.said
    if said is None:
        return gettext("no longer asked") if line.has_left else gettext("has said nothing")
    word = gettext(said.value.label)
    if said.confirmed is False:
        return gettext("its management did not approve: fallen away")
    if said.withdrawn_from is not None:
        return gettext("%(word)s, until %(day)s", word=word, day=german_day(said.withdrawn_from))
    return gettext("%(word)s, provisional", word=word) if said.waits else word


def _status(about: SignOff, is_final: bool) -> tuple[str, str, str, str]:
    """Mark, word, what comes next, tone."""
    if not is_final:
        word = gettext("the text was opened again")
        return "×", word, gettext("these signatures hold for this version alone"), "void"
    if about.round.closed_at is not None:
        return "✓", gettext("closed"), gettext("the text is released"), "yes"
    return asking_words(about.round.due_on, express=about.express, today=clock.today())


def changed_words(position: Position, version: PositionVersion) -> list[tuple[str, list[tuple[str, str]]]]:
    """Section by section what differs from the text that was signed before; empty if none was."""
    before = signing_rules.earlier(house(), position, version)
    if before is None:
        return []
    old_version = next(each for each in position.versions if each.id == before.version_id)
    old, new = (_sections(queries.edition(reading(), each)) for each in (old_version, version))
    found = []
    for key in [*new, *(each for each in old if each not in new)]:
        was, is_now = old.get(key, ("", "")), new.get(key, ("", ""))
        if was != is_now:
            words = [*word_diff(f"{was[0]}\n\n{was[1]}".strip(), f"{is_now[0]}\n\n{is_now[1]}".strip())]
            found.append((is_now[0] or was[0], words))
    return found


def _sections(edition: Edition) -> dict[int, tuple[str, str]]:
    return {each["id"]: (each["heading"], each["markdown"]) for each in edition.data["sections"]}


def final_of(position: Position, page: dict[str, Any]) -> PositionVersion:
    """The final text; whoever leads is told when it was opened again meanwhile."""
    final = position.final_version
    if final is None:
        raise Passed(signing_rules.NO_FINAL_TEXT, page["url"])
    return final


def sign_form(page: dict[str, Any], about: SignOff) -> SignForm:
    """The form for one's own institutions; of the only one what it has said last, else all begins anew."""
    own: list[Line] = page["own"] or abort(404)
    if not page["takes"]:
        raise Passed(signature_rules.HAS_ENDED if page["is_final"] else ANOTHER_TEXT, page["signing_url"])
    form: SignForm = SignForm(sha256=about.sha256, **_last(own))
    form.offer_institutions([(each.asked_id, each.name) for each in own])
    return form


def remind_form(table_id: int, position_id: int, number: int) -> tuple[LookedAtForm, dict[str, Any]]:
    """Whom a reminder reaches, for whoever leads; once the last day has passed she is told so."""
    _, page = signing_page(table_id, position_id, number)
    if not page["may_lead"]:
        abort(404)
    if not page["may_remind"]:
        raise Passed(signing_rules.TIME_IS_OVER, page["signing_url"])
    return LookedAtForm(), page | reminding(page["position"], page["signed"])


def _last(own: list[Line]) -> dict[str, Any]:
    if len(own) != 1:
        return {}
    said = own[0].said
    if said is None:
        institution = house().get_one(Organisation, own[0].organisation_id)
        return {"provisional": institution.decides_subject_to_management}
    given = {"value": said.value.value, "words": said.words, "print_words": said.print_words}
    return given | {"provisional": said.provisional}


def found_line(page: dict[str, Any], which: str, signature_id: int) -> Line:
    """The line of one's own institution whose word this is; of a word that counts no longer its people are
    told so."""
    lines: list[Line] = page[which]
    found = next((each for each in lines if each.said and each.said.id == signature_id), None)
    roles = page["roles"]
    mine = [each for each in page["own_words"] if each.asked_id in roles and each.id == signature_id]
    if found is None and any(_speaks_for(each, roles[each.asked_id]) for each in mine):
        raise Passed(signature_rules.COUNTS_NO_LONGER, page["signing_url"])
    return found or abort(404)


def signing_word(position: Position, version: PositionVersion | None, page: dict[str, Any]) -> dict[str, Any]:
    """What the page of a version says about the signatures under it, and the way there."""
    is_final = version is not None and position.final_version is version
    about = signing_queries.sign_off(house(), version.id) if version and version.is_final else None
    if version is None or about is None:
        return {"signing": None, "may_ask": is_final and signing_rules.may_ask(me(), position)}
    url = url_for("positions.signatures", **page["ids"], number=version.number)
    wanted = is_final and may_sign(me(), position) and about.takes(clock.today())
    closed = is_final and about.round.closed_at is not None
    issues = url_for("positions.issues", **page["ids"]) if closed else None
    told = {"status": _status(about, is_final), "url": url, "wanted": wanted, "issues": issues}
    return {"signing": told, "may_ask": False}
