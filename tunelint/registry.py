"""Registry: what the folder of each library says of it in `library.toml`.

That is what must be known of a library before its code is needed: which files may use it, what
reads it, how fixes import it and write its seeds, which probe knows it while it runs. A library is
one folder of `tunelint/libraries/`; nothing else lists them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

FOLDER = Path(__file__).with_name("libraries")
FILE = "library.toml"

_EMPTY: Mapping[str, Any] = MappingProxyType({})

Part = TypeVar("Part")
Value = TypeVar("Value")

# Every run reads the registry, and classes of named tuples are made faster than dataclasses.


class Reader(NamedTuple):
    """A module of a library's folder that has ``read(program)``.

    Where it has `signs`, a program's text holds one of them if the reader finds anything in it: the
    library's name, or what is taken for its own where nothing binds the name. One that reads `last`
    leaves out what the others have read.
    """

    module: str = "reader"
    signs: tuple[str, ...] = ()
    last: bool = False


class Shape(NamedTuple):
    """A call that is the library's by its looks, even where nothing binds its name.

    A file with one `holds` these words and one of these `names`; `called` is its pattern.
    """

    holds: str
    names: tuple[str, ...]
    called: str


class Screen(NamedTuple):
    """How a file's bytes tell that it may search with a tuner.

    It `imports` one of these packages or holds one of the `words`, and the `pattern` is found in
    its code; or it holds a call of one of the `shapes`.
    """

    imports: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    pattern: str = ""
    shapes: tuple[Shape, ...] = ()


class Direction(NamedTuple):
    """The words for ``min`` and ``max``, and the search's argument that takes them.

    The `keyword` is empty where another object takes them, as Keras Tuner's ``Objective``.
    """

    min: str
    max: str
    keyword: str = ""

    def word(self, direction: str) -> str:
        """The library's word for ``min`` or ``max``."""
        return self.min if direction == "min" else self.max

    def told(self, direction: str) -> str:
        """What to set so that the search knows what is better: ``direction="minimize"``."""
        word = self.word(direction)
        return f'{self.keyword}="{word}"' if self.keyword else f'the direction to "{word}"'


class Dialect(NamedTuple):
    """How one writes with a tuner what rules ask for; empty where it has no way to say it.

    `seed_objects` are what its seed is where that is no number, by the argument that takes it, with
    ``{seed}`` and full names; `one_at_a_time` keeps its trials from running at once; `owner` is
    what its declarations are called on, with a dot; `logarithmic` spreads a draw over decades,
    `integer` draws whole numbers under ``{name}``; `results` are where they are found. Of what a
    search leaves, `winner` leads to the best values by name, `point` to those in the order of the
    space, and `configuration` to the whole configuration that won: attributes or entries, methods
    with ``()``, any item as ``[]``. `evaluates` is a function that makes a configuration of the
    best values, its second argument.
    """

    seed_objects: Mapping[str, str] = _EMPTY
    one_at_a_time: str = "one trial at a time"
    owner: str = ""
    logarithmic: str = ""
    integer: str = ""
    results: str = ""
    winner: tuple[str, ...] = ()
    point: tuple[str, ...] = ()
    configuration: tuple[str, ...] = ()
    evaluates: str = ""
    direction: Direction | None = None


class Tuner(NamedTuple):
    """What makes a library a tuner.

    `probe` is the module that knows a live search. In a trial, `one_value_a_name` is drawn, which
    the trial can look up by that name. Its searches may start from their seed each time they run
    (`restarts`).
    """

    reader: Reader
    probe: str = "probe"
    one_value_a_name: bool = False
    restarts: bool = False
    dialect: Dialect = Dialect()


class Methods(NamedTuple):
    """Methods that the library calls on classes derived from its `base`.

    `arguments` says with how many of them by position, and no others.
    """

    base: str
    arguments: Mapping[str, int]


class Library(NamedTuple):
    """One library.

    `name` is how findings call it; `packages` are its own at the top level, `renamed` those that
    mean the same, by their other names; `imported_as` is how each package is usually imported, ""
    where its parts are imported by name; `aliases` are what a name stands for that nothing binds.
    `calls` are the functions that call the one that they are given first, with so many arguments by
    position. `moved` is the module that knows names that are gone; `probes` are the modules that
    work beside a library once it is imported.
    """

    folder: str
    name: str
    packages: tuple[str, ...] = ()
    renamed: Mapping[str, str] = _EMPTY
    imported_as: Mapping[str, str] = _EMPTY
    aliases: Mapping[str, str] = _EMPTY
    calls: Mapping[str, Mapping[str, int]] = _EMPTY
    methods: tuple[Methods, ...] = ()
    framework: Reader | None = None
    tuner: Tuner | None = None
    moved: str = ""
    screen: Screen = Screen()
    probes: Mapping[str, str] = _EMPTY

    def module(self, name: str) -> str:
        """The full name of a module of its folder."""
        return f"tunelint.libraries.{self.folder}.{name}"

    @property
    def readers(self) -> tuple[str, ...]:
        """The full names of the modules that read programs with it."""
        found = [self.framework, None if self.tuner is None else self.tuner.reader]
        names = [*(reader.module for reader in found if reader is not None), self.moved]
        return tuple(self.module(name) for name in names if name)


@cache
def libraries() -> tuple[Library, ...]:
    """All libraries, by their folders' names."""
    return tuple(_read(path) for path in sorted(FOLDER.glob(f"*/{FILE}")))


def tuners() -> Iterator[tuple[Library, Tuner]]:
    """The libraries that search."""
    return ((library, library.tuner) for library in libraries() if library.tuner is not None)


def tuner_names() -> tuple[str, ...]:
    """What findings call the tuners, in alphabetical order."""
    return tuple(sorted((library.name for library, _ in tuners()), key=str.casefold))


def tuner_named(name: str) -> tuple[Library, Tuner]:
    """The tuner that findings call by a name. Raises KeyError where there is none."""
    for library, tuner in tuners():
        if library.name == name:
            return library, tuner
    raise KeyError(f"no tuner's {FILE} has the name {name!r}")


def gathered(tables: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    """One table of all rows; of rows for one key, the last."""
    return {key: value for table in tables for key, value in table.items()}


def _read(path: Path) -> Library:
    with path.open("rb") as file:
        table = tomllib.load(file)
    try:
        return _library(path.parent.name, table)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path}: not what registry.py describes: {error!r}") from error


def _library(folder: str, table: dict[str, Any]) -> Library:
    return Library(
        folder=folder,
        framework=_made(Reader, table.pop("framework", None)),
        tuner=_tuner(table.pop("tuner", None)),
        screen=_screen(table.pop("screen", {})),
        methods=tuple(Methods(**one) for one in table.pop("methods", ())),
        **_named(table),
    )


def _screen(table: dict[str, Any]) -> Screen:
    shapes = tuple(Shape(**_named(one)) for one in table.pop("shapes", ()))
    return Screen(shapes=shapes, **_named(table))


def _tuner(table: dict[str, Any] | None) -> Tuner | None:
    if table is None:
        return None
    dialect = table.pop("dialect", {})
    direction = _made(Direction, dialect.pop("direction", None))
    return Tuner(
        reader=Reader(**_named(table.pop("reader"))),
        dialect=Dialect(direction=direction, **_named(dialect)),
        **_named(table),
    )


def _made(part: type[Part], table: dict[str, Any] | None) -> Part | None:
    return None if table is None else part(**_named(table))


def _named(table: dict[str, Any]) -> dict[str, Any]:
    """A table's entries as arguments: lists are fixed, words joined as in Python."""
    return {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
    }
