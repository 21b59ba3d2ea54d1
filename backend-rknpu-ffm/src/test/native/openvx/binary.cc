// Compiled networks: what the driver writes to a cache and reads from it. The content is the simulator's.
#include "binary.h"

#include <map>

#include "archive.h"
#include "nodes.h"

namespace openvx {
namespace {

constexpr const char* opaque = "a network that writes through views";

// Collects tensors once each. A tensor of another shape over the same bytes becomes a copy.
class Collection {
 public:
  simulator::DeviceGraph graph;
  bool complete = true;

  uint32_t input(const Tensor* tensor) {
    if (tensor->parent == nullptr) return root(tensor);
    if (!tensor->start.empty()) complete = false;
    return viewed(tensor, [&](uint32_t view, uint32_t parent) { copy(parent, view); });
  }

  uint32_t output(const Tensor* tensor) {
    if (tensor->parent == nullptr) return root(tensor);
    complete = false;
    return root(tensor);
  }

 private:
  uint32_t root(const Tensor* tensor) {
    const auto known = known_.find(tensor);
    if (known != known_.end()) return known->second;
    const auto index = static_cast<uint32_t>(graph.tensors.size());
    graph.tensors.push_back(tensor->description);
    graph.tensors.back().bytes = tensor->load();
    graph.tensors.back().constant = true;  // so that its bytes are kept
    known_[tensor] = index;
    return index;
  }

  template <typename Copy>
  uint32_t viewed(const Tensor* tensor, Copy copyBetween) {
    const uint32_t parent = input(tensor->parent);
    const uint32_t view = root(tensor);
    copyBetween(view, parent);
    return view;
  }

  void copy(uint32_t from, uint32_t to) {
    graph.nodes.push_back({rk::nn::OperatorType::FLATTEN, rk::nn::FlattenAttr{0}, {from}, {to}});
  }

  std::map<const Tensor*, uint32_t> known_;
};

}  // namespace

std::string binaryOf(const Graph& graph) {
  Collection all;
  for (const Tensor* tensor : graph.inputs) all.graph.inputs.push_back(all.input(tensor));
  for (const Tensor* tensor : graph.outputs) all.graph.outputs.push_back(all.input(tensor));
  for (const Node* node : graph.nodes) {
    if (node->output == nullptr) return opaque;
    simulator::DeviceNode described{node->type, node->attributes, {}, {}};
    for (const Tensor* tensor : node->inputs) described.inputs.push_back(all.input(tensor));
    described.outputs.push_back(all.output(node->output));
    if (isDepthwise(*node)) {
      auto& dims = all.graph.tensors[described.inputs[1]].dims;
      if (dims[0] == 1) std::swap(dims[0], dims[1]);
    }
    all.graph.nodes.push_back(std::move(described));
  }
  return all.complete ? simulator::archived(all.graph) : opaque;
}

std::shared_ptr<simulator::DeviceGraph> networkOf(const std::string& binary) {
  return simulator::unarchived(binary);
}

void compute(const Node& node) {
  simulator::DeviceGraph& network = *node.network;
  if (node.parameters.size() != network.inputs.size() + network.outputs.size()) {
    wrong("a compiled network with %zu inputs and %zu outputs is given %zu parameters", network.inputs.size(),
          network.outputs.size(), node.parameters.size());
  }
  const auto tensor = [&](size_t index) -> Tensor& {
    return object<Tensor>(node.parameters[index], "a compiled network");
  };
  for (size_t i = 0; i < network.inputs.size(); i++) {
    network.tensors[network.inputs[i]].bytes = tensor(i).load();
  }
  network.run();
  for (size_t i = 0; i < network.outputs.size(); i++) {
    tensor(network.inputs.size() + i).store(network.tensors[network.outputs[i]].bytes);
  }
}

}  // namespace openvx
