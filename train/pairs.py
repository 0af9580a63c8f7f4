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
import pickle
import random
import subprocess

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import data
import events
import export
import stack
from model import Analyser, Drop, Layer, base_folder, hide
from quotes import tokens
from train import read
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

    def __init__(self, item, heads, pairs, label, ok=None, fold=None, news=False):
        self.item, self.heads, self.pairs, self.label, self.ok, self.fold = item, heads, pairs, label, ok or [label], fold
        self.news = news  # then the label means nothing
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


def unlabelled(path, item, rng):
    """Pairs of actors of the sentences of a file of JSON lines with a "text", three a sentence; subjects come first."""
    with open(path, encoding="utf-8") as f:
        texts = [json.loads(line)["text"] for line in f]
    out = []
    for text, sents in zip(texts, tokens(texts, parse=True)):
        for s in sents:
            if not 6 <= len(s["spans"]) <= 70:
                continue
            names = [p for p in actors(s) if len(p) <= 12]
            subject = {tuple(p): s["rels"][head(s["heads"], p)].startswith("nsubj") for p in names}
            pairs = sorted(ordered(names, names), key=lambda p: rng.random() - 2 * subject[tuple(p[0])])[:3]
            if pairs:
                out.append(Case(item([normalise(text[a:b]) for a, b in s["spans"]]), s["heads"], pairs, "_", news=True))
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
    device = model.pairs.device
    items = list({id(c.item): c.item for c in cases}.values())
    for part in data.batches(items, 3000):
        b = data.collate(part, device=device)
        mask = hide(b["mask"])
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
        marks[row, :len(c.item.ids)] = torch.tensor([stack.side(k, source, target) for k in c.item.owner])
        at.append([0] + [c.item.first[k] for k in three(c.heads, source, target)])
    return {"x": x, "marks": marks, "mask": mask, "at": torch.tensor(at)}


def branches(analyser, seeds):
    """A branch for each seed; the upper layers begin as the analyser's."""
    shape = dict({k: analyser.shape[k] for k in ("hidden", "heads", "ffn", "eps", "activation")}, lower=LOWER, layers=UPPER, inner=INNER)
    out = []
    for seed in seeds:
        torch.manual_seed(seed)
        out.append(Branch(TYPES, shape).to(analyser.pairs.device))
        out[-1].layer.load_state_dict(analyser.layer[LOWER:LOWER + UPPER].state_dict())
    return out


def allowed(cases, fold=None):
    """The cases that a branch may learn from, by kind: with an event, without, marked in the pack, news."""
    mine = [n for n, c in enumerate(cases) if fold is None or c.fold != fold]
    return [np.array(x, int) for x in ([n for n in mine if cases[n].label != "_" and not cases[n].news],
                                       [n for n in mine if cases[n].label == "_" and not cases[n].news],
                                       [n for n in mine if cases[n].label != "_" and cases[n].fold is not None],
                                       [n for n in mine if cases[n].news])]


def learn(analyser, table, a, keys, students):
    """Trained stacks of `students` branches for each key (a fold that is kept out, or None), one after the other: key, seed by seed.

    First come teachers, each key's own, if there are to be any: what they think on average of every pair is learned beside the labels.
    """
    soft, rows = None, np.arange(len(table.length))
    if a.teachers:
        whose = [key for key in keys for _ in range(a.teachers)]
        stacked = stack.Stack(branches(analyser, [100 * n + a.seed for n in range(len(whose))]))
        taught = stack.train(stacked, table, [allowed(table.cases, key) for key in whose], a)
        said = taught.chances(table, np.broadcast_to(rows, (len(whose), len(rows))))
        soft = said.view(len(keys), a.teachers, *said.shape[1:]).mean(1).to(table.device)
        soft = [t for t in soft for _ in range(students)]
    whose = [key for key in keys for _ in range(students)]
    stacked = stack.Stack(branches(analyser, [100 * n + a.seed + 50 for n in range(len(whose))]))
    return whose, stack.train(stacked, table, [allowed(table.cases, key) for key in whose], a, soft)


@torch.no_grad()
def chances(model, drawn, low):
    """The chances [n,17] of the types for (case, source, target)."""
    model.eval()
    return torch.cat([model(collate(drawn[i:i + 32], low)).softmax(-1) for i in range(0, len(drawn), 32)])


def marks(cases, said):
    """By what is counted, (right, all) over the cases, with the chances [n,17] of their first pairs."""
    out = collections.defaultdict(lambda: [0, 0])
    for c, p in zip(cases, said):
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


def told(counts):
    return ", ".join("%s %g/%g = %.1f" % (name, r, n, 100 * r / n) for name, (r, n) in sorted(counts.items(), key=lambda x: (x[0].isupper(), x[0])))


def folds(analyser, table, a):
    """The scores on each fold of branches trained on the others, and of all together: means over the seeds."""
    keys, total = [int(k) for k in a.folds.split(",")], collections.defaultdict(lambda: [0, 0])
    whose, trained = learn(analyser, table, a, keys, a.seeds)
    tests = {key: [n for n, c in enumerate(table.cases) if c.fold == key and not c.news] for key in keys}
    most = max(map(len, tests.values()))
    rows = np.stack([np.resize(table.first[tests[key]], most) for key in whose])
    said = trained.chances(table, rows, rounding=True)
    for seed in range(a.seeds):
        once = collections.defaultdict(lambda: [0, 0])
        for n, key in enumerate(whose):
            if n % a.seeds == seed:
                for name, (r, all_) in marks([table.cases[k] for k in tests[key]], said[n]).items():
                    for counts in (once, total):
                        counts[name][0] += r
                        counts[name][1] += all_
        print("seed %d, as the program calculates: %s" % (seed, told(once)), flush=True)
    print("mean: " + told({name: (r / a.seeds, n / a.seeds) for name, (r, n) in total.items()}))


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
    p.add_argument("--data", help="folder of the data pack")
    p.add_argument("--pack", help="train nothing: write what --data and --news give, ready for the network, to this file")
    p.add_argument("--packed", help="such a file, in place of --data: for a machine without Go")
    p.add_argument("--start", required=True, help="the best.pt that model/weights.safetensors was made from, or that file")
    p.add_argument("--base", help="with --folds: folder with model.safetensors of MiniLM (default: the pip package)")
    p.add_argument("--folds", nargs="?", const="0,1,2,3,4", help="no weights, but scores on these fifths of the marked sentences")
    p.add_argument("--seeds", type=int, default=1, help="with --folds: so many branches each, of which the scores are the mean")
    p.add_argument("--coder", help="with --folds: an entente, whose row adds to the log chance of its type one for each marked side that it has")
    p.add_argument("--teachers", type=int, default=0, help="so many branches come first, and what they think on average is learned beside the labels")
    p.add_argument("--news", help="a file of JSON lines with a \"text\", for the teachers alone to tell of")
    p.add_argument("--news-pairs", type=int, default=4000, help="of the news, that an epoch sees")
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--batch", type=int, default=24)
    p.add_argument("--lr", type=float, default=2e-4, help="peak rate of the layers")
    p.add_argument("--again", type=int, default=3, help="how often an epoch sees a marked sentence of the pack")
    p.add_argument("--none", type=float, default=0.6, help="pairs without event that an epoch sees, for one with an event")
    p.add_argument("--bare", type=float, default=0.15, help="share of pairs of which the heads alone are marked")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1, help="two are slower than one where other work is done")
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)

    if a.packed:
        with gzip.open(a.packed, "rb") as f:
            cases = pickle.load(f)
    else:
        wp = WordPiece(os.path.join(a.base or base_folder(), "vocab.txt"))
        item = lambda words: data.Item(data.Sentence(words), wp)
        cases = own(item) + packed(a.data, item) + (unlabelled(a.news, item, random.Random(a.seed)) if a.news else [])
        cases = [c for c in cases if len(c.item.ids) <= data.MAX_PIECES]
        if a.coder:
            rows(a.coder, a.data, cases)
    if a.pack:
        for c in cases:
            c.item.pieces = None
            if c.news:
                c.item.sentence = None
        with gzip.open(a.pack, "wb", 6) as f:
            pickle.dump(cases, f, protocol=5)
        return
    print("%d sentences with pairs: %s, and %d of news" % (
        len(cases), dict(collections.Counter(c.label for c in cases if not c.news)), sum(c.news for c in cases)))

    analyser = read(a.start)
    if a.folds:
        analyser = Analyser(analyser.labels, analyser.shape)
        analyser.load_base(a.base or base_folder())
    analyser.to(a.device)
    low = lower(analyser, cases)
    table = stack.Table(cases, TYPES, low, three, bare)
    if a.folds:
        folds(analyser, table, a)
        return
    model = learn(analyser, table, a, [None], 1)[1].split()[0].cpu()
    mine = [c for c in cases if not c.news]
    print(export.write_branch(model, parity(export.as_read(model), mine, {c.item: low[c.item].cpu() for c in mine})))


if __name__ == "__main__":
    main()
