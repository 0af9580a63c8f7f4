library(jsonlite)

server <- "http://127.0.0.1:8460"
tie <- fromJSON(paste0(server, "/api/v1/relation?a=PAK&b=RUS&by=month"))
points <- tie$points[, c("from", "level", "low", "high", "events", "thin")]
print(points)

# Every report as a data frame, with its sentence.
reports <- stream_in(url(paste0(server, "/api/v1/reports?a=PAK&b=RUS")))
print(head(reports[, c("id", "type", "status", "quote")]))
