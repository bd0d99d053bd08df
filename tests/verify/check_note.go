// Verifies what a report says of the launch's log with golang.org/x/mod/sumdb, which we did not write: the checkpoint's signature under the
// pinned log key (note), and that each approval is in the log (tlog).
//
// Usage: check_note BUNDLE TRUST accept|refuse
//
//	BUNDLE  a .signoff.sigstore.json file, whose own signature other tools verify
//	TRUST   the trust.json that was pinned; the key comes from there and from nowhere else
//
// Exit status: 0 the outcome is the expected one, 1 it is not, 2 usage or a file that cannot be read.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type bundle struct {
	DsseEnvelope struct{ Payload []byte }
}

type statement struct {
	Predicate struct {
		Launch struct{ ID string }
		Log    struct{ Origin, Checkpoint string }
		// Bytes are base64, and so are the proof's hashes.
		Approvals []struct {
			LogEntry struct {
				Index          int64
				Leaf           []byte
				InclusionProof [][]byte
			}
		}
	}
}

type trust struct {
	LogKeys []struct{ Vkey string }
}

// The key of a launch's log has the bytes of the server's, and a longer name.
func verifiers(pinned trust, launch string) (note.Verifiers, error) {
	var known []note.Verifier
	for _, key := range pinned.LogKeys {
		parts := strings.SplitN(key.Vkey, "+", 3)
		if len(parts) != 3 {
			return nil, fmt.Errorf("no verifier key: %s", key.Vkey)
		}
		public, err := base64.StdEncoding.DecodeString(parts[2])
		if err != nil || len(public) != 33 {
			return nil, fmt.Errorf("no verifier key: %s", key.Vkey)
		}
		text, err := note.NewEd25519VerifierKey(parts[0]+"/"+launch, public[1:])
		if err != nil {
			return nil, err
		}
		verifier, err := note.NewVerifier(text)
		if err != nil {
			return nil, err
		}
		known = append(known, verifier)
	}
	return note.VerifierList(known...), nil
}

func check(told statement, pinned trust) error {
	said := told.Predicate
	known, err := verifiers(pinned, said.Launch.ID)
	if err != nil {
		return err
	}
	opened, err := note.Open([]byte(said.Log.Checkpoint), known)
	if err != nil {
		return err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != said.Log.Origin || opened.Sigs[0].Name != lines[0] {
		return fmt.Errorf("no checkpoint of this log: %q", opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return err
	}
	for _, approval := range said.Approvals {
		entry := approval.LogEntry
		var proof tlog.RecordProof
		for _, bytes := range entry.InclusionProof {
			var hash tlog.Hash
			if copy(hash[:], bytes) != len(hash) || len(bytes) != len(hash) {
				return fmt.Errorf("no hash: %x", bytes)
			}
			proof = append(proof, hash)
		}
		if err := tlog.CheckRecord(proof, size, root, entry.Index, tlog.RecordHash(entry.Leaf)); err != nil {
			return err
		}
	}
	fmt.Printf("%d entries, %d approvals in it. ", size, len(said.Approvals))
	return nil
}

func read(name string, into any) bool {
	content, err := os.ReadFile(name)
	if err == nil {
		err = json.NewDecoder(bytes.NewReader(content)).Decode(into)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "cannot be read: %s: %v\n", name, err)
	}
	return err == nil
}

func main() {
	arguments := os.Args[1:]
	if len(arguments) != 3 || (arguments[2] != "accept" && arguments[2] != "refuse") {
		fmt.Fprintln(os.Stderr, "usage: check_note BUNDLE TRUST accept|refuse")
		os.Exit(2)
	}
	var file bundle
	var pinned trust
	if !read(arguments[0], &file) || !read(arguments[1], &pinned) {
		os.Exit(2)
	}
	var told statement
	err := json.Unmarshal(file.DsseEnvelope.Payload, &told)
	if err == nil {
		err = check(told, pinned)
	}
	if err != nil {
		fmt.Println("sumdb: refused,", err)
	} else {
		fmt.Println("sumdb: accepted")
	}
	if (err == nil) != (arguments[2] == "accept") {
		os.Exit(1)
	}
}
