"""Scores on gold words."""

import torch

import data


@torch.no_grad()
def evaluate(model, items):
    """Per cent over all words, gold words given, punctuation counted: UPOS, UAS, LAS (whole relation), lemma, FEATS."""
    model.eval()
    hit, total = [0] * 5, 0
    lb = model.labels
    for part in data.batches(items, 4000):
        upos, feats, scripts, heads, rels = (x.tolist() for x in model.predict(data.collate(part)))
        k = 0
        for item in part:
            s = item.sentence
            for i in range(len(s.words)):
                arc = heads[k] == s.heads[i]
                hit[0] += lb.upos[upos[k]] == s.upos[i]
                hit[1] += arc
                hit[2] += arc and lb.rels[rels[k]] == s.rels[i]
                hit[3] += data.apply_script(s.words[i], lb.scripts[scripts[k]]) == s.lemmas[i]
                hit[4] += lb.feats[feats[k]] == s.feats[i]
                k += 1
        total += k
    return {n: round(100 * h / total, 2) for n, h in zip(("UPOS", "UAS", "LAS", "lemma", "FEATS"), hit)}
