// From the graph of the interface to the network on the device: what Build does before anything runs.
#include <cmath>
#include <cstring>
#include <map>

#include "driver_calls.h"
#include "faults.h"
#include "graph_state.h"
#include "log.h"
#include "shapes.h"
#include "switches.h"

namespace simulator {
namespace {

using namespace rk::nn;

void setRepresentation(const TensorAttr& attributes, bool isBias, DeviceTensor& device) {
  const char* name = attributes.name.c_str();
  switch (attributes.precision) {
    case PrecisionType::INT8:
    case PrecisionType::UINT8:
      device.element = Element::U8;
      break;
    case PrecisionType::INT32:
      device.element = isBias ? Element::I32 : Element::F16;
      break;
    case PrecisionType::FLOAT32:
      device.element = isBias ? Element::F32 : Element::F16;
      break;
    case PrecisionType::INT64:
    case PrecisionType::FLOAT16:
      device.element = Element::F16;
      break;
    default:
      misuse("tensor '%s' has precision %d, which no device type stands for", name,
             static_cast<int>(attributes.precision));
      break;
  }
  if (device.element != Element::U8 && device.element != Element::I32) return;
  switch (attributes.qntType) {
    case QuantizationType::SYMMETRIC:
      if (attributes.qntParamSymmetric.scale.empty()) {
        logError("Setup", 102, "attr_->qntParamSymmetric.scale is empty\n");
        misuse("tensor '%s' has no scale", name);
      } else {
        device.scale = attributes.qntParamSymmetric.scale[0];
      }
      device.zeroPoint = attributes.qntBits == 8 ? 128 : 0;
      break;
    case QuantizationType::AFFINE_ASYMMETRIC:
      if (attributes.precision == PrecisionType::INT8) {
        misuse("tensor '%s' is INT8 with AFFINE_ASYMMETRIC, whose data nobody shifts", name);
      }
      if (attributes.qntParamAffineAsymmetric.scale.empty() || attributes.qntParamAffineAsymmetric.zero_point.empty()) {
        misuse("tensor '%s' has no scale or no zero point", name);
      }
      device.scale = attributes.qntParamAffineAsymmetric.scale.at(0);
      device.zeroPoint = static_cast<int32_t>(attributes.qntParamAffineAsymmetric.zero_point.at(0));
      break;
    default:
      misuse("tensor '%s' has quantization type %d, whose parameters get lost", name,
             static_cast<int>(attributes.qntType));
      break;
  }
  if (!(device.scale > 0)) misuse("tensor '%s' has scale %g", name, static_cast<double>(device.scale));
}

// Input 2 of a convolution or a fully connected layer keeps its 32 bits.
bool isBias(const GraphState& graph, const Tensor* tensor) {
  for (const auto& op : graph.operators) {
    if ((op->type() == OperatorType::CONV2D || op->type() == OperatorType::FULLCONNECT) && op->inputs().size() > 2 &&
        op->inputs()[2].get() == tensor) {
      return true;
    }
  }
  return false;
}

class Compilation {
 public:
  explicit Compilation(GraphState& graph) : graph_(graph), device_(std::make_unique<DeviceGraph>()) {}

  std::unique_ptr<DeviceGraph> result() {
    for (const auto& tensor : graph_.inputs) device_->inputs.push_back(reference(tensor));
    for (const auto& tensor : graph_.outputs) device_->outputs.push_back(reference(tensor));
    for (const auto& op : graph_.operators) add(*op);
    if (!checked()) device_->nodes.clear();
    traceExpected(*device_);
    order();
    return std::move(device_);
  }

 private:
  uint32_t reference(const std::shared_ptr<Tensor>& shared) {
    auto* tensor = static_cast<TensorImpl*>(shared.get());
    const auto known = references_.find(tensor);
    if (known != references_.end()) return known->second;
    const TensorAttr& attributes = tensor->attributes();
    DeviceTensor device;
    device.name = attributes.name;
    device.dims = attributes.dims;
    device.constant = attributes.role == TensorRole::CONST;
    if (attributes.layout != DataLayoutType::NCHW) misuse("tensor '%s' is not NCHW", attributes.name.c_str());
    if (attributes.dims.size() > 4) misuse("tensor '%s' has more than 4 dimensions", attributes.name.c_str());
    for (const int32_t dim : attributes.dims) {
      if (dim < 1) misuse("tensor '%s' is [%s]", attributes.name.c_str(), text(attributes.dims).c_str());
    }
    setRepresentation(attributes, isBias(graph_, tensor), device);
    device.bytes.resize(device.count() * elementSize(device.element));
    if (device.constant) {
      const uint8_t* data = tensor->constantData();
      if (data != nullptr && (device.element == Element::I32 || device.element == Element::F32)) {
        std::memcpy(device.bytes.data(), data, device.bytes.size());
      } else if (data != nullptr) {
        toDevice(*tensor, data, tensor->hostBytes(), device);
      }
    }
    const auto number = static_cast<uint32_t>(device_->tensors.size());
    device_->tensors.push_back(std::move(device));
    references_[tensor] = number;
    return number;
  }

  // Operators that the library refuses by itself are left out here.
  void add(const OperatorImpl& op) {
    DeviceNode node{op.type(), op.attributes(), {}, {}};
    for (const auto& tensor : op.inputs()) node.inputs.push_back(reference(tensor));
    for (const auto& tensor : op.outputs()) node.outputs.push_back(reference(tensor));
    const size_t inputs = node.inputs.size();
    if (op.type() == OperatorType::SCALE && isLib64()) {
      logError("Setup", 48, "Unsupport scale, you must update your driver!\n");
      return;
    }
    if (op.type() == OperatorType::BATCH_NORM && inputs != 5) {
      logError("Setup", 34, "BatchNorm invalid inputs, except 5, get %zu\n", inputs);
      return;
    }
    if (op.type() == OperatorType::CONV2D && inputs != 3) {
      logError("Prepare", 100, "Conv2D node need 3 inputs, got %zu\n", inputs);
      crash();
    }
    device_->nodes.push_back(std::move(node));
  }

  // The first failure ends the checks.
  bool checked() {
    for (size_t i = 0; i < device_->nodes.size(); i++) {
      const DeviceNode& node = device_->nodes[i];
      if (!check(node, i)) return false;
      const std::string complaint = shapeComplaint(node, *device_);
      if (!complaint.empty()) misuse("%s (node %zu): %s", name(node), i, complaint.c_str());
      forbid(node, i);
    }
    if (faultStrikes("drop-node") && !device_->nodes.empty()) {
      const auto at = static_cast<size_t>(faultNumber("drop-node", 0)) % device_->nodes.size();
      return failed(device_->nodes[at], at);
    }
    return true;
  }

  static const char* name(const DeviceNode& node) { return operatorName(static_cast<int>(node.type)); }

  static bool isLib64() { return switches().library == Library::LIB64; }

  static bool failed(const DeviceNode& node, size_t index) {
    const char* shown = name(node);
    if (node.type == OperatorType::FULLCONNECT) shown = "FCL_RELU";
    if (node.type == OperatorType::CONV2D && std::get<Conv2DAttr>(node.attributes).multiplier == 0) shown = "CONV_RELU";
    logNodeError("setup_node", isLib64() ? 383 : 449, "Check node[%zu] %s fail", index, shown);
    return false;
  }

  static bool setupFailed(const DeviceNode& node, size_t index) {
    logNodeError("setup_node", isLib64() ? 375 : 441, "Setup node[%zu] %s fail", index, name(node));
    return false;
  }

  bool check(const DeviceNode& node, size_t index) const {
    const auto input = [&](size_t i) -> const DeviceTensor& { return device_->tensors[node.inputs[i]]; };
    switch (node.type) {
      case OperatorType::CONV2D:
      case OperatorType::FULLCONNECT:
        if (node.inputs.size() == 3 && !biasScaleFits(input(0), input(1), input(2))) return failed(node, index);
        return true;
      case OperatorType::ADD:
      case OperatorType::SUBTRACT:
      case OperatorType::MULTIPLY:
        if (node.inputs.size() != 2 || input(0).rank() == input(1).rank()) return true;
        if (isLib64()) {
          logNodeError("op_check", 98, "Invalid broadcast for inputs[1] size[%d]", input(1).dims.back());
          return failed(node, index);
        }
        logNodeError("rknn_op_eltwise_setup", 156, "Input size mismatch.");
        return setupFailed(node, index);
      case OperatorType::PERMUTE: {
        const size_t given = std::get<PermuteAttr>(node.attributes).perm.size();
        if (given == input(0).rank()) return true;
        logNodeError("op_setup", 169, "Error permute dims '%zu' vs '%zu' ", given, input(0).rank());
        return setupFailed(node, index);
      }
      case OperatorType::REDUCE: {
        const ReduceType type = std::get<ReduceAttr>(node.attributes).type;
        if (type <= ReduceType::PROD) return true;
        logError("Setup", 45, "unknow reduce type = %d\n", static_cast<int>(type));
        logNodeError("op_setup", isLib64() ? 480 : 972, "The type of reduce is not supported now.(reduce)");
        return setupFailed(node, index);
      }
      case OperatorType::CONCAT:
        complainOfConcat(node, index);
        return true;
      default:
        return true;
    }
  }

  // The 32-bit library says this once per input of every concatenation that it cannot make of views, even if all
  // scales are equal. The node is computed all the same.
  void complainOfConcat(const DeviceNode& node, size_t index) const {
    if (isLib64()) return;
    const DeviceTensor& output = device_->tensors[node.outputs[0]];
    bool views = std::get<ConcatAttr>(node.attributes).axis < 2;
    for (const uint32_t input : node.inputs) {
      if (!device_->tensors[input].sameRepresentation(output)) views = false;
    }
    for (size_t i = 0; i < node.inputs.size() && !views; i++) {
      logNodeError("op_optimize", 402, "CONCAT, uid %zu must have same quantize parameter!", index + 1);
    }
  }

  // The bias must have the scale of the products. The 32-bit library compares absolutely and lets wrong small scales
  // through.
  static bool biasScaleFits(const DeviceTensor& x, const DeviceTensor& w, const DeviceTensor& bias) {
    if (x.element != w.element) {
      if (isLib64()) return false;
      misuse("input '%s' and weights '%s' are of different types", x.name.c_str(), w.name.c_str());
      return true;
    }
    if (bias.element != Element::I32) return true;
    const double product = static_cast<double>(x.scale) * static_cast<double>(w.scale);
    const double given = static_cast<double>(bias.scale);
    const double off = std::fabs(product - given);
    if (isLib64()) {
      if (bias.scale == 0 || off <= std::max(1e-5 * std::min(product, given), 1e-8)) return true;
      logNodeError("rknn_QuantCheck", 386, "input_scale[%f] * weight_scale[%f] != bias_scale[%f]",
                   static_cast<double>(x.scale), static_cast<double>(w.scale), given);
      return false;
    }
    if (off <= 1e-5) {
      if (off > 1e-6 * product) misuse("bias '%s' has scale %g, the products have %g", bias.name.c_str(), given, product);
      return true;
    }
    logNodeError("rknn_QuantCheck", 405, "input_scale[%.12f] * weight_scale[%.12f] != bias_scale[%.12f]",
                 static_cast<double>(x.scale), static_cast<double>(w.scale), given);
    return false;
  }

  // What the library lets through although a device may not compute it.
  void forbid(const DeviceNode& node, size_t index) const {
    if (node.type == OperatorType::CONV2D) {
      const auto& a = std::get<Conv2DAttr>(node.attributes);
      if (a.multiplier == 0 && a.group != 1) {
        misuse("CONV2D (node %zu): group %u with multiplier 0 does not reach the driver", index, a.group);
      }
      const auto* producer = producerOf(node.inputs[0]);
      if (a.multiplier > 0 && producer != nullptr && producer->type == OperatorType::RELU) {
        misuse("CONV2D (node %zu): a depthwise convolution directly after a RELU node", index);
      }
    }
    if (node.type == OperatorType::POOL) {
      const auto& a = std::get<PoolAttr>(node.attributes);
      if (a.global_pooling) misuse("POOL (node %zu): global_pooling swaps the sides of the window", index);
      const DeviceTensor& x = device_->tensors[node.inputs[0]];
      const DeviceTensor& y = device_->tensors[node.outputs[0]];
      const std::string complaint = isLib64() ? strideComplaint(a, x, y) : "";
      if (!complaint.empty()) misuse("POOL (node %zu): %s", index, complaint.c_str());
    }
  }

  const DeviceNode* producerOf(uint32_t tensor) const {
    for (const DeviceNode& node : device_->nodes) {
      for (const uint32_t output : node.outputs) {
        if (output == tensor) return &node;
      }
    }
    return nullptr;
  }

  // Nodes may have been added in any order; each goes behind the producers of its inputs.
  void order() {
    std::vector<DeviceNode> ordered;
    std::vector<bool> placed(device_->nodes.size());
    std::map<uint32_t, size_t> producers;
    for (size_t i = 0; i < placed.size(); i++) {
      for (const uint32_t output : device_->nodes[i].outputs) producers[output] = i;
    }
    const auto ready = [&](const DeviceNode& node) {
      for (const uint32_t input : node.inputs) {
        const auto producer = producers.find(input);
        if (producer != producers.end() && !placed[producer->second]) return false;
      }
      return true;
    };
    for (bool progress = true; progress;) {
      progress = false;
      for (size_t i = 0; i < placed.size(); i++) {
        if (placed[i] || !ready(device_->nodes[i])) continue;
        ordered.push_back(device_->nodes[i]);
        placed[i] = progress = true;
      }
    }
    if (ordered.size() != placed.size()) misuse("the operators form a cycle");
    device_->nodes = std::move(ordered);
  }

  GraphState& graph_;
  std::unique_ptr<DeviceGraph> device_;
  std::map<const TensorImpl*, uint32_t> references_;
};

}  // namespace

std::unique_ptr<DeviceGraph> compile(GraphState& graph) { return Compilation(graph).result(); }

}  // namespace simulator
