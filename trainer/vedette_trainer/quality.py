"""Data that would teach a model what is not so, and data that would judge it too kindly, named before any training."""

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from .dataset import ATTACK, BENIGN, BadData, Dataset
from .feature_file import feature_files, read_file

LARGEST_DUPLICATE_SHARE = 0.5
# Late events may stand after younger ones; more than this is a file that was not merged by event time
LARGEST_STEP_BACK_MS = 10 * 60_000
LEAST_POSITIVES = 20
LEAK_AUROC, LEAK_POSITIVES = 0.9999, 100
LARGEST_OVERLAP_SHARE = 0.01
MULTIPLIER = np.uint64(0xC6A4A7935BD1E995)


@dataclass(frozen=True)
class Fault:
    """`check` is the name that `--allow` takes."""

    check: str
    reason: str


def refuse(found: list[Fault], allowed: frozenset[str] = frozenset()) -> None:
    """Raises BadData that tells every fault which is not allowed."""
    left = [fault for fault in found if fault.check not in allowed]
    if left:
        lines = [f"{fault.reason}; mend the data, or pass --allow {fault.check}" for fault in left]
        raise BadData("\n".join(lines))


def faults(data: Dataset) -> list[Fault]:
    """Of rows alone."""
    return [*_ranges(data), *_times(data), *_duplicates(data)]


def label_faults(data: Dataset) -> list[Fault]:
    """Of labelled rows, for what learns from labels."""
    attack = data.labels == ATTACK
    positives = int(attack.sum())
    if positives == 0 or not (data.labels == BENIGN).any():
        kind = "no attack rows" if positives == 0 else "no benign rows"
        raise BadData(f"{kind} among the labelled: nothing can be learned; put labelled files of both kinds into the folder")
    found = []
    if positives < LEAST_POSITIVES:
        found.append(Fault("positives", f"{positives} attack rows, at least {LEAST_POSITIVES} are needed"))
    return [*found, *_leaks(data, attack)]


def _ranges(data: Dataset) -> list[Fault]:
    if data.features.ranges is None:
        return []
    low, high = np.array(data.features.ranges, dtype=np.float32).T
    outside = (data.vectors < low) | (data.vectors > high)
    found = []
    for place in np.flatnonzero(outside.any(axis=0)):
        row = int(np.argmax(outside[:, place]))
        value = f"{data.features.names[place]} is {data.vectors[row, place]:g}, outside {low[place]:g}..{high[place]:g}"
        found.append(Fault("range", f"{data.sources[row]}: {data.origins[row]}: {value}"))
    return found


def _times(data: Dataset) -> list[Fault]:
    found = []
    for source in np.unique(data.sources):
        rows = np.flatnonzero(data.sources == source)
        times = data.times[rows]
        back = np.maximum.accumulate(times) - times
        worst = int(np.argmax(back))
        if back[worst] > LARGEST_STEP_BACK_MS:
            place = f"{source}: {data.origins[rows[worst]]}: time goes back by {back[worst] / 1000:.0f} s"
            found.append(Fault("time", place))
    return found


def _duplicates(data: Dataset) -> list[Fault]:
    found = []
    hashes = row_hashes(data)
    for source in np.unique(data.sources):
        rows = hashes[data.sources == source]
        share = 1 - len(np.unique(rows)) / len(rows)
        if share > LARGEST_DUPLICATE_SHARE:
            found.append(Fault("duplicates", f"{source}: {100 * share:.0f} % of its rows stand in it more than once"))
    return found


def _leaks(data: Dataset, attack: np.ndarray) -> list[Fault]:
    """A feature that alone parts attack from benign nearly always tells how the data were made, not what an attack is."""
    positives = int(attack.sum())
    if positives < LEAK_POSITIVES:
        return []
    found = []
    for name, values in zip(data.features.names, data.vectors.T):
        area = _auroc(attack, values, positives)
        if max(area, 1 - area) > LEAK_AUROC:
            found.append(Fault(f"leak:{name}", f"{name} alone parts attack rows from benign ones (AUROC {area:.5f})"))
    return found


def _auroc(attack: np.ndarray, values: np.ndarray, positives: int) -> float:
    """Mann-Whitney U over the pairs; equal values count half."""
    ranks = rankdata(values)[attack].sum()
    return (ranks - positives * (positives + 1) / 2) / (positives * (len(attack) - positives))


def row_hashes(data: Dataset) -> np.ndarray:
    """uint64, one a row, over entity, time, vector and tokens."""
    names, entity = np.unique(data.entities, return_inverse=True)
    named = np.array([zlib.crc32(str(name).encode()) for name in names], dtype=np.uint64)
    mixed = named[entity.reshape(-1)]
    words = [data.times.view(np.uint64), *data.vectors.view(np.uint32).T, *data.tokens.view(np.uint32).T]
    for word in words:
        # a product of a wide odd number carries low bits up, the shift brings them down again (as MurmurHash 2 does)
        mixed = (mixed ^ word.astype(np.uint64)) * MULTIPLIER
        mixed ^= mixed >> np.uint64(47)
    return mixed


def overlap_faults(data: Dataset, folder: Path) -> list[Fault]:
    """Sources of a folder to judge on whose rows stand among those trained on."""
    known = row_hashes(data)
    found = []
    for path in feature_files(folder):
        share = float(np.isin(row_hashes(read_file(path)), known).mean())
        if share > LARGEST_OVERLAP_SHARE:
            reason = f"{path.name}: {100 * share:.0f} % of its rows are trained on; judge on telemetry of other days or hosts"
            found.append(Fault("overlap", reason))
    return found
