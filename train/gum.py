"""Names, mentions and chains of GUM, from the Entity= marks of its words (format: the corpus's own documentation)."""

import os
import re

import data
from wordpiece import lower

NAMED = ("person", "organization", "place")
LEGAL_FORMS = ("Inc.", "Inc", "Ltd.", "Ltd", "Corp.", "Co.", "LLC", "PLC", "plc", "GmbH", "S.A.")
TYPES = ["_", "abstract", "animal", "event", "object", "organization", "person", "place", "plant", "substance", "time"]


class Mention:
    """Sentence index; first and last word; words of the minimal span; head word, all from 0."""

    def __init__(self, group, kind, sent, first, minimal, identity):
        self.group, self.kind, self.sent, self.first, self.last = group, kind, sent, first, first
        self.minimal, self.identity, self.head = minimal, identity, first


def mentions(sents):
    """The mentions of one document's sentences (CoNLL-U rows), in the order in which they end."""
    out, open_ = [], []
    for k, rows in enumerate(sents):
        for i, row in enumerate(rows):
            marks = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
            for mark in re.findall(r"\([^()]+\)?|[^()]+\)", marks.group(1)) if marks else ():
                if mark[0] == "(":
                    part = mark.strip("()").split("-", 7)
                    minimal = [int(x) - 1 for x in part[5].split(",")]
                    m = Mention(part[0], part[1], k, i, minimal, part[7] if len(part) > 7 else "")
                    if mark[-1] == ")":
                        out.append(m)
                    else:
                        open_.append(m)
                else:
                    at = max(n for n, m in enumerate(open_) if m.group == mark[:-1])
                    m = open_.pop(at)
                    m.last = i
                    out.append(m)
    for m in out:
        m.minimal = [m.first + x for x in m.minimal]
        rows = sents[m.sent]
        m.head = min(m.minimal, key=lambda w: (depth(rows, w), w))
    return out


def depth(rows, word):
    """How many arcs lie between a word and the root."""
    n, head = 0, int(rows[word][6])
    while head and n < len(rows):
        n, head = n + 1, int(rows[head - 1][6])
    return n


def name_span(m, rows):
    """First and last word of the name in a mention, or None if it has none.

    A name is a mention of type person, organization or place whose head word (of its minimal span) is a PROPN. It runs from the
    first to the last word of the minimal span, cut at the first gap with a punctuation mark, other than a single hyphen or dash,
    or with more than two words. Two that are joined by "and" are no name. eval/names.go scores the same names.
    """
    group = any(int(rows[w][6]) == m.head + 1 and rows[w][7].split(":")[0] == "conj" for w in m.minimal)
    if m.kind not in NAMED or rows[m.head][3] != "PROPN" or group:
        return None
    words = sorted(m.minimal)
    last = words[0]
    for w in words[1:]:
        gap = rows[last + 1:w]
        hyphen = len(gap) == 1 and gap[0][1] in ("-", "\u2013")
        if len(gap) > 2 or not hyphen and any(r[3] == "PUNCT" for r in gap):
            break
        last = w
    return words[0], last


def longest(names):
    """Of (first, last, kind) that share a word the longest, then the first; a word has one name."""
    out, taken = set(), set()
    for a, b, kind in sorted(names, key=lambda x: (x[0] - x[1], x[0], x[2])):
        if not taken & set(range(a, b + 1)):
            out.add((a, b, kind))
            taken |= set(range(a, b + 1))
    return out


def names_of(words, labels):
    """The names that a sentence's mentions and tree tell, as parse/names.go finds them: (first, last, kind)."""
    upos, heads, rels = labels["upos"], [h - 1 for h in labels["heads"]], labels["rels"]

    def belongs(i, up):
        rel, capital = rels[i].split(":")[0], words[i][:1].isupper()
        if rel == "nmod":
            if rels[i] == "nmod:desc" and upos[i] == "PROPN":
                return True
            person = labels["mention"][up] == "person"
            if rels[i] == "nmod:poss" or not capital or person and any(h == up and r.split(":")[0] == "flat" for h, r in zip(heads, rels)):
                return False
            return any(heads[c] == i and rels[c] == "case" and lower(words[c]) in (("of",) if person else ("of", "for")) for c in range(len(words)))
        if rel in ("flat", "compound", "goeswith"):
            return "@" not in words[i]
        return rel == "nummod" and i > up or rel == "amod" and i < up and (upos[i] == "PROPN" or capital)

    def joins(a, b):
        gap = range(a + 1, b)
        return len(gap) == 1 and words[a + 1] in ("-", "\u2013") or len(gap) <= 2 and all(upos[k] != "PUNCT" for k in gap)

    found = []
    for head, kind in enumerate(labels["mention"]):
        up = heads[head]
        if words[head] in LEGAL_FORMS or up >= 0 and up != head and upos[up] == "PROPN" and rels[head].split(":")[0] in ("compound", "flat"):
            continue  # a part of a longer name, which may be none of these, or of a company's
        if kind in NAMED and upos[head] == "PROPN" and any(c.isupper() for c in words[head]):
            inside = {head}
            while True:
                more = {i for i, up in enumerate(heads) if i not in inside and up in inside and belongs(i, up)}
                if not more:
                    break
                inside |= more
            line = sorted(inside)
            first = last = line.index(head)
            while first and joins(line[first - 1], line[first]):
                first -= 1
            while last + 1 < len(line) and joins(line[last], line[last + 1]):
                last += 1
            found.append((line[first], line[last], kind))
    return longest(found)


def documents(folder, name):
    """(sentences, chains) for every document; a sentence has mention labels beside its tree, and its names in .names; a chain lists
    (sentence, head word) of the mentions of one group in text order, groups of one mention too."""
    for doc, sents in data.conllu(os.path.join(folder, name)):
        found = mentions(sents)
        out = [data.sentence_of(rows, doc) for rows in sents]
        for s in out:
            s.labels["mention"], s.names = ["_"] * len(s.words), set()
        heads = {}
        for m in sorted(found, key=lambda m: (m.sent, m.first, -m.last)):
            shorter = heads.get((m.sent, m.head))
            if shorter is None or m.last - m.first < shorter.last - shorter.first:
                heads[m.sent, m.head] = m
            span = name_span(m, sents[m.sent])
            if span:
                out[m.sent].names.add((*span, m.kind))
        for s in out:
            s.names = longest(s.names)
        chains = {}
        for (k, head), m in sorted(heads.items()):
            out[k].labels["mention"][head] = m.kind
            chains.setdefault(m.group, []).append((k, head))
        yield out, list(chains.values())


def coref_features(sents, marks):
    """For the mentions of a document, (sentence, head word) in order, what pairs are compared by.

    kinds: 0 pronoun, 1 proper noun, 2 else; words: the lower-cased form and lemma; names: the lower-cased proper nouns of the name
    (the head and its flat and compound children); numbers: 'Sing', 'Plur' or ''.
    """
    out = []
    for k, i in marks:
        s = sents[k]
        upos = s.labels["upos"]
        number = re.search(r"Number=(\w+)", s.labels["feats"][i] or "")
        name = {lower(s.words[j]) for j in range(len(s.words))
                if upos[j] == "PROPN" and (j == i or s.labels["heads"][j] == i + 1 and s.labels["rels"][j] in ("flat", "compound"))}
        out.append((0 if upos[i] == "PRON" else 1 if upos[i] == "PROPN" else 2, {lower(s.words[i]), lower(s.lemmas[i])}, name,
                    number.group(1) if number else "", s.labels["mention"][i], k))
    return out


def chains(scores, window=200):
    """The number of each mention's chain, from 1, or 0 where it is alone: each joins its best antecedent of the last `window`
    mentions if that one's score is above 0. scores [M,M] of j as the antecedent of i."""
    chain, count = [0] * len(scores), 0
    for i in range(1, len(scores)):
        near = range(max(0, i - window), i)
        j = max(near, key=lambda j: (float(scores[i][j]), -j))
        if scores[i][j] > 0:
            if not chain[j]:
                count += 1
                chain[j] = count
            chain[i] = chain[j]
    return chain
