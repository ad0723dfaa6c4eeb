"""Searches that are run again, or share what they keep: which trials are there already?"""

from __future__ import annotations

from collections.abc import Iterable

from tunelint.interpreter.objects import Event
from tunelint.lab.answers import Run
from tunelint.lab.lab import Answered, Lab, Unanswered
from tunelint.lab.plurals import counted
from tunelint.lab.questions import ScriptSpan
from tunelint.lab.verdicts import Bars, Verdict, confirmed, inconclusive, refuted
from tunelint.model.search import Search


def starts_with_the_others_trials(lab: Lab, earlier: Search, later: Search) -> Verdict:
    """Confirmed where the later search of two finds trials that it has not run itself.

    Both are run under the caps. The same search twice stands for one that a loop builds again. Two
    that were built before either ran write one set of files, which is confirmed too.
    """
    answer = lab.watch(searches=[earlier, later])
    first, second = _pair(answer.runs, spans_of(lab, earlier), spans_of(lab, later))
    there = _at_least_one(first.before + len(first.trials), "the first search", first)
    if not second.before and first.trials and all(one.state == "failed" for one in first.trials):
        return inconclusive(f"all trials of the first search fail{_ending(first)}")
    if first.facts.get("project") != second.facts.get("project"):
        return refuted("the two searches store their trials in different folders", before=0)
    if second.before:
        return confirmed(
            f"the second search starts with {second.before} of the first one's"
            f" {counted(there, 'trial')} and runs {len(second.trials)} of its own",
            before=second.before,
            first=there,
            own=len(second.trials),
        )
    ran = [event.index for event in earlier.run_events]
    if earlier is not later and ran and later.built.index < min(ran):
        return confirmed(
            "both searches are built before either runs and write their trials into one folder",
            before=0,
            first=there,
            own=len(second.trials),
        )
    return refuted("the second search starts with 0 trials", before=0)


def runs_nothing(lab: Lab, run: Event, searches: Iterable[Search]) -> Verdict:
    """Confirmed where the run of a search that was run before has no trials left to run.

    Every run proposes all trials that its budget leaves; none is trained. Where the script then
    cannot go on to the second run, both are made as written, if the caps hold all their trials.
    """
    asked = tuple(searches)
    again = _again(lab, run, lab.watch(searches=asked, use_up=True).runs)
    if again is None:
        again = _again(lab, run, lab.watch(searches=asked).runs)
        if again is not None and not all(map(_is_whole, again)):
            return inconclusive("the search has too many trials to run all of them here")
    if again is None:
        raise Unanswered("the script does not reach the second search")
    first, second = again
    ran, more = _at_least_one(len(first.trials), "the first search", first), len(second.trials)
    if second.error:
        return inconclusive(f"the second search raises {second.error}")
    bars = Bars("trials run", (("the first search", ran), ("the second search", more)))
    if more:
        line = f"the second search runs {counted(more, 'trial')}"
        return refuted(line, bars, first=ran, again=more)
    line = f"the second search runs 0 trials, the first {ran}"
    return confirmed(line, bars, first=ran, again=0)


def _again(lab: Lab, run: Event, runs: tuple[Run, ...]) -> tuple[Run, Run] | None:
    """The first run of all, and the last one at the place of `run`, where that is another."""
    span = lab.locate(run.place)
    later = [one for one in runs[1:] if one.span == span]
    return (runs[0], later[-1]) if later else None


def _is_whole(run: Run) -> bool:
    """Whether a run under the caps made all trials that its budget allows."""
    budget = run.facts.get("budget")
    return isinstance(budget, int) and run.before + len(run.trials) >= budget


def next_run_finds_trials(lab: Lab, search: Search) -> Verdict:
    """Confirmed where the script, run twice, reloads the first run's trials and runs none.

    Both runs propose trials, under the caps, and train none. Where that does not confirm it, both
    are made as written.
    """
    found = _run_twice(lab, search, use_up=True)
    if found is None or not found[1].before or found[1].trials:
        found = _run_twice(lab, search, use_up=False)
    if found is None:
        raise Unanswered("the script does not reach its search in both runs")
    first, second = found
    ran, before, ran_again = len(first.trials), second.before, len(second.trials)
    _at_least_one(first.before + ran, "the first run of the script", first)
    _at_least_one(before + ran_again, "the second run of the script", second)
    bars = Bars("trials run", (("the first run", ran), ("the second run", ran_again)))
    if not before:
        return refuted(
            f"the second run of the script starts {counted(ran_again, 'new trial')}",
            bars,
            first=ran,
            before=before,
            second=ran_again,
        )
    if ran_again:
        return inconclusive(
            f"the second run of the script reloads {counted(before, 'trial')} and runs"
            f" {ran_again} more",
            bars,
            first=ran,
            before=before,
            second=ran_again,
        )
    known = f"reloads {first.before} and " if first.before else ""
    return confirmed(
        f"the second run of the script reloads {counted(before, 'trial')} and runs 0; the first"
        f" {known}runs {ran}",
        bars,
        first=ran,
        before=before,
        second=ran_again,
    )


def _run_twice(lab: Lab, search: Search, use_up: bool) -> tuple[Run, Run] | None:
    """The search's first run in each of two runs of the script, which ends with it."""
    spans = spans_of(lab, search)
    end = search.run_events[0].place if len(spans) == 1 else None
    answer = lab.watch(searches=[search], times=2, use_up=use_up, capped=True, until=end)
    earlier, later = _at(answer.earlier, spans), _at([answer], spans)
    return (earlier[0], later[0]) if earlier and later else None


def spans_of(lab: Lab, search: Search) -> frozenset[ScriptSpan]:
    """Where the search is run."""
    return frozenset(lab.locate(event.place) for event in search.run_events)


def _at(answers: Iterable[Answered], spans: frozenset[ScriptSpan]) -> list[Run]:
    return [run for answer in answers for run in answer.runs if run.span in spans]


def _pair(
    runs: tuple[Run, ...], first: frozenset[ScriptSpan], second: frozenset[ScriptSpan]
) -> tuple[Run, Run]:
    """A run of the one search and a later one of the other, with one project where there are.

    Raises Unanswered where one of them is not run.
    """
    pairs = [
        (one, other)
        for position, one in enumerate(runs)
        for other in runs[position + 1 :]
        if one.span in first and other.span in second
    ]
    same = [pair for pair in pairs if pair[0].facts.get("project") == pair[1].facts.get("project")]
    if not pairs:
        raise Unanswered("the script does not reach both searches")
    return (same or pairs)[0]


def _at_least_one(trials: int, who: str, run: Run) -> int:
    """The number of trials. Raises Unanswered where it is 0, with what the run ends with."""
    if not trials:
        raise Unanswered(f"{who} runs no trial{_ending(run)}")
    return trials


def _ending(run: Run) -> str:
    return f": it raises {run.error}" if run.error else ""
