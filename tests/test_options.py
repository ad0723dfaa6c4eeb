"""Options of the command line that choose rules, files, configurations and what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import NO_SEARCH, ZERO_SEED, on_a_terminal, tunelint, tunelint_process, write

JSON = ("--output-format", "json")
STALE = ZERO_SEED.replace("    overwrite=True,\n", "")
"""A program with TUN102 and TUN505, both warnings."""
FAILING = "import optuna\nx = (\n"
"""A program with TUN901, an error."""


def codes(folder: Path, *arguments: str) -> list[str]:
    return tunelint(folder, "check", *arguments, *JSON).codes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, {"a.py": STALE})


class TestRules:
    @pytest.mark.parametrize("word", ["TUN102", "tun102", "Tun10", "zero-seed", "Zero-Seed"])
    def test_codes_prefixes_and_names_in_any_case(self, folder: Path, word: str) -> None:
        assert codes(folder, "--select", word) == ["TUN102"]
        assert codes(folder, "--ignore", word) == ["TUN505"]
        assert codes(folder, "--extend-ignore", word) == ["TUN505"]
        assert codes(folder, "--per-file-ignores", f"a.py:{word}") == ["TUN505"]

    def test_all(self, folder: Path) -> None:
        assert codes(folder, "--select", "ALL") == ["TUN505", "TUN102"]
        assert codes(folder, "--select", "all", "--ignore", "TUN102") == ["TUN505"]
        assert codes(folder, "--ignore", "ALL") == []
        assert codes(folder, "--ignore", "ALL", "--extend-select", "stale-project") == ["TUN505"]

    def test_a_configuration_may_say_the_same(self, folder: Path) -> None:
        text = """
            select = ["tun1", "Stale-Project"]
            extend-ignore = ["zero-seed"]

            [per-file-ignores]
            "b.py" = ["stale-project"]

            [search-epochs-far-below-final]
            epoch-ratio = 5
        """
        write(folder, {"tunelint.toml": text, "b.py": STALE})

        findings = tunelint(folder, "check", *JSON).findings

        assert [(one["path"], one["code"]) for one in findings] == [("a.py", "TUN505")]

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ("[zero-sed]\nseed = 1", "unknown rule code 'zero-sed'; did you mean zero-seed?"),
            ("[per-file-ignore]\nx = []", "'per-file-ignore'; did you mean per-file-ignores?"),
            ("[tun401]\nepoch-rato = 5", "tun401: unknown option 'epoch-rato'; did you mean epoch"),
        ],
    )
    def test_a_misspelt_table_has_a_suggestion(self, folder: Path, text: str, error: str) -> None:
        run = tunelint(write(folder, {"tunelint.toml": text}), "check")

        assert run.status == 2
        assert error in run.errors

    def test_explain_takes_names_and_lower_case(self, tmp_path: Path) -> None:
        page = tunelint(tmp_path, "explain", "TUN102").output

        assert tunelint(tmp_path, "explain", "tun102").output == page
        assert tunelint(tmp_path, "explain", "zero-seed").output == page


class TestFiles:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        names = ("a.py", "old/b.py", "old/new/c.py", "build/d.py")
        return write(tmp_path, dict.fromkeys(names, NO_SEARCH))

    def files(self, folder: Path, *arguments: str) -> list[str]:
        return tunelint(folder, "check", "--show-files", *arguments).output.splitlines()

    def test_exclude_stands_in_for_the_default(self, folder: Path) -> None:
        assert self.files(folder, "--exclude", "old") == ["a.py", "build/d.py"]
        assert self.files(folder, "--exclude", "old/b.py,build") == ["a.py", "old/new/c.py"]

    def test_extend_exclude_adds_to_it(self, folder: Path) -> None:
        assert self.files(folder, "--extend-exclude", "old") == ["a.py"]
        assert self.files(folder, "--extend-exclude", "old/*.py") == ["a.py", "old/new/c.py"]

    def test_the_configuration_s_own_additions_stay(self, folder: Path) -> None:
        write(folder, {"tunelint.toml": "exclude = ['a.py']\nextend-exclude = ['new']\n"})

        assert self.files(folder) == ["build/d.py", "old/b.py"]
        assert self.files(folder, "--exclude", "old") == ["a.py", "build/d.py"]
        assert self.files(folder, "--extend-exclude", "old") == ["build/d.py"]

    def test_paths_are_seen_from_the_current_folder(self, folder: Path) -> None:
        files = self.files(folder / "old", "--exclude", "new/c.py,a.py", "..")

        assert files == [f"{folder}/build/d.py", "b.py"]

    def test_named_files_are_left_out_only_by_force(self, folder: Path) -> None:
        assert self.files(folder, "--exclude", "a.py", "a.py") == ["a.py"]
        assert self.files(folder, "--exclude", "a.py", "--force-exclude", "a.py") == []

    @pytest.mark.parametrize("name", [".history", ".ipynb_checkpoints", "__pycache__"])
    def test_copies_that_tools_keep_are_never_read(self, folder: Path, name: str) -> None:
        write(folder, {f"{name}/x.py": STALE, f"old/{name}/x.py": STALE})

        assert self.files(folder, "--exclude", "build") == ["a.py", "old/b.py", "old/new/c.py"]
        assert self.files(folder, "--config", "exclude = []", "--exclude", "build,old") == ["a.py"]


class TestNothingToCheck:
    WARNING = "warning: No Python files found under the given path(s)\n"

    @pytest.mark.parametrize("command", ["check", "confirm"])
    def test_it_is_said(self, tmp_path: Path, command: str) -> None:
        run = tunelint(tmp_path, command)

        assert (run.status, run.output, run.errors) == (0, "", self.WARNING)

    def test_so_it_is_where_all_is_excluded(self, folder: Path) -> None:
        run = tunelint(folder, "check", "--force-exclude", "--exclude", "a.py", "a.py")

        assert (run.status, run.output, run.errors) == (0, "", self.WARNING)

    def test_programs_get_an_empty_list(self, tmp_path: Path) -> None:
        run = tunelint(tmp_path, "check", *JSON)

        assert (run.findings, run.errors) == ([], self.WARNING)

    def test_a_mistyped_path_is_an_error(self, tmp_path: Path) -> None:
        run = tunelint(tmp_path, "check", "scr/")

        assert (run.status, run.output) == (2, "")
        assert run.errors == "error: scr: no such file or folder\n"


class TestConfigurations:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """A repository with a configuration, and a package in it that has a project file."""
        return write(
            tmp_path,
            {
                "pyproject.toml": "[tool.tunelint]\nignore = ['TUN505']\nextend-exclude = ['x/y']",
                "pkg/pyproject.toml": "[project]\nname = 'pkg'\n",
                "pkg/a.py": STALE,
                "x/y/pkg/pyproject.toml": "",
                "x/y/pkg/b.py": STALE,
            },
        )

    def test_a_project_file_without_a_table_of_ours_is_none(self, folder: Path) -> None:
        assert codes(folder) == ["TUN102"]
        assert codes(folder / "pkg") == ["TUN102"]

    def test_its_patterns_are_seen_from_its_own_folder(self, folder: Path) -> None:
        assert tunelint(folder, "check", "--show-files").output == "pkg/a.py\n"
        run = tunelint(folder / "x" / "y" / "pkg", "check", "--force-exclude", "b.py")
        assert "No Python files" in run.errors

    def test_its_baseline_too(self, folder: Path) -> None:
        write(folder, {"tunelint.toml": "baseline = 'known.json'\n"})
        tunelint(folder, "check", "--write-baseline", "known.json")

        assert codes(folder / "pkg") == []

    def test_the_nearest_one_holds(self, folder: Path) -> None:
        write(folder, {"pkg/tunelint.toml": "ignore = ['TUN102']\n"})

        assert codes(folder) == ["TUN505"]

    def test_a_file_can_be_given(self, folder: Path) -> None:
        write(folder, {"other/my.toml": "select = ['TUN505']\nexclude = ['x']\n"})

        assert codes(folder, "--config", "other/my.toml") == ["TUN505"]
        write(folder, {"other/pyproject.toml": "[tool.tunelint]\nselect = ['TUN505']\n"})
        assert codes(folder, "--config", "other/pyproject.toml", "pkg") == ["TUN505"]

    def test_a_setting_can_be_given(self, folder: Path) -> None:
        settings = ("--config", "ignore = ['TUN102']", "--config", "output-format = 'concise'")

        assert "a.py:3:9: TUN505 " in tunelint(folder, "check", *settings).output
        assert codes(folder, "--config", "TUN401.epoch-ratio = 5", *settings) == ["TUN505"]
        assert codes(folder, *settings, "--extend-select", "TUN102") == ["TUN505", "TUN102"]

    def test_isolated_reads_none(self, folder: Path) -> None:
        assert codes(folder, "--isolated", "pkg") == ["TUN505", "TUN102"]
        assert codes(folder, "--isolated", "--config", "ignore = ['TUN1']", "pkg") == ["TUN505"]

    @pytest.mark.parametrize(
        ("given", "error"),
        [
            (["no.toml"], "'no.toml' is neither a file nor a setting like 'advice = true'"),
            (["advice = 1"], "advice must be true or false"),
            (["advce = true"], "unknown key 'advce'; did you mean advice?"),
            (["ignore = ['TUN777']"], "ignore: unknown rule code 'TUN777'"),
            (["TUN401.epoch-rato = 1"], "TUN401: unknown option 'epoch-rato'; did you mean"),
            (["allow-project-rules = true"], "a project cannot allow its own rules"),
            (["pkg/a.toml", "pkg/b.toml"], "takes one file, not two: pkg/a.toml and pkg/b.toml"),
            ([f"max-nesting = {'9' * 5000}"], "is neither a file nor a setting"),
            (["tool.tunelint.advice = true"], "[tool.tunelint] belongs in pyproject.toml"),
        ],
    )
    def test_what_cannot_be_followed_is_2(self, folder: Path, given: list[str], error: str) -> None:
        write(folder, {"pkg/a.toml": "", "pkg/b.toml": ""})
        options = [word for one in given for word in ("--config", one)]

        run = tunelint(folder, "check", *options)

        assert (run.status, run.output) == (2, "")
        assert error in run.errors
        assert run.errors.startswith("error: ")
        assert run.errors.count("\n") == 1

    @pytest.mark.parametrize(
        ("given", "error"),
        [
            ("select = ['TUN777']", "select: unknown rule code 'TUN777'"),
            ("TUN777.x = 1", "unknown rule code 'TUN777'"),
            ("TUN401.epoch-rato = 1", "TUN401: unknown option 'epoch-rato'"),
            ("TUN401.epoch-ratio = 'x'", "TUN401: epoch-ratio must be a whole number"),
            ("extend-exclude = ['!']", "'!' is not a pattern"),
            ("per-file-ignores = {'!' = ['TUN1']}", "'!' is not a pattern"),
            ("per-file-ignores = {'x' = ['TUN777']}", "per-file-ignores: 'x': unknown rule code"),
            ("tool.tunelint.advice = true", "[tool.tunelint] belongs in pyproject.toml"),
        ],
    )
    def test_the_option_is_named_and_not_an_innocent_file(
        self, tmp_path: Path, given: str, error: str
    ) -> None:
        text = "advice = true\n[TUN401]\nepoch-ratio = 5\n"
        folder = write(tmp_path, {"a.py": NO_SEARCH, "tunelint.toml": text})

        run = tunelint(folder, "check", "--config", given)

        assert run.status == 2
        assert run.errors.startswith(f"error: --config: {error}")

    def test_the_file_is_named_where_the_option_is_innocent(self, tmp_path: Path) -> None:
        text = "[TUN401]\nepoch-rato = 5\n"
        folder = write(tmp_path, {"a.py": NO_SEARCH, "tunelint.toml": text})

        run = tunelint(folder, "check", "--config", "TUN401.epoch-ratio = 5")

        assert run.errors.startswith(f"error: {folder}/tunelint.toml: TUN401: unknown option")

    @pytest.mark.parametrize("name", ["tunelint.toml", "pyproject.toml"])
    @pytest.mark.parametrize(
        "value", ["9" * 5000, "0x" + "f" * 5000, "1e999999", "[" * 3000, "2024-99-99", "'\\ud800'"]
    )
    def test_values_that_python_cannot_hold_are_told(
        self, tmp_path: Path, name: str, value: str
    ) -> None:
        head = "[tool.tunelint]\n" if name == "pyproject.toml" else ""
        write(tmp_path, {"a.py": NO_SEARCH, name: f"{head}max-nesting = {value}\n"})

        run = tunelint_process(tmp_path, "check")

        assert run.status == 2
        assert run.errors.startswith(f"error: {tmp_path}/{name}: ")
        assert run.errors.count("\n") == 1


class TestStatus:
    @pytest.mark.parametrize(
        ("text", "level", "status"),
        [
            (ZERO_SEED, "error", 0),
            (ZERO_SEED, "warning", 1),
            (ZERO_SEED, "advice", 1),
            (FAILING, "error", 1),
            (FAILING + "# noqa: TUN101\n", "warning", 1),
            ("x = 1  # noqa: TUN102\n", "warning", 0),
            ("x = 1  # noqa: TUN102\n", "advice", 1),
        ],
    )
    def test_fail_on_says_from_which_level_on(
        self, tmp_path: Path, text: str, level: str, status: int
    ) -> None:
        folder = write(tmp_path, {"a.py": text})

        for form in ("full", "json"):
            run = tunelint(folder, "check", "--advice", "--fail-on", level, "--output-format", form)
            assert run.status == status
            assert "TUN" in run.output

    @pytest.mark.parametrize("arguments", [(), ("--fix",), ("--diff",), JSON, ("--statistics",)])
    def test_exit_zero_never_hides_that_not_all_was_done(
        self, folder: Path, arguments: tuple[str, ...]
    ) -> None:
        assert tunelint(folder, "check", "-e", *arguments).status == 0
        assert tunelint(folder, "check", "-e", *arguments, ".", "gone").status == 2


class TestQuiet:
    def test_findings_and_errors_and_nothing_else(self, folder: Path) -> None:
        run = tunelint(folder, "check", "-q", "--output-format", "concise", ".", "gone")

        assert [line[:5] for line in run.output.splitlines()] == ["a.py:", "a.py:"]
        assert run.errors == "error: gone: no such file or folder\n"
        assert run.status == 2

    def test_no_warnings(self, tmp_path: Path) -> None:
        write(tmp_path, {"own/acme001_x.py": "", "tunelint.toml": "rules = ['own']\n"})

        run = tunelint(tmp_path, "check", "--quiet")

        assert (run.status, run.output, run.errors) == (0, "", "")

    def test_a_clean_run_says_nothing(self, tmp_path: Path) -> None:
        run = tunelint(write(tmp_path, {"a.py": NO_SEARCH}), "check", "--quiet")

        assert (run.status, run.output, run.errors) == (0, "", "")

    def test_what_is_fixed_is_not_counted(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})

        assert tunelint(folder, "check", "-q", "--diff").errors == ""
        run = tunelint(folder, "check", "-q", "--fix")
        assert (run.status, run.output, run.errors) == (0, "", "")


class TestColours:
    @pytest.mark.parametrize(
        ("option", "environment", "coloured"),
        [
            ("auto", {}, False),
            ("auto", {"FORCE_COLOR": "1"}, True),
            ("auto", {"FORCE_COLOR": ""}, False),
            ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
            ("always", {"NO_COLOR": "1"}, True),
            ("never", {"FORCE_COLOR": "1"}, False),
        ],
    )
    def test_where_there_is_no_terminal(
        self, folder: Path, option: str, environment: dict[str, str], coloured: bool
    ) -> None:
        plain = {"NO_COLOR": "", "FORCE_COLOR": ""}

        run = tunelint_process(folder, "check", "--color", option, **{**plain, **environment})

        assert ("\x1b[" in run.output) is coloured

    def test_a_terminal_that_has_none(self, folder: Path) -> None:
        assert "\x1b[" not in on_a_terminal(folder, "check", TERM="dumb")
        assert "\x1b[" not in on_a_terminal(folder, "check", "--color", "never")
        assert "\x1b[" not in on_a_terminal(folder, "explain", "TUN102", "--color", "never")


class TestHelp:
    @pytest.mark.parametrize(
        "command", [(), ("check",), ("confirm",), ("rules",), ("explain",), ("new-rule",)]
    )
    def test_nothing_is_cut_and_80_columns_are_enough(
        self, tmp_path: Path, command: tuple[str, ...]
    ) -> None:
        output = tunelint_process(tmp_path, *command, "--help", COLUMNS="80").output

        assert max(map(len, output.splitlines())) <= 80
        assert "..." not in output.replace("[PATHS]...", "").replace("[ARGS]...", "")

    def test_options_stand_in_sections(self, tmp_path: Path) -> None:
        lines = tunelint(tmp_path, "check", "-h").output.splitlines()

        sections = [line for line in lines if line.endswith(":") and not line.startswith(" ")]
        assert sections == [
            "Options:",
            "Rule selection:",
            "File selection:",
            "Limits:",
            "Miscellaneous:",
            "Global options:",
        ]

    def test_without_a_command_it_is_shown_and_the_status_is_2(self, tmp_path: Path) -> None:
        run = tunelint(tmp_path)

        assert (run.status, run.output) == (2, "")
        assert run.errors == tunelint(tmp_path, "--help").output

    def test_the_version_is_ruff_s_v_too(self, tmp_path: Path) -> None:
        assert tunelint(tmp_path, "-V") == tunelint(tmp_path, "--version")
