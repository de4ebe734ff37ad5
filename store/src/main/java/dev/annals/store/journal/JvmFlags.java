package dev.annals.store.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * The flags that Chronicle needs from the JVM, checked before any of its code runs: with only some of them it opens a queue silently
 * for reading only.
 */
final class JvmFlags {
    /** All flags, as the documentation gives them. The last only silences a warning, so that it is not required. */
    static final List<String> ALL = List.of(
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");

    private static final List<String> REQUIRED_PACKAGES = List.of("sun.nio.ch", "java.lang.reflect");

    private JvmFlags() {}

    /**
     * Requires the flags.
     *
     * @throws JvmFlagsMissingException if one is missing; the message has them ready to paste
     */
    static void require() {
        Module needy = needyModule();
        List<String> closed = new ArrayList<>();
        for (String each : REQUIRED_PACKAGES) {
            if (!Object.class.getModule().isOpen(each, needy)) {
                closed.add(each);
            }
        }
        if (!closed.isEmpty()) {
            throw new JvmFlagsMissingException("the JVM was started without flags that the journal needs, closed="
                    + closed + "; start java with: " + String.join(" ", ALL));
        }
    }

    /** The module that Chronicle's code is in, found without running any of it. */
    private static Module needyModule() {
        try {
            return Class.forName("net.openhft.chronicle.core.Jvm", false, JvmFlags.class.getClassLoader())
                    .getModule();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("chronicle-core is missing from the class path; add it", e);
        }
    }
}
