"""What the pages of a decision show: its wording, the ring, who said what, how it stands."""

from typing import Any, Final, NamedTuple

from flask_babel import gettext, ngettext

from blueprints.decisions import queries, rules, voting_rules
from blueprints.decisions.closing_rules import is_early
from blueprints.decisions.voice_queries import Line, Said, Votes
from models.actors import Actor
from models.citations import references
from models.deciding import DecisionMode
from models.decisions import Decision, DecisionState, earliest_end
from models.results import Outcome
from models.rounds import Channel, Round
from models.stances import StanceValue
from models.visibility import Visibility
from plumbing import clock, ring
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.pages import german_day

TONES: Final[dict[StanceValue | None, ring.Tone]] = {
    StanceValue.AGREE: "yes",
    StanceValue.CONCERN: "perhaps",
    StanceValue.ABSTAIN: "neutral",
    StanceValue.AGAINST: "no",
    StanceValue.VETO: "no",
    StanceValue.NO_PART: "void",
    StanceValue.CONFLICT: "void",
    None: "open",
}
MARKS: Final[dict[StanceValue | None, str]] = {
    StanceValue.AGREE: "✓",
    StanceValue.CONCERN: "~",
    StanceValue.ABSTAIN: "•",
    StanceValue.AGAINST: "–",
    StanceValue.VETO: "!",
    StanceValue.NO_PART: "0",
    StanceValue.CONFLICT: "§",
    None: "?",
}


class Status(NamedTuple):
    """In which state a decision is, and what comes then."""

    mark: str
    word: str
    next: str | None
    tone: str


def decision_page(found: Decision) -> dict[str, Any]:
    """Everything on the page of one decision. Who of an institution spoke is for its own people and for the
    coordination; what it said is for whoever sees the decision."""
    by, today = me(), clock.today()
    votes = Votes(house(), found, today)
    due_on = house().get_one(Round, found.round_id).due_on if found.round_id else None
    own = [each for each in votes.lines if voting_rules.may_cast(by, each.seat_id) and each.sits]
    coordinates = found.body_id in by.coordinates
    outcome = votes.outcome
    return {
        "found": found,
        "body": found.body,
        "hue": found.body.hue,
        "level": found.item.visibility if found.item else Visibility.INTERNAL,
        "wording": queries.wording(reading(), found),
        "due_on": due_on,
        "lines": votes.lines,
        "outcome": outcome,
        "said": counted_words(outcome, found.is_open),
        "status": _status(found, outcome, due_on),
        "ring": _ring(votes.lines),
        "tones": TONES,
        "marks": MARKS,
        "own": own,
        "takes": _takes(found, due_on),
        "to_confirm": [
            each
            for each in votes.lines
            if each.said and each.said.waits and (coordinates or voting_rules.may_cast(by, each.seat_id))
        ],
        "coordinates": coordinates,
        "may_decide": rules.may_decide(by, found.body_id),
        "may_close": found.is_open and not found.circular and not is_early(house(), found, clock.now()),
        "changes": _changes(votes, by, coordinates),
        "objection": queries.objection(reading(), found),
        "related": queries.related(reading(), found),
        "cited": cited(found),
        "refers_to": references(reading(), found),
        "mode_words": mode_words(found),
        "voice_word": voice_word,
        "by_whom": by_whom,
    }


def _takes(found: Decision, due_on: Any) -> bool:
    """Whether institutions may answer themselves at this moment."""
    return found.is_open and not (found.circular and clock.today() > due_on)


def _changes(votes: Votes, by: Actor, coordinates: bool) -> list[Said]:
    """Every word with who gave it: all for the coordination, to each of her own institution."""
    own = {each.asked_id for each in votes.lines if each.seat_id in by.seat_ids}
    return [each for each in votes.changes() if coordinates or each.asked_id in own]


def _ring(lines: list[Line]) -> ring.Ring:
    seats = [
        ring.seat(
            name=each.name,
            short=each.short,
            tone=TONES[each.voice.counted] if each.sits else "void",
            mark=MARKS[each.voice.counted] if each.sits else "×",
            label=voice_word(each),
        )
        for each in lines
    ]
    agreeing = sum(each.voice.counted in (StanceValue.AGREE, StanceValue.CONCERN) for each in lines)
    sitting = sum(each.sits for each in lines)
    words = gettext("%(some)s of %(all)s", some=agreeing, all=sitting)
    return ring.ring(seats, [words, gettext("have agreed")])


def voice_word(line: Line) -> str:
    """What an institution says, in words: silence is called silence."""
    if line.has_ended:
        return gettext("no longer a member")
    if not line.sits:
        return gettext("membership dormant")
    if line.withdrawn:
        return gettext(StanceValue.CONFLICT.label)
    if line.said is None:
        return gettext("has said nothing")
    if line.voice.refused:
        return gettext("its management did not approve: fallen away")
    word = gettext(line.said.value.label)
    return gettext("%(word)s, provisional", word=word) if line.said.waits else word


def by_whom(said: Said) -> str:
    """Who spoke for the institution, and how the word came here."""
    if said.channel is Channel.COORDINATION and said.said_by and said.said_on:
        return gettext(
            "%(name)s, %(way)s on %(day)s, recorded by the coordination",
            name=said.name,
            way=gettext(said.said_by.label),
            day=german_day(said.said_on),
        )
    return said.name


def _status(found: Decision, outcome: Outcome, due_on: Any) -> Status:
    state = found.state
    if state is DecisionState.PROPOSAL:
        return Status("○", gettext(state.label), gettext("only the coordination sees it so far"), "neutral")
    if state is DecisionState.CIRCULATING:
        then = gettext("answers until %(day)s, then the result is noted", day=german_day(due_on))
        return Status("→", gettext(state.label), then, "open")
    if state is DecisionState.OPEN:
        return Status("→", gettext(state.label), gettext("the coordination closes it"), "open")
    assert found.result is not None
    word = gettext(found.result.label)
    if found.came_about and outcome.provisional:
        waiting = ngettext(
            "provisional: %(num)d management has not answered yet",
            "provisional: %(num)d managements have not answered yet",
            len(outcome.waiting),
        )
        return Status("~", word, waiting, "perhaps")
    if state in (DecisionState.CARRIED_OUT, DecisionState.SUPERSEDED):
        return Status("✓", word, gettext(state.label), "void")
    return Status("✓" if found.came_about else "–", word, None, "yes" if found.came_about else "no")


def cited(found: Decision) -> str:
    """How a decision is cited; empty where none has come about."""
    if found.number is None or found.decided_on is None:
        return ""
    return gettext(
        "Decision %(number)s/%(year)s of “%(table)s” of %(day)s",
        number=found.number,
        year=found.year,
        table=found.body.name,
        day=german_day(found.decided_on),
    )


def mode_words(found: Decision) -> list[str]:
    """By which rules it is or was decided, each in a sentence; of a proposal those of the bylaws today."""
    told = found.rules
    mode, quorum, silence = told.mode, told.quorum_percent, told.silence_counts
    if found.round_id is None:
        bylaws = found.body.bylaws
        mode = DecisionMode.MAJORITY if found.kind.value == "procedure" else bylaws.decision_mode
        quorum, silence = bylaws.quorum_percent, bylaws.silence_consents and found.circular
    words = [gettext(mode.label)]
    if quorum:
        words.append(gettext("at least %(share)s %% of the voting institutions take part", share=quorum))
    elif found.circular:
        words.append(gettext("more than half of the institutions that are asked take part"))
    if silence:
        words.append(gettext("who keeps silent counts as agreeing, as the bylaws of this table say"))
    elif found.circular:
        words.append(gettext("silence is not consent"))
    return words


def counted_words(outcome: Outcome, is_open: bool = False) -> list[str]:
    """How many said what, and never more than was said; while it is open, nothing has failed yet."""
    words = [
        f"{len(names)} × {gettext(value.label)}" for value in StanceValue if (names := outcome.names(value))
    ]
    if outcome.silent:
        words.append(_silent_words(outcome))
    if outcome.fallen_away:
        gone = ", ".join(outcome.fallen_away)
        words.append(gettext("fallen away, because the management did not approve: %(names)s", names=gone))
    if not outcome.quorate:
        numbers = {"some": outcome.taking_part, "all": outcome.entitled}
        words.append(
            gettext("so far too few take part: %(some)s of %(all)s", **numbers)
            if is_open
            else gettext("too few take part: %(some)s of %(all)s", **numbers)
        )
    return words


def _silent_words(outcome: Outcome) -> str:
    silent = len(outcome.silent)
    if outcome.silence_counts:
        return ngettext(
            "%(num)d has kept silent; under the bylaws that counts as agreeing",
            "%(num)d have kept silent; under the bylaws that counts as agreeing",
            silent,
        )
    return ngettext("%(num)d has said nothing", "%(num)d have said nothing", silent)


def first_day(found: Decision) -> Any:
    """The earliest last day of a circular decision that is put to the institutions today."""
    bylaws = found.body.bylaws
    return earliest_end(clock.today(), bylaws.circular_working_days, bylaws.land)
