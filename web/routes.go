package web

import (
	"net/http"
)

// route is one page: how it is asked and what shows the answer.
type route struct {
	pattern  string // of http.ServeMux
	template string // html/page-NAME.html; "" for one that answers by itself
	title    string
	// ask returns what the page shows and what .json gives. An error of kind Missing is
	// 404, Syntax 400, Refused 403.
	ask func(w *site, r *http.Request) (any, error)
	// do answers by itself, in place of ask.
	do func(w *site, rw http.ResponseWriter, r *http.Request) error
}

// routes lists the pages, a file of this room each.
func routes() []route {
	return append([]route{
		{pattern: "GET /{$}", template: "start", title: "entente", ask: (*site).start},
		{pattern: "GET /status", template: "status", title: "The ledger", ask: (*site).status},
		{pattern: "GET /article/{id}", template: "article", do: (*site).article},
		{pattern: "POST /read", template: "start", do: (*site).read},
		{pattern: "GET /article/{id}/gold", do: (*site).gold},
		{pattern: "GET /event/{id...}", template: "event", do: (*site).event},
		{pattern: "POST /event/{id...}", template: "event", do: (*site).correct},
		{pattern: "POST /status", do: (*site).retry},
		{pattern: "GET /status/events", do: (*site).progress},
		{pattern: "GET /settings", template: "settings", title: "Settings", ask: (*site).settings},
		{pattern: "POST /settings", template: "settings", do: (*site).choose},
		{pattern: "GET /pair/{pair}", do: (*site).pair},
		{pattern: "GET /actor/{code}", do: (*site).actor},
		{pattern: "GET /map", do: (*site).worldMap},
		{pattern: "GET /network", do: (*site).network},
	}, listRoutes()...)
}
