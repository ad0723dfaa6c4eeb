"""Several configurations of a search trained with several seeds, as far as the budget goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from tunelint.lab.answered import epochs_asked
from tunelint.lab.answers import Trial
from tunelint.lab.lab import Answered, Lab, Unanswered, completed
from tunelint.lab.plain_values import Configuration, Value
from tunelint.lab.plurals import counted
from tunelint.lab.questions import Trials
from tunelint.model.facts import largest
from tunelint.model.search import Search

SEEDS = (1, 2, 3, 4, 5)
LEAST = 3
# What goes through its space in order, and how many times as many proposals are asked of it.
IN_ORDER = frozenset({"grid", "exhaustive", "loop"})
WIDE = 8
PROCESSES = 2
NETWORKS = frozenset({"keras", "torch", "lightning"})
# Of the time that is left a question may take so much: the rest is for what the machine does else.
SHARE = 0.85


@dataclass(frozen=True, eq=False)
class Opening:
    """What a search shows before anything is measured: its proposals, and one trial as written.

    `facts` is what the live search says of itself, `trial` the one trial, under the caps.
    """

    configurations: tuple[Configuration, ...]
    facts: Mapping[str, Value]
    trial: Trial

    @property
    def epochs(self) -> int | None:
        """For how many epochs the trial trains as written; None where no training tells."""
        asked = [one.epochs_asked for one in self.trial.trainings]
        known = [epochs for epochs in asked if epochs is not None]
        return max(known, default=None)

    @property
    def seen_epochs(self) -> int:
        """For how many epochs the trial trains. Raises Unanswered where no training tells."""
        return max(epochs_asked(self.trial.trainings))


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to train: for how many `epochs` (None: all that it asks for), `without` callbacks."""

    epochs: int | None = None
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class TrialGrid:
    """Trials by configuration, then by seed: every configuration with the same seeds.

    `labels` tells the configurations apart; `left_out` is how many of them failed.
    """

    configurations: tuple[Configuration, ...]
    rows: tuple[tuple[Trial, ...], ...]
    facts: Mapping[str, Value] = field(default_factory=dict)
    left_out: int = 0

    @property
    def seeds(self) -> int:
        """How many seeds each configuration was trained with."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def trials(self) -> list[Trial]:
        """All of them."""
        return [trial for row in self.rows for trial in row]

    @property
    def labels(self) -> tuple[str, ...]:
        """Each configuration by what it does not share with all others."""
        return labels(self.configurations)

    def must_ask_for(self, epochs: int) -> None:
        """Raises Unanswered where some training is told to go on for another number of epochs."""
        asked = {one.epochs_asked for trial in self.trials for one in trial.trainings} - {None}
        if asked - {epochs}:
            lengths = ", ".join(map(str, sorted(one for one in asked if one is not None)))
            raise Unanswered(f"the trials train for different numbers of epochs: {lengths}")

    @property
    def extent(self) -> str:
        """``8 configurations, 3 seeds each``."""
        seeds = counted(self.seeds, "seed")
        return f"{len(self.rows)} configurations, {seeds} each"


def opening(lab: Lab, search: Search) -> Opening:
    """The search's first proposals beside one trial as written. Raises Unanswered.

    Of a grid, which goes through its space in order, they are taken from far and wide. Where the
    search's own budget is smaller than ours, draws from its space fill them up.
    """
    wanted = lab.budget.trials
    proposing = _proposing(lab, search, wanted)
    drawing = replace(proposing, count=2 * wanted, draws=2 * wanted)
    questions = [lab.trials(search, 1, seeds=SEEDS[:1]), proposing]
    budget = largest(search.budget)
    if budget is not None and budget < wanted:
        questions.append(drawing)
    first, *proposed = lab.each(questions)
    configurations = distinct(
        one.configuration for answer in proposed for one in answer.proposals()
    )
    short = 0 < len(configurations) < wanted
    if short and len(proposed) == 1 and search.loop is None:  # a loop has no more
        with suppress(Unanswered):
            more = lab.once(drawing).proposals()
            configurations = distinct([*configurations, *(one.configuration for one in more)])
    return Opening(
        _chosen(search, configurations, wanted),
        {**proposed[0].facts, **first.facts},
        first.finished()[0],
    )


def distinct_proposals(lab: Lab, search: Search, wanted: int) -> tuple[Configuration, ...]:
    """Different proposals of the search; of a grid from far and wide. Raises Unanswered."""
    proposed = lab.once(_proposing(lab, search, wanted)).proposals()
    found = distinct(one.configuration for one in proposed)
    return _chosen(search, found, wanted)


def _proposing(lab: Lab, search: Search, wanted: int) -> Trials:
    times = WIDE if search.algorithm in IN_ORDER else 1
    return lab.trials(search, times * wanted, train=False)


def _chosen(search: Search, found: list[Configuration], wanted: int) -> tuple[Configuration, ...]:
    if len(found) <= wanted or search.algorithm not in IN_ORDER:
        return tuple(found[:wanted])
    return tuple(found[position * len(found) // wanted] for position in range(wanted))


def distinct(configurations: Iterable[Configuration]) -> list[Configuration]:
    """Each configuration once, in order."""
    found: list[Configuration] = []
    for one in configurations:
        if one not in found:
            found.append(one)
    return found


def train_grid(lab: Lab, search: Search, begun: Opening, variant: Variant) -> TrialGrid:
    """Train the proposals with as many seeds as the budget allows, on two processes.

    Raises Unanswered where fewer than three could be trained with two seeds.
    """
    question = _question(lab, search, begun.configurations, variant)
    parts = [begun.configurations[number::PROCESSES] for number in range(PROCESSES)]
    answers = lab.each(
        replace(question, configurations=part, count=len(part)) for part in parts if part
    )
    return _tables(begun.configurations, [answers])[0]


def train_grids(
    lab: Lab, search: Search, begun: Opening, one: Variant, other: Variant
) -> tuple[TrialGrid, TrialGrid]:
    """Train the same proposals with the same seeds in two ways, a process for each way.

    Raises Unanswered where fewer than three could be trained with two seeds.
    """
    ways = (one, other)
    answers = lab.each(_question(lab, search, begun.configurations, way) for way in ways)
    first, second = _tables(begun.configurations, [answers[:1], answers[1:]])
    return first, second


def _question(
    lab: Lab, search: Search, configurations: Sequence[Configuration], variant: Variant
) -> Trials:
    question = lab.trials(
        search,
        len(configurations),
        configurations=configurations,
        epochs=variant.epochs,
        without=variant.without,
        seeds=SEEDS,
        whole=True,
    )
    return replace(question, seconds=lab.left() * SHARE)


def _tables(
    configurations: Sequence[Configuration], ways: Sequence[Sequence[Answered]]
) -> list[TrialGrid]:
    """For each way the trials of the configurations and seeds that all ways have."""
    trials = [[trial for answer in answers for trial in answer.trials(0)] for answers in ways]
    rows: list[tuple[Configuration, list[list[Trial]]]] = []
    for configuration in configurations:
        own = [[one for one in way if dict(one.configuration) == configuration] for way in trials]
        if all(found and len(completed(found)) == len(found) for found in own):
            rows.append((configuration, own))
    seeds = _most_seeds([min(map(len, own)) for _, own in rows])
    kept = [(one, own) for one, own in rows if min(map(len, own)) >= seeds]
    if seeds < 2 or len(kept) < LEAST:
        raise Unanswered(_too_few([trial for way in trials for trial in way]))
    found = [
        TrialGrid(
            tuple(configuration for configuration, _ in kept),
            tuple(tuple(own[way][:seeds]) for _, own in kept),
            ways[way][0].facts,
            len(configurations) - len(kept),
        )
        for way in range(len(ways))
    ]
    if all(map(_seeds_itself, found)):
        raise Unanswered(
            "every seed gives the same result: the trials seem to set their own, so the effect of"
            " seeds cannot be measured"
        )
    return found


def _seeds_itself(found: TrialGrid) -> bool:
    """Whether networks come out the same with every seed, which draws their weights."""
    trainings = [one for trial in found.trials for one in trial.trainings]
    if not any(one.framework in NETWORKS for one in trainings):
        return False
    return all(_outcome(trial) == _outcome(row[0]) for row in found.rows for trial in row)


def _outcome(trial: Trial) -> tuple[object, ...]:
    logs = [sorted(one.logs.items()) for one in trial.trainings]
    return (trial.score, logs, [one.weights_after for one in trial.trainings])


def _too_few(trials: Sequence[Trial]) -> str:
    failed = [trial for trial in trials if trial.state == "failed"]
    if failed:
        return f"{len(failed)} of {len(trials)} trials fail: {failed[0].error}"
    ended = counted(len(trials), "training")
    return (
        f"only {ended} fit into the budget: too few to compare 3 configurations with 2 seeds each"
    )


def _most_seeds(counts: Sequence[int]) -> int:
    """The number of seeds to compare with: all configurations if they have two, else some."""
    if not counts:
        return 0
    fewest = min(counts)
    return fewest if fewest >= 2 else 2 if sum(count >= 2 for count in counts) >= LEAST else 0


def labels(configurations: Sequence[Configuration]) -> tuple[str, ...]:
    """Each configuration in a few words: the values that are not the same in all of them."""
    names = sorted({name for one in configurations for name in one})
    telling = [
        name
        for name in names
        if len({repr(one.get(name)) for one in configurations}) > 1 or len(names) == 1
    ]
    return tuple(
        ", ".join(f"{name}={_short(one[name])}" for name in telling if name in one) or "as written"
        for one in configurations
    )


def _short(value: Value) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
