"""Parses the Python files below the current folder with libcst, one after the other, from bytes."""

from pathlib import Path

import libcst

files = sorted(Path().rglob("*.py"))
for file in files:
    libcst.parse_module(file.read_bytes())
print(f"{len(files)} files")
