"""Where the rivals are installed: a virtual environment of its own for each, made once.

An environment is made again when its file in ``requirements/`` changes or Python does. tunelint is
installed from a copy of the checkout, not editable: so it is timed as its users have it (compiled,
without an import hook), and nobody's edits reach a run that has begun.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.stamps import digest, is_made_from

CHECKOUT = Path(__file__).parents[2]
BENCH = CHECKOUT / ".bench"

_REQUIREMENTS = Path(__file__).parent / "requirements"
_SOURCES = ("LICENSE", "README.md", "pyproject.toml", "rules", "tunelint")
_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True)
class Environment:
    """A virtual environment with what ``requirements/NAME.txt`` names."""

    name: str
    shows: tuple[str, ...]
    """The packages whose versions the results tell."""

    @property
    def folder(self) -> Path:
        return BENCH / "environments" / self.name

    @property
    def python(self) -> str:
        return self.script("python")

    @property
    def site_packages(self) -> Path:
        return self.folder / "lib" / f"python{_VERSION}" / "site-packages"

    def script(self, name: str) -> str:
        """The command `name` of this environment."""
        return str(self.folder / "bin" / name)

    def make(self) -> None:
        """Install what is missing.

        Raises subprocess.CalledProcessError where pip fails; what it says is on standard error.
        """
        requirements = _REQUIREMENTS / f"{self.name}.txt"
        wanted = f"{_VERSION} {digest([requirements])}"
        mark = self.folder / ".made-from"
        if not is_made_from(mark, wanted):
            print(f"installing {self.name}", file=sys.stderr, flush=True)
            _run(sys.executable, "-m", "venv", "--clear", str(self.folder))
            self.install("-r", str(requirements))
            mark.write_text(wanted, encoding="utf-8")

    def install(self, *arguments: str) -> None:
        _run(self.python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *arguments)

    def versions(self) -> tuple[str, ...]:
        """What it shows, each as ``name version``; raises subprocess.CalledProcessError."""
        asked = "; ".join(f"print({name!r}, version({name!r}))" for name in self.shows)
        code = f"from importlib.metadata import version; {asked}"
        told = subprocess.run([self.python, "-c", code], check=True, capture_output=True, text=True)
        return tuple(told.stdout.splitlines())


TUNELINT = Environment("tunelint", ("tunelint", "libcst"))
RUFF = Environment("ruff", ("ruff",))
FLAKE8 = Environment("flake8", ("flake8",))
FIXIT = Environment("fixit", ("fixit", "libcst"))
TORCHFIX = Environment("torchfix", ("TorchFix", "libcst"))
LIBRARIES = Environment(
    "libraries", ("tensorflow", "keras", "scikit-learn", "pandas", "scipy", "sympy")
)
ENVIRONMENTS = (TUNELINT, RUFF, FLAKE8, FIXIT, TORCHFIX, LIBRARIES)


def install_tunelint() -> None:
    """Install the checkout as it is now into its environment, unless it is there already.

    Raises subprocess.CalledProcessError where it cannot be built.
    """
    originals = [CHECKOUT / name for name in _SOURCES]
    mark = TUNELINT.folder / ".checkout"
    if is_made_from(mark, digest(originals)):
        return
    print("installing tunelint from the checkout", file=sys.stderr, flush=True)
    source = BENCH / "source"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    for original in originals:
        if original.is_dir():
            unwanted = shutil.ignore_patterns("__pycache__")
            shutil.copytree(original, source / original.name, symlinks=True, ignore=unwanted)
        else:
            shutil.copy(original, source)
    copied = digest(source / name for name in _SOURCES)
    TUNELINT.install("--force-reinstall", "--no-deps", str(source))
    mark.write_text(copied, encoding="utf-8")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
