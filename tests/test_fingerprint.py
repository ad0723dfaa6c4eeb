"""A finding is known by what stands in its statement, not by where it stands."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest

from tests.command import ZERO_SEED, notebook, tunelint, write
from tunelint.fingerprint import Anchor, Anchors, fingerprint
from tunelint.syntax.children import children


def marks(folder: Path, text: str, name: str = "a.py") -> list[str]:
    """The fingerprints of the zero seeds in a text."""
    write(folder, {name: text})
    run = tunelint(folder, "check", name, "--select", "TUN102", "--output-format", "json")
    return [finding["fingerprint"] for finding in run.findings]


def anchors(tree: cst.Module) -> set[Anchor]:
    """The anchors of all nodes that stand in a statement."""
    known = Anchors(tree)
    nodes: list[cst.CSTNode] = [tree]
    for node in nodes:
        nodes.extend(children(node))
    return {known.of(node) for node in nodes} - {Anchor()}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import keras_tuner", "\n\n# a comment\nimport os\nimport keras_tuner"),
        ("    seed=0,", "    seed = 0,  # on purpose\n"),
        ('    objective="val_loss",\n    max', '    objective="val_loss", max'),
        ("epochs=20", "epochs=21"),
    ],
    ids=["lines above", "comment and whitespace", "line breaks", "another statement"],
)
def test_it_stays(tmp_path: Path, before: str, after: str) -> None:
    changed = ZERO_SEED.replace(before, after)

    assert changed != ZERO_SEED
    assert marks(tmp_path, changed) == marks(tmp_path, ZERO_SEED) != []


@pytest.mark.parametrize(
    ("before", "after"),
    [("max_trials=20", "max_trials=21"), ('"val_loss"', '"val # loss"'), ("seed=0", "seed=False")],
)
def test_it_changes_with_the_statement(tmp_path: Path, before: str, after: str) -> None:
    changed = ZERO_SEED.replace(before, after)

    assert len(marks(tmp_path, changed)) == 1
    assert marks(tmp_path, changed) != marks(tmp_path, ZERO_SEED)


def test_it_changes_with_the_scope(tmp_path: Path) -> None:
    body = "".join(f"    {line}\n" for line in ZERO_SEED.splitlines()[2:])
    inside = f"import keras_tuner as kt\n\ndef tune(build_model, x_train):\n{body}\ntune(f, x)\n"

    assert len(marks(tmp_path, inside)) == 1
    assert marks(tmp_path, inside) != marks(tmp_path, ZERO_SEED)


def test_it_changes_with_the_path(tmp_path: Path) -> None:
    assert marks(tmp_path, ZERO_SEED, "a.py") != marks(tmp_path, ZERO_SEED, "b/a.py")


def test_it_does_not_depend_on_the_working_folder(tmp_path: Path) -> None:
    write(tmp_path, {"src/a.py": ZERO_SEED})

    runs = [
        tunelint(tmp_path / folder, "check", path, "--output-format", "json").findings
        for folder, path in (("", "src/a.py"), ("src", "a.py"), ("src", str(tmp_path)))
    ]

    assert len({finding["fingerprint"] for findings in runs for finding in findings}) == 1


def test_equal_statements_are_told_apart(tmp_path: Path) -> None:
    twice = ZERO_SEED + ZERO_SEED.split("\n", 1)[1]

    one, two = marks(tmp_path, twice)

    assert one != two
    assert one == marks(tmp_path, ZERO_SEED)[0]


def test_it_stays_when_a_cell_is_put_in_front(tmp_path: Path) -> None:
    alone = marks(tmp_path, notebook(ZERO_SEED), "n.ipynb")

    assert marks(tmp_path, notebook("import os", ZERO_SEED), "n.ipynb") == alone != []


def test_the_header_of_a_block_is_a_statement_of_its_own() -> None:
    tree = cst.parse_module(
        "class A:\n"
        "    @b\n"
        "    def f(self, x=1):  # c\n"
        "        for i in range( 3 ): y = 1; y = 1\n"
        "        if x: pass\n"
        "        else: pass\n"
    )
    found = {(anchor.scope, anchor.statement, anchor.ordinal) for anchor in anchors(tree)}

    assert found == {
        ("", "class A : pass", 0),
        ("A", "@ b def f ( self , x = 1 ) : pass", 0),
        ("A.f", "for i in range ( 3 ) : pass", 0),
        ("A.f", "y = 1", 0),
        ("A.f", "y = 1", 1),
        ("A.f", "if x : pass", 0),
        ("A.f", "pass", 0),
        ("A.f", "pass", 1),
    }


def test_two_findings_in_one_statement_are_told_apart() -> None:
    (anchor,) = anchors(cst.parse_module("f(1, 2)\n"))

    assert fingerprint("TUN604", "a.py", anchor, 0) != fingerprint("TUN604", "a.py", anchor, 1)


@pytest.mark.parametrize(
    "text",
    [
        "try: pass\nexcept A: pass\ntry: pass\nexcept B: pass\n",
        "if a: pass\nelif b: pass\nif a: pass\nelif c: pass\n",
        "match (x):\n    case 1: pass\nmatch(x)\n",
        'f(f"{a}", b)\nf(f"{a}", b)\n',
    ],
)
def test_statements_with_equal_tokens_are_counted(text: str) -> None:
    tree = cst.parse_module(text)
    ordinals = [Anchors(tree).of(statement).ordinal for statement in statements(tree)]

    assert ordinals == [0, 1]


def statements(tree: cst.Module) -> list[cst.CSTNode]:
    """The statements at the top of a tree."""
    return [
        line.body[0] if isinstance(line, cst.SimpleStatementLine) else line for line in tree.body
    ]
