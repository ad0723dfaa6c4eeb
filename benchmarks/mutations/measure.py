"""How many injected pitfalls `tunelint check` finds, and whether the corrected programs are silent.

    python benchmarks/mutations/measure.py [--only CODE] [--missed] [FOLDER OF PUBLIC FILES]

Every pitfall is made in every corrected fixture (and every clean public file) in which it can be
made, the result is spelled in several ways, and each spelling is checked. A pitfall counts as found
where its rule says something. The same spellings of the corrected programs must stay silent.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import budget
import data
import objective
import seeds
import space
import state
from pitfall import Pitfall
from programs import Program, corrected_fixtures, public_files
from spellings import SPELLINGS, Files, as_written

from tunelint.config.rule_selection import Choice
from tunelint.config.settings import Settings, Wishes
from tunelint.engine.run import check_paths
from tunelint.findings.finding import Level

FIXTURES = Path(__file__).parents[2] / "fixtures"
PITFALLS: tuple[Pitfall, ...] = tuple(
    sorted(
        (
            *seeds.PITFALLS,
            *data.PITFALLS,
            *objective.PITFALLS,
            *budget.PITFALLS,
            *state.PITFALLS,
            *space.PITFALLS,
        ),
        key=lambda pitfall: pitfall.code,
    )
)
PACKAGES = {
    "keras_tuner": ("keras_tuner",),
    "hyperopt": ("hyperopt",),
    "optuna": ("optuna",),
    "scikit_optimize": ("skopt",),
    "bayes_opt": ("bayes_opt",),
    "ray_tune": ("ray",),
}
# The call without which there is no search.
RUNNING = {
    "keras_tuner": "search",
    "hyperopt": "fmin",
    "optuna": "optimize",
    "scikit_optimize": "fit",
    "bayes_opt": "maximize",
    "ray_tune": "fit",
}


@dataclass(frozen=True)
class Mutant:
    """One program with one pitfall, or none, in one spelling, as files in a folder."""

    folder: Path
    program: Program
    pitfall: Pitfall | None
    spelling: str


@dataclass(frozen=True)
class Outcome:
    """A mutant with the codes found in it; `loud` are the errors and warnings among them."""

    mutant: Mutant
    codes: frozenset[str]
    loud: frozenset[str]

    @property
    def found(self) -> bool:
        return self.mutant.pitfall is not None and self.mutant.pitfall.code in self.codes


def mutants(
    programs: Sequence[Program],
    pitfalls: Sequence[Pitfall],
    folder: Path,
    spellings: Mapping[str, Callable[[Program], Files | None]] = SPELLINGS,
) -> Iterator[Mutant]:
    """All mutants of the programs, written below `folder`."""
    number = 0
    for program in programs:
        for pitfall in (None, *pitfalls):
            mutated = program.copy()
            if pitfall is not None and not pitfall.inject(mutated):
                continue
            for spelling, spell in spellings.items():
                files = spell(mutated)
                if files is None:
                    continue
                number += 1
                home = folder / f"{number:06}"
                for name, text in files.items():
                    (home / name).parent.mkdir(parents=True, exist_ok=True)
                    (home / name).write_text(text, encoding="utf-8")
                (home / "tunelint.toml").touch()
                yield Mutant(home, program, pitfall, spelling)


def outcomes(made: Sequence[Mutant], folder: Path) -> list[Outcome]:
    """What `tunelint check --advice` finds in each mutant."""
    settings = Settings(Wishes(Choice(), advice=True))
    result = check_paths([folder], settings)
    for problem in result.problems:
        print(f"error: {problem}", file=sys.stderr)
    codes: dict[str, set[str]] = defaultdict(set)
    loud: dict[str, set[str]] = defaultdict(set)
    for one in result.diagnostics:
        home = one.span.path.relative_to(folder).parts[0]
        codes[home].add(one.code)
        if one.level is not Level.ADVICE:
            loud[home].add(one.code)
    return [
        Outcome(one, frozenset(codes[one.folder.name]), frozenset(loud[one.folder.name]))
        for one in made
    ]


def clean(programs: Sequence[Program], folder: Path) -> list[Program]:
    """The programs in which nothing is found as they stand."""
    made = mutants(programs, (), folder, {"as written": as_written})
    found = outcomes(list(made), folder)
    return [one.mutant.program for one in found if not one.loud]


def table(found: Sequence[Outcome]) -> Iterator[str]:
    """The numbers per rule and in all, then the silence of the corrected programs."""
    injected = [one for one in found if one.mutant.pitfall is not None]
    codes = sorted({one.mutant.pitfall.code for one in injected if one.mutant.pitfall})
    yield "| rule | injected | found | of 100 |"
    yield "|---|---|---|---|"
    for code in codes:
        own = [o for o in injected if o.mutant.pitfall and o.mutant.pitfall.code == code]
        yield _row(code, own)
    yield _row("all", injected)
    yield ""
    yield "| spelling | injected | found | of 100 |"
    yield "|---|---|---|---|"
    for spelling in SPELLINGS:
        yield _row(spelling, [one for one in injected if one.mutant.spelling == spelling])
    corrected = [one for one in found if one.mutant.pitfall is None]
    loud = [one for one in corrected if one.loud]
    yield ""
    yield f"Corrected programs: {len(corrected)} spellings, {len(corrected) - len(loud)} silent."


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    hits = sum(one.found for one in outcomes)
    share = f"{100 * hits / len(outcomes):.1f}" if outcomes else "·"
    return f"| {name} | {len(outcomes)} | {hits} | {share} |"


def missed(found: Sequence[Outcome]) -> Iterator[str]:
    """Each pitfall that was not found and each corrected program that was not silent."""
    for one in found:
        pitfall = one.mutant.pitfall
        where = f"{one.mutant.program.tuner}/{one.mutant.program.name}, {one.mutant.spelling}"
        if pitfall is None and one.loud:
            yield f"not silent: {where}: {', '.join(sorted(one.loud))} in {one.mutant.folder}"
        elif pitfall is not None and not one.found:
            wrong = f"{pitfall.code} {pitfall.label}: {where}"
            others = ", ".join(sorted(one.codes)) or "nothing"
            yield f"missed: {wrong}: {others} in {one.mutant.folder}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, help="clones of public repositories")
    parser.add_argument("--only", default="", help="a code or prefix: only these pitfalls")
    parser.add_argument("--missed", action="store_true", help="list what was not found")
    parser.add_argument("--keep", type=Path, help="keep the mutants in this folder")
    options = parser.parse_args()
    chosen = [one for one in PITFALLS if one.code.startswith(options.only)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch) / "mutants"
        if options.folder is None:
            programs = list(corrected_fixtures(FIXTURES))
        else:
            programs = clean(
                list(public_files(options.folder, PACKAGES, RUNNING)), Path(scratch) / "clean"
            )
        found = outcomes(list(mutants(programs, chosen, folder)), folder)
        print("\n".join([*table(found), *(missed(found) if options.missed else ())]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
