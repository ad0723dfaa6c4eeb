"""What an installed library takes, written down for those who do not have it.

    python -m tools.library_signatures [--check] [LIBRARY ...]

`callables.toml` in a library's folder of `tunelint/libraries` lists, by group, what is read: full
names, the last part perhaps a pattern, ``-name`` for what is left out of it, or a function that
gives pairs of name and class, ending in ``()``. Their signatures go into `signatures.toml` beside
it. Groups that are to be `classified` hold nothing that no module of the folder mentions; what they
do is printed. With ``--check`` nothing is written, and a file that
says something else than the installed library is an error. Needs the libraries themselves
(``tests/requirements.txt``).
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import inspect
import json
import re
import sys
import tomllib
import warnings
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tools.number_kinds import kinds
from tunelint.libraries.common.signatures import FILE

LIBRARIES = Path(__file__).parents[1] / "tunelint" / "libraries"
SOURCES = "callables.toml"
FOLDERS = tuple(path.parent.name for path in sorted(LIBRARIES.glob(f"*/{SOURCES}")))


def file_of(folder: str) -> Path:
    """Where the signatures of a library lie."""
    return LIBRARIES / folder / FILE


def written(folder: str) -> str:
    """The signatures of the installed library, as they are to stand in its file."""
    sources = _sources(folder)
    versions = {name: importlib.metadata.version(name) for name in sources["distributions"]}
    lines = [
        f"# Written by: python -m tools.library_signatures {folder} (from {SOURCES})",
        *(f"# {name} {version}" for name, version in versions.items()),
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for module in sources.get("import-first", ()):
            importlib.import_module(module)
        for group, names in sources["groups"].items():
            found = {name: taker for each in names for name, taker in _found(each)}
            left_out = {each.removeprefix("-") for each in names if each.startswith("-")}
            lines += ["", f"[{group}]"]
            lines += [
                f"{name} = '{_signature(found[name])}'" for name in sorted(found.keys() - left_out)
            ]
    return "\n".join(lines) + "\n"


def unmentioned(folder: str) -> list[str]:
    """What no module of the folder mentions of the groups that are to be classified: it is new."""
    modules = (LIBRARIES / folder).rglob("*.py")
    text = "\n".join(module.read_text(encoding="utf-8") for module in modules)
    groups = tomllib.loads(file_of(folder).read_text(encoding="utf-8"))
    return [
        f"{group}.{name}"
        for group in _sources(folder).get("classified", ())
        for name in groups[group]
        if not re.search(rf"\b{name}\b", text)
    ]


def _sources(folder: str) -> dict[str, Any]:
    return tomllib.loads((LIBRARIES / folder / SOURCES).read_text(encoding="utf-8"))


def _found(source: str) -> Iterator[tuple[str, Any]]:
    """What one entry of the list stands for, by name. Raises AttributeError where nothing is."""
    if source.startswith("-"):
        return
    holder, _, last = source.removesuffix("()").rpartition(".")
    owner = _object(holder)
    if source.endswith("()"):
        yield from getattr(owner, last)()
    elif not set("*?[") & set(last):
        yield last, getattr(owner, last)
    else:
        for name in dir(owner):
            taker = getattr(owner, name)
            if fnmatchcase(name, last) and callable(taker) and not inspect.isabstract(taker):
                yield name, taker


def _object(name: str) -> Any:
    """What a full name stands for: a module, or an attribute of one."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        holder, _, last = name.rpartition(".")
        return getattr(_object(holder), last)


def _signature(taker: Any) -> str:
    numbers = kinds(taker)
    text, star = [], False
    parameters = list(inspect.signature(taker).parameters.values())
    if parameters[:1] and parameters[0].name == "self":
        del parameters[0]
    for each in parameters:
        if each.name.startswith("_"):
            continue
        if each.kind is each.KEYWORD_ONLY and not star:
            text.append("*")
            star = True
        star = star or each.kind is each.VAR_POSITIONAL
        text.append(_parameter(each, numbers))
    return f"({', '.join(text)})"


def _parameter(parameter: inspect.Parameter, numbers: Mapping[str, str]) -> str:
    name = parameter.name
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        return str(parameter.replace(annotation=parameter.empty))
    kind = numbers.get(name)
    annotated = f"{name}: {kind}" if kind else name
    if parameter.default is parameter.empty:
        return annotated
    equals = " = " if kind else "="
    return f"{annotated}{equals}{_constant(parameter.default)}"


def _constant(value: object) -> str:
    """A default as Python writes it; ``...`` for one that is no plain constant."""
    if type(value) is str and "'" not in value:
        return json.dumps(value, ensure_ascii=False)
    if type(value) is tuple and all(type(each) in (int, float) for each in value):
        return repr(value)
    finite = type(value) is float and value - value == 0
    return repr(value) if finite or type(value) in (bool, int, type(None)) else "..."


def main(arguments: list[str] | None = None) -> int:
    """Write or check the files; the exit status is 1 where one says something else."""
    parser = argparse.ArgumentParser(description="Write down what installed libraries take.")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    parser.add_argument("library", nargs="*", choices=[*FOLDERS, []], help="folders (all)")
    asked = parser.parse_args(arguments)
    status = 0
    for folder in asked.library or FOLDERS:
        file, text = file_of(folder), written(folder)
        if file.exists() and file.read_text(encoding="utf-8") == text:
            print(f"{folder}: as installed")
        elif asked.check:
            print(f"{folder}: other than installed; run make signatures")
            status = 1
        else:
            file.write_text(text, encoding="utf-8")
            print(f"{folder}: written")
        for name in unmentioned(folder):
            print(f"  not classified by hand: {name}")
    return status


if __name__ == "__main__":
    sys.exit(main())
