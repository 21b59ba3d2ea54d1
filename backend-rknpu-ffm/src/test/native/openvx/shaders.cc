// Nodes that run programs on the vector unit. The programs cannot be run here: such nodes are accepted and named in the
// trace, and compute nothing.
#include <cstring>

#include "nodes.h"

namespace openvx {

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

// A network that was compiled before, which is one operation.
void* vxImportKernelFromURL(void* context, const char* type, const char* url) {
  object<Reference>(context, __func__);
  return static_cast<Reference*>(new Kernel(std::string("binary ") + type + " " + url));
}

// No kernel is known by its name: the caller then brings its program.
void* vxGetKernelByName(void* context, const char*) {
  object<Reference>(context, __func__);
  return nullptr;
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
  of.nodes.push_back(node);
  of.held.emplace_back(node);
  return static_cast<Reference*>(node);
}

vx_status vxSetParameterByIndex(void* node, uint32_t, void* value) {
  auto& of = object<Node>(node, __func__);
  of.held.emplace_back(&object<Reference>(value, __func__));
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
