"""Parsing: a source's text becomes a libcst tree, or says in one line why it cannot."""

from __future__ import annotations

import libcst as cst

from tunelint.source import Source, UnreadableSource


def parse(source: Source) -> cst.Module:
    """The tree of the source's program text.

    Raises UnreadableSource, with libcst's own position, where libcst cannot read it.
    """
    try:
        return cst.parse_module(source.text)
    except cst.ParserSyntaxError as error:
        raise UnreadableSource(
            source.path,
            error.message.split(". ")[0].rstrip("."),
            line=error.raw_line,
            column=error.raw_column,
        ) from None
    except (RecursionError, ValueError) as error:
        raise UnreadableSource(source.path, str(error), line=1, column=0) from None
