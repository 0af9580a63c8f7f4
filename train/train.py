"""Trains the analyser on the data pack; after every better epoch writes the files under model/.

    python train/train.py --data DIR --out DIR
"""

import argparse
import json
import os
import random
import time

import torch

import data
import events
import export
import gum
import quotes
from evaluate import antecedents, evaluate
from model import SHAPE, Analyser, base_folder, pair_features
from wordpiece import WordPiece


class Document:
    """A document of GUM: its sentences' items, and its mentions in text order with who belongs together."""

    def __init__(self, sents, chains, wp, labels, size):
        self.items = [data.Item(s, wp, labels) for s in sents]
        self.parts = data.batches(list(self.items), size)
        self.marks = sorted(mark for chain in chains for mark in chain)
        chain_of = {mark: k for k, chain in enumerate(chains) for mark in chain}
        ids = torch.tensor([chain_of[mark] for mark in self.marks])
        self.same = ids[:, None] == ids[None, :]
        self.features = pair_features(gum.coref_features(sents, self.marks))

    def encode(self, model, rng=None):
        """The batches with their vectors, and the vectors [M,H] of the mentions' head words."""
        out, at = [], {}
        for n, part in enumerate(self.parts):
            b = data.collate(part, rng)
            out.append((b, model.encode(b)))
            at.update({id(item): (n, row) for row, item in enumerate(part)})
        rows = []
        for k, head in self.marks:
            n, row = at[id(self.items[k])]
            rows.append(out[n][1][row, head + 1])
        return out, torch.stack(rows)

    def vectors(self, model):
        return self.encode(model)[1]


class Gold:
    """All that is trained and scored on, as items."""

    def __init__(self, folder, wp, size, tasks):
        ewt = data.treebank(folder, data.EWT_TRAIN)
        docs = list(gum.documents(folder, data.GUM_TRAIN))
        self.labels = data.Labels.count(ewt + [s for sents, _ in docs for s in sents],
                                        dict(events.label_lists(), mention=gum.TYPES))
        self.wp = wp
        if "events" in tasks:
            for s in ewt:  # reviews, answers and mail: what they tell is no political event
                if s.doc.split("-")[0] in ("reviews", "answers", "email"):
                    s.labels["event"] = ["_"] * len(s.words)
        self.ewt = self.items(ewt)
        self.docs = [Document(sents, chains, wp, self.labels, size) for sents, chains in docs]
        self.quotes = self.items(quotes.sentences(folder, quotes.TRAIN, trees=True)) if "quotes" in tasks else []
        packed, own = (events.packed(folder), events.own()) if "events" in tasks else ([], [])
        self.events = self.items([s for fold, s in packed if fold] + [s for n, s in enumerate(own) if n % 10])
        self.dev = {"EWT dev": self.items(data.treebank(folder, data.EWT_DEV))}
        dev_docs = list(gum.documents(folder, data.GUM_DEV))
        self.dev["GUM dev, open genres"] = self.items([s for sents, _ in dev_docs for s in sents])
        self.dev_docs = [Document(sents, chains, wp, self.labels, size) for sents, chains in dev_docs]
        if "quotes" in tasks:
            self.dev["PolNeAR dev"] = self.items(quotes.sentences(folder, quotes.DEV))
        if "events" in tasks:
            for name, held in (("marked sentences, a fifth held out", [s for fold, s in packed if not fold]),
                               ("our own sentences, a tenth held out", own[::10])):
                for s in held:  # their trees are no gold
                    s.labels = {f: s.labels[f] for f in ("event", "mode", "status")}
                self.dev[name] = self.items(held)

    def items(self, sentences):
        return [i for i in (data.Item(s, self.wp, self.labels) for s in sentences) if len(i.ids) <= data.MAX_PIECES]

    def epoch(self, size, share, gum, rng):
        """The batches of one epoch, shuffled: lists of items, and documents. Of the quotes a share is drawn; GUM comes `gum` times."""
        drawn = rng.sample(self.quotes, round(share * len(self.quotes)))
        out = data.batches(self.ewt + drawn + self.events, size, rng) + gum * self.docs
        rng.shuffle(out)
        return out

    def scores(self, model):
        out = {name: evaluate(model, items) for name, items in self.dev.items()}
        out["GUM dev, open genres"]["antecedents"] = antecedents(model, self.dev_docs)
        return out


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", required=True, help="folder of the data pack")
    p.add_argument("--out", required=True, help="folder for checkpoints and the log")
    p.add_argument("--base", help="folder with model.safetensors and vocab.txt of MiniLM (default: the pip package)")
    p.add_argument("--start", help="a best.pt whose weights to begin with, instead of the base")
    p.add_argument("--tasks", default="quotes,events", help="what is trained beside the treebanks")
    p.add_argument("--layers", type=int, default=6, help="fewer take every second layer of the base or so, more repeat its layers")
    p.add_argument("--epochs", type=int, default=8)
    p.add_argument("--share", type=float, default=0.35, help="of the quotes that an epoch sees")
    p.add_argument("--gum", type=int, default=2, help="how often an epoch sees GUM")
    p.add_argument("--pieces", type=int, default=1400, help="pieces a batch, with padding")
    p.add_argument("--lr", type=float, default=1.2e-4, help="peak rate of the encoder")
    p.add_argument("--head-lr", type=float, default=1e-3, help="peak rate of everything else")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--bf16", action="store_true", help="bfloat16 autocast while training")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--steps", type=int, help="stop after so many steps (to measure speed)")
    p.add_argument("--resume", action="store_true", help="go on from last.pt")
    p.add_argument("--export", action="store_true", help="train nothing: write the files under model/ from best.pt")
    p.add_argument("--no-export", action="store_true", help="leave model/ alone")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    os.makedirs(a.out, exist_ok=True)
    a.base = a.base or base_folder()

    def log(text):
        line = time.strftime("%H:%M:%S ") + text
        print(line, flush=True)
        with open(os.path.join(a.out, "log.txt"), "a") as f:
            f.write(line + "\n")

    wp = WordPiece(os.path.join(a.base, "vocab.txt"))
    gold = Gold(a.data, wp, a.pieces, a.tasks.split(","))
    log("%d sentences of EWT, %d documents of GUM, %d sentences with quotes, %d with events; labels %s" % (
        len(gold.ewt), len(gold.docs), len(gold.quotes), len(gold.events), {k: len(v) for k, v in gold.labels.lists.items()}))

    if a.export:
        best = torch.load(os.path.join(a.out, "best.pt"))
        model = Analyser(data.Labels(best["labels"]), best["shape"])
        model.load_state_dict(best["model"])
        log("exported: " + export.write(model, gold, a.base, best["epoch"], best["command"]))
        return

    model = Analyser(gold.labels, dict(SHAPE, layers=a.layers))
    model.load_base(a.base)
    if a.start:
        model.load_state_dict(torch.load(a.start)["model"])
    groups = {}
    for name, t in model.named_parameters():
        encoder = name.startswith(("emb.", "layer.")) and name != "emb.case.weight"
        decay = t.dim() > 1 and not name.startswith("emb.")
        groups.setdefault((encoder, decay), []).append(t)
    opt = torch.optim.AdamW([{"params": ts, "lr": a.lr if e else a.head_lr, "weight_decay": 0.01 if d else 0.0}
                             for (e, d), ts in groups.items()], betas=(0.9, 0.98), fused=True)
    an_epoch = len(gold.epoch(a.pieces, a.share, a.gum, random.Random(1)))
    warm, steps = an_epoch // 3, an_epoch * a.epochs + 20
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: min((k + 1) / warm, max(0.0, (steps - k) / (steps - warm))))

    command = "python train/train.py --data DIR --out DIR --tasks %s --layers %d --epochs %d --share %g --gum %d --pieces %d --lr %g --head-lr %g --seed %d%s" % (
        a.tasks, a.layers, a.epochs, a.share, a.gum, a.pieces, a.lr, a.head_lr, a.seed, " --bf16" if a.bf16 else "")
    if a.start:
        command = "%s; then %s --start" % (torch.load(a.start)["command"], command)
    start, best = 0, 0.0
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
        rng = random.Random(1000 * a.seed + epoch)
        began, seen, mean = time.time(), 0, {}
        for k, part in enumerate(gold.epoch(a.pieces, a.share, a.gum, rng)):
            with torch.autocast("cpu", torch.bfloat16, enabled=a.bf16):
                loss, parts = loss_of(model, part, rng)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            opt.step()
            sched.step()
            seen += sum(len(i.ids) for i in (part.items if isinstance(part, Document) else part))
            for name, v in parts.items():
                mean[name] = mean.get(name, v) + (v - mean.get(name, v)) / 50
            if k % 50 == 49 or k + 1 == a.steps:
                log("epoch %d step %d/%d, %.0f pieces a second, %s" % (epoch + 1, k + 1, an_epoch, seen / (time.time() - began),
                    " ".join("%s %.3f" % x for x in sorted(mean.items()))))
            if k + 1 == a.steps:
                return
        state = {"model": model.state_dict(), "opt": opt.state_dict(), "sched": sched.state_dict(), "epoch": epoch + 1,
                 "best": best, "command": command}
        save(last, state)  # before the scores, which may take long or fail
        scores = gold.scores(model)
        log("epoch %d, %.0f s; %s" % (epoch + 1, time.time() - began, json.dumps(scores)))
        mark = scores["EWT dev"]["LAS"] + scores["GUM dev, open genres"]["LAS"]
        better = mark > best
        if better:
            best = mark
            save(os.path.join(a.out, "best.pt"), {"model": model.state_dict(), "labels": gold.labels.lists, "shape": model.shape,
                                                  "epoch": epoch + 1, "command": command})
            save(last, dict(state, best=best))
        if better and not a.no_export:
            log("exported: " + export.write(model, gold, a.base, epoch + 1, command))


def loss_of(model, part, rng):
    """The loss of a batch of sentences or of a document, and its parts by name."""
    if not isinstance(part, Document):
        return model.loss(data.collate(part, rng))
    encoded, vectors = part.encode(model, rng)
    total, parts = 0.0, {}
    for b, w in encoded:
        loss, parts = model.loss(b, w)
        total = total + loss / len(encoded)
    coref = model.coref_loss(vectors, part.features, part.same)
    return total + 0.5 * coref, dict(parts, coref=float(coref.detach()))


def save(path, obj):
    """torch.save by way of a temporary file."""
    torch.save(obj, path + ".tmp")
    os.replace(path + ".tmp", path)


if __name__ == "__main__":
    main()
