"""What CPython's own compiler says of a file before and after it is edited."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from itertools import groupby

from tunelint.files.source import Source


def refusal(before: Source, after: Source) -> str | None:
    """Why CPython no longer compiles a part of the file that it compiled before; else None.

    The parts are the code cells of a notebook, or the file as a whole.
    """
    for old, new in zip(_parts(before), _parts(after), strict=True):
        if old != new:
            error = _error(new)
            if error is not None and _error(old) is None:
                return error
    return None


def _parts(source: Source) -> Iterator[str]:
    lines = zip(source.lines, source.text.split("\n"), strict=True)
    for _, part in groupby(lines, key=lambda line: line[0].cell):
        yield "\n".join(text for _, text in part)


def _error(text: str) -> str | None:
    """What CPython finds wrong with a text, in a few words."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            compile(text, "<fixed>", "exec", flags=flags, dont_inherit=True, optimize=0)
    except SyntaxError as error:
        return error.msg
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return str(error) or type(error).__name__
    return None
