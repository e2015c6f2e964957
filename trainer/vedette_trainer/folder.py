"""A folder of feature files, with the labels and campaigns beside them."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from .dataset import ATTACK, BENIGN, BadData, Dataset, joined
from .feature_file import feature_files, read_file

CAMPAIGNS = "campaigns.json"


def read_folder(folder: Path) -> Dataset:
    """Every .ndjson and .arrow file of a folder, in the order of their names. Refuses what would poison a model."""
    files = feature_files(folder)
    if not files:
        raise BadData(f"{folder}: no .ndjson or .arrow file; write one with `vedette features FILE... --out {folder}/NAME.arrow`")
    campaigns = _campaigns(folder, {path.stem for path in files})
    parts = [_read(path, campaigns) for path in files]
    digest = hashlib.sha256()
    for path, part in zip(files, parts):
        if part.features != parts[0].features:
            raise BadData(f"{path.name}: feature set {part.features.hash} differs from {parts[0].features.hash}; write all anew")
        digest.update(part.vectors.tobytes())
        digest.update(part.tokens.tobytes())
    return joined(parts, digest.hexdigest())


def _read(path: Path, campaigns: dict[str, str]) -> Dataset:
    data = labelled(read_file(path), path.with_suffix(".labels"))
    return replace(data, campaigns=np.full(len(data), campaigns.get(path.stem, path.stem)))


def labelled(data: Dataset, path: Path) -> Dataset:
    """
    The rows with what a label file says of them: one line "<file>:<line><TAB><step>" for each row that an attack caused.
    No file: nobody labelled the source. An empty one: all of it is benign.
    """
    if not path.exists():
        return data
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    steps = {place: step for place, _, step in (line.partition("\t") for line in lines)}
    unknown = steps.keys() - set(data.origins.tolist())
    if unknown:
        raise BadData(
            f"{path.name}: {len(unknown)} of {len(steps)} labels name no row of {path.stem}, such as {min(unknown)!r}; "
            "label the file that the features were made of"
        )
    attack = np.array([origin in steps for origin in data.origins], dtype=bool)
    named = np.array([steps.get(origin, "") for origin in data.origins], dtype=object)
    return replace(data, labels=np.where(attack, ATTACK, BENIGN).astype(np.int8), steps=named)


def _campaigns(folder: Path, sources: set[str]) -> dict[str, str]:
    """campaigns.json: {"source": "campaign"}; a source that it does not name is a campaign of its own."""
    path = folder / CAMPAIGNS
    if not path.exists():
        return {}
    campaigns = json.loads(path.read_text(encoding="utf-8"))
    unknown = campaigns.keys() - sources
    if unknown:
        raise BadData(f"{CAMPAIGNS}: {', '.join(sorted(unknown))}: no feature file of that name; name files without their end")
    return campaigns
