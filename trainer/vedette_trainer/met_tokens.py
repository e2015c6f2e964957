"""Tokens that a sequence model met, and one place for all others: of thousands that could be, some hundreds are."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class MetTokens:
    """Place 0 is of token 0, no event; the last place is of every token that was not met."""

    met: np.ndarray  # tokens, ascending
    vocabulary: int

    @staticmethod
    def of(tokens: np.ndarray, vocabulary: int) -> "MetTokens":
        return MetTokens(np.union1d([0], tokens).astype(np.int64), vocabulary)

    @property
    def other(self) -> int:
        return len(self.met)

    @property
    def not_met(self) -> int:
        """How many tokens share the last place."""
        return self.vocabulary - len(self.met)

    def places(self, tokens: np.ndarray) -> np.ndarray:
        """int64, of the shape of tokens."""
        at = np.minimum(np.searchsorted(self.met, tokens), len(self.met) - 1)
        return np.where(self.met[at] == tokens, at, self.other)
