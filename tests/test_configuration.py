"""The configuration: where it stands, what it may say, and how its mistakes are told."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from tunelint.config.configuration import read_configuration
from tunelint.config.output_format import OutputFormat
from tunelint.config.rule_selection import installed
from tunelint.config.settings import Settings
from tunelint.config.value_types import SETTINGS
from tunelint.errors import ConfigurationError


def configure(root: Path, text: str, name: str = "tunelint.toml") -> Path:
    (root / name).write_text(text)
    return root


def mistake(root: Path, text: str) -> str:
    with pytest.raises(ConfigurationError) as raised:
        Settings().of_folder(configure(root, text))
    message = str(raised.value)
    assert "\n" not in message
    assert message.startswith(f"{root / 'tunelint.toml'}: ")
    return message.removeprefix(f"{root / 'tunelint.toml'}: ")


class TestWhereItStands:
    def test_a_project_without_one_has_the_defaults(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text("[tool.ruff]\n")

        configuration = Settings().of_folder(tmp_path).configuration

        assert configuration.file is None
        assert configuration.select is None
        assert configuration.output_format is OutputFormat.FULL

    def test_everything_can_be_said_in_pyproject(self, tmp_path: Path) -> None:
        text = """
            [tool.tunelint]
            select = ["TUN1"]
            ignore = ["TUN105"]
            extend-select = ["TUN902"]
            advice = true
            exclude = ["old"]
            extend-exclude = ["new"]
            output-format = "concise"

            [tool.tunelint.per-file-ignores]
            "tests/*" = ["TUN9"]
        """
        found = read_configuration(configure(tmp_path, text, "pyproject.toml"))

        assert found.file == tmp_path / "pyproject.toml"
        assert (found.select, found.ignore) == (("TUN1",), ("TUN105",))
        assert found.extend_select == ("TUN902",)
        assert found.advice
        assert (found.exclude, found.extend_exclude) == (("old",), ("new",))
        assert found.output_format is OutputFormat.CONCISE
        assert found.per_file_ignores == {"tests/*": ("TUN9",)}

    def test_a_file_of_its_own_wins(self, tmp_path: Path) -> None:
        configure(tmp_path, "[tool.tunelint]\nselect = ['TUN1']\n", "pyproject.toml")
        configure(tmp_path, "select = ['TUN2']\n")

        assert read_configuration(tmp_path).select == ("TUN2",)

    def test_each_project_of_a_run_has_its_own(self, tmp_path: Path) -> None:
        inner = tmp_path / "inner"
        inner.mkdir()
        configure(tmp_path, "ignore = ['TUN1']\n")
        configure(inner, "ignore = ['TUN9']\n")
        settings = Settings()

        assert settings.of_folder(tmp_path).configuration.ignore == ("TUN1",)
        assert settings.of_folder(inner).configuration.ignore == ("TUN9",)


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("ignroe = []", "unknown key 'ignroe'; did you mean ignore?"),
            ("zzz = []", "unknown key 'zzz'"),
            ("select = 'TUN1'", "select must be a list of strings"),
            ("select = [1]", "select must be a list of strings"),
            ("select = ['TUN1O2']", "select: unknown rule code 'TUN1O2'; did you mean TUN102?"),
            ("ignore = ['E501']", "ignore: unknown rule code 'E501'"),
            ("extend-select = ['']", "extend-select: unknown rule code ''"),
            ("advice = 1", "advice must be true or false"),
            ("per-file-ignores = []", "per-file-ignores must be a table of lists of codes"),
            ("[per-file-ignores]\nx = 'TUN1'", "'x' must be a list of strings"),
            ("[per-file-ignores]\nx = ['TUN777']", "'x': unknown rule code 'TUN777'"),
            ("output-format = 'json5'", "must be one of full, concise, json; did you mean json?"),
            ("output-format = 5", "must be one of full, concise, json"),
            ("exclude = ['!']", "'!' is not a pattern"),
            ("[TUN777]", "unknown rule code 'TUN777'"),
            ("TUN102 = 1", "TUN102 must be a table"),
            ("[TUN102]\nseed = 1", "TUN102: unknown option 'seed'"),
            ("select = [", "not TOML: "),
            ("[tool.tunelint]\nadvice = true", "[tool.tunelint] belongs in pyproject.toml; here"),
            (f"max-nesting = {'9' * 4301}", "cannot be read: "),
            (
                f"max-nesting = {'9' * 400}",
                "max-nesting must be a whole number above 0",
            ),
            ("max-seconds = inf", "max-seconds must be a number above 0"),
            ("max-seconds = nan", "max-seconds must be a number above 0"),
        ],
    )
    def test_they_are_told_in_one_line(self, tmp_path: Path, text: str, message: str) -> None:
        assert message in mistake(tmp_path, text)

    @pytest.mark.parametrize("key", SETTINGS)
    def test_a_value_of_any_wrong_type_is_told(self, tmp_path: Path, key: str) -> None:
        accepted = []
        for value in ("true", "7", "7.5", "nan", "'full'", "['x']", "{ x = ['x'] }"):
            with contextlib.suppress(ConfigurationError):
                read_configuration(configure(tmp_path, f"{key} = {value}"))
                accepted.append(value)
        for value in ("''", "-1", "[1]", "[['x']]", "{ x = 1 }", "{ x = {} }", "1979-05-27"):
            assert mistake(tmp_path, f"{key} = {value}").startswith(key)

        assert 1 <= len(accepted) <= 2  # a whole number is a number

    def test_a_file_that_is_not_utf_8_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "tunelint.toml").write_bytes(b"select = ['\xff']")

        with pytest.raises(ConfigurationError, match="not UTF-8"):
            read_configuration(tmp_path)


class TestRuleOptions:
    def test_they_are_named_with_dashes(self, tmp_path: Path) -> None:
        configure(tmp_path, "[TUN401]\nepoch-ratio = 5\n")

        assert installed().options(read_configuration(tmp_path)) == {"TUN401": {"epoch_ratio": 5}}

    @pytest.mark.parametrize("value", ["'5'", "true", "[5]", "2.5"])
    def test_they_have_a_type(self, tmp_path: Path, value: str) -> None:
        message = mistake(tmp_path, f"[TUN401]\nepoch-ratio = {value}\n")

        assert message == "TUN401: epoch-ratio must be a whole number"

    def test_a_misspelt_one_has_a_suggestion(self, tmp_path: Path) -> None:
        message = mistake(tmp_path, "[TUN401]\nepochs-ratio = 5\n")

        assert message == "TUN401: unknown option 'epochs-ratio'; did you mean epoch-ratio?"
