/**
 * The pack room: bytes made smaller, for whatever room stores them.
 *
 * <p>Door: {@link dev.annals.store.pack.Lz4}, single blocks. It knows no records and no files, and fails with nothing of its own: a block
 * that cannot be unpacked is the caller's to judge.
 *
 * <p>The compression library (lz4-java) is known to this room only.
 */
@NullMarked
package dev.annals.store.pack;

import org.jspecify.annotations.NullMarked;
