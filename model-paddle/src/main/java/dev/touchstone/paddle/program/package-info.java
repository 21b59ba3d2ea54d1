/**
 * A Paddle program and its parameters as plain data, whatever file format they came from. No semantics: what an
 * operator type means is the lowering's business.
 */
package dev.touchstone.paddle.program;
