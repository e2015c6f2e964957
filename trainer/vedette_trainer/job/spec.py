"""job-N.json: what a trainer is told."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..model_folder import NAME, VERSION
from ..refused import Refused
from ..stores import Store

PLACE = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}/[0-9a-f]{16}")
TASKS = ("retrain-detector", "adapt-text")


@dataclass(frozen=True)
class Spec:
    task: str
    tenant: str
    place: str  # folder of the dataset in the store
    version: str
    models: Mapping[str, str]  # in force, name to version
    replay: tuple[str, ...]  # folders of older datasets, the newest first
    seed: int


def read_spec(store: Store, place: str, attempt: int) -> Spec:
    """Raises Refused where it is missing or asks for what cannot be."""
    content = store.read(f"{place}/job-{attempt}.json") if PLACE.fullmatch(place) else None
    if content is None:
        raise Refused(f"there is no job {attempt} at {place!r}: the launcher writes it before it starts a trainer")
    told = json.loads(content)
    spec = Spec(
        task=told["task"],
        tenant=told["tenant"],
        place=place,
        version=told["version"],
        models=told["models"],
        replay=tuple(told["replay"]),
        seed=told["seed"],
    )
    named = [*spec.models, *spec.models.values(), spec.version]
    if (
        spec.task not in TASKS
        or spec.tenant != place.split("/")[0]
        or not all(NAME.fullmatch(one) or VERSION.fullmatch(one) for one in named)
        or not all(PLACE.fullmatch(one) and one.startswith(f"{spec.tenant}/") for one in spec.replay)
    ):
        raise Refused(f"job {attempt} at {place} asks for what cannot be: a task, a name, a version or a place is none")
    return spec
