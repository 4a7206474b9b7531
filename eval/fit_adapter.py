"""Fits ``kb/embedding/adapter.npz``: ``python -m eval.fit_adapter --laws FOLDER [--write]`` (needs the part ``st``).

After ``eval.fit_register``, on the same pairs: low-rank changes of the upper layers of the network (LoRA, Hu et al.
2021), so that the vector of an everyday question, turned by the map, lies nearer to what answers it.  Passages stay as
they are, so their vectors are computed once, and no stored vector has to be computed anew.

What was learned is read beside the network as it was: the sum of both vectors, turned, finds more than either in
statutes that neither the map nor the changes were learned from (177 questions; first five: 49.2 by the network as it
was, 50.8 by the changed one, 55.9 by both).
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy, normalize
from transformers import AutoModel

from eval.fit_register import TEMPERATURE, Pair, Pool, command, told, training_folds
from eval.progress import tell
from kb.embedding.adapter import FILE, Branch, save_adapter
from kb.embedding.base import Vectors, normalised
from kb.embedding.export import export_sentence_transformers, hugging_face_tokenizer
from kb.embedding.onnx_engine import QUERY
from kb.embedding.weights import Weights
from kb.embedding.wheel import DATA_SHA256, read_model_data
from kb.settings import load_settings
from retrieval.register import Turn, turn

#: Layers below it stay as they are and are computed once.  Learning from the fourth on finds as much after fusion
#: (cross-validated: practice five 93.8 against 94.4, articles first 73.4 against 73.5) and takes half as long again.
FIRST_LAYER = 6
RANK = 16
#: Against learning the pairs by heart: the share of inputs to the branches that is left out at a time.
_DROPPED = 0.1
#: A third of it, in three rounds, learns less: after fusion articles first 72.8 against 73.5, practice five 93.8.
_RATE = 0.0015
_DECAY = 0.01
_WARM_UP = 20
_EPOCHS = 4
_BATCH = 64
#: Batches that are filled from questions sorted by length, so that little is padded.
_SORTED = 8
#: The fold that is kept from learning when nothing is written.
_HELD = 0

#: Linear layers of a BERT layer: the name of their weights in the model file, the module and the attribute.
_LINEAR = (
    ("q", "attention.self", "query"),
    ("k", "attention.self", "key"),
    ("v", "attention.self", "value"),
    ("ao", "attention.output", "dense"),
    ("fi", "intermediate", "dense"),
    ("fo", "output", "dense"),
)


class LowRank(torch.nn.Module):
    """A linear layer with ``x @ down @ up`` added; ``up`` begins as zero."""

    def __init__(self, plain: torch.nn.Linear) -> None:
        super().__init__()
        self.plain = plain
        self.down = torch.nn.Parameter(torch.randn(plain.in_features, RANK) / math.sqrt(plain.in_features))
        self.up = torch.nn.Parameter(torch.zeros(RANK, plain.out_features))
        self.dropout = torch.nn.Dropout(_DROPPED)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's output with the change."""
        changed: torch.Tensor = self.plain(x) + self.dropout(x) @ self.down @ self.up
        return changed


class Reader:
    """The network in float32 with low-rank layers from ``FIRST_LAYER`` on."""

    def __init__(self, data: bytes, first: int = FIRST_LAYER) -> None:
        """``data`` is the model file, see ``kb.embedding.wheel``."""
        with tempfile.TemporaryDirectory() as folder:
            export_sentence_transformers(data, Path(folder))
            self.model: Any = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
        self.tokenizer = hugging_face_tokenizer(Weights(data).vocabulary)
        self.first = first
        for parameter in self.model.parameters():
            parameter.requires_grad_(False)
        self.layers: dict[str, LowRank] = {}
        for number, layer in enumerate(self.model.encoder.layer[first:], first):
            for name, module, attribute in _LINEAR:
                owner = layer.get_submodule(module)
                changed = LowRank(getattr(owner, attribute))
                setattr(owner, attribute, changed)
                self.layers[f"l{number}.{name}"] = changed

    def branches(self) -> dict[str, Branch]:
        """What was learned."""
        return {
            name: Branch(layer.down.detach().numpy(), layer.up.detach().numpy()) for name, layer in self.layers.items()
        }

    def lower(self, texts: Sequence[str]) -> list[torch.Tensor]:
        """Each question after the layers that stay as they are, ``[tokens, hidden]``."""
        most = self.model.config.max_position_embeddings
        found = []
        with torch.no_grad():
            for text in texts:
                ids = self.tokenizer.encode(QUERY + text).ids[:most]
                found.append(self._through(self.model.embeddings(torch.tensor([ids])), None, 0, self.first)[0])
        return found

    def upper(self, lower: Sequence[torch.Tensor]) -> torch.Tensor:
        """Unit vectors ``[questions, dimension]``."""
        x = torch.nn.utils.rnn.pad_sequence(list(lower), batch_first=True)
        lengths = torch.tensor([len(one) for one in lower])
        real = (torch.arange(x.shape[1])[None, :] < lengths[:, None]).float()
        x = self._through(x, (1 - real)[:, None, None, :] * torch.finfo(x.dtype).min, self.first, None)
        return normalize((x * real[:, :, None]).sum(dim=1), dim=1)

    def _through(self, x: torch.Tensor, mask: torch.Tensor | None, start: int, end: int | None) -> torch.Tensor:
        for layer in self.model.encoder.layer[start:end]:
            x = layer(x, mask)
            x = x[0] if isinstance(x, tuple) else x  # transformers before version 5 returns a tuple
        return x

    def vectors(self, lower: Sequence[torch.Tensor]) -> Vectors:
        """As ``upper``, without gradients."""
        self.model.eval()
        with torch.no_grad():
            parts = [self.upper(lower[at : at + _BATCH]) for at in range(0, len(lower), _BATCH)]
        return np.asarray(torch.cat(parts).numpy(), dtype=np.float32)


def learn(
    reader: Reader,
    lower: Sequence[Sequence[torch.Tensor]],
    learned: Sequence[Pool],
    rows: Sequence[NDArray[np.int64]],
    *,
    turned: Turn,
    report: Callable[[str], None],
    epochs: int = _EPOCHS,
) -> None:
    """Make the right passages more probable for these rows of the pools, under ``turned``.

    ``lower`` are the questions of the pools, see ``Reader.lower``.
    """
    torch.manual_seed(0)
    random = np.random.default_rng(0)
    change = torch.tensor(turned.down @ turned.up)
    windows = [torch.tensor(pool.windows) for pool in learned]
    passages = [torch.tensor(pool.passage) for pool in learned]
    parameters = [parameter for parameter in reader.model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=_RATE, weight_decay=_DECAY)
    steps = epochs * len(_batches(lower, rows, random))

    def rate(step: int) -> float:
        return min(1.0, (step + 1) / _WARM_UP) * 0.5 * (1 + math.cos(math.pi * min(step, steps) / steps))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    for epoch in range(epochs):
        reader.model.train()
        losses = []
        for number, batch in _batches(lower, rows, random):
            vectors = reader.upper([lower[number][row] for row in batch])
            cosines = normalize(vectors + vectors @ change, dim=1) @ windows[number].T
            best = torch.full((len(batch), int(passages[number][-1]) + 1), -1.0)
            best = best.scatter_reduce(1, passages[number].expand(len(batch), -1), cosines, "amax")
            loss = cross_entropy(best / TEMPERATURE, torch.tensor(learned[number].right[batch]))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call] # torch leaves it untyped
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        report(f"第 {epoch + 1}/{epochs} 轮：损失 {np.mean(losses):.3f}")


def _batches(
    lower: Sequence[Sequence[torch.Tensor]], rows: Sequence[NDArray[np.int64]], random: np.random.Generator
) -> list[tuple[int, list[int]]]:
    """Rows in batches, each of one pool and of questions of similar length, in random order."""
    found = []
    for number, chosen in enumerate(rows):
        mixed = random.permutation(chosen).tolist()
        for at in range(0, len(mixed), _BATCH * _SORTED):
            part = sorted(mixed[at : at + _BATCH * _SORTED], key=lambda row: len(lower[number][row]))
            found += [(number, part[start : start + _BATCH]) for start in range(0, len(part), _BATCH)]
    return [found[place] for place in random.permutation(len(found))]


def run(asked: Sequence[Pair], learned: Sequence[Pool], report: Callable[[str], None], *, final: bool) -> Reader:
    """Learn from all pairs where it is ``final``, else from four fifths of the documents, reporting on the others."""
    reader = Reader(read_model_data(load_settings().model_wheel))
    texts = [[pair.query for pair in asked if pair.doc], [pair.query for pair in asked if pair.official]]
    lower = [reader.lower(queries) for queries in texts if queries]
    folds = training_folds(asked)
    rows = [np.flatnonzero(fold != _HELD) if not final else np.arange(len(fold)) for fold in folds]
    learn(reader, lower, learned, rows, turned=turn(), report=report)
    if not final:
        for pool, fold, queries in zip(learned, folds, lower, strict=True):
            unseen = np.flatnonzero(fold == _HELD)
            before = pool.queries[unseen]
            changed = normalised(before + reader.vectors([queries[row] for row in unseen]))
            for name, vectors in (("改动前", before), ("改动后", changed)):
                report(told(f"{name}，该文件未用于拟合", pool.ranks(turn().of(vectors), unseen)))
    return reader


def main(args: Sequence[str]) -> int:
    """The command, see :func:`eval.fit_register.command`."""
    return command(
        args,
        argparse.ArgumentParser(prog="python -m eval.fit_adapter", description="拟合读日常语言问题的网络。"),
        learn=lambda asked, learned, write: run(asked, learned, tell, final=write),
        save=lambda reader: save_adapter(reader.branches(), DATA_SHA256),
        target=FILE,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
