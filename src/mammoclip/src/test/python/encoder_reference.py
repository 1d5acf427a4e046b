"""The image tower in PyTorch, written from the published description, for EncoderBench to race against.

usage: encoder_reference.py frozen|eager NETWORK ROWS COLUMNS THREADS PARAMETERS IMAGE

PARAMETERS: all parameters as little-endian float32, in the order of the layers, without counters.
IMAGE: 3 x ROWS x COLUMNS float32, planes one after the other.
Prints "ready" and the pooled vector; then, for each line of standard input, the wall and processor seconds of one pass.
"""

import math
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

STAGES = [  # kernel, stride of the first block, expansion, channels, repeats
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
    (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
]
SCALES = {"efficientnet-b2": (1.1, 1.2, 260), "efficientnet-b5": (1.6, 2.2, 456)}  # width, depth, nominal side


def channels(wish):
    rounded = max(8, int(wish + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * wish else rounded


class Swish(torch.autograd.Function):
    """Saves its input instead of two intermediates, as training code does."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * torch.sigmoid(x)

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return gradient * (s * (1 + x * (1 - s)))


class SwishForEager(nn.Module):
    def forward(self, x):
        return Swish.apply(x)


class SwishForTracing(nn.Module):
    """One operator: a fifth faster than the product of x and its sigmoid, which the original would trace to."""

    def forward(self, x):
        return F.silu(x)


class Convolution(nn.Conv2d):
    """Zeros around the image as a square image of the nominal side needs them, whatever the real size."""

    def __init__(self, inputs, outputs, kernel, stride=1, groups=1, bias=False, side=1):
        super().__init__(inputs, outputs, kernel, stride=stride, groups=groups, bias=bias)
        total = max((math.ceil(side / stride) - 1) * stride + kernel - side, 0)
        before, after = total // 2, total - total // 2
        self.border = nn.ZeroPad2d((before, after, before, after)) if total else nn.Identity()

    def forward(self, x):
        return F.conv2d(self.border(x), self.weight, self.bias, self.stride, 0, 1, self.groups)


class Block(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride, expansion, side, swish):
        super().__init__()
        width = inputs * expansion
        squeezed = max(1, inputs // 4)
        self.residual = stride == 1 and inputs == outputs
        self.expand = None
        if expansion > 1:
            self.expand = nn.Sequential(Convolution(inputs, width, 1), nn.BatchNorm2d(width, eps=1e-3), swish())
        self.depthwise = Convolution(width, width, kernel, stride, groups=width, side=side)
        self.norm1 = nn.BatchNorm2d(width, eps=1e-3)
        self.reduce = Convolution(width, squeezed, 1, bias=True)
        self.excite = Convolution(squeezed, width, 1, bias=True)
        self.project = Convolution(width, outputs, 1)
        self.norm2 = nn.BatchNorm2d(outputs, eps=1e-3)
        self.swish = swish()

    def forward(self, x):
        y = x if self.expand is None else self.expand(x)
        y = self.swish(self.norm1(self.depthwise(y)))
        gate = self.excite(self.swish(self.reduce(F.adaptive_avg_pool2d(y, 1))))
        y = self.norm2(self.project(torch.sigmoid(gate) * y))
        return y + x if self.residual else y


class Tower(nn.Module):
    def __init__(self, name, swish):
        super().__init__()
        width, depth, side = SCALES[name]
        stem = channels(32 * width)
        layers = [Convolution(3, stem, 3, 2, side=side), nn.BatchNorm2d(stem, eps=1e-3), swish()]
        side = math.ceil(side / 2)
        inputs = stem
        for kernel, first, expansion, outputs, repeats in STAGES:
            outputs = channels(outputs * width)
            for repeat in range(math.ceil(repeats * depth)):
                stride = first if repeat == 0 else 1
                layers.append(Block(inputs, outputs, kernel, stride, expansion, side, swish))
                side = math.ceil(side / stride)
                inputs = outputs
        head = channels(1280 * width)
        layers += [Convolution(inputs, head, 1), nn.BatchNorm2d(head, eps=1e-3), swish()]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return F.adaptive_avg_pool2d(self.layers(x), 1).flatten(1)


def fill(tower, file):
    values = np.fromfile(file, dtype="<f4")
    position = 0
    state = tower.state_dict()
    for name, tensor in state.items():
        if not name.endswith("num_batches_tracked"):
            tensor.copy_(torch.from_numpy(values[position : position + tensor.numel()]).reshape(tensor.shape))
            position += tensor.numel()
    if position != len(values):
        raise SystemExit(f"{len(values)} values for {position} places")


def main(form, network, rows, columns, threads, parameters, image):
    torch.set_num_threads(int(threads))
    with torch.no_grad():
        tower = Tower(network, SwishForTracing if form == "frozen" else SwishForEager).eval()
        fill(tower, parameters)
        x = torch.from_numpy(np.fromfile(image, dtype="<f4")).reshape(1, 3, int(rows), int(columns))
        if form == "frozen":
            x = x.to(memory_format=torch.channels_last)
            tower = torch.jit.freeze(torch.jit.trace(tower.to(memory_format=torch.channels_last), x))
        for _ in range(3):
            pooled = tower(x)
        print("ready", *pooled[0].tolist(), flush=True)
        for _ in sys.stdin:
            wall, processor = time.perf_counter(), time.process_time()
            tower(x)
            print(time.perf_counter() - wall, time.process_time() - processor, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
