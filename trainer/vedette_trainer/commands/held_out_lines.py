"""python -m vedette_trainer held-out-lines"""

import argparse
import json
from pathlib import Path


def add(commands) -> None:
    command = commands.add_parser("held-out-lines", help="score labelled lines by models that never saw anything like them")
    command.add_argument("lines", type=Path, help="DATA/log-injection/dev.jsonl.gz")
    command.add_argument("--out", type=Path, required=True, help="file of scores, for score_lines.py")
    command.add_argument("--seed", type=int, default=7)
    command.add_argument("--strict", action="store_true", help="leave out our own templates of the family judged, too")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..text_figures import figures, segments
    from ..text_rows import gathered_texts
    from ..text_task import held_out

    texts = gathered_texts(args.lines.resolve().parent.parent, args.seed)
    judged = held_out(texts, args.seed, args.strict)
    with args.out.open("w", encoding="utf-8") as stream:
        for row, score in zip(texts.rows, judged.joined):
            if row["source"] == "log-injection":
                stream.write(json.dumps({"id": row["id"], "score": float(score)}) + "\n")
    for title, scores in (("model and heuristics joined", judged.joined), ("model alone", judged.raw)):
        print(f"{title}, seed {args.seed}{', strict' if args.strict else ''}")
        for name, metric in figures(scores, texts, args.seed).items():
            print(f"  {name:36} {metric}")
        for segment in segments(scores, texts):
            print(f"  {segment.name:36} {segment.metrics['recall_at_fpr_0.01']} of {segment.rows}")
    return 0
