"""A study of public searches: `make study FOLDER=…` writes ``docs/study.md``.

The folder holds one clone per repository of `repositories.csv`, named ``owner+name``.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from pathlib import Path

from benchmarks.study.confirm import confirmed
from benchmarks.study.judgements import judgements, to_judge, write_unjudged
from benchmarks.study.page import Study, figure, page
from benchmarks.study.searches import read

HERE = Path(__file__).parent
REPOSITORIES = HERE / "repositories.csv"
PAGE = HERE.parents[1] / "docs" / "study.md"


def clones(folder: Path) -> list[Path]:
    """Where the clones of the listed repositories should be."""
    with REPOSITORIES.open(newline="", encoding="utf-8") as file:
        names = [row["repository"] for row in csv.DictReader(file)]
    return [folder / name.replace("/", "+", 1) for name in sorted(names, key=str.lower)]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the folder of clones")
    parser.add_argument("--to-judge", type=Path, help="write what nobody has judged yet here (CSV)")
    given = parser.parse_args()
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is no folder")
    found = clones(given.folder)
    missing = [one.name.replace("+", "/", 1) for one in found if not one.is_dir()]
    if missing:
        parser.error(f"not in {given.folder}: {', '.join(missing)}")
    reading = read(found, os.cpu_count() or 1)
    for line in reading.unread:
        print(f"not read: {line}", file=sys.stderr)
    study = Study(reading, judgements(), confirmed())
    PAGE.write_text(page(study), encoding="utf-8")
    print(figure(study).strip("*"))
    if given.to_judge is not None:
        count = write_unjudged(to_judge(reading.findings), given.to_judge)
        print(f"{count} findings to judge in {given.to_judge}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
