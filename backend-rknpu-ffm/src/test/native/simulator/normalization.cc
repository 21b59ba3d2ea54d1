// SOFTMAX, BATCH_NORM, L2_NORMALIZE.
#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels.h"

namespace simulator {
namespace {

// A tensor seen as outer x length x inner around one axis.
struct Around {
  size_t outer = 1;
  size_t length = 1;
  size_t inner = 1;

  Around(const std::vector<int32_t>& dims, size_t axis) {
    for (size_t i = 0; i < dims.size(); i++) {
      (i < axis ? outer : i == axis ? length : inner) *= static_cast<size_t>(dims[i]);
    }
  }

  // Calls visit with the index of the first element of every line along the axis.
  template <typename Visit>
  void lines(Visit visit) const {
    for (size_t o = 0; o < outer; o++) {
      for (size_t i = 0; i < inner; i++) visit(o * length * inner + i);
    }
  }
};

}  // namespace

void softmax(const Call& call) {
  const auto& attributes = call.attributes<rk::nn::SoftmaxAttr>();
  const DeviceTensor& x = call.input(0);
  DeviceTensor& y = call.output();
  const Around around(x.dims, attributes.axis);
  const double beta = static_cast<double>(attributes.beta);
  around.lines([&](size_t first) {
    double most = -std::numeric_limits<double>::infinity();
    for (size_t k = 0; k < around.length; k++) most = std::max(most, x.value(first + k * around.inner));
    double sum = 0;
    for (size_t k = 0; k < around.length; k++) sum += std::exp(beta * (x.value(first + k * around.inner) - most));
    for (size_t k = 0; k < around.length; k++) {
      const size_t index = first + k * around.inner;
      y.put(index, std::exp(beta * (x.value(index) - most)) / sum);
    }
  });
}

void batchNormalization(const Call& call) {
  const DeviceTensor& x = call.input(0);
  DeviceTensor& y = call.output();
  const double eps = static_cast<double>(call.attributes<rk::nn::BatchNormAttr>().eps);
  const Around around(x.dims, 1);
  for (size_t i = 0; i < x.count(); i++) {
    const size_t channel = i / around.inner % around.length;
    const double mean = call.input(1).value(channel);
    const double variance = call.input(2).value(channel);
    const double scale = call.input(3).value(channel);
    const double bias = call.input(4).value(channel);
    y.put(i, (x.value(i) - mean) / std::sqrt(variance + eps) * scale + bias);
  }
}

void l2Normalization(const Call& call) {
  const DeviceTensor& x = call.input(0);
  DeviceTensor& y = call.output();
  const Around around(x.dims, 1);
  around.lines([&](size_t first) {
    double squares = 0;
    for (size_t k = 0; k < around.length; k++) {
      const double value = x.value(first + k * around.inner);
      squares += value * value;
    }
    const double norm = std::sqrt(squares);
    for (size_t k = 0; k < around.length; k++) {
      const size_t index = first + k * around.inner;
      y.put(index, norm > 0 ? x.value(index) / norm : 0);
    }
  });
}

}  // namespace simulator
