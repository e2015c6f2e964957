"""How values lie, in few numbers: what drift is measured against."""

import numpy as np

# A value that rows share fills one bin, so deciles may be fewer than nine
DECILES = np.arange(1, 10) / 10


def bins(values: np.ndarray) -> dict[str, list[float]]:
    """Bin i holds the values above edge i-1 and not above edge i; a row's bin is the count of edges below its value."""
    edges = np.unique(np.quantile(np.asarray(values, dtype=np.float64), DECILES, method="inverted_cdf"))
    places = np.searchsorted(edges, values, side="left")
    shares = np.bincount(places, minlength=len(edges) + 1) / len(values)
    return {"edges": edges.tolist(), "shares": shares.tolist()}
