"""Every rule's page: its sections, and its two examples run through the engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.command import tunelint, write
from tunelint.config.rule_index import own_entries
from tunelint.config.rule_selection import UNREADABLE_FILE, UNUSED_IGNORE
from tunelint.findings.finding import Level

SECTIONS = [
    "What it does",
    "Why is this bad?",
    "Example",
    "Use instead",
    "How it is confirmed",
    "Where it stops looking",
]

TUNERS = {
    "Keras Tuner",
    "Hyperopt",
    "Optuna",
    "scikit-learn",
    "scikit-optimize",
    "Ray Tune",
    "bayes_opt",
    "loop",
}

ENTRIES = own_entries()
CODES = list(ENTRIES)


def sections(code: str) -> dict[str, str]:
    """The sections of a rule's page by their headings; the title has the heading ''."""
    parts = re.split(r"^## (.+)$", ENTRIES[code].page(), flags=re.MULTILINE)
    return {
        "": parts[0].strip(),
        **dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=True)),
    }


def example(code: str, heading: str) -> str:
    """The only block of a section, which holds nothing else."""
    blocks = re.fullmatch(r"```python\n(.*?)```", sections(code)[heading], flags=re.DOTALL)
    assert blocks is not None, f"{code}: {heading} is one block of Python"
    assert "```" not in blocks[1]
    return blocks[1]


def codes_found(code: str, text: str, folder: Path) -> list[str]:
    # An unused comment is one that names a rule which runs, so that others must be selected too.
    chosen = ["--extend-select" if code == UNUSED_IGNORE else "--select", code]
    write(folder, {"example.py": text})
    return tunelint(folder, "check", "example.py", *chosen, "--output-format", "json").codes


@pytest.mark.parametrize("code", CODES)
def test_the_page_has_its_sections_in_order(code: str) -> None:
    found = sections(code)

    assert list(found) == ["", *SECTIONS]
    assert found[""] == f"{code} {ENTRIES[code].name}"
    assert all(found.values())


@pytest.mark.parametrize("code", CODES)
def test_the_example_is_found(code: str, tmp_path: Path) -> None:
    found = codes_found(code, example(code, "Example"), tmp_path)

    assert set(found) == {code}


@pytest.mark.parametrize("code", CODES)
def test_what_to_use_instead_is_not(code: str, tmp_path: Path) -> None:
    assert codes_found(code, example(code, "Use instead"), tmp_path) == []


@pytest.mark.parametrize("code", CODES)
def test_the_class_says_what_the_catalogue_needs(code: str) -> None:
    rule = ENTRIES[code].load()

    assert (rule.code, rule.name) == (code, ENTRIES[code].name)
    assert isinstance(rule.level, Level)
    tuners = getattr(rule, "tuners", None)
    assert isinstance(tuners, tuple)
    assert set(tuners) <= TUNERS
    assert tuners or code in {UNREADABLE_FILE, UNUSED_IGNORE}
