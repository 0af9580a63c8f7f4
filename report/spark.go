package report

import (
	"math"

	"entente/desk"
	"entente/index"
)

// sparks are the heights of a spark line, the middle of the scale between the fourth and
// the fifth.
var sparks = []rune("▁▂▃▄▅▆▇█")

// spark draws levels on a scale from -reach to +reach.
func spark(levels []float64, reach float64) string {
	out := make([]rune, len(levels))
	for i, v := range levels {
		k := int(math.Floor((v/reach + 1) / 2 * float64(len(sparks))))
		out[i] = sparks[max(0, min(k, len(sparks)-1))]
	}
	return string(out)
}

// chart draws a tie on one line of at most room columns, and under it what is thin (·)
// and where it turned (↗ ↘). Where there are more points than columns, each column
// stands for per of them: its level is the last one's, it is thin if all are, and a turn
// in any of them is shown. reach is the end of the scale that was drawn.
func chart(points []desk.Point, turns []index.Turn, room int) (line, marks string, reach float64, per int) {
	per = max(1, (len(points)+room-1)/room)
	reach = 1
	for i := range points {
		reach = max(reach, math.Abs(points[i].Level))
	}
	reach = math.Ceil(reach)
	var levels []float64
	var under []rune
	for first := 0; first < len(points); first += per {
		of := points[first:min(first+per, len(points))]
		levels = append(levels, of[len(of)-1].Level)
		sign := '·'
		for i := range of {
			if !of[i].Thin {
				sign = ' '
			}
		}
		for _, t := range turns {
			if t.Day.Before(of[0].From) || of[len(of)-1].To.Before(t.Day) {
				continue
			}
			for _, mark := range directionMarks[t.Direction] {
				sign = mark
			}
		}
		under = append(under, sign)
	}
	return spark(levels, reach), string(under), reach, per
}
