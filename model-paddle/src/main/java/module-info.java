/** Reads and writes PaddlePaddle models. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.model.paddle {
    requires static org.jspecify;
    requires transitive dev.touchstone.core;
    requires com.google.protobuf;
    requires flatbuffers.java;

    exports dev.touchstone.paddle;
    exports dev.touchstone.paddle.opt;
    exports dev.touchstone.paddle.program;

    provides dev.touchstone.model.ModelReader with
            dev.touchstone.paddle.PaddleModelReader;
}
