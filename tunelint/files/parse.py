"""Parsing: a source's text becomes a libcst tree, or says in one line why it cannot."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager

import libcst as cst

from tunelint.files.python_parser import REFUSALS, python_error, python_tree
from tunelint.files.source import Source, UnreadableSource

_VALID = "Python accepts it, but libcst, which tunelint parses with, does not"


def parse(source: Source) -> cst.Module:
    """The tree of the source's program text.

    Raises UnreadableSource, with libcst's own position, where libcst cannot read it.
    """
    try:
        return _parsed(source.text)
    except cst.ParserSyntaxError as error:
        reason = error.message.split(". ")[0].rstrip(".")
        raise UnreadableSource(
            source.path, reason, line=error.raw_line, column=error.raw_column
        ) from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of its native part is no Exception
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableSource(source.path, reason, line=1, column=0) from None


def refusal(text: str) -> tuple[str, int] | None:
    """Why libcst refuses a text that Python accepts, and on which line; None where it does not."""
    try:
        statements = python_tree(text).body
    except REFUSALS:
        return None
    if _is_parsed(text):
        return None
    lines = text.split("\n")
    for statement in statements:
        first = min([statement.lineno, *(one.lineno for one in _decorators(statement))])
        if not _is_parsed("\n".join(lines[first - 1 : statement.end_lineno])):
            return _VALID, first
    return _VALID, 1


def _is_parsed(text: str) -> bool:
    try:
        _parsed(text)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        return False
    return True


def _decorators(statement: object) -> Iterator[ast.expr]:
    yield from getattr(statement, "decorator_list", ())


def _parsed(text: str) -> cst.Module:
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError:
        raise
    except (cst.CSTValidationError, TypeError):
        # Some of what Python accepts passes for a tree that nobody could have written:
        # `a if b else.5`, `raise(lambda: 1)`.
        if python_error(text) is not None:
            raise
    with _unvalidated():
        return cst.parse_module(text)


@contextmanager
def _unvalidated() -> Iterator[None]:
    """Lets libcst build nodes without looking whether they could have been written like that."""
    validate = cst.CSTNode.__post_init__
    cst.CSTNode.__post_init__ = lambda self: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        cst.CSTNode.__post_init__ = validate  # type: ignore[method-assign]
