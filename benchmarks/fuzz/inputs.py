"""Inputs: small projects made of changed programs, each from its number alone."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.fuzz import seeds, snippets, texts, trees

_MAGICS = (
    *("%matplotlib inline", "!pip install optuna", "%load_ext x", "%time x = 1", "x = !ls", "?x"),
    *("%%time", "%%bash", "%%writefile other.py", "%%writefile 'a\0b.py'", "%%writefile ../x.py"),
    *("%%capture out", "%run other.py", "x??", "pip install x", "%env A=1", "%%timeit -n 1"),
    "%%writefile " + "a" * 5_000 + ".py",
)
_BROKEN_CELLS = ("x = (", "print x", "for x in\n  y", "'''", "def f(:\n", "\0", "x = 'é", "}", "\\")
_CONFIGURATIONS = (
    "",
    "select = ['TUN1', 'TUN4']\n",
    "ignore = ['TUN101']\n",
    "advice = true\n",
    "exclude = ['a*a*a*a*a*b', '**/**/x']\n",
    "max-nesting = 3\n",
    "max-file-size = 0.001\n",
    "[per-file-ignores]\n'*.py' = ['TUN101']\n",
    "[TUN401]\nepoch-ratio = 2\n",
    "baseline = 'main.py'\n",
    "x = " + "9" * 5_000 + "\n",
    "select = [",
    "\0",
)


@dataclass(frozen=True)
class Input:
    """Files by their names in the folder that is checked, and how they were made."""

    files: Mapping[str, bytes]
    made: str


def input_of(number: int, seed: int = 0) -> Input:
    """The input with a number; the same for the same seed."""
    chance = random.Random(f"{seed}/{number}")
    text = chance.choice(seeds.programs())
    way, make = chance.choices(_WAYS, _WEIGHTS)[0]
    files = dict(make(text, chance))
    if chance.random() < 0.06:
        files["tunelint.toml"] = chance.choice(_CONFIGURATIONS).encode()
    if chance.random() < 0.02:
        files[".gitignore"] = chance.choice((b"a*" * 10 + b"b\n", b"!\n/\n\xff\n", b"*.txt\n"))
    return Input(files, way)


# -- one file ---------------------------------------------------------------------------------


def _tree(text: str, chance: random.Random) -> Mapping[str, bytes]:
    return {"main.py": texts.encoded(trees.mutated(text, chance))}


def _text(text: str, chance: random.Random) -> Mapping[str, bytes]:
    return {"main.py": texts.mutated(text, chance)}


def _both(text: str, chance: random.Random) -> Mapping[str, bytes]:
    return {"main.py": texts.mutated(trees.mutated(text, chance), chance)}


def _snippet(text: str, chance: random.Random) -> Mapping[str, bytes]:
    return {"main.py": texts.encoded(snippets.snippet(chance))}


# -- notebooks --------------------------------------------------------------------------------


def _notebook(text: str, chance: random.Random) -> Mapping[str, bytes]:
    cells = _cells(trees.mutated(text, chance), chance)
    while chance.random() < 0.4:
        cells.insert(chance.randrange(len(cells) + 1), chance.choice(_BROKEN_CELLS))
    document = _document([_cell(cell, chance) for cell in cells], chance)
    data = json.dumps(document, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    return {"main.ipynb": _odd_json(data, chance)}


def _cells(text: str, chance: random.Random) -> list[str]:
    """The program cut at some of its statements, with some magics."""
    parts = re.split(r"\n(?=\S)", text)
    cells = [""]
    for part in parts:
        if chance.random() < 0.3:
            cells.append("")
        if chance.random() < 0.05:
            cells[-1] += f"{chance.choice(_MAGICS)}\n"
        cells[-1] += f"{part}\n"
    return cells


def _cell(text: str, chance: random.Random) -> object:
    source: object = text.removesuffix("\n")
    if chance.random() < 0.5:
        source = text.splitlines(keepends=True)
    if chance.random() < 0.02:
        source = chance.choice((None, 3, {}, [3], [[""]], True))
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}
    if chance.random() < 0.02:
        del cell[chance.choice(list(cell))]
    return cell if chance.random() < 0.99 else chance.choice((None, 3, [], "x"))


def _document(cells: Sequence[object], chance: random.Random) -> object:
    document: dict[str, object] = {"cells": cells, "nbformat": 4, "metadata": {}}
    match chance.randrange(40):
        case 0:
            document = {"worksheets": [{"cells": cells}]}
        case 1:
            document["metadata"] = {"language_info": {"name": chance.choice(("R", 3, None))}}
        case 2:
            document["metadata"] = chance.choice((None, 3, []))
        case 3:
            return cells
        case 4:
            document["number"] = int("9" * 4_000)
    return document


def _odd_json(data: bytes, chance: random.Random) -> bytes:
    match chance.randrange(30):
        case 0:
            return data[: chance.randrange(len(data) + 1)]
        case 1:
            return b"\xef\xbb\xbf" + data
        case 2:
            at = chance.randrange(len(data))
            return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        case 3:
            return data.replace(b'"cells"', b'"cells": [], "cells"', 1)
        case 4:
            return data.replace(b"{}", b"9" * 5_000, 1)
        case 5:
            return data.replace(b"{}", b"[" * 3_000 + b"]" * 3_000, 1)
        case 6:
            return data.decode("utf-8", "replace").encode("utf-16")
    return data


# -- several files ----------------------------------------------------------------------------


def _modules(text: str, chance: random.Random) -> Mapping[str, bytes]:
    """The program's definitions in modules, which it imports, and perhaps each other."""
    parts = re.split(r"\n(?=\S)", trees.mutated(text, chance))
    modules: dict[str, list[str]] = {"main.py": []}
    names = chance.choice(_LAYOUTS)
    for part in parts:
        found = re.match(r"(?:async def|def|class)\s+(\w+)|(\w+) =", part)
        name = chance.choice(names)
        if found is None or chance.random() < 0.4:
            modules["main.py"].append(part)
            continue
        modules.setdefault(name, []).append(part)
        modules["main.py"].append(_importing(name, found[1] or found[2], chance))
    for name in names:
        lines = modules.setdefault(name, [])
        lines[0:0] = [line for line in parts if line.startswith(("import ", "from "))]
        if chance.random() < 0.3:
            lines.insert(0, _importing(chance.choice((*names, "main.py")), "x", chance))
    return {name: texts.encoded("\n".join(lines) + "\n") for name, lines in modules.items()}


_LAYOUTS = (
    ("models.py",),
    ("models.py", "data.py"),
    ("pkg/__init__.py", "pkg/models.py"),
    ("pkg/__init__.py", "pkg/sub/__init__.py", "pkg/sub/x.py"),
    ("src/lib.py",),
    ("code.py", "random.py"),
)


def _importing(file: str, name: str, chance: random.Random) -> str:
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    ways = (
        f"from {module} import {name}",
        f"from {module} import {name} as {name}",
        f"from {module} import *",
        f"import {module} as {name}",
        f"import {module}",
        f"from .{module} import {name}",
        f"from . import {module.rpartition('.')[2]} as {name}",
    )
    return chance.choice(ways)


_Make = Callable[[str, random.Random], Mapping[str, bytes]]
_WAYS: Sequence[tuple[str, _Make]] = (
    ("tree", _tree),
    ("text", _text),
    ("tree and text", _both),
    ("snippet", _snippet),
    ("notebook", _notebook),
    ("modules", _modules),
)
_WEIGHTS = (46, 12, 6, 10, 14, 12)
