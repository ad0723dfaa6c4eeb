"""What the results have to say of where they come from: no paths, no names of machines."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.speed.environments import CHECKOUT, ENVIRONMENTS

_CPU = Path("/proc/cpuinfo")


def facts() -> tuple[str, ...]:
    """The machine, its load, Python, and what is compared, a line each.

    Raises subprocess.CalledProcessError where an environment is broken.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = [f"{one.name}: {', '.join(one.versions())}" for one in ENVIRONMENTS]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, tunelint at commit {_commit()}",
        f"{cores} cores ({_processor()}), {_memory():.0f} GiB of memory, {platform.system()}",
        f"load when it began: {os.getloadavg()[0]:.1f}",
        f"Python {platform.python_version()}",
        *versions,
    )


def _commit() -> str:
    def git(*arguments: str) -> str:
        command = ["git", "-C", str(CHECKOUT), *arguments]
        return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()

    changed = git("status", "--porcelain", "--", "tunelint", "rules", "pyproject.toml")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + (" with changes" if changed else "")


def _processor() -> str:
    lines = _CPU.read_text(encoding="utf-8").splitlines() if _CPU.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
