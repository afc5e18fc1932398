"""The model file: two onnx graphs, small matrices, the vocabulary, the labels and the weights of confidence, in one zip archive.

The archive's own checksums are what tells a damaged file. onnxruntime and numpy read it, nothing else is needed.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.confidence import Weights
from kg.errors import SchemaError
from kg.model import content_id
from loaders.model.labels import RELATIONS, TYPES
from loaders.model.pieces import Vocabulary

if TYPE_CHECKING:
    from loaders.model.run import ModelReader

MODEL = Path(__file__).parent / "model.kgm"
"""The model that comes with the program."""
_REMEDY = "install the package again"


def read_model(path: Path = MODEL, threads: int = 1) -> ModelReader:
    """Load a model file.

    Args:
        path: what ``training.export`` wrote.
        threads: how many the graphs may use; what they find does not depend on it.

    Raises:
        SchemaError: the file is missing, damaged or of another version, or onnxruntime cannot be loaded.
    """
    from loaders.model.claims import SmallHeads
    from loaders.model.run import ModelReader, OnnxNetwork

    about, small, graphs = _content(path)
    if about["relations"] != list(RELATIONS) or about["types"] != list(TYPES):
        raise SchemaError(str(path), "labels", f"were made for another version; {_REMEDY}")
    first, second = _sessions(path, graphs, threads)
    weights = np.load(io.BytesIO(small))
    heads = {name: weights[name] for name in weights.files if name not in ("words", "word_scale")}
    network = OnnxNetwork(first, second, weights["words"], weights["word_scale"])
    vocabulary = Vocabulary(about["pieces"], about["scores"])
    confidence = about.get("confidence", {})
    return ModelReader(vocabulary, network, SmallHeads(heads), Weights(**confidence.get("weights", {})), confidence.get("least", 0.5), fingerprint(path))


def fingerprint(path: Path = MODEL) -> str:
    """Changes with the content of a model file; empty where there is none that can be opened."""
    try:
        with zipfile.ZipFile(path) as file:
            return content_id(*(f"{entry.filename}:{entry.CRC}:{entry.file_size}" for entry in file.infolist()))
    except (OSError, zipfile.BadZipFile):
        return ""


def _content(path: Path) -> tuple[dict[str, Any], bytes, list[bytes]]:
    try:
        with zipfile.ZipFile(path) as file:
            return json.loads(file.read("model.json")), file.read("small.npz"), [file.read(name) for name in ("lower.onnx", "upper.onnx")]
    except FileNotFoundError:
        raise SchemaError(str(path), "file", f"is missing; {_REMEDY}") from None
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise SchemaError(str(path), "file", f"is damaged ({error}); {_REMEDY}") from None


def _sessions(path: Path, graphs: list[bytes], threads: int) -> list[Any]:
    try:
        import onnxruntime  # type: ignore[import-untyped]  # takes a fifth of a second: with the first article
    except ImportError as error:
        raise SchemaError(str(path), "file", f"needs onnxruntime, which cannot be loaded ({error}); pip install onnxruntime") from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.enable_cpu_mem_arena = False  # every window has other sizes: the arena would keep the largest of each for ever
    return [onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"]) for graph in graphs]
