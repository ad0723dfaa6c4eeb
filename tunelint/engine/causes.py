"""One cause, one finding: what several rules, or one rule at several places, say about one thing.

A rule names the codes that it replaces: at the places of its finding, the related ones too, those
say nothing; what they advise is said with its own help, and a safe fix that would only uncover them
is none. Those that it speaks instead of say nothing there either, and advise nothing.

Findings of one rule in one file that share a cause are one finding at the first place; the others
are its related places, and its fix changes all of them. Places that cannot be fixed are told apart
from those that can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tunelint.findings.anchoring import LocatedFinding
from tunelint.findings.diagnostic import Diagnostic, RelatedSpan
from tunelint.findings.finding import Applicability
from tunelint.findings.fixes.text_edit import Repair, touching
from tunelint.rule import Rule

HERE_TOO = "here too"


def one_per_cause(
    located: Iterable[LocatedFinding], rules: Mapping[str, Rule]
) -> list[LocatedFinding]:
    """The findings, which come in order, without those that a different one speaks for."""
    found = list(located)
    said = {_key(one.diagnostic): one.diagnostic for one in found}
    spoken_for: set[object] = set()
    groups: dict[object, list[LocatedFinding]] = {}
    told = []
    for one in found:
        rule = rules.get(one.diagnostic.code)
        others = _said_of(one.diagnostic, rule.replaces if rule else (), said)
        moot = _said_of(one.diagnostic, rule.instead_of if rule else (), said)
        spoken_for.update(map(_key, (*others, *moot)))
        told.append(replace(one, diagnostic=_speaking_for(one.diagnostic, others)))
    for one in told:
        diagnostic = one.diagnostic
        if _key(diagnostic) not in spoken_for:
            fixable = diagnostic.fix is not None
            shared = (diagnostic.code, diagnostic.span.path, one.cause, fixable)
            groups.setdefault(shared if one.cause else id(one), []).append(one)
    return [_together(group) for group in groups.values()]


def _key(diagnostic: Diagnostic) -> tuple[str, object]:
    return diagnostic.code, diagnostic.span.order


def _said_of(
    diagnostic: Diagnostic, codes: Iterable[str], said: Mapping[tuple[str, object], Diagnostic]
) -> list[Diagnostic]:
    """The findings of these codes at the places of a finding, the related ones too."""
    spans = (diagnostic.span, *(related.span for related in diagnostic.related))
    keys = [(code, span.order) for code in codes for span in spans]
    return [said[key] for key in keys if key in said]


def _speaking_for(diagnostic: Diagnostic, others: Iterable[Diagnostic]) -> Diagnostic:
    """The finding with what the others advise; a safe fix would only uncover them."""
    helps = dict.fromkeys(one.help for one in (diagnostic, *others) if one.help)
    if not helps or (len(helps) == 1 and diagnostic.help):
        return diagnostic
    safe = diagnostic.fix is not None and diagnostic.fix.applicability == Applicability.SAFE
    return replace(diagnostic, help="; ".join(helps), fix=None if safe else diagnostic.fix)


def _together(group: list[LocatedFinding]) -> LocatedFinding:
    first, *others = group
    if not others:
        return first
    diagnostics = [one.diagnostic for one in group]
    related = (
        *first.diagnostic.related,
        *(RelatedSpan(one.span, HERE_TOO) for one in diagnostics[1:]),
    )
    merged = replace(first.diagnostic, related=related, fix=_one_repair(diagnostics))
    return replace(first, diagnostic=merged)


def _one_repair(diagnostics: Iterable[Diagnostic]) -> Repair | None:
    """The fixes as one; None where there are none, or where they cannot be made together."""
    repairs = [one.fix for one in diagnostics if one.fix is not None]
    edits = dict.fromkeys(edit for repair in repairs for edit in repair.edits)
    ordered = sorted(edits, key=lambda edit: edit.start)
    apart = not any(map(touching, ordered, ordered[1:]))
    if not apart or len({edit.path for edit in ordered}) != 1:
        return None
    unsafe = any(repair.applicability == Applicability.UNSAFE for repair in repairs)
    applicability = Applicability.UNSAFE if unsafe else Applicability.SAFE
    return Repair(applicability, repairs[0].message, tuple(ordered))
