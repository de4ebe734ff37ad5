package dev.annals.benchmarks.fetch;

import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import java.io.IOException;

/** A sandbox in a process of its own: prints where it listens and ends when its standard input does. Argument: how many logs. */
final class SandboxProcess {
    private SandboxProcess() {}

    public static void main(String[] args) throws IOException {
        SandboxOptions options = SandboxOptions.builder()
                .logs(Long.parseLong(args[0]))
                .seed(1)
                .requestsPerSecond(Integer.MAX_VALUE)
                .build();
        try (Sandbox sandbox = Sandbox.start(options)) {
            System.out.println(sandbox.uri());
            while (System.in.read() >= 0) {
                // Only its end says something.
            }
        }
    }
}
