package page

import (
	"testing"
)

func TestDateLine(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"October 13, 2017", "2017-10-13"},
		{"October 13th, 2017 10:30AM", "2017-10-13"},
		{"Oct. 13, 2017 at 4:05 pm EDT", "2017-10-13"},
		{"Updated Oct. 14, 2017 4:05 p.m. ET", "2017-10-14"},
		{"13 October 2017", "2017-10-13"},
		{"13th October 2017", "2017-10-13"},
		{"Fri 13 Oct 2017 10.30 BST", "2017-10-13"},
		{"Friday, 13 October, 2017, 10:30", "2017-10-13"},
		{"Saturday March 14 1998", "1998-03-14"},
		{"March 14, 1998, Saturday", "1998-03-14"},
		{"13-Oct-2017", "2017-10-13"},
		{"2017-10-13", "2017-10-13"},
		{"2017-10-13T10:30:00Z", "2017-10-13"},
		{"2017-10-13T10:30:00.000+02:00", "2017-10-13"},
		{"2017/10/13 10:30", "2017-10-13"},
		{"Date: 13.10.2017", "2017-10-13"},
		{"10/13/2017 10:36:00", "2017-10-13"},
		{"13/10/2017", "2017-10-13"},
		{"10/13/17", "2017-10-13"},
		{"3/14/98 10:36", "1998-03-14"},
		{"Published: October 13, 2017 | Updated: October 15, 2017", "2017-10-13"},
		{"Last updated: 15 Oct 2017. First published: 13 Oct 2017", "2017-10-13"},
		{"Posted: Oct 13, 2017 4:00 AM ET | Last Updated: October 14, 2017", "2017-10-13"},
		{"Published On 13 Oct 2017", "2017-10-13"},
		{"Published 10:30 IST, Oct 13th 2017", "2017-10-13"},
		{"(October 13, 2017)", "2017-10-13"},
		{"SEPT. 2, 2019", "2019-09-02"},
		// Dates that do not tell the day of printing.
		{"03/04/2017", ""},
		{"3 hours ago", ""},
		{"Friday, October 13", ""},
		{"October 2017", ""},
		{"10:30 GMT", ""},
	} {
		d, ok := dateLine(tt.line)
		if !ok || d.String() != tt.want {
			t.Errorf("dateLine(%q) = %v, %v, want %q, true", tt.line, d, ok, tt.want)
		}
	}
}

func TestDateLineRefuses(t *testing.T) {
	for _, line := range []string{
		"", "1999", "Monday", "Published", "May", "The accord of October 13, 2017",
		"October 13, 2017, was the day of the vote", "Talks on March 3", "On May 5 the parties met", "31.02.x", "Chapter 13.10",
		"February 30, 2017 in brief",
	} {
		if d, ok := dateLine(line); ok {
			t.Errorf("dateLine(%q) = %v, true, want none", line, d)
		}
	}
	if d, ok := dateLine("February 30, 2017"); !ok || !d.IsZero() {
		t.Errorf("dateLine of a day that is none = %v, %v, want the zero Day, true", d, ok)
	}
}
