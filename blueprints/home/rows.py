"""Lines of the overview: each with its deadline and the one gesture that settles it."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext

from blueprints.home.queries import NextStep, OwedReply
from plumbing import clock
from plumbing.language import chosen_language
from plumbing.pages import german_day, relative_day


@dataclass(frozen=True, kw_only=True)
class Row:
    """What components/owed.html needs of one line."""

    due: date | None
    title: str
    detail: str
    table_name: str
    hue: int
    action_label: str
    url: str
    primary: bool = False

    @property
    def due_label(self) -> str:
        if self.due is None:
            return "–"
        this_year = self.due.year == clock.today().year
        return german_day(self.due).removesuffix(str(self.due.year)) if this_year else german_day(self.due)

    @property
    def relative(self) -> str:
        return relative_day(self.due) if self.due else gettext("open")

    @property
    def late(self) -> bool:
        return self.due is not None and self.due <= clock.today()


def owed_row(owed: OwedReply) -> Row:
    meeting = owed.meeting
    return Row(
        due=owed.due_on,
        title=gettext("Reply to the invitation"),
        detail=gettext(
            "Meeting on %(day)s, for %(institution)s",
            day=meeting.held_on.words(chosen_language()),
            institution=owed.institution or gettext("you as a guest"),
        ),
        table_name=meeting.body.name,
        hue=meeting.body.hue,
        action_label=gettext("Reply"),
        url=url_for("meetings.reply", meeting_id=meeting.id, invitation_id=owed.invitation_id),
        primary=True,
    )


def next_step_row(step: NextStep) -> Row:
    meeting = step.meeting
    words = {
        "invite": (gettext("Send the invitation"), gettext("Prepare"), "meetings.show"),
        "hold": (gettext("Has the meeting taken place?"), gettext("Look"), "meetings.show"),
        "write": (gettext("Write and circulate the minutes"), gettext("Write"), "minutes.write"),
    }
    title, label, endpoint = words[step.gesture]
    return Row(
        due=step.due_on,
        title=title,
        detail=gettext("Meeting on %(day)s", day=meeting.held_on.words(chosen_language())),
        table_name=meeting.body.name,
        hue=meeting.body.hue,
        action_label=label,
        url=url_for(endpoint, meeting_id=meeting.id),
    )
