"""A line of stations as it is read: mark, date, name, what came of it; drawn by components/stations.html."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Step:
    """One station in words. `when` is empty where no date is known; `quote` is verbatim; `is_here`: the one
    that the page is about; `source`: where one reads of it."""

    mark: str
    tone: str
    when: str
    title: str
    url: str = ""
    state: str = ""
    details: tuple[str, ...] = ()
    quote: str = ""
    source: str = ""
    is_here: bool = False
