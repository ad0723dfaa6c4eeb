"""TUN901 unreadable-file

## What it does

Flags a file that cannot be decoded, is no notebook although its name says so, or cannot be parsed
as Python: any that is named on the command line, and one below a folder that looks as if it held a
search. A notebook's cell that cannot be parsed is flagged by itself, and the other cells are
checked. Files that take more processor time than `--max-seconds`, hold more text than
`--max-file-size`, or crash the process that reads them are flagged too.

## Why is this bad?

Nothing in such a file is checked, so silence about its searches means nothing. Nor can Python run
it.

## Example

```python
from sklearn.model_selection import GridSearchCV

search = GridSearchCV(estimator, {"C": [0.1, 1.0]}
search.fit(x_train, y_train)
```

## Use instead

```python
from sklearn.model_selection import GridSearchCV

search = GridSearchCV(estimator, {"C": [0.1, 1.0]})
search.fit(x_train, y_train)
```

## How it is confirmed

There is nothing to run: the parser has the last word.

## Where it stops looking

The place is the one that the running Python's parser reports, or else the statement that libcst
rejects. A notebook of which most cells cannot be parsed is flagged as a whole. IPython's own lines
(`%matplotlib inline`, `!pip install …`) are readable. No selection and no comment switches this
rule off: exclude the file instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tunelint.api import Finding, Rule

if TYPE_CHECKING:
    from tunelint.model.program import Program


class UnreadableFile(Rule, level="error", tuners=()):
    """Judges files before they are programs: the engine asks it for the words."""

    def subjects(self, program: Program) -> Iterable[str]:
        """Nothing: what could be read into a program is readable."""
        return ()

    def check(self, subject: str) -> Finding | None:
        """Nothing, as there are no subjects."""
        return None

    def message(self, reason: str) -> str:
        """What is said about a file that cannot be read, and why."""
        return f"this file cannot be read, so none of its searches is checked: {reason}"

    def message_of_cell(self, reason: str) -> str:
        """What is said about a notebook's cell that cannot be read, and why."""
        return f"this cell cannot be read, so what it does is unknown: {reason}"
