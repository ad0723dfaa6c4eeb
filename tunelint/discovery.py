"""Which files a run looks at: paths and folders, exclusions, `.gitignore`, and the byte screen."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tunelint.patterns import PathPatterns, gitignore_patterns

ENDINGS = (".py", ".ipynb")

DEFAULT_EXCLUDE = (
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pyenv",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".tunelint",
    ".venv",
    "__pycache__",
    "__pypackages__",
    "_build",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)

Exclusions = Callable[[Path], PathPatterns]
"""The exclusions that hold in a folder: those of the project that it belongs to."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """The files to look at, which of them were named, and the paths that cannot be looked at."""

    files: tuple[Path, ...] = ()
    named: frozenset[Path] = frozenset()
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Collection:
    files: dict[Path, Path] = field(default_factory=dict)
    named: set[Path] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def add(self, file: Path) -> None:
        self.files.setdefault(Path(os.path.realpath(file)), file)


def discover(
    paths: Iterable[Path], exclusions: Exclusions, *, force_exclude: bool = False
) -> Discovered:
    """The Python files and notebooks among and below `paths`, each once, sorted.

    A file that is named is taken whatever its ending; exclusions hold for it, and for a folder
    that is named, only where `force_exclude` asks for that.
    """
    found = _Collection()
    for given in paths:
        path = Path(os.path.abspath(given))
        if force_exclude and _is_excluded(path, exclusions):
            continue
        if path.is_dir():
            _walk(path, exclusions, found)
        elif path.is_file():
            found.add(path)
            found.named.add(path)
        elif path.exists():
            found.problems.append(f"{given}: neither a file nor a folder")
        else:
            found.problems.append(f"{given}: no such file or folder")
    files = sorted(found.files.values())
    return Discovered(tuple(files), frozenset(found.named), tuple(found.problems))


def _is_excluded(path: Path, exclusions: Exclusions) -> bool:
    folder = path.is_dir()
    return exclusions(path if folder else path.parent).match(path, folder=folder)


def _walk(start: Path, exclusions: Exclusions, found: _Collection) -> None:
    ignores: dict[Path, tuple[PathPatterns, ...]] = {start: _ignores_around(start)}

    def unreadable(error: OSError) -> None:
        found.problems.append(f"{error.filename}: cannot be listed: {error.strerror}")

    for name, folders, files in os.walk(start, onerror=unreadable):
        folder = Path(name)
        if "pyvenv.cfg" in files and folder != start:
            folders.clear()
            continue
        excluded = exclusions(folder).sparing(start)
        ignored = ignores.pop(folder)
        own = gitignore_patterns(folder / ".gitignore", folder)
        if own is not None:
            ignored = (*ignored, own)
        folders[:] = [
            sub for sub in sorted(folders) if not _is_out(folder / sub, excluded, ignored, True)
        ]
        ignores.update((folder / sub, ignored) for sub in folders)
        for file in files:
            path = folder / file
            if not file.endswith(ENDINGS) or _leads_nowhere(path):
                continue
            if not _is_out(path, excluded, ignored, False):
                found.add(path)


def _leads_nowhere(path: Path) -> bool:
    """Whether the path is a symbolic link whose target is gone: no file to check."""
    return os.path.islink(path) and not os.path.exists(path)


def _is_out(
    path: Path, excluded: PathPatterns, ignored: Sequence[PathPatterns], folder: bool
) -> bool:
    if excluded.match(path, folder=folder):
        return True
    decisions = (patterns.decision(path, folder=folder) for patterns in reversed(ignored))
    return next((decision for decision in decisions if decision is not None), False)


def _ignores_around(start: Path) -> tuple[PathPatterns, ...]:
    """The `.gitignore` files of the repository above `start`, from its root down."""
    chain = [start, *start.parents]
    root = next((folder for folder in chain if (folder / ".git").exists()), start)
    above = list(reversed(chain[1 : chain.index(root) + 1]))
    candidates = [gitignore_patterns(root / ".git" / "info" / "exclude", root)]
    candidates += [gitignore_patterns(folder / ".gitignore", folder) for folder in above]
    return tuple(one.sparing(start) for one in candidates if one is not None)


_LIBRARIES = (b"keras_tuner", b"kerastuner", b"hyperopt", b"sklearn", b"optuna", b"skopt")
_RAY = re.compile(rb"(?:import|from)[ \t]+ray\b")
_CALLS = (
    b".fit",
    b".search",
    b".optimize",
    b"fmin",
    b"SearchCV",
    b"RandomSearch",
    b".backward",
    b"xgb.",
    b"lgb.",
    b"xgboost",
    b"lightgbm",
    b"catboost",
)
_CALL = re.compile(
    rb"\.fit\w*\s*\(|(?<!\bre)\.search\s*\(|\.optimize\s*\(|\bfmin\s*\(|SearchCV|RandomSearch\s*\("
    rb"|\.backward\s*\(|\.train\s*\(|\bimport train\b"
)
_SUPPRESSING = re.compile(rb"(?i:noqa|tunelint:).*TUN")
_IMPORTED = re.compile(
    rb"(?:^|[\r\n;\"])[ \t\f]*(?:from[ \t]+(?P<base>[.\w]+)[ \t]+)?import[ \t(]+"
    rb"(?P<names>[^#\r\n()]*(?:[^()]*\))?)"
)
_DOTTED = re.compile(rb"[A-Za-z_][\w.]*")


def may_hold_search(data: bytes) -> bool:
    """Whether a file's bytes name a tuning library or call something that trains or searches."""
    if names_tuner(data):
        return True
    # Plain substrings are found many times faster than a pattern.
    return any(call in data for call in _CALLS) and _CALL.search(data) is not None


def names_tuner(data: bytes) -> bool:
    """Whether a file's bytes name a tuning library."""
    return any(name in data for name in _LIBRARIES) or _RAY.search(data) is not None


def may_suppress(data: bytes) -> bool:
    """Whether a file's bytes may hold a suppression comment with a TUN code."""
    return b"TUN" in data and _SUPPRESSING.search(data) is not None


def imported_modules(data: bytes) -> frozenset[tuple[str, int]]:
    """Every module that a file may import: its dotted name, and the dots before it."""
    found: set[tuple[str, int]] = set()
    for statement in _IMPORTED.finditer(data):
        names = _imported_names(statement["names"])
        if statement["base"] is None:
            found.update((name, 0) for name in names)
            continue
        dotted = statement["base"].decode("ascii", "ignore")
        base = dotted.lstrip(".")
        level = len(dotted) - len(base)
        found.add((base, level))
        found.update((f"{base}.{name}".lstrip("."), level) for name in names)
    return frozenset(found)


def _imported_names(names: bytes) -> Iterator[str]:
    for piece in names.split(b","):
        words = _DOTTED.findall(piece)
        if words:
            yield words[0].decode("ascii", "ignore")
