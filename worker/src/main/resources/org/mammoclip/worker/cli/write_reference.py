"""Writes what a PyTorch model computes, for `mammoclip model verify CHECKPOINT --against reference.json`.

    reference = Reference("reference.json")
    reference.parameters(model.state_dict())                      # optional: a checksum of every parameter
    reference.image(encoder, x, projection)                       # x: float32 (1, 3, H, W), normalised
    reference.texts(bert, ids, mask, projection, texts)           # ids, mask: int64 (N, L); texts: optional words
    reference.write()

encoder: EfficientNet with the modules _conv_stem, _bn0, _blocks, _conv_head, _bn1; called with x it gives the pooled
vector (1, C). bert: a BertModel; its last hidden state at the last token is the feature. projection: the linear head,
or None. Everything runs in evaluation mode, float32, on the device the modules are on. Needs numpy and torch.
"""
import json
import os
import zlib

import numpy as np
import torch


def summary(tensor):
    a = tensor.detach().float().cpu().contiguous().numpy()
    flat = a.reshape(-1)
    n = flat.size
    strided = [float(flat[i * (n - 1) // 15]) for i in range(16 if n > 1 else 1)]
    wide = flat.astype(np.float64)
    return {"shape": list(a.shape), "mean": float(wide.mean()), "std": float(wide.std()),
            "min": float(flat.min()), "max": float(flat.max()),
            "first16": [float(v) for v in flat[:16]], "strided16": strided}


def crc32(a):
    return "%08x" % (zlib.crc32(np.ascontiguousarray(a, dtype="<f4").tobytes()) & 0xFFFFFFFF)


def image_points(encoder):
    names = {"_conv_stem": "stem.conv", "_bn0": "stem.bn", "_conv_head": "head.conv", "_bn1": "head.bn"}
    points = {module: names[name] for name, module in encoder.named_children() if name in names}
    for index, block in enumerate(encoder._blocks):
        points[block] = "block.%d" % index
        for name, module in block.named_children():
            if name[1:].startswith(("expand_conv", "bn", "depthwise_conv", "se_", "project_conv")):
                points[module] = "block.%d.%s" % (index, name)
    return points


def text_points(bert):
    points = {bert.embeddings: "embeddings"}
    for index, layer in enumerate(bert.encoder.layer):
        attention = layer.attention
        points[layer] = "layer.%d" % index
        points[attention.self.query] = "layer.%d.query" % index
        points[attention.self.key] = "layer.%d.key" % index
        points[attention.self.value] = "layer.%d.value" % index
        points[attention.self] = "layer.%d.attention.self" % index
        points[attention.output] = "layer.%d.attention.output" % index
        points[layer.intermediate] = "layer.%d.intermediate" % index
    return points


def watched(module, points, run):
    seen = {}

    def keep(name):
        def hook(_module, _inputs, output):
            seen[name] = summary(output[0] if isinstance(output, tuple) else output)
        return hook

    hooks = [part.register_forward_hook(keep(name)) for part, name in points.items()]
    training = module.training
    try:
        with torch.no_grad():
            return run(module.eval()), seen
    finally:
        module.train(training)
        for hook in hooks:
            hook.remove()


def rows(tensor):
    return [[float(v) for v in row] for row in tensor.detach().float().cpu().numpy()]


class Reference:
    def __init__(self, path):
        self.path, self.params, self.cases = path, [], []

    def parameters(self, state_dict):
        for name, value in state_dict.items():
            name = name[7:] if name.startswith("module.") else name
            if value.is_floating_point():
                a = value.detach().float().cpu().numpy()
                self.params.append({"name": name, "shape": list(a.shape), "crc32": crc32(a)})

    def image(self, encoder, x, projection=None):
        pooled, points = watched(encoder, image_points(encoder), lambda e: e(x))
        file = "%s-input-%d.npy" % (os.path.splitext(os.path.basename(self.path))[0], len(self.cases))
        a = x.detach().float().cpu().contiguous().numpy()
        np.save(os.path.join(os.path.dirname(os.path.abspath(self.path)), file), a)
        case = {"input": {"file": file, "shape": list(a.shape), "crc32": crc32(a)},
                "intermediate": points, "embedding": rows(pooled)[0]}
        if projection is not None:
            with torch.no_grad():
                projected = projection(pooled)
            case["projection"] = rows(projected)[0]
            case["normalized"] = rows(projected / projected.norm(dim=-1, keepdim=True))[0]
        self.cases.append(case)

    def texts(self, bert, ids, mask, projection=None, texts=None):
        hidden, points = watched(bert, text_points(bert), lambda b: b(input_ids=ids, attention_mask=mask)[0])
        lengths = mask.sum(dim=1)
        feature = hidden[torch.arange(len(ids)), lengths - 1]
        eos = {"feature_full": rows(feature)}
        if projection is not None:
            with torch.no_grad():
                projected = projection(feature)
            eos["projection_full"] = rows(projected)
            eos["normalized_full"] = rows(projected / projected.norm(dim=-1, keepdim=True))
        case = {"name": "texts %d" % len(self.cases), "input_ids": ids.tolist(),
                "attention_mask_lengths": lengths.tolist(), "intermediate": points, "pooling": {"eos": eos}}
        if texts is not None:
            case["texts"] = list(texts)
        self.cases.append(case)

    def write(self):
        with open(self.path, "w", encoding="utf-8") as out:
            json.dump({"format": "mammoclip-golden/1", "params": self.params, "cases": self.cases}, out)
