"""Where the demo's facts come from: two public texts, quoted in at most twelve words."""

from typing import Final

S0: Final = "S0"
S3: Final = "S3"
TITLES: Final = {
    S0: "S0 (Arbeitsbereiche der Dortmunder Mitternachtsmission)",
    S3: "S3 (Mitteilung zum Sozialausschuss, Landkreis Cloppenburg)",
}


def source(text: str, *quotes: str) -> str:
    """As it stands on the page: the text's name and its own words."""
    return f"{TITLES[text]}: {' … '.join(f'»{quote}«' for quote in quotes)}"
