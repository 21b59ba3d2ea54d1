/**
 * Pictures into tensors: decode, fit to the network's size, normalise. Start with
 * {@link dev.touchstone.cli.image.ImageTensors}.
 */
package dev.touchstone.cli.image;
