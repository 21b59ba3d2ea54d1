package dev.touchstone.quantization;

import dev.touchstone.paddle.program.Program;
import dev.touchstone.quantization.report.QuantizationReport;

/** A quantized program, and what was done. */
public record QuantizedModel(Program program, QuantizationReport report) {}
