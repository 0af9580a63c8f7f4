"""Names of the newswire stories of IEER 1998: PERSON, ORGANIZATION and LOCATION, in words cut by entente's own tokenizer."""

import gzip
import json
import os

import data
from quotes import tokens
from wordpiece import normalise

STORIES = "newswire/ieer-ap-1998.jsonl.gz"
KINDS = {"PERSON": "person", "ORGANIZATION": "organization", "LOCATION": "place"}


def sentences(folder):
    """The sentences with BIO tags as name; a name that an annotator could leave out has no label."""
    with gzip.open(os.path.join(folder, STORIES), "rt", encoding="utf-8") as f:
        stories = [json.loads(line) for line in f]
    out = []
    for story, sents in zip(stories, tokens([s["text"] for s in stories])):
        found = [e for e in story["entities"] if e["type"] in KINDS]
        for s in sents:
            tags, open_ = [], None
            for a, b in s["spans"]:
                name = next((e for e in found if e["start"] < b and a < e["end"]), None)
                if name is None:
                    tags.append("_")
                elif name.get("optional"):
                    tags.append(None)
                else:
                    tags.append(("I-" if name is open_ else "B-") + KINDS[name["type"]])
                open_ = name
            if tags:
                out.append(data.Sentence([normalise(story["text"][a:b]) for a, b in s["spans"]], name=tags))
    return out
