"""Train the reader: bf16 passes, fp32 weights, one learning-rate cycle; stoppable and resumable."""

from __future__ import annotations

import json
import math
import random
import time
from pathlib import Path

import torch
from tqdm import tqdm

from assistant.evidence.reader_network import PairReader
from training.examples import entailment, hard_negatives, questions, relevance
from training.model import loss
from training.tokens import Encoded, batches, encode, load_tokenizer, tensors
from vectorstore.embedder import PackagedEmbedder

EPOCHS = 1.5  # a part of one is a part of its batches
PEAK = 2e-4  # learning rate
WARM_UP = 0.06  # share of all steps
NEGATIVES = 0.4  # share of answerable questions that are asked of a wrong passage as well
SHARES = {"qamr": 0.45, "entailment": 0.5}  # of the large, easy sets, drawn anew for each epoch
CHECKPOINT_SECONDS = 180.0


class MasterWeights:
    """AdamW over fp32 copies of a bf16 encoder's weights, so that small steps are not rounded away."""

    def __init__(self, model: PairReader) -> None:
        self.live = [p for p in model.parameters() if p.requires_grad]
        self.master = [p.detach().float().clone() for p in self.live]
        decay = [m for m in self.master if m.ndim > 1]
        rest = [m for m in self.master if m.ndim <= 1]
        groups = [{"params": decay, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=PEAK, fused=True)

    def step(self, rate: float) -> None:
        """Apply the live weights' gradients at learning rate ``rate`` and round back."""
        for master, live in zip(self.master, self.live, strict=True):
            master.grad = live.grad.float() if live.grad is not None else torch.zeros_like(master)
            live.grad = None
        torch.nn.utils.clip_grad_norm_(self.master, 1.0)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.step()
        with torch.no_grad():
            for master, live in zip(self.master, self.live, strict=True):
                live.copy_(master)


def examples(data: Path, epoch: int) -> list[Encoded]:
    """One epoch's examples, tokenised; headers, windows and hard negatives differ from epoch to epoch."""
    chance = random.Random(epoch)
    asked = [
        example
        for example in questions(data)
        if not example.held_out and chance.random() < SHARES.get(example.source, 1.0)
    ]
    wrong = [e for e in hard_negatives(asked, NEGATIVES, seed=epoch) if not e.held_out]
    short = [example for example in relevance(data) if not example.held_out]
    claims = [
        example
        for example in entailment(data)
        if not example.held_out and chance.random() < SHARES["entailment"]
    ]
    return encode([*asked, *wrong, *short, *claims], load_tokenizer(), seed=epoch)


def new_model() -> PairReader:
    """The public weights with fresh heads; the encoder in bf16, the heads in fp32."""
    torch.manual_seed(7)
    model = PairReader(PackagedEmbedder().model_folder, attention="eager")
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0  # half of the time of a step on a CPU, and no gain in so few passes
    model.encoder.to(torch.bfloat16)
    return model


def train(data: Path, work: Path, epochs: float = EPOCHS) -> Path:
    """Train and return the file of the weights; an interrupted run goes on where it was."""
    work.mkdir(parents=True, exist_ok=True)
    checkpoint = work / "checkpoint.pt"
    model = new_model()
    weights = MasterWeights(model)
    done = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        done = saved["steps"]
        weights.optimizer.load_state_dict(saved["optimizer"])
        for master, live, stored in zip(weights.master, weights.live, saved["master"], strict=True):
            master.copy_(stored)
            live.data.copy_(stored)
    steps = 0
    total: int | None = None
    saved_at = time.monotonic()
    for epoch in range(math.ceil(epochs)):
        plan = list(batches(examples(data, epoch), seed=epoch))
        total = total or int(len(plan) * epochs)
        bar = tqdm(
            plan[: total - steps], desc=f"epoch {epoch + 1} of {epochs:g}", unit="batch", smoothing=0.02
        )
        running = 2.0
        for batch in bar:
            steps += 1
            if steps <= done:
                continue
            value = loss(model, tensors(batch))
            value.backward()  # type: ignore[no-untyped-call]  # torch has no type for it
            weights.step(_rate(steps, total))
            if batch[0].label < 0:
                running = 0.99 * running + 0.01 * value.item()
                bar.set_postfix(loss=f"{running:.3f}")
            if time.monotonic() - saved_at > CHECKPOINT_SECONDS:
                _save(checkpoint, steps, weights)
                saved_at = time.monotonic()
    _save(checkpoint, steps, weights)
    (work / "run.json").write_text(json.dumps({"steps": steps, "epochs": epochs, "peak": PEAK}))
    return checkpoint


def _rate(step: int, total: int) -> float:
    warm = max(1, int(total * WARM_UP))
    return PEAK * min(step / warm, max(0.0, (total - step) / max(1, total - warm)))


def _save(path: Path, steps: int, weights: MasterWeights) -> None:
    partial = path.with_suffix(".partial")
    torch.save(
        {"steps": steps, "master": weights.master, "optimizer": weights.optimizer.state_dict()}, partial
    )
    partial.replace(path)
