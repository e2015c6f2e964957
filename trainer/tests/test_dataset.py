import json

import numpy as np
import pyarrow as pa
import pytest
from synthetic import HEADER, rows, write

from vedette_trainer.__main__ import main
from vedette_trainer.dataset import BadData
from vedette_trainer.folder import read_folder
from vedette_trainer.split import balanced, held_out


def broken(change):
    made = rows(1, 30)
    change(made[17])
    return made


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda row: row["vector"].__setitem__(3, float("nan")), "row 18: feature_3 is not a finite number"),
        (lambda row: row["vector"].__setitem__(0, 1e300), "feature_0 is not a finite number"),
        (lambda row: row["vector"].__setitem__(0, "high"), "row 18"),
        (lambda row: row["vector"].pop(), "row 18 has 11 features"),
        (lambda row: row["tokens"].pop(), "31 tokens"),
        (lambda row: row["tokens"].__setitem__(31, 64), "outside 0..63"),
        (lambda row: row["tokens"].__setitem__(31, -1), "outside 0..63"),
    ],
)
def test_data_that_would_poison_a_model_is_refused_with_its_place(tmp_path, change, reason):
    with pytest.raises(BadData, match=reason):
        read_folder(write(tmp_path, broken(change)))


def test_files_of_different_feature_sets_are_not_mixed(tmp_path):
    write(tmp_path, rows(1, 5))
    write(tmp_path, rows(2, 5), HEADER | {"featureHash": "fedcba9876543210"}, "b.ndjson")
    with pytest.raises(BadData, match="b.ndjson: feature set"):
        read_folder(tmp_path)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(BadData, match="no .ndjson"):
        read_folder(tmp_path)


def test_the_command_says_why_it_refuses(tmp_path, capsys):
    write(tmp_path / "in", broken(lambda row: row["vector"].__setitem__(3, float("inf"))))
    assert main(["train", "all", "--features", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 2
    assert "feature_3" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_arrow_and_ndjson_hold_the_same_rows(tmp_path):
    made = rows(3, 40)
    from_text = read_folder(write(tmp_path / "text", made))
    table = pa.Table.from_pylist(made).replace_schema_metadata({"vedette": json.dumps(HEADER)})
    (tmp_path / "binary").mkdir()
    with pa.OSFile(str(tmp_path / "binary" / "a.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=7)
    from_arrow = read_folder(tmp_path / "binary")
    assert from_arrow.hash == from_text.hash
    np.testing.assert_array_equal(from_arrow.vectors, from_text.vectors)


def test_a_large_source_does_not_crowd_out_the_small(tmp_path):
    write(tmp_path, rows(4, 20), name="small.ndjson")
    write(tmp_path, rows(5, 280), name="large.ndjson")
    data = balanced(read_folder(tmp_path), 60, seed=1)
    assert len(data) == 60
    assert (data.sources == "small").sum() == 20


def test_no_entity_stands_on_both_sides_of_the_split(tmp_path):
    fitting, calibration = held_out(read_folder(write(tmp_path, rows(5, 400))))
    assert len(fitting) and len(calibration)
    assert not set(fitting.entities) & set(calibration.entities)
