"""The network: ten layers of a pretrained encoder, tags from the sixth, everything else from the tenth.

Stage one reads words and tags mentions; then each mention's pieces get a vector that says what sort of mention they belong to, and stage
two reads relations, links, status and the literals of a claim from the upper layers. Pairs are scored all at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from loaders.model.candidates import FEATURES, LINK_FEATURES
from loaders.model.labels import ENTITY_TYPES, HEAD_SIZES, LITERAL_TYPES, RELATIONS, SPANS, STATUSES

WIDTH, GROUP = 384, 16
LOWER, LAYERS = 6, 10
CLAIM = 192
"""Width of the vector of a claim, from which status and literals are read."""
SLOT_GAPS = 5


@dataclass(slots=True)
class Inputs:
    """A batch in tensors; mentions of all texts one after the other, ``text`` says which is whose.

    A pair (``one``, ``two``) has a direction; ``both_one`` and ``both_two`` are those without, ``meeting`` says which of them a pair is.
    """

    ids: Tensor
    mask: Tensor
    word_text: Tensor
    word_first: Tensor
    word_last: Tensor
    spans: Tensor
    text: Tensor
    first: Tensor
    last: Tensor
    one: Tensor
    two: Tensor
    both_one: Tensor
    both_two: Tensor
    meeting: Tensor
    features: Tensor
    link_one: Tensor
    link_two: Tensor
    link_features: Tensor


class Dropout(nn.Module):
    """Dropout with one mask for all pieces of a text, as T5 does it: a hundredth of the random numbers, which cost a tenth of a step."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """``x`` (text, piece, width) with a share of the columns of each text at nought, the others larger by as much."""
        if not self.training:
            return x
        mask = torch.empty(x.shape[0], 1, x.shape[2], device=x.device).bernoulli_(1 - self.share)
        return x * (mask / (1 - self.share))


class Layer(nn.Module):
    """A BERT layer (post-norm), query, key and value in one matrix."""

    def __init__(self, heads: int = 12, inner: int = 1536, eps: float = 1e-12) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps), nn.LayerNorm(WIDTH, eps)
        self.drop = Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor | None, *, rows: bool = False) -> tuple[Tensor, Tensor | None]:
        """States after the layer and, if asked for, the attention (text, head, from, to)."""
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, WIDTH // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = None
        if rows:
            scores = (q * (WIDTH // self.heads) ** -0.5) @ k.transpose(-1, -2)
            weights = (scores if bias is None else scores + bias).softmax(-1)
            mixed = weights @ v
        else:
            mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, n, WIDTH))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x))))), weights


class Model(nn.Module):
    """Encoder and heads. ``frozen`` lower layers (and always the word vectors) do not learn."""

    def __init__(self, vocabulary: int, frozen: int = 0) -> None:
        super().__init__()
        self.frozen = frozen
        self.word = nn.Embedding(vocabulary, WIDTH)
        self.place = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = Dropout(0.1)
        self.tags = nn.Linear(2 * WIDTH, sum(HEAD_SIZES))
        self.span = nn.Linear(SPANS, WIDTH, bias=False)
        self.side_one, self.side_two = nn.Linear(2 * WIDTH, WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.bilinear = nn.Linear(WIDTH * GROUP, len(RELATIONS))
        self.feature = nn.ModuleList(nn.Embedding(size, 64) for size in FEATURES)
        self.feature_out = nn.Linear(64, len(RELATIONS))
        self.heavy = nn.Dropout(0.2)
        self.claim = nn.Linear(3 * WIDTH, CLAIM)
        self.relation = nn.Embedding(len(RELATIONS), CLAIM)
        self.status = nn.Sequential(nn.Linear(2 * CLAIM, CLAIM), nn.Tanh(), nn.Linear(CLAIM, len(STATUSES)))
        self.slot_claim, self.slot_literal = nn.Linear(2 * CLAIM, CLAIM), nn.Linear(WIDTH, CLAIM)
        self.slot_gap = nn.Embedding(3 * SLOT_GAPS, 1)
        self.slot_none = nn.Linear(2 * CLAIM, 3)
        self.link_one, self.link_two = nn.Linear(WIDTH, CLAIM), nn.Linear(WIDTH, CLAIM)
        self.link_feature = nn.ModuleList(nn.Embedding(size, 1) for size in LINK_FEATURES)
        for table in (*self.link_feature, self.slot_gap):
            nn.init.zeros_(table.weight)
        for table in (*self.feature, self.relation):
            nn.init.normal_(table.weight, std=0.1)

    def load_encoder(self, tensors: dict[str, np.ndarray], pieces: list[str]) -> None:
        """Take the pretrained weights; start the span vectors from the words for the types."""
        with torch.no_grad():
            self.word.weight.copy_(torch.from_numpy(tensors["emb.word"]))
            self.place.weight.copy_(torch.from_numpy(tensors["emb.pos"] + tensors["emb.type"][:1]))
            for module, name in ((self.norm, "emb.ln"), *((m, f"l{i}.{n}") for i, layer in enumerate(self.layers) for m, n in _names(layer))):
                module.weight.copy_(torch.from_numpy(tensors[f"{name}.w"]))
                module.bias.copy_(torch.from_numpy(tensors[f"{name}.b"]))
            for i, layer in enumerate(self.layers):
                layer.qkv.weight.copy_(torch.from_numpy(np.concatenate([tensors[f"l{i}.{n}.w"] for n in "qkv"])))
                layer.qkv.bias.copy_(torch.from_numpy(np.concatenate([tensors[f"l{i}.{n}.b"] for n in "qkv"])))
            nn.init.normal_(self.span.weight, std=0.02)
            for number, word in enumerate([*ENTITY_TYPES, *ENTITY_TYPES, *LITERAL_TYPES]):
                found = next((pieces.index(p) for p in (f"▁{word}", f"▁{word.lower()}") if p in pieces), None)
                if found is not None:
                    self.span.weight[:, 2 * number] += 0.5 * self.word.weight[found]
                    self.span.weight[:, 2 * number + 1] += 0.25 * self.word.weight[found]

    def lower(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """States after the lower layers, and the bias that hides padding."""
        bias = torch.zeros(mask.shape, dtype=torch.float32, device=ids.device).masked_fill(~mask, -1e4)[:, None, None, :]
        with torch.set_grad_enabled(torch.is_grad_enabled() and self.frozen == 0):
            x = self.drop(self.norm(self.word(ids) + self.place.weight[: ids.shape[1]]))
        for number, layer in enumerate(self.layers[:LOWER]):
            with torch.set_grad_enabled(torch.is_grad_enabled() and number >= self.frozen):
                x, _ = layer(x, bias)
        return x, bias

    def tag(self, x: Tensor, text: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Logits of the tags of all heads, one row per word."""
        x = self.drop(x)
        return self.tags(torch.cat([_rows(x, text, first), _rows(x, text, last)], -1))

    def upper(self, x: Tensor, bias: Tensor, spans: Tensor) -> tuple[Tensor, Tensor]:
        """States and last attention of the upper layers, with the span vectors added."""
        x = x + self.span(spans)
        for layer in self.layers[LOWER:-1]:
            x, _ = layer(x, bias)
        x, rows = self.layers[-1](x, bias, rows=True)
        assert rows is not None
        return x, rows

    def pair(self, x: Tensor, rows: Tensor, i: Inputs) -> dict[str, Tensor]:
        """Mention states, relation logits and claim vectors of pairs, link logits."""
        state = (_rows(x, i.text, i.first) + _rows(x, i.text, i.last)) / 2
        by_piece = rows.transpose(1, 2).flatten(2)
        look = ((_rows(by_piece, i.text, i.first) + _rows(by_piece, i.text, i.last)) / 2).unflatten(1, (rows.shape[1], -1))
        context = self.context(x, look, i)
        z1 = self.heavy(torch.tanh(_split(self.side_one, i.meeting, context, (state, i.one))))
        z2 = self.heavy(torch.tanh(_split(self.side_two, i.meeting, context, (state, i.two))))
        product = z1.view(-1, WIDTH // GROUP, GROUP, 1) * z2.view(-1, WIDTH // GROUP, 1, GROUP)
        hints = torch.tanh(sum(table(i.features[:, n]) for n, table in enumerate(self.feature)))
        logits = self.bilinear(product.flatten(1)) + self.feature_out(hints)
        claims = torch.tanh(_split(self.claim, i.meeting, context, (state, i.one), (state, i.two)))
        links = (self.link_one(state).index_select(0, i.link_one) * self.link_two(state).index_select(0, i.link_two)).sum(-1) * CLAIM**-0.5
        links = links + sum(table(i.link_features[:, n]).squeeze(-1) for n, table in enumerate(self.link_feature))
        return {"state": state, "logits": logits, "claims": claims, "links": links}

    def context(self, x: Tensor, look: Tensor, i: Inputs) -> Tensor:
        """For each pair, whatever its direction, the states weighted by what both mentions attend to."""
        if x.shape[0] == 1:
            return _focus(look.index_select(0, i.both_one), look.index_select(0, i.both_two)) @ x[0]
        owner, parts = i.text[i.both_one], []
        for number in range(x.shape[0]):
            chosen = (owner == number).nonzero().squeeze(-1)
            parts.append((chosen, _focus(look.index_select(0, i.both_one[chosen]), look.index_select(0, i.both_two[chosen])) @ x[number]))
        return torch.cat([part for _, part in parts]).index_select(0, torch.cat([chosen for chosen, _ in parts]).argsort())

    def statuses(self, vectors: Tensor, relation: Tensor) -> Tensor:
        """Status logits of claims."""
        return self.status(self.heavy(torch.cat([vectors, self.relation(relation)], -1)))

    def slots(self, vectors: Tensor, relation: Tensor, literals: Tensor, gaps: Tensor) -> tuple[Tensor, Tensor]:
        """(score of every literal for every claim, scores of "none" per slot); ``gaps``: slot gap features (claim, literal)."""
        claim = torch.cat([vectors, self.relation(relation)], -1)
        scores = self.slot_claim(claim) @ self.slot_literal(literals).T * CLAIM**-0.5
        return scores + self.slot_gap(gaps).squeeze(-1), self.slot_none(claim)

    def forward(self, i: Inputs) -> tuple[Tensor, dict[str, Tensor]]:
        """Tag logits of the words, and what :meth:`pair` gives."""
        x, bias = self.lower(i.ids, i.mask)
        tags = self.tag(x, i.word_text, i.word_first, i.word_last)
        x, rows = self.upper(x, bias, i.spans)
        return tags, self.pair(x, rows, i)


def _split(layer: nn.Linear, meeting: Tensor, context: Tensor, *ends: tuple[Tensor, Tensor]) -> Tensor:
    """``layer`` of (ends of a pair, context), each mention and each context multiplied once instead of once a pair."""
    total = functional.linear(context, layer.weight[:, -WIDTH:], layer.bias).index_select(0, meeting)
    for number, (state, which) in enumerate(ends):
        total = total + functional.linear(state, layer.weight[:, number * WIDTH : (number + 1) * WIDTH]).index_select(0, which)
    return total


def _rows(x: Tensor, text: Tensor, piece: Tensor) -> Tensor:
    """``x[text, piece]`` by one index: its gradient is four times as fast."""
    return x.flatten(0, 1).index_select(0, text * x.shape[1] + piece)


def _focus(one: Tensor, two: Tensor) -> Tensor:
    """Product of two attention maps (pair, head, piece), summed over heads, as shares."""
    both = (one * two).sum(1)
    return both / (both.sum(-1, keepdim=True) + 1e-9)


def _names(layer: Layer) -> list[tuple[Any, str]]:
    return [(layer.out, "ao"), (layer.up, "fi"), (layer.down, "fo"), (layer.norm1, "aln"), (layer.norm2, "oln")]
