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
from dataclasses import dataclass
from itertools import groupby

from tunelint.files.notebook.magics import CodeLine
from tunelint.files.source import Source

_INDENT = 4 * " "
_BETWEEN_STATEMENTS = frozenset(
    {tokenize.NL, tokenize.COMMENT, tokenize.ENDMARKER, tokenize.ENCODING, tokenize.NEWLINE}
)
_ENOUGH_TOKENS = 4
_IN_BRACKETS = re.compile(r"\(([ \t]*)(\w+)([ \t]*)\)")
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


def plainer(source: Source) -> Source | None:
    """The source as libcst can read it, as Python understands the file.

    It has one indentation for each depth, no lines that only go on in the next one, and no brackets
    around names that get a type. None where it is so already, or Python does not understand it.
    """
    try:
        statements = list(_statements(source.text))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return None
    between = [CodeLine("") if line.text.strip() == "\\" else line for line in source.code_lines]
    code = list(between)
    for one in statements:
        code[one.line - 1 : one.end] = source.code_lines[one.line - 1 : one.end]
        code[one.line - 1] = _indented(code[one.line - 1], one)
    return None if code == source.code_lines else source.with_code(code)


@dataclass(frozen=True, slots=True)
class _Statement:
    """On which lines a statement stands, how deep, and whether it is ``(name): type``."""

    line: int
    end: int
    depth: int
    in_brackets: bool = False


def _statements(text: str) -> Iterator[_Statement]:
    """The first statement of each line on which one begins."""
    depth = 0
    begun: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.INDENT:
            depth += 1
        elif token.type == tokenize.DEDENT:
            depth -= 1
        elif token.type == tokenize.NEWLINE:
            if begun:
                first, last = begun[0].start[0], token.start[0]
                yield _Statement(first, last, depth, _is_name_in_brackets(begun))
            begun = []
        elif token.type not in _BETWEEN_STATEMENTS and len(begun) < _ENOUGH_TOKENS:
            begun.append(token)


def _is_name_in_brackets(begun: Sequence[tokenize.TokenInfo]) -> bool:
    words = [token.string for token in begun]
    return len(words) == _ENOUGH_TOKENS and words[::2] == ["(", ")"] and words[3] == ":"


def _indented(line: CodeLine, statement: _Statement) -> CodeLine:
    text = line.text.lstrip(" \t\f")
    indentation = statement.depth * _INDENT
    more = len(line.text) - len(text) - len(indentation)
    if statement.in_brackets:
        text = _IN_BRACKETS.sub(r"\2\1 \3 ", text, count=1)
    return CodeLine(indentation + text, len(indentation), line.taken + more)


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
