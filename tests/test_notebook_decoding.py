"""Of a notebook only what is asked for is decoded; the answers are those of Python's `json`.

What is wrong with a broken one is told by `json` itself, in its words and at its place.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest

from tests.checkout import CHECKOUT
from tunelint.files.notebook import cells as notebook
from tunelint.files.notebook.cells import BrokenNotebook, CodeCell, code_cells

Answer = list[CodeCell] | tuple[str, int, int]

# Longer than the limit that Python has where nobody sets another.
LONG = "1" * (sys.int_info.default_max_str_digits + 1)

STRINGS = [
    *(r'""', r'"\""', r'"\/\b\f\n\r\t\\"', r'"\u00e9"', r'"\ud83d\ude00"', r'"\u0000"'),
    *(r'"\x"', r'"\u12"', r'"\u12G4"', r'"\U0001F600"', r'"\"', "'a'", '"', '"a', r'"\u'),
    *(r'"\ud800"', r'"\udc00\ud800"', r'"\ud800\ud800"', r'"\ud800A"', r'"\ud800\u0041"'),
    *('"a\nb"', '"a\tb"', '"a\x00b"', '"a\x1fb"', '"\x7f"', '"é\u2028\U0001f600"', '"\ufeff"'),
]
NUMBERS = [
    *("0", "-0", "1e5", "1E+5", "0.0e-5", "1e999999", "01", "-01", "00", "-", "--1", "+1"),
    *("1.", ".5", "1e", "1e+", "1.e5", "1e1.5", "0x10", "1_0", "NaN", "Infinity", "-Infinity"),
    *(LONG, f"-{LONG}", f"{LONG}.5", f"0.{LONG}", f"{LONG}e5", LONG[1:], f'"{LONG}"', "inf"),
]
OTHERS = [
    *("null", "true", "false", "nul", "nulll", "True", "undefined", "", " ", "\x00", "\x0b1"),
    *("[]", "[1, 2]", "[1,]", "[,]", "[1 2]", "[", "]", "[1}", "{}", '{"a": 1}', '{"a": 1,}'),
    *('{"a"}', "{1: 2}", '{"a" 1}', '{"a":}', "{", "}", '{"a": 1, "a": 2}', '{"": 1}', "{,}"),
    *(r'{"\ud800": 1}', '{"a\nb": 1}', r'{"\x": 1}', "/**/1", "1 // one", "\u00a0", "\ufeff1"),
    *("[" * 50 + "]" * 50, "[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000),
]
NOT_UTF8 = [
    *(b'"\xff"', b'"\x80"', b'"\xc3"', b'"\xc0\x80"', b'"\xed\xa0\x80"', b'"\xf8"', b"\xff"),
    *(b'"\xf4\x90\x80\x80"', b'{"\xff": 1}', b'"' + b"x" * 70_000 + b'\xe2\x82"', b'"\xe2\x82'),
    b'"' + "€".encode() * 50_000 + b'"',
]
VALUES = [*(text.encode() for text in [*STRINGS, *NUMBERS, *OTHERS]), *NOT_UTF8]

CODE = b'{"cell_type": "code", "source": ["a = 1\\n", "b"], "outputs": []}'
PLACES = [
    b"%s",
    b"%s" + b'{"cells": [' + CODE + b"]}",
    b'{"cells": [' + CODE + b"]}%s",
    b'{"cells": [' + CODE + b"%s]}",
    b'{"cells": [' + CODE + b', %s], "nbformat": 4}',
    b'{"cells": [' + CODE + b'], "unknown": %s}',
    b'{"unknown": [%s], "cells": [' + CODE + b"]}",
    b'{"unknown": {"a": {"b": %s}}, "cells": [' + CODE + b"]}",
    b'{"cells": [{"outputs": [{"text": [%s]}], "cell_type": "code", "source": "a"}]}',
    b'{"cells": [{"cell_type": "code", "source": %s}]}',
    b'{"cells": [{"cell_type": "code", "source": ["a\\n", %s]}]}',
    b'{"cells": [{"cell_type": "markdown", "source": %s}]}',
    b'{"cells": [{"cell_type": %s, "source": "a"}]}',
    b'{"cells": [{"cell_type": "code", "input": %s}]}',
    b'{"cells": [{"cell_type": "code", "source": "a", "source": %s}]}',
    b'{"cells": [{"cell_type": "code", "source": %s, "source": "a"}]}',
    b'{"cells": [{"cell_type": "code", "source": "a", "input": %s}]}',
    b'{"cells": %s}',
    b'{"cells": %s, "cells": [' + CODE + b"]}",
    b'{"cells": %s, "worksheets": [{"cells": [' + CODE + b"]}]}",
    b'{"cells": [' + CODE + b'], "worksheets": %s}',
    b'{"worksheets": %s}',
    b'{"worksheets": [%s, {"cells": [' + CODE + b"]}]}",
    b'{"worksheets": [{"cells": %s}, {"cells": [' + CODE + b"]}]}",
    b'{"metadata": %s, "cells": [' + CODE + b"]}",
    b'{"metadata": {"language_info": %s}, "cells": [' + CODE + b"]}",
    b'{"metadata": {"language_info": {"name": %s}}, "cells": [' + CODE + b"]}",
    b'{"metadata": {"kernelspec": {"language": %s}}, "cells": [' + CODE + b"]}",
    b'{"metadata": {"language_info": {"name": "R"}, "kernelspec": %s}, "cells": [' + CODE + b"]}",
    b'{"cells": [{"cell_type": "code", "source": "a", "execution_count": %s}]}',
    b'{"cells": [{"cell_type": "code", "source": "a", "prompt_number": %s}]}',
    b'{"c\\u0065lls": [{"cell_type": "code", "source": %s}]}',
]


def answer(data: bytes) -> Answer:
    try:
        return code_cells(data)
    except BrokenNotebook as error:
        return error.reason, error.line, error.column


def read_as_a_whole(data: bytes) -> Answer:
    """The answer where Python's `json` decodes everything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notebook, "_asked_part", lambda data: None)
        return answer(data)


@pytest.mark.parametrize("place", PLACES)
def test_whatever_stands_in_a_notebook_the_answer_is_that_of_json(place: bytes) -> None:
    for value in VALUES:
        data = place.replace(b"%s", value)
        assert answer(data) == read_as_a_whole(data), data[:200]


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp037"]
)
def test_other_encodings_are_answered_as_by_json(encoding: str) -> None:
    data = '{"cells": [{"cell_type": "code", "source": "é"}]}'.encode(encoding)

    assert answer(data) == read_as_a_whole(data)


def test_a_notebook_with_mistakes_anywhere_is_answered_as_by_json() -> None:
    chance = random.Random(0)
    sound = sample({"cell_type": "code", "source": ["é = 1\n"], "outputs": [{"data": [-1.5e3]}]})
    for _ in range(4_000):
        data = mistaken(sound, chance)
        assert answer(data) == read_as_a_whole(data), data


def test_every_notebook_of_the_fixtures_is_read_as_by_json() -> None:
    files = list((CHECKOUT / "fixtures").rglob("*.ipynb"))

    assert files
    for file in files:
        assert answer(file.read_bytes()) == read_as_a_whole(file.read_bytes())


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize(
    "data",
    [
        {"cells": [{"cell_type": "code", "source": "a", "outputs": [{"text": ["é", 1, None]}]}]},
        {"cells": [{"cell_type": "markdown", "source": ["a"], "attachments": {"é.png": {}}}]},
        {"cells": [{"cell_type": "code"}], "metadata": {"widgets": [{}]}, "nbformat": 4},
        {"cells": [], "metadata": {"kernelspec": {"language": "R", "display_name": "é"}}},
        {"worksheets": [{"cells": [{"cell_type": "code", "input": ["a"], "prompt_number": 1}]}]},
    ],
)
def test_a_sound_notebook_is_not_decoded_as_a_whole(
    data: dict[str, Any], ascii_only: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps(data, ensure_ascii=ascii_only).encode()
    expected = read_as_a_whole(text)
    monkeypatch.delattr(json, "loads")

    assert answer(text) == expected


def sample(*cells: dict[str, Any]) -> bytes:
    metadata = {"language_info": {"name": "python"}, "kernelspec": {"language": "python"}}
    document = {"cells": cells, "metadata": metadata, "nbformat": 4}
    return json.dumps(document, indent=1, ensure_ascii=False).encode()


def mistaken(data: bytes, chance: random.Random) -> bytes:
    """The data with up to three bytes left out, written twice or replaced."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data))
        put = chance.choice([b"", data[at : at + 1] * 2, *map(bytes, _single_bytes())])
        data = data[:at] + put + data[at + 1 :]
    return data


def _single_bytes() -> Iterator[list[int]]:
    return ([byte] for byte in chain(b'"\\{}[],:0-.eu \n\t\x00n', b"\xff\xc3\xef"))
