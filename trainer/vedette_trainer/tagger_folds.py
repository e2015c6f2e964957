"""What models say of rows that they never saw, nor any row of the same template."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from .runtime import session
from .tagger_model import REACH, Piece, Tagger, fit, to_onnx
from .tagger_rows import CLASSES, FOLDS, IGNORED, Shape, Tokens, fold_of, labels

EPOCHS = 6


class Texts:
    """Rows with their tokens and the class of each token."""

    def __init__(self, rows: Sequence[dict], shape: Shape, tokens: dict[str, Tokens]) -> None:
        if shape.margin < REACH:
            raise ValueError(f"windows overlap by {shape.margin} tokens, and the tagger looks {REACH} far")
        self.rows, self.shape = rows, shape
        self.tokens = [tokens[row["row"]] for row in rows]
        self.labels = [labels(row, one) for row, one in zip(rows, self.tokens)]
        self.folds = np.array([fold_of(row["group"]) for row in rows])
        # Sentences of ours are learned from in every fold, and nothing is told of them
        self.is_judged = np.array([not row["copy"] for row in rows])
        self.is_ours = np.array([row["source"] == "vedette" for row in rows])

    def learned(self, fold: int | None) -> Iterator[Piece]:
        """All pieces but those of the fold."""
        for place, found in enumerate(self.labels):
            if len(found) and (self.is_ours[place] or self.folds[place] != fold):
                yield from pieces(self.tokens[place].ids, found, self.shape)

    def judged(self, fold: int) -> np.ndarray:
        return np.flatnonzero(self.is_judged & (self.folds == fold))


def windows(tokens: int, window: int, margin: int) -> Iterator[tuple[int, int, int, int]]:
    """As windows.ts: what is read, and what counts of it."""
    first = 0
    while first < tokens:
        start = max(0, first - margin)
        end = min(tokens, start + window)
        last = tokens if end == tokens else end - margin
        yield start, end, first, last
        first = last


def pieces(ids: np.ndarray, found: np.ndarray, shape: Shape) -> Iterator[Piece]:
    for start, end, first, last in windows(len(found), shape.window, shape.margin):
        judged = np.full(end - start, IGNORED, dtype=np.int64)
        judged[first - start : last - start] = found[first:last]
        yield Piece(ids[start:end], judged)


def fitted(texts: Texts, fold: int | None, seed: int, epochs: int = EPOCHS) -> Tagger:
    return fit(list(texts.learned(fold)), texts.shape.vocabulary, len(CLASSES), seed, epochs)


def odds_of(model: Tagger, tokens: Sequence[Tokens], shape: Shape) -> list[np.ndarray]:
    """What the exported graph says of each token of each text: log-odds of the classes."""
    running = session(to_onnx(model, shape.ids_per_token))
    said = []
    for one in tokens:
        parts = [np.zeros((0, len(CLASSES)), dtype=np.float32)]
        for start, end, first, last in windows(len(one.ids), shape.window, shape.margin):
            [odds] = running.run(None, {"tokens": one.ids[start:end].reshape(1, -1)})
            parts.append(odds[0, first - start : last - start])
        said.append(np.concatenate(parts))
    return said


def personal(odds: np.ndarray) -> np.ndarray:
    """Log-odds that a token is personal data of any class."""
    return np.logaddexp.reduce(odds, axis=1)


def out_of_fold(texts: Texts, seed: int, epochs: int = EPOCHS, done: Callable[[int, Tagger], None] = lambda fold, model: None):
    """The odds of each row of the sets, by its place; `done` is given the model of each fold."""
    said: dict[int, np.ndarray] = {}
    for fold in range(FOLDS):
        model = fitted(texts, fold, seed, epochs)
        done(fold, model)
        judged = texts.judged(fold)
        said |= dict(zip(judged.tolist(), odds_of(model, [texts.tokens[place] for place in judged], texts.shape)))
    return said
