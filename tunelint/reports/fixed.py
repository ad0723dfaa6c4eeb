"""What was fixed: by file, how often each code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tunelint.lab.plurals import counted
from tunelint.reports.terminal_text import printable, shown_path


@dataclass(frozen=True, slots=True)
class Ended:
    """A finding that fixing has ended: the file in which it stood, its code and name."""

    path: Path
    code: str
    name: str


def enumerated(ended: Iterable[Ended], *, would: bool = False) -> Iterator[str]:
    """A line for each file and for each code in it, with an empty line at the end.

    ``Fixed 2 findings:``, ``- train.py:``, ``    2 × TUN102 (zero-seed)``; nothing without any.
    """
    by_file: dict[str, Counter[tuple[str, str]]] = {}
    for one in ended:
        counts = by_file.setdefault(printable(shown_path(one.path)), Counter())
        counts[one.code, one.name] += 1
    total = sum(counts.total() for counts in by_file.values())
    if not total:
        return
    yield f"{'Would fix' if would else 'Fixed'} {counted(total, 'finding')}:"
    for path, counts in sorted(by_file.items()):
        yield f"- {path}:"
        for (code, name), count in sorted(counts.items()):
            yield f"    {count} × {code} ({name})"
    yield ""
