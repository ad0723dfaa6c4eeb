"""What the cache depends on besides files: tunelint itself, its libraries, the settings."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from tests.checkout import CHECKOUT
from tests.command import NO_SEARCH, tunelint_process, write
from tests.file_times import rewritten
from tunelint.config.rule_selection import Choice
from tunelint.config.settings import ProjectSettings, Settings, Wishes
from tunelint.engine.cache_key import key_of_settings


class TestTheKeyOfTheTool:
    @pytest.fixture(name="tool")
    def _tool(self, tmp_path: Path) -> Path:
        """A copy of tunelint, with its rules behind a link."""
        for name in ("tunelint", "rules"):
            shutil.copytree(CHECKOUT / name, tmp_path / "tool" / name, symlinks=True)
        return tmp_path / "tool"

    @pytest.fixture(name="key")
    def _key(self, tool: Path, tmp_path: Path) -> Callable[[], str]:
        """The key that a run with the copy writes into the cache."""
        project = write(tmp_path / "project", {"a.py": NO_SEARCH})
        file = project / ".tunelint" / "cache" / "check.json"

        def key() -> str:
            file.unlink(missing_ok=True)
            assert tunelint_process(project, "check", PYTHONPATH=str(tool)).status == 0
            found: str = json.loads(file.read_bytes())["key"]
            return found

        return key

    def test_stays_with_what_no_run_reads(self, tool: Path, key: Callable[[], str]) -> None:
        before = key()
        (tool / "tunelint" / "notes.txt").touch()
        write(tool / "tunelint" / "engine" / "__pycache__", {"more.py": ""})
        (tool / "beside.py").touch()

        assert key() == before

    def test_changes_with_each_file_of_its_own_and_of_its_libraries(
        self, tool: Path, key: Callable[[], str]
    ) -> None:
        libcst = tool / "libcst"  # nothing is read with it where there is no search
        libcst.mkdir()
        (libcst / "__init__.py").touch()
        record = tool / "libcst-1.8.0.dist-info"
        record.mkdir()
        keys = [key()]
        for name in (
            "tunelint/engine/run.py",
            "tunelint/interpreter/values.py",
            "tunelint/libraries/optuna/library.toml",
            "rules/tun102_zero_seed.py",
            "rules/tun198_new.py",
            "libcst/native.abi3.so",
        ):
            with (tool / name).open("a") as file:
                file.write("\n")
            keys.append(key())
        (tool / "rules" / "tun198_new.py").write_text("x = 1\n")
        keys.append(key())
        record.rename(tool / "libcst-1.9.0.dist-info")
        keys.append(key())

        assert len(set(keys)) == len(keys) == 9

    def test_needs_nothing_heavy(self) -> None:
        program = (
            "import sys, tunelint.engine.cache\n"
            "heavy = {'libcst', 'sqlite3', 'click', 'rich', 'pathspec', 'msgspec'}\n"
            "assert not heavy & set(sys.modules), 'cache'\n"
            "from tunelint.engine import cache_key, cached_findings\n"
            "assert cache_key.key_of_tool()\n"
            "assert not {'libcst', 'sqlite3'} & set(sys.modules), 'key'\n"
        )
        subprocess.run([sys.executable, "-c", program], check=True)


RULE = """\
from tunelint.rule import Level, Rule


class Own(Rule):
    code = "ACME001"
    name = "own"
    level = Level.ERROR
"""


class TestTheKeyOfTheSettings:
    def key(self, folder: Path, configuration: str = "", **wishes: Any) -> str:
        return key_of_settings(self.settings(folder, configuration, **wishes))

    def settings(self, folder: Path, configuration: str = "", **wishes: Any) -> ProjectSettings:
        (folder / "tunelint.toml").write_text(configuration)
        return Settings(Wishes(**wishes)).of_folder(folder)

    @pytest.mark.parametrize(
        "configuration",
        [
            "select = ['TUN101']",
            "ignore = ['TUN101']",
            "advice = true",
            "extend-select = ['TUN408']",
            "[TUN401]\nepoch-ratio = 7",
            "[per-file-ignores]\n'a.py' = ['TUN101']",
            "[per-file-ignores]\n'b.py' = ['TUN101']",
            "[per-file-ignores]\n'a.py' = ['TUN102']",
        ],
    )
    def test_changes_with_the_configuration(self, tmp_path: Path, configuration: str) -> None:
        others = ["", "[per-file-ignores]\n'a.py' = ['TUN10']"]

        assert self.key(tmp_path, configuration) not in {self.key(tmp_path, one) for one in others}

    @pytest.mark.parametrize(
        "wishes",
        [
            {"choice": Choice(select=["TUN101"])},
            {"choice": Choice(ignore=["TUN101"])},
            {"advice": True},
            {"per_file_ignores": {"a.py": ("TUN101",)}},
        ],
    )
    def test_changes_with_the_command_line(self, tmp_path: Path, wishes: dict[str, Any]) -> None:
        assert self.key(tmp_path, **wishes) != self.key(tmp_path)

    @pytest.mark.parametrize(
        "configuration", ["", "exclude = ['x']", "output-format = 'json'", "fix = true"]
    )
    def test_stays_where_findings_stay(self, tmp_path: Path, configuration: str) -> None:
        assert self.key(tmp_path, configuration) == self.key(tmp_path)

    def test_stays_with_another_baseline(self, tmp_path: Path) -> None:
        settings = self.settings(tmp_path)
        accepted = replace(settings, baseline=frozenset({"f" * 64}))

        assert key_of_settings(accepted) == key_of_settings(settings)

    def test_changes_with_the_root(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "b").mkdir()

        assert self.key(tmp_path / "a") != self.key(tmp_path / "b")

    def test_changes_with_a_setting_that_it_does_not_know(self, tmp_path: Path) -> None:
        @dataclasses.dataclass(frozen=True, eq=False)
        class More(ProjectSettings):
            deepest: int = 1

        settings = self.settings(tmp_path)
        fields = {one.name: getattr(settings, one.name) for one in dataclasses.fields(settings)}

        assert key_of_settings(More(**fields)) != key_of_settings(More(**fields, deepest=2))
        assert key_of_settings(More(**fields)) == key_of_settings(More(**fields))

    def test_changes_with_the_projects_own_rules_where_they_run(self, tmp_path: Path) -> None:
        rule = tmp_path / "lints" / "acme001_own.py"
        rule.parent.mkdir()
        rule.write_text(RULE)
        before = [
            self.key(tmp_path, 'rules = ["lints"]', allow_project_rules=yes) for yes in (0, 1)
        ]
        rewritten(rule, RULE.replace("ERROR", "ADVIC"))
        after = [self.key(tmp_path, 'rules = ["lints"]', allow_project_rules=yes) for yes in (0, 1)]

        assert before[0] == after[0]
        assert len({*before, *after, self.key(tmp_path)}) == 4

    def test_changes_with_another_packages_rules(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        package = tmp_path / "site" / "acme_lints"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("raise SystemExit")
        (package / "own.py").write_text(RULE)
        monkeypatch.syspath_prepend(package.parent)
        settings = self.settings(tmp_path)
        entry = settings.catalogue.entries["TUN101"]
        other = replace(entry, code="ACME001", module="acme_lints.own")
        entries = MappingProxyType({**settings.catalogue.entries, "ACME001": other})
        further = replace(settings, catalogue=replace(settings.catalogue, entries=entries))

        keys = [key_of_settings(settings), key_of_settings(further)]
        (package / "own.py").write_text(RULE.replace("ERROR", "ADVICE"))
        keys.append(key_of_settings(further))

        assert len(set(keys)) == 3
        assert key_of_settings(further) == keys[-1]
