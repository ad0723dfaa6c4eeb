"""The catalogue: which rules there are, which of them run, whose advice is shown."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tunelint.config.rule_index import Entry, own_entries
from tunelint.config.rule_selection import Choice, installed
from tunelint.errors import ConfigurationError
from tunelint.findings.finding import Level


def selected(*choices: Choice, advice: bool = False) -> set[str]:
    catalogue = installed()
    return set(catalogue.instantiate(catalogue.select(choices, advice=advice), {}, []))


ENTRIES = own_entries()
ALL = set(ENTRIES)
ADVICE = {code for code, entry in ENTRIES.items() if entry.load().level is Level.ADVICE}


class TestRules:
    def test_files_give_code_and_name(self) -> None:
        assert installed().entry("TUN901") == Entry(
            "TUN901", "unreadable-file", "tunelint.rules.tun901_unreadable_file"
        )

    def test_a_rule_is_what_its_file_says(self) -> None:
        for found in ENTRIES.values():
            rule = found.load()
            assert (rule.code, rule.name) == (found.code, found.name)

    def test_codes_are_in_order(self) -> None:
        assert list(ENTRIES) == sorted(ENTRIES)

    def test_finding_rules_imports_none_of_them(self) -> None:
        program = (
            "import sys; from tunelint.config.rule_selection import installed\n"
            "assert installed().entry('TUN901').page()\n"
            "print([name for name in sys.modules if name.startswith('tunelint.rules.')])"
        )
        run = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )

        assert run.stdout.strip() == "[]"


class TestSelection:
    def test_errors_and_warnings_are_on_and_advice_is_off(self) -> None:
        assert ADVICE
        assert selected() == ALL - ADVICE

    def test_advice_is_given_when_asked_for(self) -> None:
        assert selected(advice=True) == ALL

    def test_a_full_code_asks_for_advice_and_a_prefix_does_not(self) -> None:
        assert "TUN902" in selected(Choice(extend_select=["TUN902"]))
        assert "TUN902" in selected(Choice(select=["TUN902"]))
        assert "TUN902" not in selected(Choice(select=["TUN90"]))
        assert "TUN902" in selected(Choice(select=["TUN90"]), advice=True)

    def test_select_is_all_there_is(self) -> None:
        assert selected(Choice(select=["TUN102"])) == {"TUN102", "TUN901"}
        assert selected(Choice(select=[])) == {"TUN901"}

    def test_a_prefix_selects_its_rules(self) -> None:
        assert selected(Choice(select=["TUN1"])) == {
            code for code in ALL - ADVICE if code.startswith("TUN1")
        } | {"TUN901"}

    def test_unreadable_files_are_always_told(self) -> None:
        assert "TUN901" in selected(Choice(ignore=["TUN901", "TUN"]))

    def test_the_longer_prefix_wins(self) -> None:
        assert "TUN102" not in selected(Choice(select=["TUN1"], ignore=["TUN102"]))
        assert "TUN102" in selected(Choice(select=["TUN102"], ignore=["TUN1"]))
        assert "TUN102" not in selected(Choice(select=["TUN102"], ignore=["TUN102"]))

    def test_the_command_line_starts_anew_only_with_select(self) -> None:
        configured = Choice(select=["TUN102"], ignore=["TUN101"])

        assert "TUN102" in selected(configured, Choice(extend_select=["TUN101"]))
        assert "TUN101" in selected(configured, Choice(extend_select=["TUN101"]))
        assert selected(configured, Choice(select=["TUN101"])) == {"TUN101", "TUN901"}
        assert selected(configured, Choice(ignore=["TUN102"])) == {"TUN901"}

    @pytest.mark.parametrize(
        ("code", "hint"),
        [
            ("TUN10l", "; did you mean TUN101?"),
            ("tun9o2", "; did you mean TUN902?"),
            ("unseeded-serch", "; did you mean unseeded-search?"),
            ("TUN9O2", "; did you mean TUN902?"),
            ("import-error", ""),
        ],
    )
    def test_an_unknown_code_is_told_with_the_nearest(self, code: str, hint: str) -> None:
        with pytest.raises(ConfigurationError) as raised:
            installed().prefixes([code], "--select")

        assert str(raised.value) == f"--select: unknown rule code {code!r}{hint}"
