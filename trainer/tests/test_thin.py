"""Floods made smaller."""

from synthetic import rows, write
from vedette_trainer.folder import read_folder
from vedette_trainer.thin import thinned


def test_of_a_flood_the_last_row_of_ten_seconds_is_kept(tmp_path):
    flood = rows(3, 1) * 500
    # one entity and code, ten rows a second
    made = [row | {"time": flood[0]["time"] + i * 100, "source": f"telemetry.log:{i}"} for i, row in enumerate(flood)]
    data = thinned(read_folder(write(tmp_path, made)))
    assert data.origins.tolist() == [f"telemetry.log:{i}" for i in (99, 199, 299, 399, 499)]


def test_another_entity_code_or_step_is_no_repeat(tmp_path):
    first = rows(3, 1)[0]
    other = first["codeTokens"][0] % 19 + 20
    made = [first, first | {"entity": "other"}, first | {"codeTokens": [other, *first["codeTokens"][1:]]}, first]
    made = [row | {"source": f"telemetry.log:{i}"} for i, row in enumerate(made)]
    folder = write(tmp_path, made)
    (folder / "a.labels").write_text("telemetry.log:0\tscan\n", encoding="utf-8")
    assert thinned(read_folder(folder)).origins.tolist() == [f"telemetry.log:{i}" for i in range(4)]
