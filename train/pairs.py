"""Trains the branch that tells which event a sentence has between a source and a target; writes model/pairs.safetensors.

    python train/pairs.py --data DIR --start best.pt            # the weights
    python train/pairs.py --data DIR --start best.pt --folds    # how good they are on sentences not seen
    python train/pairs.py --data DIR --start best.pt --folds --coder ./entente    # and together with the rules

The lower layers are those of the analyser and stay as they are; `--folds` takes the base's, which never saw the marked sentences.
"""

import argparse
import collections
import gzip
import json
import os
import random
import subprocess
import time

import torch
from torch import nn
from torch.nn import functional as F

import data
import events
import export
from model import Analyser, Drop, Layer, base_folder
from quotes import tokens
from wordpiece import WordPiece, normalise

LOWER, UPPER = 3, 3  # layers of the analyser that the branch stands on, and layers of its own
INNER = 256  # width of the MLP
TYPES = [t for t in events.label_lists()["event"] if t != "_"] + ["_"]  # in the order of the ontology; "_" is none

MUTUAL = {"CONSULT", "COOPERATE", "AGREE", "SUPPORT"}  # read the other way round they are events too, or may be
BETWEEN = MUTUAL | {"ASSAULT"}  # two sources and no target: they do it to each other ("clashed")
ACTORS = {"person", "organization", "place"}
UNKNOWN = [[]]  # a side of a pair that the sentence does not name
PHRASE = {"det", "amod", "compound", "nummod", "flat", "nmod:poss", "case"}  # what is taken with the head of an actor


class Case:
    """A sentence with pairs (source words, target words), all of them of one type. `ok` are the types that count as right.

    One side of a pair may be unknown, that is, without words.
    """

    def __init__(self, item, heads, pairs, label, ok=None, fold=None):
        self.item, self.heads, self.pairs, self.label, self.ok, self.fold = item, heads, pairs, label, ok or [label], fold
        self.row = None  # what the coder's rules say of it: a type, and how many of the marked sides its row has


def head(heads, words):
    """The first of words that hangs from none of them."""
    return next(i for i in words if heads[i] == i or heads[i] not in words)


def path(heads, i):
    """The word i and what it hangs from, up to the root."""
    out = [i]
    while heads[i] != i:
        i = heads[i]
        out.append(i)
    return out


def three(heads, source, target):
    """The words whose vectors are read: the two heads, and the lowest word that both hang from, the source's head if they are of two trees.

    A side that is unknown has the other's head, and what it hangs from joins them.
    """
    s, t = head(heads, source or target), head(heads, target or source)
    if not source or not target:
        return s, t, heads[s]
    above = set(path(heads, t))
    return s, t, next((i for i in path(heads, s) if i in above), s)


def actors(s):
    """The noun phrases of a sentence of tokens() that name somebody, as lists of words."""
    out, n = [], len(s["heads"])
    for i in range(n):
        if s["mentions"][i] in ACTORS and s["upos"][i] in ("PROPN", "NOUN"):
            inside = {i}
            for _ in range(3):
                inside |= {k for k in range(n) if s["heads"][k] in inside and s["rels"][k] in PHRASE and s["upos"][k] != "ADP"}
            out.append(list(range(min(inside), max(inside) + 1)))
    return out


def ordered(sources, targets):
    """All pairs of the two that share no word, but one of two unknown sides."""
    return [(a, b) for a in sources for b in targets if (a or b) and not set(a) & set(b)]


def own(item):
    """Our own sentences: events with one predicate, and pairs between which nothing happens."""
    out, lines = [], events.own_lines()
    for n, ((text, found), sents) in enumerate(zip(lines, tokens([t for t, _ in lines], parse=True))):
        if len(sents) != 1:
            continue
        s = sents[0]
        heads, spans = s["heads"], s["spans"]
        marked = {"s": [], "t": []}
        for name, a, b in found:
            if name in marked:
                marked[name].append([k for k, (x, y) in enumerate(spans) if x < b and a < y])
        kinds = [name.split("_")[0] for name, _, _ in found if name not in marked]
        sources, targets = marked["s"], marked["t"]
        it, fold = item([normalise(text[a:b]) for a, b in spans]), n % 5

        def add(pairs, label, fold=None):
            if pairs:
                out.append(Case(it, heads, pairs, label, fold=fold))

        if not kinds:
            names = actors(s)
            add(ordered(names, names), "_", fold)
            add(ordered(names, UNKNOWN) + ordered(UNKNOWN, names), "_", fold)
        elif len(kinds) == 1:
            kind = kinds[0]
            if kind in BETWEEN and len(sources) > 1 and not targets:
                add(ordered(sources, sources), kind)
            else:
                add(ordered(sources or UNKNOWN, targets or UNKNOWN), kind)
            if kind not in MUTUAL and targets:
                add(ordered(targets, sources), "_")
                add(ordered(sources, sources), "_")
            parts = sources + targets
            taken = {k for p in parts for k in p}
            others = [p for p in actors(s) if s["upos"][head(heads, p)] == "PROPN" and not taken & set(p)
                      and not taken & set(path(heads, head(heads, p)))]
            add(ordered(parts + others + UNKNOWN, others) + ordered(others, parts + UNKNOWN), "_")
    return out


def packed(folder, item):
    """The pack's sentences, and the pair the other way round of types that have a direction."""
    with gzip.open(os.path.join(folder, "events/plover-sentences-train.jsonl.gz"), "rt", encoding="utf-8") as f:
        cases = [json.loads(line) for line in f]
    out = []
    for n, (case, sents) in enumerate(zip(cases, tokens([c["text"] for c in cases], parse=True))):
        spans, heads = [], []
        for s in sents:  # a headline before it and the like: one sentence here
            heads += [h + len(spans) for h in s["heads"]]
            spans += s["spans"]
        ends = {"source": [], "target": []}
        for name, a, b in events.marks(case["marked"])[1]:
            ends[name] = ends[name] or [k for k, (x, y) in enumerate(spans) if x < b and a < y]  # the first of several
        pair = ends["source"], ends["target"]
        it = item([normalise(case["text"][a:b]) for a, b in spans])
        out.append(Case(it, heads, [pair], case["event"], case["acceptable"], n % 5))
        if all(pair) and not MUTUAL & set(case["acceptable"]):
            out.append(Case(it, heads, [pair[::-1]], "_", fold=n % 5))
    return out


def rows(entente, folder, cases):
    """Gives the cases of the pack's sentences the row of `entente code` that has most of the marked sides."""
    with gzip.open(os.path.join(folder, "events/plover-sentences-train.jsonl.gz"), "rt", encoding="utf-8") as f:
        texts = [json.loads(line) for line in f]
    told = subprocess.run([entente, "code"], capture_output=True, check=True, encoding="utf-8",
                          input="".join(json.dumps({"id": c["id"], "text": c["text"], "published": "2017-06-01"}) + "\n" for c in texts))
    said = {r["id"]: r for r in map(json.loads, told.stdout.splitlines())}
    for case, text in zip([c for c in cases if c.fold is not None and c.label != "_"], texts):
        byte = lambda i: len(text["text"][:i].encode())
        ends = {name: (byte(a), byte(b)) for name, a, b in reversed(events.marks(text["marked"])[1])}  # the first of several
        spans = {a["ref"]: [m["span"] for m in a["mentions"]] for a in said[text["id"]]["actors"]}
        found = [(sum(any(x < ends[side][1] and ends[side][0] < y for ref in ev[side + "s"] for x, y in spans[ref]) for side in ends),
                  ev["confidence"], ev["type"]) for ev in said[text["id"]]["events"]]
        if found:
            sides, _, kind = max(found)
            case.row = kind, sides


class Branch(nn.Module):
    """The upper layers, over sentences in which a source and a target are marked, and what reads the type off them."""

    def __init__(self, labels, shape):
        super().__init__()
        self.labels, self.shape = labels, shape
        h = shape["hidden"]
        self.mark = nn.Parameter(torch.randn(2, h) * 0.02)
        self.layer = nn.ModuleList(Layer(shape) for _ in range(shape["layers"]))
        self.inner, self.kind = nn.Linear(4 * h, shape["inner"]), nn.Linear(shape["inner"], len(labels))
        self.drop, self.drop_inner = Drop(0.3), Drop(0.4)
        self.drop_in = Drop(0.1)  # in place of that of the lower layers, which are run once

    def forward(self, b):
        """The scores [B,17] of the types."""
        x = self.drop_in(b["x"]) + F.one_hot(b["marks"], 3)[:, :, 1:].to(self.mark.dtype) @ self.mark
        for layer in self.layer:
            x = layer(x, b["mask"])
        four = x.gather(1, b["at"][:, :, None].expand(-1, -1, x.shape[-1]))  # [CLS], source, target, what joins them
        return self.kind(self.drop_inner(F.gelu(self.inner(self.drop(four.flatten(1))))))


def bare(c, *sides):
    """The heads alone of the sides of a pair."""
    return tuple([head(c.heads, words)] if words else [] for words in sides)


@torch.no_grad()
def lower(model, cases):
    """The vectors of each sentence's pieces after the lower layers, as the program has them, by item."""
    model, out = export.as_read(model), {}
    items = list({id(c.item): c.item for c in cases}.values())
    for part in data.batches(items, 3000):
        b = data.collate(part)
        mask = torch.zeros(b["mask"].shape).masked_fill(~b["mask"], -1e9)[:, None, None, :]
        x = model.emb(b["ids"], b["cases"])
        for layer in model.layer[:LOWER]:
            x = layer(x, mask)
        out.update({item: v[:len(item.ids)].clone() for item, v in zip(part, x)})
    return out


def collate(drawn, low):
    """The tensors of (case, source, target)."""
    items = [c.item for c, _, _ in drawn]
    width = max(len(i.ids) for i in items)
    x, marks = torch.zeros(len(drawn), width, low[items[0]].shape[1]), torch.zeros(len(drawn), width, dtype=torch.long)
    mask, at = torch.full((len(drawn), 1, 1, width), -1e9), []
    for row, (c, source, target) in enumerate(drawn):
        x[row, :len(c.item.ids)], mask[row, :, :, :len(c.item.ids)] = low[c.item], 0
        marks[row, :len(c.item.ids)] = torch.tensor([1 if k in source else 2 if k in target else 0 for k in c.item.owner])
        at.append([0] + [c.item.first[k] for k in three(c.heads, source, target)])
    return {"x": x, "marks": marks, "mask": mask, "at": torch.tensor(at), "gold": torch.tensor([TYPES.index(c.label) for c, _, _ in drawn])}


def train(analyser, cases, low, a, test=()):
    """A branch trained on cases; its upper layers begin as the analyser's."""
    torch.manual_seed(a.seed)
    model = Branch(TYPES, dict({k: analyser.shape[k] for k in ("hidden", "heads", "ffn", "eps", "activation")}, lower=LOWER, layers=UPPER, inner=INNER))
    model.layer.load_state_dict(analyser.layer[LOWER:LOWER + UPPER].state_dict())
    there, none = [c for c in cases if c.label != "_"], [c for c in cases if c.label == "_"]
    share = min(len(none), round(a.none * len(there)))
    layers = list(model.layer.parameters())
    rest = [t for name, t in model.named_parameters() if not name.startswith("layer.")]
    opt = torch.optim.AdamW([{"params": rest, "lr": 1e-3}, {"params": layers, "lr": a.lr}], weight_decay=0.02, fused=True)
    steps = a.epochs * -(-(len(there) + share) // a.batch)
    sched = torch.optim.lr_scheduler.OneCycleLR(opt, [1e-3, a.lr], steps, pct_start=0.15)
    for epoch in range(a.epochs):
        rng, began, mean = random.Random(1000 * a.seed + epoch), time.time(), 0.0
        drawn = []
        for c in there + rng.sample(none, share):
            source, target = rng.choice(c.pairs)
            if rng.random() < a.bare:  # the coder may know no more than a head
                source, target = bare(c, source, target)
            drawn.append((c, source, target))
        drawn.sort(key=lambda d: len(d[0].item.ids) + 8 * rng.random())
        parts = [drawn[i:i + a.batch] for i in range(0, len(drawn), a.batch)]
        rng.shuffle(parts)
        model.train()
        for part in parts:
            b = collate(part, low)
            with torch.autocast("cpu", torch.bfloat16):
                scores = model(b)
            loss = F.cross_entropy(scores.float(), b["gold"], label_smoothing=0.1)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(layers, 1.0)
            opt.step()
            sched.step()
            mean += float(loss.detach()) / len(parts)
        print("epoch %d, %d pairs, loss %.3f, %.0f s %s" % (epoch + 1, len(drawn), mean, time.time() - began,
              tell(model, test, low) if test else ""), flush=True)
    return model.eval()


@torch.no_grad()
def chances(model, drawn, low):
    """The chances [n,17] of the types for (case, source, target)."""
    model.eval()
    return torch.cat([model(collate(drawn[i:i + 32], low)).softmax(-1) for i in range(0, len(drawn), 32)])


def marks(model, cases, low):
    """By what is counted, (right, all) over the first pair of each case."""
    out = collections.defaultdict(lambda: [0, 0])
    for c, p in zip(cases, chances(model, [(c, *c.pairs[0]) for c in cases], low)):
        best = TYPES[int(p.argmax())]
        names = {"none": best == "_"} if c.label == "_" else {
            "type": best in c.ok, "type, none left out": TYPES[int(p[:-1].argmax())] in c.ok, c.label: best in c.ok}
        if c.row:
            kind, sides = c.row
            both = p[:-1].log()
            both[TYPES.index(kind)] += sides
            names["type, with the row"] = TYPES[int(both.argmax())] in c.ok
            names["row alone"] = kind in c.ok
        elif c.label != "_":
            names["type, with the row"] = names["type, none left out"]
            names["row alone"] = False
        for name, right in names.items():
            out[name][0] += right
            out[name][1] += 1
    return out


def tell(model, cases, low):
    return told(marks(model, cases, low))


def told(counts):
    return ", ".join("%s %d/%d = %.1f" % (name, r, n, 100 * r / n) for name, (r, n) in sorted(counts.items(), key=lambda x: (x[0].isupper(), x[0])))


def folds(analyser, cases, low, a):
    """The scores on each fold of a branch trained on the others, and of all together."""
    total = collections.defaultdict(lambda: [0, 0])
    for fold in map(int, a.folds.split(",")):
        test = [c for c in cases if c.fold == fold]
        model = export.as_read(train(analyser, [c for c in cases if c.fold != fold], low, a, test if a.watch else ()))
        counts = marks(model, test, low)
        print("fold %d, as the program calculates: %s" % (fold, told(counts)), flush=True)
        for name, (r, n) in counts.items():
            total[name][0] += r
            total[name][1] += n
    print("all: " + told(total))


def parity(model, cases, low):
    """Twelve of our own sentences with pairs and the chances of their types, one a line."""
    cases = [c for c in cases if c.fold is None and c.label != "_"]
    lines = []
    for c in cases[::-(-len(cases) // 12)]:
        pairs = [c.pairs[0], c.pairs[0][::-1], bare(c, *c.pairs[0])]
        lines.append(json.dumps({"words": c.item.sentence.words, "heads": c.heads, "pairs": pairs, "chances": [
            [round(v, 5) for v in p] for p in chances(model, [(c, *p) for p in pairs], low).tolist()]}, ensure_ascii=False) + "\n")
    return "".join(lines)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", required=True, help="folder of the data pack")
    p.add_argument("--start", required=True, help="the best.pt that model/weights.safetensors was made from")
    p.add_argument("--folds", nargs="?", const="0,1,2,3,4", help="no weights, but scores on these fifths of the marked sentences")
    p.add_argument("--coder", help="with --folds: an entente, whose row adds to the log chance of its type one for each marked side that it has")
    p.add_argument("--watch", action="store_true", help="with --folds: scores after every epoch")
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--batch", type=int, default=24)
    p.add_argument("--lr", type=float, default=2e-4, help="peak rate of the layers")
    p.add_argument("--none", type=float, default=0.6, help="pairs without event that an epoch sees, for one with an event")
    p.add_argument("--bare", type=float, default=0.15, help="share of pairs of which the heads alone are marked")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1, help="two are slower than one where other work is done")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)

    wp = WordPiece(os.path.join(base_folder(), "vocab.txt"))
    cases = own(lambda words: data.Item(data.Sentence(words), wp)) + packed(a.data, lambda words: data.Item(data.Sentence(words), wp))
    if a.coder:
        rows(a.coder, a.data, cases)
    cases = [c for c in cases if len(c.item.ids) <= data.MAX_PIECES]
    print("%d sentences with pairs: %s" % (len(cases), dict(collections.Counter(c.label for c in cases))))

    start = torch.load(a.start)
    analyser = Analyser(data.Labels(start["labels"]), start["shape"])
    if a.folds:
        analyser.load_base(base_folder())
        folds(analyser, cases, lower(analyser, cases), a)
        return
    analyser.load_state_dict(start["model"])
    low = lower(analyser, cases)
    model = train(analyser, cases, low, a)
    print(export.write_branch(model, parity(export.as_read(model), cases, low)))


if __name__ == "__main__":
    main()
