package dev.touchstone.paddle.lowering;

import dev.touchstone.ModelFormatException;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which variables the caller feeds and gets. Feed and fetch operators say so by column; programs without them are read
 * by what is missing and what is left over.
 *
 * @param feeds variables in the order of their columns, each once
 * @param fetches variables in the order of their columns; one may occur twice, or be a feed or a parameter
 */
record Endpoints(List<String> feeds, List<String> fetches) {
    private static final String FEED = "feed";
    private static final Set<String> FETCHES = Set.of("fetch", "fetch_v2");

    /** Output slots that hold what an operator is there for. */
    private static final Set<String> RESULTS = Set.of("Out", "Output", "Y");

    static boolean isEndpoint(Op op) {
        return op.type().equals(FEED) || FETCHES.contains(op.type());
    }

    static Endpoints of(Program program, Consumer<String> warn) {
        var main = program.blocks().getFirst();
        var feeds = columns(program, main, Set.of(FEED), "Out", false);
        var seen = new HashSet<String>();
        for (var feed : feeds) {
            if (!seen.add(feed)) {
                throw new ModelFormatException(
                        program.source(),
                        "block 0: variable '" + feed + "' is fed twice; expected one feed operator for it");
            }
        }
        var fetches = columns(program, main, FETCHES, "X", true);
        if (fetches.isEmpty()) {
            fetches = leftOver(main);
            if (fetches.isEmpty()) {
                throw new ModelFormatException(
                        program.source(),
                        "block 0: has no fetch operator and no result; expected an inference program");
            }
            warn.accept("the program has no fetch operators: outputs are the results that no operator reads, "
                    + String.join(", ", fetches));
        }
        if (main.ops().stream().noneMatch(op -> op.type().equals(FEED))) {
            feeds = missing(program, main);
            if (!feeds.isEmpty()) {
                warn.accept("the program has no feed operators: inputs are the variables marked need_check_feed, "
                        + String.join(", ", feeds));
            }
        }
        return new Endpoints(feeds, fetches);
    }

    private static List<String> columns(Program program, Block main, Set<String> types, String slot, boolean input) {
        var ops = main.ops().stream().filter(op -> types.contains(op.type())).toList();
        var names = new String[ops.size()];
        for (var op : ops) {
            var place = Place.of(program.source(), op);
            var arguments = (input ? op.inputs() : op.outputs()).getOrDefault(slot, List.of());
            if (arguments.size() != 1) {
                throw place.malformed("slot '" + slot + "'", "has " + arguments.size() + " arguments; expected 1");
            }
            int column = new AttributeReader(place, op.attributes())
                    .integer("col")
                    .orElseThrow(
                            () -> place.malformed("attribute 'col'", "is missing and has no default; expected INT"));
            if (column < 0 || column >= names.length) {
                throw place.malformed(
                        "attribute 'col'",
                        "is " + column + "; expected 0.." + (names.length - 1) + ", each once, for " + names.length
                                + " operators");
            }
            if (names[column] != null) {
                throw place.malformed("attribute 'col'", "is " + column + ", which an earlier operator has already");
            }
            names[column] = arguments.getFirst();
        }
        return List.of(names);
    }

    private static List<String> missing(Program program, Block main) {
        var produced = new HashSet<String>(program.parameters().keySet());
        var found = new LinkedHashSet<String>();
        for (var op : main.ops()) {
            for (var arguments : op.inputs().values()) {
                for (var argument : arguments) {
                    var variable = main.variables().get(argument);
                    if (variable != null
                            && variable.needCheckFeed()
                            && !variable.persistable()
                            && !produced.contains(argument)) {
                        found.add(argument);
                    }
                }
            }
            op.outputs().values().forEach(produced::addAll);
        }
        return List.copyOf(found);
    }

    private static List<String> leftOver(Block main) {
        var read = new HashSet<String>();
        main.ops().forEach(op -> op.inputs().values().forEach(read::addAll));
        var found = new LinkedHashSet<String>();
        for (var op : main.ops()) {
            for (var slot : op.outputs().entrySet()) {
                if (RESULTS.contains(slot.getKey()) && !isEndpoint(op)) {
                    for (var argument : slot.getValue()) {
                        var variable = main.variables().get(argument);
                        if (!read.contains(argument) && variable != null && !variable.persistable()) {
                            found.add(argument);
                        }
                    }
                }
            }
        }
        return List.copyOf(found);
    }
}
