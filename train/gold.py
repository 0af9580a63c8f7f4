"""What is trained and scored on: sentences of all kinds as items, documents of GUM, and the batches of an epoch."""

import torch

import data
import events
import gum
import quotes
from evaluate import antecedents, evaluate
from model import pair_features


class Document:
    """A document of GUM: its sentences' items, and its mentions in text order with who belongs together."""

    def __init__(self, sents, chains, wp, labels):
        self.items = [data.Item(s, wp, labels) for s in sents]
        self.marks = sorted(mark for chain in chains for mark in chain)
        chain_of = {mark: k for k, chain in enumerate(chains) for mark in chain}
        ids = torch.tensor([chain_of[mark] for mark in self.marks])
        self.same = ids[:, None] == ids[None, :]
        self.features = pair_features(gum.coref_features(sents, self.marks))

    def vectors(self, model):
        """The vectors [M,H] of the mentions' head words."""
        device = model.pairs.device
        batches, docs = prepare([self], 4000)
        return flat([model.encode(to(b, device)) for b in batches])[docs[0][0].to(device)]


def prepare(part, size, rng=None):
    """The tensors of a list of items, or of documents: batches of `size` pieces, and of each document what coref_loss takes.

    The first of the latter says where the heads of the mentions stand in flat() of all batches.
    """
    if not isinstance(part[0], Document):
        return [data.collate(part, rng)], []
    batches, at, begin = [], {}, 0
    for items in data.batches([i for doc in part for i in doc.items], size):
        batches.append(data.collate(items, rng))
        rows, width = batches[-1]["first"].shape
        at.update({id(item): begin + row * width for row, item in enumerate(items)})
        begin += rows * width
    return batches, [(torch.tensor([at[id(doc.items[k])] + head + 1 for k, head in doc.marks]), doc.features, doc.same) for doc in part]


def flat(encoded):
    """The vectors of batches, one below the other."""
    return torch.cat([w.flatten(0, 1) for w in encoded])


def to(b, device):
    return {k: v.to(device, non_blocking=True) for k, v in b.items()}


class Gold:
    """All that is trained and scored on, as items."""

    def __init__(self, folder, wp, tasks, news=None):
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
        self.docs = [Document(sents, chains, wp, self.labels) for sents, chains in docs]
        self.quotes = self.items(quotes.sentences(folder, quotes.TRAIN, trees=True)) if "quotes" in tasks else []
        self.news = self.items(quotes.plain(news)) if news else []
        packed, own = (events.packed(folder), events.own()) if "events" in tasks else ([], [])
        self.events = self.items([s for fold, s in packed if fold] + [s for n, s in enumerate(own) if n % 10])
        self.dev = {"EWT dev": self.items(data.treebank(folder, data.EWT_DEV))}
        dev_docs = list(gum.documents(folder, data.GUM_DEV))
        self.dev["GUM dev, open genres"] = self.items([s for sents, _ in dev_docs for s in sents])
        self.dev_docs = [Document(sents, chains, wp, self.labels) for sents, chains in dev_docs]
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

    def epoch(self, a, rng):
        """The batches of one epoch, shuffled: lists of items, and of documents. Of quotes and news a share is drawn; GUM comes `gum` times."""
        size, gum = a.pieces, a.gum
        drawn = rng.sample(self.quotes, round(a.share * len(self.quotes)))
        if a.teachers:
            drawn += rng.sample(self.news, round(a.news_share * len(self.news)))
        out = data.batches(self.ewt + drawn + self.events, size, rng)
        for _ in range(gum):
            docs, pieces = rng.sample(self.docs, len(self.docs)), size
            for doc in docs:
                if pieces >= size:
                    out.append([])
                    pieces = 0
                out[-1].append(doc)
                pieces += sum(len(i.ids) for i in doc.items)
        rng.shuffle(out)
        return out

    def scores(self, model):
        out = {name: evaluate(model, items) for name, items in self.dev.items()}
        out["GUM dev, open genres"]["antecedents"] = antecedents(model, self.dev_docs)
        return out
