"""The baseline: findings that a project has accepted, kept by their fingerprints in a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tunelint.config import ConfigurationError
from tunelint.disk import read_regular, rewrite_file

VERSION = 1


@dataclass(frozen=True, slots=True, order=True)
class Accepted:
    """One accepted finding; only the fingerprint counts, the rest is for people."""

    path: str
    code: str
    fingerprint: str


def read_baseline(file: Path) -> frozenset[str]:
    """The fingerprints in a baseline file. Raises ConfigurationError where it is none."""
    import json

    try:
        document = json.loads(read_regular(file).decode("utf-8-sig"))
    except OSError as error:
        raise ConfigurationError(
            f"{file}: the baseline cannot be read: {error.strerror or error}"
        ) from None
    except (ValueError, RecursionError):
        raise ConfigurationError(f"{file}: not a baseline: not JSON") from None
    match document:
        case {"version": version} if version != VERSION:
            raise ConfigurationError(f"{file}: a baseline of version {version!r} is not understood")
        case {"findings": [*findings]}:
            return frozenset(_fingerprint(file, one) for one in findings)
    raise ConfigurationError(f"{file}: not a baseline: it has no list of findings")


def _fingerprint(file: Path, entry: object) -> str:
    match entry:
        case {"fingerprint": str(mark)}:
            return mark
    raise ConfigurationError(f"{file}: not a baseline: an entry has no fingerprint")


def write_baseline(file: Path, accepted: Iterable[Accepted]) -> None:
    """Write the findings, sorted, one a line. Raises OSError."""
    import json

    entries = [json.dumps(asdict(one), ensure_ascii=False) for one in sorted(set(accepted))]
    listed = "".join(f"\n    {entry}," for entry in entries).removesuffix(",")
    end = "\n  " if entries else ""
    text = f'{{\n  "version": {VERSION},\n  "findings": [{listed}{end}]\n}}\n'
    # What is not UTF-8 in a file's name becomes an escape, which JSON has too.
    rewrite_file(file, text.encode("utf-8", "backslashreplace"))
