#include "numerics.h"

#include <cmath>
#include <cstring>

#include "switches.h"

namespace simulator {
namespace {

double rounded(double t, Chip chip) {
  switch (chip) {
    case Chip::HALF_EVEN:
      return std::nearbyint(t);
    case Chip::HALF_AWAY:
      return std::round(t);
    case Chip::TRUNCATE_WRAP:
    case Chip::TRUNCATE_SATURATE:
      break;
  }
  return std::trunc(t);
}

}  // namespace

uint8_t toCode(double t, int zeroPoint) {
  if (std::isnan(t)) return static_cast<uint8_t>(zeroPoint);
  const Chip chip = switches().chip;
  const double code = rounded(t, chip) + zeroPoint;
  if (chip == Chip::TRUNCATE_WRAP && std::fabs(code) < 9e15) {
    return static_cast<uint8_t>(static_cast<int64_t>(code));
  }
  return static_cast<uint8_t>(code < 0 ? 0 : code > 255 ? 255 : code);
}

uint16_t toFloat16(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  const uint32_t sign = (bits >> 16) & 0x8000;
  const uint32_t magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return static_cast<uint16_t>(sign | 0x7e00);
  // 65520 and above round to infinity.
  if (magnitude >= 0x477ff000) return static_cast<uint16_t>(sign | 0x7c00);
  if (magnitude < 0x38800000) {
    // Below 2^-14 the unit is 2^-24; the sum below rounds to nearest even in float32 arithmetic.
    float absolute;
    std::memcpy(&absolute, &magnitude, sizeof absolute);
    return static_cast<uint16_t>(sign | static_cast<uint32_t>(std::nearbyint(absolute * 16777216.0f)));
  }
  const uint32_t even = (magnitude >> 13) & 1;
  return static_cast<uint16_t>(sign | ((magnitude + 0xfff + even - 0x38000000) >> 13));
}

float fromFloat16(uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const int fraction = bits & 1023;
  float magnitude;
  if (exponent == 31) {
    magnitude = fraction != 0 ? NAN : INFINITY;
  } else if (exponent == 0) {
    magnitude = std::ldexp(static_cast<float>(fraction), -24);
  } else {
    magnitude = std::ldexp(static_cast<float>(1024 + fraction), exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

}  // namespace simulator
