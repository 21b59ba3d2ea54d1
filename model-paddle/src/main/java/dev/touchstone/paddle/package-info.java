/** Reads PaddlePaddle models. Start with {@code PaddleModels}. */
package dev.touchstone.paddle;
