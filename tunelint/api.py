"""All that a rule is written with: its base, what it judges, what it says, and what it asks.

A rule imports the names of this module from here; what answers its question beyond these stands in
`tunelint.analyses` (the source) and `tunelint.experiments` (the lab).
"""

from __future__ import annotations

from tunelint.files.place import Place
from tunelint.findings.finding import (
    Applicability,
    Finding,
    Fix,
    Level,
    Related,
    safe_fix,
    unsafe_fix,
)
from tunelint.findings.fixes.changes import (
    AddArgument,
    Change,
    InsertBefore,
    MoveNames,
    Name,
    RemoveArgument,
    RemoveElement,
    RenameArgument,
    Replace,
    Wrap,
    call_of,
)
from tunelint.findings.wording import counted
from tunelint.lab.lab import Lab, Unanswered
from tunelint.lab.verdicts import Outcome, Verdict, confirmed, inconclusive, refuted
from tunelint.model.facts import (
    AtLeast,
    Default,
    Fact,
    Known,
    OneOf,
    Unknown,
    largest,
    smallest,
    whole,
)
from tunelint.model.library_errors import MovedName, Rejection
from tunelint.model.objective import Objective, Pruning, PruningCallback, Score, Scoreless
from tunelint.model.program import Program
from tunelint.model.randomness import Draw, Randomness, Seeding
from tunelint.model.records import Records
from tunelint.model.results import Absent
from tunelint.model.search import Passing, Search
from tunelint.model.space import Hyperparameter, InitialPoints, Preset, PresetEntry, Use
from tunelint.model.storage import Project, Storage, Unsaved
from tunelint.model.training import Callback, Compilation, Estimator, Evaluation, Fit, Metric
from tunelint.rule import Rule

__all__ = [
    "Absent",
    "AddArgument",
    "Applicability",
    "AtLeast",
    "Callback",
    "Change",
    "Compilation",
    "Default",
    "Draw",
    "Estimator",
    "Evaluation",
    "Fact",
    "Finding",
    "Fit",
    "Fix",
    "Hyperparameter",
    "InitialPoints",
    "InsertBefore",
    "Known",
    "Lab",
    "Level",
    "Metric",
    "MoveNames",
    "MovedName",
    "Name",
    "Objective",
    "OneOf",
    "Outcome",
    "Passing",
    "Place",
    "Preset",
    "PresetEntry",
    "Program",
    "Project",
    "Pruning",
    "PruningCallback",
    "Randomness",
    "Records",
    "Rejection",
    "Related",
    "RemoveArgument",
    "RemoveElement",
    "RenameArgument",
    "Replace",
    "Rule",
    "Score",
    "Scoreless",
    "Search",
    "Seeding",
    "Storage",
    "Unanswered",
    "Unknown",
    "Unsaved",
    "Use",
    "Verdict",
    "Wrap",
    "call_of",
    "confirmed",
    "counted",
    "inconclusive",
    "largest",
    "refuted",
    "safe_fix",
    "smallest",
    "unsafe_fix",
    "whole",
]
