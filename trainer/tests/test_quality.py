import json

import numpy as np
import pytest
from synthetic import HEADER, NAMES, attacked, campaigns, rows, write

from vedette_trainer import quality
from vedette_trainer.dataset import BadData
from vedette_trainer.folder import read_folder


def reasons(data):
    return {fault.check: fault.reason for fault in [*quality.faults(data), *quality.label_faults(data)]}


def labelled(folder, made, steps, name="a", header=HEADER):
    write(folder, made, header, f"{name}.ndjson")
    (folder / f"{name}.labels").write_text("\n".join(f"{place}\t{step}" for place, step in steps.items()))
    return read_folder(folder)


def test_given_sound_data_when_checked_then_nothing_is_found(tmp_path):
    assert reasons(read_folder(campaigns(tmp_path)).labelled()) == {}


def test_given_a_feature_that_tells_the_labels_when_checked_then_it_is_named_and_refused_unless_allowed(tmp_path):
    made, steps = attacked(1, 3_000)
    for one in made:
        one["vector"][4] = float(one["source"] in steps)
    found = quality.label_faults(labelled(tmp_path, made, steps))
    with pytest.raises(BadData, match="feature_4 alone parts attack rows.*--allow leak:feature_4"):
        quality.refuse(found)
    quality.refuse(found, frozenset({"leak:feature_4"}))


def test_given_time_that_runs_back_when_checked_then_the_place_is_named(tmp_path):
    made, steps = attacked(1, 400)
    made[300]["time"] -= 3_600_000
    assert "telemetry.log:300: time goes back by" in reasons(labelled(tmp_path, made, steps))["time"]


def test_given_rows_that_stand_twice_when_checked_then_the_source_is_named(tmp_path):
    made, steps = attacked(1, 400)
    assert reasons(labelled(tmp_path, [one for one in made for _ in range(3)], steps))["duplicates"].startswith("a: 67 %")


def test_given_a_stated_range_when_a_value_lies_outside_then_it_is_named(tmp_path):
    made, steps = attacked(1, 400)
    made[7]["vector"][2] = 17.0
    header = HEADER | {"ranges": [[-16, 16]] * len(NAMES)}
    assert reasons(labelled(tmp_path, made, steps, header=header))["range"] == "a: telemetry.log:7: feature_2 is 17, outside -16..16"


def test_given_few_attacks_when_checked_then_the_least_is_told(tmp_path):
    made, steps = attacked(1, 400)
    few = dict(list(steps.items())[:5])
    assert "5 attack rows, at least 20" in reasons(labelled(tmp_path, made, few))["positives"]


@pytest.mark.parametrize(("share", "reason"), [(0.0, "no attack rows"), (1.1, "no benign rows")])
def test_given_one_label_alone_when_checked_then_it_is_refused_whatever_is_allowed(tmp_path, share, reason):
    made, steps = attacked(1, 100, share)
    with pytest.raises(BadData, match=reason):
        quality.label_faults(labelled(tmp_path, made, steps))


def test_given_labels_of_another_file_when_read_then_they_are_refused(tmp_path):
    made, steps = attacked(1, 100)
    with pytest.raises(BadData, match="1 of .* labels name no row of a, such as 'other.log:1'"):
        labelled(tmp_path, made, steps | {"other.log:1": "scan"})


def test_given_a_label_file_when_empty_or_missing_then_the_source_is_benign_or_unknown(tmp_path):
    write(tmp_path, rows(1, 50), name="benign.ndjson")
    (tmp_path / "benign.labels").write_text("")
    data = read_folder(write(tmp_path, rows(2, 50), name="unknown.ndjson"))
    assert set(data.labels[data.sources == "benign"]) == {0}
    assert set(data.labels[data.sources == "unknown"]) == {-1}
    assert set(data.labelled().sources) == {"benign"}


def test_given_rows_trained_on_in_the_folder_to_judge_on_when_checked_then_the_file_is_named(tmp_path):
    data = read_folder(write(tmp_path / "train", rows(1, 100)))
    write(tmp_path / "judge", rows(1, 100)[50:] + rows(2, 100), name="again.ndjson")
    write(tmp_path / "judge", rows(3, 100), name="fresh.ndjson")
    [fault] = quality.overlap_faults(data, tmp_path / "judge")
    assert fault.reason.startswith("again.ndjson: 33 %")


def test_given_campaigns_of_no_file_when_read_then_they_are_refused(tmp_path):
    (write(tmp_path, rows(1, 50)) / "campaigns.json").write_text(json.dumps({"b": "first"}))
    with pytest.raises(BadData, match="campaigns.json: b: no feature file"):
        read_folder(tmp_path)


def test_equal_rows_alone_have_equal_hashes(tmp_path):
    data = read_folder(write(tmp_path, rows(1, 400)))
    hashes = quality.row_hashes(data)
    assert len(np.unique(hashes)) == len(data)
    np.testing.assert_array_equal(hashes, quality.row_hashes(data.take(np.arange(len(data)))))
