package dev.annals.store.pack;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4JNIFastResetCompressor;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.jspecify.annotations.Nullable;

/**
 * Single blocks in the LZ4 block format. By the library's native code where it can be loaded, else by its Java code, which is slower; what
 * one has written the other reads, but their bytes may differ. Compressing belongs to one thread at a time.
 */
public final class Lz4 implements AutoCloseable {
    /** Its table is not cleared for each block, which for small blocks would take as long as the block. */
    private final @Nullable LZ4JNIFastResetCompressor nativeCompressor;

    private final LZ4Compressor compressor;

    /** Finds the fastest code that this machine can load. */
    public Lz4() {
        LZ4JNIFastResetCompressor found = null;
        try {
            found = LZ4Factory.nativeInstance().fastResetCompressor();
        } catch (RuntimeException | LinkageError noNativeCode) {
            // No native code for this machine, or no room to unpack it: the Java code does the same.
        }
        nativeCompressor = found;
        compressor = found == null ? LZ4Factory.fastestJavaInstance().fastCompressor() : found;
    }

    /**
     * The most bytes that a block can need.
     *
     * @param length its bytes before
     * @return at most these after
     */
    public static int most(int length) {
        return length + length / 255 + 16;
    }

    /**
     * Compresses one block.
     *
     * @param from holds it
     * @param at where it begins
     * @param length its bytes
     * @param to takes the result; there must be room for {@link #most}
     * @param offset where to
     * @return the bytes of the result
     */
    public int compress(byte[] from, int at, int length, byte[] to, int offset) {
        return compressor.compress(from, at, length, to, offset, to.length - offset);
    }

    /**
     * Decompresses one block.
     *
     * @param from holds it
     * @param at where it begins
     * @param length its bytes
     * @param to takes the result
     * @param offset where to
     * @param wanted how many bytes that must be
     * @return false if it is no block of so many
     */
    public static boolean decompress(byte[] from, int at, int length, byte[] to, int offset, int wanted) {
        try {
            return Holder.DECOMPRESSOR.decompress(from, at, length, to, offset, wanted) == wanted;
        } catch (LZ4Exception damaged) {
            return false;
        }
    }

    @Override
    public void close() {
        if (nativeCompressor != null) {
            nativeCompressor.close();
        }
    }

    private static final class Holder {
        static final LZ4SafeDecompressor DECOMPRESSOR =
                LZ4Factory.fastestInstance().safeDecompressor();
    }
}
