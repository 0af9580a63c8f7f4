//go:build unix

package encoder

import (
	"syscall"
	"time"
)

// processorTime is how long the processor has worked for this process: unlike the
// clock, it does not count the work of others on the machine.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
