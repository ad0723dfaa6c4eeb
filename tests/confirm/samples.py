"""Confirmations of every kind, for the tests of pages and for looking at.

``python -m tests.confirm.samples FOLDER`` writes the pages into a folder.
"""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path

from tunelint.findings.diagnostic import Diagnostic, RelatedSpan, Span
from tunelint.findings.finding import Level
from tunelint.lab.plain_values import Configuration
from tunelint.lab.verdicts import (
    Bars,
    Curve,
    Curves,
    Proposals,
    Ranking,
    Verdict,
    confirmed,
    inconclusive,
    refuted,
)
from tunelint.reports.confirmation import Confirmation
from tunelint.reports.html.page import page

VERSIONS = (("keras", "3.15.1"), ("keras-tuner", "1.4.8"), ("tensorflow", "2.21.0"))
GUARD = "overlay"

SCRIPT = """\
tuner = kt.RandomSearch(
    build_model,
    objective="val_accuracy",
    max_trials=20,
    directory="results",
    project_name="blobs",
)
tuner.search(X_train, y_train, epochs=30, validation_split=0.2)
"""


def span(
    source: str, start: tuple[int, int], end: tuple[int, int], path: str, cell: int | None = None
) -> Span:
    """A place in a source, with all of it as the excerpt."""
    excerpt = tuple(enumerate(source.splitlines(), 1))
    return Span(Path(path), cell, *start, *end, excerpt)


def diagnostic(
    code: str,
    name: str,
    message: str,
    where: Span,
    *,
    level: Level = Level.WARNING,
    related: tuple[RelatedSpan, ...] = (),
    help: str | None = None,
) -> Diagnostic:
    return Diagnostic(code, name, level, message, where, f"{code}-print", related, help)


def confirmation(
    found: Diagnostic, verdict: Verdict, seconds: float = 3.3, *, flagged: bool = True
) -> Confirmation:
    return Confirmation(found, flagged, verdict, seconds, "cpu", VERSIONS, GUARD, "2026-11-26")


def configurations(seed: int, count: int) -> tuple[Configuration, ...]:
    """Made-up proposals, some of which agree between seeds."""
    chance, shared = random.Random(seed), random.Random(0)
    return tuple(
        {
            "units": chance.choice([32, 64, 96, 128]),
            "learning_rate": chance.choice([0.01, 0.001, 0.0001]),
            "dropout": round(chance.random() / 2, 8),
            "activation": shared.choice(["relu", "tanh"]),
            "optimizer": repr({"name": "adam", "beta_1": chance.choice([0.9, 0.95])}),
        }
        for _ in range(count)
    )


def curve(index: int, epochs: int = 30) -> Curve:
    """A validation loss that falls and rises again; each configuration in its own way."""
    chance = random.Random(index)
    best = 6 + 2.6 * (index * 3 % 8)
    values = tuple(
        0.45
        + 0.04 * index
        + 0.9 * math.exp(-epoch / (best / 3))
        + max(0.0, epoch - best) * 0.016
        + chance.gauss(0, 0.012)
        for epoch in range(1, epochs + 1)
    )
    lowest = values.index(min(values)) + 1
    label = f"units={32 * (index + 1)}, learning_rate={10 ** -(2 + index / 4):.2g}, dropout=0.3"
    return Curve(label, values, ((lowest, "best"), (epochs, "reported")))


def unseeded() -> Confirmation:
    """Proposals side by side, some of which agree."""
    found = diagnostic(
        "TUN101",
        "unseeded-search",
        "RandomSearch is not seeded (no seed=): every run tries different configurations",
        span(SCRIPT, (1, 9), (7, 2), "train.py"),
        help="pass seed=... with a number that is not 0",
    )
    runs = (configurations(1, 10), configurations(2, 10))
    line = "two runs share 0 of 10 configurations"
    return confirmation(found, confirmed(line, Proposals(runs), proposed=10, same=0))


def last_epoch() -> Confirmation:
    """Eight learning curves of thirty epochs, and the ranks that follow from them."""
    lines = tuple(curve(index) for index in range(8))
    rows = tuple((line.label, min(line.values), line.values[-1]) for line in lines)
    found = diagnostic(
        "TUN402",
        "best-epoch-scored",
        "trials are compared by their best epoch, but the model that is kept has trained for all"
        " 30 epochs: the winner may have overfitted long before, and what is reported as its"
        " score is not what the kept model reaches on the very same validation data",
        span(SCRIPT, (8, 1), (8, 64), "experiments/2026/image-classification/baselines/train.py"),
        related=(
            RelatedSpan(
                span(SCRIPT, (3, 5), (3, 29), "train.py"), "the objective is taken from here"
            ),
        ),
        help="add EarlyStopping(restore_best_weights=True) to callbacks",
    )
    line = (
        "of 8 configurations the winner by best epoch ranks 4th by last epoch; Kendall's tau"
        " 0.36 (95 % interval -0.09 to 0.79), regret of the winner 0.061"
    )
    return confirmation(
        found,
        confirmed(
            line,
            Curves("val_loss", lines),
            Ranking("best epoch", "last epoch", False, rows),
            data=True,
            tau=0.357142857,
            regret=0.0612,
            configurations=8,
            winner_changes=True,
        ),
        141.7,
    )


def spread() -> Confirmation:
    """Bars with a negative one, in a cell of a notebook."""
    source = 'study = optuna.create_study(direction="maximize")\nstudy.optimize(objective, 50)\n'
    found = diagnostic(
        "TUN207",
        "one-seed-a-trial",
        "each configuration is scored with one seed",
        span(source, (2, 1), (2, 30), "notebooks/search.ipynb", cell=14),
        level=Level.ADVICE,
    )
    bars = Bars(
        "standard deviation of the score",
        (
            ("between seeds of one configuration", 0.0312),
            ("between configurations", 0.0287),
            ("difference of the two", -0.0025),
        ),
    )
    line = "the spread between seeds (0.031) is not told from that between configurations (0.029)"
    return confirmation(found, inconclusive(line, bars, seeds=5), 58.0)


def reached_nothing() -> Confirmation:
    """No exhibits: a script that never gets to its search."""
    where = span(SCRIPT, (3, 5), (3, 11), "src/models/train_model.py")
    found = diagnostic(
        "TUN301",
        "objective-not-logged",
        "objective 'val_acc' is never logged (the model logs 'val_accuracy'): every trial fails"
        " with KeyError",
        where,
        level=Level.ERROR,
    )
    line = "the script ends before its search: FileNotFoundError: 'data/train_2024-10-31.parquet'"
    return confirmation(found, inconclusive(line), 1.2)


def seeded() -> Confirmation:
    """Refuted, and asked for although nothing is flagged."""
    found = diagnostic(
        "TUN101",
        "unseeded-search",
        "TUN101 holds here",
        span(SCRIPT, (1, 9), (1, 24), "seeded.py"),
    )
    runs = (configurations(1, 4), configurations(1, 4))
    verdict = refuted("two runs propose the same 4 configurations", Proposals(runs), proposed=4)
    return confirmation(found, verdict, flagged=False)


def diverging() -> Confirmation:
    """Losses over powers of ten, one of which is lost, few epochs, and marks in many words."""
    lines = (
        Curve("learning_rate=1.0", (310.0, 4.1e5, math.nan, math.inf), ((2, "the last number"),)),
        Curve("learning_rate=0.1", (9.1, 2.2, 0.9, 0.44)),
        Curve("learning_rate=0.01", (1.4, 0.61, 0.3, 0.12), ((4, "chosen"),)),
    )
    found = diagnostic(
        "TUN405",
        "linear-learning-rate",
        "'learning_rate' is drawn on a linear scale",
        span('lr = hp.Float("learning_rate", 1e-4, 1.0)\n', (1, 6), (1, 42), "loop.py"),
    )
    exhibits = Curves("loss", lines), Proposals((configurations(3, 3)[:2] * 2,))
    return confirmation(found, confirmed("1 of 3 configurations diverged", *exhibits), 20.4)


def hostile() -> Confirmation:
    """Markup, templates and control characters wherever text comes from a user's file."""
    evil = "<script>alert(1)</script>{{ 7 * 7 }}</title></svg>\"'&\x1b[31m"
    found = diagnostic(
        "TUN101",
        "unseeded-search",
        evil,
        span(f"x = '{evil}'\n", (1, 5), (1, 20), f"{evil.replace('/', '')}.py"),
        related=(RelatedSpan(span(evil, (1, 1), (1, 3), "a.py"), evil),),
        help=evil,
    )
    verdict = confirmed(
        evil,
        Curves(evil, (Curve(evil, (1.0, 2.0), ((1, evil),)), Curve("b", (2.0, 1.0)))),
        Ranking(evil, evil, True, ((evil, 1.0, 2.0), ("b", 2.0, 1.0))),
        Proposals((({evil: evil},), ({evil: 1},))),
        Bars(evil, ((evil, 1.0),)),
        **{evil: evil},
    )
    return Confirmation(found, True, verdict, 1.0, evil, ((evil, evil),), evil, evil)


def long_words() -> Confirmation:
    """Words without a place to break, a long line of code, and many names."""
    source = f"search({', '.join(f'parameter_{n}={n}' for n in range(40))})\n"
    path = "/".join(f"a_folder_with_a_rather_long_name_{n}" for n in range(8)) + "/train.py"
    found = diagnostic(
        "TUN999", "long-words", "m" * 180, span(source, (1, 1), (1, 400), path), help="h" * 150
    )
    wide: Configuration = {f"model__block_{n}__units": "v" * 60 for n in range(12)}
    rows = tuple((f"{'label' * 30}{n}", 1.0 - n / 50, (n * 7 % 40) / 10) for n in range(40))
    verdict = refuted(
        "w" * 160,
        Proposals(((wide,), ({**wide, "model__block_3__units": "other"},))),
        Ranking("score of the search " * 3, "score on the rows held out " * 3, True, rows),
        Bars("seconds " * 20, (("n" * 120, 1e9), ("short", 12.0))),
        Curves("metric" * 20, (Curve("c" * 150, tuple(n * 1e7 for n in range(200))),)),
        **{"k" * 80: "v" * 120},
    )
    return confirmation(found, verdict)


def realistic() -> list[Confirmation]:
    """What a project might get."""
    return [unseeded(), last_epoch(), spread(), reached_nothing(), seeded(), diverging()]


def pages() -> dict[str, str]:
    """Pages by their names."""
    return {
        "realistic": page(realistic()),
        "long": page([long_words(), hostile()]),
        "empty": page([]),
        "interrupted": page([unseeded()], [last_epoch().diagnostic], missing=2),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (Path(sys.argv[1]) / f"{name}.html").write_text(text, encoding="utf-8")
