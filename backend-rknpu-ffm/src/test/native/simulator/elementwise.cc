// ADD, SUBTRACT, MULTIPLY, MAXIMUM of two tensors of one rank; a dimension of 1 is repeated.
#include <algorithm>

#include "kernels.h"

namespace simulator {
namespace {

using rk::nn::OperatorType;

double combine(OperatorType type, double a, double b) {
  switch (type) {
    case OperatorType::ADD:
      return a + b;
    case OperatorType::SUBTRACT:
      return a - b;
    case OperatorType::MULTIPLY:
      return a * b;
    default:
      return std::max(a, b);
  }
}

// How far the operand moves when an output index grows by one along each axis: 0 where it is repeated.
std::vector<size_t> steps(const std::vector<int32_t>& operand) {
  std::vector<size_t> found(operand.size());
  size_t step = 1;
  for (size_t axis = operand.size(); axis-- > 0;) {
    found[axis] = operand[axis] == 1 ? 0 : step;
    step *= static_cast<size_t>(operand[axis]);
  }
  return found;
}

}  // namespace

void elementwise(const Call& call) {
  const DeviceTensor& a = call.input(0);
  const DeviceTensor& b = call.input(1);
  DeviceTensor& y = call.output();
  const std::vector<size_t> stepsA = steps(a.dims);
  const std::vector<size_t> stepsB = steps(b.dims);
  std::vector<int32_t> at(y.rank());
  size_t ia = 0;
  size_t ib = 0;
  for (size_t i = 0; i < y.count(); i++) {
    y.put(i, combine(call.node.type, a.value(ia), b.value(ib)));
    for (size_t axis = y.rank(); axis-- > 0;) {
      ia += stepsA[axis];
      ib += stepsB[axis];
      if (++at[axis] < y.dims[axis]) break;
      ia -= stepsA[axis] * static_cast<size_t>(y.dims[axis]);
      ib -= stepsB[axis] * static_cast<size_t>(y.dims[axis]);
      at[axis] = 0;
    }
  }
}

}  // namespace simulator
