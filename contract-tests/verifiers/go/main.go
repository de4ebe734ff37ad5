// Checks what Annals wrote with functions that Annals did not write: signed notes, leaf hashes, roots, inclusion and consistency are
// judged by golang.org/x/mod/sumdb/{note,tlog}. This program only reads files and compares.
//
//	verify trees DIR      roots and proofs of many sizes, as ThirdPartyTreesTest leaves them in target/verifiers
//	verify journal DIR    what the command line wrote about one journal
//
// Prints how much it checked. Ends with 1 at the first disagreement.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) != 3 {
		fail("usage: verify trees|journal DIR")
	}
	switch os.Args[1] {
	case "trees":
		trees(os.Args[2])
	case "journal":
		journal(os.Args[2])
	default:
		fail("usage: verify trees|journal DIR")
	}
}

func fail(format string, values ...interface{}) {
	fmt.Fprintf(os.Stderr, "verify: "+format+"\n", values...)
	os.Exit(1)
}

func must(err error, format string, values ...interface{}) {
	if err != nil {
		fail(format+": %v", append(values, err)...)
	}
}

func read(elements ...string) []byte {
	data, err := os.ReadFile(filepath.Join(elements...))
	must(err, "cannot read")
	return data
}

// A checkpoint as C2SP tlog-checkpoint has it; sumdb's own ParseTree takes only its own origin line.
type checkpoint struct {
	origin string
	tree   tlog.Tree
}

// The checkpoint in a note that the key signed.
func open(signed []byte, key note.Verifier) (checkpoint, error) {
	opened, err := note.Open(signed, note.VerifierList(key))
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return checkpoint{}, errors.New("not the three lines of a checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != lines[1] {
		return checkpoint{}, fmt.Errorf("not a size: %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	return checkpoint{lines[0], tlog.Tree{N: size, Hash: root}}, err
}

func key(dir string) note.Verifier {
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read(dir, "vkey"))))
	must(err, "the verifier key")
	return verifier
}

// Every change of one bit in a note, one after another, is refused.
func refuseChanged(signed []byte, key note.Verifier) (refused int) {
	for i := range signed {
		changed := append([]byte(nil), signed...)
		changed[i] ^= 1 << (3 + i%4) // not the lowest bits: those of the last character of base64 may mean nothing
		if again, err := open(changed, key); err == nil {
			fail("a changed note was taken, byte %d: %v", i, again)
		}
		refused++
	}
	return refused
}

// The tree over lines, made by tlog: all hashes in its own order of storing them.
type storedHashes []tlog.Hash

func (stored storedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		found[i] = stored[index]
	}
	return found, nil
}

func (stored *storedHashes) add(record int64, line []byte) {
	more, err := tlog.StoredHashes(record, line, *stored)
	must(err, "line %d", record+1)
	*stored = append(*stored, more...)
}

func (stored storedHashes) root(size int64) tlog.Hash {
	if size == 0 {
		// RFC 6962 says the hash of nothing; this release of tlog gives all zeros.
		return sha256.Sum256(nil)
	}
	root, err := tlog.TreeHash(size, stored)
	must(err, "the root of size %d", size)
	return root
}

// Takes in an export: each line, without its line feed, is a leaf.
func export(path string) (stored storedHashes, lines [][]byte) {
	data := read(path)
	for len(data) > 0 {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			fail("%s: the last line has no end", path)
		}
		stored.add(int64(len(lines)), data[:end])
		lines = append(lines, data[:end])
		data = data[end+1:]
	}
	return stored, lines
}

func hashes(words []string) []tlog.Hash {
	parsed := make([]tlog.Hash, len(words))
	for i, word := range words {
		hash, err := tlog.ParseHash(word)
		must(err, "a hash")
		parsed[i] = hash
	}
	return parsed
}

func number(word string) int64 {
	parsed, err := strconv.ParseInt(word, 10, 64)
	must(err, "a number")
	return parsed
}

func same(a, b []tlog.Hash) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// All ways in which this program spoils a proof: each hash changed in one bit, each left out, one too many, neighbours exchanged.
func spoilt(proof []tlog.Hash) (all [][]tlog.Hash) {
	for i := range proof {
		changed := append([]tlog.Hash(nil), proof...)
		changed[i][i%tlog.HashSize] ^= 1 << (i % 8)
		all = append(all, changed)
		all = append(all, append(append([]tlog.Hash(nil), proof[:i]...), proof[i+1:]...))
		if i > 0 && proof[i] != proof[i-1] {
			exchanged := append([]tlog.Hash(nil), proof...)
			exchanged[i], exchanged[i-1] = exchanged[i-1], exchanged[i]
			all = append(all, exchanged)
		}
	}
	return append(all, append(append([]tlog.Hash(nil), proof...), tlog.Hash{}))
}

type counts struct{ roots, notes, inclusions, consistencies, refused int }

func (counted *counts) inclusion(stored storedHashes, tree tlog.Tree, index int64, proof []tlog.Hash, leaf tlog.Hash) {
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf), "inclusion of %d in %d", index, tree.N)
	own, err := tlog.ProveRecord(tree.N, index, stored)
	must(err, "inclusion of %d in %d", index, tree.N)
	if !same(own, proof) {
		fail("inclusion of %d in %d: another proof than tlog makes", index, tree.N)
	}
	for _, bad := range spoilt(proof) {
		if tlog.CheckRecord(bad, tree.N, tree.Hash, index, leaf) == nil {
			fail("inclusion of %d in %d: a spoilt proof was taken", index, tree.N)
		}
		counted.refused++
	}
	other := leaf
	other[0] ^= 1
	if tlog.CheckRecord(proof, tree.N, tree.Hash, index, other) == nil {
		fail("inclusion of %d in %d: another leaf was taken", index, tree.N)
	}
	if index^1 < tree.N && tlog.CheckRecord(proof, tree.N, tree.Hash, index^1, leaf) == nil {
		fail("inclusion of %d in %d: another index was taken", index, tree.N)
	}
	counted.refused += 2
	counted.inclusions++
}

func (counted *counts) consistency(stored storedHashes, before, after tlog.Tree, proof []tlog.Hash) {
	must(tlog.CheckTree(proof, after.N, after.Hash, before.N, before.Hash), "consistency of %d and %d", before.N, after.N)
	own, err := tlog.ProveTree(after.N, before.N, stored)
	must(err, "consistency of %d and %d", before.N, after.N)
	if !same(own, proof) {
		fail("consistency of %d and %d: another proof than tlog makes", before.N, after.N)
	}
	for _, bad := range spoilt(proof) {
		if tlog.CheckTree(bad, after.N, after.Hash, before.N, before.Hash) == nil {
			fail("consistency of %d and %d: a spoilt proof was taken", before.N, after.N)
		}
		counted.refused++
	}
	other := before.Hash
	other[31] ^= 1
	if tlog.CheckTree(proof, after.N, after.Hash, before.N, other) == nil {
		fail("consistency of %d and %d: another root was taken", before.N, after.N)
	}
	counted.refused++
	counted.consistencies++
}

func (counted *counts) print(what string, lines int) {
	fmt.Printf("golang.org/x/mod/sumdb, %s: %d leaves, %d roots, %d notes, %d inclusion proofs, %d consistency proofs accepted; %d spoilt ones refused\n",
		what, lines, counted.roots, counted.notes, counted.inclusions, counted.consistencies, counted.refused)
	if counted.roots*counted.notes*counted.inclusions*counted.consistencies*counted.refused == 0 {
		fail("%s: something was not checked at all", what)
	}
}

// leaves.ndjson, vkey, checkpoints/*, inclusion.txt ("size index hash…"), consistency.txt ("old new hash…").
func trees(dir string) {
	var counted counts
	verifier := key(dir)
	stored, lines := export(filepath.Join(dir, "leaves.ndjson"))
	files, err := os.ReadDir(filepath.Join(dir, "checkpoints"))
	must(err, "the checkpoints")
	for i, file := range files {
		data := read(dir, "checkpoints", file.Name())
		counted.note(stored, file.Name(), data, verifier)
		if i%100 == 0 {
			counted.refused += refuseChanged(data, verifier)
		}
	}
	for _, words := range rows(filepath.Join(dir, "inclusion.txt")) {
		tree, index := stored.tree(words[0]), number(words[1])
		counted.inclusion(stored, tree, index, hashes(words[2:]), tlog.RecordHash(lines[index]))
	}
	for _, words := range rows(filepath.Join(dir, "consistency.txt")) {
		counted.consistency(stored, stored.tree(words[0]), stored.tree(words[1]), hashes(words[2:]))
	}
	counted.print("trees", len(lines))
}

func (stored storedHashes) tree(size string) tlog.Tree {
	return tlog.Tree{N: number(size), Hash: stored.root(number(size))}
}

func rows(path string) (all [][]string) {
	scanner := bufio.NewScanner(bytes.NewReader(read(path)))
	for scanner.Scan() {
		all = append(all, strings.Fields(scanner.Text()))
	}
	must(scanner.Err(), "%s", path)
	return all
}

// vkey, export.ndjson, *.checkpoint, *.tlog-proof, *.consistency-proof.
func journal(dir string) {
	var counted counts
	verifier := key(dir)
	stored, lines := export(filepath.Join(dir, "export.ndjson"))
	for _, path := range glob(dir, "*.checkpoint") {
		data := read(path)
		counted.note(stored, path, data, verifier)
		counted.refused += refuseChanged(data, verifier)
	}
	for _, path := range glob(dir, "*.tlog-proof") {
		words, notes := proofFile(path, "c2sp.org/tlog-proof@v1", 1)
		tree := counted.note(stored, path, notes[0], verifier)
		if len(words) == 0 || !strings.HasPrefix(words[0], "index ") {
			fail("%s: no index", path)
		}
		index := number(strings.TrimPrefix(words[0], "index "))
		counted.inclusion(stored, tree, index, hashes(words[1:]), tlog.RecordHash(lines[index]))
	}
	for _, path := range glob(dir, "*.consistency-proof") {
		words, notes := proofFile(path, "annals/consistency-proof@v1", 2)
		before := counted.note(stored, path, notes[0], verifier)
		after := counted.note(stored, path, notes[1], verifier)
		counted.consistency(stored, before, after, hashes(words))
	}
	counted.print("journal", len(lines))
}

// The tree of a checkpoint that is signed and agrees with the export.
func (counted *counts) note(stored storedHashes, path string, signed []byte, key note.Verifier) tlog.Tree {
	found, err := open(signed, key)
	must(err, "%s", path)
	if found.origin != key.Name() || stored.root(found.tree.N) != found.tree.Hash {
		fail("%s: another root than tlog computes from the export, or another origin", path)
	}
	counted.notes++
	counted.roots++
	return found.tree
}

// The lines of a proof between its first line and the first empty one, and the notes that follow: each has one empty line in it, and an
// empty line stands between two.
func proofFile(path, header string, notes int) (lines []string, signed [][]byte) {
	parts := strings.Split(string(read(path)), "\n\n")
	if len(parts) != 1+2*notes {
		fail("%s: not %d checkpoints", path, notes)
	}
	lines = strings.Split(parts[0], "\n")
	if lines[0] != header {
		fail("%s: it begins with %q", path, lines[0])
	}
	for i := 1; i < len(parts); i += 2 {
		end := "\n"
		if i+2 == len(parts) {
			end = ""
		}
		signed = append(signed, []byte(parts[i]+"\n\n"+parts[i+1]+end))
	}
	return lines[1:], signed
}

func glob(dir, pattern string) []string {
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	must(err, "%s", pattern)
	if len(found) == 0 {
		fail("no %s in %s", pattern, dir)
	}
	return found
}
