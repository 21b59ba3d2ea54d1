package dev.touchstone.cli;

/** Something that the command line sets: a command, or options that several commands have. */
interface Options {
    /** Says which arguments there are, in the order of the help text. */
    void declare(Syntax syntax);
}
