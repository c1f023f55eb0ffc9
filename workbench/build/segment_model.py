"""Train the line role model and write ``knowledge/segments/lines.npz``.

    python -m workbench.build.segment_model ../shared/bench/data            the model from all documents
    python -m workbench.build.segment_model ../shared/bench/data --folds F  into folder F one model a fold, trained on the others

Needs lightgbm, scikit-learn and, for pages as other programs make text of them, html-text, inscriptis, beautifulsoup4, readability-lxml
and html2text_rs, none of which the workbench itself needs. Two steps (stacked sequential learning): a first guess of
the body from shapes and words, a second from the first guess around each line; then a model a role. ``tests/benchmarks``
scores the folds.
"""

import argparse
from pathlib import Path

import numpy as np

from workbench.build import segment_data as data
from workbench.knowledge.segments import features as line_features
from workbench.knowledge.segments.model import LEAVES

ROLES = ("headline", "byline", "caption")
OUT = Path(__file__).resolve().parent.parent / "knowledge" / "segments" / "lines.npz"
_TREES = {"objective": "binary", "learning_rate": 0.07, "num_leaves": LEAVES, "min_data_in_leaf": 100, "feature_fraction": 0.4,
          "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5, "verbose": -1, "num_threads": 1, "seed": 1, "max_bin": 127,
          "deterministic": True}
_SHARE = dict.fromkeys(data.UNAUGMENTED, 0.5) | {"plain": 0.25}
#: Models of the body that are averaged, trees of each, and how fast they learn.
SEEDS, ROUNDS, RATE = (1, 2, 3, 4), 50, 0.22
#: Kinds of texts that teach what a headline is.
TITLED = ("page", "page html-text", "page inscriptis")
#: Trees of the models of pages with markup; half as many for the roles.
PAGE_ROUNDS = 120


def weight(one: dict) -> np.ndarray:
    """Weight of each unit: longer ones count more, each document the same."""
    root = np.sqrt(np.maximum(1, one["words"]))
    return root / root.sum() * 150 * _SHARE.get(one["kind"], 0.6 if one["kind"].endswith("+") else 1.0)


def stacked(docs: list[dict], key: str) -> np.ndarray:
    """A column of all documents, one after the other."""
    return np.concatenate([one[key] for one in docs])


def trees(features: np.ndarray, label: np.ndarray, weights: np.ndarray, rounds: int, **more):
    """A boosted model."""
    import lightgbm

    return lightgbm.train({**_TREES, **more}, lightgbm.Dataset(features, label.astype(int), weight=weights), rounds)


def word_weights(docs: list[dict]) -> np.ndarray:
    """Log-odds of body for each word column."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=0.02, max_iter=60)
    model.fit(data.lexical(docs), stacked(docs, "body") > 0.5, sample_weight=np.concatenate([weight(one) for one in docs]))
    return model.coef_[0].astype(np.float16).astype(np.float32)


def exported(model, name: str) -> dict[str, np.ndarray]:
    """A model's trees as arrays for :func:`workbench.knowledge.segments.model.chance`."""
    dumped = model.dump_model()["tree_info"]
    shape = (len(dumped), LEAVES - 1)
    feature, threshold = np.zeros(shape, dtype=np.int16), np.full(shape, np.inf, dtype=np.float32)
    mask, leaf = np.full(shape, 0xFFFF, dtype=np.uint16), np.zeros((shape[0], LEAVES), dtype=np.float32)
    for t, tree in enumerate(dumped):
        nodes, leaves = 0, 0

        def walk(node, t=t):
            """First and last number of the leaves below the node, numbered from left to right."""
            nonlocal nodes, leaves
            if "leaf_value" in node:
                leaf[t, leaves] = node["leaf_value"]
                leaves += 1
                return leaves - 1, leaves - 1
            mine = nodes
            nodes += 1
            feature[t, mine] = node["split_feature"]
            # Trees were grown on 64-bit thresholds; the next number below keeps "x <= threshold" the same for 32-bit x.
            value = np.float32(node["threshold"])
            threshold[t, mine] = value if value <= node["threshold"] else np.nextafter(value, np.float32(-np.inf))
            first, last = walk(node["left_child"])
            _, end = walk(node["right_child"])
            mask[t, mine] = 0xFFFF & ~sum(1 << bit for bit in range(first, last + 1))
            return first, end

        walk(tree["tree_structure"])
    return {f"{name}_feature": feature, f"{name}_threshold": threshold, f"{name}_mask": mask, f"{name}_leaf": leaf}


def bag(features: np.ndarray, label: np.ndarray, weights: np.ndarray) -> list:
    """Boosted models that differ in their seeds alone; their mean depends less on chance than one of as many trees."""
    return [trees(features, label, weights, ROUNDS, seed=seed, learning_rate=RATE) for seed in SEEDS]


def together(models: list, name: str) -> dict[str, np.ndarray]:
    """Arrays of the mean of several models."""
    each = [exported(model, name) for model in models]
    made = {key: np.concatenate([arrays[key] for arrays in each]) for key in each[0]}
    return made | {f"{name}_leaf": made[f"{name}_leaf"] / np.float32(len(models))}


def train(docs: list[dict], marked: list[dict]) -> dict[str, np.ndarray]:
    """All arrays of the model, from documents with their folds; inner guesses are made out of fold."""
    folds = sorted({one["fold"] for one in docs})
    print(f"{len(docs)} documents, {len(marked)} pages with markup", flush=True)
    words = word_weights(docs)
    for fold in folds:
        inner = word_weights([one for one in docs if one["fold"] != fold])
        for one in [*docs, *marked]:
            if one["fold"] == fold:
                one["shape"] = line_features.shapes(one["text"], one["units"], inner, one["url"])
    for one in docs:
        one["label"], one["weight"] = one["body"] > 0.5, weight(one)
    for fold in folds:
        rest = [one for one in docs if one["fold"] != fold]
        inner = bag(stacked(rest, "shape"), stacked(rest, "label"), stacked(rest, "weight"))
        for one in docs:
            if one["fold"] == fold:
                guess = _chance(sum(model.predict(one["shape"], raw_score=True) for model in inner) / len(inner))
                one["setting"] = line_features.settings(one["text"], one["units"], one["shape"], guess)
    print("guesses made", flush=True)
    made = {"words": words.astype(np.float16)}
    made |= together(bag(stacked(docs, "shape"), stacked(docs, "label"), stacked(docs, "weight")), "first")
    made |= together(bag(stacked(docs, "setting"), stacked(docs, "label"), stacked(docs, "weight")), "second")
    titled = [one for one in docs if "authors" in one and one["kind"] in TITLED]
    above = [np.flatnonzero(_above(one)) for one in titled]
    label = np.concatenate([data.roles(one, "headline")[rows] for one, rows in zip(titled, above, strict=True)])
    features = np.concatenate([one["setting"][rows] for one, rows in zip(titled, above, strict=True)])
    few = {"learning_rate": 0.05, "num_leaves": 8, "min_data_in_leaf": 30}
    made |= together([trees(features, label, np.ones(len(label)), 100, seed=seed, **few) for seed in (1, 2, 3)], "headline")
    pages = [one for one in titled if one["kind"] == "page"]
    for role in ("byline", "caption"):
        label = np.concatenate([data.roles(one, role) for one in pages])
        model = trees(stacked(pages, "setting"), label, stacked(pages, "weight"), 100, min_data_in_leaf=30)
        made |= exported(model, role)
    return made | page_models(marked)


def _chance(odds: np.ndarray) -> np.ndarray:
    return (1 / (1 + np.exp(-odds))).astype(np.float32)


def _above(one: dict) -> np.ndarray:
    """Which units the headline is looked for among: neither too short nor too long, and above the first long unit of the body."""
    first = np.flatnonzero((one["body"] > 0.5) & (one["words"] >= 12))[:1]
    return (np.arange(len(one["words"])) <= (first[0] if len(first) else -1)) & (one["words"] >= 2) & (one["words"] <= 40)


def page_models(marked: list[dict]) -> dict[str, np.ndarray]:
    """The arrays for pages with markup, from pages with their shapes; none from none."""
    made: dict[str, np.ndarray] = {}
    if not marked:
        return made
    for one in marked:
        one["label"], one["weight"] = one["body"] > 0.5, weight(one)
        one["all"] = np.concatenate([one["page"], one["shape"]], axis=1)
    more = {"learning_rate": 0.06, "min_data_in_leaf": 40, "feature_fraction": 0.3, "max_bin": 63}
    made |= exported(trees(stacked(marked, "all"), stacked(marked, "label"), stacked(marked, "weight"), PAGE_ROUNDS, **more), "page")
    for role in ROLES:
        label = np.concatenate([data.roles(one, role) for one in marked])
        made |= exported(trees(stacked(marked, "all"), label, stacked(marked, "weight"), PAGE_ROUNDS // 2, **more), f"page_{role}")
    return made


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder of the benchmark's data")
    parser.add_argument("--folds", type=Path, help="folder for one model a fold, instead of the packaged one")
    parser.add_argument("--only", type=int, help="this fold alone")
    parser.add_argument("--text-only", action="store_true", help="leave out the models of pages with markup")
    args = parser.parse_args()
    docs = data.documents(args.data)
    docs += data.augmented(docs)
    marked = [] if args.text_only else data.marked_pages(args.data)
    if args.folds is None:
        np.savez_compressed(OUT, **train(docs, marked))
        print(f"{OUT.name}: {OUT.stat().st_size:,} bytes")
        return
    args.folds.mkdir(parents=True, exist_ok=True)
    for fold in range(data.FOLDS) if args.only is None else [args.only]:
        arrays = train([one for one in docs if one["fold"] != fold], [one for one in marked if one["fold"] != fold])
        np.savez_compressed(args.folds / f"fold{fold}.npz", **arrays)
        print(f"fold {fold} done", flush=True)


if __name__ == "__main__":
    main()
