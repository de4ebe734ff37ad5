"""Reads a journal's own files as docs/formats.md describes them and prints what `annals export` prints. Uses nothing of Annals but the
dictionary, and Python's standard library. Checks on the way every checksum, sequence number, position and root, the high-water mark, and
what is kept of pruned records; ends with 1 and the reason at the first thing that is wrong.

usage: read_journal.py JOURNAL DICTIONARY
"""

import datetime
import hashlib
import json
import os
import struct
import sys
import zlib


def require(condition, what):
    if not condition:
        sys.exit(f"read_journal: {what}")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


class Tree:
    """The complete subtrees from left to right, as pairs of size and hash."""

    def __init__(self):
        self.parts = []

    def add(self, hash):
        size = 1
        while self.parts and self.parts[-1][0] == size:
            hash = sha256(b"\1", self.parts.pop()[1], hash)
            size *= 2
        self.parts.append((size, hash))

    def root(self):
        if not self.parts:
            return sha256()
        hash = self.parts[-1][1]
        for _, left in reversed(self.parts[:-1]):
            hash = sha256(b"\1", left, hash)
        return hash


def crc_table():
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        yield byte


CRC_TABLE = list(crc_table())


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = CRC_TABLE[(crc ^ byte) & 255] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def lz4_length(block, at, length):
    if length == 15:
        while True:
            length += block[at]
            at += 1
            if block[at - 1] != 255:
                break
    return length, at


def lz4(block):
    out = bytearray()
    at = 0
    while True:
        token = block[at]
        literals, at = lz4_length(block, at + 1, token >> 4)
        out += block[at : at + literals]
        at += literals
        if at == len(block):
            return bytes(out)
        back = struct.unpack_from("<H", block, at)[0]
        require(0 < back <= len(out), "an LZ4 block points before its beginning")
        match, at = lz4_length(block, at + 2, token & 15)
        for _ in range(match + 4):
            out.append(out[-back])


def unpacked(codec, body, records, dictionary):
    if codec == 0:
        return body
    if codec == 2:
        stream = zlib.decompressobj(-15, zdict=dictionary)
        plain = stream.decompress(body)
        require(stream.eof and not stream.unused_data, "a body of codec 2 is not one stream")
        return plain
    require(codec == 1, f"an unknown codec, codec={codec}")
    (in_chunk,) = struct.unpack_from(">I", body)
    chunks = -(-records // in_chunk)
    head = 4 + 12 * chunks
    require(struct.unpack_from(">I", body, head)[0] == crc32c(body[:head]), "the checksum of a table of chunks")
    plain = b""
    at = head + 4
    for number in range(chunks):
        raw, stored, crc = struct.unpack_from(">III", body, 4 + 12 * number)
        chunk = body[at : at + stored]
        require(crc32c(chunk) == crc, "the checksum of a chunk")
        chunk = chunk if raw == stored else lz4(chunk)
        require(len(chunk) == raw, "the raw length of a chunk")
        plain += chunk
        at += stored
    require(at == len(body), "bytes follow behind the chunks")
    return plain


def envelope(excerpt, dictionary):
    """Sequence number, first position, root, payloads."""
    magic, version, codec, _, sequence, first, count, stored, raw, body_crc = struct.unpack_from(">4sBBHQQIIII", excerpt)
    require(magic == b"ANNL" and version == 1, "not an excerpt of version 1")
    require(struct.unpack_from(">I", excerpt, 76)[0] == crc32c(excerpt[:76]), "the checksum of an envelope")
    body = excerpt[80:]
    require(len(body) == stored and crc32c(body) == body_crc, f"the body of excerpt {sequence}")
    plain = unpacked(codec, body, count, dictionary)
    require(len(plain) == raw, f"the raw length of excerpt {sequence}")
    payloads = []
    at = 0
    for _ in range(count):
        (length,) = struct.unpack_from(">I", plain, at + 14)
        payloads.append(plain[at + 18 : at + 18 + length])
        at += 18 + length
    require(at == raw, f"the records of excerpt {sequence}")
    return sequence, first, excerpt[40:72], payloads


def frames(data):
    at = 0
    while at + 4 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if length == 0 or at + 4 + length > len(data):
            return
        yield data[at + 4 : at + 4 + length]
        at += 4 + length


def documents(data):
    at = 0
    while at + 4 <= len(data):
        (header,) = struct.unpack_from("<I", data, at)
        length = header & 0x3FFFFFFF
        if header == 0 or header >> 31 or at + 4 + length > len(data):
            return
        if not header >> 30:
            yield data[at + 4 : at + 4 + length]
        at = at + 4 + length + 3 & ~3


def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def pruned(journal, tree):
    """Segment, sequence number and position at which the journal begins; the hashes of what was before go into the tree."""
    if not os.path.exists(os.path.join(journal, "pruned", "base")):
        return 0, 0, 0
    base = read(journal, "pruned", "base")
    magic, version, _, segment, sequence, position, leaves_crc = struct.unpack_from(">8sIQqqqI", base)
    require(magic == b"ANNALSPR" and version == 1, "not a pruned/base of version 1")
    require(struct.unpack(">I", base[-4:])[0] == crc32c(base[:-4]), "the checksum of pruned/base")
    leaves = read(journal, "pruned", "leaves")[: 32 * position]
    require(len(leaves) == 32 * position and crc32c(leaves) == leaves_crc, "pruned/leaves is damaged")
    for at in range(0, len(leaves), 32):
        tree.add(leaves[at : at + 32])
    require(tree.root() == base[72:104], "pruned/leaves and pruned/base are of two trees")
    (subtrees,) = struct.unpack_from(">I", base, 104)
    edge = [base[at : at + 32] for at in range(108, 108 + 32 * subtrees, 32)]
    require(edge == [hash for _, hash in tree.parts], "the complete subtrees in pruned/base")
    return segment, sequence, position


def segments(journal, engine, segment, next_sequence):
    """The excerpts, file after file; where the next file begins depends on how many there were."""
    while True:
        if engine == "chronicle":
            day = datetime.date(1970, 1, 1) + datetime.timedelta(days=segment)
            name, row = day.strftime("%Y%m%dF.cq4"), documents
        else:
            name, row = f"{next_sequence():020d}.excerpts", frames
        if not os.path.exists(os.path.join(journal, "segments", name)):
            return
        yield from row(read(journal, "segments", name))
        segment += 1


def acknowledged(journal):
    """Sequence number and position behind all that was acknowledged, and whether the log was closed."""
    slots = []
    data = read(journal, "high-water")
    for at in (0, 4096):
        slot = data[at : at + 64]
        if slot[:5] == b"ANHW\1" and struct.unpack_from(">I", slot, 60)[0] == crc32c(slot[:60]):
            slots.append(struct.unpack_from(">QQQ", slot, 8))
    require(slots, "no slot of high-water is whole")
    return max(slots)[1:]


def main(journal, dictionary_file):
    description = json.loads(read(journal, "journal.json"))
    require(description["format"] == 2, "another format")
    dictionary = read(dictionary_file)
    tree = Tree()
    segment, sequence, position = pruned(journal, tree)
    for excerpt in segments(journal, description["engine"], segment, lambda: sequence):
        found, first, root, payloads = envelope(excerpt, dictionary)
        require((found, first) == (sequence, position), f"excerpt {sequence} at {position} was expected, not {found} at {first}")
        for payload in payloads:
            tree.add(sha256(b"\0", payload))
            sys.stdout.buffer.write(payload + b"\n")
        require(root in (bytes(32), tree.root()), f"the root of excerpt {sequence}")
        sequence += 1
        position += len(payloads)
    excerpts, records = acknowledged(journal)
    require(sequence >= excerpts and position >= records, f"the end is missing: {records} records were acknowledged")
    print(f"read_journal: {position} records in {sequence} excerpts are whole", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
