"""Trains the analyser on EWT and GUM; after every better epoch writes the files under model/.

    python train/train.py --data DIR --out DIR
"""

import argparse
import json
import os
import random
import time

import torch

import data
import export
from evaluate import evaluate
from model import Analyser, base_folder
from wordpiece import WordPiece


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", required=True, help="folder of the .conllu.gz files")
    p.add_argument("--out", required=True, help="folder for checkpoints and the log")
    p.add_argument("--base", help="folder with model.safetensors and vocab.txt of MiniLM (default: the pip package)")
    p.add_argument("--epochs", type=int, default=5)
    p.add_argument("--pieces", type=int, default=1200, help="pieces a batch, with padding")
    p.add_argument("--lr", type=float, default=1e-4, help="peak rate of the encoder")
    p.add_argument("--head-lr", type=float, default=1e-3, help="peak rate of everything else")
    p.add_argument("--bf16", action="store_true", help="bfloat16 autocast while training")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--steps", type=int, help="stop after so many steps (to measure speed)")
    p.add_argument("--resume", action="store_true", help="go on from last.pt")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(1)
    os.makedirs(a.out, exist_ok=True)
    a.base = a.base or base_folder()

    def log(text):
        line = time.strftime("%H:%M:%S ") + text
        print(line, flush=True)
        with open(os.path.join(a.out, "log.txt"), "a") as f:
            f.write(line + "\n")

    wp = WordPiece(os.path.join(a.base, "vocab.txt"))
    sentences = [s for name in data.TRAIN for s in data.read(a.data, name)]
    labels = data.Labels.count(sentences)
    items = [data.Item(s, wp, labels) for s in sentences]
    items = [i for i in items if len(i.ids) <= data.MAX_PIECES]
    dev, gum = ([data.Item(s, wp) for s in data.read(a.data, n)] for n in (data.EWT_DEV, data.GUM_DEV))
    log("%d sentences, %d words, %d pieces; labels %s" % (len(items), sum(len(i.first) for i in items), sum(len(i.ids) for i in items),
        {k: len(v) for k, v in labels.lists().items()}))

    model = Analyser(labels)
    model.load_base(a.base)
    groups = {}
    for name, t in model.named_parameters():
        encoder = name.startswith(("emb.", "layer.")) and name != "emb.case.weight"
        decay = t.dim() > 1 and not name.startswith("emb.")
        groups.setdefault((encoder, decay), []).append(t)
    opt = torch.optim.AdamW([{"params": ts, "lr": a.lr if e else a.head_lr, "weight_decay": 0.01 if d else 0.0}
                             for (e, d), ts in groups.items()], betas=(0.9, 0.98), fused=True)
    an_epoch = len(data.batches(items, a.pieces, random.Random(1)))
    warm, steps = an_epoch // 3, an_epoch * a.epochs + 20
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: min((k + 1) / warm, max(0.0, (steps - k) / (steps - warm))))

    command = "python train/train.py --data DIR --out DIR --epochs %d --pieces %d --lr %g --head-lr %g%s" % (
        a.epochs, a.pieces, a.lr, a.head_lr, " --bf16" if a.bf16 else "")
    start, best = 0, {"LAS": 0.0}
    last = os.path.join(a.out, "last.pt")
    if a.resume:
        old = torch.load(last)
        model.load_state_dict(old["model"])
        opt.load_state_dict(old["opt"])
        sched.load_state_dict(old["sched"])
        start, best = old["epoch"], old["best"]
        command = "%s; after epoch %d: %s --resume" % (old["command"], start, command)
        log("going on after epoch %d" % start)

    for epoch in range(start, a.epochs):
        model.train()
        rng = random.Random(epoch + 1)
        began, seen, mean = time.time(), 0, 0.0
        for k, part in enumerate(data.batches(items, a.pieces, rng)):
            with torch.autocast("cpu", torch.bfloat16, enabled=a.bf16):
                loss = model.loss(data.collate(part, rng))
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            opt.step()
            sched.step()
            seen += sum(len(i.ids) for i in part)
            mean += (float(loss.detach()) - mean) / min(k + 1, 50)
            if k % 25 == 24 or k + 1 == a.steps:
                log("epoch %d step %d/%d loss %.3f, %.0f pieces a second" % (epoch + 1, k + 1, an_epoch, mean, seen / (time.time() - began)))
            if k + 1 == a.steps:
                return
        scores = evaluate(model, dev)
        log("epoch %d, %.0f s, loss %.3f; EWT dev %s" % (epoch + 1, time.time() - began, mean, json.dumps(scores)))
        better = scores["LAS"] > best["LAS"]
        if better:
            best = scores
            save(os.path.join(a.out, "best.pt"), {"model": model.state_dict(), "labels": labels.lists(), "epoch": epoch + 1, "command": command})
        save(last, {"model": model.state_dict(), "opt": opt.state_dict(), "sched": sched.state_dict(), "epoch": epoch + 1,
                    "best": best, "command": command})
        if better:
            log("exported: " + export.write(model, wp, a.base, epoch + 1, dev, gum, command))


def save(path, obj):
    """torch.save by way of a temporary file."""
    torch.save(obj, path + ".tmp")
    os.replace(path + ".tmp", path)


if __name__ == "__main__":
    main()
