package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// wordsOf counts the words of the stories of a file, doubles once and broken lines never.
func wordsOf(path string) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	seen := map[string]bool{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var story struct{ ID, Text string }
		if json.Unmarshal(lines.Bytes(), &story) == nil && !seen[story.ID] {
			seen[story.ID] = true
			n += len(strings.Fields(story.Text))
		}
	}
	return n, lines.Err()
}

// per is a rate.
func per(n int, d time.Duration) string {
	rate := float64(n) / d.Seconds()
	if rate < 100 {
		return fmt.Sprintf("%.1f", rate)
	}
	return grouped(int(rate))
}

// grouped writes thousands apart.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}
