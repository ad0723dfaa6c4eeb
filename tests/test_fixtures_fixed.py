"""Fixing the fixtures: the findings go, nothing else changes, and the fixed programs run."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.command import tunelint
from tests.each_fix import each_fix
from tests.rules.programs import rule_programs
from tests.test_fixtures_findings import FIXTURES, PROGRAMS
from tests.test_fixtures_run import (
    ALL,
    TRACEBACK,
    FreshInterpreter,
    WarmInterpreter,
    script_of,
    script_text,
)
from tests.test_fixtures_run import Program as Running
from tests.test_fixtures_run import interpreter as interpreter
from tunelint.files.notebook.cells import code_cells
from tunelint.files.parse import parse
from tunelint.files.source import source_from_bytes
from tunelint.findings.fixes.splice import edited
from tunelint.findings.fixes.text_edit import TextEdit

BAD = [path for path in PROGRAMS if "_bad" in path.stem]

# Codes whose every finding in the fixtures has a fix.
ALWAYS_FIXED = frozenset(
    {
        *("TUN101", "TUN102", "TUN103", "TUN104", "TUN105", "TUN106", "TUN201"),
        *("TUN305", "TUN308", "TUN309", "TUN403", "TUN405", "TUN406", "TUN501"),
        *("TUN505", "TUN506", "TUN518", "TUN603", "TUN604", "TUN605", "TUN609"),
    }
)
# Codes that have a fix where the code leaves no doubt.
FIXABLE = ALWAYS_FIXED | {
    *("TUN301", "TUN303", "TUN304", "TUN411", "TUN504", "TUN509", "TUN513", "TUN602"),
    *("TUN610", "TUN615", "TUN616"),
}
# Where the fix is the author's to choose.
NOT_FIXED = {
    ("optuna", "tun101_bad_loaded"),  # a study that is resumed should not begin anew
    ("bayes_opt", "tun604_bad"),  # it has no logarithmic scale: the objective changes as well
}


LIBRARIES = sorted({path.parent.name for path in BAD})


def code_of(program: Path) -> str:
    """The code that a fixture is for, which its name begins with."""
    return program.stem[:6].upper()


def copied(program: Path, folder: Path) -> Path:
    """A project that holds a copy of the program."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tunelint.toml").touch()
    if program.is_dir():
        shutil.copytree(program, folder / program.name)
    else:
        shutil.copy(program, folder)
    return folder


def copies(library: str, folder: Path, *, fixable: bool = False) -> Path:
    """A folder with a project for each bad program of a library, all or those with a fix."""
    for program in BAD:
        if program.parent.name == library and not (fixable and code_of(program) not in FIXABLE):
            copied(program, folder / program.stem)
    return folder


def findings(folder: Path, *options: str) -> list[dict[str, Any]]:
    """The findings in a folder."""
    return tunelint(folder, "check", "--output-format", "json", *options).findings


def findings_by_project(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The findings in a folder of projects, by project."""
    found: dict[str, list[dict[str, Any]]] = {project.name: [] for project in folder.iterdir()}
    for one in findings(folder):
        found[Path(one["path"]).parts[0]].append(one)
    return found


def fix(folder: Path) -> None:
    """Fix all that can be fixed."""
    run = tunelint(folder, "check", "--fix", "--unsafe-fixes", "--output-format", "json")
    assert run.status in (0, 1), run.errors


def contents(folder: Path) -> Mapping[Path, bytes]:
    """The bytes of every file below a folder, but for what is kept there between runs."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path: path.read_bytes() for path in files if ".tunelint" not in path.parts}


def number(pattern: str, text: str) -> int:
    """The number that a pattern finds in a text, 0 where it finds none."""
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def counted(found: list[dict[str, Any]]) -> list[str]:
    return sorted(one["code"] for one in found)


@dataclass(frozen=True)
class Fixed:
    """A library's bad programs, a project each, before and after all is fixed that can be.

    Findings are given by project; `linted` is what ruff says; `again` is what a second run leaves.
    """

    library: str
    before: dict[str, list[dict[str, Any]]]
    after: dict[str, list[dict[str, Any]]]
    linted_before: list[str]
    linted_after: list[str]
    once: Mapping[Path, bytes]
    again: Mapping[Path, bytes]

    @property
    def kept(self) -> dict[str, list[dict[str, Any]]]:
        """The findings without a fix."""
        return {
            name: [one for one in found if one["fix"] is None]
            for name, found in self.before.items()
        }


@pytest.fixture(scope="module", params=LIBRARIES)
def fixed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Fixed:
    folder = copies(request.param, tmp_path_factory.mktemp(request.param))
    ruff(folder, "I", "--fix", "--exit-zero")
    linted, before = ruff(folder, "I,E,W"), findings_by_project(folder)
    fix(folder)
    once, after = contents(folder), findings_by_project(folder)
    linted_after = ruff(folder, "I,E,W")
    fix(folder)
    return Fixed(request.param, before, after, linted, linted_after, once, contents(folder))


class TestFixing:
    def test_the_fixable_findings_go_and_none_comes(self, fixed: Fixed) -> None:
        assert {name: counted(found) for name, found in fixed.after.items()} == {
            name: counted(found) for name, found in fixed.kept.items()
        }

    def test_what_always_has_a_fix_has_one(self, fixed: Fixed) -> None:
        kept = {(name, code) for name, found in fixed.kept.items() for code in counted(found)}

        assert not {
            (name, code)
            for name, code in kept
            if code in ALWAYS_FIXED and (fixed.library, name) not in NOT_FIXED
        }

    def test_a_second_run_changes_nothing(self, fixed: Fixed) -> None:
        assert fixed.again == fixed.once

    def test_the_files_can_be_read(self, fixed: Fixed) -> None:
        for path, data in fixed.once.items():
            if path.suffix in (".py", ".ipynb"):
                parse(source_from_bytes(path, data))

    def test_imports_stay_sorted_and_lines_stay_short(self, fixed: Fixed) -> None:
        """What ruff says of the fixed programs, it said of them before."""
        assert not any(one.startswith("I001") for one in fixed.linted_before)
        assert fixed.linted_after == fixed.linted_before


@pytest.mark.parametrize("library", LIBRARIES)
def test_each_fix_ends_its_finding_and_brings_none(library: str, tmp_path: Path) -> None:
    made = list(each_fix(copies(library, tmp_path, fixable=True)))

    assert [str(one) for one in made if not one.is_right] == []


def test_each_fix_of_a_rule_s_programs_ends_its_finding_and_brings_none(tmp_path: Path) -> None:
    for number, (_, text) in enumerate(list(rule_programs())[7::24]):
        project = tmp_path / str(number)
        project.mkdir()
        (project / "tunelint.toml").touch()
        (project / f"{number}.py").write_text(text.lstrip("\n"))

    made = list(each_fix(tmp_path))

    assert len(made) > 50
    assert [str(one) for one in made if not one.is_right] == []


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("unsafe", [(), ("--unsafe-fixes",)], ids=["safe", "unsafe"])
def test_as_many_are_fixed_as_are_announced(
    library: str, tmp_path: Path, unsafe: tuple[str, ...]
) -> None:
    folder = copies(library, tmp_path, fixable=True)
    announced = tunelint(folder, "check", *unsafe).output
    done = tunelint(folder, "check", "--fix", *unsafe).output

    fixable = number(r"\[\*\] (\d+) fixable with --fix\b(?! --unsafe)", announced)
    fixed = number(r"\((\d+) fixed, ", done)
    uncovered = number(r", (\d+) of them uncovered by fixing", done)
    left = number(r"\[\*\] (\d+) fixable with --fix\b(?! --unsafe)", done)
    assert fixed - min(fixed, uncovered) <= fixable <= fixed
    assert left == 0


@pytest.mark.parametrize("library", LIBRARIES)
def test_nothing_but_the_edits_changes(library: str, tmp_path: Path) -> None:
    folder = copies(library, tmp_path, fixable=True)
    for found in findings_by_project(folder).values():
        for path, edits in only_fix(found, folder).items():
            before = path.read_bytes()
            after = edited(before, edits, is_notebook=path.suffix == ".ipynb")
            assert text_of(after, path) == replayed(before, path, edits)


def only_fix(found: list[dict[str, Any]], folder: Path) -> dict[Path, list[TextEdit]]:
    """The edits by file of a program with exactly one fixable finding; empty for others."""
    fixes = [one["fix"] for one in found if one["fix"] is not None]
    if len(fixes) != 1:
        return {}
    edits: dict[Path, list[TextEdit]] = {}
    for edit in fixes[0]["edits"]:
        path = folder / edit["path"]
        edits.setdefault(path, []).append(TextEdit(**{**edit, "path": path}))
    return edits


def text_of(data: bytes, path: Path) -> dict[int | None, str]:
    """The text of a file, or of each code cell of a notebook by its number."""
    if path.suffix == ".ipynb":
        return {cell.number: cell.text for cell in code_cells(data)}
    return {None: data.decode()}


def replayed(data: bytes, path: Path, edits: list[TextEdit]) -> dict[int | None, str]:
    """The text with the edits made by hand."""
    texts = text_of(data, path)
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        lines = texts[edit.cell].split("\n")
        start = sum(len(line) + 1 for line in lines[: edit.line - 1]) + edit.column - 1
        end = sum(len(line) + 1 for line in lines[: edit.end_line - 1]) + edit.end_column - 1
        texts[edit.cell] = texts[edit.cell][:start] + edit.content + texts[edit.cell][end:]
    return texts


def test_a_notebook_keeps_everything_but_the_sources_of_the_edited_cells(tmp_path: Path) -> None:
    notebooks = [path for path in BAD if path.suffix == ".ipynb"]
    for number, program in enumerate(notebooks):
        folder = copied(program, tmp_path / str(number))
        path = folder / program.name
        before = json.loads(path.read_bytes())
        fix(folder)
        after = json.loads(path.read_bytes())
        for one, other in zip(before["cells"], after["cells"], strict=True):
            assert {**one, "source": None} == {**other, "source": None}
        assert {**before, "cells": None} == {**after, "cells": None}
        assert raw_differences(program.read_bytes(), path.read_bytes()) <= 8


def raw_differences(before: bytes, after: bytes) -> int:
    """How many lines of the file differ, in either."""
    one, other = before.splitlines(), after.splitlines()
    return len([line for line in one if line not in other]) + len(
        [line for line in other if line not in one]
    )


def ruff(folder: Path, select: str, *options: str) -> list[str]:
    """The codes that ruff finds in a folder, each with the file."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", *options]
    command += ["--line-length", "100", "--select", select, "--output-format", "json", "."]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    found = json.loads(run.stdout)
    return sorted(f"{one['code']} {Path(one['filename']).name}" for one in found)


# -- other ways of writing the same file ----------------------------------------------------------


def with_carriage_returns(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def with_mark(data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data


def with_form_feeds(data: bytes) -> bytes:
    return data.replace(b"\n\n\n", b"\n\n\x0c\n").replace(b"\n\n", b"\n\x0c\n", 1)


def with_lone_carriage_returns(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r")


def with_tabs(data: bytes) -> bytes:
    return data.replace(b"    ", b"\t")


def without_last_line_end(data: bytes) -> bytes:
    return data.rstrip(b"\n")


def in_latin_1(data: bytes) -> bytes:
    return "# -*- coding: latin-1 -*-\n# é\n".encode("latin-1") + data


VARIANTS: Mapping[str, Callable[[bytes], bytes]] = {
    "CRLF": with_carriage_returns,
    "BOM": with_mark,
    "form feed": with_form_feeds,
    "lone CR": with_lone_carriage_returns,
    "tabs": with_tabs,
    "no last line end": without_last_line_end,
    "latin-1": in_latin_1,
}
SCRIPTS = [path for path in BAD if path.suffix == ".py" and "\\" not in path.read_text()]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_edits_whatever_the_file_is_written_with(variant: str, tmp_path: Path) -> None:
    """Fixing a rewritten file gives the rewritten fixed file: nothing else is touched."""
    written = VARIANTS[variant]
    plain, other = tmp_path / "plain", tmp_path / "other"
    for number, program in enumerate(SCRIPTS[list(VARIANTS).index(variant) :: 10]):
        name = f"{number}_{program.name}"
        for folder, data in ((plain, program.read_bytes()), (other, written(program.read_bytes()))):
            project = folder / str(number)
            project.mkdir(parents=True)
            (project / "tunelint.toml").touch()
            (project / name).write_bytes(data)
    fix(plain)
    fix(other)

    for path in sorted(plain.rglob("*.py")):
        twin = other / path.relative_to(plain)
        assert twin.read_bytes() == written(path.read_bytes()), path.name


# -- the real libraries ---------------------------------------------------------------------------


BAD_PROGRAMS = [
    program
    for program in ALL
    if "_bad" in program.source.stem and code_of(program.source) in FIXABLE
]


@pytest.mark.libraries
@pytest.mark.parametrize("program", BAD_PROGRAMS, ids=lambda program: program.name)
def test_a_fixed_program_runs(
    program: Running, interpreter: WarmInterpreter | FreshInterpreter, tmp_path: Path
) -> None:
    """Where it has become its corrected twin, but for numbers, that one's run tells (`ALL`)."""
    source = program.source
    folder = copied(source, tmp_path / "fixed")
    fix(folder)
    if findings(folder):
        pytest.skip("not all of it can be fixed")
    twin = source.with_name(source.name.replace("_bad", "_good"))
    if statements(folder / source.name) == statements(twin):
        return
    fixed = Running(folder / source.name, program.entry)

    outcome = interpreter.run(script_of(fixed, tmp_path))

    assert outcome.status == 0, outcome.stderr[-4000:]
    # A tuner records a trial that raises and goes on: status 0 alone would not show it.
    assert TRACEBACK not in outcome.stderr + outcome.stdout, outcome.stderr[-4000:]


def statements(program: Path) -> dict[str, str]:
    """What each file of a program does, however it is laid out, with 0 for each whole number."""
    files = sorted(program.rglob("*.py")) if program.is_dir() else [program]
    found = {}
    for file in files:
        tree = ast.parse(script_text(file))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and type(node.value) is int:
                node.value = 0
        documented = ast.get_docstring(tree) is not None
        name = file.name.replace("_bad", "_good")
        found[name] = "\n".join(map(ast.unparse, tree.body[documented:]))
    return found


def test_every_fixture_is_looked_at() -> None:
    assert {path.parent for path in BAD} == {path for path in FIXTURES.iterdir() if path.is_dir()}
