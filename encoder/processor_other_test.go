//go:build !unix

package encoder

import "time"

var started = time.Now()

func processorTime() time.Duration { return time.Since(started) }
