"""A project: its root, where its modules lie, and every file of it that was read."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tunelint import registry
from tunelint.files.depth import MOST_UNWATCHED, too_deep
from tunelint.files.disk import is_regular, read_regular
from tunelint.files.file_state import Basis, Known, digest_of, read_known
from tunelint.files.importers import Importers
from tunelint.files.lenient_parse import plainer
from tunelint.files.limits import Limits
from tunelint.files.python_parser import python_error
from tunelint.files.source import (
    Source,
    UnreadableSource,
    UnsafeSource,
    source_from_bytes,
    source_from_text,
)

if TYPE_CHECKING:
    import libcst as cst

    from tunelint.files.place import Place
    from tunelint.files.positions import Positions

# A project that is one of these libraries itself, or holds a copy of it, still means the library by
# its name: what is known of it is known without reading it.
LIBRARIES = frozenset(
    (
        *(package for library in registry.libraries() for package in library.packages),
        "absl",
        "cv2",
        "dask",
        "flax",
        "gym",
        "gymnasium",
        "h5py",
        "imblearn",
        "jax",
        "joblib",
        "matplotlib",
        "mlflow",
        "nltk",
        "optax",
        "PIL",
        "plotly",
        "polars",
        "pyspark",
        "pytest",
        "scipy",
        "seaborn",
        "setuptools",
        "six",
        "skimage",
        "spacy",
        "statsmodels",
        "sympy",
        "tensorboard",
        "torchvision",
        "tqdm",
        "transformers",
        "wandb",
        "yaml",
    )
)
ROOT_MARKERS = ("tunelint.toml", "pyproject.toml", ".git")


@dataclass(eq=False)
class Project:
    """One project of a run; remembers what it read, so that every file is parsed once.

    `contents` stand in for files on the disk. What goes deep is only parsed where this process
    `dares`, since it may die of it; the `refused` files are not parsed at all, for the
    reasons given. Where it is not `traced`, nobody asks what the findings rest on, and it has no
    `basis`. The `importers` may be those of a whole run.
    """

    root: Path
    contents: Mapping[Path, bytes | str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    dares: bool = False
    refused: Mapping[Path, str] = field(default_factory=dict)
    traced: bool = True
    importers: Importers | None = None
    _read: dict[Path, Known] = field(default_factory=dict)
    _seen: dict[Path, bool] = field(default_factory=dict)
    _listing: str | None = None
    _sources: dict[Path, Source | None] = field(default_factory=dict)
    _trees: dict[Path, cst.Module] = field(default_factory=dict)
    _errors: dict[Path, UnreadableSource] = field(default_factory=dict)
    _positions: dict[Path, Positions] = field(default_factory=dict)
    _written: dict[Path, Source] = field(default_factory=dict)

    def add(self, source: Source) -> None:
        """Make a source of the run known, with the modules that a notebook writes."""
        path, before = source.path, self._sources.get(source.path)
        if before is None or before.text != source.text:
            for known in (self._trees, self._errors, self._positions):
                known.pop(path, None)
        self._sources[path] = source
        self._written |= {module.path: module for module in source.written_modules.values()}

    def tree(self, source: Source) -> cst.Module:
        """The parsed source.

        Raises UnreadableSource: UnsafeSource where no parser has seen it.
        """
        path = source.path
        if path in self._errors:
            raise self._errors[path]
        if path not in self._trees:
            try:
                self._trees[path] = self._parsed(source)
            except UnreadableSource as error:
                self._errors[path] = error
                raise
        return self._trees[path]

    def _parsed(self, source: Source) -> cst.Module:
        from tunelint.files.parse import parse

        if source.path in self.refused:
            raise UnsafeSource(source.path, self.refused[source.path], 1, 1)
        if self.limits.too_large(source.text):
            size = f"it is larger than {self.limits.size:g} MiB"
            raise UnsafeSource(source.path, size, 1, 1)
        most = self.limits.nesting if self.dares else min(self.limits.nesting, MOST_UNWATCHED)
        deep = too_deep(source.text, most)
        if deep is not None:
            where = source.locate(deep.line, 0)
            raise UnsafeSource(source.path, deep.reason, where.line, where.column, where.cell)
        return parse(source)

    def locate(self, place: Place) -> tuple[int, int, int, int]:
        """Line, column, end line, end column of a place in the source's program text.

        Lines count from 1, columns from 0 in code points; the end is exclusive.
        """
        from tunelint.files.positions import positions_of

        path = place.source.path
        if path not in self._positions:
            self._positions[path] = positions_of(self.tree(place.source), place.source.text)
        found = self._positions[path][place.node]
        return (found.start.line, found.start.column, found.end.line, found.end.column)

    def module(self, name: str, importing: Path, level: int = 0) -> Source | None:
        """The source of a module of this project that `importing` imports.

        `level` counts the dots of a relative import. None where the project has no such module,
        or it cannot be read.
        """
        head = name.partition(".")[0]
        if not level and head in LIBRARIES and not self._hides(head, importing):
            return None
        for candidate in self.candidates(name, importing, level):
            source = self._source(candidate)
            if source is not None:
                return source
        return None

    def _hides(self, library: str, importing: Path) -> bool:
        """Whether a script's own folder holds a module of that name, which Python takes instead."""
        folder, module = importing.parent, importing.with_name(f"{library}.py")
        is_package = self._has(folder / "__init__.py")
        return module != importing and not is_package and self._has(module)

    def may_be_used_elsewhere(
        self, module: Path, names: Collection[str], read: Collection[Path]
    ) -> bool:
        """Whether a file that was not `read` imports a module, and holds one of the names."""
        if self.importers is None:
            self.importers = Importers(self.root, self.contents, deep=is_root(self.root))
        found = self.importers.may_use(module, names, read)
        if self.traced:
            self._read = {**self.importers.known, **self._read}
            self._listing = self.importers.listing
        return found

    def owns(self, package: str) -> bool:
        """Whether the project holds a package or module of this name at its import roots."""
        return any(
            self._has(base / package / "__init__.py") or self._has(base / f"{package}.py")
            for base in (self.root, self.root / "src")
        )

    def content(self, path: Path) -> bytes | str:
        """What a file holds. Raises OSError where it cannot be read."""
        if not self.traced:
            return self.contents[path] if path in self.contents else read_regular(path)
        if path in self.contents:
            content = self.contents[path]
            self._read[path] = Known(digest_of(content))
            return content
        data, self._read[path] = read_known(path)
        return data

    @property
    def basis(self) -> Basis | None:
        """What all that was found out rests on: what was read, and which files are there or not."""
        if not self.traced:
            return None
        absent = [path for path, is_there in self._seen.items() if not is_there]
        present = [path for path, is_there in self._seen.items() if is_there]
        return Basis(dict(self._read), absent, present, self._listing)

    def _has(self, path: Path) -> bool:
        """Whether there is a file on the disk."""
        if path not in self._seen:
            self._seen[path] = is_regular(path)
        return self._seen[path]

    def candidates(self, name: str, importing: Path, level: int = 0) -> Iterator[Path]:
        """Where a module that `importing` imports would lie, the first place first."""
        parts = [part for part in name.split(".") if part]
        if level:
            bases = [importing.parents[level - 1]] if len(importing.parents) >= level else []
        else:
            bases = [importing.parent, self.root, self.root / "src"]
        for base in bases:
            folder = base.joinpath(*parts)
            if parts:
                yield folder.with_name(folder.name + ".py")
            yield folder / "__init__.py"

    def text_of(self, path: Path) -> Source | None:
        """The source at a path, whether libcst can read it or not; None where there is none."""
        if path not in self._sources:
            self._sources[path] = self._source_at(path)
        return self._sources[path]

    def _source(self, path: Path) -> Source | None:
        source = self.text_of(path)
        if source is None or path in self._errors:
            return None
        found = source if path in self._trees else self.readable_as(source)
        return found if isinstance(found, Source) else None

    def readable(self, source: Source) -> bool:
        """Whether libcst can read the source."""
        return self._error(source) is None

    def readable_as(self, source: Source) -> Source | UnreadableSource:
        """The source as libcst can read it, which is made known, or why it cannot.

        What Python alone understands of indentation and the like is made plainer.
        """
        self.add(source)
        error = self._error(source)
        if error is None:
            return source
        if isinstance(error, UnsafeSource) or python_error(source.text) is not None:
            return error
        other = plainer(source)
        if other is None:
            return error
        self.add(other)
        return other if self._error(other) is None else error

    def _error(self, source: Source) -> UnreadableSource | None:
        try:
            self.tree(source)
        except UnreadableSource as error:
            return error
        return None

    def _source_at(self, path: Path) -> Source | None:
        if path in self._written:
            return self._written[path]
        if path not in self.contents and not self._has(path):
            return None
        try:
            return source_of(path, self.content(path))
        except (UnreadableSource, OSError):
            return None


def source_of(path: Path, content: bytes | str) -> Source:
    """The source with the given content. Raises UnreadableSource."""
    if isinstance(content, str):
        return source_from_text(path, content)
    return source_from_bytes(path, content)


def is_root(folder: Path) -> bool:
    """Whether a folder has a root's mark."""
    return any(os.path.exists(os.path.join(folder, marker)) for marker in ROOT_MARKERS)


def find_project(path: Path) -> Project:
    """The project of a file or folder: the nearest folder upwards with a root's mark."""
    start = path if os.path.isdir(path) else path.parent
    for folder in (start, *start.parents):
        if is_root(folder):
            return Project(folder)
    return Project(start)
