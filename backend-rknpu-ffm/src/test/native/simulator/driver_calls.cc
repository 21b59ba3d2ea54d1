#include "driver_calls.h"

#include <algorithm>
#include <set>
#include <utility>

#include "switches.h"
#include "trace.h"

namespace simulator {
namespace {

using namespace rk::nn;

// Two tensors of the same elements share their memory, and nothing is asked of the driver, where one of them has none
// yet: those that the host knows have memory from the start; then the library goes through the nodes backwards, giving
// sources the memory of their targets, and forwards, giving targets the memory of their sources.
class Expectation {
 public:
  explicit Expectation(const DeviceGraph& graph) : graph_(graph), placed_(graph.tensors.size()) {
    for (size_t i = 0; i < placed_.size(); i++) placed_[i] = graph.tensors[i].constant;
    for (const uint32_t input : graph.inputs) placed_[input] = true;
    for (const uint32_t output : graph.outputs) placed_[output] = true;
    for (size_t i = graph.nodes.size(); i-- > 0;) placeSources(graph.nodes[i]);
  }

  void node(const DeviceNode& node) {
    ask(node);
    for (const uint32_t output : node.outputs) placed_[output] = true;
  }

 private:
  void placeSources(const DeviceNode& node) {
    const bool reshape = node.type == OperatorType::RESHAPE || node.type == OperatorType::FLATTEN;
    const bool joined = node.type == OperatorType::CONCAT && joinsViews(node);
    if (joined) placed_[node.outputs[0]] = true;
    if (!joined && !(reshape && placed_[node.outputs[0]])) return;
    for (const uint32_t input : node.inputs) {
      if (!placed_[input]) shared_.insert({&node, input});
      placed_[input] = true;
    }
  }

  bool shared(const DeviceNode& node, uint32_t input) const { return shared_.count({&node, input}) != 0; }

  void ask(const DeviceNode& node) {
    const DeviceTensor& x = graph_.tensors[node.inputs[0]];
    const DeviceTensor& y = graph_.tensors[node.outputs[0]];
    switch (node.type) {
      case OperatorType::CONV2D:
        return convolution(node);
      case OperatorType::FULLCONNECT:
        trace(node, graph_);
        if (placed_[node.outputs[0]]) single(OperatorType::DATACONVERT, std::monostate{}, y, y);
        return;
      case OperatorType::ABS:
        return single(OperatorType::LEAKY_RELU, LeakyReluAttr{-1}, x, y);
      case OperatorType::RESHAPE:
      case OperatorType::FLATTEN:
        if (placed_[node.outputs[0]] && !shared(node, node.inputs[0])) copy(x, y);
        return;
      case OperatorType::DATACONVERT:
        return copy(x, y);
      case OperatorType::SOFTMAX:
        return softmax(node, x, y);
      case OperatorType::SLICE:
        return slice(node, x, y);
      case OperatorType::STRIDED_SLICE:
        return box(node, std::get<StridedSliceAttr>(node.attributes), x, y);
      case OperatorType::CONCAT:
        return concat(node);
      default:
        return trace(node, graph_);
    }
  }

  void single(OperatorType type, Attributes attributes, const DeviceTensor& x, const DeviceTensor& y) const {
    DeviceGraph two;
    two.tensors = {x, y};
    trace(DeviceNode{type, std::move(attributes), {0}, {1}}, two);
  }

  void copy(const DeviceTensor& x, const DeviceTensor& y) const {
    if (x.dims == y.dims) return single(OperatorType::DATACONVERT, std::monostate{}, x, y);
    single(OperatorType::FLATTEN, FlattenAttr{0}, x, y);
  }

  // The relu of a depthwise convolution is an operation of its own.
  void convolution(const DeviceNode& node) const {
    auto attributes = std::get<Conv2DAttr>(node.attributes);
    if (attributes.multiplier == 0 || !attributes.has_relu) return trace(node, graph_);
    DeviceNode plain = node;
    attributes.has_relu = false;
    plain.attributes = attributes;
    trace(plain, graph_);
    const DeviceTensor& y = graph_.tensors[node.outputs[0]];
    single(OperatorType::RELU, std::monostate{}, y, y);
  }

  // The second of four dimensions or the last of two; other axes are brought there by another shape.
  void softmax(const DeviceNode& node, DeviceTensor x, DeviceTensor y) const {
    auto attributes = std::get<SoftmaxAttr>(node.attributes);
    const std::vector<int32_t> dims = x.dims;
    const size_t axis = attributes.axis;
    if (dims.size() == 4 && axis == 1) return trace(node, graph_);
    const auto count = static_cast<int32_t>(x.count());
    int32_t inner = 1;
    for (size_t i = axis + 1; i < dims.size(); i++) inner *= dims[i];
    if (inner == 1) {
      x.dims = y.dims = {count / dims[axis], dims[axis]};
    } else {
      x.dims = y.dims = {count / dims[axis] / inner, dims[axis], 1, inner};
    }
    attributes.axis = 1;
    single(OperatorType::SOFTMAX, attributes, x, y);
  }

  // A program of the vector unit in one library, a fixed function in the other.
  void slice(const DeviceNode& node, const DeviceTensor& x, const DeviceTensor& y) const {
    const auto& attributes = std::get<SliceAttr>(node.attributes);
    if (switches().library == Library::LIB64) return single(OperatorType::SLICE, attributes, x, y);
    StridedSliceAttr strided;
    for (size_t i = 0; i < attributes.start.size(); i++) {
      strided.begin.push_back(static_cast<int32_t>(attributes.start[i]));
      strided.end.push_back(static_cast<int32_t>(attributes.start[i] + attributes.length[i]));
      strided.stride.push_back(1);
    }
    box(node, strided, x, y);
  }

  // In the 32-bit library a part without gaps is a view, which is copied where the target has memory of its own.
  void box(const DeviceNode& node, const StridedSliceAttr& strided, const DeviceTensor& x, const DeviceTensor& y) const {
    if (switches().library == Library::LIB64 || !isWithoutGaps(strided, x, y)) {
      return single(OperatorType::STRIDED_SLICE, strided, x, y);
    }
    DeviceTensor view = x;
    view.dims = y.dims;
    if (placed_[node.outputs[0]]) single(OperatorType::DATACONVERT, std::monostate{}, view, y);
  }

  static bool isWithoutGaps(const StridedSliceAttr& strided, const DeviceTensor& x, const DeviceTensor& y) {
    if (y.dims.size() != x.dims.size()) return false;
    size_t axis = 0;
    while (axis < x.dims.size() && y.dims[axis] == 1) axis++;
    for (size_t i = axis + 1; i < x.dims.size(); i++) {
      if (y.dims[i] != x.dims[i]) return false;
    }
    return std::all_of(strided.stride.begin(), strided.stride.end(), [](int32_t stride) { return stride == 1; });
  }

  // Along the batch or the channels the producers write into parts of the output; what has memory of its own is copied
  // there.
  void concat(const DeviceNode& node) const {
    if (!joinsViews(node)) return trace(node, graph_);
    for (const uint32_t input : node.inputs) {
      const DeviceTensor& x = graph_.tensors[input];
      if (!shared(node, input)) single(OperatorType::DATACONVERT, std::monostate{}, x, x);
    }
  }

  bool joinsViews(const DeviceNode& node) const {
    const DeviceTensor& y = graph_.tensors[node.outputs[0]];
    return std::get<ConcatAttr>(node.attributes).axis < 2 &&
           std::all_of(node.inputs.begin(), node.inputs.end(),
                       [&](uint32_t input) { return graph_.tensors[input].sameRepresentation(y); });
  }

  const DeviceGraph& graph_;
  std::vector<bool> placed_;
  std::set<std::pair<const DeviceNode*, uint32_t>> shared_;
};

}  // namespace

void traceExpected(const DeviceGraph& graph) {
  if (switches().trace.empty()) return;
  Expectation expectation(graph);
  for (const DeviceNode& node : graph.nodes) expectation.node(node);
}

}  // namespace simulator
