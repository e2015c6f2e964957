"""All rows that a retraining fits on: those of the verdicts, of the tenant's older datasets, and of the base."""

import zlib
from dataclasses import dataclass, replace

import numpy as np

from ..dataset import ATTACK, Dataset, joined
from ..evaluation.windows import codes, windows
from ..weights import row_weights
from .base_data import Base
from .bounds import Bounds
from .caps import MOST_POSITIVE, alert_weights, unit
from .tenant import Tenant, alerts_of

FOLDS = 5
DAY_MS = 86_400_000
VERDICT, OLDER, BASE = 0, 1, 2


@dataclass(frozen=True)
class Table:
    """One entry a row."""

    data: Dataset
    attack: np.ndarray  # bool
    weights: np.ndarray  # float64, what a row counts for in fitting
    standing: np.ndarray  # float64, what its group counts for in curve and threshold
    group: np.ndarray  # int64, its alert or host-minute
    folds: np.ndarray  # int64: alerts of a day, or a campaign of the base, are never parted
    origin: np.ndarray  # int64: VERDICT, OLDER or BASE

    def __len__(self) -> int:
        return len(self.data)

    @property
    def vectors(self) -> np.ndarray:
        return self.data.vectors

    @property
    def names(self) -> tuple[str, ...]:
        return self.data.features.names

    def share(self, origin: int) -> float:
        """Of the weight."""
        return float(self.weights[self.origin == origin].sum() / self.weights.sum())


def table_of(tenant: Tenant, learning: np.ndarray, base: Base, bounds: Bounds) -> Table:
    """`learning`: mask of the tenant's alerts that are learned from."""
    word = np.zeros(len(learning))
    word[learning] = alert_weights([one for one, kept in zip(tenant.alerts, learning) if kept], bounds.largest_share)
    chosen = np.flatnonzero(learning[tenant.alert])
    rows, alert = tenant.rows.take(chosen), tenant.alert[chosen]
    older, base_weights = _older(tenant.older), row_weights(base.replay, MOST_POSITIVE)
    word *= unit(word.sum(), base_weights.sum() + sum(weights.sum() for _, weights in older))
    parts = [
        _of_alerts(rows, (word / np.bincount(alert, minlength=len(word)).clip(1))[alert], VERDICT),
        *(_of_alerts(data, weights, OLDER) for data, weights in older),
        _of_base(base, base_weights),
    ]
    return _stacked(parts)


def _of_alerts(data: Dataset, weights: np.ndarray, origin: int) -> Table:
    group = codes(alerts_of(data))
    days = np.full(group.max() + 1, np.inf)
    np.minimum.at(days, group, data.times // DAY_MS)
    ones = np.ones(len(data))
    return Table(data, data.labels == ATTACK, weights, ones, group, _alert_folds(days)[group], np.full(len(data), origin))


def _alert_folds(days: np.ndarray) -> np.ndarray:
    """By day, in turns; where there are fewer days than folds, alert by alert."""
    place = codes(days)
    return (place if place.max() + 1 >= FOLDS else np.arange(len(days))) % FOLDS


def _older(data: Dataset | None) -> list[tuple[Dataset, np.ndarray]]:
    """Each alert of older datasets weighs as much as a harmless host-minute or a step of an attack."""
    if data is None:
        return []
    group = codes(alerts_of(data))
    each = np.where(data.labels == ATTACK, MOST_POSITIVE, 1.0)
    return [(data, each / np.bincount(group)[group])]


def _of_base(base: Base, weights: np.ndarray) -> Table:
    data = base.replay
    seen = windows(data)
    folds = codes(data.campaigns) % FOLDS
    return Table(data, data.labels == ATTACK, weights, base.outside, seen.of_row, folds, np.full(len(data), BASE))


def _stacked(parts: list[Table]) -> Table:
    first = np.cumsum([0, *(part.group.max() + 1 for part in parts)])
    shifted = [replace(part, group=part.group + start) for part, start in zip(parts, first)]
    names = ("attack", "weights", "standing", "group", "folds", "origin")
    joint = {name: np.concatenate([getattr(part, name) for part in shifted]) for name in names}
    return Table(joined([part.data for part in parts], ""), **joint)


def held_out(tenant: Tenant, seed: int) -> np.ndarray:
    """Mask of the alerts that are kept from training: a fifth of each label, of those on which two authors agree."""
    held = np.zeros(len(tenant.alerts), dtype=bool)
    for harmful in (True, False):
        agreed = [place for place, one in enumerate(tenant.alerts) if one.harmful == harmful and len(one.authors) > 1]
        drawn = sorted(agreed, key=lambda place: zlib.crc32(f"{seed}:{tenant.alerts[place].alert}".encode()))
        held[drawn[: len(drawn) // 5]] = True
    return held
