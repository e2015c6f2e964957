"""Cross-validation reports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .evaluation.figures import Figures, by_campaign, figures
from .evaluation.segments import told
from .tasks import PARTS
from .tasks.context import Context, OutOfFold
from .tasks.ensemble import out_of_fold, said_by
from .trained import Metric


@dataclass(frozen=True)
class Report:
    """Figures out of fold; campaigns hold host-minutes, those of an attack, and average precision."""

    figures: Figures
    campaigns: dict[str, tuple[int, int, float]]


def validated(context: Context, names: Sequence[str] | None) -> Iterator[tuple[str, Report]]:
    """A report for each task that is named, or for all."""
    for part in PARTS:
        if names is None or part.name in names:
            yield part.name, _report(context, context.out_of_fold(part.learner(context)))
    if names is None or "ensemble" in names:
        yield "ensemble", _report(context, out_of_fold(context, said_by(context, PARTS)))


def _report(context: Context, found: OutOfFold) -> Report:
    seen = context.windows
    figured = figures(context.labelled, seen, found.raw, found.probabilities, context.plan.seed)
    return Report(figured, by_campaign(seen, found.raw))


def as_text(name: str, report: Report) -> str:
    lines = [f"{name}: threshold {report.figures.threshold.raw:.4f}"]
    lines += [f"  {metric}: {value}" for metric, value in report.figures.metrics.items()]
    lines += [
        f"  campaign {campaign}: {windows} host-minutes, {attacks} of them attack: average precision {precision:.3f}"
        for campaign, (windows, attacks, precision) in report.campaigns.items()
    ]
    return "\n".join([*lines, *(f"  {told(segment)}" for segment in report.figures.segments)])


def as_json(report: Report) -> dict:
    found = report.figures
    return {
        "threshold": {"raw": found.threshold.raw, "quantile": found.threshold.quantile},
        "metrics": _metrics(found.metrics),
        "campaigns": {
            name: {"windows": windows, "attacks": attacks, "average_precision": precision if attacks else None}
            for name, (windows, attacks, precision) in report.campaigns.items()
        },
        "segments": [
            {"name": one.name, "windows": one.rows, "attacks": one.attacks, "metrics": _metrics(one.metrics)}
            for one in found.segments
        ],
    }


def _metrics(metrics: dict[str, Metric]) -> dict[str, dict[str, float]]:
    return {name: metric.as_json() for name, metric in metrics.items()}
