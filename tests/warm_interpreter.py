"""Runs programs, each in a process of its own, forked from one that has the libraries imported.

Started as a script. A request is one JSON line on stdin: `script`, `folder` (the working folder),
`stdout` and `stderr` (files to write), `seconds` (the limit). The answer is one JSON line:
`exit`, the status, or null where the program ran past its limit and was ended.

Forking is only sound while this process has no second thread and TensorFlow's runtime has not been
started (it starts with the first operation, never at import); both are checked before every fork.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
import time
import traceback
import types

LIBRARIES = (
    "numpy",
    "pandas",
    "sklearn.datasets",
    "sklearn.ensemble",
    "sklearn.linear_model",
    "sklearn.metrics",
    "sklearn.model_selection",
    "sklearn.pipeline",
    "sklearn.preprocessing",
    "sklearn.svm",
    "tensorflow",
    "keras",
    "keras_tuner",
    "hyperopt",
    "skopt",
    "bayes_opt",
    "optuna",
    "torch",
)


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for library in LIBRARIES:
        importlib.import_module(library)
    # Keras collects garbage before every trial: the libraries' own objects need not be looked at.
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        _require_forkable()
        status = _wait(_start(request), request["seconds"])
        print(json.dumps({"exit": status}), file=answers, flush=True)


def _require_forkable() -> None:
    from tensorflow.python.eager import context

    threads = len(os.listdir("/proc/self/task"))
    if threads > 1:
        raise RuntimeError(f"{threads} threads run: a forked program could hang on their locks")
    if context.context()._initialized:
        raise RuntimeError("TensorFlow's runtime has started: it does not survive a fork")


def _start(request: dict) -> int:
    child = os.fork()
    if child == 0:
        os.setsid()
        os._exit(_run(request))
    return child


def _run(request: dict) -> int:
    for descriptor, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, request["stdout"], os.O_WRONLY | os.O_CREAT),
        (2, request["stderr"], os.O_WRONLY | os.O_CREAT),
    ):
        os.dup2(os.open(path, flags, 0o644), descriptor)
    os.chdir(request["folder"])
    # Python's own generator is seeded anew in a forked process, those of NumPy and PyTorch are not.
    sys.modules["numpy"].random.seed()
    sys.modules["torch"].seed()
    status = _status_of(request["script"])
    if "ray" in sys.modules:
        # Nothing of what a normal exit runs runs here: Ray's own processes would stay.
        sys.modules["ray"].shutdown()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return status


def _status_of(script: str) -> int:
    main_module = types.ModuleType("__main__")
    main_module.__file__ = script
    sys.modules["__main__"] = main_module
    sys.argv = [script]
    sys.path[0] = os.path.dirname(script)
    try:
        with open(script, encoding="utf-8") as text:
            exec(compile(text.read(), script, "exec"), main_module.__dict__)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _wait(child: int, seconds: float) -> int | None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            _end_group(child)
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    _end_group(child)
    os.waitpid(child, 0)
    return None


def _end_group(child: int) -> None:
    """End what a program started and left behind."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
