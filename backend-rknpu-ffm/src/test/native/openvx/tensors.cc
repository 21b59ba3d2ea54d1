// Contexts, tensors, views, scalars, arrays of tensors, packed weights.
#include <algorithm>
#include <cstring>

#include "references.h"

namespace openvx {
namespace {

simulator::Element elementOf(vx_enum type) {
  switch (type) {
    case VX_TYPE_UINT8:
      return simulator::Element::U8;
    case VX_TYPE_FLOAT16:
      return simulator::Element::F16;
    case VX_TYPE_INT32:
    case VX_TYPE_UINT32:
      return simulator::Element::I32;
    case VX_TYPE_FLOAT32:
      return simulator::Element::F32;
    default:
      wrong("a tensor of element type 0x%x", static_cast<unsigned>(type));
  }
}

// The affine quantization's enumerator, as both word sizes of the vendor's library pass it.
constexpr vx_enum affine = 0x2;

constexpr vx_enum tensorRank = 0x781501;

Tensor* create(const TensorParameters* parameters) {
  auto* tensor = new Tensor();
  simulator::DeviceTensor& description = tensor->description;
  description.element = elementOf(parameters->type);
  for (uint32_t i = parameters->rank; i-- > 0;) {
    description.dims.push_back(static_cast<int32_t>(parameters->sizes[i]));
  }
  if (parameters->quantization == affine) {
    description.scale = parameters->parameters.affine.scale;
    description.zeroPoint = parameters->parameters.affine.zeroPoint;
  }
  tensor->owned = std::make_shared<std::vector<uint8_t>>(tensor->byteCount());
  return tensor;
}

Tensor* box(Tensor& parent, const std::vector<int32_t>& start, const std::vector<int32_t>& end) {
  auto* tensor = new Tensor();
  tensor->description = parent.description;
  for (size_t i = 0; i < start.size(); i++) {
    // The 32-bit library leaves the end of the batch at 0 when it makes a copy of a contiguous slice.
    if (end[i] > start[i]) tensor->description.dims[i] = end[i] - start[i];
  }
  tensor->parent = &parent;
  tensor->parentHeld = Held(&parent);
  tensor->start = start;
  return tensor;
}

template <typename Size>
std::vector<int32_t> reversed(const Size* sizes, size_t count) {
  std::vector<int32_t> result;
  for (size_t i = count; i-- > 0;) result.push_back(static_cast<int32_t>(sizes[i]));
  return result;
}

vx_status copy(Tensor& tensor, void* memory, vx_enum usage) {
  const auto bytes = static_cast<uint8_t*>(memory);
  if (usage == VX_WRITE_ONLY) {
    tensor.store(std::vector<uint8_t>(bytes, bytes + tensor.byteCount()));
  } else if (usage == VX_READ_ONLY) {
    const std::vector<uint8_t> content = tensor.load();
    std::memcpy(bytes, content.data(), content.size());
  } else {
    wrong("a tensor is copied with usage 0x%x", static_cast<unsigned>(usage));
  }
  return VX_SUCCESS;
}

size_t scalarSize(vx_enum type) {
  switch (type) {
    case VX_TYPE_INT8:
    case VX_TYPE_UINT8:
      return 1;
    default:
      return 4;
  }
}

}  // namespace
extern "C" {

void* vxCreateContext() { return static_cast<Reference*>(new Context()); }

void* vxGetContext(void* reference) {
  object<Reference>(reference, "vxGetContext");
  // Nothing of this stand-in belongs to one context; any living handle serves.
  return reference;
}

vx_status vxReleaseContext(void** context) {
  release(context, "vxReleaseContext");
  return VX_SUCCESS;
}

vx_status vxGetStatus(void* reference) { return lives(reference) ? VX_SUCCESS : VX_FAILURE; }

vx_status vxQueryHardwareCaps(void*, void* parameters, vx_size size) {
  std::memset(parameters, 0, size);
  return VX_SUCCESS;
}

vx_status vxSetReferenceName(void* reference, const char*) {
  object<Reference>(reference, "vxSetReferenceName");
  return VX_SUCCESS;
}

void* vxCreateTensor2(void* context, const TensorParameters* parameters, vx_size) {
  object<Context>(context, "vxCreateTensor2");
  return static_cast<Reference*>(create(parameters));
}

void* vxCreateVirtualTensor2(void* graph, const TensorParameters* parameters, vx_size) {
  object<Graph>(graph, "vxCreateVirtualTensor2");
  return static_cast<Reference*>(create(parameters));
}

void* vxCreateTensorFromHandle(void* context, const TensorParameters* parameters, vx_size, void* addressing,
                               void* memory, vx_enum) {
  object<Context>(context, "vxCreateTensorFromHandle");
  object<TensorAddressing>(addressing, "vxCreateTensorFromHandle");
  Tensor* tensor = create(parameters);
  tensor->handle = static_cast<uint8_t*>(memory);
  return static_cast<Reference*>(tensor);
}

void* vxCreateTensorFromHandle2(void* context, const TensorParameters* parameters, vx_size size, void* addressing,
                                void* memory, vx_enum type) {
  return vxCreateTensorFromHandle(context, parameters, size, addressing, memory, type);
}

vx_status vxSwapTensorHandle(void* tensor, void* memory, void** previous) {
  auto& of = object<Tensor>(tensor, "vxSwapTensorHandle");
  if (previous != nullptr) *previous = of.handle;
  if (memory != nullptr) of.handle = static_cast<uint8_t*>(memory);
  return VX_SUCCESS;
}

vx_status vxFlushHandle(void* reference) {
  object<Reference>(reference, "vxFlushHandle");
  return VX_SUCCESS;
}

vx_status vxReleaseTensor(void** tensor) {
  object<Tensor>(*tensor, "vxReleaseTensor");
  release(tensor, "vxReleaseTensor");
  return VX_SUCCESS;
}

vx_status vxSetTensorAttribute(void* tensor, vx_enum, const void*, vx_size) {
  object<Tensor>(tensor, "vxSetTensorAttribute");
  return VX_SUCCESS;
}

vx_status vxQueryTensor(void* tensor, vx_enum attribute, void* value, vx_size size) {
  const auto rank = static_cast<uint32_t>(object<Tensor>(tensor, "vxQueryTensor").description.rank());
  if (attribute == tensorRank && size == sizeof rank) {
    std::memcpy(value, &rank, sizeof rank);
    return VX_SUCCESS;
  }
  wrong("vxQueryTensor of attribute 0x%x", static_cast<unsigned>(attribute));
}

void* vxReshapeTensor(void* tensor, const int32_t* sizes, uint32_t rank) {
  auto& of = object<Tensor>(tensor, "vxReshapeTensor");
  auto* shaped = new Tensor();
  shaped->description = of.description;
  shaped->description.dims = reversed(sizes, rank);
  shaped->parent = &of;
  shaped->parentHeld = Held(&of);
  if (shaped->description.count() != of.description.count()) {
    wrong("vxReshapeTensor: [%s] to [%s]", simulator::text(of.description.dims).c_str(),
          simulator::text(shaped->description.dims).c_str());
  }
  return static_cast<Reference*>(shaped);
}

void* vxCreateTensorAddressing(void* context, const uint32_t*, const uint32_t*, uint8_t) {
  object<Reference>(context, "vxCreateTensorAddressing");
  return static_cast<Reference*>(new TensorAddressing());
}

vx_status vxReleaseTensorAddressing(void** addressing) {
  release(addressing, "vxReleaseTensorAddressing");
  return VX_SUCCESS;
}

// The view of the older interface; null stands for all of the tensor.
vx_status vxCopyTensorPatch_11(void* tensor, void* view, void*, void* memory, vx_enum usage, vx_enum) {
  if (view != nullptr) wrong("vxCopyTensorPatch_11 of a part");
  return copy(object<Tensor>(tensor, "vxCopyTensorPatch_11"), memory, usage);
}

vx_status vxCopyTensorPatch(void* tensor, vx_size, const vx_size* start, const vx_size* end, const vx_size*,
                            void* memory, vx_enum usage, vx_enum) {
  auto& of = object<Tensor>(tensor, "vxCopyTensorPatch");
  const auto& dims = of.description.dims;
  for (size_t i = 0; i < dims.size(); i++) {
    if (start[i] != 0 || end[i] != static_cast<vx_size>(dims[dims.size() - 1 - i])) wrong("vxCopyTensorPatch of a part");
  }
  return copy(of, memory, usage);
}

void* vxCreateTensorView(void* context, const uint32_t* start, const uint32_t* end, uint8_t rank) {
  object<Reference>(context, "vxCreateTensorView");
  auto* view = new TensorView();
  view->start = reversed(start, rank);
  view->end = reversed(end, rank);
  return static_cast<Reference*>(view);
}

vx_status vxReleaseTensorView(void** view) {
  release(view, "vxReleaseTensorView");
  return VX_SUCCESS;
}

void* vxCreateTensorFromView_11(void* tensor, void* view) {
  const auto& part = object<TensorView>(view, "vxCreateTensorFromView_11");
  return static_cast<Reference*>(box(object<Tensor>(tensor, "vxCreateTensorFromView_11"), part.start, part.end));
}

void* vxCreateTensorFromView(void* tensor, vx_size rank, const vx_size* start, const vx_size* end) {
  return static_cast<Reference*>(
      box(object<Tensor>(tensor, "vxCreateTensorFromView"), reversed(start, rank), reversed(end, rank)));
}

void* vxCreateScalar(void* context, vx_enum type, const void* value) {
  object<Reference>(context, "vxCreateScalar");
  auto* scalar = new Scalar(type);
  if (value != nullptr) {
    const auto* bytes = static_cast<const uint8_t*>(value);
    scalar->value.assign(bytes, bytes + scalarSize(type));
  }
  return static_cast<Reference*>(scalar);
}

vx_status vxReleaseScalar(void** scalar) {
  object<Scalar>(*scalar, "vxReleaseScalar");
  release(scalar, "vxReleaseScalar");
  return VX_SUCCESS;
}

void* vxCreateTensorObjectArray(void* context, uint32_t count, void** tensors) {
  object<Reference>(context, "vxCreateTensorObjectArray");
  auto* array = new ObjectArray();
  for (uint32_t i = 0; i < count; i++) {
    array->tensors.push_back(&object<Tensor>(tensors[i], "vxCreateTensorObjectArray"));
    array->held.emplace_back(array->tensors.back());
  }
  return static_cast<Reference*>(array);
}

vx_status vxReleaseObjectArray(void** array) {
  object<ObjectArray>(*array, "vxReleaseObjectArray");
  release(array, "vxReleaseObjectArray");
  return VX_SUCCESS;
}

static void* pack(void* weights, void* biases, const char* function) {
  auto* packed = new WeightsBiases();
  packed->weights = &object<Tensor>(weights, function);
  packed->biases = &object<Tensor>(biases, function);
  packed->held.emplace_back(packed->weights);
  packed->held.emplace_back(packed->biases);
  if (!packed->weights->written || !packed->biases->written) wrong("%s: weights or biases without content", function);
  return static_cast<Reference*>(packed);
}

void* vxCreateWeightsBiasesParameterFromTensors2(vx_enum, uint32_t, const uint32_t*, const uint32_t*, const uint32_t*,
                                                 vx_enum, const void*, vx_size, const void*, void* weights,
                                                 void* biases) {
  return pack(weights, biases, "vxCreateWeightsBiasesParameterFromTensors2");
}

void* vxCreateWeightsBiasesParameterFromTensors3(vx_enum, const uint32_t*, const uint32_t*, const uint32_t*,
                                                 const void*, vx_size, const void*, vx_size, void* weights,
                                                 void* biases) {
  return pack(weights, biases, "vxCreateWeightsBiasesParameterFromTensors3");
}

vx_status vxReleaseWeightsBiasesParameter(void** packed) {
  object<WeightsBiases>(*packed, "vxReleaseWeightsBiasesParameter");
  release(packed, "vxReleaseWeightsBiasesParameter");
  return VX_SUCCESS;
}

}  // extern "C"

}  // namespace openvx
