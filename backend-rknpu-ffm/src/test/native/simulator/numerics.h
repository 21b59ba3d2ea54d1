// How the simulated chips compute with codes: real = (code - zeroPoint) * scale on unsigned bytes.
#pragma once

#include <cstdint>

namespace simulator {

// The code of t, a real number in units of the output scale. Ties and fractions by the chip:
//   half-even, half-away    to the nearest, saturating
//   truncate-saturate       toward zero, saturating
//   truncate-wrap           toward zero, keeping the low 8 bits of the sum with the zero point
// Rounding comes before the zero point is added, so truncation is toward the real zero.
uint8_t toCode(double t, int zeroPoint);

// The element type that stands for float32 on the device.
uint16_t toFloat16(float value);
float fromFloat16(uint16_t bits);

}  // namespace simulator
