// Nodes that run programs on the vector unit. Those whose meaning follows from their names and parameters are computed
// like the others; the rest is named in the trace and computes nothing.
#include "shaders.h"

#include <cstring>

#include "binary.h"

namespace openvx {
namespace {

using namespace rk::nn;

template <typename T>
T scalar(const Node& node, size_t index) {
  const auto* of = index < node.parameters.size() ? dynamic_cast<const Scalar*>(node.parameters[index]) : nullptr;
  if (of == nullptr || of->value.size() != sizeof(T)) wrong("%s: parameter %zu is no number", node.shader.c_str(), index);
  T value;
  std::memcpy(&value, of->value.data(), sizeof value);
  return value;
}

Tensor* tensor(const Node& node, size_t index) {
  auto* of = index < node.parameters.size() ? dynamic_cast<Tensor*>(node.parameters[index]) : nullptr;
  if (of == nullptr) wrong("%s: parameter %zu is no tensor", node.shader.c_str(), index);
  return of;
}

struct BinaryPlace {
  char keyword[16];
  uint64_t size;
  const char* data;
};

// The box of the output's size at x, y, channel.
SliceAttr crop(const Node& node) {
  const auto& dims = tensor(node, 1)->description.dims;
  SliceAttr attributes;
  attributes.start.assign(dims.size(), 0);
  attributes.length.assign(dims.begin(), dims.end());
  for (size_t axis = 0; axis < 3 && axis < dims.size(); axis++) {
    attributes.start[dims.size() - 1 - axis] = static_cast<uint32_t>(scalar<int32_t>(node, 2 + axis));
  }
  return attributes;
}

// The name ends in the axis, counted from x, and the types: ReducemaxAxis0_U8toU8.
ReduceAttr maximumAlong(const Node& node) {
  const size_t digit = node.shader.find("xis") + 3;
  const size_t rank = tensor(node, 0)->description.dims.size();
  const auto axis = static_cast<size_t>(node.shader.at(digit) - '0');
  if (axis >= rank) wrong("%s of rank %zu", node.shader.c_str(), rank);
  const bool keep = tensor(node, 1)->description.dims.size() == rank;
  return ReduceAttr{ReduceType::MAX, {static_cast<uint32_t>(rank - 1 - axis)}, 1, keep};
}

}  // namespace

bool translate(Node& node) {
  const auto named = [&](const char* part) { return node.shader.find(part) != std::string::npos; };
  size_t inputs = 1;
  if (named("aximum")) {
    node.type = OperatorType::MAXIMUM;
    inputs = 2;
  } else if (named("Neg") || named("neg")) {
    node.type = OperatorType::NEG;
  } else if (named("Clip") || named("clip")) {
    node.type = OperatorType::CLIP;
    node.attributes = ClipAttr{scalar<float>(node, 2), scalar<float>(node, 3)};
  } else if (named("Crop")) {
    node.type = OperatorType::SLICE;
    node.attributes = crop(node);
  } else if (named("educemax")) {
    node.type = OperatorType::REDUCE;
    node.attributes = maximumAlong(node);
  } else {
    return false;
  }
  node.inputs.clear();
  for (size_t i = 0; i < inputs; i++) node.inputs.push_back(tensor(node, i));
  node.output = tensor(node, inputs);
  return true;
}


extern "C" {

void* vxCreateProgramWithSource(void* context, uint32_t, const char**, vx_size*) {
  object<Reference>(context, __func__);
  return static_cast<Reference*>(new Program());
}

void* vxCreateProgramWithBinary(void* context, const uint8_t*, vx_size) {
  object<Reference>(context, __func__);
  return static_cast<Reference*>(new Program());
}

vx_status vxBuildProgram(void* program, const char*) {
  object<Program>(program, __func__);
  return VX_SUCCESS;
}

vx_status vxReleaseProgram(void** program) {
  object<Program>(*program, __func__);
  release(program, __func__);
  return VX_SUCCESS;
}

void* vxAddKernelInProgram(void* program, const char* name, vx_enum, uint32_t, void*, void*, void*) {
  object<Program>(program, __func__);
  return static_cast<Reference*>(new Kernel(name));
}

void* vxAddUserKernel(void* context, const char* name, vx_enum, void*, uint32_t, void*, void*, void*) {
  object<Reference>(context, __func__);
  return static_cast<Reference*>(new Kernel(name));
}

// A network that was compiled before, which is one operation. Its place is not a path: behind a keyword stand the size
// and the address of the binary.
void* vxImportKernelFromURL(void* context, const char* type, const char* url) {
  object<Reference>(context, __func__);
  BinaryPlace place;
  std::memcpy(&place, url, sizeof place);
  if (std::strcmp(type, "vx_vivante_file") != 0 || std::strcmp(place.keyword, "rknnhack007") != 0) {
    wrong("%s of %s at %s", __func__, type, url);
  }
  auto* kernel = new Kernel("binary");
  kernel->network = networkOf(std::string(place.data, place.size));
  return static_cast<Reference*>(kernel);
}

// Every kernel is known by its name, so that nobody brings a program.
void* vxGetKernelByName(void* context, const char* name) {
  object<Reference>(context, __func__);
  return static_cast<Reference*>(new Kernel(name));
}

vx_status vxAddParameterToKernel(void* kernel, uint32_t, vx_enum, vx_enum, vx_enum) {
  object<Kernel>(kernel, __func__);
  return VX_SUCCESS;
}

vx_status vxFinalizeKernel(void* kernel) {
  object<Kernel>(kernel, __func__);
  return VX_SUCCESS;
}

vx_status vxRemoveKernel(void* kernel) {
  object<Kernel>(kernel, __func__);
  return VX_SUCCESS;
}

vx_status vxReleaseKernel(void** kernel) {
  object<Kernel>(*kernel, __func__);
  release(kernel, __func__);
  return VX_SUCCESS;
}

void* vxCreateGenericNode(void* graph, void* kernel) {
  auto& of = object<Graph>(graph, __func__);
  auto* node = new Node();
  node->shader = object<Kernel>(kernel, __func__).name;
  node->network = object<Kernel>(kernel, __func__).network;
  of.nodes.push_back(node);
  of.held.emplace_back(node);
  return static_cast<Reference*>(node);
}

vx_status vxSetParameterByIndex(void* node, uint32_t index, void* value) {
  auto& of = object<Node>(node, __func__);
  if (of.parameters.size() <= index) of.parameters.resize(index + 1);
  of.parameters[index] = &object<Reference>(value, __func__);
  of.held.emplace_back(of.parameters[index]);
  return VX_SUCCESS;
}

vx_status vxSetNodeAttribute(void* node, vx_enum, const void*, vx_size) {
  object<Node>(node, __func__);
  return VX_SUCCESS;
}

vx_status vxSetNodeUniform(void* node, const char*, vx_size, void*) {
  object<Node>(node, __func__);
  return VX_SUCCESS;
}

}  // extern "C"

}  // namespace openvx
