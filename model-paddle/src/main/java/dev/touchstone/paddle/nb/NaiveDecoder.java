package dev.touchstone.paddle.nb;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Attribute;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.proto.Framework.AttrType;
import dev.touchstone.paddle.proto.Framework.VarType;
import dev.touchstone.paddle.source.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Decodes meta version 0, a naive buffer. Every field is always there, and fields that its writer did not set hold
 * whatever was in memory: of an attribute only the value that its type names is looked at, of a variable only name,
 * type and persistence.
 */
final class NaiveDecoder {
    /** VarType numbers of this version, in order, as those of framework.proto. */
    private static final int[] TYPES = {
        VarType.Type.BOOL_VALUE,
        VarType.Type.INT16_VALUE,
        VarType.Type.INT32_VALUE,
        VarType.Type.INT64_VALUE,
        VarType.Type.FP16_VALUE,
        VarType.Type.FP32_VALUE,
        VarType.Type.FP64_VALUE,
        VarType.Type.SIZE_T_VALUE,
        VarType.Type.UINT8_VALUE,
        VarType.Type.INT8_VALUE,
        VarType.Type.LOD_TENSOR_VALUE,
        VarType.Type.SELECTED_ROWS_VALUE,
        VarType.Type.FEED_MINIBATCH_VALUE,
        VarType.Type.FETCH_LIST_VALUE,
        VarType.Type.STEP_SCOPES_VALUE,
        VarType.Type.LOD_RANK_TABLE_VALUE,
        VarType.Type.LOD_TENSOR_ARRAY_VALUE,
        VarType.Type.PLACE_LIST_VALUE,
        VarType.Type.READER_VALUE,
        VarType.Type.RAW_VALUE,
        VarType.Type.TUPLE_VALUE
    };

    private static final int LEAST_OPERATOR = 33;
    private static final int LEAST_VARIABLE = 73;
    private static final int LEAST_ATTRIBUTE = 81;

    private final String source;
    private final NaiveCursor in;
    private final Assembly assembly;

    NaiveDecoder(String source, NaiveCursor in, ModelLimits limits) {
        this.source = source;
        this.in = in;
        this.assembly = new Assembly(limits);
    }

    FlatProgramDecoder.Decoded program() {
        int blocks = in.count("blocks", 28);
        for (int i = 0; i < blocks; i++) {
            block(Trail.START.to("block", i));
        }
        in.at(Trail.START);
        in.skip(8, "version"); // Old writers leave it undefined.
        if (in.left() != 0) {
            throw in.fault(in.left() + " bytes follow the last block; the file is damaged");
        }
        return new FlatProgramDecoder.Decoded(0, assembly.finish(source, in));
    }

    private void block(Trail trail) {
        in.at(trail);
        var block = assembly.block(in);
        in.skip(8, "indices of the block");
        int variables = in.count("variables", LEAST_VARIABLE);
        for (int i = 0; i < variables; i++) {
            in.at(trail.to("variable", i));
            block.add(variable(), in);
        }
        in.at(trail);
        int operators = in.count("operators", LEAST_OPERATOR);
        for (int i = 0; i < operators; i++) {
            op(block, trail.to("operator", i));
        }
        in.at(trail);
        in.skip(4, "index of the block");
        block.finish();
    }

    private Variable variable() {
        var name = name("name");
        int kind = type(in.int32("type"));
        skipTensor();
        skipTensor();
        in.skip(4, "level of detail");
        skipTensor();
        in.skip(4, "level of detail");
        int readers = in.count("readers", 16);
        for (int i = 0; i < readers; i++) {
            skipTensor();
            in.skip(4, "level of detail");
        }
        int elements = in.count("elements of a tuple", 4);
        in.skip(4L * elements, "tuple");
        return new Variable(name, kind, -1, List.of(), in.bool(), false);
    }

    private void skipTensor() {
        in.skip(4, "data type");
        int extents = in.count("extents", 8);
        in.skip(8L * extents, "extents");
    }

    private int type(int number) {
        if (number < 0 || number >= TYPES.length) {
            throw in.fault("type " + number + " is outside 0.." + (TYPES.length - 1) + "; the file is damaged");
        }
        return TYPES[number];
    }

    private void op(Assembly.BlockParts block, Trail untitled) {
        in.at(untitled);
        var type = name("type");
        var trail = untitled.named(type);
        in.at(trail);
        var op = block.op(type, in);
        int inputs = in.count("inputs", 16);
        for (int i = 0; i < inputs; i++) {
            op.input(name("slot name"), arguments(), in);
        }
        int outputs = in.count("outputs", 16);
        for (int i = 0; i < outputs; i++) {
            op.output(name("slot name"), arguments(), in);
        }
        int attributes = in.count("attributes", LEAST_ATTRIBUTE);
        for (int i = 0; i < attributes; i++) {
            in.at(trail.to("attribute", i));
            attribute(op, trail.to("attribute", i));
        }
        in.at(trail);
        in.skip(1, "is_target");
        op.finish();
    }

    private List<String> arguments() {
        int count = in.count("arguments", 8);
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            names.add(name("argument"));
        }
        return names;
    }

    private void attribute(Assembly.OpParts op, Trail trail) {
        var name = name("name");
        in.at(trail.named(name));
        boolean wanted = op.wants(name, in);
        int type = in.int32("type");
        int i = in.int32("i");
        float f = in.float32("f");
        var s = in.text("s", wanted ? assembly.stringBytes() : new Limit("programBytes", Integer.MAX_VALUE));
        var ints = list("ints", 4, () -> (long) in.int32("ints"));
        var floats = list("floats", 4, () -> in.float32("floats"));
        var strings = list("strings", 8, () -> in.text("strings", assembly.stringBytes()));
        boolean b = in.bool();
        var bools = list("bools", 1, in::bool);
        int block = in.int32("block_idx");
        long l = in.int64("l");
        list("blocks_idx", 4, () -> in.int32("blocks_idx"));
        var longs = list("longs", 8, () -> in.int64("longs"));
        if (wanted) {
            op.attribute(
                    name,
                    switch (type) {
                        case AttrType.INT_VALUE -> new Attribute.Int(i);
                        case AttrType.FLOAT_VALUE -> new Attribute.Real(f);
                        case AttrType.STRING_VALUE -> new Attribute.Text(s);
                        case AttrType.INTS_VALUE -> new Attribute.Ints(ints);
                        case AttrType.FLOATS_VALUE -> new Attribute.Reals(floats);
                        case AttrType.STRINGS_VALUE -> new Attribute.Texts(strings);
                        case AttrType.BOOLEAN_VALUE -> new Attribute.Flag(b);
                        case AttrType.BOOLEANS_VALUE -> new Attribute.Flags(bools);
                        case AttrType.BLOCK_VALUE -> new Attribute.SubBlock(block);
                        case AttrType.LONG_VALUE -> new Attribute.Wide(l);
                        case AttrType.LONGS_VALUE -> new Attribute.Wides(longs);
                        default -> new Attribute.Opaque(type);
                    },
                    in);
        }
    }

    private <T> List<T> list(String what, int least, Supplier<T> element) {
        int count = in.count(what, least);
        assembly.takeElements(count, in);
        var values = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) {
            values.add(element.get());
        }
        return values;
    }

    private String name(String what) {
        return Assembly.name(in.text(what, assembly.nameBytes()), what, in);
    }

    /** Reads all parameters, to the end of the file. */
    static void parameters(NaiveCursor in, Limit nameBytes, ParameterDecoder decoder) {
        int count = in.count("parameters", 52);
        for (int i = 0; i < count; i++) {
            in.at(Trail.START.to("parameter", i));
            var name = in.text("name", nameBytes);
            in.at(Trail.START.to("parameter", i).named(name));
            in.skip(4, "model version");
            in.skip(8, "number of levels of detail");
            int levels = in.count("levels of detail", 8);
            for (int level = 0; level < levels; level++) {
                int offsets = in.count("offsets", 8);
                in.skip(8L * offsets, "offsets");
            }
            int version = in.int32("tensor version");
            if (version != 0) {
                throw in.fault("tensor version is " + version + ", expected 0");
            }
            int type = in.int32("data type");
            if (type < 0 || type >= TYPES.length) {
                throw in.fault("data type " + type + " is outside 0.." + (TYPES.length - 1) + "; the file is damaged");
            }
            int rank = in.count("extents", 8);
            if (rank > Byte.MAX_VALUE) {
                throw in.fault("has " + rank + " extents; the file is damaged");
            }
            var dims = new ArrayList<Long>();
            for (int axis = 0; axis < rank; axis++) {
                dims.add(in.int64("extent"));
            }
            int bytes = in.count("bytes of data", 1);
            decoder.add(name, TYPES[type], dims, in.take(bytes, "data"), in);
        }
        in.at(Trail.START);
        if (in.left() != 0) {
            throw in.fault(in.left() + " bytes follow the last parameter; the file is damaged");
        }
    }
}
