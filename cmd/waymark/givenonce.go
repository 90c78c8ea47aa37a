package main

import "errors"

// givenOnce is a flag of text that may be given once. Of two, the usual flag silently takes the last: an export would be
// read for another period than half of the line says.
type givenOnce struct {
	into *string
	seen bool
}

func (o *givenOnce) Set(text string) error {
	if o.seen {
		return errors.New("it is given twice; say which one is meant")
	}
	*o.into, o.seen = text, true
	return nil
}

func (o *givenOnce) String() string {
	if o.into == nil {
		return ""
	}
	return *o.into
}

func (o *givenOnce) Type() string { return "string" }
