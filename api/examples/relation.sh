# How a tie moved, and the sentence behind its latest period.
curl -sS --fail-with-body "http://127.0.0.1:8460/api/v1/relation?a=Pakistan&b=Russia&by=month"

# What some assert and others deny.
curl -sS --fail-with-body "http://127.0.0.1:8460/api/v1/disputes?a=IND&b=PAK"

# Read a text without storing it.
curl -sS --fail-with-body -H "Content-Type: application/json" \
  -d '{"text": "Pakistan sent oranges to Russia.", "published": "2017-07-01"}' \
  http://127.0.0.1:8460/api/v1/read

# Every report of a paper, one JSON line each.
curl -sS --fail-with-body "http://127.0.0.1:8460/api/v1/reports?publisher=Volga%20Herald"

# Ask again only for what has changed: the second answer is a 304 without a body.
tag=$(curl -sS -o /dev/null -D - http://127.0.0.1:8460/api/v1/totals | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
curl -sS -o /dev/null -w "%{http_code}\n" -H "If-None-Match: $tag" http://127.0.0.1:8460/api/v1/totals
