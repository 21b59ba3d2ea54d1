/** Reads PaddlePaddle models. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.model.paddle {
    requires static org.jspecify;
    requires transitive dev.touchstone.core;
    requires com.google.protobuf;
}
