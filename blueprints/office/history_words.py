"""The history in words: what each gesture did to what, as marked messages."""

from typing import Final

from models.words import N_

SUBJECTS: Final = {
    "account": N_("account"),
    "agenda_item": N_("agenda item"),
    "appointment": N_("appointment"),
    "attendance": N_("attendance"),
    "body": N_("body"),
    "bylaws": N_("bylaws"),
    "edition": N_("edition"),
    "file": N_("file"),
    "invitation": N_("invitation"),
    "letter": N_("letter"),
    "meeting": N_("meeting"),
    "minutes": N_("minutes"),
    "office": N_("office"),
    "organisation": N_("institution"),
    "person": N_("person"),
    "reply": N_("reply"),
    "seat": N_("membership"),
    "sign_in_session": N_("session"),
    "text": N_("text"),
}
"""Rows by the name of their table."""

SENTENCES: Final = {
    ("admit", "seat"): N_("admitted an institution"),
    ("answer", "reply"): N_("answered the invitation"),
    ("appoint", "appointment"): N_("appointed a person"),
    ("cancel", "meeting"): N_("called the meeting off"),
    ("circulate", "minutes"): N_("circulated the minutes"),
    ("create", "body"): N_("set up the body"),
    ("create", "organisation"): N_("added an institution to the directory"),
    ("edit", "body"): N_("changed the facts of the body"),
    ("edit", "bylaws"): N_("changed the bylaws"),
    ("edit", "meeting"): N_("changed the meeting"),
    ("edit", "organisation"): N_("changed an institution"),
    ("end", "appointment"): N_("ended an appointment"),
    ("end", "office"): N_("ended an office"),
    ("end", "seat"): N_("ended a membership"),
    ("freeze", "edition"): N_("froze an edition"),
    ("give", "office"): N_("gave an office"),
    ("hold", "meeting"): N_("noted that the meeting took place"),
    ("invite", "meeting"): N_("sent the invitations"),
    ("move", "meeting"): N_("moved the meeting"),
    ("plan", "meeting"): N_("planned a meeting"),
    ("remind", "meeting"): N_("reminded those without a reply"),
    ("resend", "letter"): N_("sent a letter again"),
    ("settle-doubt", "letter"): N_("settled a letter in doubt"),
}
"""What happened, to follow the name of whoever did it."""

GESTURES: Final = {
    "accept": N_("accepted"),
    "add": N_("added"),
    "begin": N_("began"),
    "cancel": N_("cancelled"),
    "change": N_("changed"),
    "circulate": N_("circulated"),
    "close": N_("closed"),
    "confirm": N_("confirmed"),
    "create": N_("created"),
    "edit": N_("changed"),
    "end": N_("ended"),
    "freeze": N_("froze"),
    "hold": N_("noted as held"),
    "move": N_("moved"),
    "plan": N_("planned"),
    "remove": N_("removed"),
    "settle": N_("settled"),
    "sign-in": N_("signed in"),
    "withdraw": N_("withdrew"),
    "write": N_("wrote"),
}
"""For pairs without a sentence of their own; a gesture that is not listed is shown as it is."""

FACTS: Final = {
    "letters": N_("letters"),
    "sequence": N_("revision"),
    "coming": N_("answer"),
    "channel": N_("way"),
    "state": N_("state"),
    "role": N_("role"),
    "kind": N_("kind"),
    "number": N_("number"),
    "ends_on": N_("ends on"),
    "version": N_("version"),
}
"""Facts worth reading; ids and hashes stay in the log."""
