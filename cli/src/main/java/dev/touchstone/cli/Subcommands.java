package dev.touchstone.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/** The subcommands by name. A call gets those that it can reach or show, and no more. */
final class Subcommands {
    /**
     * Makes what picocli asks for by class: lists for options with several values. Its own factory, which everything
     * else goes to, begins by looking for Groovy.
     */
    static final IFactory FACTORY = new IFactory() {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            return type == List.class
                    ? type.cast(new ArrayList<>())
                    : CommandLine.defaultFactory().create(type);
        }
    };

    private static final String HELP = "help";

    /** A subcommand, and what the list of commands says of it. */
    private record Subcommand(String header, Supplier<Options> made) {
        CommandSpec described(String name) {
            return Syntax.of(name, header, made.get());
        }
    }

    /** In the order of the help text, at the end of which picocli's own {@link HelpCommand} stands. */
    private static final Map<String, Subcommand> ALL = all();

    /** What must know every other command. */
    private static final Set<String> NEED_ALL = Set.of(HELP, "completion");

    private static final Set<String> TOP_HELP = Set.of("-h", "--help");
    private static final Set<String> TOP_VERSION = Set.of("-V", "--version");

    private Subcommands() {}

    private static Map<String, Subcommand> all() {
        var all = new LinkedHashMap<String, Subcommand>();
        all.put("classify", new Subcommand("Say what is on a picture.", ClassifyCommand::new));
        all.put("run", new Subcommand("Run a model on tensors from files.", RunCommand::new));
        all.put("inspect", new Subcommand("Say what a model takes, gives and consists of.", InspectCommand::new));
        all.put("opt", new Subcommand("Mark what a neural processor is to run, and convert.", OptCommand::new));
        all.put("compare", new Subcommand("Find where two ways of computing differ.", CompareCommand::new));
        all.put("eval", new Subcommand("Measure how often a classifier is right.", EvalCommand::new));
        all.put("quantize", new Subcommand("Make an int8 model of a float32 one.", QuantizeCommand::new));
        all.put("bench", new Subcommand("Measure how long a model takes.", BenchCommand::new));
        all.put("backends", new Subcommand("List what can run models on this machine.", BackendsCommand::new));
        all.put("compile", new Subcommand("Compile a model ahead of time.", CompileCommand::new));
        all.put("doctor", new Subcommand("Find out why a backend does not work here.", DoctorCommand::new));
        all.put("host", new Subcommand("Lend this machine's backends to another one.", HostCommand::new));
        all.put("conform", new Subcommand("Hold a backend against every rule of every operator.", ConformCommand::new));
        all.put("replay", new Subcommand("Repeat a computation that the conformance suite wrote.", ReplayCommand::new));
        all.put(
                "completion",
                new Subcommand("Print a script that completes commands in bash and zsh.", CompletionCommand::new));
        return Collections.unmodifiableMap(all);
    }

    /** Adds every subcommand. */
    static void addAll(CommandLine top) {
        ALL.forEach((name, subcommand) -> top.addSubcommand(name, subcommand.described(name)));
        top.addSubcommand(HELP, new HelpCommand());
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
            top.addSubcommand(first, named.described(first));
        } else if (alone && TOP_HELP.contains(first)) {
            ALL.forEach((name, subcommand) -> top.addSubcommand(name, headed(subcommand.header())));
            top.addSubcommand(HELP, headed("Display help information about the specified command."));
        } else {
            addAll(top);
        }
    }

    /** As much of a command as the list of commands shows. */
    private static CommandSpec headed(String header) {
        var spec = CommandSpec.create();
        spec.usageMessage().header(header);
        return spec;
    }
}
