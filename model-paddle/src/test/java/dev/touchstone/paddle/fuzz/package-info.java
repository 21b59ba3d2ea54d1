/** Damaged models by the hundred thousand, through the reader and the lowering. */
package dev.touchstone.paddle.fuzz;
