package dev.touchstone.paddle.file;

import dev.touchstone.paddle.proto.Framework.VarType;
import dev.touchstone.paddle.source.Limit;
import java.util.ArrayList;
import java.util.List;

/**
 * Element type and extents, as a variable declares them and a parameter file repeats them.
 *
 * @param dataType VarType number of the elements
 * @param dims extents in the order of the file; -1 where open
 */
record TensorDescription(int dataType, List<Long> dims) {
    TensorDescription {
        dims = List.copyOf(dims);
    }

    /**
     * Decodes a TensorDesc.
     *
     * @param least the smallest extent allowed: -1 or 0 for declarations, 1 for data
     */
    static TensorDescription decode(MessageReader in, Limit rank, long least) {
        int dataType = -1;
        var dims = new ArrayList<Long>();
        while (in.next()) {
            switch (in.field()) {
                case VarType.TensorDesc.DATA_TYPE_FIELD_NUMBER -> dataType = in.int32("data_type");
                case VarType.TensorDesc.DIMS_FIELD_NUMBER ->
                    in.eachInteger("dims", extent -> add(dims, extent, in, rank, least));
                default -> in.skip();
            }
        }
        if (dataType < 0) {
            throw in.missing("data_type");
        }
        return new TensorDescription(dataType, dims);
    }

    private static void add(List<Long> dims, long extent, MessageReader in, Limit rank, long least) {
        if (extent < least || extent > Integer.MAX_VALUE) {
            throw in.fault("extent " + extent + " is outside " + least + ".." + Integer.MAX_VALUE);
        }
        dims.add(extent);
        if (!rank.admits(dims.size())) {
            throw in.fault(rank.refusal(dims.size(), "extents"));
        }
    }
}
