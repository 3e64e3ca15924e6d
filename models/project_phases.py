"""Phases of projects: what may follow what in the Bund, a Land, a municipality, the EU, for a concept."""

import enum
from collections.abc import Mapping
from typing import Final

from models.words import N_


class StationKind(enum.Enum):
    """A phase that a project is in from a date on, or a date of its own: a hearing, a deadline."""

    ANNOUNCED = "announced"
    MINISTERIAL_DRAFT = "ministerial-draft"
    ASSOCIATIONS = "associations"
    CABINET = "cabinet"
    COUNCIL_FIRST = "council-first"
    FIRST_READING = "first-reading"
    COMMITTEE = "committee"
    FINAL_READING = "final-reading"
    COUNCIL_SECOND = "council-second"
    PROMULGATED = "promulgated"
    IN_FORCE = "in-force"
    EVALUATION = "evaluation"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    MOTION = "motion"
    PROPOSAL = "proposal"
    EXPERT_COMMITTEE = "expert-committee"
    MAIN_COMMITTEE = "main-committee"
    COUNCIL = "council"
    RESOLVED = "resolved"
    REJECTED = "rejected"
    ADJOURNED = "adjourned"
    NOTED = "noted"
    DRAFTING = "drafting"
    CONSULTATION = "consultation"
    PARLIAMENT = "parliament"
    PUBLISHED = "published"
    CARRIED_OUT = "carried-out"
    HEARING = "hearing"
    DEADLINE = "deadline"
    OTHER = "other"

    @property
    def label(self) -> str:
        return STATION_WORDS[self]

    @property
    def is_phase(self) -> bool:
        """Whether the project is in it from then on; else it is a date only."""
        return self not in DATES

    @property
    def is_end(self) -> bool:
        """Whether nothing more is to be expected: it failed, or was dropped."""
        return self in (StationKind.LAPSED, StationKind.WITHDRAWN, StationKind.REJECTED)


DATES: Final = (StationKind.HEARING, StationKind.DEADLINE, StationKind.OTHER)
STATION_WORDS: Final = {
    StationKind.ANNOUNCED: N_("announced"),
    StationKind.MINISTERIAL_DRAFT: N_("ministerial draft"),
    StationKind.ASSOCIATIONS: N_("states and associations are heard"),
    StationKind.CABINET: N_("cabinet"),
    StationKind.COUNCIL_FIRST: N_("Bundesrat, first passage"),
    StationKind.FIRST_READING: N_("first reading"),
    StationKind.COMMITTEE: N_("committee and hearing"),
    StationKind.FINAL_READING: N_("second and third reading"),
    StationKind.COUNCIL_SECOND: N_("Bundesrat, second passage"),
    StationKind.PROMULGATED: N_("promulgated"),
    StationKind.IN_FORCE: N_("in force"),
    StationKind.EVALUATION: N_("evaluation"),
    StationKind.LAPSED: N_("lapsed (discontinuity)"),
    StationKind.WITHDRAWN: N_("withdrawn"),
    StationKind.MOTION: N_("motion tabled"),
    StationKind.PROPOSAL: N_("Vorlage of the administration"),
    StationKind.EXPERT_COMMITTEE: N_("expert committee"),
    StationKind.MAIN_COMMITTEE: N_("main committee"),
    StationKind.COUNCIL: N_("council"),
    StationKind.RESOLVED: N_("resolved"),
    StationKind.REJECTED: N_("rejected"),
    StationKind.ADJOURNED: N_("put off to a later session"),
    StationKind.NOTED: N_("taken note of"),
    StationKind.DRAFTING: N_("being drafted"),
    StationKind.CONSULTATION: N_("consultation of those concerned"),
    StationKind.PARLIAMENT: N_("parliament and council"),
    StationKind.PUBLISHED: N_("published"),
    StationKind.CARRIED_OUT: N_("being carried out"),
    StationKind.HEARING: N_("date of a hearing"),
    StationKind.DEADLINE: N_("deadline for statements"),
    StationKind.OTHER: N_("another date"),
}

_S = StationKind
_END: Final = (_S.LAPSED, _S.WITHDRAWN)


class Ladder(enum.Enum):
    """Which phases a project usually goes through (domain.md 5.14); every one may be skipped."""

    FEDERAL = "federal"
    STATE = "state"
    MUNICIPAL = "municipal"
    INTERNATIONAL = "international"
    CONCEPT = "concept"

    @property
    def phases(self) -> tuple[StationKind, ...]:
        return PHASES[self]


PHASES: Final[Mapping[Ladder, tuple[StationKind, ...]]] = {
    Ladder.FEDERAL: (
        *(_S.ANNOUNCED, _S.MINISTERIAL_DRAFT, _S.ASSOCIATIONS, _S.CABINET, _S.COUNCIL_FIRST),
        *(_S.FIRST_READING, _S.COMMITTEE, _S.FINAL_READING, _S.COUNCIL_SECOND, _S.PROMULGATED),
        *(_S.IN_FORCE, _S.EVALUATION, *_END),
    ),
    Ladder.STATE: (
        *(_S.ANNOUNCED, _S.MINISTERIAL_DRAFT, _S.ASSOCIATIONS, _S.CABINET, _S.FIRST_READING),
        *(_S.COMMITTEE, _S.FINAL_READING, _S.PROMULGATED, _S.IN_FORCE, _S.EVALUATION, *_END),
    ),
    Ladder.MUNICIPAL: (
        *(_S.MOTION, _S.PROPOSAL, _S.EXPERT_COMMITTEE, _S.MAIN_COMMITTEE, _S.COUNCIL, _S.ADJOURNED),
        *(_S.RESOLVED, _S.NOTED, _S.CARRIED_OUT, _S.REJECTED, _S.WITHDRAWN),
    ),
    Ladder.INTERNATIONAL: (
        *(_S.ANNOUNCED, _S.CONSULTATION, _S.DRAFTING, _S.COMMITTEE, _S.PARLIAMENT, _S.PUBLISHED),
        *(_S.IN_FORCE, _S.CARRIED_OUT, _S.EVALUATION, *_END),
    ),
    Ladder.CONCEPT: (
        *(_S.DRAFTING, _S.CONSULTATION, _S.PUBLISHED, _S.CARRIED_OUT, _S.EVALUATION, _S.WITHDRAWN),
    ),
}
