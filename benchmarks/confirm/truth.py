"""How often experiments that compare noisy scores are wrong: they judge searches of a known truth.

``python -m benchmarks.confirm.truth [CODE …] [--times N]``: the trainings are formulas with noise,
so nothing is run. Where nothing is wrong, at most 5% may be confirmed; where much is, at most 5%
refuted.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.confirm.formulas import (
    CONFIGURATIONS,
    Curve,
    Drawn,
    OneTraining,
    apart,
    correct,
    falling_beside,
    peak,
    plateau,
    quick,
    ranked,
    rise,
    shaped,
    two_scores,
)
from tunelint.config.rule_selection import Choice
from tunelint.config.settings import Settings, Wishes
from tunelint.confirm.cases import Case, cases_of
from tunelint.lab.answers import Answer, Training, Trial
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.plain_values import Configuration, Value
from tunelint.lab.questions import Question, Trials
from tunelint.lab.verdicts import Outcome, Verdict, inconclusive

LIMIT = 0.05
SEEDS = 3
HEAD = """\
import keras
import keras_tuner as kt

def build_model(hp):
    model = keras.Sequential([keras.layers.Dense(hp.Int("number", 0, 7)), keras.layers.Dense(1)])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model

"""
SEARCH = """\
tuner = kt.RandomSearch(build_model, objective="{objective}", max_trials=8, seed=7)
tuner.search(x, y, validation_data=(v, w), epochs={epochs}{more})
"""
STOP = 'stop = keras.callbacks.EarlyStopping(monitor="{}", patience={})\n'


def program(objective: str, epochs: int, stop: tuple[str, int] | None = None) -> str:
    """A search; `stop` is what its early stopping watches, and its patience."""
    more = ", callbacks=[stop]" if stop is not None else ""
    stopping = STOP.format(*stop) if stop is not None else ""
    return HEAD + stopping + SEARCH.format(objective=objective, epochs=epochs, more=more)


PROGRAMS = {
    "TUN401": program("val_loss", 4)
    + "model = tuner.hypermodel.build(tuner.get_best_hyperparameters()[0])\n"
    + "model.fit(x, y, epochs=40)\n",
    "TUN402": program("val_loss", 1),
    "TUN302": program("val_loss", 20),
    "TUN303": program("loss", 20),
    "TUN108": program("val_loss", 20),
    "TUN403": program("val_accuracy", 20, ("val_accuracy", 1)),
    "TUN405": program("val_accuracy", 20, ("loss", 5)),
    "TUN507": program("val_accuracy", 20) + "print(tuner.oracle.get_best_trials()[0].score)\n",
}


@dataclass(frozen=True)
class Truth:
    """Searches of one kind; `wrong` says whether what the rule says is true of them."""

    code: str
    what: str
    wrong: bool
    search: Drawn
    objective: str = "val_loss"
    direction: str = "min"
    epochs: int = 20
    stop: tuple[str, int] | None = None
    rows: int = 0


@dataclass(eq=False)
class Simulated:
    """The processes of one search."""

    truth: Truth
    training: OneTraining
    replicate: int

    def __call__(self, question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        return (self._answer(question),) * copies

    def _answer(self, question: Trials) -> Answer:
        truth = self.truth
        facts: dict[str, Value] = {"objective": truth.objective, "direction": truth.direction}
        chosen = question.configurations or tuple(
            {"number": n} for n in range(min(question.count, CONFIGURATIONS))
        )
        if not question.train:
            return Answer(True, trials=tuple(Trial(one) for one in chosen), facts=facts)
        seeds = question.seeds[:SEEDS] or (None,)
        trials = [self._trial(question, one, seed) for one in chosen for seed in seeds]
        return Answer(True, trials=tuple(trials), facts=facts)

    def _trial(self, question: Trials, configuration: Configuration, seed: int | None) -> Trial:
        truth, number = self.truth, configuration["number"]
        assert isinstance(number, int)
        chance = random.Random(f"{self.replicate} {number} {seed}")
        whole = self.training(chance, number, question.epochs or truth.epochs)
        length = len(next(iter(whole.values())))
        if truth.stop is not None and not question.without:
            length = _stopped(whole[truth.stop[0]], truth.stop[1], "acc" in truth.stop[0])
        logs = {name: tuple(values[:length]) for name, values in whole.items()}
        curve = logs[truth.objective]
        score = max(curve) if truth.direction == "max" else min(curve)
        halves = {truth.objective: self._halves(number, score)} if question.halves else {}
        training = Training("keras", truth.epochs, length, logs, halves=halves)
        return Trial(
            configuration, "complete", score, seed=seed, trainings=(training,), seconds=0.1
        )

    def _halves(self, number: int, score: float) -> tuple[tuple[float, float], ...]:
        """The score on halves of the rows: of each row it is right or wrong."""
        own = random.Random(f"{self.replicate} {number} rows")
        right = [float(own.random() < score) for _ in range(self.truth.rows)]
        pairs = []
        for division in range(12):
            order = list(range(self.truth.rows))
            random.Random(f"{self.replicate} {division}").shuffle(order)
            sides = order[: len(order) // 2], order[len(order) // 2 :]
            pairs.append(tuple(sum(right[at] for at in side) / len(side) for side in sides))
        return tuple((one, other) for one, other in pairs)


def _stopped(curve: Curve, patience: int, higher: bool) -> int:
    """After which epoch Keras' early stopping ends a training."""
    best, wait = None, 0
    for epoch, value in enumerate(curve, 1):
        if best is None or (value > best if higher else value < best):
            best, wait = value, 0
            continue
        wait += 1
        if wait >= patience:
            return epoch
    return len(curve)


TRUTHS = (
    *(
        Truth(
            "TUN507",
            f"{rows} rows, accuracies spread by {spread:g}",
            wrong,
            correct(spread),
            "val_accuracy",
            "max",
            rows=rows,
        )
        for rows, spread, wrong in ((10_000, 0.1, False), (2_000, 0.1, False), (40, 0.02, True))
    ),
    *(
        Truth("TUN401", f"one ranking, seeds spread {noise:g}", False, ranked(1, noise), epochs=4)
        for noise in (0.1, 0.5, 1, 3)
    ),
    Truth("TUN401", "equal configurations", False, ranked(0, 1), epochs=4),
    Truth("TUN401", "equal, noisy epochs", False, ranked(0, 0.3, wobble=0.3), epochs=4),
    Truth("TUN401", "another ranking later", True, ranked(1, 0.05, turns=True), epochs=4),
    Truth("TUN402", "one ranking, seeds spread 0.5", False, ranked(1, 0.5, at=5), epochs=1),
    Truth("TUN402", "another ranking later", True, ranked(1, 0.05, turns=True, at=5), epochs=1),
    *(
        Truth(
            "TUN302",
            f"one ranking, seeds spread {noise:g}",
            False,
            two_scores(1, noise, "val_loss", "val_accuracy", apart=False),
        )
        for noise in (0.1, 0.5, 1)
    ),
    Truth(
        "TUN302",
        "equal configurations",
        False,
        two_scores(0, 1, "val_loss", "val_accuracy", apart=True),
    ),
    Truth(
        "TUN302",
        "rankings of their own",
        True,
        two_scores(1, 0.05, "val_loss", "val_accuracy", apart=True),
    ),
    Truth(
        "TUN303",
        "one ranking, seeds spread 0.3",
        False,
        two_scores(1, 0.3, "loss", "val_loss", apart=False),
        objective="loss",
    ),
    Truth(
        "TUN303",
        "rankings of their own",
        True,
        two_scores(1, 0.05, "loss", "val_loss", apart=True),
        objective="loss",
    ),
    Truth("TUN108", "five deviations apart", False, apart(5)),
    Truth("TUN108", "four deviations apart", False, apart(4)),
    Truth("TUN108", "equal configurations", True, apart(0)),
    Truth("TUN108", "a tenth of a deviation apart", True, apart(0.1)),
    *(
        Truth(
            "TUN403",
            f"nothing to gain: {what}",
            False,
            shaped(shape, spread, noise, wobble),
            "val_accuracy",
            "max",
            stop=("val_accuracy", 1),
        )
        for what, shape, spread, noise, wobble in (
            ("a plateau with noise", plateau, 1, 0.3, 0.1),
            ("a plateau, all alike", plateau, 0, 0.3, 0.3),
            ("a plateau, hardly any noise between seeds", plateau, 1, 0.01, 0.1),
            ("learned early", quick, 0.5, 0.1, 0.05),
            ("worse after a peak", peak, 0.5, 0.05, 0.005),
        )
    ),
    Truth(
        "TUN403",
        "a noisy rise",
        True,
        shaped(rise, 0.3, 0.1, 0.1),
        "val_accuracy",
        "max",
        stop=("val_accuracy", 1),
    ),
    *(
        Truth(
            "TUN405",
            f"the monitor tells the same: {what}",
            False,
            shaped(shape, 0.3, noise, wobble, "loss"),
            "val_accuracy",
            "max",
        )
        for what, shape, noise, wobble in (
            ("a plateau", plateau, 0.1, 0.1),
            ("a peak", peak, 0.1, 0.05),
            ("a rise", rise, 0.1, 0.05),
        )
    ),
    Truth(
        "TUN405",
        "worse after a peak, the training loss falls on",
        True,
        falling_beside(peak, 0.02),
        "val_accuracy",
        "max",
    ),
)


def verdict_of(case: Case, truth: Truth, replicate: int) -> Verdict:
    """What the rule says about one search."""
    training = truth.search(random.Random(f"{truth.what} {replicate}"))
    lab = Lab(Simulated(truth, training, replicate), case.span)
    try:
        return case.rule.confirm(case.subject, lab)
    except Unanswered as reason:
        return inconclusive(str(reason))


def case_of(code: str) -> Case:
    """The only subject of a rule in its program."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("train.py").write_text(PROGRAMS[code], encoding="utf-8")
        (case,) = cases_of([Path()], Settings(Wishes(Choice([code]), advice=True)), [code]).cases
    return case


def counted(truth: Truth, times: int) -> Counter[Outcome]:
    """How often searches of a kind are judged each way."""
    case = case_of(truth.code)
    return Counter(verdict_of(case, truth, number).outcome for number in range(times))


def rows(truths: Sequence[Truth], times: int) -> Iterator[tuple[str, bool]]:
    """The table, a line at a time, and whether the line is as it should be."""
    yield "| rule | truth | is it wrong? | confirmed | refuted | inconclusive |", True
    yield "|---|---|---|---|---|---|", True
    for truth in truths:
        found = counted(truth, times)
        shares = [found[outcome] / times for outcome in Outcome]
        mistaken = found[Outcome.REFUTED if truth.wrong else Outcome.CONFIRMED] / times
        told = " | ".join(f"{share:.1%}" for share in shares)
        yield (
            f"| {truth.code} | {truth.what} | {'yes' if truth.wrong else 'no'} | {told} |",
            mistaken <= LIMIT,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("codes", nargs="*", help="rules; all without one")
    parser.add_argument("--times", type=int, default=400, help="searches of each kind")
    given = parser.parse_args()
    wanted = [one for one in TRUTHS if not given.codes or one.code in given.codes]
    right = True
    for line, fine in rows(wanted, given.times):
        print(line if fine else f"{line} <- more than {LIMIT:.0%}", flush=True)
        right = right and fine
    return int(not right)


if __name__ == "__main__":
    sys.exit(main())
