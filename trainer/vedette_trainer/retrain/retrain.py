"""Trains classifier and ensemble of a tenant from verdicts, judges them as they lie in their files, and lets them out or not."""

import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from .. import package
from ..calibrate import calibrated
from ..dataset import BadData
from ..folder_move import moved
from ..model_folder import read_model
from ..refused import Refused
from ..scoring import manifest_of, newest, scorer
from ..sign import sign
from ..tenant_version import refuse_other
from ..trained import Run
from ..weights import own_codes
from . import mixture, models, stacking
from .base_data import Base, read_base
from .bounds import BOUNDS, Bounds
from .panel import CLASSIFIER, ENSEMBLE, Panel
from .plausible import Agreement, Said, agreement, implausible
from .table import BASE, VERDICT, Table, held_out, table_of
from .tenant import Tenant, read_tenant
from .verdict_gate import LEAST_HELD, Judgement, Paired, of_minutes, paired, reasons


@dataclass(frozen=True)
class Asked:
    """What the command asks for."""

    dataset: Path
    models: Path
    base: Path
    version: str  # three numbers, and behind a dash digits of the dataset's hash: it is for one tenant alone
    seed: int
    key: Path | None = None
    bounds: Bounds = BOUNDS


@dataclass(frozen=True)
class Retrained:
    judgement: Judgement
    agreement: Agreement
    threshold: tuple[float, float | None]  # raw, of the ensemble, before and after
    table: Table
    tenant: Tenant
    seconds: float

    @property
    def passed(self) -> bool:
        return not self.judgement.reasons

    def as_json(self) -> dict:
        judgement, tenant = self.judgement, self.tenant
        return {
            "gate": "passed" if self.passed else "refused",
            "reasons": judgement.reasons,
            "golden": judgement.golden.as_json(),
            "held": judgement.held.as_json() if judgement.held else None,
            "agreement": {name: value if np.isfinite(value) else None for name, value in asdict(self.agreement).items()},
            "threshold": dict(zip(("before", "after"), self.threshold)),
            "rows": len(tenant.rows),
            "verdicts": len(tenant.alerts),
            "leftOut": tenant.left_out,
            "replay": {"rows": int((self.table.origin != VERDICT).sum()), "share": 1 - self.table.share(VERDICT)},
            "dataset": tenant.dataset,
            "seconds": round(self.seconds, 1),
        }


def retrain(asked: Asked, out: Path) -> Retrained:
    """The models lie under `out` where the gate let them pass, and nowhere else. Raises BadData or Refused for bad inputs."""
    with tempfile.TemporaryDirectory() as folder:
        found = staged(asked, Path(folder))
        if found.passed:
            for name in (CLASSIFIER, ENSEMBLE):
                moved(Path(folder) / name / asked.version, out / name / asked.version)
    return found


def staged(asked: Asked, folder: Path) -> Retrained:
    """Writes both models into an empty folder, beside the parts in force, and judges them as they lie there."""
    start = time.monotonic()
    tenant, panel = read_tenant(asked.dataset, asked.bounds.holds_outliers), Panel(asked.models)
    base = read_base(asked.base, tenant.rows.features.hash)
    _refuse_other_features(tenant, panel)
    refuse_other(asked.version, tenant.dataset)
    held = held_out(tenant, asked.seed)
    table = table_of(tenant, ~held, base, asked.bounds)
    tell(
        f"{len(tenant.alerts)} alerts with {len(tenant.rows)} rows, {int(held.sum())} alerts held out; "
        f"{1 - table.share(VERDICT):.0%} of the weight is of older rows"
    )
    said = _said(tenant, panel)
    ranked = agreement(said, asked.seed)
    threshold, judgement = None, NOT_JUDGED
    try:
        threshold = _written(asked, tenant, panel, base, table, folder)
        judgement = _judged(tenant, panel, base, held, folder, asked.seed)
    except BadData:
        raise
    except (ValueError, RuntimeError, Refused) as error:
        # what must not ship, such as a score that moves with its neighbours or a file that cannot be loaded
        judgement = replace(NOT_JUDGED, reasons=[f"the models cannot ship: {str(error)[:300]}"])
    judgement = replace(judgement, reasons=[*judgement.reasons, *implausible(said, ranked)])
    before = manifest_of(panel.version(ENSEMBLE))["threshold"]["raw"]
    return Retrained(judgement, ranked, (before, threshold), table, tenant, time.monotonic() - start)


NOT_JUDGED = Judgement(Paired(*[float("nan")] * 4), None)


def _said(tenant: Tenant, panel: Panel) -> Said:
    """What the version in force and the verdicts say of each alert."""
    folder = panel.version(ENSEMBLE)
    confidence = calibrated(manifest_of(folder)["calibration"], scorer(folder)(tenant.rows))
    order = np.argsort(confidence, kind="stable")
    surest = np.zeros(len(tenant.alerts), dtype=np.int64)
    surest[tenant.alert[order]] = order
    rules = np.array([one.rule for one in tenant.alerts])
    return Said(tenant.harmful, confidence[surest], rules, own_codes(tenant.rows)[surest])


def _refuse_other_features(tenant: Tenant, panel: Panel) -> None:
    for name in (CLASSIFIER, ENSEMBLE):
        if manifest_of(panel.version(name))["featureHash"] != tenant.rows.features.hash:
            raise BadData(f"{name}: the version in force is of another feature set than the rows; make the dataset anew")
    older = tenant.older
    if older is not None and older.features.hash != tenant.rows.features.hash:
        raise BadData("replay: rows of another feature set; leave datasets out that are older than the feature set")


def _written(asked: Asked, tenant: Tenant, panel: Panel, base: Base, table: Table, folder: Path) -> float:
    """Both models in their folders beside the other parts; answers the new threshold."""
    own = mixture.base_trees(panel.version(CLASSIFIER), base.facts)
    raw = _unseen(own, base, table, asked)
    trees = mixture.fit(table, np.arange(len(table)), asked.seed)
    joint = mixture.Mixture(own, trees, (table.vectors, table.weights), asked.bounds.tenant_share)
    tell("the classifier is fitted")
    known = {name: _known(panel, table, base, name) for name in base.out_of_fold}
    said = (panel.said(table.data, known | classifier) for classifier in ({CLASSIFIER: raw}, {}))
    found = stacking.stacked(_in_force(panel, base), *said, table, asked.bounds)
    tell("the ensemble is fitted")
    for trained in (
        models.classifier(joint, panel.version(CLASSIFIER), table, raw, asked.version, asked.bounds),
        models.ensemble(found, panel.document, table, asked.version, asked.bounds),
    ):
        written = package.write(trained, _run(asked, tenant, panel, table, trained.name), folder)
        if asked.key:
            sign(written, asked.key)
    for name in panel.names:
        if name != CLASSIFIER:
            (folder / name).symlink_to((asked.models / name).resolve(), target_is_directory=True)
    return found.threshold


def _in_force(panel: Panel, base: Base) -> stacking.InForce:
    threshold = manifest_of(panel.version(ENSEMBLE))["threshold"]["raw"]
    return stacking.InForce(panel.stacker, panel.document["calibration"], threshold, base.facts.threshold)


def _unseen(own: mixture.BaseTrees, base: Base, table: Table, asked: Asked) -> np.ndarray:
    """What the classifier says of rows that it has not seen: the product's trees have seen the base, whose scores are known."""
    of_base = table.origin == BASE
    product = np.empty(len(table))
    product[of_base] = base.out_of_fold[CLASSIFIER]
    product[~of_base] = own.scores(table.vectors[~of_base])
    return mixture.mixed(product, mixture.out_of_fold(table, asked.seed), asked.bounds.tenant_share)


def _known(panel: Panel, table: Table, base: Base, name: str) -> np.ndarray:
    """Raw scores of a part that learned from the base: known there, asked for elsewhere."""
    of_base = table.origin == BASE
    raw = np.empty(len(table), dtype=np.float32)
    raw[of_base] = base.out_of_fold[name]
    raw[~of_base] = scorer(panel.version(name))(table.data.take(np.flatnonzero(~of_base)))
    return raw


def _run(asked: Asked, tenant: Tenant, panel: Panel, table: Table, name: str) -> Run:
    names = ("verdicts", "older datasets", "base")
    rows = {told: int((table.origin == place).sum()) for place, told in enumerate(names)}
    given = "--dataset DIR --models MODELS --base BASE --out OUT"
    command = f"python -m vedette_trainer retrain-detector {given} --version {asked.version} --seed {asked.seed}"
    return Run(
        tenant.rows.features.name,
        tenant.rows.features.hash,
        tenant.dataset,
        {told: count for told, count in rows.items() if count},
        asked.seed,
        command,
        manifest_of(panel.version(name))["version"],
        {"base": "MIT (Cisco-Talos EvidenceForge)", "verdicts": "the tenant's own", "older datasets": "the tenant's own"},
        tenant.name,
    )


def _judged(tenant: Tenant, panel: Panel, base: Base, held: np.ndarray, folder: Path, seed: int) -> Judgement:
    """By the files as they lie there."""
    for name in (CLASSIFIER, ENSEMBLE):
        read_model(newest(folder / name))
    before, after = scorer(panel.version(ENSEMBLE)), scorer(newest(folder / ENSEMBLE))
    golden = of_minutes(base.golden, before(base.golden), after(base.golden), seed)
    own = _held(tenant, held, before, after, seed)
    tell(f"golden set: average precision {golden.before:.4f}, now {golden.after:.4f}")
    return Judgement(golden, own, reasons(golden, own, base.facts.average_precision))


def _held(tenant: Tenant, held: np.ndarray, before, after, seed: int) -> Paired | None:
    labels = tenant.harmful[held]
    if min(labels.sum(), (~labels).sum()) < LEAST_HELD:
        return None
    chosen = np.flatnonzero(held[tenant.alert])
    rows, alert = tenant.rows.take(chosen), np.unique(tenant.alert[chosen], return_inverse=True)[1]
    tops = []
    for version in (before, after):
        top = np.full(len(labels), -np.inf)
        np.maximum.at(top, alert, version(rows))
        tops.append(top)
    return paired(labels, *tops, seed)


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
