"""The catalogue as people and programs read it: the table of rules, and a rule's page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One rule in the table."""

    code: str
    name: str
    level: str
    tuners: tuple[str, ...]


def table(rows: Sequence[Row]) -> Iterator[str]:
    """The rules as aligned columns, with a heading."""
    lines = [("code", "name", "level", "tuners")]
    lines += [(row.code, row.name, row.level, ", ".join(row.tuners)) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(3)]
    for line in lines:
        padded = [text.ljust(size) for text, size in zip(line, widths, strict=False)]
        yield "  ".join((*padded, line[3])).rstrip()


def table_as_json(rows: Sequence[Row]) -> str:
    """The rules as a list of objects."""
    return json.dumps([asdict(row) for row in rows], indent=2)


def rendered_page(page: str, *, colour: bool) -> str:
    """A rule's page as a terminal shows it."""
    # Only this needs rich, and `check` should start fast.
    import io

    from rich.console import Console
    from rich.markdown import Markdown

    written = io.StringIO()
    Console(file=written, force_terminal=colour).print(Markdown(page))
    return written.getvalue().removesuffix("\n")
