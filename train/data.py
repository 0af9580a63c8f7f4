"""CoNLL-U sentences, lemma scripts, label lists and padded batches."""

import collections
import gzip
import os

import torch

from wordpiece import CLS, SEP, case_class, lower, normalise

MAX_PIECES = 512
IGNORE = -100  # a label the losses leave out

TRAIN = ("en_ewt-ud-train.conllu.gz", "gum-open-train.conllu.gz")
EWT_DEV = "en_ewt-ud-dev.conllu.gz"
GUM_DEV = "gum-open-dev.conllu.gz"

Sentence = collections.namedtuple("Sentence", "words lemmas upos feats heads rels")


def read(folder, name):
    """The sentences of one gzipped CoNLL-U file: words and lemmas normalised, heads with 0 for the root."""
    out, rows = [], []
    with gzip.open(os.path.join(folder, name), "rt", encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if not line:
                if rows:
                    out.append(Sentence([normalise(r[1]) for r in rows], [normalise(r[2]) for r in rows],
                                        [r[3] for r in rows], [r[5] for r in rows],
                                        [int(r[6]) for r in rows], [r[7] for r in rows]))
                rows = []
            elif line[0] != "#":
                r = line.split("\t")
                if r[0].isdigit():
                    rows.append(r)
    return out


def _common(a, b):
    n = 0
    while n < len(a) and n < len(b) and a[n] == b[n]:
        n += 1
    return n


def script(word, lemma):
    """The shortest script that makes `lemma` from `word`."""
    base, op = (lower(word), "L") if lower(lemma) == lemma else (word, "K")
    n = _common(base, lemma)
    if n < 1:
        return "=" + lemma
    return "%s%d+%s" % (op, len(base) - n, lemma[n:])


def apply_script(word, s):
    """The lemma of a normalised word by a script."""
    if s[0] == "=":
        return s[1:]
    number, suffix = s[1:].split("+", 1)
    base = lower(word) if s[0] == "L" else word
    strip = int(number)
    if strip > len(base):
        return lower(word)
    return base[:len(base) - strip] + suffix


class Labels:
    """The label lists; index = output row. The most frequent come first, ties by the alphabet."""

    def __init__(self, upos, feats, scripts, rels):
        self.upos, self.feats, self.scripts, self.rels = upos, feats, scripts, rels
        self.upos_id, self.feats_id, self.script_id, self.rel_id = (
            {s: i for i, s in enumerate(x)} for x in (upos, feats, scripts, rels))

    @classmethod
    def count(cls, sentences):
        counts = [collections.Counter() for _ in range(4)]
        for s in sentences:
            counts[0].update(s.upos)
            counts[1].update(s.feats)
            counts[2].update(map(script, s.words, s.lemmas))
            counts[3].update(s.rels)
        lists = [[k for k, n in sorted(c.items(), key=lambda x: (-x[1], x[0])) if n >= least]
                 for c, least in zip(counts, (1, 1, 2, 1))]
        return cls(*lists)

    def lists(self):
        return {"upos": self.upos, "feats": self.feats, "scripts": self.scripts, "rels": self.rels}


class Item:
    """One sentence as numbers: ids [P] with [CLS] and [SEP], cases [P], first [n] piece position of each word."""

    def __init__(self, sentence, wp, labels=None):
        self.sentence = sentence
        self.pieces = [wp.pieces(normalise(w)) for w in sentence.words]
        self.ids, self.first, self.owner = [CLS], [], [-1]
        for k, p in enumerate(self.pieces):
            self.first.append(len(self.ids))
            self.ids += p
            self.owner += [k] * len(p)
        self.ids.append(SEP)
        self.owner.append(-1)
        self.labels = labels
        if labels:
            s = sentence
            self.upos = [labels.upos_id.get(x, IGNORE) for x in s.upos]
            self.feats = [labels.feats_id.get(x, IGNORE) for x in s.feats]
            self.rels = [labels.rel_id.get(x, IGNORE) for x in s.rels]
        self.plain = self._cased([normalise(w) for w in sentence.words])

    def _cased(self, words):
        classes = [case_class(w) for w in words]
        cases = [classes[k] if k >= 0 else 0 for k in self.owner]
        scripts = None
        if self.labels:
            get = self.labels.script_id.get
            scripts = [get(script(w, l), IGNORE) for w, l in zip(words, self.sentence.lemmas)]
        return cases, scripts

    def augmented(self, rng):
        """Now and then the whole sentence in title, lower or upper case, as in headlines and careless text."""
        x = rng.random()
        words = self.sentence.words
        if x < 0.02:
            return self._cased([w[:1].upper() + w[1:] for w in words])
        if x < 0.045:
            return self._cased([lower(w) for w in words])
        if x < 0.055:
            return self._cased([w.upper() for w in words])
        return self.plain


def batches(items, size, rng=None):
    """Lists of items of like length, at most `size` pieces with the padding; shuffled when rng is given."""
    keyed = [(len(i.ids) + (rng.random() * 4 if rng else 0), k) for k, i in enumerate(items)]
    out, now, longest = [], [], 0
    for _, k in sorted(keyed):
        n = max(longest, len(items[k].ids))
        if now and n * (len(now) + 1) > size:
            out.append(now)
            now, n = [], len(items[k].ids)
        now.append(items[k])
        longest = n
    out.append(now)
    if rng:
        rng.shuffle(out)
    return out


def collate(items, rng=None):
    """Tensors of one batch of B sentences, P pieces and n words at most.

    ids, cases [B,P]; mask [B,P] bool; first [B,n+1] piece positions with [CLS] in front; words [B,n] bool;
    with labels also upos, feats, scripts, heads, rels [B,n], IGNORE in the padding.
    """
    pieces, words = max(len(i.ids) for i in items), max(len(i.first) for i in items)

    def pad(rows, width, fill):
        return torch.tensor([r + [fill] * (width - len(r)) for r in rows])

    cased = [i.augmented(rng) if rng else i.plain for i in items]
    b = {
        "ids": pad([i.ids for i in items], pieces, 0),
        "cases": pad([c[0] for c in cased], pieces, 0),
        "mask": pad([[True] * len(i.ids) for i in items], pieces, False),
        "first": pad([[0] + i.first for i in items], words + 1, 0),
        "words": pad([[True] * len(i.first) for i in items], words, False),
    }
    if items[0].labels:
        b["upos"] = pad([i.upos for i in items], words, IGNORE)
        b["feats"] = pad([i.feats for i in items], words, IGNORE)
        b["scripts"] = pad([c[1] for c in cased], words, IGNORE)
        b["heads"] = pad([i.sentence.heads for i in items], words, IGNORE)
        b["rels"] = pad([i.rels for i in items], words, IGNORE)
    return b
