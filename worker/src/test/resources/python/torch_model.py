"""A checkpoint folder as PyTorch modules with the reference's names, written from the layer tables alone."""
import json
import struct

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def read(folder):
    with open(folder + "/model.safetensors", "rb") as f:
        data = f.read()
    size = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8:8 + size]).items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            values = np.frombuffer(data[8 + size + start:8 + size + end], dtype="<f4")
            tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return tensors


def part(tensors, prefix):
    return {name[len(prefix):]: value for name, value in tensors.items() if name.startswith(prefix)}


class StaticConv(nn.Conv2d):
    """Pads by fixed amounts before (left, top) and after (right, bottom)."""

    def __init__(self, weight, stride=1, before=0, after=0, groups=1, bias=False):
        super().__init__(weight[1] * groups, weight[0], weight[2], stride, groups=groups, bias=bias)
        self.amounts = (before, after, before, after)

    def forward(self, x):
        return super().forward(F.pad(x, self.amounts))


def norm(channels):
    return nn.BatchNorm2d(channels, eps=1e-3)


class Block(nn.Module):
    def __init__(self, shapes, stride, before, after, residual):
        super().__init__()
        if "_expand_conv.weight" in shapes:
            self._expand_conv = StaticConv(shapes["_expand_conv.weight"])
            self._bn0 = norm(shapes["_expand_conv.weight"][0])
        wide = shapes["_depthwise_conv.weight"][0]
        self._depthwise_conv = StaticConv(shapes["_depthwise_conv.weight"], stride, before, after, groups=wide)
        self._bn1 = norm(wide)
        self._se_reduce = StaticConv(shapes["_se_reduce.weight"], bias=True)
        self._se_expand = StaticConv(shapes["_se_expand.weight"], bias=True)
        self._project_conv = StaticConv(shapes["_project_conv.weight"])
        self._bn2 = norm(shapes["_project_conv.weight"][0])
        self.residual = residual

    def forward(self, x):
        y = x
        if hasattr(self, "_expand_conv"):
            y = F.silu(self._bn0(self._expand_conv(y)))
        y = F.silu(self._bn1(self._depthwise_conv(y)))
        gate = self._se_expand(F.silu(self._se_reduce(y.mean((2, 3), keepdim=True))))
        y = self._bn2(self._project_conv(y * torch.sigmoid(gate)))
        return x + y if self.residual else y


class Encoder(nn.Module):
    def __init__(self, tensors, layers):
        super().__init__()
        shapes = {name: tuple(value.shape) for name, value in tensors.items()}
        self._conv_stem = StaticConv(shapes["_conv_stem.weight"], 2, *layers["stem"])
        self._bn0 = norm(shapes["_conv_stem.weight"][0])
        self._blocks = nn.ModuleList(
            Block(part(shapes, "_blocks.%d." % i), *layer) for i, layer in enumerate(layers["blocks"]))
        self._conv_head = StaticConv(shapes["_conv_head.weight"])
        self._bn1 = norm(shapes["_conv_head.weight"][0])
        missing, unexpected = self.load_state_dict(tensors, strict=False)
        assert not unexpected and all(name.endswith("num_batches_tracked") for name in missing)

    def forward(self, x):
        x = F.silu(self._bn0(self._conv_stem(x)))
        for block in self._blocks:
            x = block(x)
        return F.silu(self._bn1(self._conv_head(x))).mean((2, 3))


class SelfAttention(nn.Module):
    def __init__(self, hidden, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(hidden, hidden) for _ in range(3))

    def forward(self, x, mask):
        n, length, hidden = x.shape
        split = lambda y: y.view(n, length, self.heads, hidden // self.heads).transpose(1, 2)
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = q @ k.transpose(2, 3) / (hidden // self.heads) ** 0.5 + mask
        return (scores.softmax(-1) @ v).transpose(1, 2).reshape(n, length, hidden)


class Residual(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.dense, self.LayerNorm = nn.Linear(inputs, hidden), nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, x, residual):
        return self.LayerNorm(self.dense(x) + residual)


class Attention(nn.Module):
    def __init__(self, hidden, heads):
        super().__init__()
        self.add_module("self", SelfAttention(hidden, heads))
        self.output = Residual(hidden, hidden)

    def forward(self, x, mask):
        return self.output(getattr(self, "self")(x, mask), x)


class Intermediate(nn.Module):
    def __init__(self, hidden, wide):
        super().__init__()
        self.dense = nn.Linear(hidden, wide)

    def forward(self, x):
        return F.gelu(self.dense(x))


class Layer(nn.Module):
    def __init__(self, hidden, heads, wide):
        super().__init__()
        self.attention = Attention(hidden, heads)
        self.intermediate, self.output = Intermediate(hidden, wide), Residual(wide, hidden)

    def forward(self, x, mask):
        middle = self.attention(x, mask)
        return self.output(self.intermediate(middle), middle)


class Embeddings(nn.Module):
    def __init__(self, words, positions, hidden):
        super().__init__()
        self.word_embeddings = nn.Embedding(words, hidden)
        self.position_embeddings = nn.Embedding(positions, hidden)
        self.token_type_embeddings = nn.Embedding(2, hidden)
        self.LayerNorm = nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, ids):
        places = torch.arange(ids.shape[1])
        return self.LayerNorm(self.word_embeddings(ids) + self.token_type_embeddings.weight[0]
                              + self.position_embeddings(places))


class Bert(nn.Module):
    def __init__(self, tensors, layers, heads):
        super().__init__()
        words, hidden = tensors["embeddings.word_embeddings.weight"].shape
        wide = tensors["encoder.layer.0.intermediate.dense.weight"].shape[0]
        self.embeddings = Embeddings(words, len(tensors["embeddings.position_embeddings.weight"]), hidden)
        self.encoder = nn.Module()
        self.encoder.layer = nn.ModuleList(Layer(hidden, heads, wide) for _ in range(layers))
        self.load_state_dict(tensors)

    def forward(self, input_ids, attention_mask):
        mask = (1 - attention_mask[:, None, None, :].float()) * torch.finfo(torch.float32).min
        x = self.embeddings(input_ids)
        for layer in self.encoder.layer:
            x = layer(x, mask)
        return (x,)


def head(tensors):
    linear = nn.Linear(*reversed(tensors["projection.weight"].shape))
    linear.load_state_dict(part(tensors, "projection."))
    return linear
