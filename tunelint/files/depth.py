"""Text that goes too deep to be parsed: libcst might take the whole process with it.

Seen with libcst 1.9.0 and a stack of 8 MiB: 3,000 nested brackets and 10,000 `elif` end the
process, 10,000 operators in one expression take minutes; on Python 3.12 the positions of a tree
that is 800 deep cannot be worked out. Python itself stops at 200 brackets.

The scan is the same on every Python. A worker, which may die of it, is handed much deeper text than
a process that has nobody to watch it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

MOST_UNWATCHED = 200
# So many times deeper libcst needs minutes, or more stack than there is.
MOST_NESTED = 5_000
_CHAIN = 2

_COUNTED = (*"+-*/%@&|^~<>.([{\"'", "not", "and", "or", "if", "lambda", "await")
_PIECE = re.compile(
    r"\#[^\n]*"
    r"|(?P<string>[rRbBuUfFtT]{0,2}"
    r"(?:\"\"\"[^\"\\]*+(?:(?:\\.|\"(?!\"\"))[^\"\\]*+)*+(?:\"\"\")?"
    r"|'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+(?:''')?"
    r"|\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\"?|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?))"
    r"|(?P<branch>^[ \t]*(?:el)?if\b)"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<separator>[,;])|(?P<end>(?<!\\)\n)"
    r"|(?P<operator>\b(?:not|and|or|if|lambda|await)\b|(?<!\d)\.|[-+*/%@&|^~<>])",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class TooDeep:
    """What is too deep, in words, and on which line of the text."""

    reason: str
    line: int


@dataclass(slots=True)
class _Depth:
    """How deep a reader of the text is: what is chained inside each open bracket."""

    most: int
    chains: list[int] = field(default_factory=lambda: [0])
    total: int = 0
    branches: Counter[str] = field(default_factory=Counter)
    beside_string: bool = False

    def past(self, kind: str | None, piece: str) -> None:
        beside, self.beside_string = self.beside_string, kind == "string"
        match kind:
            case "string" if beside:
                self._lengthen()
            case "open":
                self._lengthen()
                self.chains.append(0)
            case "close" if len(self.chains) > 1:
                self.total -= self.chains.pop()
            case "separator":
                self._restart()
            case "end" if len(self.chains) == 1:
                self._restart()
            case "end":
                self.beside_string = beside
            case "operator":
                self._lengthen()
            case "branch":
                self._branch(piece)

    def _lengthen(self) -> None:
        self.chains[-1] += 1
        self.total += 1

    def _restart(self) -> None:
        self.total -= self.chains[-1]
        self.chains[-1] = 0

    def _branch(self, piece: str) -> None:
        indentation = piece[: len(piece) - len(piece.lstrip())]
        if piece.endswith("elif"):
            self.branches[indentation] += 1
        else:
            self.branches[indentation] = 0
            self._lengthen()

    @property
    def reason(self) -> str | None:
        if len(self.chains) > self.most:
            return "too many nested brackets"
        if self.total > _CHAIN * self.most:
            return "an expression of too many parts"
        if self.branches and max(self.branches.values()) > _CHAIN * self.most:
            return "too many branches"
        return None


def too_deep(text: str, most: int = MOST_UNWATCHED) -> TooDeep | None:
    """What in a program text goes deeper than can be read safely, or None.

    Safe are `most` brackets inside of each other, and twice as many parts in one expression or
    branches of one `if`.
    """
    # Many files have too few operators and strings for a chain that long, and counting is fast.
    if sum(map(text.count, _COUNTED)) < most:
        return None
    depth = _Depth(most)
    for piece in _PIECE.finditer(text):
        if piece.lastgroup is None:
            continue
        depth.past(piece.lastgroup, piece[0])
        if piece.lastgroup not in ("close", "separator", "end") and (reason := depth.reason):
            return TooDeep(reason, text.count("\n", 0, piece.start()) + 1)
    return None
