"""What does not change a program changes no finding: names, comments, orders and cells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import libcst as cst
import pytest
from click.testing import CliRunner

from tunelint.cli.main import main

FIXTURES = Path(__file__).parent.parent / "fixtures"
# Every sixth of the programs that stand in one file.
SAMPLE = sorted(FIXTURES.glob("*/tun*_bad*.py"))[::6]
# A finding as it is compared: its code, and the text or the number of its line.
Finding = tuple[str, Any]


def as_notebook(cells: Iterable[str]) -> str:
    written = [
        {
            "cell_type": "code",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": cell,
        }
        for cell in cells
    ]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def in_one_cell(text: str) -> str:
    return as_notebook([text])


def in_many_cells(text: str) -> str:
    """Every statement of the module in a cell of its own."""
    module = cst.parse_module(text)
    return as_notebook(module.with_changes(body=[one], header=[]).code for one in module.body)


class Commented(cst.CSTTransformer):
    """A comment and an empty line before every statement."""

    NOISE = (cst.EmptyLine(indent=False), cst.EmptyLine(comment=cst.Comment("# what follows")))

    def leave_SimpleStatementLine(  # noqa: N802
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine:
        return updated_node.with_changes(leading_lines=[*updated_node.leading_lines, *self.NOISE])


class Turned(cst.CSTTransformer):
    """Keyword arguments in the opposite order."""

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:  # noqa: N802
        args = list(updated_node.args)
        named = [number for number, arg in enumerate(args) if arg.keyword is not None]
        if any(arg.star for arg in args) or len(named) < 2:
            return updated_node
        values = [(args[number].keyword, args[number].value) for number in named]
        for number, (keyword, value) in zip(named, reversed(values), strict=True):
            args[number] = args[number].with_changes(keyword=keyword, value=value)
        return updated_node.with_changes(args=args)


class Renamed(cst.CSTTransformer):
    """Other names for the functions that the module defines, which no rule listens to."""

    def __init__(self, module: cst.Module) -> None:
        self.names = {
            statement.name.value
            for statement in module.body
            if isinstance(statement, cst.FunctionDef)
        } - spoken(module)

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:  # noqa: N802
        if updated_node.value in self.names:
            return updated_node.with_changes(value=f"{updated_node.value}_")
        return updated_node


def spoken(module: cst.Module) -> set[str]:
    """The names that are attributes, keywords or parameters somewhere."""
    found: set[str] = set()

    class Speaking(cst.CSTVisitor):
        def visit_Attribute(self, node: cst.Attribute) -> None:  # noqa: N802
            found.add(node.attr.value)

        def visit_Arg(self, node: cst.Arg) -> None:  # noqa: N802
            if node.keyword is not None:
                found.add(node.keyword.value)

        def visit_Param(self, node: cst.Param) -> None:  # noqa: N802
            found.add(node.name.value)

    module.visit(Speaking())
    return found


def commented(text: str) -> str:
    return cst.parse_module(text).visit(Commented()).code


def turned(text: str) -> str:
    return cst.parse_module(text).visit(Turned()).code


def renamed(text: str) -> str:
    module = cst.parse_module(text)
    return module.visit(Renamed(module)).code


def findings(text: str, folder: Path, name: str) -> list[dict[str, Any]]:
    folder.mkdir()
    (folder / "tunelint.toml").touch()
    (folder / name).write_text(text)
    run = CliRunner().invoke(main, ["check", "--output-format", "json", "--advice", str(folder)])
    assert run.exit_code in (0, 1), run.output
    found: list[dict[str, Any]] = json.loads(run.stdout)
    return found


def line_of(text: str, finding: dict[str, Any]) -> str:
    """The text of the line that a finding stands on."""
    if finding["cell"] is not None:
        text = json.loads(text)["cells"][finding["cell"] - 1]["source"]
    return text.splitlines()[finding["line"] - 1].strip()


def by_text(text: str, found: list[dict[str, Any]]) -> list[Finding]:
    return sorted((one["code"], line_of(text, one)) for one in found)


def by_number(text: str, found: list[dict[str, Any]]) -> list[Finding]:
    return sorted((one["code"], one["line"]) for one in found)


def by_code(text: str, found: list[dict[str, Any]]) -> list[Finding]:
    return sorted((one["code"], None) for one in found)


Change = tuple[Callable[[str], str], Callable[[str, list[dict[str, Any]]], list[Finding]], str]
CHANGES: dict[str, Change] = {
    "comments": (commented, by_text, "train.py"),
    "keyword arguments in another order": (turned, by_code, "train.py"),
    "names of functions": (renamed, by_number, "train.py"),
    "one cell": (in_one_cell, by_text, "train.ipynb"),
    "many cells": (in_many_cells, by_text, "train.ipynb"),
}


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_findings_stay_the_same(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    before = findings(text, tmp_path / "before", "train.py")
    assert before

    for number, (name, (change, compared, file)) in enumerate(CHANGES.items()):
        changed = change(text)
        after = findings(changed, tmp_path / str(number), file)
        assert compared(changed, after) == compared(text, before), name
