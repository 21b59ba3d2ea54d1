package dev.touchstone.paddle.opt;

import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Block;
import dev.touchstone.paddle.program.Op;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.paddle.program.Subgraphs;
import dev.touchstone.paddle.write.StoredParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Marks a program: operators that a neural processor is to run go into parts, one operator {@code subgraph} each, with
 * the part's operators in a block of their own, as Paddle Lite's {@code opt} writes them. Operators keep their
 * attributes, so the program computes the same bits as before. Marks that are there already are undone first.
 */
public final class Optimizer {
    /** Kernel types of Paddle Lite: target host or RKNPU, precision, layout. */
    private static final Map<String, String> KERNELS =
            Map.of("feed", "feed/def/1/4/2", "fetch", "fetch/def/1/4/2", Subgraphs.TYPE, "subgraph/def/12/2/1");

    private final Program program;
    private final Block main;
    private final List<Op> ops = new ArrayList<>();
    private final List<Boolean> marked = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();

    private Optimizer(Program program) {
        this.program = program;
        this.main = program.blocks().getFirst();
    }

    /**
     * Marks a program for some targets.
     *
     * @param targets in order of preference; without {@link Target#RKNPU} everything is for the processor
     * @throws dev.touchstone.TouchstoneException if the program is malformed
     */
    public static Optimized optimize(Program program, List<Target> targets, PartitionFile partition) {
        var plain = Subgraphs.inline(program);
        return new Optimizer(plain).run(targets, new NeuralProcessor(plain, partition));
    }

    private Optimized run(List<Target> targets, NeuralProcessor processor) {
        var feeds = new ArrayList<Op>();
        var fetches = new ArrayList<Op>();
        for (var op : main.ops()) {
            switch (op.type()) {
                case "feed" -> feeds.add(op);
                case "fetch", "fetch_v2" -> fetches.add(op);
                default -> ops.add(withoutMark(op));
            }
        }
        for (var op : ops) {
            var reason = targets.contains(Target.RKNPU) ? processor.refusal(op) : Optional.of("");
            marked.add(reason.isEmpty());
            if (!isScale(op)) {
                decisions.add(new Decision(
                        feeds.size() + decisions.size(),
                        op.type(),
                        Parts.names(op.outputs()).stream().sorted().findFirst().orElse(""),
                        reason.isEmpty() ? Target.RKNPU : Target.ARM,
                        reason.filter(r -> !r.isEmpty())));
            }
        }
        markScales();
        return new Optimized(partition(feeds, fetches), decisions, blocks.size() - 1);
    }

    private static boolean isScale(Op op) {
        return op.type().startsWith("fake_")
                || op.type().endsWith("quantize_linear")
                || op.type().equals("moving_average_abs_max_scale")
                || op.type().equals("calib");
    }

    private static boolean scalesBack(Op op) {
        return op.type().startsWith("fake_dequantize")
                || op.type().startsWith("fake_channel_wise_dequantize")
                || op.type().equals("moving_average_abs_max_scale");
    }

    /** Operators that carry scales go with the operator whose scale they carry. */
    private void markScales() {
        var producers = new HashMap<String, Integer>();
        for (int i = 0; i < ops.size(); i++) {
            var op = ops.get(i);
            if (scalesBack(op)) {
                var producer = op.inputs().getOrDefault("X", List.of()).stream()
                        .map(producers::get)
                        .filter(p -> p != null)
                        .findFirst();
                marked.set(i, producer.isPresent() && marked.get(producer.get()));
            }
            for (var name : Parts.names(op.outputs())) {
                producers.put(name, i);
            }
        }
        var wanted = new HashSet<String>();
        for (int i = ops.size() - 1; i >= 0; i--) {
            var op = ops.get(i);
            if (isScale(op) && !scalesBack(op)) {
                marked.set(i, Parts.names(op.outputs()).stream().anyMatch(wanted::contains));
            }
            if (marked.get(i)) {
                wanted.addAll(Parts.names(op.inputs()));
            }
        }
    }

    private static Op withoutMark(Op op) {
        // What Paddle Lite wrote of its own kernels stays; the mark of a part goes with the part.
        boolean ofPart = op.attributes().get(Subgraphs.KERNEL) instanceof Attribute.Text(String kernel)
                && kernel.startsWith(Subgraphs.TYPE + "/");
        if (!ofPart) {
            return op;
        }
        var attributes = new HashMap<>(op.attributes());
        attributes.remove(Subgraphs.KERNEL);
        return new Op(0, op.index(), op.type(), op.inputs(), op.outputs(), attributes);
    }

    private Program partition(List<Op> feeds, List<Op> fetches) {
        var result = new ArrayList<Op>();
        blocks.add(main); // Replaced when its operators are known.
        feeds.forEach(op -> result.add(withKernel(op)));
        for (var group : Parts.of(ops, marked)) {
            if (marked.get(group.getFirst())) {
                result.add(part(group.stream().map(ops::get).toList(), fetches));
            } else {
                group.forEach(i -> result.add(ops.get(i)));
            }
        }
        fetches.forEach(op -> result.add(withKernel(op)));
        blocks.set(0, new Block(0, -1, main.variables(), numbered(0, result)));
        return new Program(
                program.source(), program.name(), program.version(), blocks, program.parameters(), program.warnings());
    }

    private static Op withKernel(Op op) {
        var attributes = new HashMap<>(op.attributes());
        attributes.put(Subgraphs.KERNEL, new Attribute.Text(KERNELS.getOrDefault(op.type(), "fetch/def/1/4/2")));
        return new Op(op.block(), op.index(), op.type(), op.inputs(), op.outputs(), attributes);
    }

    private static List<Op> numbered(int block, List<Op> list) {
        var numbered = new ArrayList<Op>();
        for (var op : list) {
            numbered.add(new Op(block, numbered.size(), op.type(), op.inputs(), op.outputs(), op.attributes()));
        }
        return numbered;
    }

    /** The operator that stands for a part, whose operators go into a block of their own. */
    private Op part(List<Op> members, List<Op> fetches) {
        int index = blocks.size();
        blocks.add(new Block(index, 0, Map.of(), numbered(index, members)));
        var inside = new TreeSet<>(StoredParameters.ORDER);
        var inputs = new TreeSet<>(StoredParameters.ORDER);
        for (var op : members) {
            Parts.names(op.inputs()).stream().filter(n -> !inside.contains(n)).forEach(inputs::add);
            inside.addAll(Parts.names(op.outputs()));
        }
        inputs.remove("");
        var outside = new HashSet<String>();
        var mine = Set.copyOf(members);
        ops.stream().filter(o -> !mine.contains(o)).forEach(o -> outside.addAll(Parts.names(o.inputs())));
        fetches.forEach(o -> outside.addAll(Parts.names(o.inputs())));
        var parameters = program.parameters().keySet();
        var attributes = new HashMap<String, Attribute>();
        attributes.put(Subgraphs.SUB_BLOCK, new Attribute.Int(index));
        attributes.put(Subgraphs.KERNEL, new Attribute.Text(KERNELS.getOrDefault(Subgraphs.TYPE, "")));
        attributes.put(
                "input_data_names",
                new Attribute.Texts(
                        inputs.stream().filter(n -> !parameters.contains(n)).toList()));
        attributes.put(
                "output_data_names",
                new Attribute.Texts(inside.stream().filter(outside::contains).toList()));
        return new Op(
                0,
                0,
                Subgraphs.TYPE,
                Map.of("Inputs", List.copyOf(inputs)),
                Map.of("Outputs", List.copyOf(inside)),
                attributes);
    }
}
