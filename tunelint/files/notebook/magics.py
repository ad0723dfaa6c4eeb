"""IPython's own lines, replaced so that the rest of a cell is Python: one line in, one line out.

A line magic, a shell line or a question becomes ``pass`` at its indentation, ``%time stmt`` keeps
the statement, ``x = !command`` binds `x` to a call that nothing can be known of. Cell magics that
run their cell as Python keep it; the cells of all others are emptied.
"""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from tunelint.files.notebook.logical_lines import Carried, carried_past, with_carried
from tunelint.files.python_parser import REFUSALS, python_tree

# What runs its cell as Python in the notebook: IPython's own, and those of well-known extensions.
_CODE_KEEPING_CELL_MAGICS = frozenset(
    (
        *("capture", "debug", "prun", "time", "timeit"),
        *("ipytest", "lprun", "memit", "mypy", "pyinstrument", "scalene", "snakeviz", "wandb"),
    )
)
_WRITING_CELL_MAGICS = frozenset({"writefile", "file"})

_CELL_MAGIC = re.compile(r"%%(?P<name>\w+)(?P<arguments>.*)")
_TIMED = re.compile(r"(?P<indent>\s*)(?P<magic>%time\s+(?:--?[\w-]+\s+)*)(?P<statement>\S.*)")
_ESCAPED = re.compile(r"\s*[%!?,;/]")
_QUESTION = re.compile(r"\s*[\w.*%\[\]()'\"]+\?{1,2}\s*+;?\s*+$")
_ASSIGNED = re.compile(r"(?P<target>\s*+[^#=!<>%'\"()]++=\s*+)(?P<escape>[!%])(?P<rest>.*)")
_ASSIGNED_TIMED = re.compile(r"time\s+(?P<statement>\S.*)")
_BARE = re.compile(
    r"\s*(?:pip3?|conda|mamba|cd|ls|mkdir|rm|cp|mv|cat|matplotlib|load_ext|reload_ext|autoreload)"
    r"[ \t]+(?!(?:in|is|and|or|not|if|else|for)\b)[\w~./$'\"-]"
)
_RUNNING = re.compile(
    r"\s*(?:!\s*python[\d.]*(?:\s+-\w+)*|%run(?:\s+-\w+)*)\s+(?:\./)?(?P<file>[A-Za-z_]\w*\.py)\b"
)
_UNKNOWN = "get_ipython()"
_OPENING = re.compile(r"[a-zA-Z]*(?:\"\"\"|'''|\"|')?")
QUOTING_CALL = "get_ipython().run_"
_RUN = re.compile(
    r"(?P<indent>[ \t]*)get_ipython\(\)\.run_(?P<kind>cell|line)_magic\(.*\)[ \t]*;?[ \t]*"
)


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of Python. `taken` columns of the written line are missing after the first `kept`."""

    text: str
    kept: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True)
class CodeCell:
    """One cell as Python; `written` is the file that a ``%%writefile`` cell makes."""

    lines: tuple[CodeLine, ...]
    written: WrittenFile | None = None


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """The text that a cell writes to `name`; its first line is line `first_line` of the cell."""

    name: str
    lines: tuple[str, ...]
    first_line: int
    appends: bool


def python_cell(lines: Sequence[str]) -> CodeCell:
    """A code cell as Python, with as many lines as it was written with."""
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    magic = _CELL_MAGIC.match(lines[first].strip()) if lines else None
    if magic is None or magic["name"] in _CODE_KEEPING_CELL_MAGICS:
        return CodeCell(tuple(python_lines(lines)))
    empty = tuple(CodeLine("") for _ in lines)
    if magic["name"] in _WRITING_CELL_MAGICS:
        return CodeCell(empty, _written_file(magic["arguments"], lines[first + 1 :], first + 2))
    return CodeCell(empty)


def python_lines(lines: Sequence[str]) -> list[CodeLine]:
    """Lines of IPython code as lines of Python."""
    result: list[CodeLine] = []
    carried = Carried()
    swallowing = False
    for line in _dedented(lines):
        if swallowing:
            code = CodeLine("")
            swallowing = line.text.endswith("\\")
        elif carried.at_statement:
            code, swallowing = _statement_line(line)
            carried = carried_past(carried, code.text)
        else:
            code = line
            carried = carried_past(carried, code.text)
        result.append(code)
    return result


def running(line: CodeLine, written: str, files: Collection[str]) -> CodeLine:
    """The line as an import where it runs one of the `files` that cells of the notebook write."""
    run = _RUNNING.match(written)
    if run is None or run["file"] not in files or line.text.strip() != "pass":
        return line
    return replace(
        line, text=line.text.replace("pass", f"import {run['file'].removesuffix('.py')}")
    )


def quoted_code(lines: Sequence[CodeLine]) -> Iterator[list[CodeLine]]:
    """Each line as Python: itself, or the lines of the code that it runs out of a string.

    ``get_ipython().run_cell_magic('time', '', "…")`` is how notebooks that are exported as scripts
    have the cells of magics.
    """
    for line, (_, carried) in zip(lines, with_carried([line.text for line in lines]), strict=True):
        run = _RUN.fullmatch(line.text) if carried.at_statement else None
        yield (_quoted(run) if run is not None else None) or [line]


def _quoted(run: re.Match[str]) -> list[CodeLine] | None:
    """The code in the last string of a call of IPython's, if it is Python that runs."""
    try:
        call = python_tree(run.string.strip()).body[0].value  # type: ignore[attr-defined]
        *words, code = [ast.literal_eval(argument) for argument in call.args]
    except (*REFUSALS, AttributeError, TypeError):
        return None
    if not words or not all(isinstance(word, str) for word in (*words, code)):
        return None
    if run["kind"] == "cell" and words[0] in _CODE_KEEPING_CELL_MAGICS:
        lines = python_lines(code.split("\n"))
    elif run["kind"] == "line" and words[0] == "time":
        lines = python_lines([code])
    else:
        return None
    starts = list(_line_starts(run, call.args[-1], len(lines)))
    indent = run["indent"]
    return [
        CodeLine(indent + line.text, len(indent), start - len(indent))
        for line, start in zip(lines, starts, strict=True)
    ]


def _line_starts(run: re.Match[str], literal: ast.expr, count: int) -> Iterator[int]:
    """In which columns of a call's line the lines of the code in its string begin."""
    before = run.string.strip().encode()[: literal.col_offset].decode()
    start = len(run["indent"]) + len(before)
    written = run.string[start:]
    yield start + len(_OPENING.match(written)[0])  # type: ignore[index]
    pieces = written.split("\\n")
    for number in range(count - 1):
        start += len(pieces[number]) + 2 if number < len(pieces) - 1 else 0
        yield start


def without_form_feeds(lines: Sequence[CodeLine]) -> list[CodeLine]:
    """The lines with the form feeds between tokens taken out: they mean nothing in Python."""
    if not any("\f" in line.text for line in lines):
        return list(lines)
    scanned = with_carried([line.text for line in lines])
    return [
        _without_form_feed(line) if carried.quote is None else line
        for line, (_, carried) in zip(lines, scanned, strict=True)
    ]


def _without_form_feed(line: CodeLine) -> CodeLine:
    indentation = line.text[: len(line.text) - len(line.text.lstrip(" \t\f"))]
    start = indentation.rfind("\f") + 1
    if start == 0 or line.taken:
        return line
    return CodeLine(line.text[start:], 0, start)


def _statement_line(line: CodeLine) -> tuple[CodeLine, bool]:
    """A line that begins a statement, and whether the next line belongs to its magic."""
    text = line.text
    if timed := _TIMED.match(text):
        kept = len(timed["indent"])
        inner, swallowing = _statement_line(CodeLine(timed["indent"] + timed["statement"]))
        return CodeLine(inner.text, kept, line.taken + len(timed["magic"])), swallowing
    if _ESCAPED.match(text) or _QUESTION.match(text) or _BARE.match(text):
        indentation = text[: len(text) - len(text.lstrip())]
        return CodeLine(indentation + "pass", line.kept, line.taken), text.endswith("\\")
    if assigned := _ASSIGNED.match(text):
        return _assigned_line(line, assigned)
    return line, False


def _assigned_line(line: CodeLine, assigned: re.Match[str]) -> tuple[CodeLine, bool]:
    timed = _ASSIGNED_TIMED.match(assigned["rest"])
    if assigned["escape"] == "%" and timed:
        target = assigned["target"]
        taken = assigned.end("escape") - len(target) + timed.start("statement")
        return CodeLine(target + timed["statement"], len(target), line.taken + taken), False
    text = assigned["target"] + _UNKNOWN
    return CodeLine(text, line.kept, line.taken), line.text.endswith("\\")


def _dedented(lines: Sequence[str]) -> list[CodeLine]:
    """The lines without the first one's indentation, which IPython takes from a whole cell."""
    first = next((line for line in lines if line.strip()), "")
    indentation = first[: len(first) - len(first.lstrip(" \t"))]
    if not indentation:
        return [CodeLine(line) for line in lines]
    width = len(indentation)
    return [
        CodeLine(line[width:], 0, width) if line.startswith(indentation) else CodeLine(line)
        for line in lines
    ]


def _written_file(arguments: str, body: Sequence[str], first_line: int) -> WrittenFile | None:
    try:
        words = shlex.split(arguments)
    except ValueError:
        return None
    names = [word for word in words if not word.startswith("-")]
    if len(names) != 1 or not names[0].endswith(".py") or "\0" in names[0]:
        return None
    appends = not {"-a", "--append"}.isdisjoint(words)
    return WrittenFile(names[0], tuple(body), first_line, appends)
