package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// hub tells every open page that the state was replaced. It carries no content: each stream reads the
// current state when told, so a slow page misses nothing that still matters and holds nobody up.
type hub struct {
	mu    sync.Mutex
	pages map[chan struct{}]bool
}

func (h *hub) join() (told chan struct{}, leave func()) {
	told = make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.pages == nil {
		h.pages = map[chan struct{}]bool{}
	}
	h.pages[told] = true
	return told, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.pages, told)
	}
}

func (h *hub) tell() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for told := range h.pages {
		select {
		case told <- struct{}{}:
		default: // already told and not yet looked
		}
	}
}

// event is the data of one server-sent event. The page compares Site with the site it was made from and
// loads itself again when they differ; otherwise it shows or hides Problems.
type event struct {
	Site     string `json:"site"`
	Problems string `json:"problems"`
}

// events streams the state: once at the start, so that a page which lost the connection catches up, then
// after every build. A comment every 15 seconds keeps proxies from closing a quiet stream and finds pages
// that went away.
func (s *server) events(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // a reverse proxy must not collect events
	if r.Method == http.MethodHead {
		return
	}
	told, leave := s.hub.join()
	defer leave()
	control := http.NewResponseController(w)
	send := func(text string) bool {
		// A page that stopped reading is dropped; it connects again when it wakes up.
		// The deadline is not supported by every ResponseWriter, which is no reason to stop.
		_ = control.SetWriteDeadline(time.Now().Add(10 * time.Second))
		if _, err := fmt.Fprint(w, text); err != nil {
			return false
		}
		return control.Flush() == nil
	}
	state := func() string {
		now := s.current()
		data, err := json.Marshal(event{now.site, now.problems}) // one line: JSON escapes line ends
		if err != nil {
			panic("serve: two strings cannot be written as JSON: " + err.Error())
		}
		return "event: state\ndata: " + string(data) + "\n\n"
	}
	if !send("retry: 1000\n\n" + state()) {
		return
	}
	ping := time.NewTicker(s.ping)
	defer ping.Stop()
	for {
		text := ": ping\n\n"
		select {
		case <-r.Context().Done(): // the page went away, or the server stops
			return
		case <-told:
			text = state()
		case <-ping.C:
		}
		if !send(text) {
			return
		}
	}
}
