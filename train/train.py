"""Trains the analyser on the data pack; after every better epoch writes the files under model/.

    python train/train.py --data DIR --out DIR
"""

import argparse
import copy
import gzip
import json
import os
import pickle
import random
import time

import torch

import data
import export
from gold import Document, Gold, flat, prepare, to
from model import SHAPE, Analyser, base_folder
from wordpiece import WordPiece


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", help="folder of the data pack")
    p.add_argument("--pack", help="train nothing: write what --data gives, ready for the network, to this file")
    p.add_argument("--packed", help="such a file, in place of --data: for a machine without Go")
    p.add_argument("--out", required=True, help="folder for checkpoints and the log")
    p.add_argument("--base", help="folder with model.safetensors and vocab.txt of MiniLM (default: the pip package)")
    p.add_argument("--start", help="a best.pt or weights.safetensors to begin with, instead of the base")
    p.add_argument("--teachers", help="files of the same kind, with commas between them, whose mean opinion is learned beside the labels")
    p.add_argument("--news", help="with --data: a file of JSON lines with a \"text\", for the teachers alone to tell of")
    p.add_argument("--news-share", type=float, default=1.0, help="of the news that an epoch sees")
    p.add_argument("--tasks", default="quotes,events", help="what is trained beside the treebanks")
    p.add_argument("--layers", type=int, default=6, help="fewer take every second layer of the base or so, more repeat its layers")
    p.add_argument("--epochs", type=int, default=8)
    p.add_argument("--seconds", type=float, help="stop after so long, the rates falling by the clock, if that is before the last epoch's end")
    p.add_argument("--share", type=float, default=0.35, help="of the quotes that an epoch sees")
    p.add_argument("--gum", type=int, default=2, help="how often an epoch sees GUM")
    p.add_argument("--pieces", type=int, default=1400, help="pieces a batch, with padding")
    p.add_argument("--lr", type=float, default=1.2e-4, help="peak rate of the encoder")
    p.add_argument("--head-lr", type=float, default=1e-3, help="peak rate of everything else")
    p.add_argument("--ema", type=float, default=0.0, help="keep a running mean of the weights, with this share of the old one a step")
    p.add_argument("--every", type=int, default=1, help="scores after every so many epochs, and after the last")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--bf16", action="store_true", help="bfloat16 autocast while training")
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--workers", type=int, default=0, help="processes that make the batches")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--steps", type=int, help="stop after so many steps (to measure speed)")
    p.add_argument("--resume", action="store_true", help="go on from last.pt")
    p.add_argument("--export", action="store_true", help="train nothing: write the files under model/ from best.pt")
    p.add_argument("--no-export", action="store_true", help="leave model/ alone")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    os.makedirs(a.out, exist_ok=True)
    if not a.base and not a.packed:
        a.base = base_folder()

    def log(text):
        line = time.strftime("%H:%M:%S ") + text
        print(line, flush=True)
        with open(os.path.join(a.out, "log.txt"), "a") as f:
            f.write(line + "\n")

    if a.packed:
        with gzip.open(a.packed, "rb") as f:
            gold = pickle.load(f)
    else:
        gold = Gold(a.data, WordPiece(os.path.join(a.base, "vocab.txt")), a.tasks.split(","), a.news)
    if a.pack:
        for item in gold.ewt + gold.quotes + gold.events + gold.news + [i for doc in gold.docs for i in doc.items]:
            item.sentence.labels, item.pieces = {}, None  # their numbers are enough
        with gzip.open(a.pack, "wb", 6) as f:
            pickle.dump(gold, f, protocol=5)
        return
    for doc in gold.docs:
        doc.features, doc.same = doc.features.to(a.device), doc.same.to(a.device)
    log("%d sentences of EWT, %d documents of GUM, %d sentences with quotes, %d with events; labels %s" % (
        len(gold.ewt), len(gold.docs), len(gold.quotes), len(gold.events), {k: len(v) for k, v in gold.labels.lists.items()}))

    if a.export:
        best = torch.load(os.path.join(a.out, "best.pt"), map_location="cpu")
        model = read(os.path.join(a.out, "best.pt"))
        log("exported: " + export.write(model, gold, best["epoch"], best["command"]))
        return

    if a.start:
        model = read(a.start).to(a.device)
        assert model.labels.lists == gold.labels.lists, "the labels are not those of " + a.start
    else:
        model = Analyser(gold.labels, dict(SHAPE, layers=a.layers))
        model.load_base(a.base)
        model.to(a.device)
    teachers = [read(path).to(a.device).eval() for path in a.teachers.split(",")] if a.teachers else []
    mean = copy.deepcopy(model) if a.ema else model
    groups = {}
    for name, t in model.named_parameters():
        encoder = name.startswith(("emb.", "layer.")) and name != "emb.case.weight"
        decay = t.dim() > 1 and not name.startswith("emb.")
        groups.setdefault((encoder, decay), []).append(t)
    opt = torch.optim.AdamW([{"params": ts, "lr": a.lr if e else a.head_lr, "weight_decay": 0.01 if d else 0.0}
                             for (e, d), ts in groups.items()], betas=(0.9, 0.98), fused=True)
    an_epoch = len(gold.epoch(a, random.Random(1)))
    warm, steps, first = max(1, an_epoch // 3), an_epoch * a.epochs + 20, time.time()

    def rate(k):
        """Of the peak rate at step k."""
        left = (steps - k) / (steps - warm)
        if a.seconds:
            left = min(left, 1 - (time.time() - first) / a.seconds)
        return min((k + 1) / warm, max(0.0, left))

    sched = torch.optim.lr_scheduler.LambdaLR(opt, rate)

    command = "python train/train.py --data DIR --out DIR --tasks %s --layers %d --epochs %d --share %g --gum %d --pieces %d --lr %g --head-lr %g --seed %d%s%s%s --device %s" % (
        a.tasks, a.layers, a.epochs, a.share, a.gum, a.pieces, a.lr, a.head_lr, a.seed, " --ema %g" % a.ema if a.ema else "", " --seconds %g" % a.seconds if a.seconds else "", " --bf16" if a.bf16 else "", a.device)
    if teachers:
        command += " --teachers, %d of them, --news-share %g" % (len(teachers), a.news_share)
    if a.start:
        command = "%s; then %s --start" % (told(a.start), command)
    start, best = 0, 0.0
    last = os.path.join(a.out, "last.pt")
    if a.resume:
        old = torch.load(last, map_location=a.device)
        model.load_state_dict(old["model"])
        opt.load_state_dict(old["opt"])
        sched.load_state_dict(old["sched"])
        start, best = old["epoch"], old["best"]
        if a.ema:
            mean.load_state_dict(old["mean"])
        command = "%s; after epoch %d: %s --resume" % (old["command"], start, command)
        log("going on after epoch %d" % start)

    for epoch in range(start, a.epochs):
        model.train()
        rng = random.Random(1000 * a.seed + epoch)
        began, seen, recent = time.time(), 0, []
        todo = gold.epoch(a, rng)
        jobs = torch.utils.data.DataLoader(Jobs(todo, a.pieces, rng.random()), batch_size=None, collate_fn=lambda x: x, num_workers=a.workers)
        for k, (part, (batches, docs)) in enumerate(zip(todo, jobs)):
            with torch.autocast(model.pairs.device.type, torch.bfloat16, enabled=a.bf16):
                loss, parts = loss_of(model, [to(b, a.device) for b in batches], docs, part, teachers)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            opt.step()
            sched.step()
            if a.ema:  # in the first steps of the run a plain mean, or nearly
                share = max(1 - a.ema, 1 / (1 + epoch * len(todo) + k))
                with torch.no_grad():
                    torch._foreach_lerp_(list(mean.parameters()), list(model.parameters()), share)
            seen += sum(len(i.ids) for x in part for i in (x.items if isinstance(x, Document) else [x]))
            recent.append(parts)
            if k % 50 == 49 or k + 1 == a.steps:
                log("epoch %d step %d/%d, %.0f pieces a second, %s" % (epoch + 1, k + 1, an_epoch, seen / (time.time() - began), means(recent)))
                recent = []
            if k + 1 == a.steps:
                return
            over = a.seconds and time.time() - first > a.seconds
            if over:
                break
        if (epoch + 1) % a.every and epoch + 1 < a.epochs and not over:
            continue
        state = {"model": model.state_dict(), "opt": opt.state_dict(), "sched": sched.state_dict(), "epoch": epoch + 1,
                 "best": best, "command": command}
        if a.ema:
            state["mean"] = mean.state_dict()
        save(last, state)  # before the scores, which may take long or fail
        took = time.time() - began
        scores = gold.scores(mean)
        log("epoch %d, %.0f s and %.0f s; %s" % (epoch + 1, took, time.time() - began - took, json.dumps(scores)))
        mark = scores["EWT dev"]["LAS"] + scores["GUM dev, open genres"]["LAS"]
        better = mark > best
        if better:
            best = mark
            save(os.path.join(a.out, "best.pt"), {"model": mean.state_dict(), "labels": gold.labels.lists, "shape": model.shape,
                                                  "epoch": epoch + 1, "command": command})
            save(last, dict(state, best=best))
        if better and not a.no_export:
            log("exported: " + export.write(copy.deepcopy(mean).cpu(), gold, epoch + 1, command))
        if over:
            break


class Jobs(torch.utils.data.Dataset):
    """The batches of an epoch, each made when it is asked for, by another process perhaps."""

    def __init__(self, parts, size, seed):
        self.parts, self.size, self.seed = parts, size, seed

    def __len__(self):
        return len(self.parts)

    def __getitem__(self, k):
        if k >= len(self.parts):
            raise IndexError(k)
        batches, docs = prepare(self.parts[k], self.size, random.Random(self.seed + k))
        return batches, [at for at, _, _ in docs]


def read(path):
    """The model of a checkpoint or of a file of weights."""
    if path.endswith(".safetensors"):
        return export.unpack(path)
    got = torch.load(path, map_location="cpu")
    model = Analyser(data.Labels(got["labels"]), got["shape"])
    model.load_state_dict(got["model"])
    return model


def told(path):
    """How a start was made, for the card."""
    return "the weights before" if path.endswith(".safetensors") else torch.load(path, map_location="cpu")["command"]


def means(parts):
    """The means of losses by name, as a line."""
    out = {}
    for p in parts:
        for name, v in p.items():
            out.setdefault(name, []).append(float(v))
    return " ".join("%s %.3f" % (name, sum(v) / len(v)) for name, v in sorted(out.items()))


def loss_of(model, batches, docs, part, teachers=()):
    """The loss of what prepare gave of a part, and what it is made of by name."""
    encoded = [model.encode(b) for b in batches]
    total, parts = 0.0, {}
    for b, w in zip(batches, encoded):
        loss, parts = model.loss(b, w)
        if teachers:
            soft = model.distil(b, w, teachers)
            loss, parts["soft"] = 0.5 * loss + 0.5 * soft, soft.detach()
        total = total + loss / len(batches)
    if docs:
        all_, device = flat(encoded), model.pairs.device
        coref = sum(model.coref_loss(all_[at.to(device)], doc.features, doc.same) for at, doc in zip(docs, part)) / len(docs)
        total, parts = total + 0.5 * coref, dict(parts, coref=coref.detach())
    return total, parts


def save(path, obj):
    """torch.save by way of a temporary file."""
    torch.save(obj, path + ".tmp")
    os.replace(path + ".tmp", path)


if __name__ == "__main__":
    main()
