package dev.touchstone.paddle.lowering;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.ModelFormatException;
import dev.touchstone.UnsupportedOperatorException;
import dev.touchstone.model.Endpoint;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Subgraphs;
import dev.touchstone.tensor.DataType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Everything about a program that does not depend on shapes, checked once: what is fed and fetched, which operators are
 * needed, what each one means.
 *
 * @param feeds in the order of their columns
 * @param outputs what is fetched as the program declares it, in the order of the columns
 * @param fetches the definitions that are fetched, in the same order
 * @param steps in program order
 */
record PreparedProgram(
        List<Endpoint> feeds,
        List<Endpoint> outputs,
        List<Ref> fetches,
        List<PreparedOp> steps,
        List<String> warnings) {
    /**
     * One needed operator.
     *
     * @param base name of its first output
     * @param outputs names of the definitions that it computes
     * @param scales of its inputs by their names, as Paddle Lite records them
     * @param device what a partition says it runs on; empty outside of every part
     */
    record PreparedOp(
            Place place,
            String base,
            Set<String> outputs,
            Map<String, List<Float>> scales,
            String device,
            Lowering.Step step) {}

    /**
     * Checks and prepares a program.
     *
     * @throws ModelFormatException if operators, variables and attributes do not make a program
     * @throws UnsupportedOperatorException if it needs what no lowering exists for
     * @throws InvalidGraphException if attributes break an operator's rules
     */
    static PreparedProgram of(Program program) {
        return new Preparation(Dialect.of(program), Subgraphs.inline(program)).run();
    }

    /** The device of each definition that a part computes. */
    Map<String, String> devices() {
        var devices = new LinkedHashMap<String, String>();
        for (var step : steps) {
            if (!step.device().isEmpty()) {
                step.outputs().forEach(name -> devices.put(name, step.device()));
            }
        }
        return devices;
    }

    /** The work itself; used once. */
    private static final class Preparation {
        private final Program program;
        private final Dialect dialect;
        private final Set<String> warnings;
        private final Map<String, Integer> unknownAttributes = new LinkedHashMap<>();

        Preparation(Dialect dialect, Program program) {
            this.program = program;
            this.dialect = dialect;
            this.warnings = new LinkedHashSet<>(program.warnings());
        }

        PreparedProgram run() {
            var main = program.blocks().getFirst();
            var endpoints = Endpoints.of(program, warnings::add);
            if (dialect == Dialect.PADDLE) {
                Definitions.requireSingleWriters(program.source(), main, endpoints.feeds());
            }
            var live = Liveness.of(main, endpoints.fetches());
            requireKnown(live);
            noteDead(live);
            var definitions = new Definitions(main, live);
            program.parameters().keySet().forEach(definitions::store);
            for (var feed : endpoints.feeds()) {
                if (program.parameters().containsKey(feed)) {
                    throw fault(
                            "variable '" + feed + "'", "is fed, but stored as a parameter; expected one or the other");
                }
                definitions.feed(feed);
            }
            var feeds = endpoints.feeds().stream().map(this::feed).toList();
            var steps = new ArrayList<PreparedOp>();
            for (var op : live) {
                steps.add(prepare(op, definitions));
            }
            var fetches = endpoints.fetches().stream()
                    .map(v -> definitions.fetched(program.source(), v))
                    .toList();
            unknownAttributes.forEach((attribute, times) -> warnings.add(
                    attribute + " is not known and ignored" + (times == 1 ? "" : " (in " + times + " operators)")));
            return new PreparedProgram(
                    feeds,
                    endpoints.fetches().stream().map(this::fetch).toList(),
                    fetches,
                    List.copyOf(steps),
                    List.copyOf(warnings));
        }

        private PreparedOp prepare(Liveness.LiveOp live, Definitions definitions) {
            var op = live.op();
            var place = Place.of(program.source(), op);
            var reader = new OpReader(
                    place,
                    op,
                    dialect,
                    new OpReader.Scope(
                            program.version(),
                            variable -> definitions.resolve(place, op, variable),
                            output -> definitions.define(place, output),
                            live.read()::contains,
                            definitions::isParameter,
                            warnings::add));
            Lowering.Step step;
            try {
                step = Lowerings.of(op.type()).orElseThrow().prepare(reader);
            } catch (InvalidGraphException e) {
                throw place.invalid(e);
            }
            definitions.commit(place, op, reader.claimed());
            noteUnknownAttributes(op, reader);
            String base = reader.claimed().values().stream()
                    .findFirst()
                    .map(Ref::name)
                    .orElseThrow(() -> place.malformed("has no output"));
            var outputs = reader.claimed().values().stream().map(Ref::name).collect(Collectors.toSet());
            return new PreparedOp(place, base, outputs, reader.scales(), Devices.of(op), step);
        }

        private void requireKnown(Collection<Liveness.LiveOp> live) {
            for (var op : live) {
                if (Lowerings.of(op.op().type()).isEmpty()) {
                    var names = op.op().outputs().values().stream()
                            .flatMap(List::stream)
                            .toList();
                    throw new UnsupportedOperatorException(program.source() + ": "
                            + Place.of(program.source(), op.op()) + ", outputs " + names
                            + ": no lowering for operator type '" + op.op().type() + "'; supported are "
                            + String.join(", ", Lowerings.types()));
                }
            }
        }

        private void noteDead(Collection<Liveness.LiveOp> live) {
            var needed = live.stream().map(o -> o.op().index()).collect(Collectors.toSet());
            var types = new TreeSet<String>();
            for (var op : program.blocks().getFirst().ops()) {
                if (!needed.contains(op.index())
                        && !Endpoints.isEndpoint(op)
                        && Lowerings.of(op.type()).isEmpty()) {
                    types.add(op.type());
                }
            }
            if (!types.isEmpty()) {
                warnings.add("operators of types without a lowering are dropped, since no output needs them: "
                        + String.join(", ", types));
            }
        }

        private void noteUnknownAttributes(Op op, OpReader reader) {
            reader.attributes().unread().forEach((name, value) -> {
                if (!IgnoredAttributes.contains(name, value)) {
                    unknownAttributes.merge("attribute '" + name + "' of " + op.type(), 1, Integer::sum);
                }
            });
        }

        private Endpoint feed(String variable) {
            var declared = program.blocks().getFirst().variables().get(variable);
            if (declared == null) {
                throw fault("variable '" + variable + "'", "is fed, but not declared");
            }
            if (declared.dataType() < 0 && declared.dims().isEmpty()) {
                return undeclared(variable);
            }
            var extents = new ArrayList<Integer>();
            for (long extent : declared.dims()) {
                if (extent < -1 || extent == 0 || extent > Integer.MAX_VALUE) {
                    throw fault(
                            "variable '" + variable + "'",
                            "is fed with declared shape " + declared.dims() + "; expected extents of -1 (open) or 1.."
                                    + Integer.MAX_VALUE);
                }
                extents.add((int) extent);
            }
            return new Endpoint(variable, fedType(variable, declared.dataType()), extents);
        }

        /** The oldest .nb files declare no types and shapes; what reads the variable tells some of it. */
        private Endpoint undeclared(String variable) {
            var names = new HashSet<>(List.of(variable));
            for (var op : program.blocks().getFirst().ops()) {
                if (op.type().startsWith("fake_quantize") && reads(op, "X", names)) {
                    names.addAll(op.outputs().getOrDefault("Out", List.of()));
                }
                if (op.type().endsWith("conv2d") && reads(op, "Input", names)) {
                    int channels = channels(op);
                    if (channels > 0) {
                        warnings.add("input '" + variable + "' has no declared type and shape; taken as float32"
                                + " with the channels that conv2d reads");
                        return new Endpoint(variable, DataType.FLOAT32, List.of(-1, channels, -1, -1));
                    }
                }
            }
            throw new UnsupportedOperatorException(program.source() + ": block 0, variable '" + variable
                    + "': is fed, has no declared type and shape, and no conv2d reads it; supported are inputs that are"
                    + " declared, or read by a conv2d");
        }

        private static boolean reads(Op op, String slot, Set<String> names) {
            return op.inputs().getOrDefault(slot, List.of()).stream().anyMatch(names::contains);
        }

        /** The channels of a convolution's input, by its filter; 0 if that is not stored. */
        private int channels(Op op) {
            var filters = op.inputs().getOrDefault("Filter", List.of());
            var filter = filters.isEmpty() ? null : program.parameters().get(filters.getFirst());
            if (filter == null || filter.type().rank() != 4) {
                return 0;
            }
            long groups = op.attributes().get("groups") instanceof Attribute.Int(long g) ? g : 1;
            long channels = filter.shape().extent(1) * Math.clamp(groups, 1L, Integer.MAX_VALUE);
            return channels <= Integer.MAX_VALUE ? (int) channels : 0;
        }

        /** Declarations of computed variables are hints: types and extents that mean nothing are taken as open. */
        private Endpoint fetch(String variable) {
            var declared = Objects.requireNonNull(
                    program.blocks().getFirst().variables().get(variable));
            return new Endpoint(
                    variable,
                    ElementTypes.of(declared.dataType()).orElse(DataType.FLOAT32),
                    declared.dims().stream()
                            .map(e -> e >= 1 && e <= Integer.MAX_VALUE ? (int) (long) e : -1)
                            .toList());
        }

        private DataType fedType(String variable, int code) {
            var type = ElementTypes.of(code);
            if (type.isPresent()) {
                return type.get();
            }
            if (ElementTypes.isWiderOrNarrowerFloat(code)) {
                warnings.add("input '" + variable + "' is declared as " + ElementTypes.describe(code)
                        + " and taken as float32");
                return DataType.FLOAT32;
            }
            throw new UnsupportedOperatorException(program.source() + ": block 0, variable '" + variable
                    + "': is fed as " + ElementTypes.describe(code) + "; supported is " + ElementTypes.SUPPORTED);
        }

        private ModelFormatException fault(String part, String what) {
            return new ModelFormatException(program.source(), "block 0, " + part + ": " + what);
        }
    }
}
