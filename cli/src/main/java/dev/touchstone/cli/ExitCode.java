package dev.touchstone.cli;

/** What a command's end tells the shell. The help of the command itself lists the same. */
final class ExitCode {
    static final int OK = 0;
    static final int USAGE = 1;
    static final int INPUT = 2;
    static final int BACKEND = 3;
    /** As EX_SOFTWARE of BSD's sysexits.h. */
    static final int INTERNAL = 70;

    private ExitCode() {}
}
