package dev.annals.benchmarks;

/** What a measured JVM is started with: forks do not inherit a manifest, so that it stands on each benchmark. */
final class Flags {
    static final String OPEN_CHANNELS = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";
    static final String OPEN_REFLECTION = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";
    static final String EXPORT_CLEANER = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";
    static final String NO_BANNER = "-Dchronicle.announcer.disable=true";
    static final String HEAP_START = "-Xms1g";
    static final String HEAP = "-Xmx1g";

    private Flags() {}
}
