"""Out-of-fold scores of texts: what a model says of families, lines and texts that it never saw."""

import zlib
from collections.abc import Iterator

import numpy as np
from scipy.sparse import vstack

from .text_model import TextModel, fit, matrix, scores
from .text_rows import Texts

PLAIN = "plain"
# Weight of a value without its line, against that of the line
ALONE = 0.5
# Templates of ours that are of a family that is held out; left out with it by the strict protocol
RELATED = {
    "crlf": ("crlf",),
    "jndi": ("jndi", "template"),
    "log_forging": ("log_forging", "crlf"),
    "terminal_escape": ("terminal_escape",),
    "instruction_task": ("task",),
    "instruction_code": ("code_task",),
    "jailbreak": ("roleplay",),
    "prompt_leak": ("leak",),
    "prompt_injection": ("addressed", "override", *(f"override_{one}" for one in ("de", "fr", "pt", "it", "ru", "zh", "ja"))),
    "prompt_injection_es": ("override_es",),
    "remediation_lure": ("lure", "verdict"),
}


class Folds:
    """
    A row of `log-injection` is judged by a model that saw neither its family (of hostile rows), nor its carrier, nor any
    text like it. `strict`: nor templates of ours of that family. Other rows are judged by one that saw no text like them.
    """

    def __init__(self, texts: Texts, seed: int, strict: bool = False) -> None:
        self.texts, self.seed, self.strict = texts, seed, strict
        self.lines, self.alone = matrix(texts.lines, texts.shape.vocabulary), matrix(texts.values, texts.shape.vocabulary)
        self.weights = balanced(texts.labels)
        self.families = sorted(set(texts.families[texts.dev & texts.labels].tolist()))
        self.places = self._places()

    def _places(self) -> np.ndarray:
        """The fold of each row: of hostile ones that of the family, of others one drawn by likeness."""
        drawn = {one: zlib.crc32(f"{self.seed}:{one}".encode()) % len(self.families) for one in set(self.texts.clusters)}
        places = np.array([drawn[one] for one in self.texts.clusters])
        for place, family in enumerate(self.families):
            places[self.texts.dev & self.texts.labels & (self.texts.families == family)] = place
        return places

    def out_of_fold(self, others: bool = False) -> np.ndarray:
        """Log-odds of the rows of `log-injection`, and of all others where asked for; NaN elsewhere."""
        out = np.full(len(self.texts), np.nan, dtype=np.float32)
        for judged, learned in self._splits(others):
            out[judged] = scores(self.fitted(learned), self.lines[judged])
        return out

    def fitted(self, learned: np.ndarray) -> TextModel:
        """A model of these rows, and of their values without the line."""
        alone = learned & self.texts.has_value
        labels, weights = self.texts.labels, self.weights
        return fit(
            vstack([self.lines[learned], self.alone[alone]], format="csr"),
            np.concatenate([labels[learned], labels[alone]]),
            np.concatenate([weights[learned], weights[alone] * ALONE]),
            self.seed,
        )

    def _splits(self, others: bool) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        texts = self.texts
        for place, family in enumerate(self.families):
            here = self.places == place
            for carrier in sorted(set(texts.carriers[texts.dev])):
                judged = texts.dev & here & (texts.carriers == carrier)
                if judged.any():
                    yield judged, self._unlike(judged) & ~(texts.dev & here) & self._else(family, carrier)
            if others and (here & ~texts.dev).any():
                judged = here & ~texts.dev
                yield judged, self._unlike(judged)

    def _unlike(self, judged: np.ndarray) -> np.ndarray:
        return ~np.isin(self.texts.clusters, np.unique(self.texts.clusters[judged]))

    def _else(self, family: str, carrier: str) -> np.ndarray:
        """Rows of other carriers; of all plain lines, which are no carrier, likeness decides."""
        texts = self.texts
        rest = ~texts.dev | (texts.carriers != carrier) | (carrier == PLAIN)
        if self.strict:
            rest &= texts.dev | ~texts.labels | ~np.isin(texts.families, RELATED.get(family, ()))
        return rest


def balanced(labels: np.ndarray) -> np.ndarray:
    """Weights by which hostile and harmless rows weigh alike together."""
    return np.where(labels, (~labels).sum() / max(1, labels.sum()), 1.0)
