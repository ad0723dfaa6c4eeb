"""Positions are those of libcst, for every node."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from tests.interpreter.test_children import EVERY_CLAUSE, FIXTURES, is_code
from tunelint.files.positions import positions_of

TEXTS = {
    "every clause": EVERY_CLAUSE,
    "the same twice": "x = 1\nx = 1\nif y:\n    x = 1\n    x = 1\n",
    "the same deeper": "def f():\n    x = 1\nx = 1\nax = 1\n",
    "the same without a last newline": "f(x)\nf(x)",
    "carriage returns": "x = 1\r\nif y:\r\n\tz = (\r\n1)\r\n",
    "old newlines": "x = 1\rif y:\r  z = 1\r",
    "newlines of both kinds": 'x = 1\r\ny = """a\nb"""\nif z: pass\n',
    "empty": "",
    "only a comment": "# a",
    "code points": 'é = "𝔘"; é(é, "\\\n", 1)\n',
}


def of_libcst(tree: cst.Module) -> Mapping[cst.CSTNode, CodeRange]:
    return MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("given", [True, False], ids=["text given", "text written out"])
def test_a_node_alone_stands_where_libcst_says(text: str, given: bool) -> None:
    tree = cst.parse_module(text)

    for node, place in of_libcst(tree).items():
        assert positions_of(tree, text if given else None)[node] == place


@pytest.mark.parametrize("path", FIXTURES[::20], ids=str)
def test_code_of_fixtures_stands_where_libcst_says(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = cst.parse_module(text)
    positions = positions_of(tree, text)

    places = {node: place for node, place in of_libcst(tree).items() if is_code(node)}
    assert {node: positions[node] for node in places} == places


def test_a_statement_is_found_without_writing_out_the_others() -> None:
    text = "f(\n  x)\ny\n"
    tree = cst.parse_module(text)
    positions = positions_of(tree.with_changes(body=(tree.body[1],)), text)

    assert positions[tree.body[1]].start.line == 3


def test_a_node_of_another_tree_has_no_position() -> None:
    with pytest.raises(KeyError):
        positions_of(cst.parse_module("x\n"))[cst.Name("x")]
