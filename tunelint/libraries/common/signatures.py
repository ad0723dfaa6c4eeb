"""Signatures: what an installed library takes, as `tools.library_signatures` wrote it down.

A library's `signatures.toml` holds its callables by group, one Python signature a line::

    [estimators]
    KMeans = '(n_clusters: int = 8, *, init="k-means++", max_iter: int = 300)'

``...`` stands for a default that is no plain constant. A parameter that is annotated takes only
these numbers: ``int`` whole ones, ``share`` floats up to 1, ``int | share`` both.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

FILE = "signatures.toml"
WHOLE = "int"
SHARE = "share"
WHOLE_OR_SHARE = "int | share"


@dataclass(frozen=True, eq=False, slots=True)
class Signature:
    """What a callable takes, ``self`` apart; any parameter's name is in it."""

    order: tuple[str, ...]  # what it takes by position
    keywords: tuple[str, ...]  # what it takes by keyword alone
    defaults: Mapping[str, object]  # ``...`` for one that is no plain constant
    kinds: Mapping[str, str]  # the annotations
    open: bool  # whether it takes other keywords, too

    def __contains__(self, name: object) -> bool:
        return name in self.order or name in self.keywords

    def of_kind(self, kind: str) -> list[str]:
        """The parameters with an annotation, in order."""
        return [name for name, each in self.kinds.items() if each == kind]


class Signatures(Mapping[str, Signature]):
    """A group of a library's callables, by name; `library` is the name of its folder.

    The file is read when the group is first looked into, a signature parsed when it is asked for.
    """

    def __init__(self, library: str, group: str) -> None:
        self._library, self._group = library, group
        self._parsed: dict[str, Signature] = {}

    def __getitem__(self, name: str) -> Signature:
        if name not in self._parsed:
            self._parsed[name] = parsed(self._texts[name])
        return self._parsed[name]

    def __contains__(self, name: object) -> bool:
        return name in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        return _groups(self._library)[self._group]


@cache
def _groups(library: str) -> Mapping[str, Mapping[str, str]]:
    file = Path(__file__).parents[1] / library / FILE
    return tomllib.loads(file.read_text(encoding="utf-8"))


def parsed(text: str) -> Signature:
    """The signature that is written as ``(a, b=1, *, c: int = 2, **rest)``."""
    (function,) = ast.parse(f"def function{text}: ...").body
    assert isinstance(function, ast.FunctionDef)
    given = function.args
    by_position, by_keyword = [*given.posonlyargs, *given.args], given.kwonlyargs
    optional = [*by_position[len(by_position) - len(given.defaults) :], *by_keyword]
    defaults = zip(optional, [*given.defaults, *given.kw_defaults], strict=True)
    return Signature(
        order=tuple(each.arg for each in by_position),
        keywords=tuple(each.arg for each in by_keyword),
        defaults={each.arg: ast.literal_eval(node) for each, node in defaults if node is not None},
        kinds={
            each.arg: ast.unparse(each.annotation)
            for each in (*by_position, *by_keyword)
            if each.annotation is not None
        },
        open=given.kwarg is not None,
    )
