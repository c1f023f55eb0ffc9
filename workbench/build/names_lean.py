"""Makes a trained names model lean: of each layer, what says least is cut; and most of all for words that can be no part of a name.

    python -m workbench.build.names_lean --model a.pt [--model b.pt ...] --texts news.jsonl.gz [more.jsonl.gz ...] --out lean.npz
    python -m workbench.build.names_onnx --model lean.npz --out workbench/knowledge/names/names.onnx

Several models are averaged, weight by weight. ``--model`` may also be one file that ``names_onnx`` wrote, of a full model. ``--texts``:
articles a line as JSON, of which ``text`` alone is read; no gold is needed (the packaged weights: worldwide newswire, PolNeAR,
Reuters-21578 and scraped pages with their furniture, and the full model packaged until 2026-11-29).

Three fifths of a window's pieces can be no part of a name (``names_model.may_be_names``). In the first :data:`WHOLE` layers they go
through a thin pair of dense layers of their own; the next layer still looks at them, and then they leave (after PoWER-BERT, Goyal et al.
2020, which chooses by attention whom to drop). The two pieces of the frame stay, since heads that find nothing turn to them. Attention's
heads and the dense layers' inner numbers are cut where the logits feel it least for the work that it saves, by their Fisher information,
and what stays is fitted anew by least squares so that the layer says the same (Kwon et al. 2022). Then the lean model learns to say what
the full one says on plain news (Hinton et al. 2015).
"""

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from workbench.build.names_model import HEADS, INNER, LAYERS, WIDTH
from workbench.build.names_weights import HEAD, Run, Weights, batch, folded, inner, inputs, steps, unpacked

#: Layers that all pieces go through; in the next one they are still looked at, and then those leave that can be no part of a name.
WHOLE = 2
#: The share of multiplications that is cut, of those left when the others leave.
CUT = 0.4
_OTHERS = 0.6  # share of pieces of words that can be no part of a name
_ROUND = 32  # inner numbers come in such packs, as processors multiply them


def parts() -> dict[str, tuple[int, float]]:
    """Part of a layer -> how many it has, and multiplications for each, a piece of a window of 94 (the mean)."""
    made, mine = {}, 1 - _OTHERS
    for k in range(LAYERS):
        share = 1.0 if k < WHOLE else mine
        made[f"{k}.up"] = (INNER, 2 * WIDTH * mine)
        made[f"{k}.heads"] = (HEADS, 3 * WIDTH * HEAD * (1.0 if k <= WHOLE else mine) + (WIDTH + 2 * 94) * HEAD * share)
        if k < WHOLE:
            made[f"{k}.thin_up"] = (INNER, 2 * WIDTH * _OTHERS)
    return made


def worth(w: Weights, packs: Iterator, count: int) -> Weights:
    """Part of a layer -> the Fisher information of each of it, from batches whose states are drawn by the model's own chances."""
    found = {part: torch.zeros(many) for part, (many, _) in parts().items()}
    draw = torch.Generator().manual_seed(1)
    for _ in range(count):
        windows = next(packs)
        gates = {part: torch.ones(len(windows), many, requires_grad=True) for part, (many, _) in parts().items()}
        with torch.autocast("cpu", torch.bfloat16):
            chances = Run(w, batch(windows, w["letters"]), WHOLE, gates=gates).logits.log_softmax(-1)
        drawn = torch.multinomial(chances.detach().exp(), 1, generator=draw)
        (-chances.gather(1, drawn)).sum().backward()
        for part, gate in gates.items():
            found[part] += (gate.grad ** 2).sum(0)
    return found


def chosen(value: Weights, cut: float = CUT) -> dict[str, torch.Tensor]:
    """Part of a layer -> the numbers of those that stay when the cheapest to lose, for the work that it saves, are cut."""
    known = parts()
    names = [part for part, one in value.items() for _ in one]
    price = torch.tensor([known[part][1] for part in names], dtype=torch.float64)
    order = (torch.cat(list(value.values())).double() / price).argsort()
    gone = order[price[order].cumsum(0) <= cut * price.sum()]
    lost = dict.fromkeys(value, 0)
    for one in gone.tolist():
        lost[names[one]] += 1
    stay = {part: len(one) - lost[part] for part, one in value.items()}
    return {part: one.topk(stay[part] if part.endswith("heads") else max(1, round(stay[part] / _ROUND)) * _ROUND).indices.sort().values
            for part, one in value.items()}


def fitted(x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Weight and bias that make ``y`` of ``x`` with the least squares."""
    x = torch.cat([x, torch.ones(len(x), 1)], 1).double()
    square = x.T @ x
    square += 1e-4 * square.diagonal().mean() * torch.eye(len(square))
    both = torch.linalg.solve(square, x.T @ y.double()).float()
    return both[:-1].contiguous(), both[-1].contiguous()


def cut(w: Weights, packs: Iterator, log=print) -> Weights:
    """The model without the parts that are least worth; what stays says what the whole said, as far as it can."""
    stay = chosen(worth(w, packs, 120))
    log("; ".join(f"{part} {len(numbers)}" for part, numbers in stay.items()))
    watch: dict[str, list] = {part: [] for part in stay}
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for _ in range(45):
            Run(w, batch(next(packs), w["letters"]), WHOLE, watch=watch)
    lean = dict(w)
    for part, numbers in stay.items():
        x, y = (torch.cat(some) for some in zip(*watch.pop(part), strict=True))
        layer, kind = part.split(".")
        up, down = f"{layer}.up", f"{layer}.down"
        if kind == "heads":
            columns = (numbers[:, None] * HEAD + torch.arange(HEAD)).flatten()
            three = torch.cat([columns, columns + WIDTH, columns + 2 * WIDTH])
            lean[f"{layer}.qkv"], lean[f"{layer}.qkv.bias"] = w[f"{layer}.qkv"][:, three].contiguous(), w[f"{layer}.qkv.bias"][three]
            lean[f"{layer}.mix"], lean[f"{layer}.mix.bias"] = fitted(x[:, columns], y)
            continue
        mine = {up: w[up][:, numbers].contiguous(), f"{up}.bias": w[f"{up}.bias"][numbers]}
        mine[down], mine[f"{down}.bias"] = fitted(inner(mine, up, x), y)
        if kind == "thin_up":  # far fewer than they were: their own lessons help more than they cost
            mine = _taught({name: value.requires_grad_() for name, value in mine.items()}, up, down, x, y)
        lean |= {name.replace(".", ".thin_", 1) if kind == "thin_up" else name: value for name, value in mine.items()}
    return lean


def _taught(w: Weights, up: str, down: str, x: torch.Tensor, y: torch.Tensor, count: int = 400) -> Weights:
    optimizer = torch.optim.Adam(w.values(), 1e-3)
    plan = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / 30, 1 - step / count))
    for _ in range(count):
        some = torch.randint(len(x), (768,))
        loss = functional.mse_loss(inner(w, up, x[some]) @ w[down] + w[f"{down}.bias"], y[some])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        plan.step()
    return {name: value.detach() for name, value in w.items()}


def taught(full: Weights, lean: Weights, packs: Iterator, count: int, log=print) -> Weights:
    """The lean model once it has learned, in ``count`` steps, to say what the full one says: its chances, and what its layers say."""
    lean, tables = dict(lean), ("pieces", "features", "places", "n.g", "n.b", "letters")
    rates: dict[float, list[torch.Tensor]] = {1e-4: [], 2e-5: [], 1e-5: []}
    for name in [name for name in lean if name not in tables]:
        lean[name] = lean[name].clone().requires_grad_()
        layer = name.split(".")[0]
        rates[1e-4 if "thin" in name else 2e-5 if layer == "head" or int(layer) >= WHOLE else 1e-5].append(lean[name])
    optimizer = torch.optim.Adam([{"params": some, "lr": rate} for rate, some in rates.items()])
    plan = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / 50, 1 - step / count))
    started, heard = time.time(), 0.0
    for step in range(1, count + 1):
        windows = batch(next(packs), full["letters"])
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                model = Run(full, windows)
            pupil = Run(lean, windows, WHOLE)
        apart = functional.kl_div(pupil.logits.log_softmax(-1), model.logits.log_softmax(-1), log_target=True, reduction="batchmean")
        kept, loss = windows["kept"], 10 * apart
        for k, (wanted, said) in enumerate(zip(model.said, pupil.said, strict=True)):
            loss = loss + (1 if k >= WHOLE else 0.3) * functional.mse_loss(said[kept].float(), wanted[kept].float())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([one for some in rates.values() for one in some], 1.0)
        optimizer.step()
        plan.step()
        heard += apart.item()
        if step % 50 == 0:
            log(f"step {step}/{count}: {heard / 50:.5f} nats from the full model, {time.time() - started:.0f} s", flush=True)
            heard = 0.0
    return {name: value.detach() for name, value in lean.items()}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, action="append", required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.manual_seed(1)
    full = unpacked(args.model[0]) if args.model[0].suffix == ".onnx" else folded(args.model)
    texts = []
    for path in args.texts:
        with gzip.open(path, "rt", encoding="utf8") as lines:
            texts += [json.loads(line)["text"] for line in lines]
    packs = steps(inputs(texts), np.random.default_rng(1))
    lean = taught(full, cut(full, packs), packs, args.steps)
    np.savez(args.out, **{name: value.numpy() for name, value in lean.items()})


if __name__ == "__main__":
    main()
