"""Text that no parser gets to the bottom of: libcst would take the whole process with it.

Seen with libcst 1.9.0 and a stack of 8 MiB: 3,000 nested brackets and 10,000 `elif` end the
process, 10,000 operators in one expression take minutes. Python itself stops at 200 brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_BRACKETS = 200
LONGEST_CHAIN = 2_000
MOST_BRANCHES = 2_000

_COUNTED = (*"+-*/%@&|^~<>.([{", "not", "and", "or", "if", "lambda", "await")
_PIECE = re.compile(
    r"\#[^\n]*"
    r"|[rRbBuUfFtT]{0,2}(?:\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?''')"
    r"|[rRbBuUfFtT]{0,2}(?:\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<separator>[,;])|(?P<end>(?<!\\)\n)"
    r"|(?P<branch>\belif\b)|(?P<operator>\b(?:not|and|or|if|lambda|await)\b|(?<!\d)\.|[-+*/%@&|^~<>])",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TooDeep:
    """What is too deep, in words, and on which line of the text."""

    reason: str
    line: int


def too_deep(text: str) -> TooDeep | None:
    """What in a program text goes deeper than can be read safely, or None."""
    # Most files have too few operators for a chain that long, and counting is fast.
    if sum(map(text.count, _COUNTED)) < MOST_BRACKETS:
        return None
    depth = chain = branches = 0
    for piece in _PIECE.finditer(text):
        match piece.lastgroup:
            case "open":
                depth, chain = depth + 1, chain + 1
            case "close":
                depth = max(depth - 1, 0)
            case "separator":
                chain = 0
            case "end":
                chain = chain if depth else 0
            case "operator":
                chain += 1
            case "branch":
                branches += 1
        if depth > MOST_BRACKETS:
            return _at("too many nested brackets", text, piece.start())
        if chain > LONGEST_CHAIN:
            return _at("an expression of too many parts", text, piece.start())
        if branches > MOST_BRANCHES:
            return _at("too many branches", text, piece.start())
    return None


def _at(reason: str, text: str, offset: int) -> TooDeep:
    return TooDeep(reason, text.count("\n", 0, offset) + 1)
