// REDUCE over any axes.
#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels.h"

namespace simulator {
namespace {

using rk::nn::ReduceType;

double start(ReduceType type) {
  switch (type) {
    case ReduceType::MAX:
      return -std::numeric_limits<double>::infinity();
    case ReduceType::MIN:
      return std::numeric_limits<double>::infinity();
    case ReduceType::PROD:
    case ReduceType::ALL:
      return 1;
    case ReduceType::MEAN:
    case ReduceType::SUM:
    case ReduceType::ANY:
      break;
  }
  return 0;
}

double join(ReduceType type, double sofar, double value) {
  switch (type) {
    case ReduceType::MAX:
      return std::max(sofar, value);
    case ReduceType::MIN:
      return std::min(sofar, value);
    case ReduceType::PROD:
      return sofar * value;
    case ReduceType::ALL:
      return sofar != 0 && value != 0 ? 1 : 0;
    case ReduceType::ANY:
      return sofar != 0 || value != 0 ? 1 : 0;
    case ReduceType::MEAN:
    case ReduceType::SUM:
      break;
  }
  return sofar + value;
}

}  // namespace

void reduce(const Call& call) {
  const auto& attributes = call.attributes<rk::nn::ReduceAttr>();
  const DeviceTensor& x = call.input(0);
  DeviceTensor& y = call.output();
  // The step in the output of every axis of the input, 0 for those that vanish.
  std::vector<size_t> steps(x.rank());
  size_t step = 1;
  for (size_t axis = x.rank(); axis-- > 0;) {
    const bool gone = std::find(attributes.axis.begin(), attributes.axis.end(), axis) != attributes.axis.end();
    steps[axis] = gone ? 0 : step;
    if (!gone) step *= static_cast<size_t>(x.dims[axis]);
  }
  std::vector<double> results(y.count(), start(attributes.type));
  std::vector<int32_t> at(x.rank());
  for (size_t i = 0; i < x.count(); i++) {
    size_t target = 0;
    for (size_t axis = 0; axis < x.rank(); axis++) target += steps[axis] * static_cast<size_t>(at[axis]);
    results[target] = join(attributes.type, results[target], x.value(i));
    for (size_t axis = x.rank(); axis-- > 0;) {
      if (++at[axis] < x.dims[axis]) break;
      at[axis] = 0;
    }
  }
  const double divisor =
      attributes.type == ReduceType::MEAN ? static_cast<double>(x.count()) / static_cast<double>(y.count()) : 1;
  for (size_t i = 0; i < results.size(); i++) y.put(i, results[i] / divisor);
}

}  // namespace simulator
