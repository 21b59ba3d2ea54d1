// Graphs: verification writes what the driver was asked to the trace, processing computes it with the simulator's
// kernels.
#include <algorithm>
#include <fstream>

#include "binary.h"
#include "nodes.h"
#include "shaders.h"
#include "shapes.h"
#include "switches.h"
#include "trace.h"

namespace openvx {
namespace {

// A path to which the compiled graph goes.
constexpr vx_enum binaryPathAttribute = 0x780202;

// The 32-bit library has sums and maxima of rows written along x, as what comes next wants them. The kernels know them
// by the dimensions that are left.
void giveShapeOfWhatIsLeft(const rk::nn::ReduceAttr& reduce, const simulator::DeviceTensor& x,
                           simulator::DeviceTensor& y) {
  simulator::DeviceTensor left;
  for (size_t i = 0; i < x.rank(); i++) {
    const bool gone = std::find(reduce.axis.begin(), reduce.axis.end(), i) != reduce.axis.end();
    if (!gone || reduce.keep_dim) left.dims.push_back(gone ? 1 : x.dims[i]);
  }
  if (left.dims.empty()) left.dims.push_back(1);
  if (left.count() == y.count()) y.dims = left.dims;
}

// A node with its tensors as the simulator's network of one node.
simulator::DeviceGraph network(const Node& node) {
  simulator::DeviceGraph single;
  simulator::DeviceNode described{node.type, node.attributes, {}, {}};
  for (const Tensor* tensor : node.inputs) {
    described.inputs.push_back(static_cast<uint32_t>(single.tensors.size()));
    single.tensors.push_back(tensor->description);
    single.tensors.back().bytes = tensor->load();
  }
  described.outputs.push_back(static_cast<uint32_t>(single.tensors.size()));
  single.tensors.push_back(node.output->description);
  single.tensors.back().bytes = node.output->load();
  if (isDepthwise(node)) {
    auto& dims = single.tensors[1].dims;
    dims = {dims[1], dims[0], dims[2], dims[3]};
  }
  const auto* reduce = std::get_if<rk::nn::ReduceAttr>(&node.attributes);
  if (reduce != nullptr && reduce->type != rk::nn::ReduceType::MEAN) {
    giveShapeOfWhatIsLeft(*reduce, single.tensors[0], single.tensors[1]);
  }
  single.nodes.push_back(std::move(described));
  return single;
}

void check(const Node& node) {
  const simulator::DeviceGraph single = network(node);
  const std::string complaint = simulator::shapeComplaint(single.nodes[0], single);
  // Programs of the vector unit see their tensors in other shapes.
  if (!complaint.empty() && node.shader.empty()) wrong("the driver is asked for impossible shapes: %s", complaint.c_str());
  for (const auto& tensor : single.tensors) {
    if (tensor.element == simulator::Element::U8 && !(tensor.scale > 0)) wrong("a tensor of bytes without a scale");
  }
}

}  // namespace
extern "C" {

void* vxCreateGraph(void* context) {
  object<Context>(context, __func__);
  return static_cast<Reference*>(new Graph());
}

vx_status vxReleaseGraph(void** graph) {
  object<Graph>(*graph, __func__);
  release(graph, __func__);
  return VX_SUCCESS;
}

vx_status vxReleaseNode(void** node) {
  object<Node>(*node, __func__);
  release(node, __func__);
  return VX_SUCCESS;
}

vx_status vxIdentifyGraphInputsAndOutputs(void* graph, uint32_t inputs, void** input, uint32_t outputs,
                                          void** output) {
  auto& of = object<Graph>(graph, __func__);
  for (uint32_t i = 0; i < inputs; i++) of.inputs.push_back(&object<Tensor>(input[i], __func__));
  for (uint32_t i = 0; i < outputs; i++) of.outputs.push_back(&object<Tensor>(output[i], __func__));
  return VX_SUCCESS;
}

vx_status vxSetGraphAttribute(void* graph, vx_enum attribute, const void* value, vx_size) {
  auto& of = object<Graph>(graph, __func__);
  if (attribute != binaryPathAttribute) wrong("%s of 0x%x", __func__, static_cast<unsigned>(attribute));
  of.binaryPath = static_cast<const char*>(value);
  return VX_SUCCESS;
}

vx_status vxVerifyGraph(void* graph) {
  auto& of = object<Graph>(graph, __func__);
  if (simulator::faultStrikes("fail-build")) return VX_FAILURE;
  of.verified = true;
  for (Node* node : of.nodes) {
    if (!node->shader.empty() && (node->network != nullptr || !translate(*node))) {
      simulator::traceLine("shader " + node->shader);
      continue;
    }
    check(*node);
    const simulator::DeviceGraph single = network(*node);
    simulator::trace(single.nodes[0], single);
  }
  simulator::traceLine("graph of " + std::to_string(of.nodes.size()) + " nodes");
  if (!of.binaryPath.empty()) std::ofstream(of.binaryPath, std::ios::binary) << binaryOf(of);
  return VX_SUCCESS;
}

vx_status vxProcessGraph(void* graph) {
  auto& of = object<Graph>(graph, __func__);
  if (!of.verified) wrong("vxProcessGraph before vxVerifyGraph");
  if (simulator::faultStrikes("fail-run")) return VX_FAILURE;
  for (const Node* node : of.nodes) {
    if (node->network != nullptr) compute(*node);
    if (node->output == nullptr) continue;
    simulator::DeviceGraph single = network(*node);
    single.run();
    node->output->store(single.tensors.back().bytes);
  }
  return VX_SUCCESS;
}

}  // extern "C"

}  // namespace openvx
