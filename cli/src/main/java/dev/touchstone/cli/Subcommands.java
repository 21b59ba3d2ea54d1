package dev.touchstone.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The subcommands by name. Describing one to picocli means reading all its annotations, which takes as long as starting
 * Java: a call gets what it needs and no more.
 */
final class Subcommands {
    /** In the order of the help text. */
    private static final Map<String, Class<?>> ALL = all();

    /** What must know every other command. */
    private static final Set<String> NEED_ALL = Set.of("help", "completion");

    private static final Set<String> TOP_HELP = Set.of("-h", "--help");
    private static final Set<String> TOP_VERSION = Set.of("-V", "--version");

    private Subcommands() {}

    private static Map<String, Class<?>> all() {
        var all = new LinkedHashMap<String, Class<?>>();
        all.put("classify", ClassifyCommand.class);
        all.put("run", RunCommand.class);
        all.put("inspect", InspectCommand.class);
        all.put("opt", OptCommand.class);
        all.put("compare", CompareCommand.class);
        all.put("eval", EvalCommand.class);
        all.put("quantize", QuantizeCommand.class);
        all.put("bench", BenchCommand.class);
        all.put("backends", BackendsCommand.class);
        all.put("compile", CompileCommand.class);
        all.put("doctor", DoctorCommand.class);
        all.put("host", HostCommand.class);
        all.put("conform", ConformCommand.class);
        all.put("replay", ReplayCommand.class);
        all.put("completion", CompletionCommand.class);
        all.put("help", HelpCommand.class);
        return Collections.unmodifiableMap(all);
    }

    /** Adds every subcommand. */
    static void addAll(CommandLine top) {
        ALL.forEach((BiConsumer<String, Class<?>>) top::addSubcommand);
    }

    /** Adds those that a call with these arguments can reach or show. */
    static void addFor(CommandLine top, String... arguments) {
        var first = arguments.length == 0 ? "--help" : arguments[0];
        boolean alone = arguments.length <= 1;
        if (alone && TOP_VERSION.contains(first)) {
            return;
        }
        var named = NEED_ALL.contains(first) ? null : ALL.get(first);
        if (named != null) {
            top.addSubcommand(first, named);
        } else if (alone && TOP_HELP.contains(first)) {
            ALL.forEach((name, type) -> top.addSubcommand(name, headerOf(type)));
        } else {
            addAll(top);
        }
    }

    /** What the list of commands says of one. */
    private static CommandSpec headerOf(Class<?> type) {
        var header = CommandSpec.create();
        header.usageMessage().header(type.getAnnotation(Command.class).header());
        return header;
    }
}
