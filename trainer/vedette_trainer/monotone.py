"""Features that mean suspicion: a classifier may never be calmer because of more of it."""

import numpy as np

# +1 by name; a feature that is not named may go either way
RISING = frozenset(
    {
        "hits",
        "hit_severity",
        "hits_300s",
        "novelties_300s",
        "new_process",
        "new_pair",
        "new_user",
        "new_address",
        "new_code",
        "new_domain",
    }
)
RISING_PREFIXES = ("rarity", "rare_")


def directions(names: tuple[str, ...]) -> np.ndarray:
    """int64, one a name: 1 where the score must not fall as the feature rises, else 0."""
    return np.array([int(name in RISING or name.startswith(RISING_PREFIXES)) for name in names])
