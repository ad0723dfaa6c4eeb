"""A finding is known by what stands in its statement, not by where it stands."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest

from tests.command import ZERO_SEED, notebook, tunelint, write
from tunelint.files.tree import children
from tunelint.findings.fingerprint import Anchor, Anchors, fingerprint


def marks(folder: Path, text: str, name: str = "a.py") -> list[str]:
    """The fingerprints of the zero seeds in a text."""
    write(folder, {name: text})
    run = tunelint(folder, "check", name, "--select", "TUN102", "--output-format", "json")
    return [finding["fingerprint"] for finding in run.findings]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import keras_tuner", "\n\n# a comment\nimport os\nimport keras_tuner"),
        ("    seed=0,", "    seed = 0,  # on purpose\n"),
        ('    objective="val_loss",\n    max', '    objective="val_loss", max'),
        ("epochs=20", "epochs=21"),
        ("max_trials=20", "max_trials=21"),
        ('"val_loss"', '"val # loss"'),
        ("build_model", "build_other_model"),
        ("    overwrite=True,\n", ""),
        ("    seed=0,\n    overwrite=True,", "    overwrite=True,\n    seed=0"),
        ("    max_trials=20,", "    max_trials=settings(20, tuner=1),\n    directory=f(x=[1]),"),
    ],
    ids=[
        "lines above",
        "comment and whitespace",
        "line breaks",
        "another statement",
        "another argument",
        "a text",
        "an argument by position",
        "without an argument",
        "another order",
        "calls in other arguments",
    ],
)
def test_it_stays(tmp_path: Path, before: str, after: str) -> None:
    changed = ZERO_SEED.replace(before, after)

    assert changed != ZERO_SEED
    assert marks(tmp_path, changed) == marks(tmp_path, ZERO_SEED) != []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("seed=0", "seed=False"),
        ("tuner = kt", "tuner = search = kt"),
        ("kt.RandomSearch(", "kt.BayesianOptimization("),
    ],
)
def test_it_changes_with_what_it_is_about(tmp_path: Path, before: str, after: str) -> None:
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


def test_equal_findings_are_told_apart(tmp_path: Path) -> None:
    twice = ZERO_SEED + ZERO_SEED.split("\n", 1)[1]

    one, two = marks(tmp_path, twice)

    assert one != two
    assert one == marks(tmp_path, ZERO_SEED)[0]


def test_a_like_statement_in_front_without_the_finding_changes_nothing(tmp_path: Path) -> None:
    clean = ZERO_SEED.replace("seed=0", "seed=7")

    assert marks(tmp_path, clean + ZERO_SEED) == marks(tmp_path, ZERO_SEED) != []


def test_another_argument_does_not_bring_an_accepted_finding_back(tmp_path: Path) -> None:
    stale = ZERO_SEED.replace("    overwrite=True,\n", "")
    folder = write(tmp_path, {"a.py": stale})
    tunelint(folder, "check", "--write-baseline", "known.json", "--advice")
    baseline = ("check", "--baseline", "known.json", "--advice")

    write(folder, {"a.py": stale.replace("max_trials=20", "max_trials=50")})
    assert tunelint(folder, *baseline).status == 0
    write(folder, {"a.py": stale.replace("seed=0", "seed=False")})
    assert "TUN102" in tunelint(folder, *baseline).output
    assert "TUN505" not in tunelint(folder, *baseline).output


@pytest.mark.parametrize(
    ("text", "place", "tokens"),
    [
        ("t = f(a, b=1, c=[2])", "1", "t = f ( b = 1 )"),
        ("t = f(a, b=1, c=[2])", "2", "t = f ( c = [ 2 ] )"),
        ("t = f(a, b=1, c=[2])", "f", "t = f ( )"),
        ("t = f(a, b=g(1, x=2), c=3)", "2", "t = f ( b = g ( x = 2 ) )"),
        ("t = f(a, b=g(1, x=2), c=3)", "g", "t = f ( b = g ( ) )"),
        ("t = f(a)(1, x=2)", "2", "t = f ( ) ( x = 2 )"),
        ("t = {'a': f('a', 1), 'b': g(2, 3), **c}", "3", "t = { 'b' : g ( 3 ) }"),
        ("t = {'a': f('a', 1), 'b': g(2, 3), **c}", "c", "t = { * * c }"),
        ("t, s = f(a), [g(1), 2, h(3)]", "1", "t , s = [ g ( 1 ) ] ,"),
        ("t = [1, [2, 3]]", "3", "t = [ [ 3 ] ]"),
        ("f(lambda t: g(t, 1), n=2)", "1", "f ( lambda t : g ( 1 ) )"),
        ("f(lambda t: g(t, 1), n=2)", "t", "f ( lambda t : g ( t , 1 ) )"),
        ("with f(a, b=1) as x, g(2): y = 3", "1", "with f ( b = 1 ) as x , g ( ) : pass"),
        ("@f(1, x=2)\ndef g(a, b=3): pass", "2", "@ f ( x = 2 ) def g ( a , b = 3 ) : pass"),
        ("match f(a, 1): \n case 2: pass", "1", "match f ( 1 )"),
        ("x = 1; y = f(2); z = 3", "2", "y = f ( 2 )"),
    ],
)
def test_what_of_a_statement_counts(text: str, place: str, tokens: str) -> None:
    tree = cst.parse_module(text + "\n")
    found = [
        node
        for node in nodes_of(tree)
        if isinstance(node, cst.Integer | cst.Name) and node.value == place
    ]

    assert Anchors(tree).of(found[0]).statement == tokens


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
        "        try: z = 2\n"
        "        except E: pass\n"
    )
    known = Anchors(tree)
    found = {known.of(node) for node in nodes_of(tree)} - {Anchor()}

    assert {(one.scope, one.statement) for one in found if "range" not in one.statement} == {
        ("", "class A : pass"),
        ("A", "@ b def f ( self , x = 1 ) : pass"),
        ("A.f", "y = 1"),
        ("A.f", "if x : pass"),
        ("A.f", "pass"),
        ("A.f", "try"),
        ("A.f", "z = 2"),
        ("A.f", "except E : pass"),
    }


def test_findings_at_one_anchor_are_told_apart() -> None:
    assert fingerprint("TUN604", "a.py", Anchor(), 0) != fingerprint("TUN604", "a.py", Anchor(), 1)


def nodes_of(tree: cst.Module) -> list[cst.CSTNode]:
    """All nodes of a tree, the outer ones first."""
    nodes: list[cst.CSTNode] = [tree]
    for node in nodes:
        nodes.extend(children(node))
    return nodes
