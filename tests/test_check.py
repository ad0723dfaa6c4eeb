"""`tunelint check`: what it says, where it says it, and how it exits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import (
    NO_SEARCH,
    ZERO_SEED,
    as_somebody,
    notebook,
    on_a_terminal,
    tunelint,
    tunelint_process,
    write,
)

JSON = ("--output-format", "json")


def found(folder: Path, *arguments: str) -> list[tuple[str, int]]:
    findings = tunelint(folder, "check", *arguments, *JSON).findings
    return [(finding["code"], finding["line"]) for finding in findings]


class TestExitStatus:
    def test_clean_is_0(self, tmp_path: Path) -> None:
        run = tunelint(write(tmp_path, {"a.py": NO_SEARCH}), "check")

        assert (run.status, run.output, run.errors) == (0, "No findings in 1 file.\n", "")

    def test_an_empty_folder_is_clean(self, tmp_path: Path) -> None:
        assert tunelint(tmp_path, "check").status == 0

    def test_findings_are_1(self, tmp_path: Path) -> None:
        assert tunelint(write(tmp_path, {"a.py": ZERO_SEED}), "check").status == 1

    def test_exit_zero_hides_findings(self, tmp_path: Path) -> None:
        run = tunelint(write(tmp_path, {"a.py": ZERO_SEED}), "check", "--exit-zero")

        assert run.status == 0
        assert "TUN102" in run.output

    def test_a_path_that_is_not_there_is_2_after_the_rest_is_checked(self, tmp_path: Path) -> None:
        run = tunelint(write(tmp_path, {"a.py": ZERO_SEED}), "check", "gone", "a.py", "--exit-zero")

        assert run.status == 2
        assert "TUN102" in run.output
        assert run.errors == "error: gone: no such file or folder\n"

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            (["--select", "TUN10x"], "--select: unknown rule code 'TUN10x'; did you mean TUN10"),
            (["--ignore", "E501"], "--ignore: unknown rule code 'E501'"),
            (["--extend-select", "TUN90l"], "--extend-select: unknown rule code 'TUN90l'; did you"),
            (["--per-file-ignores", "a.py:TUN777"], "--per-file-ignores: unknown rule code"),
        ],
    )
    def test_an_unknown_code_is_2_and_nothing_is_checked(
        self, tmp_path: Path, arguments: list[str], error: str
    ) -> None:
        run = tunelint(write(tmp_path, {"a.py": ZERO_SEED}), "check", "--exit-zero", *arguments)

        assert (run.status, run.output) == (2, "")
        assert run.errors.startswith(f"error: {error}")
        assert run.errors.count("\n") == 1

    def test_a_bad_configuration_is_2_and_nothing_is_checked(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED, "sub/tunelint.toml": "selct = []\n"})
        write(folder / "sub", {"b.py": ZERO_SEED})

        run = tunelint(folder, "check")

        assert (run.status, run.output) == (2, "")
        assert run.errors == (
            f"error: {folder}/sub/tunelint.toml: unknown key 'selct'; did you mean select?\n"
        )

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--no-such-option"],
            ["--output-format", "xml"],
            ["--per-file-ignores", "TUN101"],
            ["--stdin-filename", "a.py"],
            ["-", "--stdin-filename", ""],
            [""],
            ["--baseline", ""],
            ["--select", ""],
            ["--select", ",", "--select", " "],
            ["--extend-ignore", ""],
            ["--fix", "--write-baseline", "known.json"],
            ["--diff", "--write-baseline", "known.json"],
        ],
    )
    def test_a_wrong_option_is_2(self, tmp_path: Path, arguments: list[str]) -> None:
        run = tunelint(tmp_path, "check", *arguments)

        assert (run.status, run.output) == (2, "")
        assert run.errors.startswith("error: ")
        assert run.errors.endswith("For more information, try 'tunelint check --help'.\n")

    def test_help_shows_what_works_and_nothing_else(self, tmp_path: Path) -> None:
        output = tunelint(tmp_path, "check", "--help").output

        shown = {word for word in output.replace(",", " ").split() if word.startswith("--")}
        assert shown == {
            "--select",
            "--ignore",
            "--extend-select",
            "--extend-ignore",
            "--advice",
            "--per-file-ignores",
            "--output-format",
            "--fix",
            "--no-fix",
            "--unsafe-fixes",
            "--no-unsafe-fixes",
            "--diff",
            "--show-fixes",
            "--baseline",
            "--write-baseline",
            "--statistics",
            "--show-files",
            "--stdin-filename",
            "--jobs",
            "--no-cache",
            "--max-file-size",
            "--max-nesting",
            "--max-seconds",
            "--exclude",
            "--extend-exclude",
            "--force-exclude",
            "--exit-zero",
            "--fail-on",
            "--quiet",
            "--config",
            "--isolated",
            "--color",
            "--allow-project-rules",
            "--help",
        }


class TestFull:
    def test_place_code_message_frame_and_count(self, tmp_path: Path) -> None:
        run = tunelint(write(tmp_path, {"src/a.py": ZERO_SEED}), "check")

        lines = run.output.splitlines()
        assert lines[0].startswith("src/a.py:7:5: TUN102 warning: ")
        assert lines[1:9] == [
            "  |",
            '5 |     objective="val_loss",',
            "6 |     max_trials=20,",
            "7 |     seed=0,",
            "  |     ^^^^^^",
            "8 |     overwrite=True,",
            "9 | )",
            "  |",
        ]
        assert lines[-2:] == ["Found 1 finding (1 warning) in 1 file.", "[*] 1 fixable with --fix."]

    def test_findings_of_one_place_share_an_excerpt(self, tmp_path: Path) -> None:
        text = ZERO_SEED.replace("    overwrite=True,\n", "").replace("    seed=0,\n", "")
        lines = tunelint(write(tmp_path, {"a.py": text}), "check").output.splitlines()

        heads = [line.split(" ")[1] for line in lines if line.startswith("a.py:3:9: ")]
        helps = [line.split(" ")[1] for line in lines if line.startswith("help: ")]
        assert len(heads) > 1
        assert helps == [f"{code}:" for code in heads]
        assert sum("tuner = kt.RandomSearch(" in line for line in lines) == 1
        assert lines.index("") == len(lines) - 3

    def test_text_comes_out_as_it_is(self, tmp_path: Path) -> None:
        line = '    directory="[bold]hp[lr]:smile:[/]' + "x" * 200 + '",  # [red] 研究'
        text = ZERO_SEED.replace("    overwrite=True,", f"{line}\n    overwrite=True,")

        run = tunelint(write(tmp_path, {"a.py": text}), "check")

        assert f"8 | {line}" in run.output.splitlines()

    def test_the_mark_stands_below_wide_characters_and_tabs(self, tmp_path: Path) -> None:
        text = (
            "import keras_tuner as kt\n"
            "if True:\n"
            "\tt = kt.RandomSearch(f('研究'), 'loss', seed=0)\n"
            "\tt.search(x)\n"
        )

        run = tunelint(write(tmp_path, {"a.py": text}), "check", "--select", "TUN102")

        code, mark = run.output.splitlines()[4:6]
        assert code == "3 | \tt = kt.RandomSearch(f('研究'), 'loss', seed=0)"
        before = code.removeprefix("3 | ").index("seed=0")
        assert mark == "  | \t" + " " * (before - 1 + len("研究")) + "^^^^^^"

    def test_control_characters_cannot_reach_the_terminal(self, tmp_path: Path) -> None:
        text = ZERO_SEED.replace("max_trials=20,", "max_trials=20,  # \x1b[31m\x07")

        run = tunelint(write(tmp_path, {"a.py": text}), "check")

        assert "\x1b" not in run.output
        assert "max_trials=20,  # \\x1b[31m\\x07" in run.output

    def test_colours_are_for_terminals(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})

        assert "\x1b[" in on_a_terminal(folder, "check")
        assert "\x1b[" not in on_a_terminal(folder, "check", NO_COLOR="1")
        assert "\x1b[" not in tunelint(folder, "check").output


class TestConcise:
    def test_one_line_a_finding(self, tmp_path: Path) -> None:
        run = tunelint(write(tmp_path, {"a.py": ZERO_SEED}), "check", "--output-format", "concise")

        first, last, fixable = run.output.splitlines()
        assert first.startswith("a.py:7:5: TUN102 warning: [*] seed=0 ")
        assert last == "Found 1 finding (1 warning) in 1 file."
        assert fixable == "[*] 1 fixable with --fix."


class TestJson:
    def test_a_finding_has_these_keys(self, tmp_path: Path) -> None:
        (finding,) = tunelint(write(tmp_path, {"src/a.py": ZERO_SEED}), "check", *JSON).findings

        assert [*finding][:6] == ["code", "name", "level", "message", "help", "path"]
        message, fingerprint = finding.pop("message"), finding.pop("fingerprint")
        related, help_ = finding.pop("related"), finding.pop("help")
        assert finding == {
            "code": "TUN102",
            "name": "zero-seed",
            "level": "warning",
            "path": "src/a.py",
            "cell": None,
            "line": 7,
            "column": 5,
            "end_line": 7,
            "end_column": 11,
            "fix": {
                "applicability": "safe",
                "message": "replace the seed with 42",
                "edits": [
                    {
                        "path": "src/a.py",
                        "cell": None,
                        "line": 7,
                        "column": 10,
                        "end_line": 7,
                        "end_column": 11,
                        "content": "42",
                    }
                ],
            },
        }
        assert message
        assert help_
        assert isinstance(related, list)
        assert len(bytes.fromhex(fingerprint)) == 32

    def test_the_help_is_the_one_that_full_shows(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": ZERO_SEED, "b.py": "tuner = (\n"})

        found = tunelint(tmp_path, "check", "a.py", "b.py", *JSON).findings
        shown = tunelint(tmp_path, "check", "a.py", "b.py").output

        assert {one["code"]: one["help"] for one in found if one["help"] is None} == {
            "TUN901": None
        }
        helps = [line.removeprefix("help: ") for line in shown.splitlines() if "help: " in line]
        assert helps == [one["help"] for one in found if one["help"] is not None]

    def test_nothing_found_is_an_empty_list(self, tmp_path: Path) -> None:
        assert tunelint(write(tmp_path, {"a.py": NO_SEARCH}), "check", *JSON).output == "[]\n"

    def test_a_path_outside_the_current_folder_is_absolute(self, tmp_path: Path) -> None:
        write(tmp_path, {"src/a.py": ZERO_SEED, "work/b.txt": ""})

        (finding,) = tunelint(tmp_path / "work", "check", "../src", *JSON).findings

        assert finding["path"] == (tmp_path / "src" / "a.py").as_posix()

    def test_the_output_is_the_same_every_time(self, tmp_path: Path) -> None:
        files = {f"{name}.py": ZERO_SEED for name in "cab"}
        write(tmp_path, {**files, "n.ipynb": notebook("1", ZERO_SEED)})

        runs = {
            tunelint_process(tmp_path, "check", *paths, *JSON, PYTHONHASHSEED=seed).output
            for seed in ("1", "2")
            for paths in (["."], ["n.ipynb", "c.py", "b.py", "a.py", "."])
        }

        assert len(runs) == 1
        paths = [finding["path"] for finding in json.loads(runs.pop())]
        assert paths == ["a.py", "b.py", "c.py", "n.ipynb"]


class TestNotebooks:
    def test_a_place_names_the_cell(self, tmp_path: Path) -> None:
        cells = ("%matplotlib inline\n!pip install keras-tuner", "%%time\n" + ZERO_SEED)
        folder = write(tmp_path, {"n.ipynb": notebook(*cells)})

        (finding,) = tunelint(folder, "check", *JSON).findings
        assert (finding["cell"], finding["line"], finding["end_column"]) == (2, 8, 11)

        concise = tunelint(folder, "check", "--output-format", "concise").output
        assert concise.startswith("n.ipynb:cell 2:8:5: TUN102 ")

    def test_all_cells_are_one_program(self, tmp_path: Path) -> None:
        cells = ZERO_SEED.split("\n\n")
        assert len(cells) == 2

        assert found(write(tmp_path, {"n.ipynb": notebook(*cells)})) == [("TUN102", 5)]

    def test_the_frame_stays_in_the_cell(self, tmp_path: Path) -> None:
        line = "t = kt.RandomSearch(f, 'val_loss', seed=0)"
        cells = ("import keras_tuner as kt", f"{line}\nt.search(x)", "z = 1")
        folder = write(tmp_path, {"n.ipynb": notebook(*cells)})

        output = tunelint(folder, "check", "--select", "TUN102").output

        assert f"1 | {line}" in output
        assert "z = 1" not in output
        assert "import keras_tuner" not in output

    def test_a_module_that_a_cell_writes_is_read(self, tmp_path: Path) -> None:
        module = "%%writefile seeds.py\nSEED = 0\n"
        text = "from seeds import SEED\n" + ZERO_SEED.replace("seed=0", "seed=SEED")

        assert found(write(tmp_path, {"n.ipynb": notebook(module, text)})) == [("TUN102", 8)]

    def test_what_is_found_in_such_a_module_stands_in_its_cell(self, tmp_path: Path) -> None:
        text = notebook("x = 1", "%%writefile tuning.py\n" + ZERO_SEED, "import tuning")

        (finding,) = tunelint(write(tmp_path, {"n.ipynb": text}), "check", *JSON).findings
        assert (finding["path"], finding["cell"], finding["line"]) == ("n.ipynb", 2, 8)


class TestSources:
    @pytest.mark.parametrize(
        "data",
        [
            ZERO_SEED.replace("\n", "\r\n").encode(),
            ZERO_SEED.replace("\n", "\r").encode(),
            b"\xef\xbb\xbf" + ZERO_SEED.encode(),
            ("# coding: latin-1\n" + ZERO_SEED.replace("\n\n", "#é\n")).encode("latin-1"),
            ZERO_SEED.replace("\n\n", "\n\f\n").encode(),
        ],
        ids=["CRLF", "CR", "mark", "latin-1", "form feed"],
    )
    def test_every_kind_of_text_is_read(self, tmp_path: Path, data: bytes) -> None:
        assert found(write(tmp_path, {"a.py": data})) == [("TUN102", 7)]

    def test_a_script_with_ipython_lines_is_read(self, tmp_path: Path) -> None:
        text = ZERO_SEED.replace("\n\n", "\n!pip install keras-tuner\n", 1)

        assert found(write(tmp_path, {"a.py": text})) == [("TUN102", 7)]

    def test_standard_input_has_the_name_it_is_given(self, tmp_path: Path) -> None:
        write(tmp_path, {"src/a.py": NO_SEARCH})
        arguments = ("check", "-", "--stdin-filename", "src/a.py", *JSON)

        (finding,) = tunelint(tmp_path, *arguments, given=ZERO_SEED.encode()).findings

        assert finding["path"] == "src/a.py"

    def test_standard_input_without_a_name(self, tmp_path: Path) -> None:
        run = tunelint(tmp_path, "check", "-", given=ZERO_SEED.encode())

        assert run.status == 1
        assert run.output.startswith("-:7:5: TUN102 ")

    def test_standard_input_may_be_a_notebook(self, tmp_path: Path) -> None:
        arguments = ("check", "-", "--stdin-filename", "n.ipynb", *JSON)

        (finding,) = tunelint(tmp_path, *arguments, given=notebook(ZERO_SEED).encode()).findings

        assert finding["cell"] == 1

    @pytest.mark.parametrize("start", [b"", b"\n ", b"\xef\xbb\xbf"])
    def test_a_notebook_is_known_without_a_name(self, tmp_path: Path, start: bytes) -> None:
        run = tunelint(tmp_path, "check", "-", given=start + notebook(ZERO_SEED).encode())

        assert run.status == 1
        assert run.output.startswith("-.ipynb:cell 1:7:5: TUN102 ")

    def test_a_notebook_goes_back_fixed(self, tmp_path: Path) -> None:
        run = tunelint(tmp_path, "check", "--fix", "-", given=notebook(ZERO_SEED).encode())

        assert "seed=42" in "".join(json.loads(run.output)["cells"][0]["source"])

    @pytest.mark.parametrize(
        "text", ["{}", '{"cells": []}', '{"nbformat": 4}', '{"nbformat": 4, "cells": [', "{'a': 1}"]
    )
    def test_other_braces_are_python(self, tmp_path: Path, text: str) -> None:
        run = tunelint(tmp_path, "check", "-", *JSON, given=text.encode())

        assert {one["path"] for one in run.findings} <= {"-"}
        assert "error" not in run.errors

    def test_standard_input_reads_modules_beside_its_name(self, tmp_path: Path) -> None:
        write(tmp_path, {"pkg/seeds.py": "SEED = 0\n"})
        text = "from seeds import SEED\n" + ZERO_SEED.replace("seed=0", "seed=SEED")
        arguments = ("check", "-", "--stdin-filename", "pkg/a.py", *JSON)

        assert tunelint(tmp_path, *arguments, given=text.encode()).codes == ["TUN102"]

    def test_a_finding_in_a_module_that_was_only_read_is_told_once(self, tmp_path: Path) -> None:
        importing = "import tuning\n"
        folder = write(tmp_path, {"tuning.py": ZERO_SEED, "a.py": importing, "b.py": importing})

        for paths in (["."], ["a.py", "b.py"], ["a.py"]):
            (finding,) = tunelint(folder, "check", *paths, *JSON).findings
            assert (finding["path"], finding["line"]) == ("tuning.py", 7)


class TestUnreadableFiles:
    @pytest.mark.parametrize(
        ("name", "data", "place", "words"),
        [
            ("a.py", b"x = (\n", (None, 1, 5), "'(' was never closed"),
            ("a.py", b"if x:\npass\n", (None, 2, 1), "expected an indented block"),
            ("a.py", b"print 'x'\n", (None, 1, 1), "Missing parentheses in call to 'print'"),
            ("a.py", b"x = 1\ny = '\xff'\n", (None, 2, None), "can't decode byte 0xff"),
            ("a.py", b"# coding: klingon\n", (None, 1, 1), "unknown encoding: klingon"),
            ("a.py", b"x = 1\0\n", (None, 1, 6), "null bytes"),
            ("a.py", b"%matplotlib inline\nx = (\n", (None, 2, 5), "'(' was never closed"),
            ("n.ipynb", b"", (None, 1, 1), "not JSON"),
            ("n.ipynb", b"{}", (None, 1, 1), "it has no list of cells"),
            ("n.ipynb", notebook("a = 1", "b = 2\nc = (").encode(), (2, 2, 5), "never closed"),
        ],
    )
    def test_a_named_file_that_cannot_be_read_is_a_finding(
        self,
        tmp_path: Path,
        name: str,
        data: bytes,
        place: tuple[int | None, int, int | None],
        words: str,
    ) -> None:
        run = tunelint(write(tmp_path, {name: data}), "check", name, *JSON)

        (finding,) = run.findings
        cell, line, column = place
        assert run.status == 1
        assert (finding["code"], finding["level"]) == ("TUN901", "error")
        assert (finding["cell"], finding["line"]) == (cell, line)
        assert column is None or finding["column"] == column
        assert words in finding["message"]

    def test_below_a_folder_only_what_looks_like_tuning_counts(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": "x = (\n", "b.py": "import hyperopt\nx = (\n"})

        assert [f["path"] for f in tunelint(folder, "check", *JSON).findings] == ["b.py"]

    def test_the_rest_of_the_run_goes_on(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": "import hyperopt\nx = (\n", "b.py": ZERO_SEED})

        assert tunelint(folder, "check", *JSON).codes == ["TUN901", "TUN102"]

    def test_no_selection_and_no_comment_switches_it_off(self, tmp_path: Path) -> None:
        text = "# flake8: noqa\nx = (  # noqa: TUN901\n"
        folder = write(tmp_path, {"a.py": text})
        off = ("--ignore", "TUN901", "--select", "TUN102", "--per-file-ignores", "*.py:TUN901")

        assert tunelint(folder, "check", "a.py", *off, *JSON).codes == ["TUN901"]

    @pytest.mark.parametrize("word", ["return", "return 1", "break", "continue"])
    @pytest.mark.parametrize("around", ["{}", "if fast:\n    {}", "class A:\n    {}"])
    def test_a_jump_out_of_nothing_ends_nothing(
        self, tmp_path: Path, word: str, around: str
    ) -> None:
        folder = write(tmp_path, {"a.py": f"{around.format(word)}\n{ZERO_SEED}"})

        assert tunelint(folder, "check", *JSON).codes == ["TUN102"]

    def test_a_file_without_permission_is_an_error(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": NO_SEARCH, "b.py": ZERO_SEED})
        (folder / "a.py").chmod(0)

        run = as_somebody(folder, "check")

        assert run.status == 2
        assert "TUN102" in run.output
        assert run.errors == f"error: {folder}/a.py: cannot be read: Permission denied\n"

    def test_a_named_file_without_permission_costs_itself(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": NO_SEARCH, "b.py": ZERO_SEED})
        (folder / "a.py").chmod(0)

        run = as_somebody(folder, "check", "a.py", "b.py")

        assert run.status == 2
        assert "TUN102" in run.output
        assert run.errors == f"error: {folder}/a.py: cannot be read: Permission denied\n"

    def test_a_folder_without_permission_is_told(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"closed/a.py": ZERO_SEED})
        (folder / "closed").chmod(0)

        run = as_somebody(folder, "check", "closed/a.py", "b.py")

        assert run.status == 2
        assert run.errors.splitlines() == [
            "error: closed/a.py: cannot be read: Permission denied",
            "error: b.py: no such file or folder",
        ]

    def test_a_link_that_leads_nowhere_is_an_error_only_if_it_is_named(
        self, tmp_path: Path
    ) -> None:
        folder = write(tmp_path, {"b.py": ZERO_SEED})
        os.symlink("gone.py", folder / "a.py")

        assert tunelint(folder, "check").status == 1
        run = tunelint(folder, "check", "a.py")
        assert (run.status, run.errors) == (2, "error: a.py: no such file or folder\n")


class TestSelection:
    def test_ignored_codes_are_not_told(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})

        assert found(folder, "--ignore", "TUN102") == []
        assert found(folder, "--select", "TUN2,TUN3", "--select", "TUN4") == []
        assert found(folder, "--select", "TUN1") == [("TUN102", 7)]

    def test_per_file_ignores_hold_for_matching_files(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED, "tests/b.py": ZERO_SEED})
        arguments = ("check", "--per-file-ignores", "tests/*:TUN1,b.py:TUN102", *JSON)

        assert [f["path"] for f in tunelint(folder, *arguments).findings] == ["a.py"]

    def test_the_configuration_holds_until_the_command_line_speaks(self, tmp_path: Path) -> None:
        text = "ignore = ['TUN102']\noutput-format = 'concise'\n"
        folder = write(tmp_path, {"a.py": ZERO_SEED, "tunelint.toml": text})

        assert tunelint(folder, "check").output == "No findings in 1 file.\n"
        assert found(folder, "--select", "TUN102") == [("TUN102", 7)]

    def test_configured_per_file_ignores_hold_for_the_project(self, tmp_path: Path) -> None:
        text = "[per-file-ignores]\n'scripts/*' = ['TUN']\n"
        folder = write(
            tmp_path, {"scripts/a.py": ZERO_SEED, "b.py": ZERO_SEED, "tunelint.toml": text}
        )

        findings = tunelint(folder / "scripts", "check", "..", *JSON).findings
        assert [Path(f["path"]).name for f in findings] == ["b.py"]

    def test_excluded_files_are_left_out_unless_named(self, tmp_path: Path) -> None:
        text = "extend-exclude = ['old']\n"
        folder = write(tmp_path, {"old/a.py": ZERO_SEED, "tunelint.toml": text})

        assert found(folder) == []
        assert found(folder, "old/a.py") == [("TUN102", 7)]
        assert found(folder, "old/a.py", "--force-exclude") == []

    def test_show_files_checks_nothing(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED, "b/c.ipynb": "", "d.txt": ""})

        run = tunelint(folder, "check", "--show-files")

        assert (run.status, run.output) == (0, "a.py\nb/c.ipynb\n")

    def test_statistics_count_by_code(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path, {"a.py": ZERO_SEED, "b.py": ZERO_SEED, "c.py": "import optuna\nx = (\n"}
        )

        run = tunelint(folder, "check", "--statistics")
        assert run.status == 1
        assert run.output.splitlines() == [
            "2\tTUN102\twarning\tzero-seed",
            "1\tTUN901\terror\tunreadable-file",
            "Found 3 findings (1 error, 2 warnings) in 3 files.",
            "[*] 2 fixable with --fix.",
        ]

        assert tunelint(folder, "check", "--statistics", *JSON).findings == [
            {"code": "TUN102", "name": "zero-seed", "level": "warning", "count": 2},
            {"code": "TUN901", "name": "unreadable-file", "level": "error", "count": 1},
        ]


class TestComments:
    @pytest.mark.parametrize(
        "comment",
        [
            "# noqa",
            "# noqa: TUN102",
            "# tunelint: ignore[TUN102] a demonstration",
            "# tunelint: ignore a demonstration",
        ],
    )
    @pytest.mark.parametrize("end", ["seed=0,", "tuner = kt.RandomSearch(", ")"])
    def test_a_comment_silences_its_line_or_statement(
        self, tmp_path: Path, comment: str, end: str
    ) -> None:
        lines = [
            f"{line}  {comment}" if line.strip() == end else line for line in ZERO_SEED.splitlines()
        ]

        assert found(write(tmp_path, {"a.py": "\n".join(lines)})) == []

    @pytest.mark.parametrize("comment", ["# noqa: TUN101", "# noqa: E501", "# tunelint: ignore[]"])
    def test_other_comments_do_not(self, tmp_path: Path, comment: str) -> None:
        text = ZERO_SEED.replace("seed=0,", f"seed=0,  {comment}")

        assert ("TUN102", 7) in found(write(tmp_path, {"a.py": text}))

    @pytest.mark.parametrize(
        "comment", ["# flake8: noqa", "# flake8: noqa: TUN102", "# tunelint: ignore-file[TUN1]"]
    )
    def test_a_comment_silences_a_file(self, tmp_path: Path, comment: str) -> None:
        folder = write(tmp_path, {"a.py": f"{comment}\n{ZERO_SEED}", "b.py": ZERO_SEED})

        assert [f["path"] for f in tunelint(folder, "check", *JSON).findings] == ["b.py"]

    def test_a_file_of_the_run_leads_to_modules_outside_it(self, tmp_path: Path) -> None:
        files = {
            "src/pkg/__init__.py": "",
            "src/pkg/tuning.py": ZERO_SEED,
            "src/pkg/middle.py": "from . import tuning, other\n",
            "src/pkg/other.py": "from . import middle\n",
            "scripts/run.py": "import os\nfrom pkg import middle\n",
        }

        folder = write(tmp_path, files)

        (finding,) = tunelint(folder, "check", "scripts", *JSON).findings
        assert finding["path"] == "src/pkg/tuning.py"

    def test_comments_in_a_module_that_is_only_read_hold(self, tmp_path: Path) -> None:
        module = ZERO_SEED.replace("seed=0,", "seed=0,  # noqa: TUN102")

        assert found(write(tmp_path, {"tuning.py": module, "a.py": "import tuning"}), "a.py") == []

    def test_unused_codes_are_advice(self, tmp_path: Path) -> None:
        text = ZERO_SEED.replace("seed=0,", "seed=0,  # noqa: TUN102, TUN901, E501")
        folder = write(tmp_path, {"a.py": text, "b.py": "x = 1  # noqa: TUN102\ny = 2  # noqa\n"})

        assert found(folder) == []
        chosen = ("--advice", "--ignore", "TUN108")
        (first, second) = tunelint(folder, "check", *chosen, *JSON).findings
        assert (first["code"], first["level"], first["path"]) == ("TUN902", "advice", "a.py")
        assert first["column"] == text.splitlines()[6].index("TUN901") + 1
        assert "TUN901" in first["message"]
        assert (second["path"], second["line"], second["column"]) == ("b.py", 1, 16)

    @pytest.mark.parametrize(
        ("comment", "said"),
        [
            ("# tunelint: ignore TUN102", "'tunelint: ignore TUN102' is not understood"),
            ("# tunelint: ignore[TUN777]", "no rule has the code or name TUN777"),
            ("# tunelint: ignore[zero-sed]", "no rule has the code or name zero-sed"),
        ],
    )
    def test_a_comment_that_is_not_understood_is_a_warning(
        self, tmp_path: Path, comment: str, said: str
    ) -> None:
        text = ZERO_SEED.replace("seed=0,", f"seed=0,  {comment}")
        folder = write(tmp_path, {"a.py": text, "b.py": f"x = 1  {comment}\n"})

        assert found(folder) == [("TUN102", 7), ("TUN902", 7), ("TUN902", 1)]
        (_, first, second) = tunelint(folder, "check", *JSON).findings
        assert first["level"] == second["level"] == "warning"
        assert said in first["message"]
        assert (first["column"] >= 14, second["path"]) == (True, "b.py")
        assert found(folder, "--ignore", "TUN902") == [("TUN102", 7)]
        silent = text.replace("seed=0,", "seed=0,  # noqa: TUN902")
        write(folder, {"a.py": silent, "b.py": NO_SEARCH})
        assert found(folder) == [("TUN102", 7)]

    def test_a_rule_s_name_silences_it(self, tmp_path: Path) -> None:
        text = ZERO_SEED.replace("seed=0,", "seed=0,  # tunelint: ignore[zero-seed] on purpose")
        folder = write(tmp_path, {"a.py": text, "b.py": "x = 1  # tunelint: ignore[zero-seed]\n"})

        assert found(folder) == []
        assert found(folder, "--advice") == [("TUN108", 3), ("TUN902", 1)]

    def test_only_selected_codes_are_judged(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"b.py": "x = 1  # noqa: TUN102\n"})

        assert found(folder, "--select", "TUN902") == []
        assert found(folder, "--select", "TUN902,TUN102") == [("TUN902", 1)]
        ignored = ("--per-file-ignores", "b.py:TUN102")
        assert found(folder, "--extend-select", "TUN902", *ignored) == []

    def test_an_unused_comment_can_be_kept(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"b.py": "x = 1  # noqa: TUN102, TUN902\n"})

        assert found(folder, "--advice") == []


class TestSafety:
    def test_no_code_of_the_user_is_imported_or_run(self, tmp_path: Path) -> None:
        effect = f"open({str(tmp_path / 'ran')!r}, 'w').close()\n"
        files = {
            "a.py": f"import side\n{effect}{ZERO_SEED}",
            "side.py": effect,
            "conftest.py": effect,
            "sitecustomize.py": effect,
            "keras_tuner.py": effect,
            "tunelint_extra.py": effect,
            "n.ipynb": notebook(effect + ZERO_SEED, "!touch ran"),
        }

        run = tunelint_process(write(tmp_path, files), "check")

        assert run.status == 1
        assert not (tmp_path / "ran").exists()

    def test_no_source_is_changed(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            {"a.py": ZERO_SEED.replace("\n", "\r\n"), "n.ipynb": notebook(ZERO_SEED), "b.py": "("},
        )

        def contents() -> dict[str, tuple[bytes, int]]:
            files = (path for path in folder.iterdir() if path.name != ".tunelint")
            return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

        before = contents()

        tunelint(folder, "check", "--advice", ".", "b.py")

        assert contents() == before

    def test_a_reader_that_stops_listening_is_no_error(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {f"{number:03}.py": ZERO_SEED for number in range(300)})
        process = subprocess.Popen(
            [sys.executable, "-m", "tunelint", "check"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()

        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 1
        process.stderr.close()

    def test_a_full_disk_is_told(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})
        with open("/dev/full", "wb") as full:
            run = subprocess.run(
                [sys.executable, "-m", "tunelint", "check"],
                cwd=folder,
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )

        assert run.returncode == 2
        assert (
            run.stderr == b"error: standard output cannot be written to: No space left on device\n"
        )

    def test_a_narrow_output_encoding_is_no_error(self, tmp_path: Path) -> None:
        text = ZERO_SEED.replace("max_trials=20,", "max_trials=20,  # 研究")
        folder = write(tmp_path, {"a.py": text})
        narrow = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}

        run = tunelint_process(folder, "check", **narrow)

        assert run.status == 1
        assert r"max_trials=20,  # \u7814\u7a76" in run.output

    def test_a_name_that_is_no_text_is_no_error(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": NO_SEARCH})
        name = os.fsencode(folder) + b"/\xff.py"
        with open(name, "wb") as file:
            file.write(ZERO_SEED.encode())

        for output_format in ("full", "concise", "json"):
            run = tunelint_process(folder, "check", "--output-format", output_format)
            assert (run.status, run.errors) == (1, "")
            assert "TUN102" in run.output
