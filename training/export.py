"""Trained weights → the one file that the program reads: ``python -m training.export FOLDER FILE [--float]``.

Two ONNX graphs (opset 17) with 8-bit matrices and 8-bit word vectors, the small heads as numpy arrays in half precision, labels and vocabulary.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from loaders.model.labels import RELATIONS, SPANS, TYPES
from training.model import LOWER, WIDTH, Inputs, Model
from training.train import read_average

SMALL = (
    *(f"status.{n}.{kind}" for n in (0, 2) for kind in ("weight", "bias")),
    *(f"{name}.{kind}" for name in ("slot_claim", "slot_literal", "slot_none") for kind in ("weight", "bias")),
    "slot_gap.weight", "relation.weight",
)  # fmt: skip
"""Heads that the program reads in numpy."""


class Lower(nn.Module):
    """First half: pieces → states, tags of the words."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """States (1, piece, width) and tag logits (word, tag), from the vectors of the pieces."""
        m = self.model
        x = m.norm(pieces + m.place.weight[: pieces.shape[1]])
        for layer in m.layers[:LOWER]:
            x, _ = layer(x, None, rows=True)
        return x, m.tags(torch.cat([x[0, first], x[0, last]], -1))


class Upper(nn.Module):
    """Second half: states and mentions → what the heads say."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, states: Tensor, spans: Tensor, first: Tensor, last: Tensor, one: Tensor, two: Tensor, both_one: Tensor, both_two: Tensor, meeting: Tensor,
        features: Tensor, link_one: Tensor, link_two: Tensor, link_features: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:  # fmt: skip
        """States of mentions, relation logits, claim vectors, link scores."""
        m = self.model
        x = states + m.span(spans)
        rows = None
        for layer in m.layers[LOWER:]:
            x, rows = layer(x, None, rows=True)
        none = torch.zeros_like(first)
        assert rows is not None
        i = Inputs(first, first, none, none, none, spans, none, first, last, one, two, both_one, both_two, meeting, features, link_one, link_two, link_features)
        out = m.pair(x, rows, i)
        return out["state"], out["logits"], out["claims"], out["links"]


def load(folder: Path) -> tuple[Model, dict[str, Any]]:
    """The averaged weights of a finished run, or of its last checkpoint, and the vocabulary."""
    about = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
    model = Model(len(about["pieces"]))
    model.load_state_dict(read_average(folder), strict=False)
    word = np.load(folder / "words.npy").astype(np.float32)
    with torch.no_grad():
        model.word.weight.copy_(torch.from_numpy(word))
    return model.eval(), about


def export(folder: Path, target: Path, *, exact: bool = False) -> None:
    """Write the model file."""
    model, about = load(folder)
    with tempfile.TemporaryDirectory() as place:
        graphs = _graphs(model, Path(place), exact=exact)
    small = io.BytesIO()
    state = model.state_dict()
    np.savez(small, **{name: state[name].numpy() for name in SMALL}, **_words(state["word.weight"].numpy()))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in (
            *graphs.items(),
            ("small.npz", small.getvalue()),
            ("model.json", json.dumps({"relations": RELATIONS, "types": TYPES, **about}).encode()),
        ):
            file.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def _words(vectors: np.ndarray) -> dict[str, np.ndarray]:
    """Word vectors in 8 bits, a scale for each."""
    scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-6) / 127
    return {"words": np.round(vectors / scale).astype(np.int8), "word_scale": scale.astype(np.float32)}


def _graphs(model: Model, place: Path, *, exact: bool) -> dict[str, bytes]:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    n = torch.tensor
    lower_in = (torch.zeros(1, 5, WIDTH), n([1, 2]), n([1, 3]))
    pairs = (
        n([1, 2]),
        n([1, 3]),
        n([0, 1]),
        n([1, 0]),
        n([0]),
        n([1]),
        n([0, 0]),
        torch.zeros(2, 4, dtype=torch.long),
        n([0, 1]),
        n([1, 0]),
        torch.zeros(2, 3, dtype=torch.long),
    )
    upper_in = (torch.zeros(1, 5, WIDTH), torch.zeros(1, 5, SPANS), *pairs)
    names = ["states", "spans", "first", "last", "one", "two", "both_one", "both_two", "meeting", "features", "link_one", "link_two", "link_features"]
    axes = {"pieces": {1: "pieces"}, "first": {0: "words"}, "last": {0: "words"}}
    axes2 = {"states": {1: "pieces"}, "spans": {1: "pieces"}, "first": {0: "mentions"}, "last": {0: "mentions"}}
    axes2 |= (
        {name: {0: "pairs"} for name in ("one", "two", "meeting", "features")}
        | {name: {0: "meetings"} for name in ("both_one", "both_two")}
        | {name: {0: "links"} for name in ("link_one", "link_two", "link_features")}
    )
    kinds = (
        ("lower", Lower(model), lower_in, ["pieces", "first", "last"], ["states_out", "tags"], axes),
        ("upper", Upper(model), upper_in, names, ["state", "logits", "claims", "links"], axes2),
    )
    made = {}
    for name, module, inputs, in_names, out_names, dynamic in kinds:
        raw, small = place / f"{name}.raw.onnx", place / f"{name}.onnx"
        torch.onnx.export(module, inputs, str(raw), input_names=in_names, output_names=out_names, dynamic_axes=dynamic, opset_version=17, dynamo=False)
        if not exact:
            quantize_dynamic(str(raw), str(small), weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm"])
        made[f"{name}.onnx"] = (raw if exact else small).read_bytes()
    return made


def main() -> None:
    """Read the arguments and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--float", action="store_true", dest="exact", help="keep 32-bit numbers")
    options = parser.parse_args()
    export(options.folder, options.target, exact=options.exact)


if __name__ == "__main__":
    main()
