import json
import urllib.error
import urllib.parse
import urllib.request

SERVER = "http://127.0.0.1:8460"


def ask(path, **query):
    """One answer; an error says what to do about it."""
    url = f"{SERVER}/api/v1/{path}?{urllib.parse.urlencode(query)}"
    try:
        with urllib.request.urlopen(url) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        raise SystemExit(f"{problem['detail']}. Try: {problem['try']}") from None


def events(**query):
    """All events, page by page."""
    page = ask("events", limit=500, **query)
    yield from page["rows"]
    while page.get("next"):
        page = ask("events", limit=500, after=page["next"], **query)
        yield from page["rows"]


for event in events(a="PAK", b="RUS", type="COOPERATE,AGREE"):
    print(event["day"], event["type"], event["overall"], event["quote"], event["print"]["publisher"], event["id"], sep="\t")
