"""Marks: comments that ask for findings, and how they compare with what is found."""

from __future__ import annotations

import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tunelint.files.source import read_source
from tunelint.testing.written import Found, Written, shown

_MARK = re.compile(r"#\s*(?P<code>[A-Z]+[0-9]+):(?P<text>.*?)(?=#\s*[A-Z]+[0-9]+:|$)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A comment that asks for a finding."""

    code: str
    file: str
    cell: int | None
    line: int
    text: str


def marks_of(program: Written, codes: Sequence[str]) -> Iterator[Mark]:
    """The comments of a program that ask for findings of these codes."""
    for path in program.files:
        source = read_source(path)
        for comment in _comments(source.text):
            where = source.locate(*comment.start)
            for mark in _MARK.finditer(comment.string):
                if mark["code"] in codes:
                    text, name = mark["text"].strip(), program.name(path)
                    yield Mark(mark["code"], name, where.cell, where.line, text)


def compared(
    marks: Iterable[Mark], found: Iterable[Found]
) -> tuple[Sequence[Mark], Sequence[Found]]:
    """The marks without a finding, and the findings without a mark."""
    left: dict[tuple[object, ...], list[Found]] = defaultdict(list)
    for one in found:
        left[one.code, one.file, one.cell, one.line].append(one)
    missing = []
    # The longest first: what a shorter text asks for too, it leaves to the longer one.
    for mark in sorted(marks, key=lambda mark: -len(mark.text)):
        here = left[mark.code, mark.file, mark.cell, mark.line]
        meant = next((one for one in here if one.message.startswith(mark.text)), None)
        if meant is None:
            missing.append(mark)
        else:
            here.remove(meant)
    return missing, [one for here in left.values() for one in here]


def difference(
    codes: Sequence[str], missing: Sequence[Mark], unexpected: Sequence[Found]
) -> Iterator[str]:
    """The lines that tell what is wrong, in the order of the program's."""

    def said(one: Mark | Found, text: str) -> str:
        return text if len(codes) == 1 else f"{one.code} {text}"

    yield f"{', '.join(codes)}: {len(missing)} missing, {len(unexpected)} unexpected"
    wrong = [(one.file, one.cell or 0, one.line, "missing", said(one, one.text)) for one in missing]
    wrong += [
        (one.file, one.cell or 0, one.line, "unexpected", said(one, one.message))
        for one in unexpected
    ]
    for file, cell, line, what, text in sorted(wrong):
        yield f"  {what:<10}  {shown(file, cell, line)}: {text}".rstrip(" :")


def _comments(text: str) -> Iterator[tokenize.TokenInfo]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return (token for token in tokens if token.type == tokenize.COMMENT)
