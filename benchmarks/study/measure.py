"""A study of public searches: `make study FOLDER=…` writes ``docs/study.md``.

The folder holds one clone per repository of `repositories.csv`, named ``owner+name``.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.study.confirm import confirmed
from benchmarks.study.judgements import judgements, to_judge, write_unjudged
from benchmarks.study.page import Study, figure, page
from benchmarks.study.searches import read

HERE = Path(__file__).parent
REPOSITORIES = HERE / "repositories.csv"
PAGE = HERE.parents[1] / "docs" / "study.md"


def clones(folder: Path) -> Iterator[Path]:
    """The clones of the listed repositories; one that is not here is named."""
    with REPOSITORIES.open(newline="", encoding="utf-8") as file:
        names = [row["repository"] for row in csv.DictReader(file)]
    for name in sorted(names, key=str.lower):
        clone = folder / name.replace("/", "+", 1)
        if clone.is_dir():
            yield clone
        else:
            print(f"not here: {name}", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the folder of clones")
    parser.add_argument("--to-judge", type=Path, help="write what nobody has judged yet here (CSV)")
    given = parser.parse_args()
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is no folder")
    found = list(clones(given.folder))
    reading = read(found, os.cpu_count() or 1)
    for line in reading.unread:
        print(f"not read: {line}", file=sys.stderr)
    with_a_search = {one.location.repository for one in reading.searches}
    study = Study(reading, len(with_a_search), judgements(), confirmed())
    PAGE.write_text(page(study), encoding="utf-8")
    print(figure(study).strip("*"))
    if given.to_judge is not None:
        count = write_unjudged(to_judge(reading.findings), given.to_judge)
        print(f"{count} findings to judge in {given.to_judge}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
