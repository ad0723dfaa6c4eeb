"""What does not change a program changes no finding: names, comments, orders and cells.

Marks say what is found in a program, and travel with their lines through each change.
"""

from __future__ import annotations

import builtins
import tokenize
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import libcst as cst
import pytest
from libcst import matchers as m

from tests.rules.programs import rule_programs
from tunelint.config.rule_index import own_entries
from tunelint.testing import check_marked, findings, notebook

ROOT = Path(__file__).parent
RULES = [entry.load() for entry in own_entries().values()]
EVERY = 60  # of the programs of rules' tests, and every twelfth of the fixtures


def fixtures() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT.parent / "fixtures").glob("*/tun*.py")):
        yield f"{path.parent.name}: {path.stem}", path.read_text(encoding="utf-8")


SAMPLE = dict([*list(rule_programs())[::EVERY], *list(fixtures())[:: EVERY // 5]])


def with_marks(text: str) -> str:
    """The program with a mark for each finding, and no comment besides."""
    lines = without_comments(text.lstrip("\n")).split("\n")
    for found in findings(RULES, "\n".join(lines)):
        lines[found.line - 1] += f"  # {found.code}:"
    return "\n".join(lines)


def without_comments(text: str) -> str:
    lines = text.split("\n")
    for token in tokenize.generate_tokens(StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
    return "\n".join(lines)


class Commented(cst.CSTTransformer):
    """A comment and an empty line before every statement."""

    NOISE = (cst.EmptyLine(indent=False), cst.EmptyLine(comment=cst.Comment("# what follows")))

    def leave_SimpleStatementLine(  # noqa: N802
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine:
        return updated_node.with_changes(leading_lines=[*updated_node.leading_lines, *self.NOISE])


class Turned(cst.CSTTransformer):
    """Keyword arguments in the opposite order, in calls of one line."""

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:  # noqa: N802
        args = list(updated_node.args)
        named = [number for number, arg in enumerate(args) if arg.keyword is not None]
        on_one_line = "\n" not in cst.Module([]).code_for_node(original_node)
        if any(arg.star for arg in args) or not on_one_line:
            return updated_node
        values = [(args[number].keyword, args[number].value) for number in named]
        for number, (keyword, value) in zip(named, reversed(values), strict=True):
            args[number] = args[number].with_changes(keyword=keyword, value=value)
        return updated_node.with_changes(args=args)


class Renamed(cst.CSTTransformer):
    """Other names, of the same words, for what the module's functions and variables are called."""

    def __init__(self, module: cst.Module) -> None:
        self.names = bound(module) - spoken(module) - set(dir(builtins))

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:  # noqa: N802
        if updated_node.value in self.names:
            return updated_node.with_changes(value=f"{updated_node.value}_")
        return updated_node


def names(module: cst.Module, *patterns: m.BaseMatcherNode) -> set[str]:
    """The names that stand where a pattern says, as `name`."""
    found = (m.extract(node, p) for p in patterns for node in m.findall(module, p))
    return {one["name"].value for one in found if one and isinstance(one["name"], cst.Name)}


NAME = m.SaveMatchedNode(m.Name(), "name")


def bound(module: cst.Module) -> set[str]:
    return names(
        module, m.AssignTarget(target=NAME), m.FunctionDef(name=NAME), m.CompFor(target=NAME)
    )


def spoken(module: cst.Module) -> set[str]:
    """The names that are attributes, keywords, parameters, methods or imported somewhere."""
    methods = (m.findall(one, m.FunctionDef()) for one in m.findall(module, m.ClassDef()))
    return {one.name.value for found in methods for one in found} | names(
        module,
        m.Attribute(attr=NAME),
        m.Arg(keyword=NAME),
        m.Param(name=NAME),
        m.ImportAlias(name=NAME),
        m.AsName(name=NAME),
    )


def commented(text: str) -> str:
    return cst.parse_module(text).visit(Commented()).code


def turned(text: str) -> str:
    return cst.parse_module(text).visit(Turned()).code


def renamed(text: str) -> str:
    module = cst.parse_module(text)
    return module.visit(Renamed(module)).code


def in_one_cell(text: str) -> dict[str, str]:
    return {"main.ipynb": notebook(text)}


def in_many_cells(text: str) -> dict[str, str]:
    """Every statement of the module in a cell of its own."""
    module = cst.parse_module(text)
    cells = (module.with_changes(body=[one], header=[]).code for one in module.body)
    return {"main.ipynb": notebook(*cells)}


CHANGES: dict[str, Callable[[str], str | dict[str, str]]] = {
    "comments": commented,
    "keyword arguments in another order": turned,
    "names": renamed,
    "one cell": in_one_cell,
    "many cells": in_many_cells,
}


@pytest.mark.parametrize("text", SAMPLE.values(), ids=SAMPLE)
def test_findings_stay_the_same(text: str) -> None:
    marked = with_marks(text)

    for change in CHANGES.values():
        check_marked(RULES, change(marked))


def test_programs_of_both_kinds_are_changed() -> None:
    assert sum(name.startswith("test_") for name in SAMPLE) > 30
    assert sum(not name.startswith("test_") for name in SAMPLE) > 30
