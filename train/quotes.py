"""Attribution source, cue and content of PolNeAR's words, cut by entente's own tokenizer."""

import gzip
import json
import os
import subprocess

import data
from wordpiece import normalise

TRAIN, DEV = "quotes/polnear-train.jsonl.gz", "quotes/polnear-dev.jsonl.gz"
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")


def tokens(texts, parse=False):
    """The sentences of each text as train/tokens/main.go tells them."""
    lines = "".join(json.dumps({"text": t}) + "\n" for t in texts)
    run = subprocess.run(["go", "run", "train/tokens/main.go"] + (["-parse"] if parse else []), cwd=ROOT, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line)["sentences"] for line in run.stdout.decode().splitlines()]


def with_tree(sentence, s):
    """The sentence with the tree, tags and lemmas that the weights at hand give it, as train/tokens/main.go told them.

    Without, a word that only ever comes with the label of another task drifts away from what the tree's heads know.
    """
    sentence.lemmas = [normalise(x) for x in s["lemmas"]]
    sentence.labels.update(upos=s["upos"], feats=s["feats"], rels=s["rels"], scripts=list(map(data.script, sentence.words, sentence.lemmas)),
                           heads=[0 if h == i else h + 1 for i, h in enumerate(s["heads"])])
    return sentence


def sentences(folder, name, trees=False):
    """The sentences of a PolNeAR file with yes or no for source, cue and content; no label in text that is no article."""
    with gzip.open(os.path.join(folder, name), "rt", encoding="utf-8") as f:
        articles = [json.loads(line) for line in f]
    out = []
    for art, sents in zip(articles, tokens([a["text"] for a in articles], trees)):
        marks = {field: bytearray(len(art["text"]) + 1) for field in ("source", "cue", "content")}
        for att in art["attributions"]:
            for field, mark in marks.items():
                for a, b in att[field]:
                    mark[a:b] = b"\1" * (b - a)
        for s in sents:
            spans = s["spans"]
            if not spans or any(a < spans[-1][1] and spans[0][0] < b for a, b in art.get("discard") or ()):
                continue
            sentence = data.Sentence([normalise(art["text"][a:b]) for a, b in spans],
                                     **{field: [int(any(mark[a:b])) for a, b in spans] for field, mark in marks.items()})
            out.append(with_tree(sentence, s) if trees else sentence)
    return out


def plain(path):
    """The sentences of a file of JSON lines with a "text", without labels."""
    with open(path, encoding="utf-8") as f:
        texts = [json.loads(line)["text"] for line in f]
    return [data.Sentence([normalise(text[a:b]) for a, b in s["spans"]]) for text, sents in zip(texts, tokens(texts)) for s in sents if s["spans"]]
