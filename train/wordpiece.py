"""Words to normalised words, case classes and BERT word pieces; README.md gives the rules."""

import unicodedata

UNK, CLS, SEP = 100, 101, 102
CASES = 8

_FOLD = {c: "'" for c in "\u2018\u2019\u201a\u201b"}
_FOLD.update({c: '"' for c in "\u201c\u201d\u201e\u201f"})
_FOLD.update({chr(c): "-" for c in range(0x2010, 0x2016)})
_FOLD["\u2212"] = "-"
_FOLD["\u2026"] = "..."
_FOLD = str.maketrans(_FOLD)

_CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
        (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


def normalise(word):
    """Straight quotes, plain hyphens and three dots for their typographic forms."""
    if word in ("``", "''"):
        return '"'
    return word.translate(_FOLD)


def lower(text):
    """Lower-case rune by rune, so that no rune depends on its neighbours."""
    return "".join(c.lower() for c in text)


def case_class(word):
    """The case class 1..7 of a normalised word; 0 is for [CLS] and [SEP]."""
    cats = [unicodedata.category(c) for c in word]
    letters = [c in ("Lu", "Lt") for c in cats if c[0] == "L"]
    if any(c == "Nd" for c in cats):
        return 5
    if not letters:
        return 6
    upper = sum(letters)
    if upper == 0:
        return 1
    if upper == len(letters):
        return 7 if upper == 1 else 3
    if upper == 1 and letters[0]:
        return 2
    return 4


def _is_space(c):
    return c in " \t\n\r" or unicodedata.category(c) == "Zs"


def _is_alone(c):
    """True for punctuation and CJK ideographs: each is a token by itself."""
    n = ord(c)
    if 33 <= n <= 47 or 58 <= n <= 64 or 91 <= n <= 96 or 123 <= n <= 126:
        return True
    return unicodedata.category(c)[0] == "P" or any(a <= n <= b for a, b in _CJK)


class WordPiece:
    """The BERT uncased vocabulary; `pieces(word)` gives the ids of one word."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            self.ids = {line.rstrip("\n"): i for i, line in enumerate(f)}
        self.cache = {}

    def pieces(self, word):
        """Ids of a normalised word, at least one."""
        got = self.cache.get(word)
        if got is None:
            got = [i for token in self._tokens(word) for i in self._split(token)] or [UNK]
            self.cache[word] = got
        return got

    def _tokens(self, word):
        kept = "".join(c for c in word if c in "\t\n\r" or not
                       (c == "\ufffd" or unicodedata.category(c)[0] == "C"))
        text = unicodedata.normalize("NFD", lower(kept))
        tokens, open_ = [], False
        for c in text:
            if unicodedata.category(c) == "Mn":
                continue
            if _is_space(c):
                open_ = False
            elif _is_alone(c):
                tokens.append(c)
                open_ = False
            elif open_:
                tokens[-1] += c
            else:
                tokens.append(c)
                open_ = True
        return tokens

    def _split(self, token):
        if len(token) > 100:
            return [UNK]
        ids, at = [], 0
        while at < len(token):
            for end in range(len(token), at, -1):
                i = self.ids.get(("##" if at else "") + token[at:end])
                if i is not None:
                    ids.append(i)
                    at = end
                    break
            else:
                return [UNK]
        return ids
