"""Precision and recall on public code: `make real-code FOLDER=…`.

The folder holds one clone per repository, named ``owner+name``, at the commit that the labels name.
`labels.csv` holds a judgement for every finding of levels error and warning: ``true`` or ``false``
by the words of the rule's page, and ``missed`` for what should be found and is not. The files of
`read_in_full.csv` were read from top to bottom and labelled before the first run over them: recall
is counted on these alone. A place that a finding shows as one more of the same cause is found.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tunelint.files.notebook.cells import code_cells

HERE = Path(__file__).parent
LABELS = HERE / "labels.csv"
READ_IN_FULL = HERE / "read_in_full.csv"
RIGHT = frozenset({"true", "missed"})
# How a finding shows a further place of its cause.
AGAIN = "here too"


@dataclass(frozen=True)
class Span:
    """One place of one rule: what findings and labels are matched by."""

    repository: str
    path: str
    cell: str
    line: int
    code: str


def labelled() -> dict[Span, str]:
    """The judgement of every labelled place."""
    with LABELS.open(newline="") as file:
        return {_span(row): row["judgement"] for row in csv.DictReader(file)}


def read_in_full() -> set[tuple[str, str]]:
    """Repository and path of the files that were read from top to bottom."""
    with READ_IN_FULL.open(newline="") as file:
        return {(row["repository"], row["path"]) for row in csv.DictReader(file)}


def _span(row: dict[str, str]) -> Span:
    return Span(row["repository"], row["path"], row["cell"], int(row["line"]), row["code"])


@dataclass(frozen=True)
class Found:
    """A finding of levels error or warning, with the further places that it shows."""

    span: Span
    message: str
    again: tuple[Span, ...]


def found_in(folder: Path, repositories: set[str]) -> Iterator[Found]:
    """Every finding of levels error and warning in the clones."""
    clones = [folder / name.replace("/", "+", 1) for name in sorted(repositories, key=str.lower)]
    for clone in clones:
        if not clone.is_dir():
            print(f"not here: {clone.name}", file=sys.stderr)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(_found_in_clone, (clone for clone in clones if clone.is_dir())):
            yield from found


def _code_cell(file: Path, cell: int | None) -> str:
    """The number of a cell as the labels have it, which count code cells only."""
    if cell is None:
        return ""
    numbers = [one.number for one in code_cells(file.read_bytes())]
    return str(1 + numbers.index(cell))


def _found_in_clone(clone: Path) -> list[Found]:
    command = [sys.executable, "-m", "tunelint", "check", "-j", "1", "--output-format", "json"]
    run = subprocess.run([*command, "."], cwd=clone, capture_output=True, text=True, check=False)
    if "Traceback" in run.stderr or run.returncode not in (0, 1):
        print(f"{clone.name}: exit status {run.returncode}: {run.stderr.strip()}", file=sys.stderr)

    def span(place: dict[str, Any], code: str) -> Span:
        cell = _code_cell(clone / place["path"], place["cell"])
        return Span(clone.name.replace("+", "/", 1), place["path"], cell, place["line"], code)

    return [
        Found(
            span(finding, finding["code"]),
            finding["message"],
            tuple(
                span(one, finding["code"]) for one in finding["related"] if one["message"] == AGAIN
            ),
        )
        for finding in json.loads(run.stdout or "[]")
        if finding["level"] != "advice"
    ]


def report(findings: list[Found], labels: dict[Span, str], full: set[tuple[str, str]]) -> None:
    """Print the table and what is not as the labels say."""
    found = {one.span: one.message for one in findings}
    shown = found.keys() | {again for one in findings for again in one.again}
    judged = Counter(labels[span] in RIGHT for span in found if span in labels)
    unjudged = [span for span in found if span not in labels]
    expected = [
        span
        for span, judgement in labels.items()
        if judgement in RIGHT and (span.repository, span.path) in full
    ]
    hit = [span for span in expected if span in shown]
    for span in unjudged:
        print(f"not judged: {_line(span)} {found[span]}")
    for span in (span for span in found if labels.get(span) == "false"):
        print(f"false:      {_line(span)} {found[span]}")
    for span in (span for span in expected if span not in shown):
        print(f"missed:     {_line(span)}")
    print()
    read = {span.repository for span in labels} | {repository for repository, _ in full}
    print(f"repositories {len(read)}, findings {len(found)}")
    print(f"precision {_share(judged[True], judged[True] + judged[False])}")
    print(f"recall    {_share(len(hit), len(expected))} on {len(full)} files read in full")
    _by_code(found, labels, expected, hit)


def _by_code(
    found: Iterable[Span], labels: dict[Span, str], expected: list[Span], hits: list[Span]
) -> None:
    right = Counter(span.code for span in found if labels.get(span) in RIGHT)
    wrong = Counter(span.code for span in found if labels.get(span) == "false")
    due = Counter(span.code for span in expected)
    hit = Counter(span.code for span in hits)
    print("\n| rule | true | false | found of expected |\n|---|---|---|---|")
    for code in sorted(right.keys() | wrong.keys() | due.keys()):
        print(f"| {code} | {right[code]} | {wrong[code]} | {hit[code]} of {due[code]} |")


def _line(span: Span) -> str:
    cell = f":cell {span.cell}" if span.cell else ""
    return f"{span.repository} {span.path}{cell}:{span.line} {span.code}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "none"


def main() -> None:
    """Measure the clones in the folder that is named on the command line."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: make real-code FOLDER=folder-of-clones")
    labels, full = labelled(), read_in_full()
    repositories = {span.repository for span in labels} | {repository for repository, _ in full}
    report(list(found_in(Path(sys.argv[1]), repositories)), labels, full)


if __name__ == "__main__":
    main()
