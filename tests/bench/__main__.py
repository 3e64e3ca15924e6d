"""`make bench`: runs every bench_*.py beside this file and prints its figures with their goals.

Such a module has `measure() -> list[Figure]`. Words after `make bench ARGS=` choose modules by name.
"""

import sys
from importlib import import_module
from pathlib import Path

from tests.bench.figures import Figure


def modules(wanted: list[str]) -> list[str]:
    names = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    return [name for name in names if not wanted or any(word in name for word in wanted)]


def line(figure: Figure) -> str:
    goal = "" if figure.at_most is None else f"at most {figure.at_most:g}"
    mark = "  " if figure.at_most is None else "ok" if figure.kept else "!!"
    shown = f"  {mark} {figure.name:<58} {figure.value:>10.2f} {figure.unit:<10} {goal:<14} {figure.against}"
    return shown.rstrip()


def main(wanted: list[str]) -> int:
    missed = 0
    for name in modules(wanted):
        print(name.removeprefix("bench_").replace("_", " "), flush=True)
        for figure in import_module(f"tests.bench.{name}").measure():
            print(line(figure), flush=True)
            missed += not figure.kept
    print(f"\n{missed} goals missed" if missed else "\nAll goals kept")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
