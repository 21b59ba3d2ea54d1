/** Tensors in files and in numbers: .npy and raw files, fill pattern, summary. */
package dev.touchstone.cli.tensor;
