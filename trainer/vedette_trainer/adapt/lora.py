"""A text model that turns drafts into corrected texts, and low-rank adapters beside it (Hu et al. 2021)."""

import time
from dataclasses import dataclass
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

from ..refused import Refused
from .pairs import Pair

RANK, ALPHA, RATE, BATCH, EPOCHS = 8, 16, 2e-3, 16, 20
MOST_STEPS, MOST_SECONDS = 1_000, 3_600
# Tokens of one text; what is longer is cut
LONGEST = 512
IGNORED = -100
# Between draft and answer, where the model has no encoder
BETWEEN = "\n"


@dataclass(frozen=True)
class Writer:
    model: torch.nn.Module
    tokenizer: object
    has_encoder: bool

    @staticmethod
    def read(folder: Path) -> "Writer":
        """A folder as `save_pretrained` writes it, weights as safetensors; nothing is fetched and no code of it is run."""
        safe = {"local_files_only": True, "trust_remote_code": False}
        try:
            config = AutoConfig.from_pretrained(folder, **safe)
            kind = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
            model = kind.from_pretrained(folder, use_safetensors=True, **safe)
            tokenizer = AutoTokenizer.from_pretrained(folder, **safe)
        except (OSError, ValueError, KeyError) as error:
            raise Refused(f"{folder}: no text model: it needs config.json, model.safetensors and tokenizer.json") from error
        if tokenizer.eos_token_id is None or tokenizer.pad_token_id is None:
            raise Refused(f"{folder}: its tokenizer names no end or no padding")
        return Writer(model.eval(), tokenizer, config.is_encoder_decoder)

    def written(self, drafts: list[str]) -> list[str]:
        """What it makes of each draft, the likeliest word after the other."""
        out: list[str] = []
        for start in range(0, len(drafts), BATCH):
            out += self._answers(drafts[start : start + BATCH])
        return out

    def ids(self, text: str) -> list[int]:
        return self.tokenizer(text, add_special_tokens=False)["input_ids"][: LONGEST - 1]

    @torch.no_grad()
    def _answers(self, drafts: list[str]) -> list[str]:
        prompts = [self.prompt(draft) for draft in drafts]
        # without an encoder the answer goes on where the prompt ends, so that padding stands before it
        given, seen = padded(prompts, self.tokenizer.pad_token_id, is_left=not self.has_encoder)
        longest = min(LONGEST, 2 * given.shape[1] + 8)
        ends = {"pad_token_id": self.tokenizer.pad_token_id, "eos_token_id": self.tokenizer.eos_token_id}
        made = self.model.generate(input_ids=given, attention_mask=seen, max_new_tokens=longest, do_sample=False, num_beams=1, **ends)
        answers = made if self.has_encoder else made[:, given.shape[1] :]
        return self.tokenizer.batch_decode(answers, skip_special_tokens=True)

    def prompt(self, draft: str) -> list[int]:
        return [*self.ids(draft), self.tokenizer.eos_token_id] if self.has_encoder else self.ids(draft + BETWEEN)


def adapted(writer: Writer, pairs: list[Pair], seed: int) -> tuple[Writer, int]:
    """The same model with an adapter fitted on the pairs, and the steps that it took. The model's own weights stay."""
    torch.manual_seed(seed)
    kind = "SEQ_2_SEQ_LM" if writer.has_encoder else "CAUSAL_LM"
    config = LoraConfig(task_type=kind, r=RANK, lora_alpha=ALPHA, target_modules="all-linear")
    model = get_peft_model(writer.model, config)
    steps = _fit(writer, model, pairs, seed)
    return Writer(model.eval(), writer.tokenizer, writer.has_encoder), steps


def read_adapter(writer: Writer, folder: Path) -> Writer:
    """The model with an adapter as it lies in a folder."""
    return Writer(PeftModel.from_pretrained(writer.model, folder).eval(), writer.tokenizer, writer.has_encoder)


def _fit(writer: Writer, model: torch.nn.Module, pairs: list[Pair], seed: int) -> int:
    rng = torch.Generator().manual_seed(seed)
    steps = min(MOST_STEPS, EPOCHS * -(-len(pairs) // BATCH))
    optimiser = torch.optim.AdamW([weight for weight in model.parameters() if weight.requires_grad], lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps)
    end = time.monotonic() + MOST_SECONDS
    model.train()
    for _ in range(steps):
        if time.monotonic() > end:
            raise Refused(f"the training takes longer than {MOST_SECONDS} s: give it fewer or shorter pairs")
        chosen = torch.randint(len(pairs), (min(BATCH, len(pairs)),), generator=rng).tolist()
        loss = model(**_batch(writer, [pairs[place] for place in chosen])).loss
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    return steps


def _batch(writer: Writer, pairs: list[Pair]) -> dict[str, torch.Tensor]:
    prompts = [writer.prompt(pair.draft) for pair in pairs]
    answers = [[*writer.ids(pair.corrected), writer.tokenizer.eos_token_id] for pair in pairs]
    pad = writer.tokenizer.pad_token_id
    if writer.has_encoder:
        given, seen = padded(prompts, pad)
        return {"input_ids": given, "attention_mask": seen, "labels": padded(answers, IGNORED)[0]}
    given, seen = padded([prompt + answer for prompt, answer in zip(prompts, answers)], pad)
    labels = padded([[IGNORED] * len(prompt) + answer for prompt, answer in zip(prompts, answers)], IGNORED)[0]
    return {"input_ids": given, "attention_mask": seen, "labels": labels}


def padded(rows: list[list[int]], filler: int, is_left: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
    """One row a text, and a mask of what is no padding."""
    width = max(len(row) for row in rows)
    gaps = [width - len(row) for row in rows]
    ids = [[filler] * gap + row if is_left else row + [filler] * gap for row, gap in zip(rows, gaps)]
    seen = [[0] * gap + [1] * len(row) if is_left else [1] * len(row) + [0] * gap for row, gap in zip(rows, gaps)]
    return torch.tensor(ids), torch.tensor(seen)
