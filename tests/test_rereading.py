"""What cannot be read as it stands, and how it is read all the same: or where it is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.command import ZERO_SEED, notebook, tunelint, write
from tunelint.files.lenient_parse import bound_names

JSON = ("--output-format", "json")
READ = [("TUN102", 7, 5)]


def found(folder: Path, name: str, text: str | bytes) -> list[dict[str, Any]]:
    """The findings of a run over one file, which ends without a problem."""
    run = tunelint(write(folder, {name: text}), "check", name, *JSON)
    assert run.errors == ""
    return run.findings


def places(folder: Path, name: str, text: str | bytes) -> list[tuple[str, int, int]]:
    return [(one["code"], one["line"], one["column"]) for one in found(folder, name, text)]


def cells(folder: Path, *texts: str) -> list[tuple[str, int, int, int]]:
    """Code, cell, line and column of the findings in a notebook."""
    return [
        (one["code"], one["cell"], one["line"], one["column"])
        for one in found(folder, "a.ipynb", notebook(*texts))
    ]


class TestIndentation:
    MIXED = (
        "from hyperopt import fmin, tpe\n"
        "def scaled(rows):\n"
        "\tout = []\n"
        "\tfor row in rows:\n"
        "   \t\tout.append(\n"
        "  row)\n"
        "\treturn out\n"
        "if True:\n"
        "  \tif True:\n"
        " \t \t  \tmodel = fmin(loss, space, algo=tpe.suggest, max_evals=30)\n"
    )

    def test_tabs_and_spaces_mix_as_python_lets_them(self, tmp_path: Path) -> None:
        compile(self.MIXED, "mixed", "exec")

        assert ("TUN101", 10, 16) in places(tmp_path, "a.py", self.MIXED)

    def test_a_fix_is_written_with_the_indentation_of_its_line(self, tmp_path: Path) -> None:
        text = (
            "import keras\nimport keras_tuner as kt\n"
            "def search():\n"
            "\tif True:\n"
            "   \t\ttuner = kt.RandomSearch(build, objective='loss', seed=0, overwrite=True)\n"
            "   \t\ttuner.search(x_train, epochs=20)\n"
        )
        write(tmp_path, {"a.py": text})

        tunelint(tmp_path, "check", "--fix", "--unsafe-fixes", "--select", "TUN102")

        after = (tmp_path / "a.py").read_text()
        assert after != text
        assert after.splitlines()[-1] == text.splitlines()[-1]
        compile(after, "fixed", "exec")

    def test_cells_are_no_exception(self, tmp_path: Path) -> None:
        search = "y = fmin(loss, space, algo=tpe.suggest, max_evals=30)"
        cell = f"if True:\n\tif True:\n  \t\tx = 1\n  \t\t{search}"

        assert ("TUN101", 2, 4, 9) in cells(tmp_path, "from hyperopt import fmin, tpe", cell)

    def test_a_string_keeps_its_indentation(self, tmp_path: Path) -> None:
        text = f"if a:\n\tif b:\n  \t\tx = '''\n        a\n\t'''\n  \t\ty = x\n{ZERO_SEED}"

        assert places(tmp_path, "a.py", text) == [("TUN102", 13, 5)]

    def test_what_python_does_not_understand_is_told(self, tmp_path: Path) -> None:
        text = f"import hyperopt\nif x:\n  a = 1\n\tb = 2\n{ZERO_SEED}"

        assert [one[:2] for one in places(tmp_path, "a.py", text)] == [("TUN901", 4)]


class TestWhatLibcstRefuses:
    # Python accepts it; libcst 1.9.0 does not, and nothing is written in its place.
    REFUSED = "(model.rate): float = 0.5"

    @pytest.mark.parametrize(
        "statement",
        [
            "rate = 0.1 if small else.5",
            "rate = 1 if.5 else 2",
            "near = rate in.5, 1",
            "near = [one for one in.5]",
            "flag = not.5 or.7 and.3",
            "assert.5",
            "def rate(): return(lambda: 1)",
            "raise(lambda: 1)",
            "rate = first if(lambda: 1)else second",
            "while(lambda: 1): break",
            "name = f'{rate if small else.5}'",
            "if small:\n    (rate): float = 0.5",
            "( rate ): 'a type'",
            "if small:\n  \\\n rate = 0.5\n  name = 1",
            "\\\nrate = 0.5",
        ],
    )
    def test_much_of_it_is_read(self, statement: str, tmp_path: Path) -> None:
        compile(statement, "statement", "exec")
        text = f"{ZERO_SEED}{statement}\n"

        assert places(tmp_path, "a.py", text) == READ

    def test_the_rest_is_told_where_it_stands(self, tmp_path: Path) -> None:
        text = f"{ZERO_SEED}\n@decorated\ndef f():\n    {self.REFUSED}\n"

        (one,) = found(tmp_path, "a.py", text)

        assert (one["code"], one["line"], one["column"]) == ("TUN901", 12, 1)
        assert "Python accepts it, but libcst" in one["message"]

    def test_a_cell_of_it_costs_itself(self, tmp_path: Path) -> None:
        assert cells(tmp_path, ZERO_SEED, f"x = 1\n{self.REFUSED}", "y = 2") == [
            ("TUN102", 1, 7, 5),
            ("TUN901", 2, 2, 1),
        ]

    @pytest.mark.parametrize("statement", ['name = "a" b"b"', "x = \0"])
    def test_what_python_refuses_too_is_told_in_its_words(
        self, statement: str, tmp_path: Path
    ) -> None:
        (one,) = found(tmp_path, "a.py", f"import hyperopt\n\n{statement}\n")

        assert (one["code"], one["line"]) == ("TUN901", 3)
        assert "libcst" not in one["message"]


class TestCells:
    def test_one_that_cannot_be_parsed_costs_itself(self, tmp_path: Path) -> None:
        run = cells(tmp_path, ZERO_SEED, "for x in\n  print x", "a = 1")

        assert run == [("TUN102", 1, 7, 5), ("TUN901", 2, 1, 9)]

    def test_each_is_told(self, tmp_path: Path) -> None:
        broken = "x = ("
        one, two, three = found(
            tmp_path, "a.ipynb", notebook(broken, ZERO_SEED, "a = 1", broken, "b = 2")
        )

        assert [(each["code"], each["cell"]) for each in (one, two, three)] == [
            ("TUN901", 1),
            ("TUN102", 2),
            ("TUN901", 4),
        ]
        assert one["fingerprint"] != three["fingerprint"]
        assert one["message"].startswith("this cell cannot be read")

    def test_what_it_may_bind_is_unknown(self, tmp_path: Path) -> None:
        seeded = "import keras_tuner as kt\nSEED = 0"
        search = ZERO_SEED.replace("seed=0", "seed=SEED")

        assert cells(tmp_path, seeded, search)[0][0] == "TUN102"
        assert cells(tmp_path, seeded, "SEED = 3\nprint SEED", search) == [("TUN901", 2, 2, 1)]

    def test_where_most_are_like_that_the_file_is_told(self, tmp_path: Path) -> None:
        (one,) = found(
            tmp_path, "a.ipynb", notebook("import hyperopt", "print x", "print y", "print z", "a=1")
        )

        assert (one["code"], one["cell"], one["line"]) == ("TUN901", 2, 1)
        assert one["message"].startswith("this file cannot be read")

    def test_nothing_is_fixed_in_it(self, tmp_path: Path) -> None:
        text = notebook("import keras\nprint 'a'", ZERO_SEED, "a = 1")
        write(tmp_path, {"a.ipynb": text})

        run = tunelint(tmp_path, "check", "--fix", "--unsafe-fixes", *JSON)

        assert "TUN901" in run.codes
        after = (tmp_path / "a.ipynb").read_text()
        assert "import keras\\nprint 'a'\"" in after

    def test_half_a_character_is_told(self, tmp_path: Path) -> None:
        assert cells(tmp_path, ZERO_SEED, "x = 1\ny = '\ud800'", "a = 1") == [
            ("TUN102", 1, 7, 5),
            ("TUN901", 2, 2, 6),
        ]

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("a = 1\nprint b", "a"),
            ("a, (b, *c) = d = f(x=1, y=2", "a b c d"),
            ("a.b[c] = 1", "a c"),
            ("a += 1; b: int = 2", "a b"),
            ("for i, (j, k) in f(x):", "i j k"),
            ("with open(x) as file, y as (a, b):", "file a b"),
            ("import a.b as c, d\nfrom e import f as g, h", "a c d f g h"),
            ("from e import (\n  f,\n  g\n", "f g"),
            ("def f(x):\nclass C(B):\nprint y", "f C"),
            ("if (n := len(a)) > 10: print n", "n"),
            ("try:\nexcept E as error:", "error"),
            ("f(x=1)\nif a == b: print c", ""),
        ],
    )
    def test_what_it_may_bind_is_told_from_its_words(self, text: str, names: str) -> None:
        assert set(names.split()) <= set(bound_names(text))

    def test_arguments_are_not_bound(self) -> None:
        assert bound_names("fit(x, epochs=20)\nprint y") == ()


class TestExportedMagics:
    CELL = (
        "get_ipython().run_cell_magic('time', '', \"from hyperopt import fmin, tpe\\n"
        'best = fmin(loss, space, algo=tpe.suggest, max_evals=30)\\n")'
    )

    def test_the_code_of_a_cell_is_read(self, tmp_path: Path) -> None:
        text = f"# coding: utf-8\n# In[1]:\n{self.CELL}\n"
        column = text.splitlines()[2].index("fmin(") + 1

        assert ("TUN101", 3, column) in places(tmp_path, "a.py", text)

    def test_a_line_that_is_timed_is_read(self, tmp_path: Path) -> None:
        line = (
            "get_ipython().run_line_magic('time', "
            "'best = fmin(loss, space, algo=tpe.suggest, max_evals=30)')"
        )
        text = f"from hyperopt import fmin, tpe\nif True:\n    {line}\n"

        assert ("TUN101", 3, line.index("fmin(") + 5) in places(tmp_path, "a.py", text)

    def test_nothing_is_fixed_in_it(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": f"{self.CELL}\n"})

        tunelint(tmp_path, "check", "--fix", "--unsafe-fixes")

        assert (tmp_path / "a.py").read_text() == f"{self.CELL}\n"

    @pytest.mark.parametrize(
        "line",
        [
            "get_ipython().run_cell_magic('bash', '', 'fmin(')",
            "get_ipython().run_cell_magic('time', '', code)",
            "get_ipython().run_cell_magic('time')",
            "get_ipython().run_cell_magic()",
            "get_ipython().run_line_magic('matplotlib', 'inline')",
            "get_ipython().run_line_magic('time', 3)",
            "x = '''\nget_ipython().run_cell_magic('time', '', 'a = (')\n'''",
        ],
    )
    def test_others_stay_calls(self, line: str, tmp_path: Path) -> None:
        lines = line.count("\n") + 1

        assert places(tmp_path, "a.py", f"{line}\n{ZERO_SEED}") == [("TUN102", 7 + lines, 5)]

    def test_code_in_it_that_cannot_be_parsed_is_told_there(self, tmp_path: Path) -> None:
        text = f"{ZERO_SEED}get_ipython().run_cell_magic('time', '', 'a = 1\\nb = (')\n"

        assert [one[:2] for one in places(tmp_path, "a.py", text)] == [("TUN901", 11)]
