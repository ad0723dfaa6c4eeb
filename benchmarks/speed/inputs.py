"""The trees that are linted, made under ``.bench/inputs/`` from the fixtures and what is installed.

Each tree has an empty mark of a project's root, so that no tool looks at the checkout around it.
"""

from __future__ import annotations

import base64
import json
import os
import random
import shutil
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from benchmarks.speed.environments import BENCH, CHECKOUT, LIBRARIES
from benchmarks.speed.renaming import multiplied
from benchmarks.speed.stamps import digest, is_made_from

FIXTURES = CHECKOUT / "fixtures"
DENSE = 500
FOLDERS, EMPTY = 4_000, 41_000
LINES = 300
NOTEBOOKS = 100
OUTPUT_BYTES = 5_000_000

_MADE_BY = [Path(__file__), Path(__file__).with_name("renaming.py"), FIXTURES]
_ROOTS = (".git", "pyproject.toml", "tunelint.toml")


@dataclass(frozen=True)
class Input:
    """A tree by its name; `build` fills a new folder; `of` are the files it is made from.

    A tree `without_root` is made where no folder above it marks a project, and only for a while.
    """

    name: str
    build: Callable[[Path], None]
    of: tuple[Path, ...] = ()
    without_root: bool = False

    @contextmanager
    def made(self) -> Iterator[Path]:
        """The folder with the tree, made if it is not there.

        Raises ValueError where a tree without a root would lie below one.
        """
        if self.without_root:
            with tempfile.TemporaryDirectory(prefix="tunelint-bench-") as place:
                folder = Path(place).resolve() / self.name
                if any((above / mark).exists() for above in folder.parents for mark in _ROOTS):
                    raise ValueError("the folder of temporary files belongs to a project")
                self.build(folder)
                yield folder
        else:
            yield self._kept()

    def _kept(self) -> Path:
        folder = BENCH / "inputs" / self.name
        mark = folder.with_name(f"{self.name}.made-from")
        wanted = digest([*_MADE_BY, *self.of])
        if not is_made_from(mark, wanted):
            print(f"making the input {self.name}", file=sys.stderr, flush=True)
            shutil.rmtree(folder, ignore_errors=True)
            folder.parent.mkdir(parents=True, exist_ok=True)
            self.build(folder)
            mark.write_text(wanted, encoding="utf-8")
        return folder


def _site_packages(folder: Path, *, marked: bool) -> None:
    shutil.copytree(LIBRARIES.site_packages, folder, symlinks=True, copy_function=_linked)
    if marked:
        (folder / "tunelint.toml").touch()


def _linked(original: str, copy: str) -> None:
    """Link a file, or copy it where it lies on another disk."""
    try:
        os.link(original, copy, follow_symlinks=False)
    except OSError:
        shutil.copy2(original, copy, follow_symlinks=False)


def _tuning_programs(folder: Path, count: int) -> None:
    for number, program in enumerate(multiplied(_fixtures("*/tun*.py"), count)):
        place = folder / f"models_{number // 50:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"tune_{number:05}.py").write_bytes(program)
    _mark(folder)


def _empty_packages(folder: Path) -> None:
    """Packages with nothing but packages in them: 4,000 with nine or ten each."""
    for number in range(FOLDERS):
        for inner in ["", *(f"part_{n}" for n in range(_parts(number)))]:
            package = folder / f"package_{number:04}" / inner
            package.mkdir(parents=True, exist_ok=True)
            (package / "__init__.py").touch()
    (folder / "one_rule.py").write_bytes((Path(__file__).parent / "one_rule.py").read_bytes())
    (folder / "pyproject.toml").write_text(
        '[tool.fixit]\nroot = true\nenable = [".one_rule"]\ndisable = ["fixit.rules"]\n',
        encoding="utf-8",
    )


def _parts(number: int) -> int:
    """How many packages the package of this number holds: all together have EMPTY modules."""
    few, more = divmod(EMPTY - FOLDERS, FOLDERS)
    return few + (number < more)


def _one_tuning_file(folder: Path) -> None:
    folder.mkdir()
    (folder / "tune.py").write_bytes(joined(_fixtures("keras_tuner/tun*.py"), LINES))
    _mark(folder)


def joined(programs: Sequence[bytes], most: int) -> bytes:
    """One file of the first programs, as many as fit into `most` lines, no name in two of them."""
    chosen: list[bytes] = []
    for program in multiplied(programs, len(programs)):
        if len([line for one in [*chosen, program] for line in one.splitlines()]) <= most:
            chosen.append(program)
    return b"".join(chosen)


def _one_other_file(folder: Path) -> None:
    folder.mkdir()
    shutil.copy(textwrap.__file__, folder / "plain.py")
    _mark(folder)


def _notebooks(folder: Path) -> None:
    folder.mkdir()
    programs = multiplied(_fixtures("keras_tuner/tun*.py"), NOTEBOOKS)
    for number, program in enumerate(programs):
        text = notebook(program.decode(), OUTPUT_BYTES, random.Random(number))
        (folder / f"tune_{number:03}.ipynb").write_text(text, encoding="utf-8")
    _mark(folder)


def notebook(program: str, size: int, chance: random.Random) -> str:
    """A notebook with the program in a cell and outputs of `size` bytes: a picture and a log."""
    picture = base64.b64encode(chance.randbytes(size * 3 // 8)).decode()
    line = "Epoch {n:>6}: loss {loss:.6f}, val_loss {other:.6f}\n"
    log = [
        line.format(n=n, loss=chance.random(), other=chance.random())
        for n in range((size - len(picture)) // len(line.format(n=0, loss=0.5, other=0.5)))
    ]
    shown = {"output_type": "display_data", "data": {"image/png": picture}, "metadata": {}}
    told = {"output_type": "stream", "name": "stdout", "text": log}
    cell = {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "outputs": [told, shown],
        "source": program.splitlines(keepends=True),
    }
    metadata = {"language_info": {"name": "python"}}
    return json.dumps(
        {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1
    )


def _mark(folder: Path) -> None:
    """Mark a root for tunelint and for Fixit, which ends at the first of these that it meets."""
    (folder / "pyproject.toml").touch()


@cache
def _fixtures(pattern: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(FIXTURES.glob(pattern)))


_INSTALLED = (LIBRARIES.folder / ".made-from",)

SPARSE = Input("sparse", partial(_site_packages, marked=True), of=_INSTALLED)
SPARSE_WITHOUT_ROOT = Input(
    "sparse_without_root", partial(_site_packages, marked=False), without_root=True
)
GROWING = {
    times: Input(f"dense_{times}", partial(_tuning_programs, count=DENSE * times))
    for times in (1, 2, 4, 8)
}
EMPTY_PACKAGES = Input(
    "empty_packages", _empty_packages, of=(Path(__file__).with_name("one_rule.py"),)
)
ONE_TUNING_FILE = Input("one_tuning_file", _one_tuning_file)
ONE_OTHER_FILE = Input("one_other_file", _one_other_file)
NOTEBOOK_FILES = Input("notebooks", _notebooks)
