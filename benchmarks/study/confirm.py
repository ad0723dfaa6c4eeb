"""What `confirm` says of the findings in the programs of the study that can be run.

``python -m benchmarks.study.confirm FOLDER [--python P]`` runs the programs of `runnable.csv`,
whose data come with scikit-learn, each in a copy of its clone, and writes `confirmed.csv`.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.confirm.public import Script, verdicts

HERE = Path(__file__).parent
RUNNABLE = HERE / "runnable.csv"
CONFIRMED = HERE / "confirmed.csv"
COLUMNS = ("repository", "path", "cell", "line", "code", "verdict", "evidence")


@dataclass(frozen=True)
class Confirmed:
    """The verdict on one finding."""

    repository: str
    path: str
    code: str
    verdict: str
    evidence: str


def confirmed() -> Sequence[Confirmed]:
    """The verdicts on record."""
    names = ("repository", "path", "code", "verdict", "evidence")
    with CONFIRMED.open(newline="", encoding="utf-8") as file:
        return [Confirmed(*(row[name] for name in names)) for row in csv.DictReader(file)]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the folder of clones")
    parser.add_argument("--python", default=sys.executable, help="the interpreter of the programs")
    given = parser.parse_args()
    with RUNNABLE.open(newline="", encoding="utf-8") as file:
        scripts = [Script(row["repository"], row["path"]) for row in csv.DictReader(file)]
    with CONFIRMED.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for script in scripts:
            try:
                found = verdicts(script, given.folder.resolve(), given.python)
            except SystemExit as why:
                print(why, file=sys.stderr)
                continue
            for one in found:
                place = (script.repository, script.path, one["cell"], one["line"])
                writer.writerow((*place, one["code"], one["verdict"], one["evidence"]["line"]))
            print(f"{script.name}: {len(found)} findings", flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.exit(main())
