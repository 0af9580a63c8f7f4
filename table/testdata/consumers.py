# Opens what table wrote in the programs that people open it with. Called by
# consumers_test.go with a folder; prints a line for each program, "missing" where it is
# not installed, and fails where one reads something else than was written.
import json
import sys

folder = sys.argv[1]
quote = "=cmd|' /C calc'!A0; said\tthe \"minister\"\nand left"


def check(what, got, want):
    if got != want:
        sys.exit(f"{what}: {got!r}, want {want!r}")


def pandas_reads(pandas):
    texts = {"cameo": str, "source_cow": str, "target_cow": str}
    for name, sep in (("rows.csv", ","), ("rows.tsv", "\t")):
        rows = pandas.read_csv(f"{folder}/{name}", sep=sep, dtype=texts, parse_dates=["date_from", "published"])
        check(name, len(rows), 3)
        check(name, rows.cameo[0], "042")
        check(name, str(rows.date_from[0])[:10], "2018-07-08")
        check(name, rows.goldstein[0], 1.9)
        check(name, rows.sentence[1], "'" + quote)
        check(name, json.loads(rows.figures[0])[0]["value"], 20)
    check("rows.jsonl", len(pandas.read_json(f"{folder}/rows.jsonl", lines=True)), 3)
    check("rows.icews", list(pandas.read_csv(f"{folder}/rows.icews", sep="\t", quoting=3)["Source Country"][:2]), ["Ethiopia", "United States"])
    check("rows.gdelt", pandas.read_csv(f"{folder}/rows.gdelt", sep="\t", quoting=3, header=None, dtype={26: str}).shape, (6, 61))
    check("rows.polecat", pandas.read_csv(f"{folder}/rows.polecat", sep="\t", quoting=3).shape, (5, 40))
    check("rows.panel", pandas.read_csv(f"{folder}/rows.panel").ccode1[0], 530)


def pyarrow_reads(pyarrow):
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(f"{folder}/rows.parquet")
    check("schema", [str(table.schema.field(n).type) for n in ("date_from", "goldstein", "negated", "reports", "cameo")], ["date32[day]", "double", "bool", "int64", "string"])
    check("sentence", table["sentence"].to_pylist()[1:], [quote, None])


def duckdb_reads(duckdb):
    got = duckdb.sql(
        f"SELECT source_code, date_from::VARCHAR, year(date_from), negated, (figures->0->>'value')::DOUBLE, lat FROM '{folder}/rows.parquet' WHERE status = 'happened'"
    ).fetchall()
    check("parquet", got, [("ETH", "2018-07-08", 2018, False, 20.0, 15.3333)])
    check("csv", duckdb.sql(f"SELECT count(*) FROM '{folder}/rows.csv'").fetchall(), [(3,)])


def networkx_reads(networkx):
    graph = networkx.read_gexf(f"{folder}/rows.gexf", version="1.3")
    check("gexf", (graph.is_directed(), len(graph), graph.number_of_edges()), (True, 7, 6))
    weights = {(graph.nodes[a]["label"], graph.nodes[b]["label"]): e for a, b, e in graph.edges(data=True)}
    check("edge", weights["Ethiopia", "Eritrea"]["mean scale"], 1.9)


def ftm_reads(followthemoney):
    for line in open(f"{folder}/rows.ftm", encoding="utf-8"):
        entity = json.loads(line)
        schema = followthemoney.model.get(entity["schema"])
        for name, values in entity["properties"].items():
            prop = schema.get(name)
            for value in values if prop and prop.type.name != "entity" else []:
                check(name, prop.type.clean(value), value)
            check(f"{entity['schema']} has {name}", prop is not None, True)


programs = {"pandas": pandas_reads, "pyarrow": pyarrow_reads, "duckdb": duckdb_reads, "networkx": networkx_reads, "followthemoney": ftm_reads}
for name, reads in programs.items():
    try:
        module = __import__(name)
    except ImportError:
        print("missing", name)
        continue
    reads(module)
    print("read by", name, module.__version__)
