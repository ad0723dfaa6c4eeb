"""Runs the user's script with hooks at the places of a question, and answers it."""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
import time
import traceback
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from types import CodeType, ModuleType
from typing import Any, NoReturn

from tunelint import registry
from tunelint.confirm.child.casting import by_call, casting
from tunelint.confirm.child.channel import Channel
from tunelint.confirm.child.deadline import at_deadline, where_it_is
from tunelint.confirm.child.endings import ending
from tunelint.confirm.child.hooks import Hooks, Notes
from tunelint.confirm.child.importing import Importer
from tunelint.confirm.child.instrument import HOOKS, Kind, Mark, NoSuchPlace, rewritten
from tunelint.confirm.child.learning import learning_call
from tunelint.confirm.child.probes import PROBES, probe_of
from tunelint.confirm.child.script_lines import lines_of
from tunelint.confirm.child.synthetic import Synthetic
from tunelint.lab.answers import Answer, Run, Trial
from tunelint.lab.plain_values import Configuration, Value
from tunelint.lab.probe_api import Bench, Call, LiveSearch, NotThisSearch, in_one_line
from tunelint.lab.questions import Job, Rerun, ScriptSpan, Trials, Watch

# Under its own name: an older one answers for the same package.
LIBRARIES = (
    "jax",
    *(
        package
        for library in registry.libraries()
        for package in library.packages
        if package not in library.renamed
    ),
)


@dataclass(eq=False)
class Stage:
    """One run of the script for one job.

    `guard` says in a word what keeps the run from the user's results; `passed` hears of the places
    of `Job.others` that the script comes to, by their number.
    """

    job: Job
    channel: Channel
    guard: str = ""
    passed: Callable[[int], None] = lambda number: None
    bench: Bench = field(init=False)
    hooks: Hooks = field(default_factory=Hooks)
    marks: list[Mark] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    earlier: list[Any] = field(default_factory=list)
    tried: list[Trial] = field(default_factory=list)
    facts: dict[str, Value] = field(default_factory=dict)
    arrived: Callable[[], bool] = lambda: False
    _ending: threading.Lock = field(default_factory=threading.Lock)
    synthetic: Synthetic | None = field(init=False)

    def __post_init__(self) -> None:
        self.bench = Bench(self.job.caps)
        self.synthetic = Synthetic(self.bench) if self.job.script.synthetic else None
        self._lines = lines_of(self.job.script)
        self._texts = {os.path.realpath(path): text for path, text in self.job.script.texts}

    def perform(self) -> NoReturn:
        """Run the script until the question is answered, or to its end; then end the process."""
        match self.job.question:
            case Trials() | Rerun() as question:
                self._take_over(question)
            case Watch() as question:
                self._watch(question)
                self._run_before(question.times - 1)
        if not isinstance(self.job.question, Rerun):
            for call, names in by_call(self.job.question.casts).items():
                self.hooks.calls[self.mark(Kind.CALL, call)] = casting(names)
        for number, span in enumerate(self.job.others):
            self.hooks.passing[self.mark(Kind.PASSED, span)] = partial(self.passed, number)
        if self.job.seconds is not None:
            since_start = time.monotonic() - self.channel.started
            at_deadline(self.job.seconds, since_start, self._out_of_time)
        try:
            self._run_script()
        except BaseException as error:
            self.over(f"the script {ending(error)}{self._lines.last_of(error, self._own)}")
        self.over("")

    def over(self, why: str) -> NoReturn:
        """The script has come to its end."""
        if isinstance(self.job.question, Watch) and self._was_reached():
            self.end(replace(self._watch_answer(), facts={"ending": why}))
        self.end(Answer(False, f"{why or 'the script ends'} before {self._goal()}", ended=why))

    def _was_reached(self) -> bool:
        """Whether a watched place was."""
        return any(notes.reached for notes in self.hooks.notes.values()) or bool(self.runs)

    def end(self, answer: Answer) -> NoReturn:
        """Give the answer back, with what is the same for every question."""
        made_up = self.synthetic is not None and self.synthetic.used
        if self.synthetic is not None and made_up:
            answer = self.synthetic.check(answer)
        device = self._device()
        if self.job.device == "gpu" and device == "cpu" and answer.trained and self.bench.devices:
            used = " and ".join(self.bench.devices)
            answer = Answer(False, f"--device gpu: {used} trains on the CPU, it sees no GPU")
        # Held for good: whoever comes second, at the deadline, waits for the end.
        self._ending.acquire()
        self.channel.end_with(
            replace(
                answer,
                seconds=time.monotonic() - self.channel.started,
                versions={
                    name: str(getattr(sys.modules[name], "__version__", "?"))
                    for name in LIBRARIES
                    if name in sys.modules
                },
                device=device,
                guard=self.guard,
                synthetic=made_up,
                changed=frozenset(self.bench.changed),
            )
        )

    def _device(self) -> str:
        found = {device() for device in self.bench.devices.values()}
        return "gpu" if "gpu" in found else "cpu"

    def _out_of_time(self) -> None:
        """The trials so far, where fewer will do; else where the script is."""
        question = self.job.question
        if self.tried and isinstance(question, Trials) and question.seconds is not None:
            self.end(Answer(True, trials=tuple(self.tried), facts=self.facts))
        why = f"still running after {self.job.seconds:.0f} s{where_it_is(self._own)}"
        if self.arrived() or self._was_reached():
            self.end(Answer(True, f"the search is {why}"))
        why = f"the script is {why}"
        self.end(Answer(False, why, ended=why))

    def mark(self, kind: Kind, span: ScriptSpan) -> int:
        """A hook of one kind at a place; its number."""
        number = len(self.marks)
        self.marks.append(Mark(number, kind, span))
        return number

    def _goal(self) -> str:
        question = self.job.question
        if isinstance(question, Watch):
            spans = [*question.spans, *(span for _, span in question.runs)]
            lines = " and ".join(self._lines.start(span) for span in spans[:2])
            return lines or "this code"
        return f"its search ({self._lines.start(question.run)})"

    # Trials and Rerun: the process ends inside the call that starts the search.

    def _take_over(self, question: Trials | Rerun) -> None:
        for position, span in enumerate(question.watched):
            number = self.mark(Kind.VALUE, span)
            self.hooks.listeners[number] = partial(self.bench.note, position)
        if isinstance(question, Trials):
            self.bench.rows, self.bench.halves = question.rows, question.halves
            for learning in question.learning:
                number = self.mark(Kind.CALL, learning.span)
                self.hooks.calls[number] = learning_call(learning, self.bench.ledger)
        for span in question.epoch_loops:
            from tunelint.libraries.torch.probe_epochs import EpochLoop

            self.hooks.loops[self.mark(Kind.LOOP, span)] = EpochLoop(self.bench)
        if question.tuner == "hand_written_loops":
            self._take_loop_over(question)
            return
        self.hooks.calls[self.mark(Kind.CALL, question.run)] = self._taken_over

    def _take_loop_over(self, question: Trials | Rerun) -> None:
        from tunelint.libraries.hand_written_loops.probe import loop_of

        try:
            search = loop_of(question, self.bench, self._answer)
        except NotThisSearch as error:
            self.end(Answer(True, str(error)))
        self.arrived = lambda: search.arrived
        passes = question.passes
        assert passes is not None
        self.hooks.loops[self.mark(Kind.LOOP, passes.loop)] = search
        if passes.loop != question.run:
            self.hooks.loops[self.mark(Kind.LOOP, question.run)] = search.around
        for name, span in passes.drawn:
            self.hooks.calls[self.mark(Kind.CALL, span)] = search.drawing(name)
        for how in ("compared", "made", "bound"):
            kind = Kind.BOUND if how == "bound" else Kind.VALUE
            for span in getattr(passes, how):
                self.hooks.listeners[self.mark(kind, span)] = search.scored(how)

    def _taken_over(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> NoReturn:
        question = self.job.question
        assert isinstance(question, Trials | Rerun)
        to_search = time.monotonic() - self.channel.started
        self.arrived = lambda: True
        try:
            live = probe_of(question.tuner).open_search(Call(function, args, kwargs), self.bench)
            facts = self.facts = dict(live.facts())
            trials = self._trials(question, live)
        except NotThisSearch as error:
            self.end(Answer(True, str(error), seconds_to_search=to_search))
        except BaseException as error:
            traceback.print_exc()
            why = f"the search {ending(error)}{self._lines.last_of(error, self._own)}"
            self.end(Answer(True, why, seconds_to_search=to_search))
        facts |= {name: value for name, value in live.facts().items() if name not in facts}
        self._answer(Answer(True, "", tuple(trials), facts, seconds_to_search=to_search))

    def _answer(self, answer: Answer) -> NoReturn:
        self.end(answer)

    def _trials(self, question: Trials | Rerun, live: LiveSearch) -> list[Trial]:
        self.bench.whole = question.whole
        if isinstance(question, Rerun):
            return live.run(self.job.caps.trials)
        self.bench.epochs, self.bench.without = question.epochs, question.without
        self.bench.workers = question.workers
        if question.known:
            remember = getattr(live, "remember", None)
            if remember is None:
                raise NotThisSearch("earlier trials cannot be added to this search")
            remember(question.known)
        if question.draws:
            self.bench.stub = True
            return list(getattr(live, "draw", live.propose)(question.draws))
        configurations = list(question.configurations)
        if not configurations:
            self.bench.stub = True
            proposed = live.propose(question.count)
            self.bench.stub = False
            if not question.train:
                return proposed
            configurations = [trial.configuration for trial in proposed]
        self.bench.stub = not question.train
        return list(self._attempts(question, live, configurations))

    def _attempts(
        self, question: Trials, live: LiveSearch, configurations: Iterable[Configuration]
    ) -> Iterator[Trial]:
        longest = 0.0
        for configuration, seed in question.in_order(configurations):
            began = time.monotonic()
            taken = began - self.channel.started
            if question.seconds is not None and taken + longest > question.seconds:
                return
            trial = live.attempt(configuration, seed)
            self.tried.append(trial)
            yield trial
            longest = max(longest, time.monotonic() - began)

    # Watch: the script goes on to its end.

    def _watch(self, question: Watch) -> None:
        for span in question.spans:
            self.hooks.notes[self.mark(Kind.WATCHED, span)] = Notes(span, by_row=question.rows)
        for tuner, span in question.runs:
            number = self.mark(Kind.CALL, span)
            self.hooks.calls[number] = self._run_call(question, tuner, span)
        if question.until is not None:
            until = question.until

            def left(notes: Notes) -> None:
                if notes.span == until and (notes.raised or not question.failing):
                    self.end(self._watch_answer())

            self.hooks.left = left

    def _run_call(self, question: Watch, tuner: str, span: ScriptSpan) -> Callable[..., Any]:
        def run(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
            live = probe_of(tuner).open_search(Call(function, args, kwargs), self.bench)
            facts = dict(live.facts())
            before = int(facts.get("trials") or 0)
            try:
                cap = self.job.caps.trials
                if question.use_up:
                    trials = live.use_up(cap if question.capped else None)
                else:
                    trials = live.run(cap)
            except Exception as error:
                self.runs.append(Run(span, before, (), in_one_line(error), facts))
                raise
            raised = getattr(live, "raised", None)
            ended = "" if raised is None else in_one_line(raised)
            self.runs.append(Run(span, before, tuple(trials), ended, facts))
            if raised is not None:
                raise raised
            if question.until == span:
                self.end(self._watch_answer())
            return getattr(live, "returned", None)

        return run

    def _watch_answer(self) -> Answer:
        watched = tuple(notes.as_watched() for notes in self.hooks.notes.values())
        return Answer(True, watched=watched, runs=tuple(self.runs), earlier=tuple(self.earlier))

    def _run_before(self, times: int) -> None:
        """Run the script in copies of this process, one after the other; keep their answers."""
        if times and not hasattr(os, "fork"):
            self.end(Answer(False, "running a script twice needs a system that can fork"))
        for _ in range(times):
            answers, answered = os.pipe()
            if os.fork() == 0:
                os.close(answers)
                self.channel, self.earlier = Channel(answered), []
                return
            os.close(answered)
            with os.fdopen(answers, "rb") as pipe:
                data = pipe.read()
            os.wait()
            # Nobody looks into it here: it is handed on as it was written.
            self.earlier.append(json.loads(data) if data else Answer(False, "the process died"))

    # The script.

    def _run_script(self) -> None:
        script = self.job.script
        sys.argv = [script.entry, *script.arguments]
        sys.path.insert(0, os.path.dirname(script.entry))
        sys.dont_write_bytecode = True
        importer = Importer(dict(self._probes()), self._own, self._compiled)
        sys.meta_path.insert(0, importer)
        self._look_for_probes()
        import builtins

        setattr(builtins, HOOKS, self.hooks)
        main = types.ModuleType("__main__")
        main.__file__ = script.entry
        main.__builtins__ = builtins  # type: ignore[attr-defined]
        sys.modules["__main__"] = main
        for path in filter(None, (script.setup, script.entry)):
            file = os.path.realpath(path)
            if self.synthetic is not None and path == script.entry:
                self.synthetic.define(self._text(file), file, main.__dict__)
            exec(self._compiled(file), main.__dict__)

    @property
    def _own(self) -> dict[str, str]:
        """The files that are not imported as they lie on the disk, by real path."""
        marked = {os.path.realpath(mark.span.path): "" for mark in self.marks}
        return marked | self._texts

    def _compiled(self, path: str) -> CodeType:
        marks = [mark for mark in self.marks if os.path.realpath(mark.span.path) == path]
        text = self._text(path)
        # Tracebacks and the hooks name the file as the question does.
        name = marks[0].span.path if marks else path
        try:
            tree = rewritten(text, name, marks)
        except NoSuchPlace as error:
            self.end(Answer(False, str(error)))
        if self.synthetic is not None and path == os.path.realpath(self.job.script.entry):
            tree = self.synthetic.compiling(tree, text, name)
        return compile(tree, name, "exec", dont_inherit=True)

    def _text(self, path: str) -> str:
        text = self._texts.get(path)
        if text is None:
            import tokenize

            with tokenize.open(path) as file:
                text = file.read()
        return text

    # The probes.

    def _probes(self) -> Iterator[tuple[str, Callable[[ModuleType], None]]]:
        for library in PROBES:
            yield library, partial(self._install, library)
        if self.synthetic is not None:
            yield from self.synthetic.after_imports()

    def _look_for_probes(self) -> None:
        """Libraries that are imported already: where this process is a copy of another."""
        for library in PROBES:
            if library in sys.modules:
                self._install(library, sys.modules[library])

    def _install(self, library: str, module: ModuleType) -> None:
        importlib.import_module(PROBES[library]).install(module, self.bench)
