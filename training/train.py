"""Train the model: ``python -m training.train [--epochs 30] [--until HH:MM] [--out FOLDER]``.

Interrupt it at any time: started again with the same folder it goes on from the last checkpoint (every few minutes). The device is found: a
GPU where torch sees one, else the processor. With ``--until`` the learning rate falls with the clock instead of the number of epochs, so
that it reaches nought at that time (not repeatable to the last digit; without it, one seed gives one model on one machine).
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch

from kg.ontology import read_ontology
from training import augment, corpora, prepare, vocabulary
from training.batch import collate
from training.evaluate import measure
from training.losses import losses, total
from training.model import Model

RATES = {"encoder": 7e-5, "span": 3e-4, "heads": 1e-3}
WARM_UP = 0.06
SAVE_EVERY = 150.0  # seconds
AVERAGE, AVERAGE_EVERY = 0.97, 10  # moving average of the weights: what stays at each update, steps between updates


@dataclass(slots=True)
class Run:
    """Where a training run stands."""

    epoch: int = 0
    step: int = 0
    done: float = 0.0
    """Share of the run that is over, 0 to 1."""


def parameter_groups(model: Model) -> list[dict[str, Any]]:
    """Encoder, span vectors and heads at their rates; word vectors and frozen layers not at all."""
    groups: dict[tuple[str, bool], list[Any]] = {}
    for name, value in model.named_parameters():
        head, _, rest = name.partition(".")
        frozen = head == "word" or (model.frozen and head in ("place", "norm")) or (head == "layers" and int(rest.split(".")[0]) < model.frozen)
        value.requires_grad_(not frozen)
        if not frozen:
            kind = "encoder" if head in ("place", "norm", "layers") else "span" if head == "span" else "heads"
            groups.setdefault((kind, value.ndim > 1), []).append(value)
    return [{"params": values, "rate": RATES[kind], "lr": 0.0, "weight_decay": 0.01 if matrix else 0.0} for (kind, matrix), values in groups.items()]


def factor(done: float) -> float:
    """Warm-up, then linear decay.

    >>> factor(0.03), factor(0.06), round(factor(0.53), 3)
    (0.5, 1.0, 0.5)
    """
    return min(done / WARM_UP, (1 - done) / (1 - WARM_UP)) if done < 1 else 0.0


class Trainer:
    """Model, optimiser and data of a run in a folder."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.folder: Path = options.out
        self.folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(options.seed)
        torch.set_num_threads(options.threads)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        texts = prepare.read_texts()
        self.vocabulary, _, tensors = vocabulary.build((t["text"] for t in texts), read_ontology().folder / "gazetteers")
        vocabulary.save(self.vocabulary, tensors["emb.word"], self.folder)
        self.texts, held = prepare.hold_back(texts)
        self.pool = augment.name_pool(self.texts)
        self.learn = [self._windows(text) for text in self.texts]
        self.core = corpora.read_core(self.vocabulary) if options.core else []
        self.sets = {"dev": [prepare.build_example(t, self.vocabulary) for t in held]}
        for folder in options.gold:
            self.sets[folder.name] = [prepare.build_example(t, self.vocabulary) for t in prepare.read_gold(folder)]
        self.model = Model(len(self.vocabulary.pieces), options.freeze)
        self.model.load_encoder(tensors, list(self.vocabulary.pieces))
        if options.start:
            self.model.load_state_dict(read_average(options.start), strict=False)
        self.model.to(self.device)
        self.optimiser = torch.optim.AdamW(parameter_groups(self.model), betas=(0.9, 0.98), eps=1e-6, fused=True)
        self.average = {name: value.detach().clone() for name, value in self.model.state_dict().items() if not name.startswith("word.")}
        self.run = Run()
        self.began = time.time()
        self.until = _clock(options.until) if options.until else None
        self._resume()

    def _resume(self) -> None:
        path = self.folder / "last.pt"
        if path.exists():
            saved = torch.load(path, map_location=self.device, weights_only=False)
            self.model.load_state_dict(saved["model"], strict=False)
            self.optimiser.load_state_dict(saved["optimiser"])
            self.average, self.run = saved["average"], Run(**saved["run"])
            self.log({"resumed": saved["run"]})
        self.base = self.run.done

    def save(self, name: str = "last.pt") -> None:
        """Write a checkpoint; a crash while writing leaves the former one."""
        state = {k: v for k, v in self.model.state_dict().items() if not k.startswith("word.")}
        saved = {
            "model": state,
            "optimiser": self.optimiser.state_dict(),
            "average": self.average,
            "run": {"epoch": self.run.epoch, "step": self.run.step, "done": self.run.done},
        }
        torch.save(saved, self.folder / f"{name}.part")
        (self.folder / f"{name}.part").replace(self.folder / name)

    def log(self, row: dict[str, Any]) -> None:
        """Add a line to ``log.jsonl``."""
        row = {"time": datetime.now().strftime("%H:%M:%S"), **row}
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    def train(self) -> None:
        """All epochs; what is measured after each goes to the log."""
        while self.run.done < 1:
            self._epoch()
            self.run.epoch += 1
            self.run.step = 0
            self.save()
            self.measure()
        torch.save(self.average, self.folder / "average.pt")

    def _epoch(self) -> None:
        random_ = random.Random(f"{self.options.seed} {self.run.epoch}")
        torch.manual_seed(self.options.seed * 1000 + self.run.epoch)
        more = random_.sample(self.core, round(self.options.core * len(self.core)))
        examples = prepare.epoch([*self._varied(random_), *more], random_)
        plan = prepare.batches(examples, self.options.batch, random_)
        self.model.train()
        sums: dict[str, float] = {}
        pieces, began, saved = 0, time.time(), time.time()
        for number, chosen in enumerate(plan):
            if number < self.run.step:
                continue
            if self.run.done >= 1:
                break
            found = self._step(chosen)
            pieces += sum(e.length for e in chosen)
            for name, value in found.items():
                sums[name] = sums.get(name, 0.0) + value
            self.run.step = number + 1
            self.run.done = self._done(number + 1, len(plan))
            if number % AVERAGE_EVERY == 0:
                self._update_average()
            if number % 100 == 99 or number + 1 == len(plan):
                self.log(
                    {
                        "epoch": self.run.epoch,
                        "step": number + 1,
                        "of": len(plan),
                        "done": round(self.run.done, 4),
                        "pieces/s": round(pieces / (time.time() - began)),
                        **{k: round(v / 100, 3) for k, v in sums.items()},
                    }
                )
                sums = {}
            if time.time() - saved > SAVE_EVERY:
                self.save()
                saved = time.time()

    def _varied(self, random_: random.Random) -> list[prepare.Example]:
        """The texts of an epoch in windows, a share of them in another version."""
        chosen = set(random_.sample(range(len(self.texts)), round(self.options.vary * len(self.texts))))
        windows = [list(own) for own in self.learn]
        for number in sorted(chosen):
            windows[number] = self._windows(augment.vary(self.texts[number], self.pool, random_))
        return [window for own in windows for window in own]

    def _windows(self, text: dict[str, Any]) -> list[prepare.Example]:
        return list(prepare.cut_windows(prepare.build_example(text, self.vocabulary)))

    def _done(self, step: int, steps: int) -> float:
        if self.until:
            return min(1.0, self.base + (1 - self.base) * (time.time() - self.began) / (self.until - self.began))
        return (self.run.epoch + step / steps) / self.options.epochs

    def _step(self, chosen: list[prepare.Example]) -> dict[str, float]:
        for group in self.optimiser.param_groups:
            group["lr"] = group["rate"] * factor(self.run.done)
        found = losses(self.model, collate(chosen).to(self.device))
        self.optimiser.zero_grad(set_to_none=True)
        total(found).backward()
        torch.nn.utils.clip_grad_norm_([p for g in self.optimiser.param_groups for p in g["params"]], 1.0)
        self.optimiser.step()
        return {name: float(value.detach()) for name, value in found.items()}

    @torch.no_grad()
    def _update_average(self) -> None:
        state = self.model.state_dict()
        keep = AVERAGE if self.run.done > 0.1 else 0.5
        for name, value in self.average.items():
            value.lerp_(state[name], 1 - keep)

    def measure(self) -> None:
        """Scores of the averaged weights."""
        own = {k: v.clone() for k, v in self.model.state_dict().items() if k in self.average}
        self.model.load_state_dict(self.average, strict=False)
        for name, examples in self.sets.items():
            self.log({"epoch": self.run.epoch, "set": name, **measure(self.model, examples, self.device)})
        self.model.load_state_dict(own, strict=False)


def read_average(folder: Path) -> dict[str, torch.Tensor]:
    """The averaged weights of a run, finished or not."""
    done = folder / "average.pt"
    weights: dict[str, torch.Tensor] = torch.load(done if done.exists() else folder / "last.pt", map_location="cpu", weights_only=True)
    return weights if done.exists() else weights["average"]  # type: ignore[return-value]


def _clock(text: str) -> float:
    hour, minute = map(int, text.split(":"))
    return datetime.now().replace(hour=hour, minute=minute, second=0, microsecond=0).timestamp()


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--start", type=Path, help="folder of a run whose weights to begin with")
    parser.add_argument("--until", help="finish at this time of day instead")
    parser.add_argument("--batch", type=int, default=800, help="pieces per step")
    parser.add_argument("--freeze", type=int, default=0, help="lower layers that do not learn")
    parser.add_argument("--core", type=float, default=0.25, help="share of the CORE sentences that each epoch takes in")
    parser.add_argument("--vary", type=float, default=0.4, help="share of the texts that each epoch reads in another version")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="folders of gold articles to measure on")
    parser.add_argument("--out", type=Path, default=Path("build/training"))
    options = parser.parse_args()
    random.seed(options.seed)
    np.random.seed(options.seed)
    Trainer(options).train()


if __name__ == "__main__":
    main()
