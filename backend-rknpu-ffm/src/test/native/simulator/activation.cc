// Operators that make one number of one number. On bytes they are a table of 256 entries.
#include <algorithm>
#include <array>
#include <cmath>

#include "kernels.h"

namespace simulator {
namespace {

using rk::nn::OperatorType;

double apply(const Call& call, double x) {
  switch (call.node.type) {
    case OperatorType::RELU:
      return x > 0 ? x : 0;
    case OperatorType::RELU6:
      return std::min(std::max(x, 0.0), 6.0);
    case OperatorType::LEAKY_RELU:
      return x > 0 ? x : x * static_cast<double>(call.attributes<rk::nn::LeakyReluAttr>().alpha);
    case OperatorType::SIGMOID:
      return 1 / (1 + std::exp(-x));
    case OperatorType::TANH:
      return std::tanh(x);
    case OperatorType::SQRT:
      return std::sqrt(x);
    case OperatorType::ABS:
      return std::fabs(x);
    case OperatorType::NEG:
      return -x;
    case OperatorType::CLIP: {
      const auto& clip = call.attributes<rk::nn::ClipAttr>();
      return std::min(std::max(x, static_cast<double>(clip.min)), static_cast<double>(clip.max));
    }
    case OperatorType::SCALE: {
      const auto& scale = call.attributes<rk::nn::ScaleAttr>();
      return x * static_cast<double>(scale.scale) + static_cast<double>(scale.bias);
    }
    default:
      return x;
  }
}

}  // namespace

void activation(const Call& call) {
  const DeviceTensor& x = call.input(0);
  DeviceTensor& y = call.output();
  if (x.element != Element::U8 || y.element != Element::U8) {
    for (size_t i = 0; i < x.count(); i++) y.put(i, apply(call, x.value(i)));
    return;
  }
  DeviceTensor one;
  one.scale = y.scale;
  one.zeroPoint = y.zeroPoint;
  one.bytes.resize(1);
  std::array<uint8_t, 256> table;
  for (size_t code = 0; code < table.size(); code++) {
    const double real = static_cast<double>(static_cast<int>(code) - x.zeroPoint) * static_cast<double>(x.scale);
    one.put(0, apply(call, real));
    table[code] = one.bytes[0];
  }
  for (size_t i = 0; i < x.count(); i++) y.bytes[i] = table[x.bytes[i]];
}

void prelu(const Call& call) {
  const DeviceTensor& x = call.input(0);
  const DeviceTensor& alpha = call.input(1);
  DeviceTensor& y = call.output();
  // One slope, or one per channel, or one per element of an image.
  const size_t image = x.count() / static_cast<size_t>(x.dims[0]);
  const size_t perSlope = std::max<size_t>(image / alpha.count(), 1);
  for (size_t i = 0; i < x.count(); i++) {
    const double value = x.value(i);
    y.put(i, value > 0 ? value : value * alpha.value(i % image / perSlope));
  }
}

}  // namespace simulator
