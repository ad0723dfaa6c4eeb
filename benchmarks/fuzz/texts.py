"""Programs changed as texts: bytes, tokens, indentation, line ends, encodings."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

_TOKENS = (
    *(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        ",",
        ";",
        "=",
        "==",
        ":=",
        "->",
        ".",
        "...",
        "@",
        "*",
        "**",
    ),
    *("if", "else", "elif", "for", "in", "while", "def", "class", "lambda", "return", "yield"),
    *("await", "async", "import", "from", "as", "with", "try", "except", "finally", "raise", "del"),
    *("global", "nonlocal", "pass", "break", "continue", "not", "and", "or", "is", "None", "match"),
    *("case", "type", '"""', "'''", '"', "'", "\\", "\\\n", "#", "# type: ignore", "f'{", "}'"),
    *("# noqa", "# noqa: TUN101", "# tunelint: ignore[TUN101]", "# tunelint: ignore-file[TUN1]"),
    *("# tunelint: ignore", "# fmt: off", "%%time", "%matplotlib inline", "!pip install x", "?x"),
    *("x = !ls", "%time x = 1", "get_ipython().run_cell_magic('time', '', 'x = 1\\n')", "$", "`"),
    *("\0", "\f", "\r", "\r\n", "\t", "\u2028", "\u00a0", "\ufeff", "\u202e", "é", "𝔵", "🎲"),
)
_HEADS = (
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"# coding: latin-1\n", b"# coding: utf-16\n"),
    *(b"# -*- coding: klingon -*-\n", b"# coding: utf-7\n", b"# coding: idna\n", b"#!/bin/sh\n"),
    *(b"# coding: rot13\n", b"# coding: hex\n", b"# coding: raw_unicode_escape\n", b"\0", b"\n\n"),
    *(
        b"# coding: gbk\n",
        b"# coding: shift_jis\n",
        b"# coding: undefined\n",
        b"%%writefile a.py\n",
    ),
)
_ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "latin-1", "utf-16", "utf-32", "cp1252", "gbk")


def mutated(text: str, chance: random.Random) -> bytes:
    """The bytes of a program after some changes of its text."""
    for _ in range(min(1 + int(chance.expovariate(0.5)), 12)):
        text = chance.choice(_TEXT_CHANGES)(text, chance)
    data = text.encode(chance.choice(_ENCODINGS), "replace" if chance.random() < 0.9 else "ignore")
    while chance.random() < 0.35:
        data = chance.choice(_BYTE_CHANGES)(data, chance)
    return data


def encoded(text: str) -> bytes:
    """The text as a file of Python has it."""
    return text.encode("utf-8", "surrogatepass")


# -- characters -------------------------------------------------------------------------------


def _insert_token(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    space = chance.choice(("", " ", "\n"))
    return f"{text[:at]}{space}{chance.choice(_TOKENS)}{space}{text[at:]}"


def _drop_characters(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + chance.choice((1, 1, 2, 10, 100)) :]


def _drop_spaces(text: str, chance: random.Random) -> str:
    places = [found.start() for found in re.finditer(r"(?<=\S) (?=\S)", text)]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + text[at + 1 :]


def _repeat_characters(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    part = text[at : at + chance.choice((1, 1, 5, 50))]
    return text[:at] + part * chance.choice((2, 3, 10, 300)) + text[at:]


def _truncate(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) + 1)]


def _swap_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _indent_otherwise(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    end = start + chance.choice((1, 3, len(lines)))
    change = chance.choice(_INDENTATIONS)
    return "\n".join(
        change(line) if start <= number < end else line for number, line in enumerate(lines)
    )


_INDENTATIONS: Sequence[Callable[[str], str]] = (
    lambda line: line.replace("    ", "\t"),
    lambda line: line.replace("        ", "\t"),
    lambda line: line.replace("    ", "  \t"),
    lambda line: line.replace("    ", "  "),
    lambda line: f" {line}",
    lambda line: f"\t{line}",
    lambda line: f"\f{line}",
    lambda line: line.removeprefix("    "),
    lambda line: f"{line}  ",
    lambda line: f"{line}\\",
    lambda line: f"# {line}",
)


def _line_ends(text: str, chance: random.Random) -> str:
    ends = chance.choice((("\r\n",), ("\r",), ("\n", "\r\n", "\r"), ("\n", "\f\n"), ("; ", "\n")))
    return "".join(line + chance.choice(ends) for line in text.split("\n"))


def _comment(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    comment = chance.choice([token for token in _TOKENS if token.startswith("#")])
    lines[at] += f"  {comment}"
    return "\n".join(lines)


def _open_string(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    quote = chance.choice(('"""', "'''", '"', "'", 'f"{', 'rb"""'))
    return text[:at] + quote + chance.choice(("", '\\"' * 50, "\\\n" * 5)) + text[at:]


_TEXT_CHANGES: Sequence[Callable[[str, random.Random], str]] = (
    *(_insert_token, _insert_token, _insert_token, _drop_characters, _drop_spaces, _drop_spaces),
    *(_repeat_characters, _truncate, _swap_lines, _indent_otherwise, _indent_otherwise),
    *(_line_ends, _comment, _open_string),
)

# -- bytes ------------------------------------------------------------------------------------


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 5, 50))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _head(data: bytes, chance: random.Random) -> bytes:
    return chance.choice(_HEADS) + data


_BYTE_CHANGES: Sequence[Callable[[bytes, random.Random], bytes]] = (_flip, _cut, _head, _head)
