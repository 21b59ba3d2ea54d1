package dev.touchstone.paddle.opt;

import java.util.Optional;

/**
 * Where one operator was put.
 *
 * @param index its place among all operators, feed and fetch included
 * @param type of the operator
 * @param output the first variable that it computes
 * @param target where it is marked to run
 * @param reason why it is not on the neural processor that was asked for; empty if it is, or none was
 */
public record Decision(int index, String type, String output, Target target, Optional<String> reason) {}
