"""Write into a model file how sure its claims are: ``python -m training.calibrate FILE``.

On the articles held back from training, claims of model and rules are compared with what is annotated; a logistic regression over the
log-odds of both gives the confidence (:mod:`kg.confidence`), and the confidence with the best F1 is the one that a claim needs by default.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from kg.confidence import Weights, combine, log_odds
from kg.model import Document
from loaders.model.file import read_model
from loaders.pipeline import Pipeline
from tests.scoring import claim_keys
from training.prepare import hold_back, read_texts

NO_RULE = 0.5
"""Confidence whose log-odds are nought: what "no rule" counts."""
RIDGE = 0.1
LEAST_PRECISION = 0.7
Row = tuple[float, float, bool]


def collect(path: Path, articles: Sequence[dict[str, Any]]) -> tuple[list[Row], int]:
    """(likelihood, confidence of the rule, right?) of every claim thought of, and how many are annotated."""
    seen = [_keyed(path, articles, weights) for weights in (Weights(0, 1, 0), Weights(0, 0, 1))]
    rows, wanted = [], 0
    for number, article in enumerate(articles):
        gold, likely = claim_keys(article, article), seen[0][number]
        wanted += len(gold)
        rows += [(value, seen[1][number].get(key, NO_RULE), key in gold) for key, value in likely.items()]
    return rows, wanted


def _keyed(path: Path, articles: Iterable[dict[str, Any]], weights: Weights) -> list[dict[Any, float]]:
    """Claims of each article with the confidence that these weights give, as the scorer names them."""
    pipeline = Pipeline(model=path, least=0.0)
    pipeline.model = replace(read_model(path), weights=weights)
    found = []
    for article in articles:
        document = Document(article["id"], article["text"], date=article["date"], lang=article["lang"])
        rows = pipeline.reader(article["lang"]).read(document).to_json()
        found.append({key: max(claim["confidence"] for claim in claims) for key, claims in claim_keys(rows, article).items()})
    return found


def fit(rows: Sequence[Row]) -> Weights:
    """Newton's method for the logistic regression, with a small ridge and steps halved until they are steps down.

    >>> w = fit([(0.8, 0.5, n % 5 != 0) for n in range(1000)] + [(0.2, 0.5, n % 5 == 0) for n in range(1000)])
    >>> round(abs(w.offset), 2), round(w.model, 2), round(w.rule, 2)
    (0.0, 1.0, 0.0)
    """
    x = np.array([(1.0, log_odds(likely), log_odds(rule)) for likely, rule, _ in rows])
    y = np.array([right for *_, right in rows], float)

    def loss(w: np.ndarray) -> float:
        return float(np.logaddexp(0, x @ w).sum() - y @ (x @ w) + RIDGE * w @ w / 2)

    w = np.zeros(3)
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(3), x.T @ (p - y) + RIDGE * w)
        while loss(w - step) > loss(w) and np.abs(step).max() > 1e-9:
            step = step / 2
        w = w - step
    return Weights(*(round(float(value), 4) for value in w))


def best_least(rows: Sequence[Row], wanted: int, weights: Weights) -> tuple[float, float, float, float]:
    """(confidence, precision, recall, F1) where F1 is best among those precise enough."""
    sure = sorted(((combine(likely, None if rule == NO_RULE else rule, weights), right) for likely, rule, right in rows), reverse=True)
    right, best = 0, (0.5, 0.0, 0.0, 0.0)
    for count, (confidence, is_right) in enumerate(sure, 1):
        right += is_right
        precision, recall = right / count, right / wanted
        f1 = 2 * right / (count + wanted)
        if f1 > best[3] and precision >= LEAST_PRECISION:
            best = (round(confidence, 3), precision, recall, f1)
    return best


def write(path: Path, confidence: dict[str, Any]) -> None:
    """Put the weights into the model file, everything else as it was."""
    with zipfile.ZipFile(path) as file:
        content = {entry: file.read(entry) for entry in file.infolist()}
    part = path.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as file:
        for entry, data in content.items():
            changed = json.dumps({**json.loads(data), "confidence": confidence}).encode() if entry.filename == "model.json" else data
            file.writestr(zipfile.ZipInfo(entry.filename, entry.date_time), changed, zipfile.ZIP_DEFLATED)
    part.replace(path)


def main(path: Path) -> None:
    """Fit, print and write."""
    rows, wanted = collect(path, hold_back(read_texts())[1])
    weights = fit(rows)
    least, precision, recall, f1 = best_least(rows, wanted, weights)
    write(path, {"weights": asdict(weights), "least": least})
    print(f"{weights}; least {least}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} on {wanted} claims held back")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
