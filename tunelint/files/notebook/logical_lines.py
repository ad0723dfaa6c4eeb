"""Where statements begin: a line scanner that is the same on every Python.

It follows brackets, strings, comments and backslashes, nothing more, so it also reads text that
is not yet Python: notebook cells with magics, exported scripts with shell lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PIECE = re.compile(
    r"(?P<comment>\#.*)|(?P<quote>\"\"\"|'''|\"|')|(?P<open>[(\[{])|(?P<close>[)\]}])"
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What one line leaves open for the next: brackets, a string, a backslash."""

    depth: int = 0
    quote: str | None = None
    continued: bool = False

    @property
    def at_statement(self) -> bool:
        """Whether the next line begins a statement."""
        return self.depth == 0 and self.quote is None and not self.continued


def carried_past(carried: Carried, line: str) -> Carried:
    """What is open after `line` (without its line ending), given what was open before it."""
    depth, quote, position = carried.depth, carried.quote, 0
    comment = False
    while position < len(line):
        if quote is not None:
            end = _closing(line, position, quote)
            if end is None:
                break
            quote, position = None, end
            continue
        piece = _PIECE.search(line, position)
        if piece is None or piece["comment"]:
            comment = piece is not None
            break
        position = piece.end()
        if piece["quote"]:
            quote = piece["quote"]
        else:
            depth = max(depth + (1 if piece["open"] else -1), 0)
    backslash = not comment and _ends_in_backslash(line)
    if quote is not None and len(quote) == 1 and not backslash:
        quote = None
    return Carried(depth, quote, backslash and quote is None)


def with_carried(lines: Sequence[str]) -> Iterator[tuple[str, Carried]]:
    """Each line with what the lines before it have left open."""
    carried = Carried()
    for line in lines:
        yield line, carried
        carried = carried_past(carried, line)


def _closing(line: str, position: int, quote: str) -> int | None:
    """The end of the string that is open at `position`, or None where the line does not end it."""
    while position < len(line):
        if line[position] == "\\":
            position += 2
        elif line.startswith(quote, position):
            return position + len(quote)
        else:
            position += 1
    return None


def _ends_in_backslash(line: str) -> bool:
    trailing = len(line) - len(line.rstrip("\\"))
    return trailing % 2 == 1
