"""One training from its job file to its result."""

import json
import math
import os
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..dataset import BadData
from ..publish import publish
from ..refused import Refused
from ..stores import Store
from .fetch import GOLDEN, LESSONS, PAIRS, fetch_dataset, fetch_model, fetch_replay, fetch_writer
from .spec import Spec, read_spec

MOST_REASONS, LONGEST_REASON = 20, 500


@dataclass(frozen=True)
class Place:
    """Where a job works."""

    store: Store  # of datasets and results
    registry: Store  # of models
    base: Path  # what ships with the trainer
    key: Path | None  # signs what is trained


@dataclass(frozen=True)
class Found:
    """What a task has come to. Models lie under `out` where it passed."""

    passed: bool
    reasons: list[str]
    figures: Mapping[str, float]


def run(place: Place, dataset: str, attempt: int) -> dict:
    """Trains, publishes what passed, and writes `result-N.json` whatever happens, last of all; answers what stands in it."""
    try:
        spec = read_spec(place.store, dataset, attempt)
        with tempfile.TemporaryDirectory() as folder:
            result = _done(place, spec, Path(folder))
    except (BadData, Refused) as error:
        result = _result("failed", [str(error)])
    except Exception as error:  # a defect: its words may quote data, so they stay in the log
        traceback.print_exc()
        result = _result("failed", [f"unexpected: {type(error).__name__}; the log of the job says where"])
    content = json.dumps(result, indent=2, allow_nan=False) + "\n"
    place.store.create(f"{dataset}/result-{attempt}.json", content.encode())
    return result


def _done(place: Place, spec: Spec, work: Path) -> dict:
    out = work / "out"
    found = (_retrained if spec.task == "retrain-detector" else _adapted)(place, spec, work, out)
    if not found.passed:
        return _result("refused", found.reasons, found.figures)
    made = sorted(path.parent for path in out.glob("*/*/manifest.json"))
    for folder in made:
        publish(folder, place.registry)
        _track(folder, work)
    return _result("passed", [], found.figures, [f"{folder.parent.name}@{folder.name}" for folder in made])


def _retrained(place: Place, spec: Spec, work: Path, out: Path) -> Found:
    from ..retrain.retrain import Asked, retrain

    fetch_dataset(place.store, spec.place, LESSONS, work / "dataset")
    fetch_replay(place.store, spec.replay, work / "dataset" / "replay")
    for name, version in spec.models.items():
        fetch_model(place.registry, name, version, work / "models")
    found = retrain(Asked(work / "dataset", work / "models", place.base, spec.version, spec.seed, place.key), out)
    told = found.as_json()
    return Found(found.passed, told["reasons"], _flat({name: told.get(name) for name in FIGURES}))


FIGURES = ("golden", "held", "agreement", "threshold", "replay", "rows", "verdicts", "pairs", "steps", "seconds")


def _adapted(place: Place, spec: Spec, work: Path, out: Path) -> Found:
    from ..adapt.adapt import Asked, adapt

    fetch_dataset(place.store, spec.place, PAIRS, work / "dataset")
    [(name, version)] = spec.models.items()
    model = fetch_writer(place.registry, name, version, work / "models")
    found = adapt(Asked(work / "dataset", model, model / GOLDEN, spec.version, spec.seed, place.key), out)
    told = found.as_json()
    return Found(found.passed, told["reasons"], _flat({name: told.get(name) for name in FIGURES}))


def _flat(told: Mapping, prefix: str = "") -> dict[str, float]:
    """Numbers by name, what lies deeper behind an underscore; what is no number is left out."""
    flat: dict[str, float] = {}
    for name, value in told.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}_")
        elif isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            flat[f"{prefix}{name}".lower()] = float(value)
    return flat


def _track(folder: Path, work: Path) -> None:
    if os.environ.get("MLFLOW_TRACKING_URI"):
        from ..tracking import track

        track(folder, work / "runs", os.environ)


def _result(outcome: str, reasons: list[str], figures: Mapping[str, float] = {}, models: list[str] = []) -> dict:  # noqa: B006
    cut = [reason[:LONGEST_REASON] for reason in reasons[:MOST_REASONS]]
    return {"outcome": outcome, "reasons": cut, "figures": dict(figures), "models": list(models)}
