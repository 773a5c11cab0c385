"""PyTorch's side of `jacobi-bench gpu`.

Commands come as lines of JSON on the standard input, and each is answered by a line of JSON on the
standard output: {"do": "hello" | "open" | "losses" | "warm" | "turn" | "close", ...}. What fails is
answered by {"error": ...}.
"""

import contextlib
import json
import os
import sys
import time
import traceback

import numpy
import torch
from torch import nn
from torch.nn import functional


class LanguageModel(nn.Module):
    def __init__(self, w):
        super().__init__()
        self.embedding = nn.Embedding(w["vocabulary"], w["size"])
        self.lstm = nn.LSTM(w["size"], w["size"], w["layers"], batch_first=True)
        self.out = nn.Linear(w["size"], w["vocabulary"])

    def forward(self, x):
        states, _ = self.lstm(self.embedding(x))
        return self.out(states)


def dense(sizes):
    layers = []
    for i in range(len(sizes) - 1):
        if i > 0:
            layers.append(nn.ReLU())
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
    return layers


def network(w):
    kind = w["kind"]
    if kind == "mlp":
        return nn.Sequential(*dense(w["sizes"]))
    if kind == "cnn":
        layers = []
        channels = w["channels"]
        for filters in w["filters"]:
            layers.append(nn.Conv2d(channels, filters, w["kernel"], padding=w["kernel"] // 2))
            layers += [nn.ReLU(), nn.MaxPool2d(2)]
            channels = filters
        sizes = [channels * w["last_side"] ** 2, *w["hidden"], w["classes"]]
        return nn.Sequential(*layers, nn.Flatten(), *dense(sizes))
    if kind == "lstm":
        return LanguageModel(w)
    if kind == "window":
        return nn.Sequential(
            nn.Embedding(w["vocabulary"], w["size"]),
            nn.Flatten(),
            nn.Linear(w["window"] * w["size"], w["hidden"]),
            nn.Sigmoid(),
            nn.Linear(w["hidden"], w["vocabulary"]),
        )
    raise ValueError(f"unknown kind of network: {kind}")


def parameters(model):
    """Those that are trained, in the order of the workload's numbers.

    An LSTM of PyTorch has two biases which are only ever added: the second stays 0.
    """
    chosen = []
    for name, p in model.named_parameters():
        if "bias_hh" in name:
            p.requires_grad_(False)
            p.data.zero_()
        else:
            chosen.append(p)
    return chosen


def ordered(w, index, value):
    """Rows and columns come before channels in the numbers, and after them in PyTorch."""
    if value.ndim == 4:
        return value.permute(0, 3, 1, 2)
    if w["kind"] == "cnn" and index == 2 * len(w["filters"]):
        images = value.reshape(value.shape[0], w["last_side"], w["last_side"], w["filters"][-1])
        return images.permute(0, 3, 1, 2).reshape(value.shape[0], -1)
    return value


class Numbers:
    """Reads arrays one after another."""

    def __init__(self, path):
        self.bytes = numpy.memmap(path, mode="r")
        self.at = 0

    def next(self, shape, dtype):
        count = int(numpy.prod(shape, dtype=numpy.int64))
        end = self.at + count * numpy.dtype(dtype).itemsize
        values = self.bytes[self.at : end].view(dtype).reshape(shape)
        self.at = end
        return torch.from_numpy(numpy.array(values))

    def end(self):
        if self.at != len(self.bytes):
            raise ValueError(f"{len(self.bytes) - self.at} bytes of the numbers are left")


class Training:
    def __init__(self, device, w, path, rate, precision, compiled, mode):
        self.device = device
        self.before = allocated(device)
        self.precision = precision
        numbers = Numbers(path)
        model = network(w)
        chosen = parameters(model)
        if len(chosen) != len(w["parameters"]):
            raise ValueError(f"{len(chosen)} parameters, not {len(w['parameters'])}")
        for index, (p, shape) in enumerate(zip(chosen, w["parameters"])):
            value = ordered(w, index, numbers.next(shape, "<f4"))
            if value.shape != p.shape:
                raise ValueError(f"parameter {index} is {list(p.shape)}, not {list(value.shape)}")
            p.data.copy_(value)
        x = ordered(w, -1, numbers.next(w["input"], "<f4")) if not w["indices"] else None
        if w["indices"]:
            x = numbers.next(w["input"], "<i8")
        labels = numbers.next(w["labels"], "<i8")
        numbers.end()
        model = model.to(device)
        x = x.contiguous().to(device)
        # As PyTorch's tuning guide has it: tensor cores want the channels last.
        if w["kind"] == "cnn" and precision != "float32":
            model = model.to(memory_format=torch.channels_last)
            x = x.to(memory_format=torch.channels_last)
        self.x = x
        self.labels = labels.to(device)
        self.adam = torch.optim.Adam(chosen, lr=rate)
        self.model = model

        def loss(x, labels):
            logits = model(x)
            return functional.cross_entropy(logits.flatten(0, -2), labels.flatten())

        self.loss = torch.compile(loss, mode=mode) if compiled else loss

    def rounding(self):
        if self.precision == "bfloat16":
            return torch.autocast(self.device.type, torch.bfloat16)
        return contextlib.nullcontext()

    def step(self):
        self.adam.zero_grad(set_to_none=True)
        with self.rounding():
            loss = self.loss(self.x, self.labels)
        loss.backward()
        self.adam.step()
        return loss.detach()

    def losses(self, steps):
        """The losses of some steps, and the most memory that those after the first needed.

        In the first, cuDNN tries algorithms, some with large workspaces.
        """
        losses = [self.step().item()]
        if self.device.type != "cuda":
            return losses + [self.step().item() for _ in range(steps - 1)], 0
        torch.cuda.reset_peak_memory_stats(self.device)
        losses += [self.step().item() for _ in range(steps - 1)]
        return losses, torch.cuda.max_memory_allocated(self.device) - self.before

    def warm(self, seconds):
        end = time.perf_counter() + seconds
        while True:
            self.step()
            synchronize(self.device)
            if time.perf_counter() >= end:
                return

    def turn(self, steps):
        """Milliseconds of a step. A tenth as many come first and are not timed."""
        for _ in range((steps + 9) // 10):
            self.step()
        synchronize(self.device)
        if self.device.type != "cuda":
            start = time.perf_counter()
            for _ in range(steps):
                self.step()
            return (time.perf_counter() - start) * 1e3 / steps
        start = torch.cuda.Event(enable_timing=True)
        end = torch.cuda.Event(enable_timing=True)
        start.record()
        for _ in range(steps):
            self.step()
        end.record()
        end.synchronize()
        return start.elapsed_time(end) / steps


def synchronize(device):
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def allocated(device):
    return torch.cuda.memory_allocated(device) if device.type == "cuda" else 0


class Peer:
    def __init__(self, device):
        self.device = torch.device(device)
        self.open_ones = {}

    def hello(self):
        name = torch.cuda.get_device_name(self.device) if self.device.type == "cuda" else "cpu"
        return {"torch": torch.__version__, "device": name}

    def open(self, name, workload, numbers, rate, precision, compiled, mode):
        tf32 = precision == "tf32"
        torch.backends.cuda.matmul.allow_tf32 = tf32
        torch.backends.cudnn.allow_tf32 = tf32
        # The shapes are always the same.
        torch.backends.cudnn.benchmark = True
        if compiled:
            # A new network, not another shape of the last one.
            torch.compiler.reset()
        self.open_ones[name] = Training(
            self.device, workload, numbers, rate, precision, compiled, mode
        )
        return {}

    def losses(self, name, steps):
        losses, peak = self.open_ones[name].losses(steps)
        return {"losses": losses, "bytes": peak}

    def warm(self, name, seconds):
        self.open_ones[name].warm(seconds)
        return {}

    def turn(self, name, steps):
        return {"millis": self.open_ones[name].turn(steps)}

    def close(self):
        self.open_ones.clear()
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
        return {}


def main():
    # What libraries print must not come between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    peer = Peer(sys.argv[1])
    commands = {
        "hello": peer.hello,
        "open": peer.open,
        "losses": peer.losses,
        "warm": peer.warm,
        "turn": peer.turn,
        "close": peer.close,
    }
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = commands[command.pop("do")](**command)
        except Exception as e:
            traceback.print_exc()
            answer = {"error": f"{type(e).__name__}: {e}".splitlines()[0]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


main()
