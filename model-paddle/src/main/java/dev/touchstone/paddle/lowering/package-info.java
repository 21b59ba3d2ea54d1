/**
 * What Paddle's operators mean: from {@code program} to {@code dev.touchstone.graph}. Start with
 * {@link dev.touchstone.paddle.lowering.PaddleModel}; {@code Lowerings} is the table of operator types, one small file
 * per family stands behind it. Files and formats are {@code dev.touchstone.paddle.file}'s business, arithmetic is the
 * backends'.
 */
package dev.touchstone.paddle.lowering;
