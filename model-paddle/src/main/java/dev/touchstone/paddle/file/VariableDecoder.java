package dev.touchstone.paddle.file;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.program.Variable;
import dev.touchstone.paddle.proto.Framework.VarDesc;
import dev.touchstone.paddle.proto.Framework.VarType;
import dev.touchstone.paddle.source.Limit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes a VarDesc. Extents may be open (-1), and 0: Paddle declares the unused output XShape so. */
final class VariableDecoder {
    private final Limit nameBytes;
    private final Limit rank;

    VariableDecoder(ModelLimits limits) {
        nameBytes = new Limit("nameBytes", limits.nameBytes());
        rank = new Limit("rank", limits.rank());
    }

    /** Decodes the current field of a block. */
    Variable decode(MessageReader block) {
        var unnamed = block.message("variable");
        String name = name(unnamed);
        var in = unnamed.named(" '" + name + "'");
        int kind = -1;
        @Nullable TensorDescription tensor = null;
        boolean persistable = false;
        boolean needCheckFeed = false;
        while (in.next()) {
            switch (in.field()) {
                case VarDesc.TYPE_FIELD_NUMBER -> {
                    var type = in.message("type");
                    while (type.next()) {
                        switch (type.field()) {
                            case VarType.TYPE_FIELD_NUMBER -> kind = type.int32("type");
                            case VarType.LOD_TENSOR_FIELD_NUMBER -> tensor = tensor(type.message("lod_tensor"));
                            default -> type.skip();
                        }
                    }
                    if (kind < 0) {
                        throw type.missing("type");
                    }
                }
                case VarDesc.PERSISTABLE_FIELD_NUMBER -> persistable = in.integer("persistable") != 0;
                case VarDesc.NEED_CHECK_FEED_FIELD_NUMBER -> needCheckFeed = in.integer("need_check_feed") != 0;
                default -> in.skip();
            }
        }
        if (kind < 0) {
            throw in.missing("type");
        }
        return kind == VarType.Type.LOD_TENSOR_VALUE && tensor != null
                ? new Variable(name, kind, tensor.dataType(), tensor.dims(), persistable, needCheckFeed)
                : new Variable(name, kind, -1, List.of(), persistable, needCheckFeed);
    }

    private String name(MessageReader in) {
        @Nullable String name = null;
        while (in.next()) {
            if (in.field() == VarDesc.NAME_FIELD_NUMBER) {
                name = in.name("name", nameBytes);
            } else {
                in.skip();
            }
        }
        if (name == null) {
            throw in.missing("name");
        }
        return name;
    }

    private TensorDescription tensor(MessageReader in) {
        @Nullable TensorDescription tensor = null;
        while (in.next()) {
            if (in.field() == VarType.LoDTensorDesc.TENSOR_FIELD_NUMBER) {
                tensor = TensorDescription.decode(in.message("tensor"), rank, -1);
            } else {
                in.skip();
            }
        }
        if (tensor == null) {
            throw in.missing("tensor");
        }
        return tensor;
    }
}
