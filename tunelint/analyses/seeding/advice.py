"""Advice: how to seed a search, in words, with the seed that the program has."""

from __future__ import annotations

from collections.abc import Sequence

from tunelint.analyses.seeding.fixes import IGNORING, proposal_seed, proposal_seed_lacking
from tunelint.analyses.seeding.proposals import parallel_breaks_seed
from tunelint.analyses.seeding.seed_words import ALIKE, BEGINNING, CHANGING, seed_in_words
from tunelint.analyses.seeding.split_fixes import draw_seed, draw_seeded
from tunelint.findings.fixes.render_import import usually_written
from tunelint.findings.listing import joined
from tunelint.interpreter.library_names import called_name
from tunelint.interpreter.objects import Result
from tunelint.model.program import Program
from tunelint.model.randomness import Draw, Seeding
from tunelint.model.search import Search

CALLS = {
    "python": "random.seed({seed})",
    "numpy": "np.random.seed({seed})",
    "tensorflow": "tf.random.set_seed({seed})",
    "torch": "torch.manual_seed({seed})",
}


def how_to_seed(program: Program, search: Search, wrong: Sequence[Seeding] = ()) -> str:
    """The change that seeds the proposals."""
    if search.continues is not False:
        return f"{_added(search, 'n')}{CHANGING}"
    seed = proposal_seed(program, search, wrong)
    lacking = proposal_seed_lacking(program, search) if seed is None else None
    if lacking is not None:
        number = "a number other than 0" if search.randomness.zero_is_none else "a number"
        return f"{_added(search, lacking)}, and make {lacking} {number} by default"
    if seed is None:
        return f"{_added(search, 'n')}, with a different n in every pass: {ALIKE}"
    if not seed.safe:
        if seed.text.isdigit():
            return _added(search, seed.text, BEGINNING)
        return f"{_added(search, seed.text)}: {ALIKE}"
    change = _added(search, seed.text)
    if parallel_breaks_seed(search):
        alone = search.dialect.one_at_a_time
        return f"{change}, and {alone}: parallel trials draw in a different order in every run"
    return change


def how_to_seed_draw(program: Program, draw: Draw) -> str:
    """The change that seeds a split, permutation or sample of rows."""
    event = draw.generator.event if isinstance(draw.generator, Result) else draw.event
    words = seed_in_words(program, event, draw_seed(program, draw))
    if draw.seed_argument == "generator" and draw.generators:
        return f"add generator=torch.Generator().manual_seed({words.text}){words.remark}"
    if draw.seed_argument:
        return f"add {draw.seed_argument}={words.text}{words.remark}"
    if draw.generators and draw_seeded(program, draw) is not None:
        calls = [CALLS[name].format(seed=words.text) for name in CALLS if name in draw.generators]
        return f"call {joined(calls)} once, before the first draw"
    example = f"np.random.default_rng({words.text})"
    return f"draw from a seeded generator, for example {example}{words.remark}"


def _added(search: Search, seed: str, where: str = "before the search") -> str:
    """What is to be added; the calls and where they stand, if the search takes no seed."""
    randomness = search.randomness
    if randomness.argument and search.algorithm != IGNORING:
        objects = search.dialect.seed_objects
        value = usually_written(objects.get(randomness.argument, "{seed}"))
        to = f" to {called_name(randomness.holder)}" if randomness.holder is not None else ""
        return f"add {randomness.argument}={value.format(seed=seed)}{to}"
    for generators in randomness.generators:
        calls = [CALLS[name].format(seed=seed) for name in CALLS if name in generators]
        if calls:
            return f"call {joined(calls)} {where}"
    return "seed the generator that it draws from"
