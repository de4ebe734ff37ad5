package dev.annals.console;

/** What a program that started us may rely on. */
final class ExitCode {
    /** Done as asked. */
    static final int DONE = 0;
    /** Done, and something was found: damage, or a demo that did not hold. */
    static final int FINDINGS = 1;
    /** The command was not understood. */
    static final int USAGE = 2;
    /** The journal is missing, locked, damaged, of another format, or out of space. */
    static final int JOURNAL = 3;
    /** The provider refused. */
    static final int REFUSED = 4;
    /** The provider cannot be reached, fails, or asks for too much patience. */
    static final int UNREACHABLE = 5;
    /** A defect of this program ({@code EX_SOFTWARE}). */
    static final int DEFECT = 70;
    /** What was asked for could not be written out ({@code EX_IOERR}). */
    static final int OUTPUT = 74;

    private ExitCode() {}
}
