"""What Python's own parser says of a text that cannot be read: the words and the place."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PythonError:
    """Why Python rejects a text; line and column count from 1, None where it gives no place."""

    message: str
    line: int | None
    column: int | None


def python_error(text: str | bytes) -> PythonError | None:
    """The running Python's complaint about `text`, or None where it accepts it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return _of_syntax_error(error)
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return PythonError(str(error) or type(error).__name__, None, None)
    return None


def _of_syntax_error(error: SyntaxError) -> PythonError:
    message = error.msg.splitlines()[0] if error.msg else "invalid syntax"
    if not error.lineno or error.lineno < 1:
        return PythonError(message, None, None)
    return PythonError(message, error.lineno, max(error.offset or 1, 1))
