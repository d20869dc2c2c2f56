"""From a checkpoint to the file that ships: what differs from the public weights, in half precision."""

from __future__ import annotations

from pathlib import Path

from assistant.evidence.reader import WEIGHTS


def export(checkpoint: Path, out: Path = WEIGHTS) -> int:
    """Write the trained parameters of ``checkpoint`` as safetensors; gives the file's size in bytes.

    The word embeddings are left out: they are the public ones, unchanged.
    """
    import torch
    from safetensors.torch import save_file

    from assistant.evidence.reader_network import PairReader
    from vectorstore.embedder import PackagedEmbedder

    model = PairReader(PackagedEmbedder().model_folder)
    names = [name for name, parameter in model.named_parameters() if parameter.requires_grad]
    master = torch.load(checkpoint, weights_only=True)["master"]
    out.parent.mkdir(parents=True, exist_ok=True)
    stored = {name: value.half().contiguous() for name, value in zip(names, master, strict=True)}
    save_file(stored, str(out))
    return out.stat().st_size
