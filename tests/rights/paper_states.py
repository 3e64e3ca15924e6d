"""Papers of the rights tests: in the world one of each level, with stations that not everybody sees."""

from io import BytesIO
from typing import Any

from blueprints.requests import consultation_rules, rules
from models.consultations import Consultation
from models.links import LinkKind
from models.papers import Paper, PaperKind
from models.visibility import Visibility
from plumbing.uploads import accepted

INSIDE = ("member", "deputy", "advisory", "reader", "of_sleeping_seat", "of_two_houses", "coordinator")
NAMED = ("member", "deputy", "coordinator")


def furnish(world: Any) -> None:
    """A path of three papers: the one in the middle is for the coordination, the last names one house."""
    shown = _kept(world, "Onyx", INSIDE)
    hidden = _kept(world, "Opal", ("coordinator",), visibility=Visibility.COORDINATION)
    named = _kept(world, "Olivin", NAMED, visibility=Visibility.CONFIDENTIAL, seat_ids=[world.ids["seat_id"]])
    for source, target in ((hidden, shown), (named, hidden)):
        rules.relate(
            world.house, source.id, kind=LinkKind.CITES, other_id=target.id, **world.as_coordinator()
        )
    open_ = _consulted(world, shown, "Beryllium", INSIDE)
    closed = _consulted(world, shown, "Wismut", ("coordinator",), visibility=Visibility.COORDINATION)
    _consulted(world, shown, "Zinnober", ("coordinator",), committee_id=world.ids["external_table"])
    _consulted(world, named, "Malachit", NAMED)
    world.ids |= {
        "paper_id": shown.id,
        "other_paper": hidden.id,
        "named_paper": named.id,
        "consultation_id": open_.id,
        "closed_consultation": closed.id,
        "paper_file": _file(world, shown),
        "named_paper_file": _file(world, named),
    }


def _kept(world: Any, word: str, readers: tuple[str, ...], **facts: Any) -> Paper:
    given: dict[str, Any] = {"visibility": Visibility.INTERNAL, "seat_ids": [], **facts}
    return rules.keep(
        world.house,
        world.ids["table_id"],
        kind=PaperKind.MOTION,
        number=f"V-{world.mark(f'Nr{word}', *readers)}/26/1",
        title=world.mark(f"Vorgang-{word}", *readers),
        upload=None,
        **given,
        **world.as_coordinator(),
    )


def _consulted(world: Any, paper: Paper, word: str, readers: tuple[str, ...], **facts: Any) -> Consultation:
    given = {"committee_id": world.ids["table_id"]} | facts
    resolution = world.mark(f"Beschluss-{word}", *readers)
    made = consultation_rules.add(
        world.house, paper.id, resolution=resolution, **given, **world.as_coordinator()
    )
    world.house.flush()
    return made


def _file(world: Any, paper: Paper) -> int:
    stream = BytesIO(b"Zeilen einer Drucksache\n")
    name, content_type = accepted(stream, "drucksache.txt")
    file: dict[str, Any] = {"name": name, "content_type": content_type, "stream": stream}
    return rules.add_file(world.house, paper.id, **file, **world.as_coordinator()).id


def make(world: Any) -> dict[str, dict[str, Any]]:
    """What an address names then: papers have no states but their level."""
    ids = world.ids
    return {
        "internal": {
            "paper_id": ids["paper_id"],
            "file_id": ids["paper_file"],
            "consultation_id": ids["closed_consultation"],
            "related": ids["other_paper"],
        }
    }


def make_citing(world: Any) -> dict[str, dict[str, Any]]:
    """The paper that refers to another one."""
    return {"internal": {"paper_id": world.ids["other_paper"], "related": world.ids["paper_id"]}}
