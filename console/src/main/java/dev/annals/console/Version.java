package dev.annals.console;

import picocli.CommandLine.IVersionProvider;

/** The version, as the jar's manifest says it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Annals.class.getPackage().getImplementationVersion();
        return new String[] {
            "annals " + (version == null ? "(not packaged)" : version),
            "Java " + Runtime.version() + " on " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
