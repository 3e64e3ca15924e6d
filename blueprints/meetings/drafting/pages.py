"""The page that proposes an agenda: its groups, and each proposal in words."""

from dataclasses import dataclass
from typing import Final

from blueprints.meetings.drafting.queries import Group, Proposal, proposals
from blueprints.meetings.naming import meeting_name
from models.meetings import Meeting
from models.visibility import Visibility
from models.words import N_
from plumbing.database import reading
from plumbing.language import gettext, ngettext, word
from plumbing.pages import german_day

GROUPS: Final = {
    Group.FORMAL: N_("Formal items of the template"),
    Group.MINUTES: N_("Minutes to approve"),
    Group.TASKS: N_("Open tasks"),
    Group.LEFT_OPEN: N_("Put off or not dealt with"),
    Group.TOPICS: N_("Topics that wait for this meeting"),
    Group.REVIEWS: N_("Decisions due for review"),
    Group.PROCEDURES: N_("Procedures due for review"),
}


@dataclass(frozen=True, kw_only=True)
class Offered:
    """One proposal as the page shows it."""

    key: str
    title: str
    hint: str
    visibility: Visibility | None
    is_wanted: bool


def offered(meeting: Meeting) -> dict[str, list[Offered]]:
    """What is proposed, by the words of its group."""
    found: dict[str, list[Offered]] = {}
    for each in proposals(reading(), meeting):
        level = each.visibility if each.visibility is not Visibility.INTERNAL else None
        line = Offered(
            key=each.key, title=title_of(each), hint=_hint(each), visibility=level, is_wanted=each.is_wanted
        )
        found.setdefault(gettext(GROUPS[each.group]), []).append(line)
    return found


def title_of(proposal: Proposal) -> str:
    """What the item would be called, in the language of the page."""
    if proposal.group is Group.MINUTES and proposal.of is not None:
        return gettext("Approval of the minutes: %(meeting)s", meeting=meeting_name(proposal.of))
    if proposal.group is Group.TASKS:
        return gettext("Open tasks")
    if proposal.group in (Group.REVIEWS, Group.PROCEDURES):
        return gettext("Review: %(decision)s", decision=proposal.title)
    return proposal.title


def _hint(proposal: Proposal) -> str:
    """Why it is proposed."""
    if proposal.group is Group.TASKS:
        return ngettext("%(num)d task is owed", "%(num)d tasks are owed", len(proposal.about))
    if proposal.group in (Group.REVIEWS, Group.PROCEDURES):
        return gettext("due on %(day)s", day=german_day(proposal.about.review_on))
    if proposal.group is Group.MINUTES:
        if proposal.stands:
            return gettext(
                "“%(title)s” stands on the agenda already: link the minutes there", title=proposal.stands
            )
        day = german_day(proposal.about.objections_until)
        if proposal.is_wanted:
            return gettext("objections until %(day)s", day=day)
        return gettext("approved after %(day)s anyway, if nobody objects", day=day)
    if proposal.group is Group.TOPICS:
        seat = proposal.about.seat
        return gettext(
            "submitted by %(who)s", who=seat.organisation.name if seat else gettext("Coordination")
        )
    if proposal.group is Group.LEFT_OPEN and proposal.of is not None:
        became = word(proposal.about.outcome) if proposal.about.outcome else gettext("not dealt with")
        return f"{meeting_name(proposal.of)}: {became}"
    return ""
