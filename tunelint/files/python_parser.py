"""What Python's own parser says of a text that cannot be read: the words and the place."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass

REFUSALS = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)
"""What Python's parser raises for a text that it does not accept."""

_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PythonError:
    """Why Python rejects a text; line and column count from 1, None where it gives no place."""

    message: str
    line: int | None
    column: int | None


def python_tree(text: str | bytes) -> ast.Module:
    """The running Python's tree of `text`, without its warnings. Raises one of `REFUSALS`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def python_error(text: str | bytes) -> PythonError | None:
    """The running Python's complaint about `text`, or None where it accepts it."""
    try:
        python_tree(text)
    except SyntaxError as error:
        return _placed(text, _of_syntax_error(error))
    except UnicodeEncodeError as error:
        what = f"{ascii(error.object[error.start])[1:-1]} is half of a character"
        return _placed(text, PythonError(what, None, None))
    except REFUSALS as error:
        return _placed(text, PythonError(str(error) or type(error).__name__, None, None))
    return None


def _of_syntax_error(error: SyntaxError) -> PythonError:
    message = error.msg.splitlines()[0] if error.msg else "invalid syntax"
    if not error.lineno or error.lineno < 1:
        return PythonError(message, None, None)
    return PythonError(message, error.lineno, max(error.offset or 1, 1))


def _placed(text: str | bytes, error: PythonError) -> PythonError:
    """The complaint where it has no place: at the first of what no text can hold."""
    if error.line is not None:
        return error
    written = text if isinstance(text, str) else text.decode("latin-1")
    found = _NO_CHARACTER.search(written)
    if found is None:
        return error
    start = written.rfind("\n", 0, found.start()) + 1
    line = written.count("\n", 0, start) + 1
    return PythonError(error.message, line, found.start() - start + 1)
