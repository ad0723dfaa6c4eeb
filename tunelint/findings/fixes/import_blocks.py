"""Where a new import stands: in which block, section and line isort and ruff want it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import libcst as cst

from tunelint.findings.fixes.layout import Insertion, Layout, Unwritable

FUTURE, STANDARD, THIRD_PARTY, FIRST_PARTY, LOCAL = range(5)
# Packages that read each other's settings when they are imported: a new one stands beside them.
KERAS = frozenset({"keras", "keras_tuner", "kerastuner", "tensorflow", "tf_keras", "torch", "jax"})
# A variable of the environment that they read, as a program sets it.
SETTING = re.compile(
    r"environ.*[\"'](?:CUDA|JAX|KERAS|PYTORCH|TF|TORCH|XLA)_\w+[\"']|putenv\(|load_dotenv\("
)

Natural = tuple[tuple[int, int | str], ...]
Key = tuple[int, bool, Natural]


@dataclass(frozen=True, slots=True)
class NewImport:
    """An import to be written: the module, and its statement."""

    module: str
    statement: str

    @property
    def root(self) -> str:
        """The package that it imports, or imports from."""
        return self.module.partition(".")[0]

    @property
    def by_name(self) -> bool:
        """Whether it imports a name from the module."""
        return self.statement.startswith("from ")


@dataclass(frozen=True, eq=False, slots=True)
class Written:
    """A line of imports: what it imports first, and its first and last line."""

    module: str
    by_name: bool
    section: int
    first: int
    last: int

    @property
    def root(self) -> str:
        """The package that it imports from."""
        return self.module.partition(".")[0]


@dataclass(frozen=True, eq=False)
class ImportBlocks:
    """The blocks of imports at the level of a file's module: nothing but comments parts them."""

    layout: Layout

    def insertion(self, new: NewImport, node: cst.CSTNode) -> Insertion:
        """The new import, above the statement of the module that a node stands in."""
        section = self._section(new.module)
        before = self.layout.range(node)[0][0]
        above: Sequence[Sequence[Written]] = [
            block for block in self._blocks if block[-1].last < before
        ]
        if new.root in KERAS:
            above = self._behind_settings(above, before)
        block = _fitting(above, new, section)
        rank = _key(Written(new.module, new.by_name, section, 0, 0))
        if block is None:
            return Insertion(*self._at_the_head(new.statement), rank=rank)
        return Insertion(*self._in_block(block, new, section), rank=rank)

    def _behind_settings(
        self, blocks: Sequence[Sequence[Written]], before: int
    ) -> Sequence[Sequence[Written]]:
        """The blocks in which an import finds set what the program sets for it by then.

        Raises Unwritable where that is set behind all of them.
        """
        last = max((line for line in self._settings if line < before), default=0)
        found = [block for block in blocks if block[0].first > last]
        if last and not found:
            raise Unwritable
        return found

    @cached_property
    def _settings(self) -> Sequence[int]:
        """The lines that set what Keras and its backends read as they are imported."""
        return [line for line, text in self.layout.numbered() if SETTING.search(text)]

    def instead(self, new: NewImport, node: cst.ImportFrom) -> Insertion:
        """The import that stands for another one: in its block, or beside it inside of others."""
        section, line = self._section(new.module), self.layout.range(node)[0][0]
        block = [one for one in self._block_of(node) if one.first != line]
        if block:
            return Insertion(*self._in_block(block, new, section))
        end = self.layout.end_of_line(self.layout.range(node)[1][0])
        indentation = self.layout.line(line)[: self.layout.range(node)[0][1]]
        if indentation.strip():
            raise Unwritable
        return Insertion(end, end, f"\n{indentation}{new.statement}")

    def would_part(self, node: cst.ImportFrom, module: str) -> bool:
        """Whether sorted imports are not sorted any more where a statement names another module."""
        line = self.layout.range(node)[0][0]
        before = self._block_of(node)
        old = next((one for one in before if one.first == line), None)
        after = [self._renamed(one, old, module) if old is not None else one for one in before]
        orders = [order for order in (_key, _key_without_form) if _is_sorted(before, order)]
        twice = sum(one.by_name and one.module == module for one in after) > 1
        return bool(orders) and (twice or not any(_is_sorted(after, order) for order in orders))

    def _renamed(self, one: Written, old: Written, module: str) -> Written:
        """An import once `old` names another module; where its package has another name, all do."""
        package = module.partition(".")[0]
        if one is old:
            return replace(one, module=module, section=self._section(module))
        if one.root == old.root != package:
            return replace(one, module=package + one.module[len(old.root) :])
        return one

    def _block_of(self, node: cst.CSTNode) -> Sequence[Written]:
        """The block that a statement belongs to; an empty one inside of other statements."""
        line = self.layout.range(node)[0][0]
        found = (block for block in self._blocks if any(one.first == line for one in block))
        return next(found, ())

    @cached_property
    def _blocks(self) -> Sequence[Sequence[Written]]:
        """The blocks in order; each stands in one cell of a notebook."""
        blocks: list[list[Written]] = []
        last: Written | None = None
        for line in self.layout.tree.body:
            written = self._written(line)
            if written is not None:
                if last is None or self._cell(last) != self._cell(written):
                    blocks.append([])
                blocks[-1].append(written)
            last = written
        return blocks

    def _cell(self, written: Written) -> int | None:
        return self.layout.source.locate(written.first, 0).cell

    def _written(self, line: cst.CSTNode) -> Written | None:
        match line:
            case cst.SimpleStatementLine(body=[cst.Import() | cst.ImportFrom(), *_]):
                (start, _), (end, _) = self.layout.range(line)
            case _:
                return None
        if not all(isinstance(each, cst.Import | cst.ImportFrom) for each in line.body):
            return None
        node = line.body[0]
        if isinstance(node, cst.Import):
            module = dotted_name(node.names[0].name)
            return Written(module, False, self._section(module), start, end)
        assert isinstance(node, cst.ImportFrom)
        module = dotted_name(node.module) if node.module is not None else ""
        section = LOCAL if node.relative else self._section(module)
        return Written(module, True, section, start, end)

    def _section(self, module: str) -> int:
        root = module.partition(".")[0]
        if root == "__future__":
            return FUTURE
        if root in sys.stdlib_module_names:
            return STANDARD
        return FIRST_PARTY if self.layout.project.owns(root) else THIRD_PARTY

    def _in_block(
        self, block: Sequence[Written], new: NewImport, section: int
    ) -> tuple[tuple[int, int], tuple[int, int], str]:
        """Where the import stands in its section, which is opened where there is none."""
        own = [one for one in block if one.section == section]
        after = self._predecessor(own or block, new, section)
        if own and after is None:
            place = (self._head_of(own[0].first), 0)
            return place, place, f"{new.statement}\n"
        if after is None:
            place = (self._head_of(block[0].first), 0)
            return place, place, f"{new.statement}\n{self._gap(block)}"
        place = self.layout.end_of_line(after.last)
        gap = "" if own else self._gap(block)
        return place, place, f"\n{gap}{new.statement}"

    def _predecessor(
        self, group: Sequence[Written], new: NewImport, section: int
    ) -> Written | None:
        """The import that the new one follows; None where it comes first."""
        wanted = Written(new.module, new.by_name, section, 0, 0)
        for order in (_key, _key_without_form):
            if _is_sorted(group, order):
                before = [one for one in group if order(one) <= order(wanted)]
                return before[-1] if before else None
        alike = [one for one in group if one.by_name == new.by_name and one.section == section]
        earlier = [one for one in group if one.section <= section]
        return next((found[-1] for found in (alike, earlier) if found), None)

    def _gap(self, block: Sequence[Written]) -> str:
        """What parts two sections: an empty line, unless the author writes none."""
        parted = [
            later.first - earlier.last > 1
            for earlier, later in pairwise(block)
            if earlier.section != later.section
        ]
        return "\n" if all(parted) else ""

    def _head_of(self, line: int) -> int:
        """The line from which a statement with the comments above it begins."""
        above = line
        while above > 1 and self._is_comment(above - 1) and self._same_cell(above - 1, line):
            above -= 1
        is_head_of_file = above == 1 or not self._same_cell(above - 1, line)
        return line if is_head_of_file else above

    def _is_comment(self, line: int) -> bool:
        return self.layout.line(line).lstrip().startswith("#")

    def _same_cell(self, one: int, other: int) -> bool:
        locate = self.layout.source.locate
        return locate(one, 0).cell == locate(other, 0).cell

    def _at_the_head(self, statement: str) -> tuple[tuple[int, int], tuple[int, int], str]:
        """In a file without imports above: behind its docstring, else before all."""
        body = self.layout.tree.body
        if not body:
            raise Unwritable
        first, following = body[0], body[1:2]
        if _is_docstring(first):
            last = self.layout.range(first)[1][0]
            place = self.layout.end_of_line(last)
            missing = self._lines_missing(last, following[0]) if following else 0
            return place, place, f"\n\n{statement}" + "\n" * missing
        line = self._head_of(self._first_line(first))
        return (line, 0), (line, 0), f"{statement}\n" + "\n" * _lines_before(first)

    def _lines_missing(self, last: int, following: cst.CSTNode) -> int:
        """How many empty lines have to be added between two statements."""
        head = self._head_of(self._first_line(following))
        return max(0, _lines_before(following) - (head - last - 1))

    def _first_line(self, statement: cst.CSTNode) -> int:
        decorators = getattr(statement, "decorators", ())
        return self.layout.range(decorators[0] if decorators else statement)[0][0]


def dotted_name(node: cst.CSTNode) -> str:
    """A dotted name as it is written. Raises Unwritable for what is none."""
    match node:
        case cst.Name(value=value):
            return value
        case cst.Attribute(value=value, attr=attr):
            return f"{dotted_name(value)}.{attr.value}"
    raise Unwritable


def _key(written: Written) -> Key:
    """Sorts imports as isort and ruff do."""
    return written.section, written.by_name, natural(written.module)


def _key_without_form(written: Written) -> Key:
    """The same where `force-sort-within-sections` is set."""
    return written.section, False, natural(written.module)


def natural(name: str) -> Natural:
    """What sorts names without case, and numbers in them by their size."""
    parts = re.split(r"(\d+)", name.lower())
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts)


def _fitting(
    blocks: Sequence[Sequence[Written]], new: NewImport, section: int
) -> Sequence[Written] | None:
    """The block that holds the imports most like the new one; of several the first."""
    root = new.root
    tests: list[Callable[[Written], bool]] = [
        lambda one: root in KERAS and one.root in KERAS,
        lambda one: one.section == section,
        lambda one: one.section != FUTURE,
        lambda one: True,
    ]
    for test in tests:
        for block in blocks:
            if any(map(test, block)):
                return block
    return None


def _is_sorted(group: Sequence[Written], order: Callable[[Written], Key]) -> bool:
    keys = [order(one) for one in group]
    return keys == sorted(keys)


def _lines_before(statement: cst.CSTNode) -> int:
    """How many empty lines a statement has after imports."""
    return 2 if isinstance(statement, cst.FunctionDef | cst.ClassDef) else 1


def _is_docstring(statement: cst.CSTNode) -> bool:
    match statement:
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString())]):
            return True
    return False
