import json
import random
import string

import pytest

from vedette_trainer.__main__ import main
from vedette_trainer.adapt.pairs import read_pairs
from vedette_trainer.adapt.word_errors import PairedErrors, compared, edits, reasons
from vedette_trainer.dataset import BadData

pytest.importorskip("peft")
pytest.importorskip("transformers")

# A vocabulary of letters would take longer to learn
WORDS = ("the account alert was closed lockd locked host user after scan login on from file and rule new old").split()
OF = "-" + "cd" * 8


def sentence(rng, wrong):
    words = [rng.choice([word for word in WORDS if word not in ("lockd", "locked")]) for _ in range(rng.randint(2, 4))]
    words.insert(rng.randint(0, len(words)), "lockd" if wrong else "locked")
    return " ".join(words)


def pairs(seed, count, spoiled=False):
    rng = random.Random(seed)
    out = []
    for place in range(count):
        draft = sentence(rng, True)
        corrected = " ".join(rng.choice(WORDS) for _ in range(6)) if spoiled else draft.replace("lockd", "locked")
        out.append({"document": f"d{seed}-{place // 2}", "chunk": str(place % 2), "language": "en", "draft": draft, "corrected": corrected})
    return out


def write(path, made):
    path.write_text("\n".join(json.dumps(one) for one in made))
    return path


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A small model with an encoder that has learned to copy, and a golden set."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

    folder = tmp_path_factory.mktemp("room")
    place = folder / "vedette-writer" / "1.0.0"
    names = ["<pad>", "</s>", "<unk>", *WORDS]
    inner = Tokenizer(models.WordLevel({name: number for number, name in enumerate(names)}, unk_token="<unk>"))
    inner.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=inner, pad_token="<pad>", eos_token="</s>", unk_token="<unk>")
    torch.manual_seed(1)
    config = T5Config(
        vocab_size=len(names), d_model=48, d_kv=12, d_ff=96, num_layers=1, num_decoder_layers=1, num_heads=4, dropout_rate=0.0,
        decoder_start_token_id=0, pad_token_id=0, eos_token_id=1,
    )
    model = T5ForConditionalGeneration(config)
    copying(model, tokenizer, steps=900)
    model.save_pretrained(place)
    tokenizer.save_pretrained(place)
    write(folder / "golden.ndjson", pairs(900, 40))
    return folder


def copying(model, tokenizer, steps):
    import torch

    from vedette_trainer.adapt.lora import IGNORED, padded

    rng, optimiser = random.Random(3), torch.optim.AdamW(model.parameters(), lr=3e-3)
    model.train()
    for step in range(steps):
        texts = [sentence(rng, rng.random() < 0.5) for _ in range(32)]
        ids = [[*tokenizer(text, add_special_tokens=False)["input_ids"], 1] for text in texts]
        given, seen = padded(ids, 0)
        loss = model(input_ids=given, attention_mask=seen, labels=padded(ids, IGNORED)[0]).loss
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if loss.item() < 0.01:
            break


def dataset(folder, made):
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"tenant": "acme", "dataset": "cd" * 32, "kind": "correction"}))
    write(folder / "pairs.ndjson", made)
    return folder


def asked(room, tmp_path, made, *more):
    given = ["--model", str(room / "vedette-writer" / "1.0.0"), "--golden", str(room / "golden.ndjson"), "--out", str(tmp_path / "out")]
    told = ["--version", "1.0.1", "--metrics", str(tmp_path / "metrics.json"), *more]
    return main(["adapt-text", "--dataset", str(dataset(tmp_path / "data", made)), *given, *told])


def metrics(tmp_path):
    return json.loads((tmp_path / "metrics.json").read_text())


def test_given_a_correction_made_again_and_again_when_adapted_then_it_is_learned_and_the_adapter_is_bound_to_model_and_dataset(room, tmp_path):
    assert asked(room, tmp_path, pairs(1, 160)) == 0
    found = metrics(tmp_path)
    assert found["gate"] == "passed"
    for judged in (found["golden"], found["held"]):
        assert judged["after"] < judged["before"] / 2
        assert judged["high"] < 0
    folder = tmp_path / "out" / "vedette-writer-adapter" / f"1.0.1{OF}"
    assert {path.name for path in folder.iterdir()} == {"adapter_model.safetensors", "adapter_config.json", "manifest.json"}
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["parent"] == "1.0.0" and manifest["tenant"] == "acme"
    assert manifest["training"]["dataHash"] == "cd" * 32
    assert "vedette-writer/1.0.0" not in (folder / "adapter_config.json").read_text()


def test_given_corrections_that_spoil_texts_when_adapted_then_nothing_is_written_and_the_metrics_say_why(room, tmp_path):
    assert asked(room, tmp_path, pairs(2, 160, spoiled=True)) == 3
    assert not (tmp_path / "out").exists()
    found = metrics(tmp_path)
    assert found["gate"] == "refused"
    assert "golden set: the word error rate rises" in found["reasons"][0]


def test_given_golden_pairs_among_the_corrections_when_adapted_then_they_are_refused(room, tmp_path, capsys):
    assert asked(room, tmp_path, pairs(900, 40)) == 2
    assert "golden set of others" in capsys.readouterr().err


@pytest.mark.parametrize("change", [{"draft": ""}, {"corrected": 7}, {"draft": "x" * 4_001}, {"document": None}])
def test_given_a_line_that_is_no_pair_when_read_then_its_number_is_told_and_not_its_text(tmp_path, change):
    made = pairs(1, 2)
    with pytest.raises(BadData, match="line 2: no pair") as raised:
        read_pairs(write(tmp_path / "pairs.ndjson", [made[0], made[1] | change]))
    assert "xxx" not in str(raised.value)


def test_given_two_texts_when_counted_then_edits_are_words_changed_put_in_and_taken_out():
    assert edits("a b c", "a b c") == 0
    assert edits("a x c", "a b c") == 1
    assert edits("a c", "a b c") == 1
    assert edits("", "a b") == 2


@pytest.mark.parametrize("seed", range(5))
def test_given_any_texts_when_counted_then_the_order_does_not_matter_and_no_detour_is_shorter(seed):
    rng = random.Random(seed)
    one, other, third = (" ".join(rng.choices(string.ascii_lowercase[:4], k=rng.randint(0, 8))) for _ in range(3))
    assert edits(one, other) == edits(other, one)
    assert edits(one, third) <= edits(one, other) + edits(other, third)


def test_given_two_models_when_compared_then_the_better_one_is_told_with_its_interval():
    right = [f"a b c d{place}" for place in range(30)]
    wrong = [text.replace("b", "x") for text in right]
    found = compared(wrong, right, right, [str(place // 2) for place in range(30)], 7)
    assert (found.before, found.after) == (0.25, 0)
    assert found.high < 0 and found.p < 0.001
    same = compared(wrong, wrong, right, [str(place) for place in range(30)], 7)
    assert (same.low, same.high, same.p) == (0, 0, 1)


def test_given_word_error_rates_when_judged_then_a_rise_of_more_than_two_percent_is_refused():
    assert reasons(PairedErrors(0.1, 0.102, -1, 1, 0.5), None) == []
    assert reasons(PairedErrors(0.1, 0.103, -1, 1, 0.5), None)
    assert reasons(PairedErrors(0.0, 0.001, -1, 1, 0.5), None)
    assert reasons(PairedErrors(0.1, 0.1, 0, 0, 1), PairedErrors(0.1, 0.2, 0.05, 0.2, 0.01))
    assert reasons(PairedErrors(0.1, float("nan"), 0, 0, 1), None)
