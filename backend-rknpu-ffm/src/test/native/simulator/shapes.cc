#include "shapes.h"

#include <algorithm>
#include <numeric>

#include "log.h"
#include "switches.h"

namespace simulator {
namespace {

using rk::nn::OperatorType;
using rk::nn::PadType;
using Dims = std::vector<int32_t>;

// The rule of TensorFlow: as many outputs as strides fit into the input, the odd pixel behind.
void padSame(Window& window, int input) {
  const int outputs = (input + window.stride - 1) / window.stride;
  const int total = std::max((outputs - 1) * window.stride + window.extent() - input, 0);
  window.before = total / 2;
  window.after = total - window.before;
}

void applyPadType(PadType type, Windows& windows, const DeviceTensor& input) {
  if (type == PadType::SAME) {
    padSame(windows.y, input.dims[2]);
    padSame(windows.x, input.dims[3]);
  } else if (type == PadType::VALID) {
    windows.y.before = windows.y.after = windows.x.before = windows.x.after = 0;
  }
}

Windows windows(const uint32_t ksize[2], const uint32_t stride[2], const uint32_t pad[4], int dilationX,
                int dilationY) {
  const auto number = [](uint32_t value) { return static_cast<int>(value); };
  return {{number(ksize[1]), number(stride[1]), dilationY, number(pad[2]), number(pad[3])},
          {number(ksize[0]), number(stride[0]), dilationX, number(pad[0]), number(pad[1])}};
}

Windows attributeWindows(const rk::nn::PoolAttr& attributes, const DeviceTensor& input) {
  Windows found = windows(attributes.ksize, attributes.stride, attributes.pad, 1, 1);
  if (attributes.global_pooling) {
    // The vendor's library has the two the wrong way round.
    found.x.kernel = input.dims[2];
    found.y.kernel = input.dims[3];
  }
  applyPadType(attributes.pad_type, found, input);
  return found;
}

int smallestStride(Window window, int input, int output, int above) {
  for (window.stride = above + 1; window.stride <= input + window.before + window.after; window.stride++) {
    if (window.outputs(input) == output) return window.stride;
  }
  return 0;
}

std::string expect(const char* what, const Dims& expected, const DeviceTensor& tensor) {
  if (tensor.dims == expected) return "";
  return std::string(what) + " '" + tensor.name + "' is [" + text(tensor.dims) + "], expected [" + text(expected) + "]";
}

std::string expectRank(const char* what, size_t rank, const DeviceTensor& tensor) {
  if (tensor.rank() == rank) return "";
  return std::string(what) + " '" + tensor.name + "' has rank " + std::to_string(tensor.rank()) + ", expected " +
         std::to_string(rank);
}

std::string expectCount(const char* what, size_t count, const DeviceTensor& tensor) {
  if (tensor.count() == count) return "";
  return std::string(what) + " '" + tensor.name + "' has " + std::to_string(tensor.count()) + " elements, expected " +
         std::to_string(count);
}

// One node and its tensors under examination.
struct Examination {
  const DeviceNode& node;
  const DeviceGraph& graph;

  const DeviceTensor& input(size_t i) const { return graph.tensors[node.inputs[i]]; }
  const DeviceTensor& output() const { return graph.tensors[node.outputs[0]]; }

  template <typename A>
  const A& attributes() const {
    return std::get<A>(node.attributes);
  }

  std::string operands(size_t inputs) const {
    if (node.inputs.size() == inputs && node.outputs.size() == 1) return "";
    return std::to_string(node.inputs.size()) + " inputs and " + std::to_string(node.outputs.size()) +
           " outputs, expected " + std::to_string(inputs) + " and 1";
  }

  std::string convolution() const;
  std::string fullyConnected() const;
  std::string pool() const;
  std::string binary() const;
  std::string concat() const;
  std::string permute() const;
  std::string slice() const;
  std::string stridedSlice() const;
  std::string pad() const;
  std::string gather() const;
  std::string reduce() const;
};

std::string Examination::convolution() const {
  const auto& a = attributes<rk::nn::Conv2DAttr>();
  for (const auto* tensor : {&input(0), &input(1), &output()}) {
    if (auto complaint = expectRank("tensor", 4, *tensor); !complaint.empty()) return complaint;
  }
  if (a.stride[0] < 1 || a.stride[1] < 1 || a.dilation[0] < 1 || a.dilation[1] < 1) return "stride or dilation is 0";
  const Dims& x = input(0).dims;
  const Dims& w = input(1).dims;
  const int32_t perOutput = a.multiplier > 0 ? 1 : x[1] / static_cast<int32_t>(std::max(a.group, 1u));
  const int32_t outputs = a.multiplier > 0 ? x[1] * a.multiplier : w[0];
  if (auto complaint = expect("filter", {outputs, perOutput, w[2], w[3]}, input(1)); !complaint.empty()) {
    return complaint;
  }
  if (a.weights != static_cast<uint32_t>(outputs)) {
    return "weights is " + std::to_string(a.weights) + ", expected " + std::to_string(outputs);
  }
  if (auto complaint = expectCount("bias", static_cast<size_t>(outputs), input(2)); !complaint.empty()) {
    return complaint;
  }
  const Windows window = convolutionWindows(a, input(0), input(1));
  return expect("output", {x[0], outputs, window.y.outputs(x[2]), window.x.outputs(x[3])}, output());
}

std::string Examination::fullyConnected() const {
  if (auto complaint = expectRank("weights", 2, input(1)); !complaint.empty()) return complaint;
  const int32_t units = input(1).dims[0];
  const size_t depth = static_cast<size_t>(input(1).dims[1]);
  if (attributes<rk::nn::FCAttr>().weights != static_cast<uint32_t>(units)) {
    return "weights is " + std::to_string(attributes<rk::nn::FCAttr>().weights) + ", expected " +
           std::to_string(units);
  }
  if (input(0).count() % depth != 0) {
    return "input '" + input(0).name + "' has " + std::to_string(input(0).count()) +
           " elements, expected a multiple of " + std::to_string(depth);
  }
  if (auto complaint = expectCount("bias", static_cast<size_t>(units), input(2)); !complaint.empty()) return complaint;
  return expect("output", {static_cast<int32_t>(input(0).count() / depth), units}, output());
}

std::string Examination::pool() const {
  const auto& a = attributes<rk::nn::PoolAttr>();
  for (const auto* tensor : {&input(0), &output()}) {
    if (auto complaint = expectRank("tensor", 4, *tensor); !complaint.empty()) return complaint;
  }
  const Dims& x = input(0).dims;
  const Windows window = poolWindows(a, input(0), output());
  return expect("output", {x[0], x[1], window.y.outputs(x[2]), window.x.outputs(x[3])}, output());
}

std::string Examination::binary() const {
  const Dims& a = input(0).dims;
  const Dims& b = input(1).dims;
  if (a.size() != b.size()) return "operands of rank " + std::to_string(a.size()) + " and " + std::to_string(b.size());
  Dims expected(a.size());
  for (size_t i = 0; i < a.size(); i++) {
    if (a[i] != b[i] && a[i] != 1 && b[i] != 1) return "operands [" + text(a) + "] and [" + text(b) + "]";
    expected[i] = std::max(a[i], b[i]);
  }
  return expect("output", expected, output());
}

std::string Examination::concat() const {
  const int32_t axis = attributes<rk::nn::ConcatAttr>().axis;
  Dims expected = input(0).dims;
  if (axis < 0 || static_cast<size_t>(axis) >= expected.size()) return "axis is " + std::to_string(axis);
  for (size_t i = 1; i < node.inputs.size(); i++) {
    Dims other = input(i).dims;
    if (other.size() != expected.size()) return "inputs of different rank";
    expected[static_cast<size_t>(axis)] += other[static_cast<size_t>(axis)];
    other[static_cast<size_t>(axis)] = expected[static_cast<size_t>(axis)];
    if (other != expected) return "input '" + input(i).name + "' is [" + text(input(i).dims) + "]";
  }
  return expect("output", expected, output());
}

std::string Examination::permute() const {
  const auto& perm = attributes<rk::nn::PermuteAttr>().perm;
  std::vector<uint32_t> sorted = perm;
  std::sort(sorted.begin(), sorted.end());
  std::vector<uint32_t> all(input(0).rank());
  std::iota(all.begin(), all.end(), 0u);
  if (sorted != all) return "perm is no permutation of the dimensions";
  Dims expected;
  for (const uint32_t axis : perm) expected.push_back(input(0).dims[axis]);
  return expect("output", expected, output());
}

std::string Examination::slice() const {
  const auto& a = attributes<rk::nn::SliceAttr>();
  const Dims& x = input(0).dims;
  if (a.start.size() != x.size() || a.length.size() != x.size()) return "start and length need one value per dimension";
  for (size_t i = 0; i < x.size(); i++) {
    if (a.length[i] < 1 || a.start[i] + a.length[i] > static_cast<uint32_t>(x[i])) {
      return "slice of dimension " + std::to_string(i) + " leaves the input";
    }
  }
  return expect("output", Dims(a.length.begin(), a.length.end()), output());
}

std::string Examination::stridedSlice() const {
  const auto& a = attributes<rk::nn::StridedSliceAttr>();
  const Dims& x = input(0).dims;
  if (a.begin.size() != x.size() || a.end.size() != x.size() || a.stride.size() != x.size()) {
    return "begin, end and stride need one value per dimension";
  }
  Dims expected;
  for (size_t i = 0; i < x.size(); i++) {
    if (a.begin[i] < 0 || a.stride[i] < 1 || a.end[i] > x[i] || a.end[i] <= a.begin[i]) {
      return "slice of dimension " + std::to_string(i) + " leaves the input";
    }
    expected.push_back((a.end[i] - a.begin[i] + a.stride[i] - 1) / a.stride[i]);
  }
  return expect("output", expected, output());
}

std::string Examination::pad() const {
  const auto& a = attributes<rk::nn::PadAttr>();
  const Dims& x = input(0).dims;
  if (a.begin.size() != x.size() || a.end.size() != x.size()) return "begin and end need one value per dimension";
  Dims expected;
  for (size_t i = 0; i < x.size(); i++) {
    const auto most = static_cast<uint32_t>(x[i]) - (a.mode == rk::nn::PadMode::REFLECT ? 1 : 0);
    if (a.mode != rk::nn::PadMode::CONSTANT && std::max(a.begin[i], a.end[i]) > most) {
      return "pad of dimension " + std::to_string(i) + " exceeds the input";
    }
    expected.push_back(static_cast<int32_t>(a.begin[i] + a.end[i]) + x[i]);
  }
  if (switches().library == Library::LIB64) {
    for (size_t i = 0; i + 2 < x.size(); i++) {
      if (a.begin[i] != 0 || a.end[i] != 0) return "the 64-bit library pads the last two dimensions only";
    }
  }
  return expect("output", expected, output());
}

std::string Examination::gather() const {
  const int32_t axis = attributes<rk::nn::GatherAttr>().axis;
  const Dims& x = input(0).dims;
  if (axis < 0 || static_cast<size_t>(axis) >= x.size()) return "axis is " + std::to_string(axis);
  Dims expected(x.begin(), x.begin() + axis);
  expected.insert(expected.end(), input(1).dims.begin(), input(1).dims.end());
  expected.insert(expected.end(), x.begin() + axis + 1, x.end());
  return expect("output", expected, output());
}

std::string Examination::reduce() const {
  const auto& a = attributes<rk::nn::ReduceAttr>();
  const Dims& x = input(0).dims;
  if (a.axis_num != a.axis.size() || a.axis.empty()) return "axis_num differs from the number of axes, or is 0";
  Dims expected;
  for (size_t i = 0; i < x.size(); i++) {
    const bool gone = std::find(a.axis.begin(), a.axis.end(), i) != a.axis.end();
    if (!gone || a.keep_dim) expected.push_back(gone ? 1 : x[i]);
  }
  for (const uint32_t axis : a.axis) {
    if (axis >= x.size()) return "axis is " + std::to_string(axis);
  }
  if (expected.empty()) expected.push_back(1);
  return expect("output", expected, output());
}

std::string complaint(const Examination& it) {
  switch (it.node.type) {
    case OperatorType::CONV2D:
    case OperatorType::FULLCONNECT: {
      std::string operands = it.operands(3);
      if (!operands.empty()) return operands;
      return it.node.type == OperatorType::CONV2D ? it.convolution() : it.fullyConnected();
    }
    case OperatorType::BATCH_NORM: {
      std::string operands = it.operands(5);
      for (size_t i = 1; i < 5 && operands.empty(); i++) {
        const size_t channels = it.input(0).rank() > 1 ? static_cast<size_t>(it.input(0).dims[1]) : 0;
        operands = expectCount("parameter", channels, it.input(i));
      }
      return operands.empty() ? expect("output", it.input(0).dims, it.output()) : operands;
    }
    case OperatorType::ADD:
    case OperatorType::SUBTRACT:
    case OperatorType::MULTIPLY:
    case OperatorType::MAXIMUM: {
      std::string operands = it.operands(2);
      return operands.empty() ? it.binary() : operands;
    }
    case OperatorType::GATHER: {
      std::string operands = it.operands(2);
      return operands.empty() ? it.gather() : operands;
    }
    case OperatorType::PRELU: {
      std::string operands = it.operands(2);
      return operands.empty() ? expect("output", it.input(0).dims, it.output()) : operands;
    }
    case OperatorType::CONCAT: {
      std::string operands = it.operands(std::max<size_t>(it.node.inputs.size(), 2));
      return operands.empty() ? it.concat() : operands;
    }
    case OperatorType::NBG:
    case OperatorType::LAYER_NORM:
      return "";
    default:
      break;
  }
  std::string operands = it.operands(1);
  if (!operands.empty()) return operands;
  switch (it.node.type) {
    case OperatorType::POOL:
      return it.pool();
    case OperatorType::SOFTMAX: {
      const uint32_t axis = it.attributes<rk::nn::SoftmaxAttr>().axis;
      if (axis >= it.input(0).rank()) return "axis is " + std::to_string(axis);
      return expect("output", it.input(0).dims, it.output());
    }
    case OperatorType::RESHAPE: {
      const auto& shapes = it.attributes<rk::nn::ReshapeAttr>().shapes;
      std::string wrong = expect("output", Dims(shapes.begin(), shapes.end()), it.output());
      return wrong.empty() ? expectCount("output", it.input(0).count(), it.output()) : wrong;
    }
    case OperatorType::FLATTEN:
      return expectCount("output", it.input(0).count(), it.output());
    case OperatorType::PERMUTE:
      return it.permute();
    case OperatorType::SLICE:
      return it.slice();
    case OperatorType::STRIDED_SLICE:
      return it.stridedSlice();
    case OperatorType::PAD:
      return it.pad();
    case OperatorType::REDUCE:
      return it.reduce();
    default:
      return expect("output", it.input(0).dims, it.output());
  }
}

}  // namespace

Windows convolutionWindows(const rk::nn::Conv2DAttr& attributes, const DeviceTensor& input,
                           const DeviceTensor& weights) {
  // The kernel's size is that of the weights; ksize counts for pad_type SAME alone.
  Windows found = windows(attributes.ksize, attributes.stride, attributes.pad,
                          static_cast<int>(attributes.dilation[0]), static_cast<int>(attributes.dilation[1]));
  applyPadType(attributes.pad_type, found, input);
  found.y.kernel = weights.dims[2];
  found.x.kernel = weights.dims[3];
  return found;
}

Windows poolWindows(const rk::nn::PoolAttr& attributes, const DeviceTensor& input, const DeviceTensor& output) {
  Windows found = attributeWindows(attributes, input);
  if (switches().library == Library::LIB64) {
    found.y.stride = smallestStride(found.y, input.dims[2], output.dims[2], 0);
    found.x.stride = smallestStride(found.x, input.dims[3], output.dims[3], 0);
  }
  return found;
}

std::string strideComplaint(const rk::nn::PoolAttr& attributes, const DeviceTensor& input,
                            const DeviceTensor& output) {
  const Windows given = attributeWindows(attributes, input);
  const auto check = [](const char* axis, const Window& window, int inputs, int outputs) -> std::string {
    if (outputs == 1) return "";
    const int first = smallestStride(window, inputs, outputs, 0);
    const int second = first == 0 ? 0 : smallestStride(window, inputs, outputs, first);
    if (first == window.stride && second == 0) return "";
    return std::string("the stride ") + std::to_string(window.stride) + " along " + axis +
           " is not handed to the driver, and the sizes also fit " + std::to_string(first) + " and " +
           std::to_string(second);
  };
  const std::string y = check("y", given.y, input.dims[2], output.dims[2]);
  return y.empty() ? check("x", given.x, input.dims[3], output.dims[3]) : y;
}

std::string shapeComplaint(const DeviceNode& node, const DeviceGraph& graph) {
  return complaint(Examination{node, graph});
}

}  // namespace simulator
