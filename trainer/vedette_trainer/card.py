"""MODEL_CARD.md: what a reader must know before trusting a model."""

from collections.abc import Iterable, Mapping

import numpy as np

from . import lineage
from .judge import Judged
from .manifest import all_metrics, probabilities
from .trained import Metric, Run, Trained
from .trees import tree_size
from .variants import Variant

SAID_BINS = 10


def card(model: Trained, run: Run, core: Mapping[str, bytes], variants: list[Variant]) -> bytes:
    """`core` holds the model and its trees by name."""
    sections = {
        "Data": _data(model, run),
        "Figures": _figures(all_metrics(model, variants)),
        "By segment": _segments(model),
        "Judged on": _judged(model.judged),
        "How to read the score": _reading(model),
        "Files": _files(model, core, variants),
        "Limits": "\n".join(f"- {line}" for line in model.limits),
        "Repeat it": f"`{run.command}`\n\n{code()}",
    }
    body = [f"## {title}\n{text}" for title, text in sections.items() if text]
    return ("\n\n".join([f"# {model.name} {model.version}", model.method, *body]) + "\n").encode()


def table(heads: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    heads = list(heads)
    rows = ["| " + " | ".join(str(cell) for cell in row) + " |" for row in (heads, *lines)]
    return "\n".join([rows[0], "|" + "---|" * len(heads), *rows[1:]])


def _data(model: Trained, run: Run) -> str:
    lines = [(name, count, run.licences.get(name, "not stated")) for name, count in sorted(run.rows.items())]
    attacks = model.held_out.attacks
    told = "nobody labelled them" if attacks is None else f"{int(attacks.sum())} of them were caused by attacks"
    return f"""{sum(run.rows.values())} rows of `{run.feature_set}` ({run.feature_hash}), sha256 {run.data_hash}.
The score is read off {len(model.held_out.raw)} rows that no weight was fitted on; {told}.

{table(("source", "rows", "licence"), lines)}"""


def _figures(metrics: Mapping[str, Metric]) -> str:
    return table(("metric", "value"), metrics.items())


def _segments(model: Trained) -> str:
    if not model.segments:
        return ""
    names = list(dict.fromkeys(name for one in model.segments for name in one.metrics))
    lines = [(one.name, one.rows, one.attacks, *(one.metrics.get(name, "-") for name in names)) for one in model.segments]
    is_silent = any(not one.metrics for one in model.segments)
    note = "\n\nA line without figures has no attacks: nothing can be said of it." if is_silent else ""
    return table(("segment", _unit(model), "attacks", *names), lines) + note


def _unit(model: Trained) -> str:
    return "host-minutes" if model.held_out.minutes else "rows"


def _judged(judged: tuple[Judged, ...]) -> str:
    if not judged:
        return ""
    heads = ("source", "rows", "above the bar", "attack rows", "of them above", "AUROC by row")
    return f"""Telemetry that it was not trained on. An attack row is any row that a step of the attack caused, most of them ordinary
by themselves.

{table(heads, map(_judged_line, judged))}"""


def _judged_line(one: Judged) -> tuple[object, ...]:
    auroc = "-" if np.isnan(one.auroc) else format(one.auroc, ".3f")
    return one.source, one.rows, one.above, one.attack_rows or "-", one.attack_above if one.attack_rows else "-", auroc


def _reading(model: Trained) -> str:
    bar = f"""At a raw score of {model.threshold.raw:.4f}, the {100 * model.threshold.quantile:.2f} % quantile, the model alone forwards an event."""
    if model.held_out.attacks is None:
        return f"""{bar}
The probability tells how rare a score is, not how many such events were attacks; only verdicts can tell that."""
    error = f"\nExpected calibration error: {model.metrics['ece']}." if "ece" in model.metrics else ""
    return f"{bar}{error}\n\n{_reliability(model)}"


def _reliability(model: Trained) -> str:
    """What the model says and what came true, by tenths of what it says."""
    held = model.held_out
    raw, attacks = held.minutes or (held.raw, held.attacks)
    said = probabilities(model, raw)
    places = np.minimum((said * SAID_BINS).astype(int), SAID_BINS - 1)
    lines = [
        (f"{place / SAID_BINS:.1f} to {(place + 1) / SAID_BINS:.1f}", here.sum(), f"{said[here].mean():.3f}", f"{attacks[here].mean():.3f}")
        for place in range(SAID_BINS)
        if (here := places == place).any()
    ]
    return table(("said", _unit(model), "mean of what was said", "share of attacks"), lines)


def _files(model: Trained, core: Mapping[str, bytes], variants: list[Variant]) -> str:
    lines = [(name, len(content), "") for name, content in core.items()]
    lines += [(one.file, "not written" if one.content is None else len(one.content), _remark(one)) for one in variants]
    return table(("file", "bytes", "remarks"), lines) + _trees(model)


def _remark(variant: Variant) -> str:
    if variant.content is None:
        return variant.reason
    ratio = variant.figures["speed"]
    return f"{'slower on CPU: ' if ratio < 1 else ''}{ratio:.2f} times the speed of FP32 with 64 rows on one core"


def _trees(model: Trained) -> str:
    size = tree_size(model.graph.model) if model.graph else None
    if size is None:
        return ""
    return f"\n\n{size.trees} trees with {size.branches} thresholds, compared in float32, and {size.leaves} leaves."


def code() -> str:
    used = ", ".join(f"{name} {number}" for name, number in lineage.versions().items())
    return f"Commit {lineage.commit() or 'unknown'}; {used}."
