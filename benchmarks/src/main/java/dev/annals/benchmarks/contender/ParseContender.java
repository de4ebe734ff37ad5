package dev.annals.benchmarks.contender;

/** Understands each page and forgets it. */
final class ParseContender implements Contender {
    private long logs;
    private long bytes;

    @Override
    public int append(byte[] page) {
        int found = Tokens.walk(page, (all, offset, length) -> bytes += length);
        logs += found;
        return found;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public long logs() {
        return logs;
    }

    @Override
    public void close() {}
}
