/** Post-training quantization of Paddle models. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.quantization {
    requires static org.jspecify;
    requires transitive dev.touchstone.runtime;
    requires transitive dev.touchstone.model.paddle;
    requires transitive dev.touchstone.report;

    exports dev.touchstone.quantization;
    exports dev.touchstone.quantization.calibration;
    exports dev.touchstone.quantization.program;
    exports dev.touchstone.quantization.report;
}
