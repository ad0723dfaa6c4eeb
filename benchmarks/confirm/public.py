"""Confirms the findings in public scripts that nobody here wrote; ``public.toml`` lists them.

``python benchmarks/confirm/public.py FOLDER [NAME …] [--python P]``: FOLDER holds clones named
``owner+name``; a NAME is a part of a repository's name or path. Each script runs in a copy of its
clone, with P, which has the tuners and what the scripts need.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Script:
    """A script or notebook of a repository; `setup` is a program of ``setups/`` to run first."""

    repository: str
    path: str
    setup: str | None = None
    needs: Sequence[str] = ()

    @property
    def name(self) -> str:
        return f"{self.repository} {self.path}"

    def options(self) -> Iterator[str]:
        if self.setup is not None:
            yield f"--setup={HERE / 'setups' / self.setup}"


def scripts(names: Sequence[str]) -> list[Script]:
    """The scripts of ``public.toml``, all or those that are named."""
    listed = tomllib.loads((HERE / "public.toml").read_text(encoding="utf-8"))["script"]
    found = [Script(**one) for one in listed]
    return [one for one in found if not names or any(name in one.name for name in names)]


def verdicts(script: Script, clones: Path, python: str) -> list[dict[str, Any]]:
    """The findings of the script as ``confirm --output-format json`` gives them."""
    with tempfile.TemporaryDirectory(prefix="tunelint-public-") as folder:
        copy = Path(folder) / "clone"
        shutil.copytree(clones / script.repository.replace("/", "+"), copy, symlinks=True)
        path = copy / script.path
        command = [sys.executable, "-m", "tunelint", "confirm", "--fresh", f"--python={python}"]
        command += ["--output-format=json", *script.options(), path.name]
        ran = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)
    if not ran.stdout:
        raise SystemExit(f"{script.name}: {ran.stderr.strip()}")
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="the folder of the clones")
    parser.add_argument("names", nargs="*", help="parts of a repository's name or a path")
    parser.add_argument("--python", default=sys.executable, help="the interpreter of the scripts")
    given = parser.parse_args()
    print("| script | finding | verdict | evidence | s |")
    print("|---|---|---|---|---|")
    for script in scripts(given.names):
        for one in verdicts(script, given.folder.resolve(), given.python):
            print(row(script, one), flush=True)


def row(script: Script, found: dict[str, Any]) -> str:
    """One verdict as a line of the table."""
    cell = "" if found["cell"] is None else f"cell {found['cell']} "
    return (
        f"| {script.name} | {found['code']} {cell}line {found['line']} | {found['verdict']} |"
        f" {found['evidence']['line']} | {found['seconds']:.0f} |"
    )


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    main()
