package dev.touchstone.paddle.nb;

/** The schema of meta versions 1 and 2: which field of a table has which id. */
final class FlatIds {
    private FlatIds() {}

    static final class Program {
        static final int BLOCKS = 0;
        static final int VERSION = 1;
        static final int FIELDS = 3;

        private Program() {}
    }

    static final class Version {
        static final int VERSION = 0;
        static final int FIELDS = 1;

        private Version() {}
    }

    static final class Block {
        static final int IDX = 0;
        static final int PARENT_IDX = 1;
        static final int VARS = 2;
        static final int OPS = 3;
        static final int FIELDS = 5;

        private Block() {}
    }

    static final class Var {
        static final int NAME = 0;
        static final int TYPE = 1;
        static final int PERSISTABLE = 2;
        static final int NEED_CHECK_FEED = 3;
        static final int FIELDS = 4;

        private Var() {}
    }

    static final class Type {
        static final int TYPE = 0;
        static final int LOD_TENSOR = 2;
        static final int FIELDS = 6;

        private Type() {}
    }

    static final class LodTensor {
        static final int TENSOR = 0;
        static final int LOD_LEVEL = 1;
        static final int FIELDS = 2;

        private LodTensor() {}
    }

    static final class Tensor {
        static final int DATA_TYPE = 0;
        static final int DIMS = 1;
        static final int FIELDS = 2;

        private Tensor() {}
    }

    static final class Op {
        static final int TYPE = 0;
        static final int INPUTS = 1;
        static final int OUTPUTS = 2;
        static final int ATTRS = 3;
        static final int IS_TARGET = 4;
        static final int FIELDS = 5;

        private Op() {}
    }

    static final class Slot {
        static final int PARAMETER = 0;
        static final int ARGUMENTS = 1;
        static final int FIELDS = 2;

        private Slot() {}
    }

    static final class Attr {
        static final int NAME = 0;
        static final int TYPE = 1;
        static final int I = 2;
        static final int F = 3;
        static final int S = 4;
        static final int INTS = 5;
        static final int FLOATS = 6;
        static final int STRINGS = 7;
        static final int B = 8;
        static final int BOOLS = 9;
        static final int BLOCK_IDX = 10;
        static final int L = 11;
        static final int BLOCKS_IDX = 12;
        static final int LONGS = 13;
        static final int FLOAT64S = 15;
        static final int FIELDS = 16;

        private Attr() {}
    }

    static final class Param {
        static final int VERSION = 0;
        static final int NAME = 1;
        static final int VARIABLE_TYPE = 2;
        static final int VARIABLE = 3;
        static final int FIELDS = 4;
        /** The only kind of variable that is stored. */
        static final int LOD_TENSOR = 1;

        private Param() {}
    }

    static final class ParamTensor {
        static final int LOD_LEVEL = 0;
        static final int LOD = 1;
        static final int DIM = 2;
        static final int DATA_TYPE = 3;
        static final int DATA = 4;
        static final int FIELDS = 5;

        private ParamTensor() {}
    }

    static final class CombinedParams {
        static final int PARAMS = 0;

        private CombinedParams() {}
    }
}
