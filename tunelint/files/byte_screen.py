"""The byte screen: what a file's bytes tell of it before it is decoded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from tunelint import registry
from tunelint.files.byte_screen_loops import Looped, looped

_SCREENS = tuple(library.screen for library in registry.libraries())

_TUNERS = frozenset(package for screen in _SCREENS for package in screen.imports)

_WORDS = tuple(word.encode() for screen in _SCREENS for word in screen.words)

_BOOSTERS = frozenset({"xgboost", "lightgbm", "catboost"})

_WRAPPERS = "wrappers.scikit_learn"

_NAMES_TUNER = re.compile(
    b"|".join(
        [
            *(screen.pattern.encode() for screen in _SCREENS if screen.pattern),
            rb"wrappers\b.{0,200}\bscikit_learn",
        ]
    )
)

_TRAINS = re.compile(rb"\.fit\w*\s*\(|\.backward\s*\(")

_TRAINS_SKLEARN = re.compile(rb"partial_fit|train_on_batch|cross_val")

_TRAINS_BOOSTED = re.compile(rb"\b(?:train|cv)\s*\(")

_TRAINING = re.compile(
    rb"|".join(one.pattern for one in (_TRAINS, _TRAINS_SKLEARN, _TRAINS_BOOSTED))
)

# Calls that are a library's own by their shape, even where nothing binds their name: what is
# there in such a file, one of which names it then holds, and how the call is written.
_BY_SHAPE = tuple(
    (shape.holds.encode(), tuple(map(str.encode, shape.names)), re.compile(shape.called.encode()))
    for screen in _SCREENS
    for shape in screen.shapes
)

# What notebooks that are exported as scripts run out of strings.
_RUNS_TEXT = b"get_ipython().run_"

_FMIN = re.compile(rb"\bfmin\s*\(")

_OF_FMIN = re.compile(rb"\b(algo|max_evals|space|rstate|trials)\s*=")

# A string that does not end goes to the end of its line, one in three quotes to that of the file:
# nothing is looked at twice.
_TEXT = re.compile(
    rb'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:""")?'
    rb"|\'\'\'[^\'\\]*+(?:(?:\\.|\'(?!\'\'))[^\'\\]*+)*+(?:\'\'\')?"
    rb'|"[^"\\\r\n]*+(?:\\(?:\r\n|.)[^"\\\r\n]*+)*+"?'
    rb"|\'[^\'\\\r\n]*+(?:\\(?:\r\n|.)[^\'\\\r\n]*+)*+\'?"
    rb"|#[^\r\n]*+",
    re.DOTALL,
)

_SUPPRESSING = re.compile(rb"(?i:noqa|tunelint:).{0,1000}TUN")

_IMPORTED = re.compile(
    rb"import(?:(?:[ \t]|\\\r?\n)*\((?P<block>[^()#]*(?:#[^\r\n]*[^()#]*)*)"
    rb"|(?:[ \t]|\\\r?\n)+(?P<names>[^\r\n#;()\"\\]*(?:\\\r?\n[^\r\n#;()\"\\]*)*))"
)

_BEFORE_IMPORT = re.compile(
    rb"(?:^|[\r\n;:\"]|\\n)(?:[ \t\f]|\\\r?\n)*"
    rb"(?:from(?:[ \t]|\\\r?\n)*(?P<base>[.\w]+)(?:[ \t]|\\\r?\n)*)?\Z"
)

_OTHER_BEGINNINGS = (b";", b":", b'"', b"\\", b"\r", b"from")

_LONGEST_BASE = 300

_COMMENT = re.compile(r"#[^\r\n]*")

_DOTTED = re.compile(r"[^\W\d][\w.]*")


@dataclass(frozen=True, slots=True)
class Told:
    """What the bytes of a file tell: whether they may hold a search, and what they import.

    It `searches` where it names a tuner's own search. `trains` are the names under which it has
    something that trains a model: a search where it is called in a loop.
    """

    may_hold_search: bool
    imports: frozenset[tuple[str, int]]
    searches: bool = False
    trains: frozenset[bytes] = frozenset()


def told(data: bytes, *, installed: bool = False) -> Told:
    """What can be told of a file, a module's or a notebook's, without decoding it.

    scikit-learn is a tuner only where it searches. What trains in the code of an `installed`
    library is the library's own business.
    """
    imports = imported_modules(data)
    packages = frozenset(name.partition(".")[0] for name, level in imports if not level)
    code = data
    in_cells = data[:200].lstrip().startswith(b"{")
    if not in_cells:
        trains = not installed and _trains(data, packages)
        if not (trains or _may_name_tuner(data, imports, packages) or _searches_by_shape(data)):
            return Told(False, imports)
        code = data if _RUNS_TEXT in data else _without_text(data)
    searches = _NAMES_TUNER.search(code) is not None or _searches_by_shape(code)
    if installed or not _trains(code, packages):
        return Told(searches, imports, searches)
    found = Looped(True) if in_cells else looped(code, _TRAINING)
    return Told(searches or found.loops, imports, searches, found.names)


def _may_name_tuner(
    data: bytes, imports: Iterable[tuple[str, int]], packages: frozenset[str]
) -> bool:
    return (
        not packages.isdisjoint(_TUNERS)
        or any(word in data for word in _WORDS)
        or any(_WRAPPERS in name for name, _ in imports)
    )


def trains_in_loop(data: bytes, names: Collection[bytes]) -> bool:
    """Whether a module may train something in a loop by calling any of these names."""
    calls = rb"|".join(map(re.escape, sorted(names)))
    pattern = re.compile(rb"\b(?:" + calls + rb")\b|" + _TRAINING.pattern)
    return looped(_without_text(data), pattern).loops


def _trains(data: bytes, packages: frozenset[str]) -> bool:
    """Whether something trains a model."""
    if (b".fit" in data or b".backward" in data) and _TRAINS.search(data):
        return True
    if "sklearn" in packages and _TRAINS_SKLEARN.search(data):
        return True
    return not packages.isdisjoint(_BOOSTERS) and _TRAINS_BOOSTED.search(data) is not None


def _searches_by_shape(data: bytes) -> bool:
    """Whether something searches as a tuner does, even if nothing binds its name."""
    return any(
        sign in data and any(name in data for name in names) and pattern.search(data)
        for sign, names, pattern in _BY_SHAPE
    ) or (b"fmin" in data and _minimises(data))


def _minimises(data: bytes) -> bool:
    return _FMIN.search(data) is not None and len(set(_OF_FMIN.findall(data))) > 1


def may_hold_search(data: bytes) -> bool:
    """Whether a file's bytes name a tuner, or call something that trains or searches."""
    return told(data).may_hold_search


def may_suppress(data: bytes) -> bool:
    """Whether a file's bytes may hold a comment for tunelint, or one with a TUN code."""
    return b"tunelint:" in data or (b"TUN" in data and _SUPPRESSING.search(data) is not None)


def _without_text(data: bytes) -> bytes:
    """A module's bytes without comments, and strings empty; formatted ones may call something."""
    return _TEXT.sub(_emptied, data)


def _emptied(found: re.Match[bytes]) -> bytes:
    text = found.group()
    if text.startswith(b"#"):
        return b""
    before = found.string[max(found.start() - 2, 0) : found.start()].lower()
    return text if before.endswith((b"f", b"fr", b"t", b"tr")) else b'""'


def imported_modules(data: bytes) -> frozenset[tuple[str, int]]:
    """Every module that a file may import: its dotted name, and the dots before it."""
    found: set[tuple[str, int]] = set()
    for statement in _IMPORTED.finditer(data):
        start = statement.start()
        base = _base(data, start)
        if base is not None:
            block, names = statement.groups()
            found |= _modules(base, names if block is None else block)
    return frozenset(found)


def _base(data: bytes, start: int) -> bytes | None:
    """What an ``import`` imports from, empty where it has no ``from``; None where it is none."""
    earliest = max(start - _LONGEST_BASE, 0)
    begin = data.rfind(b"\n", earliest, start) + 1 or earliest
    line = data[begin:start]
    match line.split():
        case [] if not data[max(begin - 3, 0) : begin].rstrip(b"\r\n").endswith(b"\\"):
            return b""
        case [b"from", base] if line[-1:].isspace():
            return base
        case [_, *_] if not any(sign in line for sign in _OTHER_BEGINNINGS):
            return None
    before = _BEFORE_IMPORT.search(line if line.strip() else data[earliest:start])
    return None if before is None else before["base"] or b""


@lru_cache(maxsize=2**14)
def _modules(base: bytes, names: bytes) -> frozenset[tuple[str, int]]:
    """The modules that a statement may import; many files have the same."""
    text = _COMMENT.sub("", names.decode("utf-8", "ignore"))
    words = [word for piece in text.split(",") for word in _DOTTED.findall(piece)[:1]]
    if not base:
        return frozenset((word, 0) for word in words)
    dotted = base.decode("utf-8", "ignore")
    name = dotted.lstrip(".")
    level = len(dotted) - len(name)
    return frozenset({(name, level), *((f"{name}.{word}".lstrip("."), level) for word in words)})
