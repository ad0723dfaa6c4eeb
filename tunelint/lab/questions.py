"""What a process that runs the user's script can be asked: picklable, without trees or objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tunelint.lab.plain_values import Configuration


@dataclass(frozen=True, slots=True)
class ScriptSpan:
    """A stretch of a file's program text.

    Lines count from 1, columns from 0 in code points, the end is exclusive; of a notebook it is a
    stretch of all its code cells put together.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Passes:
    """The trials of a hand-written search: each is one pass of the loop at `loop`.

    Of its variables `counters` only count; `drawn` are calls that draw values in a pass, by name.
    The score is the last value of an expression of `compared`, else of `made`, else what was given
    to a target of `bound` last; of several compared in one pass the best, by `direction`.
    """

    loop: ScriptSpan
    counters: tuple[str, ...] = ()
    drawn: tuple[tuple[str, ScriptSpan], ...] = ()
    compared: tuple[ScriptSpan, ...] = ()
    made: tuple[ScriptSpan, ...] = ()
    bound: tuple[ScriptSpan, ...] = ()
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Learning:
    """A call that learns from all the rows that it is given.

    `kind` is ``function`` (it gives back as many rows), ``column`` (it computes a column of the
    frame) or ``layer`` (what it learns stays in a layer of the models).
    """

    span: ScriptSpan
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Cast:
    """An argument of a call, by its name, that is to arrive as a whole number."""

    call: ScriptSpan
    argument: str


@dataclass(frozen=True, slots=True)
class Trials:
    """Take over at the call (or loop) at `run` and try configurations of that search.

    `tuner` names the probe. The search proposes `count` configurations, or they are given. Without
    `train` nothing is trained and a made-up score stands in, which depends on the configuration
    alone. `epochs` is how long each training goes on at most (None: the caps say), with `whole`
    exactly (None: as it asks), `without` names the Keras callbacks that are left out. With
    `workers` joblib's processes do what the script gives them, and only their scores are seen.
    With `seeds` each configuration is tried once with each of them, all generators set just before
    the trial; they come in the order of `in_order`.
    `watched` are expressions whose values are noted. With `seconds` no trial is begun that would
    surely end later than so long after the process began: those that are missing were not tried.
    With `draws` that many independent draws from the space are given instead, whatever the budget
    and the algorithm. `known` are configurations with their scores that the search has been told of
    before, as if an earlier run had stored them. With `rows` trainings and evaluations tell the
    digests of their rows, and what made them; `learning` are calls that learn from rows. With
    `halves` they tell what they come to on so many random halves of their rows and on the rest.
    `passes` says how the passes of a hand-written search make up its trials. Of the calls in
    `casts` the named arguments are handed on as whole numbers.
    `epoch_loops` are loops whose passes are the epochs of a training.
    """

    tuner: str
    run: ScriptSpan
    count: int
    train: bool = True
    configurations: tuple[Configuration, ...] = ()
    epochs: int | None = None
    without: frozenset[str] = frozenset()
    seeds: tuple[int, ...] = ()
    watched: tuple[ScriptSpan, ...] = ()
    draws: int = 0
    known: tuple[tuple[Configuration, float], ...] = ()
    seconds: float | None = None
    rows: bool = False
    passes: Passes | None = None
    epoch_loops: tuple[ScriptSpan, ...] = ()
    learning: tuple[Learning, ...] = ()
    halves: int = 0
    whole: bool = False
    workers: bool = False
    casts: tuple[Cast, ...] = ()

    def in_order(
        self, configurations: Iterable[Configuration]
    ) -> Iterator[tuple[Configuration, int | None]]:
        """Each configuration with two seeds, then all with the next: any part can be compared."""
        listed = tuple(configurations)
        first, later = (self.seeds[:2] or (None,)), self.seeds[2:]
        yield from ((one, seed) for one in listed for seed in first)
        yield from ((one, seed) for seed in later for one in listed)


@dataclass(frozen=True, slots=True)
class Rerun:
    """Run the search at `run` as it stands, under the caps, and give its trials back.

    With `whole` each training goes on for as long as it asks.
    """

    tuner: str
    run: ScriptSpan
    watched: tuple[ScriptSpan, ...] = ()
    passes: Passes | None = None
    epoch_loops: tuple[ScriptSpan, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """Run the script as it stands, under the caps, and tell what happens at the `spans`.

    For each span: how often it was reached, what it raised, and what its expression was worth.
    `runs` are calls that start a search, each with the name of its probe: their trials are counted.
    With `use_up` they propose all trials that their budgets leave (with `capped` no more than the
    caps allow), and none is trained. The script ends once `until` (one of the spans, or of the
    runs) has been left, where that is given; with `failing` only once it has been left with an
    exception. With `rows` the values tell the digests of their rows. Of the calls in `casts` the
    named arguments are handed on as whole numbers. The script runs `times` times
    one after the other, each in a process of its own, on the same files; the last run answers.
    """

    spans: tuple[ScriptSpan, ...]
    runs: tuple[tuple[str, ScriptSpan], ...] = ()
    until: ScriptSpan | None = None
    rows: bool = False
    use_up: bool = False
    capped: bool = False
    times: int = 1
    failing: bool = False
    casts: tuple[Cast, ...] = ()


Question = Trials | Rerun | Watch


def places_of(question: Question) -> frozenset[ScriptSpan]:
    """Where a process has to come to answer: one of these places."""
    match question:
        case Watch(spans=spans, runs=runs):
            return frozenset((*spans, *(span for _, span in runs)))
        case _:
            return frozenset((question.run,))


@dataclass(frozen=True, slots=True)
class Caps:
    """How much of the user's own work is done: None means all of it.

    `trials` for each search that is met, `epochs` for each training, `rows` of its data.
    """

    trials: int | None = 3
    epochs: int | None = 3
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """What is run: `entry` (a path), with `arguments`, after the file `setup` where one is given.

    `texts` stand in for files that are not run as they lie on the disk: a notebook's code, a file
    with IPython's lines. `cells` tell of each line of a notebook's code its cell and line.
    `root` is the project's folder, `folder` the working folder.
    """

    entry: str
    root: str
    folder: str
    arguments: tuple[str, ...] = ()
    setup: str | None = None
    texts: tuple[tuple[str, str], ...] = ()
    cells: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One question to one fresh process; it ends after so many `seconds` (None: when it ends).

    `others` are places that other questions to this script begin with: where it ends before its
    own, the process says which of them it did not come to either.
    """

    script: Script
    question: Question
    caps: Caps = field(default_factory=Caps)
    device: str = "auto"
    seconds: float | None = None
    others: tuple[ScriptSpan, ...] = ()
