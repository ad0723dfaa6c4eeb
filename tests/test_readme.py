"""The documents say what is so: the table of rules is the catalogue's, the examples run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import tunelint
from tunelint import registry
from tunelint.config.rule_index import own_entries
from tunelint.rule import Rule

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
RULES = ROOT / "docs" / "rules.md"
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
TRAIN = ROOT / "fixtures" / "keras_tuner" / "tun301_bad.py"
"""The `train.py` of the examples."""
TUNERS = registry.tuner_names()


def table() -> str:
    """The rules by tuner, as docs/rules.md shows them."""
    lines = [
        f"| code | name | level | {' | '.join(TUNERS)} |",
        "|---|---|---|" + "---|" * len(TUNERS),
    ]
    for entry in own_entries().values():
        rule = entry.load()
        marks = [_mark(rule, tuner) for tuner in TUNERS]
        lines.append(f"| {rule.code} | {rule.name} | {rule.level.value} | {' | '.join(marks)} |")
    return "\n".join(lines)


def _mark(rule: type[Rule], tuner: str) -> str:
    return "x" if tuner in rule.tuners else "·"


def test_the_table_of_rules_is_the_catalogues() -> None:
    written = RULES.read_text().split("<!-- rules -->")[1].split("<!-- /rules -->")[0].strip()
    assert written == table()


def test_the_readme_is_short_and_leads_to_every_document() -> None:
    text = README.read_text()

    assert len(text.splitlines()) <= 200
    assert {f"({path.relative_to(ROOT).as_posix()})" for path in DOCUMENTS} - set(
        re.findall(r"\([\w/.-]+\)", text)
    ) == {"(README.md)"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_what_is_there(document: Path) -> None:
    text = document.read_text()
    links = re.findall(r"\]\(([^):#]+)\)", text)
    paths = re.findall(r"`((?:tunelint|rules|tests|fixtures|benchmarks|docs|\.ci)/[\w/.-]*)`", text)

    assert [link for link in links if not (document.parent / link).exists()] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []


def examples() -> Iterator[tuple[str, str]]:
    """Each command of the examples, with the output shown for it."""
    for block in re.findall(r"```console\n(.*?)```", README.read_text(), re.DOTALL):
        for one in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = one.partition("\n")
            yield command, output


EXAMPLES = dict(examples())


def test_the_first_example_is_a_check() -> None:
    assert next(iter(EXAMPLES)) == "tunelint check train.py"


@pytest.mark.parametrize("command", [one for one in EXAMPLES if " confirm " not in one])
def test_an_example_prints_what_is_shown(command: str, tmp_path: Path) -> None:
    shutil.copy(TRAIN, tmp_path / "train.py")
    program, *arguments = command.split()
    if "--baseline" in arguments:
        tunelint(tmp_path, "check", "--write-baseline", "tunelint-baseline.json")

    run = tunelint(tmp_path, *arguments)

    assert program == "tunelint"
    assert run.output + run.errors == EXAMPLES[command]


def test_the_finding_that_is_confirmed_is_found(tmp_path: Path) -> None:
    (command,) = (one for one in EXAMPLES if " confirm " in one)
    shutil.copy(TRAIN.with_name("tun101_bad.py"), tmp_path / "train.py")

    run = tunelint(tmp_path, *command.replace("confirm", "check").split()[1:])

    (first, *_) = EXAMPLES[command].splitlines()
    assert run.output.splitlines()[0].replace("[*] ", "") == first


def test_the_first_commands_install_and_check() -> None:
    (first, second, *_) = re.findall(r"```sh\n(.*?)```", README.read_text(), re.DOTALL)
    commands = [line.partition("#")[0].strip() for line in (first + second).splitlines()]

    assert commands == ["pip install .", "tunelint check", "make test", "make demo"]
