"""Scores on gold words."""

import torch

import data
import gum
from model import CLASSES, SAID

TREE = ("UPOS", "UAS", "LAS", "lemma", "FEATS")


def rate(hits, total):
    return round(100 * hits / max(total, 1), 2)


def f1(right, found, wanted):
    return round(200 * right / max(found + wanted, 1), 2)


@torch.no_grad()
def answers(model, items):
    """(sentence, answers by field as strings, heads as ints, said as probabilities) for every item."""
    model.eval()
    lists = model.labels.lists
    for part in data.batches(items, 4000):
        got = {k: v.tolist() for k, v in model.predict(data.collate(part, device=model.pairs.device)).items()}
        k = 0
        for item in part:
            n = len(item.sentence.words)
            yield item.sentence, {f: [lists[f][x] for x in v[k:k + n]] if f in lists else v[k:k + n] for f, v in got.items()}
            k += n


def evaluate(model, items):
    """Per cent, gold words given: of the tree's fields over all words, punctuation counted (LAS wants the whole relation); F1 of name
    spans with their type, of words that head a mention, of words in source, cue and content at 0.5, of words that are an event with the
    right type; type, mode and status right where the gold has an event. A score is there if the items have its field."""
    tree, total = dict.fromkeys(TREE, 0), 0
    counts = {k: [0, 0, 0] for k in ("names", "mentions") + SAID + ("events",)}  # right, found, wanted
    right = {k: [0, 0] for k in ("type", "mode", "status")}

    def add(name, got, want):
        c = counts[name]
        c[0], c[1], c[2] = c[0] + len(got & want), c[1] + len(got), c[2] + len(want)

    for s, got in answers(model, items):
        gold, words = s.labels, range(len(s.words))
        if "heads" in gold:
            total += len(s.words)
            for i in words:
                arc = got["heads"][i] == gold["heads"][i]
                tree["UPOS"] += got["upos"][i] == gold["upos"][i]
                tree["UAS"] += arc
                tree["LAS"] += arc and got["rels"][i] == gold["rels"][i]
                tree["lemma"] += data.apply_script(s.words[i], got["scripts"][i]) == s.lemmas[i]
                tree["FEATS"] += got["feats"][i] == gold["feats"][i]
        if "mention" in gold:
            add("names", gum.names_of(s.words, got), s.names)
            add("mentions", {i for i in words if got["mention"][i] != "_"}, {i for i in words if gold["mention"][i] != "_"})
        if "cue" in gold:
            for n, field in enumerate(SAID):
                add(field, {i for i in words if got["said"][i][n] > 0.5}, {i for i in words if gold[field][i]})
        if "event" in gold:
            known = [i for i in words if gold["event"][i] is not None]
            add("events", {(i, got["event"][i]) for i in known if got["event"][i] != "_"},
                {(i, gold["event"][i]) for i in known if gold["event"][i] != "_"})
            for i in known:
                if gold["event"][i] != "_":
                    for name, field in (("type", "event"), ("mode", "mode"), ("status", "status")):
                        if gold[field][i] is not None:
                            right[name][0] += got[field][i] == gold[field][i]
                            right[name][1] += 1
    out = {k: rate(v, total) for k, v in tree.items()} if total else {}
    out.update({k: f1(*v) for k, v in counts.items() if v[2]})
    out.update({k: rate(*v) for k, v in right.items() if v[1]})
    return out


@torch.no_grad()
def antecedents(model, docs):
    """Per cent of gold mentions whose best antecedent (or none) is right, gold mentions and their gold tags given."""
    model.eval()
    hits = total = 0
    for doc in docs:
        m = len(doc.marks)
        before = torch.ones(m, m, dtype=torch.bool).tril(-1)
        found = model.coref_scores(doc.vectors(model), doc.features.to(model.pairs.device)).cpu()
        scores = torch.nn.functional.pad(found.masked_fill(~before, -1e9), (1, 0))
        gold = doc.same & before
        gold = torch.cat([~gold.any(1, keepdim=True), gold], 1)
        hits += int(gold.gather(1, scores.argmax(1, keepdim=True)).sum())
        total += m
    return rate(hits, total)
