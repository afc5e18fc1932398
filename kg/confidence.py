"""How sure a claim is: what the trained model and the rules say of it, in one number that means what it says.

A logistic regression over two log-odds, fitted by ``training.calibrate`` on articles that the model was not trained on, so that of the
claims with confidence 0.8 about 80 of 100 are right. Its three weights are part of the model file.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

UNSEEN = 0.02
"""Likelihood of a claim that the model did not think of."""
_LEAST, _MOST = 0.001, 0.999


@dataclass(frozen=True, slots=True)
class Weights:
    """What the log-odds of either count for; by default the model's own likelihood stands, and a rule's where the model says nothing."""

    offset: float = 0.0
    model: float = 1.0
    rule: float = 1.0


def combine(likely: float | None, rule: float | None, weights: Weights) -> float:
    """Confidence of a claim.

    Args:
        likely: what the model gives it, 0 to 1; ``None`` if it did not think of it.
        rule: confidence of the rule that found it, 0 to 1; ``None`` if none did. It stands where the model says nothing.
        weights: of the model in use.

    >>> plain = Weights(offset=0.0, model=1.0, rule=1.0)
    >>> round(combine(0.8, None, plain), 3), round(combine(0.8, 0.8, plain), 3), round(combine(0.5, 0.9, Weights(-1.0, 1.0, 0.5)), 3)
    (0.8, 0.941, 0.525)
    """
    odds = weights.offset + weights.model * log_odds(UNSEEN if likely is None else likely)
    if rule is not None:
        odds += weights.rule * log_odds(rule)
    joined = 1 / (1 + math.exp(-odds))
    return max(joined, rule) if rule is not None and likely is None else joined


def log_odds(likely: float) -> float:
    """Logarithm of p / (1 - p), p kept between 0.001 and 0.999.

    >>> round(log_odds(0.5), 3), round(log_odds(0.9), 3), round(log_odds(1.0), 3)
    (0.0, 2.197, 6.907)
    """
    p = min(max(likely, _LEAST), _MOST)
    return math.log(p / (1 - p))
