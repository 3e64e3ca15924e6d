"""Words at the end of papers: how they can be checked, and which signs they could not show."""

from flask_babel import gettext

from models.editions import SHORTEST
from plumbing.mail_templates import link


def check_words(checksum: str) -> dict[str, str]:
    """What stands at the end of a paper: its whole checksum in groups, and where it can be checked."""
    return {
        "words": gettext("Checksum (SHA-256) of the frozen content; everybody can check it here:"),
        "checksum": " ".join(checksum[at : at + 8] for at in range(0, len(checksum), 8)),
        "href": link("public.check_one", checksum=checksum[:SHORTEST]),
    }


def replaced_words() -> str:
    return gettext(
        "□ stands for a sign that the fonts of this document do not have; the page on the site shows it."
    )
