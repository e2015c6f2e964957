import json
from math import inf

import numpy as np
import pytest

from vedette_trainer.dataset import BadData
from vedette_trainer.retrain.caps import MOST_MINUTES, alert_weights, unit
from vedette_trainer.retrain.outliers import outlying, without_outliers
from vedette_trainer.retrain.plausible import Said, agreement, implausible, surprise
from vedette_trainer.retrain.simulation.analysts import Liar, judged, labels_of
from vedette_trainer.retrain.simulation.alerts import Alerts
from vedette_trainer.retrain.verdict_gate import Paired, paired, reasons
from vedette_trainer.retrain.verdicts import JudgedAlert, Verdict, judged_alerts, read_verdicts


def said(alert="a", harmful=True, author="ada", rule="r", time=0.0):
    return Verdict(alert, harmful, author, rule, time, f"{alert}-{author}-{time}")


def written(folder, **changes):
    one = {"id": "v1", "alert": "a", "label": "false_positive", "author": "ada", "rule": "r", "time": 1}
    path = folder / "verdicts.ndjson"
    path.write_text("\n".join(json.dumps(one | change) for change in ({"time": 0, "label": "true_positive"}, changes)))
    return path


def test_given_few_kinds_of_event_when_looked_at_then_nothing_is_said_of_the_order():
    few = words([True] * 10 + [False] * 10, np.linspace(0.1, 0.9, 20), kinds=4)
    assert np.isnan(agreement(few, 7).value)
    assert implausible(few, agreement(few, 7)) == []


def test_given_two_words_of_one_author_when_read_then_the_last_counts(tmp_path):
    assert [one.harmful for one in read_verdicts(written(tmp_path))] == [False]


def test_given_a_benign_true_positive_when_read_then_it_teaches_that_nobody_is_to_be_woken(tmp_path):
    assert [one.harmful for one in read_verdicts(written(tmp_path, label="benign_true_positive"))] == [False]


@pytest.mark.parametrize("changes", [{"label": "maybe"}, {"author": ""}, {"author": "x" * 301}, {"time": "now"}, {"alert": 7}, {"rule": ["r"]}])
def test_given_a_line_that_is_no_verdict_when_read_then_its_number_is_told_and_not_its_text(tmp_path, changes):
    with pytest.raises(BadData, match="line 2: no verdict") as raised:
        read_verdicts(written(tmp_path, **changes))
    assert "x" * 301 not in str(raised.value)


def test_given_verdicts_against_the_label_when_joined_then_only_those_that_bear_it_out_count():
    verdicts = [said(author="ada"), said(author="ben", harmful=False), said("b", False, "ben"), said("c", True), said("gone", True)]
    found = judged_alerts(verdicts, {"a", "b", "c"}, {"a"})
    assert [(one.alert, one.harmful, one.authors) for one in found] == [("a", True, ("ada",)), ("b", False, ("ben",))]


def alerts_by(*authors, rule=str, harmful=lambda place: False):
    return [JudgedAlert(f"a{place}", harmful(place), (name,), f"r{rule(place)}") for place, name in enumerate(authors)]


def test_given_an_author_of_most_verdicts_when_weighed_then_half_of_the_weight_is_left():
    weights = alert_weights(alerts_by(*["ada"] * 9, "ben"), 0.5)
    assert weights[:9].sum() == pytest.approx(5)
    assert weights[9] == 1


def test_given_a_rule_of_most_verdicts_when_weighed_then_half_of_the_weight_is_left():
    weights = alert_weights(alerts_by(*"abcdefghij", rule=lambda place: place // 8), 0.5)
    assert weights[:8].sum() == pytest.approx(5)
    assert weights[8:].sum() == 2


@pytest.mark.parametrize("seed", range(5))
def test_given_any_verdicts_when_weighed_then_nobody_has_more_than_the_share_of_all(seed):
    rng = np.random.default_rng(seed)
    names = rng.choice(["ada", "ben", "cleo", "dan"], p=[0.7, 0.1, 0.1, 0.1], size=60)
    alerts = [JudgedAlert(f"a{i}", bool(rng.random() < 0.2), (str(n),), f"r{rng.integers(3)}") for i, n in enumerate(names)]
    whole, weights = alert_weights(alerts, inf), alert_weights(alerts, 0.4)
    assert (weights <= whole + 1e-12).all()
    for owners in ([one.authors for one in alerts], [(one.rule,) for one in alerts]):
        for name in {name for names in owners for name in names}:
            held = sum(weight / len(names) for weight, names in zip(weights, owners) if name in names)
            assert held <= 0.4 * whole.sum() + 1e-9


def test_given_verdicts_without_a_rule_when_weighed_then_they_are_not_of_one_rule(tmp_path):
    assert [one.rule for one in read_verdicts(written(tmp_path, rule=None))] == [""]
    alerts = [JudgedAlert(f"a{i}", False, (name,), "") for i, name in enumerate("abcd")]
    assert alert_weights(alerts, 0.5).tolist() == [1, 1, 1, 1]


def test_given_few_verdicts_when_scaled_then_each_has_a_bound_and_given_many_they_have_four_fifths():
    assert unit(10, 5_000) == MOST_MINUTES
    assert unit(10_000, 5_000) * 10_000 / (unit(10_000, 5_000) * 10_000 + 5_000) == pytest.approx(0.8)


def test_given_one_who_says_otherwise_than_all_when_looked_at_then_he_is_held_and_for_that_rule_alone():
    honest = [said(f"a{i}", True, author) for i in range(20) for author in ("ada", "ben")]
    lies = [said(f"a{i}", False, "mallory") for i in range(12)] + [said("z", True, "mallory", "other")]
    assert outlying([*honest, *lies]) == {("mallory", "r")}
    assert {one.author for one in without_outliers([*honest, *lies]) if one.rule == "r"} == {"ada", "ben"}


def test_given_analysts_who_agree_when_looked_at_then_nobody_is_held():
    rng = np.random.default_rng(3)
    verdicts = [said(f"a{i}", bool(rng.random() < 0.5), author) for i in range(40) for author in ("ada", "ben", "cleo")]
    assert outlying(verdicts) == set()


def words(harmful, confidence, kinds=20):
    count = len(harmful)
    return Said(np.array(harmful), np.array(confidence, dtype=float), np.full(count, "r"), np.arange(count) % kinds)


def test_given_swapped_labels_when_looked_at_then_they_are_implausible():
    rng = np.random.default_rng(1)
    confidence = np.where(rng.random(200) < 0.1, 0.5, 0.01) * rng.uniform(0.5, 1, 200)
    right = words(confidence > 0.1, confidence)
    swapped = words(confidence <= 0.1, confidence)
    assert implausible(right, agreement(right, 7)) == []
    assert "the less they say attack" in " ".join(implausible(swapped, agreement(swapped, 7)))


def test_given_attacks_in_all_where_next_to_none_were_expected_when_looked_at_then_it_is_implausible():
    flood = words([True] * 99 + [False], [0.002] * 100)
    assert surprise(flood) > 6
    assert "expects 0.20%" in implausible(flood, agreement(flood, 7))[0]


def test_given_one_loud_harmless_source_when_looked_at_then_its_verdicts_are_plausible():
    loud = [0.9 - i / 1000 for i in range(60)]
    found = Said(
        np.array([False] * 60 + [True] * 12 + [False] * 12),
        np.array([*loud, *[0.2] * 12, *[0.1] * 12]),
        np.full(84, "r"),
        np.array([99] * 60 + [i % 12 for i in range(24)]),
    )
    ranked = agreement(found, 7)
    assert ranked.value < 0.5
    assert implausible(found, ranked) == []


def test_given_a_fall_of_golden_figures_when_judged_then_more_than_two_percent_is_refused_where_chance_does_not_explain_it():
    assert reasons(Paired(0.5, 0.495, -0.02, -0.001), None, 0.5) == []
    assert "falls by 4.0 %, surely" in reasons(Paired(0.5, 0.48, -0.1, -0.01), None, 0.5)[0]
    assert reasons(Paired(0.5, 0.48, -0.1, 0.1), None, 0.5) == []
    assert "falls by 6.0 %, perhaps by chance" in reasons(Paired(0.5, 0.47, -0.2, 0.1), None, 0.5)[0]


def test_given_falls_that_each_passed_when_they_add_up_then_it_is_refused():
    assert "below that of the models that ship" in reasons(Paired(0.45, 0.449, -0.1, 0.1), None, 0.5)[0]


def test_given_held_verdicts_when_worse_then_only_what_chance_does_not_explain_is_refused():
    fine = Paired(0.5, 0.5, -0.1, 0.1)
    assert reasons(fine, Paired(0.5, 0.4, -0.4, 0.01), 0.5) == []
    assert "surely worse" in reasons(fine, Paired(0.5, 0.3, -0.6, -0.2), 0.5)[0]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_given_a_figure_that_is_no_number_when_judged_then_it_is_refused(value):
    fine = Paired(0.5, 0.5, -0.1, 0.1)
    assert reasons(Paired(0.5, value, -0.1, 0.1), None, 0.5)
    assert reasons(fine, Paired(0.5, 0.5, value, 0.1), 0.5)
    assert reasons(fine, None, value)


def test_given_scores_of_two_versions_when_paired_then_the_interval_is_of_their_difference():
    rng = np.random.default_rng(2)
    labels = rng.random(400) < 0.2
    before = labels + rng.normal(size=400)
    same, better = paired(labels, before, before, 7), paired(labels, before, before + labels, 7)
    assert (same.low, same.high) == (0, 0)
    assert 0 < better.low < better.change < better.high
    assert np.isnan(paired(labels, before, np.full(400, np.nan), 7).after)


def desk(share, accounts, quorum):
    alerts = Alerts(None, None, [f"a{i}" for i in range(60)], ["scan" if i % 6 == 0 else "" for i in range(60)])
    return judged(alerts, 7, Liar(accounts, share, "scan"), quorum)


def test_given_a_liar_when_two_have_to_agree_then_one_account_can_only_keep_alerts_out_and_two_change_labels():
    one = desk(0.3, ("mallory",), quorum=True).labels
    assert len(one) == 50 and not any(one.values())
    assert sum(desk(0.3, ("mallory",), quorum=False).labels.values()) == 0
    assert sum(desk(0.3, ("mallory", "trudy"), quorum=True).labels.values()) == 0
    assert sum(desk(0.0, ("mallory",), quorum=False).labels.values()) == 10


@pytest.mark.parametrize("share", [0.1, 0.3])
def test_given_a_share_of_verdicts_when_a_liar_has_it_then_he_has_no_more(share):
    verdicts = desk(share, ("mallory",), quorum=True).verdicts
    assert sum(one.author == "mallory" for one in verdicts) == round(share * len(verdicts))


def test_given_an_alert_when_its_verdicts_differ_then_a_quorum_leaves_it_out_and_else_the_last_word_counts():
    verdicts = [said(author="ada"), said(author="ben", harmful=False)]
    assert labels_of(verdicts, quorum=True) == {}
    assert labels_of(verdicts, quorum=False) == {"a": False}
