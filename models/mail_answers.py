"""What mail servers mean by their codes (RFC 3463, RFC 5321), as marked sentences for the coordination."""

from typing import Final

from models.words import N_

BY_ENHANCED: Final = {
    "1.1": N_("There is no such mailbox."),
    "1.2": N_("The part of the address behind the @ does not exist."),
    "1.3": N_("The address is written wrongly."),
    "1.6": N_("The mailbox has moved and left no new address."),
    "1.10": N_("The organisation behind this address takes no mail at all."),
    "2.0": N_("The mailbox takes nothing at present."),
    "2.1": N_("The mailbox is switched off."),
    "2.2": N_("The mailbox is full."),
    "2.3": N_("The letter is too large for this mailbox."),
    "2.4": N_("The mailing list behind this address does not work."),
    "3.4": N_("The letter is too large for this mail server."),
    "4.1": N_("The recipient's mail server does not answer."),
    "4.2": N_("The connection to the recipient's mail server broke."),
    "4.3": N_("The recipient's mail server cannot be found."),
    "4.4": N_("The recipient's mail server cannot be found."),
    "4.7": N_("The recipient's mail server could not be reached for days."),
    "7.1": N_("The recipient's mail server does not let our letters in. Its administration must allow them."),
    "7.23": N_("The recipient's mail server doubts that we may send for our address (SPF, DKIM)."),
    "7.25": N_("The recipient's mail server does not know our mail server."),
    "7.26": N_("The recipient's mail server doubts that we may send for our address (SPF, DKIM)."),
    "7.27": N_("The recipient's mail server takes nothing from an address that itself takes no mail."),
}
"""By class and detail of the enhanced code, without the leading 4 or 5."""

BY_SUBJECT: Final = {
    "1": N_("Something is wrong with the recipient's address."),
    "2": N_("Something is wrong with the recipient's mailbox."),
    "3": N_("The recipient's mail server is in trouble."),
    "4": N_("The way to the recipient's mail server is disturbed."),
    "5": N_("The two mail servers do not understand each other."),
    "6": N_("The recipient's mail server cannot read the letter."),
    "7": N_("The recipient's mail server refuses the letter for security reasons."),
}
BY_CODE: Final = {
    421: N_("The mail server asks for a pause."),
    450: N_("The mailbox is not available at present."),
    451: N_("The mail server has put the letter off."),
    452: N_("The mail server has no room at present."),
    454: N_("The mail server cannot encrypt or sign in at present."),
    530: N_("The mail server wants us to sign in."),
    534: N_("The mail server does not accept our way of signing in."),
    535: N_("The mail server does not accept our name or password."),
    538: N_("The mail server lets us sign in only over an encrypted connection."),
    550: N_("The mailbox does not exist, or does not take our letters."),
    551: N_("The recipient is not known at this mail server."),
    552: N_("The mailbox is full, or the letter too large."),
    553: N_("The mail server does not accept the address."),
    554: N_("The mail server has refused the letter."),
}


def meaning(code: int | None, enhanced: str, text: str = "") -> str:
    """A marked sentence for what a mail server said; empty where it took the letter (2xx; Exchange says
    250 2.6.0) or said nothing that can be told."""
    if code is not None and code < 400:
        return ""
    _, _, detail = enhanced.partition(".")
    if detail in BY_ENHANCED:
        return BY_ENHANCED[detail]
    if code in BY_CODE:
        return BY_CODE[code]
    by_subject: str = BY_SUBJECT.get(detail.partition(".")[0], "")
    if by_subject:
        return by_subject
    if code is not None and code >= 400:
        return N_("The mail server has put the letter off.") if code < 500 else BY_CODE[554]
    return N_("The connection to the mail server failed or broke.") if code is None and text else ""


def server_words(code: int | None, enhanced: str, text: str) -> str:
    """What a mail server said, verbatim and each part once: its text often begins with the enhanced code."""
    parts = [code, None if text.startswith(enhanced) else enhanced, text]
    return " ".join(str(part) for part in parts if part)
