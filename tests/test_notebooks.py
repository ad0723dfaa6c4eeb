"""How a notebook becomes one Python text, and where each of its lines stands."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command import ZERO_SEED, tunelint, write
from tunelint.files.source import Location, Source, UnreadableSource, source_from_bytes

PATH = Path("/project/tuning.ipynb")


def notebook(*cells: str | dict[str, Any], **metadata: Any) -> bytes:
    listed = [
        cell if isinstance(cell, dict) else {"cell_type": "code", "source": cell} for cell in cells
    ]
    return json.dumps({"cells": listed, "metadata": metadata, "nbformat": 4}).encode()


def source(*cells: str | dict[str, Any], **metadata: Any) -> Source:
    return source_from_bytes(PATH, notebook(*cells, **metadata))


def texts(read: Source) -> dict[str, str]:
    return {name: module.text for name, module in read.written_modules.items()}


class TestCells:
    def test_code_cells_are_one_text_and_others_are_left_out(self) -> None:
        read = source("a = 1", {"cell_type": "markdown", "source": "# title"}, "b = 2\nc = 3")

        assert read.is_notebook
        assert read.text == "a = 1\nb = 2\nc = 3"

    def test_a_position_names_the_cell_and_the_line_in_it(self) -> None:
        read = source({"cell_type": "raw", "source": "x"}, "a = 1", "", "b = 2\nc = 3")

        assert read.locate(4, 4) == Location(4, 2, 5)
        assert [line.written for line in read.lines_in(4, range(1, 9))] == ["b = 2", "c = 3"]

    def test_source_may_be_a_list_of_lines(self) -> None:
        assert source({"cell_type": "code", "source": ["a = 1\n", "b = 2"]}).text == "a = 1\nb = 2"

    def test_the_third_format_is_read(self) -> None:
        old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["a = 1"]}]}]}

        assert source_from_bytes(PATH, json.dumps(old).encode()).text == "a = 1"

    def test_a_byte_order_mark_does_no_harm(self) -> None:
        assert source_from_bytes(PATH, b"\xef\xbb\xbf" + notebook("a = 1")).text == "a = 1"

    @pytest.mark.parametrize(
        "metadata",
        [
            {"language_info": {"name": "R"}},
            {"kernelspec": {"language": "julia", "name": "julia-1.6"}},
        ],
    )
    def test_a_notebook_in_another_language_has_no_code(self, metadata: dict[str, Any]) -> None:
        assert source("x <- 1", **metadata).text == ""

    def test_a_notebook_that_names_python_or_nothing_is_python(self) -> None:
        assert source("a = 1", kernelspec={"language": "python"}).text == "a = 1"
        assert source("a = 1", language_info={"name": "ipython3"}).text == "a = 1"
        assert source("a = 1", kernelspec={"name": "conda-env-x"}).text == "a = 1"


class TestLineMagics:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("%matplotlib inline", "pass"),
            ("!pip install keras-tuner", "pass"),
            ("  ", "  "),
            ("if x:\n    !ls", "if x:\n    pass"),
            ("?model.fit", "pass"),
            ("model.fit?", "pass"),
            ("model.fit??", "pass"),
            ("pip install keras-tuner", "pass"),
            ("conda install -c conda-forge hyperopt", "pass"),
            ("cd ..", "pass"),
            ("ls -la", "pass"),
            ("files = !ls", "files = get_ipython()"),
            ("files = %sx ls", "files = get_ipython()"),
            ("a, b = !ls", "a, b = get_ipython()"),
            ("%time model.fit(x, y)", "model.fit(x, y)"),
            ("%time --no-raise-error model.fit(x, y)", "model.fit(x, y)"),
            ("h = %time model.fit(x, y)", "h = model.fit(x, y)"),
            ("%timeit f(x)", "pass"),
            ("!pip install \\\n    keras-tuner \\\n    hyperopt\nx = 1", "pass\n\n\nx = 1"),
        ],
    )
    def test_they_become_python_line_by_line(self, written: str, read: str) -> None:
        text = source(written).text

        assert text == read
        ast.parse(text)

    @pytest.mark.parametrize(
        "python",
        [
            "print('%s'\n      % name)",
            "text = '''\n%matplotlib inline\n!ls\nwhy?\n'''",
            "total = a \\\n    % b",
            'text = "what?"',
            "a = b  # why?",
            "pip = 1",
            "a != b",
            "cat in cats",
            "x = f'{d['k']}' if a else 'b'\n",
        ],
    )
    def test_python_stays_as_it_is(self, python: str) -> None:
        assert source(python).text == python

    def test_an_open_string_does_not_reach_into_the_next_cell(self) -> None:
        assert source("a = '''", "%matplotlib inline").text == "a = '''\npass"

    def test_columns_behind_time_are_those_of_the_file(self) -> None:
        read = source("if x:\n    %time tuner.search(x)")

        assert read.text.splitlines()[1] == "    tuner.search(x)"
        assert read.locate(2, 4) == Location(1, 2, len("    %time ") + 1)
        assert read.line_text(2) == "    %time tuner.search(x)"

    def test_columns_behind_an_assigned_time_are_those_of_the_file(self) -> None:
        read = source("h = %time fit(x)")

        assert read.locate(1, 0).column == 1
        assert read.locate(1, 4).column == len("h = %time ") + 1

    def test_an_indented_cell_is_read_from_its_own_margin(self) -> None:
        read = source("    a = 1\n    if a:\n        b = 2")

        assert read.text == "a = 1\nif a:\n    b = 2"
        assert read.locate(3, 4) == Location(1, 3, 9)


class TestCellMagics:
    @pytest.mark.parametrize(
        "magic",
        [
            *("%%time", "%%timeit -n 1", "%%capture out", "%%prun", "%%debug"),
            *("%%memit", "%%ipytest", "%%lprun -f f", "%%pyinstrument", "%%snakeviz", "%%wandb"),
        ],
    )
    def test_some_keep_their_code(self, magic: str) -> None:
        assert source(f"{magic}\ntuner.search(x)").text == "pass\ntuner.search(x)"

    @pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%javascript", "%%R -i x", "%%python3"])
    def test_all_others_are_empty(self, magic: str) -> None:
        read = source(f"\n{magic}\nrm -rf x", "a = 1")

        assert read.text == "\n\n\na = 1"
        assert read.locate(4, 0) == Location(2, 1, 1)

    def test_written_files_are_modules_and_not_part_of_the_program(self) -> None:
        read = source("%%writefile models.py\nimport keras\nx = 1\n", "import models")

        assert read.text == "\n\n\n\nimport models"
        assert texts(read) == {"models.py": "import keras\nx = 1\n"}

    def test_positions_in_a_written_module_are_those_of_the_notebook(self) -> None:
        read = source("a = 1", "%%writefile models.py\nimport keras\nx = 1")
        module = read.written_modules["models.py"]

        assert module.locate(2, 4) == Location(2, 3, 5)
        assert module.file == read.path

    def test_a_file_written_in_parts_is_one_module(self) -> None:
        read = source("%%writefile 'm.py'\na = 1", "%%writefile -a m.py\nb = 2")

        assert texts(read) == {"m.py": "a = 1\nb = 2"}

    def test_a_file_written_twice_is_the_last_one(self) -> None:
        read = source("%%writefile m.py\na = 1", "%%file m.py\nb = 2")

        assert texts(read) == {"m.py": "b = 2"}

    def test_other_written_files_are_nothing(self) -> None:
        assert source("%%writefile data.csv\n1,2").written_modules == {}


class TestBrokenNotebooks:
    @pytest.mark.parametrize(
        ("data", "reason", "line", "column"),
        [
            (b"", "not JSON: Expecting value", 1, 1),
            (b'{\n "cells": [,]\n}', "not JSON: Expecting value", 2, 12),
            (b"[]", "the top level is not an object", 1, 1),
            (b"{}", "it has no list of cells", 1, 1),
            (b'{"cells": [1]}', "a cell is not an object", 1, 1),
            (b'{"cells": [{"cell_type": "code", "source": 1}]}', "source is not text", 1, 1),
            (b'{\n"\xff"}', "not UTF-8", 2, 1),
            (b"[" * 200_000, "not JSON", 1, 1),
        ],
    )
    def test_what_is_wrong_is_said_in_one_line(
        self, data: bytes, reason: str, line: int, column: int
    ) -> None:
        with pytest.raises(UnreadableSource) as raised:
            source_from_bytes(PATH, data)

        error = raised.value
        assert reason in error.reason
        assert "\n" not in error.reason
        assert (error.cell, error.line, error.column) == (None, line, column)


class TestCellsThatEndTheRun:
    @staticmethod
    def found(folder: Path, *cells: str) -> list[tuple[str, int]]:
        run = tunelint(
            write(folder, {"n.ipynb": notebook(*cells)}), "check", "--output-format", "json"
        )
        return [(one["code"], one["cell"]) for one in run.findings]

    @pytest.mark.parametrize(
        "stop",
        [
            'raise SystemExit("stop")',
            "exit()",
            "import sys\nsys.exit()",
            "raise KeyboardInterrupt",
            "class StopExecution(Exception):\n    pass\nraise StopExecution",
            "if fast:\n    exit()\nelse:\n    quit()",
            "try:\n    exit()\nfinally:\n    print()",
            "while True:\n    pass",
            "return",
        ],
    )
    def test_what_follows_is_read(self, tmp_path: Path, stop: str) -> None:
        assert self.found(tmp_path, stop, ZERO_SEED, stop, ZERO_SEED) == [
            ("TUN102", 2),
            ("TUN102", 4),
        ]

    def test_the_rest_of_the_cell_is_not(self, tmp_path: Path) -> None:
        assert self.found(tmp_path, f"exit()\n{ZERO_SEED}", "x = 1") == []

    def test_what_was_done_before_holds(self, tmp_path: Path) -> None:
        search = ZERO_SEED.replace("seed=0", "seed=s")

        assert self.found(tmp_path, "s = 0\nexit()\ns = 5", search) == [("TUN102", 2)]

    def test_so_does_what_may_have_been_done(self, tmp_path: Path) -> None:
        search = ZERO_SEED.replace("seed=0", "seed=s")
        stop = "if fast:\n    s = 1\n    exit()\nelse:\n    exit()"

        assert self.found(tmp_path, "s = 0", stop, search) == []

    def test_scripts_end(self, tmp_path: Path) -> None:
        run = tunelint(write(tmp_path, {"a.py": f"exit()\n{ZERO_SEED}"}), "check")

        assert run.output == "No findings in 1 file.\n"


class TestNumbers:
    CELLS = (
        {"cell_type": "markdown", "source": "# Tuning"},
        {"cell_type": "code", "source": "import os", "execution_count": 3},
        {"cell_type": "raw", "source": "x"},
        {"cell_type": "code", "source": "%%bash\nls", "execution_count": None},
        {"cell_type": "code", "source": ["import sys\n", ZERO_SEED], "execution_count": 12},
    )

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        code = {"metadata": {}, "outputs": [], "execution_count": None}
        whole = [
            {**(code if cell["cell_type"] == "code" else {"metadata": {}}), **cell}
            for cell in self.CELLS
        ]
        document = {"cells": whole, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        return write(tmp_path, {"n.ipynb": json.dumps(document)})

    def test_cells_are_counted_as_they_are_shown(self, folder: Path) -> None:
        run = tunelint(folder, "check", "--output-format", "concise")
        (finding,) = tunelint(folder, "check", "--output-format", "json").findings

        assert run.output.startswith("n.ipynb:cell 5:8:5: TUN102 ")
        assert (finding["cell"], finding["line"], finding["execution_count"]) == (5, 8, 12)
        assert {edit["cell"] for edit in finding["fix"]["edits"]} == {5}

    def test_the_whole_report_has_jupyters_own_number_too(self, folder: Path) -> None:
        lines = tunelint(folder, "check").output.splitlines()

        assert lines[0].startswith("n.ipynb:cell 5:8:5: TUN102 ")
        assert lines[1] == "   | In [12]"
        assert tunelint(folder, "check").output.splitlines() == lines  # from the cache

    def test_a_diff_names_the_same_cell(self, folder: Path) -> None:
        lines = tunelint(folder, "check", "--diff").output.splitlines()

        assert lines[:2] == ["--- n.ipynb:cell 5", "+++ n.ipynb:cell 5"]

    def test_the_right_cell_is_fixed(self, folder: Path) -> None:
        tunelint(folder, "check", "--fix")

        cells = json.loads((folder / "n.ipynb").read_bytes())["cells"]
        changed = [n for n, cell in enumerate(cells) if cell["source"] != self.CELLS[n]["source"]]
        assert changed == [4]
        assert "seed=42" in "".join(cells[4]["source"])

    @pytest.mark.libraries
    def test_ruff_counts_them_so(self, folder: Path) -> None:
        command = [sys.executable, "-m", "ruff", "check", "--select", "F401", "-q", "--no-cache"]
        run = subprocess.run(
            [*command, "--output-format", "concise", "n.ipynb"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )

        found = [line.split(" ")[1] for line in run.stdout.splitlines()]
        assert found == ["2:1:8:", "5:1:8:"]
