"""TUN606: steps that never land on the maximum."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import check, lines

HEAD = "import keras_tuner as kt\n"
RUN = (
    "tuner = kt.RandomSearch(build, objective='val_loss', max_trials=5, seed=1)\n"
    "tuner.search(x, y, validation_split=0.2, epochs=9)\n"
)


def built(*declarations: str, head: str = HEAD) -> str:
    body = "".join(f"    {line}\n" for line in declarations)
    return f"{head}def build(hp):\n{body}    return make(hp)\n{RUN}"


FLAGGED = {
    "units": (built("hp.Int('units', 32, 100, step=32)"), [3]),
    "keywords": (
        built("hp.Int(", "    name='units',", "    min_value=8,", "    max_value=60, step=16)"),
        [3],
    ),
    "a binary fraction": (built("hp.Float('dropout', 0.0, 0.3, step=0.1)"), [3]),
    "tenths up to one": (built("hp.Float('share', 0, 1, 0.1)"), [3]),
    "constants": (
        built("hp.Int('width', LOW, HIGH, STEP)", head=HEAD + "LOW, HIGH, STEP = 10, 55, 10\n"),
        [4],
    ),
    "only the smallest": (built("hp.Int('n', 16, 20, step=32)"), [3]),
    "a name of each layer": (
        built(
            "for i in range(hp.Int('layers', 1, 3)):",
            "    hp.Int(f'units_{i}', 32, 500, step=64)",
        ),
        [4],
    ),
    "a space of its own": (
        HEAD
        + "hp = kt.HyperParameters()\nhp.Float('rate', 0.1, 0.45, step=0.1)\n"
        + "tuner = kt.RandomSearch(build, objective='val_loss', hyperparameters=hp)\n"
        + "tuner.search(x, y, validation_split=0.2)\n",
        [3],
    ),
    "whichever maximum it is": (
        built("top = 100 if small else 200", "hp.Int('units', 32, top, step=32)"),
        [4],
    ),
}

SILENT = {
    "it lands": built("hp.Int('units', 32, 512, step=32)"),
    "fractions that land": built("hp.Float('dropout', 0.1, 0.5, step=0.1)"),
    "no step": built("hp.Int('units', 32, 100)", "hp.Float('dropout', 0.0, 0.33)"),
    "a step of one": built("hp.Int('layers', 1, 5, step=1)"),
    "logarithmic": built("hp.Float('lr', 1e-4, 5e-2, step=10, sampling='log')"),
    "sampling unknown": built("hp.Int('units', 3, 100, step=10, sampling=kind)"),
    "bounds unknown": built("hp.Int('units', 32, widest(), step=32)"),
    "the step unknown": built("hp.Int('units', 32, 100, step=read_step())"),
    "one maximum lands": built("top = 100 if small else 96", "hp.Int('units', 32, top, step=32)"),
    "the range is one value": built("hp.Int('units', 32, 32, step=8)"),
    "no search": HEAD + "def build(hp):\n    return hp.Int('units', 32, 100, step=32)\n",
}


@pytest.mark.parametrize("name", FLAGGED)
def test_flags(name: str, tmp_path: Path) -> None:
    text, expected = FLAGGED[name]
    assert lines(text, "TUN606", tmp_path) == expected


@pytest.mark.parametrize("name", SILENT)
def test_stays_silent(name: str, tmp_path: Path) -> None:
    assert lines(SILENT[name], "TUN606", tmp_path) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("units", "'units' never reaches its maximum 100: hp.Int draws 32, 64, 96"),
        (
            "a binary fraction",
            "never reaches its maximum 0.3: hp.Float draws 0, 0.1, 0.2",
        ),
        ("tenths up to one", "hp.Float draws 0, 0.1, …, 0.9"),
        ("only the smallest", "hp.Int draws only 16"),
    ],
)
def test_it_says_what_is_drawn(name: str, words: str, tmp_path: Path) -> None:
    (found,) = check(FLAGGED[name][0], "TUN606", tmp_path)
    assert words in found.message
