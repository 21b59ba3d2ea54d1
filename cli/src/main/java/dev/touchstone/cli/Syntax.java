package dev.touchstone.cli;

import java.util.LinkedHashMap;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What picocli is told of one command, by calls. Annotations say the same more briefly, but Java reads them through
 * classes that it makes at run time, which takes longer than to start Java.
 */
final class Syntax {
    private final CommandSpec spec;

    private Syntax(CommandSpec spec) {
        this.spec = spec;
    }

    /**
     * The description of a command.
     *
     * @param header what the list of commands says of it
     */
    static CommandSpec of(String name, String header, Options command) {
        var syntax = new Syntax(CommandSpec.wrapWithoutInspection(command).name(name));
        syntax.spec
                .usageMessage()
                .header(header)
                .synopsisHeading("%nUsage: ")
                .descriptionHeading("%n")
                .optionListHeading("%nOptions:%n");
        command.declare(syntax);
        return syntax.spec;
    }

    /** The description itself. */
    CommandSpec spec() {
        return spec;
    }

    /** Paragraphs above the options. */
    Syntax description(String... lines) {
        spec.usageMessage().description(lines);
        return this;
    }

    /** Examples below them. */
    Syntax footer(String... lines) {
        spec.usageMessage().footerHeading("%nExamples:%n").footer(lines);
        return this;
    }

    /** What the exit codes mean, each {@code CODE: MEANING}, if other than always. */
    Syntax exitCodes(String... lines) {
        var codes = new LinkedHashMap<String, String>();
        for (var line : lines) {
            int colon = line.indexOf(':');
            codes.put(line.substring(0, colon), line.substring(colon + 1));
        }
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
        return this;
    }

    /** The options of a group, at this place. */
    Syntax with(Options group) {
        group.declare(this);
        return this;
    }

    /** Options of which one call may have one at most. */
    Syntax oneOf(Argument<?>... options) {
        var group = ArgGroupSpec.builder().exclusive(true).multiplicity("0..1");
        for (var option : options) {
            group.addArg(option.option());
        }
        spec.addArgGroup(group.build());
        return this;
    }

    /** An option. */
    Syntax add(Argument<?> option) {
        spec.addOption(option.option());
        return this;
    }

    /** What stands on the command line without a name. */
    Syntax positional(Argument<?> parameter) {
        spec.addPositional(parameter.positional());
        return this;
    }

    /** {@code --help} and {@code --version}. */
    Syntax standard() {
        spec.versionProvider(new Version());
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
        return this;
    }
}
