"""Sentences with gold of any kind, label lists and padded batches."""

import collections
import gzip
import os

import numpy as np
import torch

from wordpiece import CLS, SEP, case_class, lower, normalise

MAX_PIECES = 512
IGNORE = -100  # a label the losses leave out

EWT_TRAIN, EWT_DEV = "ud/en_ewt-ud-train.conllu.gz", "ud/en_ewt-ud-dev.conllu.gz"
GUM_TRAIN, GUM_DEV = "ud/gum-open-train.conllu.gz", "ud/gum-open-dev.conllu.gz"

# The fields of a word: one label each. A sentence has some of them.
TREE = ("upos", "feats", "scripts", "heads", "rels")
FIELDS = TREE + ("mention", "source", "cue", "content", "event", "mode", "status")


class Sentence:
    """Normalised words; lemmas, or None; labels by field, as strings, with None where a word has none."""

    def __init__(self, words, lemmas=None, doc="", **labels):
        self.words, self.lemmas, self.doc, self.labels = words, lemmas, doc, labels


def conllu(path):
    """The documents of a gzipped CoNLL-U file: (id, sentences), a sentence the 10 columns of its words."""
    out, rows = [], []
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                out.append((line.split("=", 1)[1].strip(), []))
            elif not line:
                if rows:
                    out[-1][1].append(rows)
                rows = []
            elif line[0] != "#":
                r = line.split("\t")
                if r[0].isdigit():
                    rows.append(r)
    return out


def sentence_of(rows, doc):
    """A Sentence with the tree of CoNLL-U rows; heads are ints, 0 for the root."""
    words, lemmas = [normalise(r[1]) for r in rows], [normalise(r[2]) for r in rows]
    return Sentence(words, lemmas, doc, upos=[r[3] for r in rows], feats=[r[5] for r in rows],
                    scripts=list(map(script, words, lemmas)), heads=[int(r[6]) for r in rows], rels=[r[7] for r in rows])


def treebank(folder, name):
    """The sentences of one treebank file."""
    return [sentence_of(rows, doc) for doc, sents in conllu(os.path.join(folder, name)) for rows in sents]


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
    """Label lists by field; index = output row. The most frequent come first, ties by the alphabet.

    Heads are positions and have no list; source, cue and content are yes or no.
    """

    def __init__(self, lists):
        self.lists = lists
        self.ids = {field: {s: i for i, s in enumerate(x)} for field, x in lists.items()}

    @classmethod
    def count(cls, sentences, given):
        """Lists of the tree's fields from sentences, and those that are given."""
        counts = {field: collections.Counter() for field in TREE if field != "heads"}
        for s in sentences:
            for field, c in counts.items():
                c.update(s.labels.get(field, ()))
        least = {"scripts": 2}
        return cls(dict({field: [k for k, n in sorted(c.items(), key=lambda x: (-x[1], x[0])) if n >= least.get(field, 1)]
                         for field, c in counts.items()}, **given))

    def encode(self, field, values):
        if field in self.ids:
            get = self.ids[field].get
            return [IGNORE if v is None else get(v, IGNORE) for v in values]
        return [IGNORE if v is None else int(v) for v in values]


class Item:
    """One sentence as numbers: ids [P] with [CLS] and [SEP], cases [P], first [n] piece position of each word."""

    def __init__(self, sentence, wp, labels=None):
        self.sentence, self.known = sentence, labels
        self.pieces = [wp.pieces(w) for w in sentence.words]
        self.ids, self.first, self.owner = [CLS], [], [-1]
        for k, p in enumerate(self.pieces):
            self.first.append(len(self.ids))
            self.ids += p
            self.owner += [k] * len(p)
        self.ids.append(SEP)
        self.owner.append(-1)
        self.labels = {f: labels.encode(f, v) for f, v in sentence.labels.items()} if labels else {}
        self.plain = self._cases(sentence.words), self.labels.get("scripts")

    def _cases(self, words):
        classes = [case_class(w) for w in words]
        return [classes[k] if k >= 0 else 0 for k in self.owner]

    def _recased(self, change):
        words, scripts = [change(w) for w in self.sentence.words], None
        if "scripts" in self.labels:
            scripts = self.known.encode("scripts", map(script, words, self.sentence.lemmas))
        return self._cases(words), scripts

    def augmented(self, rng):
        """Now and then the whole sentence in title, lower or upper case, as in headlines and careless text."""
        x = rng.random()
        if x < 0.02:
            return self._recased(lambda w: w[:1].upper() + w[1:])
        if x < 0.045:
            return self._recased(lower)
        if x < 0.055:
            return self._recased(str.upper)
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
    if now:
        out.append(now)
    if rng:
        rng.shuffle(out)
    return out


def collate(items, rng=None, device="cpu"):
    """Tensors of one batch of B sentences, P pieces and n words at most.

    ids, cases [B,P]; mask [B,P] bool; first [B,n+1] piece positions with [CLS] in front; words [B,n] bool;
    and [B,n] of each field that a sentence of the batch has, IGNORE elsewhere.
    """
    pieces, words = max(len(i.ids) for i in items), max(len(i.first) for i in items)

    def pad(rows, width, fill):
        out = np.full((len(rows), width), fill, bool if fill is False else np.int64)
        for k, r in enumerate(rows):
            out[k, :len(r)] = r
        return torch.from_numpy(out).to(device, non_blocking=True)

    cased = [i.augmented(rng) if rng else i.plain for i in items]
    b = {
        "ids": pad([i.ids for i in items], pieces, 0),
        "cases": pad([c[0] for c in cased], pieces, 0),
        "mask": pad([[True] * len(i.ids) for i in items], pieces, False),
        "first": pad([[0] + i.first for i in items], words + 1, 0),
        "words": pad([[True] * len(i.first) for i in items], words, False),
    }
    for field in FIELDS:
        if any(field in i.labels for i in items):
            b[field] = pad([(c[1] if field == "scripts" else i.labels.get(field)) or [] for i, c in zip(items, cased)], words, IGNORE)
    return b
