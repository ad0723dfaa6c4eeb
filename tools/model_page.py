"""Writes docs/model.md: each field of the model, who fills it, and what records can be asked.

``python -m tools.model_page``, or ``make model-page``.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "tunelint" / "model"
LIBRARIES = ROOT / "tunelint" / "libraries"
PAGE = ROOT / "docs" / "model.md"
HEAD = """\
# The model

What the source says about a search, as records: readers fill them in, rules ask them. A rule gets
them from `tunelint.api`. Written by `make model-page` from the comments in `tunelint/model/`; the
last column names the folders of `tunelint/libraries/` whose code gives the field a value, and is
empty where it is left at its default. What a record, a fact or the program can be asked stands in
tables of their own.
"""
ASKED = ("Fact", "Program")
"""Classes that no reader fills: rules only ask them."""


@dataclass(frozen=True)
class Field:
    """One field of a record, its type as it is written, and the comment above it."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Record:
    """One class of the model."""

    name: str
    meaning: str
    fields: tuple[Field, ...]
    questions: tuple[Field, ...] = ()


def page() -> str:
    """The whole page."""
    filled = filled_fields()
    parts = [HEAD]
    for module in sorted(MODEL.glob("*.py"), key=lambda one: (one.stem != "search", one.stem)):
        records = list(records_of(module))
        if records:
            title, _, meaning = (ast.get_docstring(parsed(module)) or "").partition(": ")
            parts.append(f"## {title} (`{module.stem}.py`)\n\n{sentence(meaning)}\n")
        parts += [table(record, filled) for record in records]
    return "\n".join(parts)


def records_of(module: Path) -> Iterator[Record]:
    """The records that a module of the model defines."""
    lines = module.read_text(encoding="utf-8").splitlines()
    for node in parsed(module).body:
        if isinstance(node, ast.ClassDef) and _is_record(node):
            found = [
                Field(one.target.id, ast.unparse(one.annotation), comment_above(lines, one.lineno))
                for one in node.body
                if isinstance(one, ast.AnnAssign)
                and isinstance(one.target, ast.Name)
                and not one.target.id.startswith("_")
            ]
            meaning = first_paragraph_of(node)
            yield Record(node.name, meaning, tuple(found), questions_of(node.body))
    functions = questions_of(parsed(module).body) if module.stem == "facts" else ()
    if functions:
        yield Record("Functions of a fact", "", (), functions)


def questions_of(body: Iterable[ast.stmt]) -> tuple[Field, ...]:
    """What a class or module can be asked: its public properties, methods and functions."""
    return tuple(
        Field(asked(one), ast.unparse(one.returns) if one.returns else "", first_paragraph_of(one))
        for one in body
        if isinstance(one, ast.FunctionDef) and not one.name.startswith("_")
    )


def asked(node: ast.FunctionDef) -> str:
    """How a question is written: `trainings`, `epochs_of(training)`."""
    if any(ast.unparse(one) == "property" for one in node.decorator_list):
        return node.name
    names = [one.arg for one in node.args.args if one.arg != "self"]
    return f"{node.name}({', '.join(names)})"


def first_paragraph_of(node: ast.ClassDef | ast.FunctionDef) -> str:
    return " ".join((ast.get_docstring(node) or "").partition("\n\n")[0].split())


def _is_record(node: ast.ClassDef) -> bool:
    if node.name in ASKED:
        return True
    decorators = map(ast.unparse, node.decorator_list)
    return not node.name.startswith("_") and any("kw_only" in one for one in decorators)


def comment_above(lines: list[str], number: int) -> str:
    """The comment that ends in the line above a field; headings (``# -- …``) are none."""
    found: list[str] = []
    for line in reversed(lines[: number - 1]):
        text = line.strip()
        if not text.startswith("#") or text.startswith("# --"):
            break
        found.insert(0, text.removeprefix("#").strip())
    return " ".join(found)


def filled_fields() -> dict[tuple[str, str], set[str]]:
    """Which libraries' folders give a value to which field of which record."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in LIBRARIES.rglob("*.py"):
        folder = path.relative_to(LIBRARIES).parts[0]
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                for keyword in node.keywords:
                    found[node.func.id, keyword.arg or ""].add(folder)
    return found


def table(record: Record, filled: dict[tuple[str, str], set[str]]) -> str:
    """One record with its fields, and what it can be asked."""
    lines = [f"### {record.name}"]
    if record.meaning:
        lines += ["", marked(record.meaning)]
    if record.fields:
        lines += ["", "| field | type | meaning | filled by |", "|---|---|---|---|"]
    for one in record.fields:
        by = filled.get((record.name, one.name), set()) | filled.get(("replace", one.name), set())
        folders = ", ".join(sorted(by))
        kind = one.type.replace("|", "\\|")
        lines.append(f"| `{one.name}` | `{kind}` | {marked(one.meaning)} | {folders} |")
    if record.questions:
        lines += ["", "| question | type | answer |", "|---|---|---|"]
    for one in record.questions:
        kind = one.type.replace("|", "\\|")
        lines.append(f"| `{one.name}` | `{kind}` | {marked(one.meaning)} |")
    return "\n".join(lines) + "\n"


def marked(text: str) -> str:
    """A comment as Markdown."""
    return text.replace("``", "`")


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def sentence(text: str) -> str:
    text = " ".join(text.partition("\n\n")[0].split())
    return text[:1].upper() + text[1:]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
