"""A few words that somebody new at a table meets first (docs/glossary.md has them all)."""

from typing import Final

from models.words import N_

WORDS: Final = (
    (N_("Institution"), N_("what sits at the table; persons only represent it, and it has one voice")),
    (N_("Membership"), N_("an institution's place at the table: full, advisory or standing guest")),
    (N_("Representative"), N_("who speaks for the institution here; deputies stand in for her or him")),
    (N_("Coordination"), N_("the institution that invites, keeps the list and follows up")),
    (N_("Bylaws"), N_("the table's own rules: periods, reminders, what letters may name")),
    (N_("Agenda item"), N_("a point of a meeting; those numbered V are for the named institutions only")),
    (
        N_("Reply to an invitation"),
        N_("what one invited person answers to an invitation; the last answer counts"),
    ),
    (N_("Minutes"), N_("results, not who said what; objections concern what is not right in them")),
    (
        N_("Level of confidentiality"),
        N_("public, internal, confidential to named institutions, coordination only"),
    ),
    (N_("Question to all"), N_("one question to all institutions until a day; silence is shown as silence")),
)
"""The word as on the pages, and what it means."""
