"""Expected calibration error."""

import numpy as np

BINS = 15


def calibration_error(labels: np.ndarray, probabilities: np.ndarray, bins: int = BINS) -> float:
    """
    Sum over bins of (share of items in it) * |share of positives - mean probability|, 0..1, after Naeini et al. 2015 and
    Guo et al. 2017, with bins of equal mass: items in order of probability, parted into `bins` runs of equal count. Equal
    widths would put nearly every window of a rare class into one bin.
    """
    if len(labels) == 0:
        return float("nan")
    order = np.argsort(probabilities, kind="stable")
    runs = [run for run in np.array_split(order, bins) if len(run)]
    gaps = [len(run) * abs(float(labels[run].mean()) - float(probabilities[run].mean())) for run in runs]
    return sum(gaps) / len(labels)
