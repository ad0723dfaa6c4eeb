"""TUN902 unused-ignore

## What it does

Flags a code in a suppression comment (`# noqa: TUN101`, `# tunelint: ignore[TUN101]`,
`# tunelint: ignore-file[TUN101]`, `# flake8: noqa: TUN101`) that suppresses nothing in this run. A
bare `# noqa` or `# tunelint: ignore` is never flagged.

At level warning, flags a comment that begins with `tunelint:` and is not understood
(`# tunelint: ingore[TUN101]`, `# tunelint: ignore TUN101`), or names a rule that does not exist.

## Why is this bad?

The comment says that something is wrong here and known. Once the code is repaired, it is untrue and
will hide the next finding on that line. A comment that is not understood suppresses nothing, though
its author thinks so.

## Example

```python
from sklearn.model_selection import GridSearchCV

search = GridSearchCV(estimator, {"C": [0.1, 1.0]})  # noqa: TUN101
```

## Use instead

```python
from sklearn.model_selection import GridSearchCV

search = GridSearchCV(estimator, {"C": [0.1, 1.0]})
```

## How it is confirmed

There is nothing to run: a finding is suppressed or it is not.

## Where it stops looking

Codes that this run does not select, and modules that it only reads: there, a comment may be meant
for a different program.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from tunelint.api import Finding, Rule

if TYPE_CHECKING:
    from tunelint.model.program import Program


class UnusedIgnore(Rule, level="advice", tuners=()):
    """Judges comments after all findings are known: the engine asks it for the words."""

    forms: ClassVar[str] = (
        "write # tunelint: ignore[TUN101], # tunelint: ignore for all codes of the line, or"
        " # tunelint: ignore-file[TUN101]"
    )

    def subjects(self, program: Program) -> Iterable[str]:
        """Nothing: comments are no part of a program."""
        return ()

    def check(self, subject: str) -> Finding | None:
        """Nothing, as there are no subjects."""
        return None

    def message(self, code: str) -> str:
        """What is said about a comment that suppresses `code` in vain."""
        return f"this comment suppresses {code}, but there is no such finding here"

    def misread(self, said: str) -> str:
        """What is said about a comment that is not understood."""
        return f"this comment suppresses nothing: {said!r} is not understood"

    def unknown(self, code: str) -> str:
        """What is said about a comment that names no rule."""
        return f"this comment suppresses nothing: no rule has the code or name {code}"
