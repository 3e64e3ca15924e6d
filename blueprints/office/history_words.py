"""The history in words: what each gesture did to what, as marked messages."""

from typing import Final

from models.words import N_

SENTENCES: Final = {
    ("account", "ask-reset"): N_("asked for a new password"),
    ("account", "change-password"): N_("changed the own password"),
    ("account", "create"): N_("opened an account"),
    ("account", "end-sessions"): N_("signed the account out everywhere"),
    ("account", "invite"): N_("invited somebody to an account"),
    ("account", "lock"): N_("locked an account"),
    ("account", "renew-link"): N_("sent a new one-time link"),
    ("account", "unlock"): N_("unlocked an account"),
    ("account", "use-link"): N_("set a password by the one-time link"),
    ("agenda_item", "add"): N_("added an agenda item"),
    ("agenda_item", "add-guest"): N_("invited a guest for an agenda item"),
    ("agenda_item", "edit"): N_("changed an agenda item"),
    ("agenda_item", "remove-guest"): N_("took a guest off an agenda item"),
    ("agenda_item", "reorder"): N_("changed the order of the agenda"),
    ("appointment", "appoint"): N_("appointed a person"),
    ("appointment", "end"): N_("ended an appointment"),
    ("body", "create"): N_("set up the body"),
    ("body", "edit"): N_("changed the facts of the body"),
    ("body", "load"): N_("loaded the body with the demo"),
    ("bylaws", "edit"): N_("changed the bylaws"),
    ("coordination", "pass-on"): N_("passed the coordination on"),
    ("edition", "freeze"): N_("froze an edition"),
    ("file", "add"): N_("added a file"),
    ("file", "remove"): N_("deleted a file"),
    ("letter", "resend"): N_("sent a letter again"),
    ("letter", "settle-doubt"): N_("settled a letter in doubt"),
    ("meeting", "cancel"): N_("called the meeting off"),
    ("meeting", "edit"): N_("changed the meeting"),
    ("meeting", "hold"): N_("noted that the meeting took place"),
    ("meeting", "invite"): N_("sent the invitations"),
    ("meeting", "move"): N_("moved the meeting"),
    ("meeting", "not-held"): N_("noted that the meeting did not take place"),
    ("meeting", "plan"): N_("planned the meeting"),
    ("meeting", "remind"): N_("reminded those without a reply"),
    ("meeting", "remove"): N_("took an item off the agenda"),
    ("minutes", "begin"): N_("began the minutes"),
    ("minutes", "circulate"): N_("circulated the minutes"),
    ("minutes", "confirm"): N_("vouched for the minutes: nothing about clients"),
    ("minutes", "note-attendance"): N_("noted who was there"),
    ("office", "end"): N_("ended an office"),
    ("office", "give"): N_("gave an office"),
    ("organisation", "create"): N_("added an institution to the directory"),
    ("organisation", "edit"): N_("changed an institution"),
    ("person", "correct"): N_("corrected somebody's details"),
    ("person", "correct-profile"): N_("corrected the own details"),
    ("reply", "answer"): N_("answered the invitation"),
    ("seat", "admit"): N_("admitted an institution"),
    ("seat", "end"): N_("ended a membership"),
    ("text_version", "write"): N_("wrote a text of the minutes"),
}
"""What happened, to follow the name of whoever did it; by the row's table and the gesture."""

FACTS: Final = {
    "letters": N_("letters: %(value)s"),
    "coming": N_("answer: %(value)s"),
    "channel": N_("way: %(value)s"),
    "sequence": N_("revision %(value)s of the calendar entry"),
    "ends_on": N_("without from %(value)s on"),
}
"""Facts worth reading; ids and hashes stay in the log."""
