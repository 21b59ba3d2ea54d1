/** What Paddle's operators mean: from {@code program} to {@code dev.touchstone.graph}, operator by operator. */
package dev.touchstone.paddle.lowering;
