"""Leaks beside two public tools: `python benchmarks/leaks/measure.py FOLDER`.

The folder holds clones of the two tools' repositories, each named ``owner+name``. Of their test
inputs `inputs.csv` lists those that hold a hyperparameter search at all, with what the tools say of
them, and `labels.csv` every place that TUN202 or TUN203 should report there by the words of their
pages, found by reading the files. Inputs without a search are run too: nothing may be reported
there.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tunelint.files.notebook.cells import code_cells

HERE = Path(__file__).parent
RULES = "TUN202,TUN203"
FOLDERS = {
    "malusamayo/leakage-analysis": ("tests/inputs", "*.py"),
    "Wake360/wald": ("corpus", "**/*.ipynb"),
}


@dataclass(frozen=True)
class Span:
    """One place of one rule."""

    suite: str
    path: str
    cell: str
    line: str
    code: str


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the tables beside this file."""
    with (HERE / name).open(newline="") as file:
        return list(csv.DictReader(file))


def clone(folder: Path, suite: str) -> Path:
    """Where the clone of a repository lies."""
    return folder / suite.replace("/", "+")


def files(folder: Path, suite: str) -> Iterator[Path]:
    """Every test input of one tool."""
    inside, pattern = FOLDERS[suite]
    yield from sorted((clone(folder, suite) / inside).glob(pattern))


def code_cell(file: Path, cell: int | None) -> str:
    """The number of a cell as the labels have it, which count code cells only."""
    if cell is None:
        return ""
    numbers = [one.number for one in code_cells(file.read_bytes())]
    return str(1 + numbers.index(cell))


def findings(folder: Path, suite: str, paths: Iterable[Path]) -> Iterator[Span]:
    """What `tunelint check` reports on some files."""
    root = clone(folder, suite).resolve()
    command = [sys.executable, "-m", "tunelint", "check", "--select", RULES, "--exit-zero"]
    run = subprocess.run(
        [*command, "--output-format", "json", *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
    )
    for one in json.loads(run.stdout):
        if one["code"] in RULES.split(","):
            cell = code_cell(Path(one["path"]), one["cell"])
            where = Path(one["path"]).resolve().relative_to(root).as_posix()
            yield Span(suite, where, cell, str(one["line"]), one["code"])


def main(folder: Path) -> None:
    """Print, for each tool's inputs, what is labelled and what each side finds."""
    labels = {Span(**row) for row in rows("labels.csv")}
    listed = rows("inputs.csv")
    for suite in FOLDERS:
        if not clone(folder, suite).is_dir():
            continue
        every = list(files(folder, suite))
        found = set(findings(folder, suite, every))
        own = {span for span in labels if span.suite == suite}
        searched = [row for row in listed if row["suite"] == suite]
        print(f"{suite}: {len(every)} inputs, {len(searched)} with a search, {len(own)} leaks")
        print(f"  tunelint: {len(found & own)} found, {len(own - found)} missed, ", end="")
        print(f"{len(found - own)} not labelled")
        print(f"  wald: {_sum(searched, 'wald_right')} found, ", end="")
        print(f"{_sum(searched, 'wald_other')} at other places")
        for span in sorted(own - found, key=str):
            print("  missed:", span.path, span.line, span.code)
        for span in sorted(found - own, key=str):
            print("  not labelled:", span.path, span.cell, span.line, span.code)


def _sum(searched: list[dict[str, str]], column: str) -> int:
    return sum(int(row[column] or 0) for row in searched)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
