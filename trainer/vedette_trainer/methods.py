"""The methods that the classifier chooses among, and their hyperparameters in a file."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import ModuleType

from . import boosting, extra_trees
from .dataset import BadData, Dataset
from .tree_tables import Grown

# By the name that `--method` takes: a module with Settings, SCORES_ARE_SHARES (0..1, else log-odds),
# fit(data, seed, settings) and told(settings)
METHODS: dict[str, ModuleType] = {"extra-trees": extra_trees, "boosting": boosting}


@dataclass(frozen=True)
class Choice:
    """A method and its hyperparameters."""

    method: str
    settings: extra_trees.Settings | boosting.Settings

    @staticmethod
    def of(method: str) -> "Choice":
        return Choice(method, METHODS[method].Settings())

    def fit(self, data: Dataset, seed: int) -> Grown:
        return METHODS[self.method].fit(data, seed, self.settings)

    @property
    def scores_are_shares(self) -> bool:
        return METHODS[self.method].SCORES_ARE_SHARES

    def told(self) -> str:
        return METHODS[self.method].told(self.settings)

    def as_json(self) -> dict:
        return {"method": self.method, "settings": asdict(self.settings)}


def read_choice(path: Path) -> Choice:
    """Refuses what is no hyperparameter of the method."""
    given = json.loads(path.read_text(encoding="utf-8"))
    method = given.get("method")
    if method not in METHODS:
        raise BadData(f"{path.name}: method {method!r}; known are {', '.join(METHODS)}")
    kinds = {one.name: one.type for one in fields(METHODS[method].Settings)}
    for name, value in given.get("settings", {}).items():
        if name not in kinds or isinstance(value, bool) or not isinstance(value, (int, float)):
            raise BadData(f"{path.name}: {name}: {value!r} is no hyperparameter of {method}; known are {', '.join(kinds)}")
    return Choice(method, METHODS[method].Settings(**{name: kinds[name](value) for name, value in given.get("settings", {}).items()}))
