"""Which files a run looks at: paths and folders, exclusions, `.gitignore`, and the byte screen."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tunelint.patterns import FolderPatterns, PathPatterns, gitignore_patterns

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
    """The files found so far, each by the path that it really has."""

    files: dict[str, Path] = field(default_factory=dict)
    named: set[Path] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


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
            found.files.setdefault(os.path.realpath(path), path)
            found.named.add(path)
        elif path.exists():
            found.problems.append(f"{given}: neither a file nor a folder")
        else:
            found.problems.append(f"{given}: no such file or folder")
    files = sorted(found.files.values(), key=_order)
    return Discovered(tuple(files), frozenset(found.named), tuple(found.problems))


def _order(path: Path) -> str:
    """Sorts as the parts of a path do; strings are compared faster than lists of them."""
    return os.path.normcase(path).replace(os.sep, "\0")


def _is_excluded(path: Path, exclusions: Exclusions) -> bool:
    folder = path.is_dir()
    return exclusions(path if folder else path.parent).match(path, folder=folder)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to be looked through: its path, the one that it really has, and what is ignored."""

    path: Path
    real: str
    ignored: tuple[PathPatterns, ...]


def _walk(start: Path, exclusions: Exclusions, found: _Collection) -> None:
    """Add what lies below `start`: a folder's files first, then its folders by their names."""
    spared: dict[PathPatterns, PathPatterns] = {}
    waiting = [_Folder(start, os.path.realpath(start), _ignores_around(start))]
    while waiting:
        folder = waiting.pop()
        files, folders = _listed(folder.path, found.problems)
        if "pyvenv.cfg" in files and folder.path != start:
            continue
        excluded = exclusions(folder.path)
        if excluded not in spared:
            spared[excluded] = excluded.sparing(start)
        ignored = folder.ignored
        if ".gitignore" in files:
            own = gitignore_patterns(folder.path / ".gitignore", folder.path)
            ignored = ignored if own is None else (*ignored, own)
        here = spared[excluded].within(folder.path)
        ignored_here = [one.within(folder.path) for one in reversed(ignored)]
        for name, entry in files.items():
            if name.endswith(ENDINGS) and not _is_out(name, here, ignored_here, False):
                _add(entry, folder, found)
        waiting += [
            _Folder(folder.path / name, os.path.join(folder.real, name), ignored)
            for name in sorted(folders, reverse=True)
            if not _is_out(name, here, ignored_here, True)
        ]


_Entries = Mapping[str, "os.DirEntry[str]"]


def _listed(folder: Path, problems: list[str]) -> tuple[_Entries, Collection[str]]:
    """What is no folder, and the names of the folders; links to folders lead nowhere."""
    files: dict[str, os.DirEntry[str]] = {}
    folders: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not _is_folder(entry):
                    files[entry.name] = entry
                elif not entry.is_symlink():
                    folders.append(entry.name)
    except OSError as error:
        problems.append(f"{error.filename}: cannot be listed: {error.strerror}")
        return {}, ()
    return files, folders


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _add(entry: os.DirEntry[str], folder: _Folder, found: _Collection) -> None:
    """Take a file, unless it is a link that leads nowhere."""
    if not entry.is_symlink():
        real = os.path.join(folder.real, entry.name)
    elif os.path.exists(entry.path):
        real = os.path.realpath(entry.path)
    else:
        return
    found.files.setdefault(real, folder.path / entry.name)


def _is_out(
    name: str, excluded: FolderPatterns, ignored: Sequence[FolderPatterns], folder: bool
) -> bool:
    if excluded.decision(name, folder=folder):
        return True
    decisions = (patterns.decision(name, folder=folder) for patterns in ignored)
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
