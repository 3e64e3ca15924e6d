"""The stations of a project as they are read: phases entered, phases and dates to come."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext

from models.projects import ProjectStation, phase_of
from plumbing.stations import Step


def steps(line: Sequence[ProjectStation], language: str, today: date) -> list[Step]:
    """Every station in words of the page's language; what is proposed only is not among them."""
    settled = [each for each in line if not each.is_proposed]
    current = phase_of(settled, today)
    return [_step(each, each is current, language, today) for each in settled]


def _step(found: ProjectStation, is_current: bool, language: str, today: date) -> Step:
    ahead = found.lies_ahead(today)
    mark, tone = ("…", "open") if ahead else ("×", "no") if found.kind.is_end else ("✓", "yes")
    if not ahead and not found.kind.is_phase:
        mark, tone = "●", "neutral"
    return Step(
        mark=mark,
        tone=tone,
        when=found.held_on.words(language) if found.held_on.is_known else "",
        title=called(found),
        state=gettext("still to come")
        if ahead
        else gettext("phase as far as it is known")
        if is_current
        else "",
        details=tuple(each for each in (found.note,) if each),
        source=found.found_in,
    )


def called(found: ProjectStation) -> str:
    """What a station is called in a line: its kind, its title."""
    kind = gettext(found.kind.label)
    return f"{kind}: {found.title}" if found.title else kind
