"""A search whose processes are made up: its curves are formulas, its answers are instant."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tunelint.lab.answers import Answer, Measured, Training, Trial
from tunelint.lab.plain_values import Configuration, Value
from tunelint.lab.questions import Question, Trials

Curves = Callable[[int, int], Mapping[str, float]]
"""What is logged by configuration (its number) and epoch (from 1)."""


@dataclass
class MadeUp:
    """Configurations ``{"number": 0}``, … whose logs are `curves` plus noise between seeds.

    `wobble` is the noise between the epochs of one training.

    `log` is the one that the score is read off, its best epoch; `stops` says after which epoch
    early stopping ends a configuration's training, `asks` how many epochs it asks for where not all
    ask for `epochs`. `asked` are the questions that came.
    """

    curves: Curves
    log: str = "val_loss"
    direction: str = "min"
    epochs: int = 4
    configurations: int = 8
    noise: float = 1e-6
    wobble: float = 0.0
    seeds: int = 3
    stops: Callable[[int], int | None] = lambda number: None
    asks: Callable[[int], int] | None = None
    error: str = ""
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    evaluations: tuple[Measured, ...] = ()
    score: float | None = None
    asked: list[Question] = field(default_factory=list)

    def __call__(self, question: Question, copies: int) -> tuple[Answer, ...]:
        assert isinstance(question, Trials)
        self.asked.append(question)
        return (self._answer(question),) * copies

    def _answer(self, question: Trials) -> Answer:
        facts: dict[str, Value] = {"objective": self.log, "direction": self.direction}
        proposed: Sequence[Configuration] = [{"number": n} for n in range(self.configurations)]
        chosen = question.configurations or proposed[: question.count]
        if not question.train:
            return Answer(True, trials=tuple(Trial(one) for one in chosen), facts=facts)
        seeds = question.seeds[: self.seeds] or (None,)
        trials = [self._trial(question, one, seed) for one in chosen for seed in seeds]
        return Answer(True, trials=tuple(trials), facts=facts)

    def _trial(self, question: Trials, configuration: Configuration, seed: int | None) -> Trial:
        if self.error:
            return Trial(configuration, "failed", error=self.error, seed=seed)
        number = configuration["number"]
        assert isinstance(number, int)
        chance = random.Random(f"{number} {seed}")
        shift = chance.gauss(0, self.noise)
        length = self._length(question, number)
        points = [self.curves(number, epoch) for epoch in range(1, length + 1)]
        logs = {
            name: tuple(point[name] + shift + chance.gauss(0, self.wobble) for point in points)
            for name in (points[0] if points else ())
        }
        curve = logs.get(self.log, (0.0,))
        score = max(curve) if self.direction == "max" else min(curve)
        training = Training(
            "keras", self._asked(number), length, logs, row_marks=self.rows, seconds=0.1 * length
        )
        return Trial(
            configuration,
            "complete",
            score if self.score is None else self.score,
            seed=seed,
            trainings=(training,),
            evaluations=self.evaluations,
            seconds=0.1,
        )

    def _asked(self, number: int) -> int:
        return self.epochs if self.asks is None else self.asks(number)

    def _length(self, question: Trials, number: int) -> int:
        asked = self._asked(number)
        whole = question.epochs or asked if question.whole else min(asked, question.epochs or asked)
        stop = None if question.without else self.stops(number)
        return whole if stop is None else min(whole, stop)
