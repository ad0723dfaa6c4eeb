"""Randomness: what seeds the process, what draws rows, and where proposals come from."""

from __future__ import annotations

from dataclasses import dataclass

from tunelint.interpreter.objects import CallEvent, Event
from tunelint.interpreter.values import Argument, Term
from tunelint.model.facts import UNKNOWN, Fact


@dataclass(frozen=True, eq=False, kw_only=True)
class Seeding:
    """A call (or environment variable) that seeds generators for the whole process."""

    event: Event
    # As it is written: ``np.random.seed``.
    label: str
    # Of ``python``, ``numpy``, ``tensorflow``, ``torch``, ``hyperopt`` (HYPEROPT_FMIN_SEED);
    # ``keras.utils.set_random_seed`` seeds python, numpy and tensorflow.
    generators: frozenset[str]
    # The seed.
    value: Fact = UNKNOWN
    # It sets a generator back to where it was earlier in the same run.
    restores: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Draw:
    """A random split, permutation, shuffle or sample of rows."""

    event: CallEvent
    # ``split`` (train_test_split), ``splitter`` (KFold object), ``permutation`` (of the rows
    # themselves), ``order`` (of indices), ``sample`` or ``numbers`` (random numbers, which choose
    # rows only where a comparison of them indexes an array).
    kind: str
    # As it is written: ``train_test_split``.
    label: str
    # Its own seed argument; Default(None) where not given.
    seed: Fact
    # The name of that argument, None where it has none.
    seed_argument: str | None
    # What seeds it where it has no seed of its own.
    generators: frozenset[str]
    # The arrays that rows are drawn of.
    inputs: tuple[Term, ...]
    # What it gives back.
    output: Term
    # False where it does not draw at all (``shuffle=False``).
    random: bool = True
    # The inputs are changed rather than copied into the output.
    in_place: bool = False
    # The generator object that it draws from, where there is one.
    generator: Term | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Randomness:
    """Where the proposals of a search come from."""

    # False for a grid, None where not known.
    draws: bool | None
    # The search's own seed; the fact's place is the argument.
    seed: Fact
    # Its name: ``seed``, ``rstate``, ``random_state``; empty where the search takes none.
    argument: str
    # When the search draws its seed.
    moment: Event
    # The alternatives that seed it otherwise: each a set that must be seeded together before
    # `moment`.
    generators: tuple[frozenset[str], ...] = ()
    # 0 and False count as no seed.
    zero_is_none: bool = False
    # The seed is a loop's variable.
    swept: bool = False
    # In words, what it draws from: ``Python's random``.
    reads: str = ""
    # The argument that is handed over for the seed, or that should be it.
    given: Argument | None = None
    # What is handed over where the library takes a generator: ``int``, ``RandomState``,
    # ``Generator``; empty where it cannot be read.
    form: str = ""
    # The call that takes `argument`, where that is not the search's own (a sampler's).
    holder: CallEvent | None = None
    # Several trials at once (`Search.parallel`) change what a seeded search proposes.
    drifts: bool = False
    # In words, which seed the search is `given` without reading it, where that is not `argument`.
    vain: str = ""
