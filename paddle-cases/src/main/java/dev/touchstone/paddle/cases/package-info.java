/**
 * The archive {@code paddle-ops.zip}: 1437 small Paddle programs, their inputs, and what native Paddle 2.3.2 made of them.
 * Data and nothing else: who reads, lowers and runs a program is another module's business.
 */
package dev.touchstone.paddle.cases;
