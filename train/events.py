"""Predicates of political events: our own marked sentences (sentences/*.txt) and the pack's sentences with source and target."""

import glob
import gzip
import json
import os
import subprocess

import data
from quotes import ROOT, tokens, with_tree
from wordpiece import normalise

STATUSES = ["happened", "ongoing", "planned", "negotiated", "threatened", "predicted", "hypothetical", "claimed", "denied", "disputed"]
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sentences")


def table(name):
    """The rows of a table of ontology/, as lists of cells."""
    with open(os.path.join(ROOT, "ontology", "tables", name), encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f if line.strip() and line[0] != "#"][1:]


def label_lists():
    """Labels of event, mode and status; the first of event and mode is none."""
    return {"event": ["_"] + [r[0] for r in table("types.tsv")],
            "mode": ["_"] + sorted({r[1] for r in table("modes.tsv")}), "status": STATUSES}


def marks(line):
    """The plain text of a marked line, and its marks as (name, start, end) in code points."""
    plain, out, open_ = [], [], []
    i = 0
    while i < len(line):
        c = line[i]
        if c == "\\":
            plain.append(line[i + 1])
            i += 2
        elif c == "[":
            end = line.index(" ", i)
            open_.append((line[i + 1:end], len(plain)))
            i = end + 1
        elif c == "]":
            name, start = open_.pop()
            out.append((name, start, len(plain)))
            i += 1
        else:
            plain.append(c)
            i += 1
    if open_:
        raise ValueError("a mark is not closed: " + line)
    return "".join(plain), out


def blank(words):
    return data.Sentence(words, event=["_"] * len(words), mode=[None] * len(words), status=[None] * len(words))


def own_lines():
    """Our own sentences, as marks gives them."""
    lines = []
    for path in sorted(glob.glob(os.path.join(FOLDER, "*.txt"))):
        with open(path, encoding="utf-8") as f:
            lines += [marks(line.rstrip("\n")) for line in f if line.strip() and line[0] != "#"]
    return lines


def own():
    """Our own sentences; what is not marked is no event."""
    out, lines = [], own_lines()
    for (text, found), sents in zip(lines, tokens([t for t, _ in lines], parse=True)):
        for s in sents:
            out.append(with_tree(blank([normalise(text[a:b]) for a, b in s["spans"]]), s))
            for name, start, end in found:
                if name in ("s", "t"):
                    continue
                kind, mode, status = name.split("_")
                at = [k for k, (a, b) in enumerate(s["spans"]) if a < end and start < b]
                if at:  # the last word: of "counter-attack" the second
                    for field, value in (("event", kind), ("mode", mode or "_"), ("status", status)):
                        out[-1].labels[field][at[-1]] = value
                    for k in at[:-1]:
                        out[-1].labels["event"][k] = None
    return out


def top(heads, words):
    """The lowest word that all of words hang from."""
    def path(i):
        out = [i]
        while heads[i] != i:
            i = heads[i]
            out.append(i)
        return out
    paths = [path(w) for w in words]
    return next(i for i in paths[0] if all(i in p for p in paths))


def packed(folder):
    """The pack's sentences with a marked source and target, as (fold, sentence): fold 0 of 5 is for the scores.

    The predicate is the coder's trigger where the coder agrees with the gold type, else the word that joins source and target in the
    tree. Verbs, nouns and adjectives beside it have no label: they may be events of other pairs.
    """
    with gzip.open(os.path.join(folder, "events/plover-sentences-train.jsonl.gz"), "rt", encoding="utf-8") as f:
        cases = [json.loads(line) for line in f]
    requests = "".join(json.dumps({"id": c["id"], "text": c["text"]}) + "\n" for c in cases)
    run = subprocess.run(["go", "run", "./cmd/entente", "code"], cwd=ROOT, input=requests.encode(), stdout=subprocess.PIPE, check=True)
    coded = {r["id"]: r for r in map(json.loads, run.stdout.decode().splitlines())}
    out = []
    for n, (case, sents) in enumerate(zip(cases, tokens([c["text"] for c in cases], parse=True))):
        text = case["text"]
        found = [(e["type"], len(text.encode()[:e["trigger"][0]].decode())) for e in coded.get(case["id"], {}).get("events", ())]
        for s in sents:
            spans, heads = s["spans"], s["heads"]
            here = [(k, t) for t, start in found for k, (a, b) in enumerate(spans) if a <= start < b]
            trigger = next((k for k, t in here if t in case["acceptable"]), None)
            if trigger is None:
                ends = []
                for role in ("source", "target"):
                    start = text.find(case[role])
                    ends.append([k for k, (a, b) in enumerate(spans) if start >= 0 and a < start + len(case[role]) and start < b])
                if not all(ends):
                    continue
                trigger = top(heads, [top(heads, e) for e in ends])
                if s["upos"][trigger] not in ("VERB", "NOUN", "ADJ"):
                    continue
            sentence = with_tree(blank([normalise(text[a:b]) for a, b in spans]), s)
            sentence.labels["event"] = [None if u in ("VERB", "NOUN", "ADJ", "PROPN") else "_" for u in s["upos"]]
            sentence.labels["event"][trigger] = case["event"]
            out.append((n % 5, sentence))
    return out
