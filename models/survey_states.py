"""Where a survey stands, and what pages call it."""

import enum
from typing import Final

from models.words import N_


class SurveyState(enum.Enum):
    """Derived, never stored (domain.md 5.11)."""

    DRAFT = "draft"
    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"
    EVALUATED = "evaluated"
    REPORTED = "reported"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        return SURVEY_STATE_WORDS[self]


SURVEY_STATE_WORDS: Final = {
    SurveyState.DRAFT: N_("draft of a survey"),
    SurveyState.OPEN: N_("survey is open"),
    SurveyState.OVERDUE: N_("deadline has passed, not closed yet"),
    SurveyState.CLOSED: N_("survey is closed"),
    SurveyState.EVALUATED: N_("survey is evaluated"),
    SurveyState.REPORTED: N_("report is released"),
    SurveyState.ARCHIVED: N_("survey is archived"),
}
