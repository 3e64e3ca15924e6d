"""What is said after reminders or calls for topics were switched off or on."""

from flask_babel import gettext

from models.reminder_stops import StopKind


def told_stopped(what: StopKind, *, again: bool = False) -> str:
    if what is StopKind.TOPIC_CALLS:
        return gettext("Calls for topics come again.") if again else gettext("No more calls for topics come.")
    return gettext("Reminders come again.") if again else gettext("No more reminders come.")
