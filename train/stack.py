"""Branches of pairs.py trained together, as tensors with one more dimension: on a GPU twenty take little longer than one."""

import math

import numpy as np
import torch
from torch.nn import functional as F

import export

HEAD_LR = 1e-3  # peak rate of what is no layer
DECAY = 0.02
SMOOTHING = 0.1
BETA2 = 0.999


class Table:
    """The pairs of cases as tensors, a row for each: where its sentence begins in `low`, its marks, the four words that are read, its label.

    `low` has the vectors of all sentences' pieces after the lower layers, one sentence below the other.
    """

    def __init__(self, cases, types, low, three, bare):
        device = next(iter(low.values())).device
        self.cases, self.device = cases, device
        items = list(low)
        self.low = torch.cat([low[i] for i in items])
        begins = dict(zip(items, np.cumsum([0] + [len(low[i]) for i in items[:-1]]).tolist()))
        begin, length, marks, at, label, self.first = [], [], [], [], [], []
        for c in cases:
            self.first.append(len(begin))
            for source, target in c.pairs:
                s, t = bare(c, source, target)
                begin.append(begins[c.item])
                length.append(len(c.item.ids))
                # of each piece: 1 source, 2 target; three times that where the heads alone are marked
                marks += [side(k, source, target) + 3 * side(k, s, t) for k in c.item.owner]
                at.append([0] + [c.item.first[k] for k in three(c.heads, source, target)])
                label.append(types.index(c.label))
        self.first, self.count, self.length = np.array(self.first), np.array([len(c.pairs) for c in cases]), np.array(length)
        self.mark_at = torch.tensor(np.cumsum([0] + length[:-1])).to(device)
        self.marks = torch.tensor(marks, dtype=torch.uint8).to(device)
        self.begin, self.lengths, self.at, self.label = (torch.tensor(x).to(device) for x in (begin, length, at, label))
        self.news = torch.tensor(np.repeat([c.news for c in cases], self.count)).to(device)

    def draw(self, rng, cases):
        """A pair of each of the cases."""
        return self.first[cases] + (rng.random(len(cases)) * self.count[cases]).astype(int)

    def batch(self, rows, bare):
        """The tensors of pairs [K,B], given as arrays; of the `bare` ones the heads alone are marked.

        x [K,B,P,H]; marks, mask [K,B,P]; at [K,B,4]; label, news, rows [K,B].
        """
        width = -(-int(self.length[rows].max()) // 8) * 8
        rows, bare = (torch.from_numpy(np.ascontiguousarray(x)).to(self.device, non_blocking=True) for x in (rows, bare))
        p = torch.arange(width, device=self.device)
        mask = p < self.lengths[rows][..., None]
        x = self.low[(self.begin[rows][..., None] + p).clamp(max=len(self.low) - 1)]
        m = self.marks[(self.mark_at[rows][..., None] + p).clamp(max=len(self.marks) - 1)]
        return {"x": x, "marks": torch.where(bare[..., None], m // 3, m % 3).long() * mask, "mask": mask, "at": self.at[rows],
                "label": self.label[rows], "news": self.news[rows], "rows": rows}


def side(word, source, target):
    return 1 if word in source else 2 if word in target else 0


class Stack:
    """The weights of K branches by their names in Branch, with q, k and v in one."""

    def __init__(self, branches):
        states = [b.state_dict() for b in branches]
        self.branches, self.shape = branches, branches[0].shape
        self.p = {}
        for name in states[0]:
            if name.split(".")[-2:-1] in (["k"], ["v"]):
                continue
            joined = name.replace(".q.", ".qkv.")
            self.p[joined] = torch.stack([torch.cat([s[name.replace(".q.", ".%s." % t)] for t in "qkv"]) if joined != name else s[name]
                                          for s in states]).detach().clone().requires_grad_(True)

    def split(self):
        """The branches with the weights of now."""
        for n, b in enumerate(self.branches):
            b.load_state_dict({name: self.p[name][n] if name in self.p else self.part(name, n) for name in b.state_dict()})
        return self.branches

    def part(self, name, n):
        which, end = name.split(".")[-2:]
        joined = self.p[name[:-len(which + "." + end)] + "qkv." + end][n]
        return joined.chunk(3)["qkv".index(which)]

    def rounded(self):
        """The weights as the program has them, for scores(…, rounding=True)."""
        def round8(t):
            q, scale = export.quantise(t.detach())
            return (q.reshape(-1, q.shape[-1]).float() * scale[:, None]).reshape(t.shape)
        return {k: round8(v) if v.dim() == 3 else v.detach() for k, v in self.p.items()}

    def scores(self, batch, p=None, training=False, rounding=False, half=False):
        """The scores [K,B,17] of the pairs of a batch. With rounding, products as the program makes them."""
        p, shape = p or self.p, self.shape
        heads, h = shape["heads"], shape["hidden"]
        x, marks, mask = batch["x"], batch["marks"], batch["mask"]
        k, b, width, _ = x.shape
        kind = torch.bfloat16 if half else torch.float32

        def drop(x, share):
            return F.dropout(x, share, training)

        def linear(x, name):
            x = export.to_7_bits(x) if rounding else x
            return torch.baddbmm(p[name + ".bias"][:, None].to(kind), x.to(kind), p[name + ".weight"].transpose(1, 2).to(kind))

        def norm(x, name):
            return F.layer_norm(x, (h,), eps=shape["eps"]) * p[name + ".weight"][:, None] + p[name + ".bias"][:, None]

        mark = torch.cat([torch.zeros_like(p["mark"][:, :1]), p["mark"]], 1)
        x = drop(x, 0.1) + mark[torch.arange(k, device=x.device)[:, None, None], marks]
        x, mask = x.reshape(k, b * width, h), mask.reshape(k * b, 1, 1, width)
        for n in range(shape["layers"]):
            at = "layer.%d." % n
            q, key, v = linear(x, at + "qkv").view(k * b, width, 3, heads, h // heads).permute(2, 0, 3, 1, 4)
            a = F.scaled_dot_product_attention(q, key, v, mask).transpose(1, 2).reshape(k, b * width, h)
            x = norm(x + drop(linear(a, at + "o"), 0.1).float(), at + "ln1")
            x = norm(x + drop(linear(F.gelu(linear(x, at + "ffn1")), at + "ffn2"), 0.1).float(), at + "ln2")
        four = x.view(k, b, width, h).gather(2, batch["at"][..., None].expand(-1, -1, -1, h)).flatten(2)
        return linear(drop(F.gelu(linear(drop(four, 0.3), "inner")), 0.4), "kind").float()

    @torch.no_grad()
    def chances(self, table, rows, rounding=False):
        """The chances [K,n,17] of pairs [K,n], each branch of its own row."""
        p = self.rounded() if rounding else self.p
        out = torch.zeros(*rows.shape, self.p["kind.bias"].shape[1])
        order = np.argsort(table.length[rows].max(0))
        for i in range(0, len(order), 96):
            now = rows[:, order[i:i + 96]]
            batch = table.batch(now, np.zeros(now.shape, bool))
            got = self.scores(batch, p, rounding=rounding, half=not rounding and batch["x"].is_cuda)
            out[:, order[i:i + 96]] = got.softmax(-1).cpu()
        return out


def one_cycle(t):
    """Share of the peak rate and Adam's first beta at t of the course, 0 to 1: up in the first 15 %, then down (Smith and Topin 2018)."""
    def between(a, b, x):
        return b + (a - b) * (1 + math.cos(math.pi * x)) / 2
    up = 0.15
    if t < up:
        return between(1 / 25, 1, t / up), between(0.95, 0.85, t / up)
    return between(1, 1e-5, (t - up) / (1 - up)), between(0.85, 0.95, (t - up) / (1 - up))


def train(stack, table, allowed, a, soft=None):
    """Trains every branch on its allowed cases: indexes of those with an event, without, marked in the pack, and news.

    `soft` gives each branch the chances [N,17] that teachers give all pairs: half of the loss, and the whole of it on news.
    """
    rng = np.random.default_rng(a.seed)
    names, ps = list(stack.p), list(stack.p.values())
    first, second = [torch.zeros_like(t) for t in ps], [torch.zeros_like(t) for t in ps]
    k = len(allowed)

    def epoch(there, none, marked, news):
        share = min(len(none), round(a.none * len(there)))
        cases = np.concatenate([there] + [marked] * (a.again - 1) + [rng.permutation(none)[:share]]
                               + ([rng.permutation(news)[:a.news_pairs]] if soft is not None else []))
        rows = table.draw(rng, rng.permutation(cases))
        return rows, rng.random(len(rows)) < a.bare

    n = min(len(epoch(*cases)[0]) for cases in allowed) // a.batch
    step, running = 0, 1.0
    for number in range(a.epochs):
        rows, bare = np.zeros((k, n * a.batch), int), np.zeros((k, n * a.batch), bool)
        for i, cases in enumerate(allowed):
            r, b = (x[:n * a.batch] for x in epoch(*cases))
            order = np.argsort(table.length[r] + 8 * rng.random(len(r)))
            rows[i], bare[i] = r[order], b[order]
        total = 0.0
        for part in rng.permutation(n):
            batch = table.batch(*(x[:, part * a.batch:(part + 1) * a.batch] for x in (rows, bare)))
            logs = stack.scores(batch, training=True, half=True).log_softmax(-1)
            loss = (SMOOTHING - 1) * logs.gather(2, batch["label"][..., None]).squeeze(2) - SMOOTHING * logs.mean(-1)
            if soft is not None:
                told = torch.stack([soft[i][batch["rows"][i]] for i in range(k)])
                loss = torch.where(batch["news"], 0.0, 0.5) * loss - torch.where(batch["news"], 1.0, 0.5) * (told * logs).sum(-1)
            loss = loss.mean(1).sum()
            grads = list(torch.autograd.grad(loss, ps))
            share, beta = one_cycle(step / max(1, n * a.epochs - 1))
            step, running = step + 1, running * beta
            with torch.no_grad():
                clip(names, grads)
                rates = [share * (a.lr if name.startswith("layer.") else HEAD_LR) for name in names]
                torch._foreach_mul_(first, beta)
                torch._foreach_add_(first, grads, alpha=1 - beta)
                torch._foreach_mul_(second, BETA2)
                torch._foreach_addcmul_(second, grads, grads, 1 - BETA2)
                size = torch._foreach_sqrt(second)
                torch._foreach_div_(size, math.sqrt(1 - BETA2 ** step))
                torch._foreach_add_(size, 1e-8)
                torch._foreach_mul_(ps, [1 - r * DECAY for r in rates])
                torch._foreach_addcdiv_(ps, first, size, [-r / (1 - running) for r in rates])
            total = total + loss.detach() / k / n
        print("epoch %d, %d times %d pairs, loss %.3f" % (number + 1, k, n * a.batch, float(total)), flush=True)
    return stack


def clip(names, grads):
    """Cuts the gradient of each branch's layers to length 1."""
    layers = [i for i, name in enumerate(names) if name.startswith("layer.")]
    length = sum(grads[i].flatten(1).square().sum(1) for i in layers).sqrt()
    for i in layers:
        grads[i] *= (1 / (length + 1e-6)).clamp(max=1).view(-1, *[1] * (grads[i].dim() - 1))
