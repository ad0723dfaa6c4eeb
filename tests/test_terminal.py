"""What names, sources and configurations hold is printed, and no terminal obeys it."""

from __future__ import annotations

import ast
import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from tests.command import ZERO_SEED, notebook, on_a_terminal, tunelint, tunelint_process, write
from tunelint.findings.diagnostic import Diagnostic, RelatedSpan, Span
from tunelint.findings.finding import Level
from tunelint.lab.verdict_records import Evidence
from tunelint.lab.verdicts import Outcome, Verdict
from tunelint.reports.concise import concise
from tunelint.reports.confirmation import Confirmation
from tunelint.reports.diff import unified_diff
from tunelint.reports.full import full
from tunelint.reports.rule_pages import Row, table
from tunelint.reports.summary import Ending
from tunelint.reports.terminal_text import Line, Style, Styled, printable, printed
from tunelint.reports.verdicts import concise_lines, full_lines, unasked_lines

EVIL = "\x1b]0;x\x07\x1b[2J\r\n\x9b31m\x7f\u202e\u2066\u200f\u2028\udc9b"
NAME = "e\x1b[31m\x07\r\n\t\u202ev.py"


def obeyed(text: str) -> set[str]:
    """The characters of a text that a terminal, or an eye, would obey."""
    categories = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    return {one for one in text if unicodedata.category(one) in categories} - {"\n"}


def evil() -> Diagnostic:
    """A finding with what is evil wherever it holds text."""
    span = Span(Path(f"/x/{EVIL}.py"), None, 1, 1, 1, 4, ((1, f"ab{EVIL}c"), (2, EVIL)))
    verdict = Verdict(Outcome.CONFIRMED, EVIL, {})
    evidence = Evidence(verdict, EVIL, EVIL, versions=((EVIL, EVIL),), guard=EVIL)
    related = (RelatedSpan(replace(span, path=Path(f"{EVIL}.ipynb"), cell=2), EVIL),)
    return Diagnostic(
        f"TUN{EVIL}", EVIL, Level.ERROR, EVIL, span, EVIL, related, EVIL, evidence=evidence
    )


def texts() -> dict[str, list[Line]]:
    """Every report that is text, about what is evil."""
    verdict = Verdict(Outcome.REFUTED, EVIL, {})
    asked = Confirmation(evil(), True, verdict, 1.0, EVIL, ((EVIL, EVIL),), EVIL, EVIL, True)
    before, after = EVIL.encode("utf-8", "replace"), b"x = 1\n"
    return {
        "full": [*full([evil()], Ending())],
        "concise": [*concise([evil()], Ending())],
        "confirm, full": [*full_lines(asked)],
        "confirm, concise": [*concise_lines(asked)],
        "not asked": [*unasked_lines([evil()])],
        "rules": [*table([Row("ACME001", EVIL, "error", (EVIL,))])],
        "diff": [*unified_diff(Path(f"/x/{EVIL}.py"), before, after)],
        "diff of a notebook": [
            *unified_diff(
                Path(f"/x/{EVIL}.ipynb"), notebook(EVIL).encode(), notebook("x = 1").encode()
            )
        ],
    }


@pytest.mark.parametrize(("name", "lines"), texts().items(), ids=texts())
def test_no_report_lets_a_terminal_obey(name: str, lines: list[Line]) -> None:
    assert lines
    for line in lines:
        assert obeyed(printed(line)) <= {"\t"}
        assert "\n" not in printed(line)


def test_only_styles_colour() -> None:
    line = (Styled("a\x1b[0mb", Style.ERROR), "\x1b[1mc")

    assert printed(line, colour=True) == "\x1b[1;31ma\\x1b[0mb\x1b[0m\\x1b[1mc"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "plain [bold]text[/] 研究 é \u3000 \u00a0 \t",
            "plain [bold]text[/] 研究 é \u3000 \u00a0 \t",
        ),
        ("\x00\x1b\x7f\x9b", r"\x00\x1b\x7f\x9b"),
        ("a\r\nb", r"a\r\nb"),
        ("\u202e\u2069\ufeff\u200b", r"\u202e\u2069\ufeff\u200b"),
        ("\u2028\U000e0041\udcff", r"\u2028\U000e0041\udcff"),
    ],
)
def test_characters_are_spelt_as_python_spells_them(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, {NAME: ZERO_SEED, f"{NAME}.ipynb": notebook(ZERO_SEED)})


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "--output-format", "concise"],
        ["check", "--show-files"],
        ["check", "--diff"],
        ["check", f"gone{EVIL[:-1]}"],
        ["check", "--select", EVIL[:-1]],
        ["check", "--config", EVIL[:-1]],
        ["check", f"--{EVIL[:-1]}"],
        ["check", "--write-baseline", "gone/\x1b[31m"],
        ["explain", EVIL[:-1]],
    ],
)
def test_no_name_on_the_disk_or_the_command_line_is_obeyed(
    folder: Path, arguments: list[str]
) -> None:
    run = tunelint_process(folder, *arguments)

    assert run.output + run.errors
    assert obeyed(run.output + run.errors) == set()


def test_json_keeps_what_is_so(folder: Path) -> None:
    output = tunelint(folder, "check", "--output-format", "json").output

    assert obeyed(output) == set()
    assert {one["path"] for one in json.loads(output)} == {NAME, f"{NAME}.ipynb"}


@pytest.mark.parametrize(
    "text",
    [
        "'\\u001b[31m' = 1",
        "select = ['\\u001b[31m']",
        "exclude = ['\\u001b[31m!']\nbaseline = '\\u001b[31m'",
        "['\\u001b']\nx = 1",
        "select = ['\\u202e",
    ],
)
def test_no_configuration_is_obeyed(tmp_path: Path, text: str) -> None:
    run = tunelint(write(tmp_path, {"tunelint.toml": text, "a.py": ZERO_SEED}), "check")

    assert run.status == 2
    assert obeyed(run.output + run.errors) == set()


def test_the_page_of_a_project_s_own_rule_is_not_obeyed(tmp_path: Path) -> None:
    page = '"""ACME001 own\n\nFlags \\x1b[31m\u202e `x`.\n"""\n'
    folder = write(tmp_path, {"own/acme001_own.py": page, "tunelint.toml": "rules = ['own']\n"})

    assert obeyed(tunelint(folder, "explain", "ACME001").output) == set()
    shown = on_a_terminal(folder, "explain", "ACME001")
    assert "\\x1b[31m" in shown
    assert "\u202e" not in shown


def test_flake8_gets_lines_that_nothing_obeys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("flake8")
    from tunelint.cli.flake8 import Plugin

    making = "import optuna\n\ndef make():\n    return optuna.create_study()\n"
    using = "import lib\n\nlib.make().optimize(lambda trial: trial.suggest_float('x', 0, 1))\n"
    folder = write(tmp_path / "\x1b[31m\n\u202e", {"lib.py": making})
    plugin = Plugin(ast.parse(using), str(folder / "a.py"), using.splitlines(keepends=True))
    messages = [message for _, _, message, _ in plugin.run()]

    assert any("(at " in message and "\\x1b[31m\\n" in message for message in messages)
    assert obeyed("".join(messages)) == set()
