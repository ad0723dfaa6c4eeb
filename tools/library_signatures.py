"""What an installed library says of itself, written down for those who do not have it.

    python -m tools.library_signatures [--check] [LIBRARY ...]

Writes ``signatures.toml`` into the library's folder of `tunelint/libraries`. With ``--check``
nothing is written, and a file that says something else than the installed library is an error.
Needs the libraries themselves (``tests/requirements.txt``).
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools import scikit_learn_signatures

LIBRARIES = Path(__file__).parents[1] / "tunelint" / "libraries"
Tables = Mapping[str, Mapping[str, list[str]]]

# By folder: the distribution, and what is read off it.
READERS: Mapping[str, tuple[str, Callable[[], Tables]]] = {
    "scikit_learn": ("scikit-learn", scikit_learn_signatures.tables),
}


def file_of(folder: str) -> Path:
    """Where the signatures of a library lie."""
    return LIBRARIES / folder / "signatures.toml"


def written(folder: str) -> str:
    """The signatures of the installed library, as they are to stand in its file."""
    distribution, read = READERS[folder]
    lines = [
        f"# Written by: python -m tools.library_signatures {folder}",
        f"library = {json.dumps(distribution)}",
        f"version = {json.dumps(importlib.metadata.version(distribution))}",
    ]
    for name, table in read().items():
        lines += ["", f"[{name}]"]
        lines += [f"{key} = {json.dumps(table[key])}" for key in sorted(table)]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Write or check the files; the exit status is 1 where one says something else."""
    parser = argparse.ArgumentParser(description="Write down what installed libraries take.")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    parser.add_argument("library", nargs="*", choices=[*READERS, []], help="folders (all)")
    asked = parser.parse_args(arguments)
    status = 0
    for folder in asked.library or READERS:
        file, text = file_of(folder), written(folder)
        if file.exists() and file.read_text(encoding="utf-8") == text:
            print(f"{folder}: as installed")
        elif asked.check:
            print(f"{folder}: other than installed; run make signatures")
            status = 1
        else:
            file.write_text(text, encoding="utf-8")
            print(f"{folder}: written")
    return status


if __name__ == "__main__":
    sys.exit(main())
