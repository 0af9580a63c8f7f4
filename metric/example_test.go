package metric_test

import (
	"context"
	"fmt"
	"io"
	"net/http/httptest"

	"entente"
	"entente/metric"
)

func ExampleMetrics_Handler() {
	m := metric.New(entente.Coder{Version: "1.0"}, nil)
	ready := func(context.Context) error { return &entente.Error{Op: "ledger", Kind: entente.Busy} }
	for _, path := range []string{"/healthz", "/readyz"} {
		rec := httptest.NewRecorder()
		m.Handler(ready).ServeHTTP(rec, httptest.NewRequest("GET", path, nil))
		body, err := io.ReadAll(rec.Body)
		fmt.Print(rec.Code, " ", string(body))
		if err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// 200 {"status":"ok"}
	// 503 {"status":"unready","reason":"ledger: in use"}
}
