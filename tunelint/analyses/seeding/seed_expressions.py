"""Seed expressions: how a source names its seed, and what it seeds with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import libcst as cst

from tunelint.files.source import Source
from tunelint.interpreter.lexical import Lexical
from tunelint.interpreter.library_names import canonical
from tunelint.libraries.common.packages import is_library
from tunelint.model.program import Program

SEED_NAME = re.compile(
    r"(?:[a-z0-9]+_)*(?:[a-z]?seed|random_?state|random_?seed)(?:_(?:value|num|number))?",
    re.IGNORECASE,
)
NO_SEED = re.compile(r"(?:set|manual|get|use|fix|with|num|n)_", re.IGNORECASE)
# Objects whose `seed` is not the program's: it belongs to a search, a trial or a library.
OTHERS = re.compile(r"oracle|tuner|sampler|study|trial|hp|best|rng|generator|space", re.IGNORECASE)
SETTINGS = re.compile(
    r"(?:.*_)?(?:args?|cfg|conf|config|configuration|flags|h?params|hyper\w*|opts?|options|settings?)",
    re.IGNORECASE,
)
SEEDERS = re.compile(r"(?:.*_)?seed|seed_?everything|default_rng|RandomState")


@dataclass(frozen=True, eq=False, slots=True)
class SeedExpression:
    """An expression of a source that names a seed, and the name that it begins with.

    `is_set` says that the node sets the attribute and does not read it.
    """

    text: str
    root: str
    node: cst.CSTNode | None = None
    attribute: str = ""
    is_set: bool = False

    @property
    def first(self) -> str:
        """The attribute of the first name that is read: ``args`` of ``self.args.seed``."""
        return re.split(r"\W+", self.text)[1] if self.attribute else ""

    @property
    def holder(self) -> str:
        """What holds the seed: ``cfg`` of ``self.cfg.seed``."""
        words = [word for word in re.split(r"\W+", self.text) if word]
        return words[-2] if self.attribute else ""


class Files:
    """The sources of a program, each looked at once."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._known: dict[str, SeededFile] = {}

    def of(self, source: Source) -> SeededFile:
        """What is known of one source."""
        key = str(source.path)
        if key not in self._known:
            self._known[key] = SeededFile(Lexical(self._program.project.tree(source)))
        return self._known[key]


@dataclass(frozen=True, eq=False)
class SeededFile:
    """One source: the expressions that name a seed, and those that it seeds with."""

    lexical: Lexical

    @cached_property
    def seeds(self) -> list[SeedExpression]:
        """The expressions that name a seed, and all that the file seeds with, each once a scope."""
        named = [each for each in map(self._read, self.lexical.nodes) if each is not None]
        named += [each for each in map(self._set, self.lexical.nodes) if each is not None]
        bare = [SeedExpression(name, name) for name in self.lexical.names() if is_seed(name)]
        own = [each for each in named if not self._is_of_another(each) and self._is_kept(each)]
        once: dict[object, SeedExpression] = {}
        for each in (*own, *bare, *self._used):
            binder = self.lexical.binder(each.root, each.node) if each.node is not None else None
            once.setdefault((each.text, binder), each)
        return list(once.values())

    @cached_property
    def uses(self) -> Counter[str]:
        """How often each expression is handed over as a seed."""
        return Counter(each.text for each in self._used)

    @cached_property
    def attributes(self) -> dict[tuple[cst.CSTNode, str], list[cst.CSTNode]]:
        """Where classes set attributes of their objects, by class and name."""
        found: dict[tuple[cst.CSTNode, str], list[cst.CSTNode]] = {}
        for node in self.lexical.nodes:
            if isinstance(node, cst.AssignTarget | cst.AnnAssign):
                for cls, name in self._attributes_set(node):
                    found.setdefault((cls, name), []).append(node)
        return found

    @cached_property
    def empty_fields(self) -> frozenset[str]:
        """The names to which classes give None in their bodies."""
        return frozenset(
            name
            for (cls, name), nodes in self.attributes.items()
            if any(self.lexical.scope(node) is cls and self._is_none(node) for node in nodes)
        )

    def _is_none(self, node: cst.CSTNode) -> bool:
        given = self.lexical.parent(node) if isinstance(node, cst.AssignTarget) else node
        value = getattr(given, "value", None)
        return isinstance(value, cst.Name) and value.value == "None"

    def _attributes_set(
        self, node: cst.AssignTarget | cst.AnnAssign
    ) -> Iterator[tuple[cst.CSTNode, str]]:
        """The attribute that an assignment sets: ``self.name = …``, or ``name = …`` in a class."""
        scope = self.lexical.scope(node)
        match node.target:
            case cst.Name(value=name) if isinstance(scope, cst.ClassDef):
                yield scope, name
            case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name)):
                around = self.lexical.around(node)
                classes = (each for each in around if isinstance(each, cst.ClassDef))
                yield from ((cls, name) for cls in islice(classes, 1))

    def _is_kept(self, written: SeedExpression) -> bool:
        """Whether what holds a seed holds settings, or is a module or class of the project."""
        if written.text in self.uses or SETTINGS.fullmatch(written.holder):
            return True
        bindings = self.lexical.bindings(self.lexical.tree, written.root)
        return written.root == "self" or any(
            isinstance(node, cst.ImportAlias | cst.ClassDef) for node in bindings
        )

    @cached_property
    def _used(self) -> list[SeedExpression]:
        """The expressions that are handed over as seeds."""
        found = (
            self._chain(argument.value)
            for node in self.lexical.nodes
            if isinstance(node, cst.Call)
            for argument in _seed_arguments(node)
        )
        return [each for each in found if each is not None and not self._is_of_another(each)]

    def _read(self, node: cst.CSTNode) -> SeedExpression | None:
        """An attribute or entry that is read and named like a seed."""
        if not isinstance(node, cst.Attribute | cst.Subscript):
            return None
        outer = self.lexical.parent(node)
        is_called = isinstance(outer, cst.Call) and outer.func is node
        is_part = isinstance(outer, cst.Attribute | cst.Subscript)
        if is_called or is_part or isinstance(outer, cst.AssignTarget):
            return None
        written = self._chain(node)
        return written if written is not None and is_seed(written.attribute) else None

    def _set(self, node: cst.CSTNode) -> SeedExpression | None:
        """An attribute of ``self`` that is set and named like a seed."""
        match node:
            case cst.AssignTarget(target=cst.Attribute() as target):
                written = self._chain(target)
            case _:
                return None
        if written is None or written.text != f"self.{written.attribute}":
            return None
        return replace(written, is_set=True) if is_seed(written.attribute) else None

    def _chain(self, node: cst.CSTNode) -> SeedExpression | None:
        """A name, or attributes and entries of one: ``args.seed``, ``config["seed"]``."""
        match node:
            case cst.Name(value=name):
                return SeedExpression(name, name, node)
            case cst.Attribute(value=base, attr=cst.Name(value=attribute)):
                pass
            case cst.Subscript(
                value=base,
                slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as key))],
            ):
                attribute = str(key.evaluated_value)
            case _:
                return None
        inner = self._chain(base)
        if inner is None:
            return None
        text = self.lexical.tree.code_for_node(node)
        return SeedExpression(text, inner.root, node, attribute)

    def _is_of_another(self, written: SeedExpression) -> bool:
        """Whether it is an attribute of a library's module, or of a search's parts."""
        if not written.attribute:
            return False
        if OTHERS.search(written.text.removesuffix(written.attribute)):
            return True
        return any(
            _is_library(outer)
            for node in self.lexical.bindings(self.lexical.tree, written.root)
            for outer in self.lexical.around(node)
            if isinstance(outer, cst.Import | cst.ImportFrom)
        )


def _is_library(statement: cst.Import | cst.ImportFrom) -> bool:
    code = cst.Module([]).code_for_node(statement).split()
    root = canonical(code[1]).partition(".")[0]
    return is_library(root)


def is_seed(name: str) -> bool:
    """Whether a name speaks of a seed, and not of what seeds or counts seeds."""
    return SEED_NAME.fullmatch(name) is not None and NO_SEED.match(name) is None


def _seed_arguments(call: cst.Call) -> Iterator[cst.Arg]:
    """The arguments of a call that are seeds by their keyword, or by what is called."""
    match call.func:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            seeds = SEEDERS.fullmatch(name) is not None
        case _:
            seeds = False
    for position, argument in enumerate(call.args):
        keyword = argument.keyword.value if argument.keyword is not None else ""
        if is_seed(keyword) or (seeds and position == 0 and not keyword and not argument.star):
            yield argument
