"""Writes parse/lemmas.tsv, the inflected verbs and nouns of English with their lemmas.

    python train/lemmas.py --wheel lemminflect-0.2.3-py3-none-any.whl --out parse/lemmas.tsv

Source: the table lemma_lu.csv.gz of the PyPI package lemminflect 0.2.3 (MIT), made from the NIH's SPECIALIST Lexicon.
Lines are "form TAB VERB|NOUN TAB lemma[/lemma...]", sorted by bytes, so that the program can search them where they lie.
Forms that are their own lemma, and forms with anything but lower-case letters, are left out.
"""
import argparse
import gzip
import io
import re
import zipfile


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--wheel", required=True)
    args.add_argument("--out", required=True)
    opts = args.parse_args()
    with zipfile.ZipFile(opts.wheel) as wheel:
        table = gzip.decompress(wheel.read("lemminflect/resources/lemma_lu.csv.gz")).decode("utf-8")
    lines = set()
    for row in io.StringIO(table):
        form, kind, lemmas = row.rstrip("\n").split(",")
        if kind not in ("verb", "noun") or not re.fullmatch("[a-z]+", form):
            continue
        choices = [lemma for lemma in lemmas.split("/") if re.fullmatch("[a-z]+", lemma)]
        if choices and choices != [form]:
            lines.add(f"{form}\t{kind.upper()}\t{'/'.join(choices)}\n")
    with open(opts.out, "w", encoding="utf-8") as out:
        out.writelines(sorted(lines))


if __name__ == "__main__":
    main()
