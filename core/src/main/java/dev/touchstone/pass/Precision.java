package dev.touchstone.pass;

/** In which numbers a quantized model is computed. */
public enum Precision {
    /** As the model's program says, in float32: fake quantization is executed literally, as native Paddle does. */
    FLOAT,
    /** int8 for convolutions and matrix products with int8 weights, float32 for the rest: as Paddle Lite on ARM. */
    CPU_INT8,
    /** int8 for every tensor between the first quantize and the last dequantize: as an NPU stores it. */
    FULL_INT8
}
