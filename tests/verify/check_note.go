// Verifies what a report says of the launch's log with golang.org/x/mod/sumdb, which we did not write: the checkpoint's signature under the
// pinned log key (note), that each approval is in the log, and that the log begins with all of an earlier report's (tlog).
//
// Usage: check_note BUNDLE TRUST accept|refuse [EARLIER CONSISTENCY]
//
//	BUNDLE       a .signoff.sigstore.json file, whose own signature other tools verify
//	TRUST        the trust.json that was pinned; the key comes from there and from nowhere else
//	EARLIER      an earlier .signoff.sigstore.json of the same launch
//	CONSISTENCY  what the server answers to /api/launches/LCH-1/consistency?from=SIZE&to=SIZE
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

// As RFC 6962 has it, section 4.4.
type consistency struct{ Consistency [][]byte }

// A log as a checkpoint names it.
type head struct {
	origin string
	size   int64
	root   tlog.Hash
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

// What the checkpoint of a report says, after its signature was found good.
func open(told statement, pinned trust) (head, error) {
	said := told.Predicate
	known, err := verifiers(pinned, said.Launch.ID)
	if err != nil {
		return head{}, err
	}
	opened, err := note.Open([]byte(said.Log.Checkpoint), known)
	if err != nil {
		return head{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != said.Log.Origin || opened.Sigs[0].Name != lines[0] {
		return head{}, fmt.Errorf("no checkpoint of this log: %q", opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return head{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return head{lines[0], size, root}, err
}

func hashes(proof [][]byte) ([]tlog.Hash, error) {
	var all []tlog.Hash
	for _, bytes := range proof {
		var hash tlog.Hash
		if copy(hash[:], bytes) != len(hash) || len(bytes) != len(hash) {
			return nil, fmt.Errorf("no hash: %x", bytes)
		}
		all = append(all, hash)
	}
	return all, nil
}

func check(told statement, pinned trust) error {
	log, err := open(told, pinned)
	if err != nil {
		return err
	}
	for _, approval := range told.Predicate.Approvals {
		entry := approval.LogEntry
		proof, err := hashes(entry.InclusionProof)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, log.size, log.root, entry.Index, tlog.RecordHash(entry.Leaf)); err != nil {
			return err
		}
	}
	fmt.Printf("%d entries, %d approvals in it. ", log.size, len(told.Predicate.Approvals))
	return nil
}

// That the log of a report begins with all of an earlier report's.
func joined(told statement, file bundle, pinned trust, given consistency) error {
	log, err := open(told, pinned)
	if err != nil {
		return err
	}
	earlier, err := statementOf(file)
	if err != nil {
		return err
	}
	before, err := open(earlier, pinned)
	if err != nil {
		return err
	}
	if log.origin != before.origin {
		return fmt.Errorf("the earlier report is of the log %s", before.origin)
	}
	proof, err := hashes(given.Consistency)
	if err != nil {
		return err
	}
	fmt.Printf("%d of them were there earlier. ", before.size)
	return tlog.CheckTree(proof, log.size, log.root, before.size, before.root)
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

func statementOf(file bundle) (told statement, err error) {
	err = json.Unmarshal(file.DsseEnvelope.Payload, &told)
	return told, err
}

func main() {
	arguments := os.Args[1:]
	if (len(arguments) != 3 && len(arguments) != 5) || (arguments[2] != "accept" && arguments[2] != "refuse") {
		fmt.Fprintln(os.Stderr, "usage: check_note BUNDLE TRUST accept|refuse [EARLIER CONSISTENCY]")
		os.Exit(2)
	}
	var file, earlier bundle
	var pinned trust
	var given consistency
	if !read(arguments[0], &file) || !read(arguments[1], &pinned) {
		os.Exit(2)
	}
	if len(arguments) == 5 && (!read(arguments[3], &earlier) || !read(arguments[4], &given)) {
		os.Exit(2)
	}
	told, err := statementOf(file)
	if err == nil {
		err = check(told, pinned)
	}
	if err == nil && len(arguments) == 5 {
		err = joined(told, earlier, pinned, given)
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
