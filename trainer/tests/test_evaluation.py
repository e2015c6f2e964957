import numpy as np
import pytest
from synthetic import campaigns, rows, write

from vedette_trainer.calibrate import calibrated, calibration, platt
from vedette_trainer.evaluation.bootstrap import interval, resampled
from vedette_trainer.evaluation.calibration_error import calibration_error
from vedette_trainer.evaluation.permutation import paired_permutation
from vedette_trainer.evaluation.ranking import average_precision, forward_threshold, precision_at
from vedette_trainer.evaluation.segments import segments, told
from vedette_trainer.evaluation.windows import windows
from vedette_trainer.folder import read_folder
from vedette_trainer.log_odds import log_odds


def test_given_rows_of_a_minute_when_grouped_then_one_window_scores_as_its_highest_row(tmp_path):
    made = rows(1, 120)
    for one in made:
        one["entity"] = "host-1"
    data = read_folder(write(tmp_path, made))
    seen = windows(data)
    minutes = {one["time"] // 60_000 for one in made}
    assert len(seen) == len(minutes)
    scores = np.arange(len(data), dtype=float)
    last = {one["time"] // 60_000: i for i, one in enumerate(made)}
    np.testing.assert_array_equal(seen.highest(scores), sorted(last.values()))


def test_given_labels_when_grouped_then_a_window_is_an_attack_where_one_row_is(tmp_path):
    data = read_folder(campaigns(tmp_path)).labelled()
    seen = windows(data)
    attacked = {(data.sources[i], data.entities[i], data.times[i] // 60_000) for i in np.flatnonzero(data.labels == 1)}
    assert int(seen.labels.sum()) == len(attacked)
    assert all((seen.steps[seen.labels] != "") & np.isin(seen.steps[seen.labels], ["scan", "login"]))
    assert (seen.steps[~seen.labels] == "").all()


def noisy(seed, count=4_000, share=0.05):
    rng = np.random.default_rng(seed)
    labels = rng.random(count) < share
    return labels, rng.normal(size=count) + 2 * labels


def test_given_a_sample_when_bootstrapped_then_the_interval_holds_the_figure_and_narrows_with_more_groups():
    widths = []
    for count in (500, 8_000):
        labels, scores = noisy(1, count, 0.2)
        low, high = interval(lambda weights: average_precision(labels, scores, weights), np.arange(count), seed=3)
        assert low < average_precision(labels, scores) < high
        widths.append(high - low)
    assert widths[1] < widths[0] / 2


def test_given_groups_when_resampled_then_a_group_is_drawn_whole():
    groups = np.repeat(np.arange(50), 4)
    for weights in resampled(groups, seed=1, draws=20):
        assert (weights.reshape(50, 4) == weights.reshape(50, 4)[:, :1]).all()
        assert weights.sum() == 200


def test_given_no_positives_when_bootstrapped_then_nothing_is_claimed():
    labels = np.zeros(20, dtype=bool)
    low, high = interval(lambda weights: average_precision(labels, np.arange(20.0), weights), np.arange(20), seed=1)
    assert np.isnan(low) and np.isnan(high)


def test_given_two_models_when_one_is_better_then_p_is_small_and_for_equal_ones_it_is_not():
    labels, scores = noisy(2)
    worse = scores + np.random.default_rng(5).normal(size=len(scores)) * 4
    assert paired_permutation(labels, scores, worse, average_precision, seed=1, draws=199) == 1 / 200
    assert paired_permutation(labels, scores, scores * 3 + 1, average_precision, seed=1, draws=50) == 1


def test_given_models_that_differ_by_chance_when_tested_often_then_p_is_uniform_enough():
    below = 0
    for trial in range(24):
        rng = np.random.default_rng(trial)
        labels = rng.random(300) < 0.3
        signal = rng.normal(size=300) + labels
        one, other = signal + rng.normal(size=300), signal + rng.normal(size=300)
        below += paired_permutation(labels, one, other, average_precision, seed=trial, draws=59) <= 0.25
    # 6 of 24 expected; outside of this by chance once in 1,000 times
    assert 0 < below < 14


def test_calibration_error_by_hand():
    labels = np.array([0, 0, 1, 1], dtype=bool)
    # two bins: mean said 0.2 against 0, mean said 0.7 against 1
    assert calibration_error(labels, np.array([0.1, 0.3, 0.6, 0.8]), bins=2) == pytest.approx(0.5 * 0.2 + 0.5 * 0.3)
    assert calibration_error(labels, labels.astype(float)) == 0


def test_given_scores_when_calibrated_then_points_rise_strictly_and_nothing_is_sure():
    for labels, scores in (noisy(3), noisy(4, 60, 0.5), noisy(5, 200_000, 0.002), (np.arange(50) > 30, np.arange(50.0))):
        points = np.array(calibration(scores, labels))
        assert len(points) <= 32
        assert (np.diff(points, axis=0) > 0).all()
        assert points[:, 1].min() > 0 and points[:, 1].max() < 1


def test_given_shares_when_calibrated_then_of_two_scores_the_higher_is_surer_and_the_log_odds_are_a_line():
    labels, scores = noisy(9, 5_000, 0.1)
    shares = 1 / (1 + np.exp(-scores))
    points = calibration(shares, labels, are_shares=True)
    said = calibrated(points, np.sort(shares[(shares > points[0][0]) & (shares < points[-1][0])]))
    assert (np.diff(said) > 0).all()
    slope, offset = platt(log_odds(shares), labels)
    at = np.array(points)
    np.testing.assert_allclose(log_odds(at[:, 1]), slope * log_odds(at[:, 0]) + offset, atol=1e-2)


def test_given_calibrated_scores_when_judged_on_others_then_the_error_is_small():
    labels, scores = noisy(6, 20_000, 0.1)
    fresh_labels, fresh = noisy(7, 20_000, 0.1)
    said = calibrated(calibration(scores, labels), fresh)
    assert calibration_error(fresh_labels, said) < 0.02
    assert calibration_error(fresh_labels, np.clip(said * 3, 0, 1)) > 0.1


def test_given_a_precision_to_reach_when_the_bar_is_chosen_then_it_is_the_smallest_that_reaches_it():
    labels, scores = noisy(8, 5_000, 0.2)
    bar = forward_threshold(labels, scores, 0.9)
    assert precision_at(labels, scores, bar) >= 0.9
    assert all(precision_at(labels, scores, lower) < 0.9 for lower in scores[scores < bar])


def test_given_a_ranking_that_never_reaches_it_when_the_bar_is_chosen_then_f1_is_best():
    labels = np.array([1, 0, 1, 0, 0, 0, 0, 0], dtype=bool)
    scores = np.array([6.0, 8, 7, 5, 4, 3, 2, 1])
    assert forward_threshold(labels, scores, 0.9) == 6


def test_given_segments_when_one_has_no_positives_then_it_says_so(tmp_path):
    data = read_folder(campaigns(tmp_path))
    seen = windows(data)
    found = {one.name: one for one in segments(data, seen, np.random.default_rng(1).random(len(seen)), 0.5)}
    assert "no positives" in told(found["source quiet"])
    assert found["source amber"].metrics["recall"].value == pytest.approx(0.5, abs=0.3)
    assert {"role process", "role network", "tenant default"} < set(found)
    assert sum(one.rows for name, one in found.items() if name.startswith("role")) == len(seen)
