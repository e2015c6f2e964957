"""Log-odds of probabilities."""

import numpy as np

# Nearer to 0 and 1 nothing can be sure
LEAST = 1e-4


def log_odds(probabilities: np.ndarray) -> np.ndarray:
    """ln(p / (1 - p)), p held within LEAST of 0 and 1."""
    p = np.clip(probabilities, LEAST, 1 - LEAST)
    return np.log(p / (1 - p))
