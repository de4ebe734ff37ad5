/**
 * Show: the command line of Annals. It adds words, tables and exit codes to what the other rooms do, and nothing else.
 *
 * <p>Door: {@link dev.annals.console.Main}. Each command is one hidden class; {@code Io} is all that a command knows of the
 * outside (streams, environment, clock, the wish to stop), so that every command runs inside a test.
 *
 * <p>Threads: a command runs on one thread. Results for programs go to standard output, words for people to standard error. Commands
 * fail by exception; {@code Failures} turns each into one message and one {@code ExitCode}. API keys come from the environment or a
 * file and are never printed.
 */
@NullMarked
package dev.annals.console;

import org.jspecify.annotations.NullMarked;
