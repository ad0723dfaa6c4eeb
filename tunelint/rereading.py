"""How else a text may be read that libcst cannot read as it stands.

Python takes indentation that mixes tabs and spaces; libcst wants every line of a block to begin
alike. A notebook's cells are run one by one; one that cannot be parsed costs itself.
"""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby

from tunelint.magics import CodeLine
from tunelint.source import Source

_INDENT = 4 * " "
_BETWEEN_STATEMENTS = frozenset(
    {tokenize.NL, tokenize.COMMENT, tokenize.ENDMARKER, tokenize.ENCODING, tokenize.NEWLINE}
)
_UNKNOWN = "get_ipython()"
_BINDINGS = re.compile(
    r"\b(?:def|class)\s+(\w+)"
    r"|\bfor\b([^\n]{0,500}?)\bin\b"
    r"|\bas\s+(\w+|\([^)\n]{0,500}\))"
    r"|\bimport\b[ \t]*\(([^)]{0,5000})"
    r"|\bimport\b([^\n#(]*)"
    r"|(\w+)[ \t]*:="
    r"|(?:^|;)[ \t]*([\w.\[\]]+)[ \t]*:[^=\n:]{0,500}=(?!=)"
    r"|(?:^|;)((?:[\w.,*\[\]()'\" \t-]+?(?:[-+*/@%&|^]|//|\*\*|<<|>>)?=(?!=))+)",
    re.MULTILINE,
)
_STAR_IMPORT = re.compile(r"^[ \t]*(from[ \t]+[\w.]+[ \t]+import[ \t]*\*)", re.MULTILINE)
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")


def evenly_indented(source: Source) -> Source | None:
    """The source with one indentation for each depth, as Python understands that of the file.

    None where it is so already, or Python does not understand it either.
    """
    try:
        depths = dict(_depths(source.text))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return None
    code = [_indented(line, depths.get(at)) for at, line in enumerate(source.code_lines, 1)]
    return None if code == source.code_lines else source.with_code(code)


def _depths(text: str) -> Iterator[tuple[int, int]]:
    """How deep the lines stand on which statements begin."""
    depth, at_start = 0, True
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.INDENT:
            depth += 1
        elif token.type == tokenize.DEDENT:
            depth -= 1
        elif token.type == tokenize.NEWLINE:
            at_start = True
        elif token.type not in _BETWEEN_STATEMENTS and at_start:
            yield token.start[0], depth
            at_start = False


def _indented(line: CodeLine, depth: int | None) -> CodeLine:
    if depth is None:
        return line
    statement = line.text.lstrip(" \t\f")
    indentation = depth * _INDENT
    more = len(line.text) - len(statement) - len(indentation)
    return CodeLine(indentation + statement, len(indentation), line.taken + more)


def cell_texts(source: Source) -> Mapping[int, str]:
    """The code of each cell of a notebook, by the cell's number."""
    lines = zip(source.lines, source.text_lines, strict=True)
    return {
        cell: "\n".join(text for _, text in part)
        for cell, part in groupby(lines, key=lambda line: line[0].cell)
        if cell is not None
    }


def without_cells(source: Source, broken: Collection[int]) -> Source:
    """The source with nothing known of what these cells do: the names that they may bind are."""
    texts = cell_texts(source)
    code: list[CodeLine] = []
    for cell, part in groupby(
        zip(source.lines, source.code_lines, strict=True), key=lambda line: line[0].cell
    ):
        lines = [line for _, line in part]
        if cell in broken and cell is not None:
            lines = [CodeLine(_of_unknown_effect(texts[cell])), *(CodeLine("") for _ in lines[1:])]
        code += lines
    return source.with_code(code)


def _of_unknown_effect(text: str) -> str:
    """A line that binds the names that a cell may bind, as far as anybody can tell."""
    targets = [*bound_names(text), _UNKNOWN]
    imports = _STAR_IMPORT.findall(text)
    return "; ".join([*imports, *([" = ".join(targets)] if len(targets) > 1 else [])])


def bound_names(text: str) -> Sequence[str]:
    """The names that code may bind, told from its words: it need not be Python."""
    found = (name for match in _BINDINGS.finditer(text) for name in _names_in(match))
    return tuple(dict.fromkeys(name for name in found if not keyword.iskeyword(name)))


def _names_in(binding: re.Match[str]) -> Iterator[str]:
    written = binding[binding.lastindex or 0]
    if binding.lastindex != len(binding.groups()):
        yield from _NAME.findall(written)
        return
    for target in written.split("=")[:-1]:
        if target.count("(") != target.count(")"):
            return  # what follows is an argument of a call
        yield from _NAME.findall(target)
