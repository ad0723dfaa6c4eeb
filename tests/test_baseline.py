"""`--baseline` and `--write-baseline`: findings that a project has accepted stay silent."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import NO_SEARCH, ZERO_SEED, as_somebody, tunelint, write
from tunelint.config.baseline import Accepted, read_baseline, read_entries, write_baseline
from tunelint.errors import ConfigurationError

STALE = ZERO_SEED.replace("    overwrite=True,\n", "")
ONE = "Found 1 finding (1 warning) in 2 files, 1 more in the baseline."


def accepted(folder: Path, *paths: str) -> Path:
    """A baseline of what is found now."""
    run = tunelint(folder, "check", *paths, "--write-baseline", "baseline.json")
    assert run.status == 0, run.errors
    return folder / "baseline.json"


class TestBaseline:
    def test_it_holds_what_was_found_in_order(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"b.py": ZERO_SEED, "a.py": STALE, "c.py": NO_SEARCH})
        run = tunelint(folder, "check", "--write-baseline", "baseline.json")

        document = json.loads((folder / "baseline.json").read_text())

        assert (run.status, run.output) == (0, "Wrote 3 findings to baseline.json.\n")
        assert [(one["path"], one["code"]) for one in document["findings"]] == [
            ("a.py", "TUN102"),
            ("a.py", "TUN505"),
            ("b.py", "TUN102"),
        ]

    def test_what_it_holds_is_left_out_and_counted(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})
        accepted(folder)
        write(folder, {"b.py": ZERO_SEED})

        run = tunelint(folder, "check", "--baseline", "baseline.json")

        assert run.status == 1
        assert "a.py" not in run.output
        assert ONE in run.output.splitlines()

    def test_nothing_else_is_clean(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})
        accepted(folder)

        run = tunelint(folder, "check", "--baseline", "baseline.json")

        assert (run.status, run.output) == (0, "No findings in 1 file, 1 in the baseline.\n")

    def test_findings_may_move(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})
        accepted(folder)
        write(folder, {"a.py": f"import os\n\nprint(os.sep)\n\n{ZERO_SEED}"})

        assert tunelint(folder, "check", "--baseline", "baseline.json").status == 0

    def test_the_configuration_may_name_it(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"src/a.py": ZERO_SEED, "tunelint.toml": ""})
        accepted(folder)
        write(folder, {"tunelint.toml": 'baseline = "baseline.json"\n'})

        assert tunelint(folder, "check").status == 0
        assert tunelint(folder / "src", "check").status == 0

    def test_writing_does_not_need_the_configured_one(self, tmp_path: Path) -> None:
        settings = 'baseline = "baseline.json"\n'
        folder = write(tmp_path, {"a.py": ZERO_SEED, "tunelint.toml": settings})

        accepted(folder)
        accepted(folder)

        assert len(read_baseline(folder / "baseline.json")) == 1

    def test_written_over_a_part_it_keeps_the_rest(self, tmp_path: Path) -> None:
        files = {"src/a.py": STALE, "lib/b.py": STALE, "gone.py": STALE}
        folder = write(tmp_path, files)
        file = accepted(folder)
        whole = {(one.path, one.code): one for one in read_entries(file)}
        (folder / "gone.py").unlink()
        write(folder, {"src/a.py": ZERO_SEED})

        run = tunelint(folder, "check", "src", "--write-baseline", "baseline.json")

        assert run.output == ("Wrote 1 finding to baseline.json, kept 2 from outside this run.\n")
        assert set(read_entries(file)) == {
            whole["src/a.py", "TUN102"],
            whole["lib/b.py", "TUN102"],
            whole["lib/b.py", "TUN505"],
        }

    def test_written_for_some_rules_it_keeps_the_rest(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": STALE + "x = 1  # noqa: TUN101\n"})
        arguments = ("check", "--write-baseline", "baseline.json")
        tunelint(folder, *arguments, "--advice")

        tunelint(folder, *arguments, "--select", "TUN5")
        codes = sorted(one.code for one in read_entries(folder / "baseline.json"))
        tunelint(folder, *arguments, "--select", "TUN1,TUN902")
        again = sorted(one.code for one in read_entries(folder / "baseline.json"))

        assert codes == again == ["TUN102", "TUN108", "TUN505", "TUN902"]

    def test_rules_that_may_not_run_are_kept_and_not_run(self, tmp_path: Path) -> None:
        rule = "open('ran', 'w').close()\n"
        files = {"a.py": ZERO_SEED, "own/acme001_x.py": rule, "tunelint.toml": "rules = ['own']\n"}
        folder = write(tmp_path, files)
        write_baseline(
            folder / "baseline.json",
            [Accepted("a.py", "ACME001", "1"), Accepted("a.py", "GONE001", "2")],
        )

        tunelint(folder, "check", "--write-baseline", "baseline.json")

        entries = read_entries(folder / "baseline.json")
        assert [one.code for one in entries] == ["ACME001", "TUN102"]
        assert not (folder / "ran").exists()

    def test_where_not_all_could_be_checked_nothing_is_dropped(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": STALE})
        accepted(folder)
        write(folder, {"a.py": NO_SEARCH})

        run = tunelint(folder, "check", ".", "gone", "--write-baseline", "baseline.json")

        assert run.status == 2
        assert len(read_entries(folder / "baseline.json")) == 2

    def test_its_paths_are_seen_from_its_folder(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"src/a.py": ZERO_SEED, "ci/x.txt": ""})

        tunelint(folder / "src", "check", "--write-baseline", "../ci/baseline.json")
        tunelint(folder, "check", "--write-baseline", "ci/baseline.json")

        (entry,) = read_entries(folder / "ci" / "baseline.json")
        assert entry.path == "../src/a.py"

    def test_what_is_no_baseline_is_not_overwritten(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED, "empty.json": ""})

        run = tunelint(folder, "check", "--write-baseline", "a.py")

        assert (run.status, run.errors) == (2, "error: a.py: not a baseline: not JSON\n")
        assert (folder / "a.py").read_text() == ZERO_SEED
        assert tunelint(folder, "check", "--write-baseline", "empty.json").status == 0

    def test_what_it_holds_is_not_fixed(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})
        accepted(folder)

        tunelint(folder, "check", "--baseline", "baseline.json", "--fix")

        assert (folder / "a.py").read_text() == ZERO_SEED

    def test_stale_entries_are_mentioned_with_the_statistics(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})
        accepted(folder)
        write(folder, {"a.py": NO_SEARCH})

        plain = tunelint(folder, "check", "--baseline", "baseline.json")
        counted = tunelint(folder, "check", "--baseline", "baseline.json", "--statistics")

        assert plain.errors == ""
        assert counted.errors == "note: 1 entry of the baseline without a finding in this run\n"

    @pytest.mark.parametrize(
        ("content", "error"),
        [
            (None, "cannot be read: No such file or directory"),
            ("{", "not a baseline: not JSON"),
            ("[]", "not a baseline: it has no list of findings"),
            ('{"findings": [{"code": "TUN101"}]}', "not a baseline: an entry has no fingerprint"),
            ('{"version": 9, "findings": []}', "baseline version 9 is not supported"),
        ],
    )
    def test_one_that_cannot_be_read_is_2(
        self, tmp_path: Path, content: str | None, error: str
    ) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})
        if content is not None:
            write(folder, {"baseline.json": content})

        run = tunelint(folder, "check", "--baseline", "baseline.json")

        assert (run.status, run.output) == (2, "")
        assert run.errors == f"error: baseline.json: {error}\n"

    def test_one_that_cannot_be_written_is_2(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED})

        run = tunelint(folder, "check", "--write-baseline", "gone/baseline.json")

        assert run.status == 2
        assert run.errors.startswith("error: gone/baseline.json: cannot be written: ")

    @pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
    def test_one_whose_name_is_too_long_is_2(self, tmp_path: Path, option: str) -> None:
        name = "b" * 300
        folder = write(tmp_path, {"a.py": ZERO_SEED})

        run = tunelint(folder, "check", option, name)

        assert (run.status, run.output) == (2, "")
        assert run.errors == f"error: {name}: cannot be read: File name too long\n"

    @pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
    @pytest.mark.parametrize("closed", ["kept", "kept/b.json"])
    def test_one_that_is_forbidden_is_2(self, tmp_path: Path, option: str, closed: str) -> None:
        folder = write(tmp_path, {"a.py": ZERO_SEED, "kept/b.json": ""})
        (folder / closed).chmod(0)

        run = as_somebody(folder, "check", option, "kept/b.json")

        assert (run.status, run.output) == (2, "")
        assert run.errors == ("error: kept/b.json: cannot be read: Permission denied\n")

    def test_entries_that_name_no_possible_file_are_dropped(self, tmp_path: Path) -> None:
        entry = {"path": "b" * 300, "code": "TUN102", "fingerprint": "0"}
        content = json.dumps({"version": 1, "findings": [entry]})
        folder = write(tmp_path, {"a.py": ZERO_SEED, "baseline.json": content})

        accepted(folder)

        assert len(read_entries(folder / "baseline.json")) == 1

    def test_flake8_obeys_the_configured_one(self, tmp_path: Path) -> None:
        pytest.importorskip("flake8")
        folder = write(tmp_path, {"a.py": ZERO_SEED, "tunelint.toml": ""})
        command = [sys.executable, "-m", "flake8", "--select=TUN", "a.py"]
        before = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        accepted(folder)
        write(folder, {"tunelint.toml": 'baseline = "baseline.json"\n'})
        after = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

        assert "TUN102" in before.stdout
        assert (after.returncode, after.stdout) == (0, "")


class TestFile:
    ENTRIES = (Accepted("b.py", "TUN101", "2"), Accepted("a.py", "TUN505", "1"))

    def test_entries_are_sorted_one_a_line(self, tmp_path: Path) -> None:
        file = tmp_path / "baseline.json"

        write_baseline(file, [*self.ENTRIES, self.ENTRIES[0]])

        assert file.read_text().splitlines() == [
            "{",
            '  "version": 1,',
            '  "findings": [',
            '    {"path": "a.py", "code": "TUN505", "fingerprint": "1"},',
            '    {"path": "b.py", "code": "TUN101", "fingerprint": "2"}',
            "  ]",
            "}",
        ]
        assert read_baseline(file) == {"1", "2"}

    def test_an_empty_one_can_be_read(self, tmp_path: Path) -> None:
        write_baseline(tmp_path / "baseline.json", [])

        assert read_baseline(tmp_path / "baseline.json") == frozenset()

    def test_a_folder_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match="cannot be read"):
            read_baseline(tmp_path)
