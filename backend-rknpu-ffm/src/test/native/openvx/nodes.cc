// Nodes of the fixed-function part of the device: arguments are turned into the simulator's attributes, so that the
// same kernels can compute them.
#include <algorithm>
#include <cstring>

#include "nodes.h"

using namespace rk::nn;

namespace openvx {
namespace {

constexpr vx_enum poolMaximum = 0x1b000;
constexpr vx_enum poolAverage = 0x1b001;
constexpr vx_enum sigmoid = 0x1d000;
constexpr vx_enum hyperbolicTangent = 0x1d001;
constexpr vx_enum rectified = 0x1d002;
constexpr vx_enum squareRoot = 0x1d007;
constexpr vx_enum rectified6 = 0x71d001;
constexpr vx_enum padModes = 0x70c000;

OperatorType activationType(vx_enum function) {
  switch (function) {
    case sigmoid:
      return OperatorType::SIGMOID;
    case hyperbolicTangent:
      return OperatorType::TANH;
    case rectified:
      return OperatorType::RELU;
    case squareRoot:
      return OperatorType::SQRT;
    case rectified6:
      return OperatorType::RELU6;
    default:
      wrong("activation function 0x%x", static_cast<unsigned>(function));
  }
}

// The driver counts axes from x, the application from the batch.
uint32_t axisFromTheOtherEnd(size_t rank, int64_t axis) {
  const int64_t found = static_cast<int64_t>(rank) - 1 - axis;
  if (found < 0 || found >= static_cast<int64_t>(rank)) wrong("axis %ld of rank %zu", static_cast<long>(axis), rank);
  return static_cast<uint32_t>(found);
}

std::vector<int32_t> integers(void* tensor, const char* function) {
  const std::vector<uint8_t> bytes = object<Tensor>(tensor, function).load();
  std::vector<int32_t> numbers(bytes.size() / sizeof(int32_t));
  std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(int32_t));
  return numbers;
}

template <typename T>
std::vector<T> reversed(const std::vector<int32_t>& numbers) {
  return std::vector<T>(numbers.rbegin(), numbers.rend());
}

float scalarFloat(void* scalar, const char* function) {
  const auto& of = object<Scalar>(scalar, function);
  float value = 0;
  if (of.type != VX_TYPE_FLOAT32) wrong("%s: a scalar of type 0x%x", function, static_cast<unsigned>(of.type));
  std::memcpy(&value, of.value.data(), sizeof value);
  return value;
}

int32_t scalarInteger(void* scalar, const char* function) {
  const auto& of = object<Scalar>(scalar, function);
  int32_t value = 0;
  std::memcpy(&value, of.value.data(), std::min(sizeof value, of.value.size()));
  return value;
}

template <typename P>
P parameters(const void* given, vx_size size) {
  P complete{};
  std::memcpy(static_cast<void*>(&complete), given, std::min<size_t>(size, sizeof complete));
  return complete;
}

void* activation(void* graph, void* input, vx_enum function, float a, float b, void* output, const char* name) {
  if (function == hyperbolicTangent && (a != 1 || b != 1)) wrong("a hyperbolic tangent with factors");
  return add(graph, name, activationType(function), std::monostate{}, {input}, output);
}

}  // namespace

void* add(void* graphHandle, const char* function, OperatorType type, simulator::Attributes attributes,
          const std::vector<void*>& inputs, void* output) {
  auto& graph = object<Graph>(graphHandle, function);
  if (graph.verified) wrong("%s: the graph has been verified", function);
  auto* node = new Node();
  node->type = type;
  node->attributes = std::move(attributes);
  for (void* input : inputs) {
    node->inputs.push_back(&object<Tensor>(input, function));
    node->held.emplace_back(node->inputs.back());
  }
  node->output = &object<Tensor>(output, function);
  node->held.emplace_back(node->output);
  graph.nodes.push_back(node);
  graph.held.emplace_back(node);
  return static_cast<Reference*>(node);
}

bool isDepthwise(const Node& node) {
  return node.type == OperatorType::CONV2D && std::get<Conv2DAttr>(node.attributes).multiplier > 0;
}

extern "C" {

void* vxConvolutionReluPoolingLayer2(void* graph, void* input, void* packed, const void* given, vx_size size,
                                     void* output) {
  const auto p = parameters<ConvolutionReluPoolingParameters>(given, size);
  const auto& wb = object<WeightsBiases>(packed, __func__);
  if (p.poolType != 0 || p.depthMultiplier != 0) wrong("a fused pool or a depth multiplier in %s", __func__);
  Conv2DAttr attributes{};
  attributes.stride[0] = p.strideX;
  attributes.stride[1] = p.strideY;
  attributes.pad[0] = p.padLeft;
  attributes.pad[1] = p.padRight;
  attributes.pad[2] = p.padTop;
  attributes.pad[3] = p.padBottom;
  attributes.dilation[0] = static_cast<uint32_t>(p.dilationX) + 1;
  attributes.dilation[1] = static_cast<uint32_t>(p.dilationY) + 1;
  attributes.group = 1;
  attributes.weights = static_cast<uint32_t>(wb.weights->description.dims[0]);
  attributes.has_relu = p.relu != 0;
  return add(graph, __func__, OperatorType::CONV2D, attributes,
             {input, static_cast<Reference*>(wb.weights), static_cast<Reference*>(wb.biases)}, output);
}

void* vxConvolutionLayer(void* graph, void* input, void* weights, void* biases, const void* given, vx_size size,
                         void* output) {
  const auto p = parameters<ConvolutionParameters>(given, size);
  const auto& w = object<Tensor>(weights, __func__).description;
  Conv2DAttr attributes{};
  attributes.stride[0] = p.strideX;
  attributes.stride[1] = p.strideY;
  attributes.pad[0] = static_cast<uint32_t>(p.padX);
  attributes.pad[1] = static_cast<uint32_t>(p.padRight);
  attributes.pad[2] = static_cast<uint32_t>(p.padY);
  attributes.pad[3] = static_cast<uint32_t>(p.padBottom);
  attributes.dilation[0] = static_cast<uint32_t>(p.dilationX) + 1;
  attributes.dilation[1] = static_cast<uint32_t>(p.dilationY) + 1;
  attributes.multiplier = p.depthMultiplier;
  attributes.group = p.depthMultiplier > 0 ? static_cast<uint32_t>(w.dims[1] / p.depthMultiplier) : 1;
  attributes.weights = static_cast<uint32_t>(p.depthMultiplier > 0 ? w.dims[1] : w.dims[0]);
  return add(graph, __func__, OperatorType::CONV2D, attributes, {input, weights, biases}, output);
}

void* vxFullyConnectedReluLayer(void* graph, void* input, void* packed, uint32_t, uint8_t, vx_enum, vx_enum, vx_enum,
                                vx_bool relu, void* output) {
  const auto& wb = object<WeightsBiases>(packed, __func__);
  FCAttr attributes{};
  attributes.weights = static_cast<uint32_t>(wb.weights->description.dims[0]);
  attributes.has_relu = relu != 0;
  return add(graph, __func__, OperatorType::FULLCONNECT, attributes,
             {input, static_cast<Reference*>(wb.weights), static_cast<Reference*>(wb.biases)}, output);
}

void* vxPoolingLayer2(void* graph, void* input, const void* given, vx_size size, void* output) {
  const auto p = parameters<PoolingParameters>(given, size);
  if (p.type != poolMaximum && p.type != poolAverage) wrong("pool type 0x%x", static_cast<unsigned>(p.type));
  PoolAttr attributes{};
  attributes.ksize[0] = p.sizeX;
  attributes.ksize[1] = p.sizeY;
  attributes.stride[0] = p.strideX;
  attributes.stride[1] = p.strideY;
  attributes.pad[0] = p.padLeft;
  attributes.pad[1] = p.padRight;
  attributes.pad[2] = p.padTop;
  attributes.pad[3] = p.padBottom;
  attributes.pool_type = p.type == poolMaximum ? PoolType::MAX : PoolType::AVG;
  attributes.round_type = RoundType::FLOOR;
  return add(graph, __func__, OperatorType::POOL, attributes, {input}, output);
}

void* vxSoftmaxLayer2(void* graph, void* input, const void* given, vx_size size, void* output) {
  const auto p = parameters<SoftmaxParameters>(given, size);
  const size_t rank = object<Tensor>(input, __func__).description.rank();
  // Without an axis it is the third dimension, or the first of a tensor that has no third.
  const int64_t axis = size > sizeof(float) ? p.axis : rank > 2 ? 2 : 0;
  return add(graph, __func__, OperatorType::SOFTMAX, SoftmaxAttr{p.beta, axisFromTheOtherEnd(rank, axis)}, {input},
             output);
}

void* vxActivationLayer(void* graph, void* input, vx_enum function, float a, float b, void* output) {
  return activation(graph, input, function, a, b, output, __func__);
}

// The older interface has whole numbers as factors.
void* vxActivationLayer_11(void* graph, void* input, vx_enum function, int32_t a, int32_t b, void* output) {
  return activation(graph, input, function, static_cast<float>(a), static_cast<float>(b), output, __func__);
}

void* vxLeakyReluLayer(void* graph, void* input, float slope, void* output) {
  return add(graph, __func__, OperatorType::LEAKY_RELU, LeakyReluAttr{slope}, {input}, output);
}

void* vxPReluLayer(void* graph, void* input, void* slopes, void* output) {
  return add(graph, __func__, OperatorType::PRELU, std::monostate{}, {input, slopes}, output);
}

void* vxTensorAddNode(void* graph, void* a, void* b, vx_enum, void* output) {
  return add(graph, __func__, OperatorType::ADD, std::monostate{}, {a, b}, output);
}

void* vxTensorSubtractNode(void* graph, void* a, void* b, vx_enum, void* output) {
  return add(graph, __func__, OperatorType::SUBTRACT, std::monostate{}, {a, b}, output);
}

void* vxTensorMultiplyNode(void* graph, void* a, void* b, void* scale, vx_enum, vx_enum, void* output) {
  if (scalarFloat(scale, __func__) != 1) wrong("%s with a scale", __func__);
  return add(graph, __func__, OperatorType::MULTIPLY, std::monostate{}, {a, b}, output);
}

void* vxConcatIndefiniteLayer(void* graph, void* inputs, const void* given, vx_size size, void* output) {
  const auto p = parameters<ConcatParameters>(given, size);
  std::vector<void*> tensors;
  for (Tensor* tensor : object<ObjectArray>(inputs, __func__).tensors) {
    tensors.push_back(static_cast<Reference*>(tensor));
  }
  const size_t rank = object<Tensor>(output, __func__).description.rank();
  const auto axis = static_cast<int32_t>(axisFromTheOtherEnd(rank, static_cast<int32_t>(p.axis)));
  return add(graph, __func__, OperatorType::CONCAT, ConcatAttr{axis}, tensors, output);
}

void* vxBatchNormalizationLayer(void* graph, float eps, void* mean, void* variance, void* gamma, void* beta,
                                void* input, void* output) {
  return add(graph, __func__, OperatorType::BATCH_NORM, BatchNormAttr{eps}, {input, mean, variance, gamma, beta},
             output);
}

void* vxTensorCopyNode(void* graph, void* source, void* target) {
  const bool sameShape =
      object<Tensor>(source, __func__).description.dims == object<Tensor>(target, __func__).description.dims;
  if (sameShape) return add(graph, __func__, OperatorType::DATACONVERT, std::monostate{}, {source}, target);
  return add(graph, __func__, OperatorType::FLATTEN, FlattenAttr{0}, {source}, target);
}

void* vxTensorPermuteNode(void* graph, void* input, void* output, const uint32_t* perm, uint32_t rank) {
  PermuteAttr attributes;
  for (uint32_t i = 0; i < rank; i++) attributes.perm.push_back(rank - 1 - perm[rank - 1 - i]);
  return add(graph, __func__, OperatorType::PERMUTE, attributes, {input}, output);
}

void* vxTensorPadNode(void* graph, void* input, void* output, const void* given, vx_size size) {
  const auto p = parameters<PadParameters>(given, size);
  const size_t rank = object<Tensor>(input, __func__).description.rank();
  PadAttr attributes;
  attributes.mode = static_cast<PadMode>(p.mode - padModes);
  attributes.begin.assign(rank, 0);
  attributes.end.assign(rank, 0);
  for (size_t i = 0; i < p.rank; i++) {
    attributes.begin[rank - 1 - i] = static_cast<uint32_t>(p.front[i]);
    attributes.end[rank - 1 - i] = static_cast<uint32_t>(p.back[i]);
  }
  attributes.const_val = p.constant == nullptr ? 0 : scalarInteger(p.constant, __func__);
  return add(graph, __func__, OperatorType::PAD, attributes, {input}, output);
}

void* vxTensorStrideSliceNode(void* graph, void* input, const void* given, vx_size size, void* output) {
  const auto p = parameters<StrideSliceParameters>(given, size);
  if (p.shrinkMask != 0) wrong("%s that drops dimensions", __func__);
  StridedSliceAttr attributes;
  attributes.begin = reversed<int32_t>(integers(p.begin, __func__));
  attributes.end = reversed<int32_t>(integers(p.end, __func__));
  attributes.stride = reversed<int32_t>(integers(p.stride, __func__));
  const auto& dims = object<Tensor>(input, __func__).description.dims;
  for (size_t i = 0; i < dims.size(); i++) {
    const unsigned bit = 1u << (dims.size() - 1 - i);
    if ((static_cast<unsigned>(p.beginMask) & bit) != 0) attributes.begin[i] = 0;
    if ((static_cast<unsigned>(p.endMask) & bit) != 0) attributes.end[i] = dims[i];
  }
  return add(graph, __func__, OperatorType::STRIDED_SLICE, attributes, {input}, output);
}

void* vxTensorMeanNode(void* graph, void* input, const void* given, vx_size size, void* output) {
  const auto p = parameters<MeanParameters>(given, size);
  const size_t rank = object<Tensor>(input, __func__).description.rank();
  ReduceAttr attributes{};
  attributes.type = ReduceType::MEAN;
  for (const int32_t axis : integers(p.axis, __func__)) attributes.axis.push_back(axisFromTheOtherEnd(rank, axis));
  attributes.axis_num = static_cast<uint32_t>(attributes.axis.size());
  attributes.keep_dim = p.keepDims != 0;
  return add(graph, __func__, OperatorType::REDUCE, attributes, {input}, output);
}

// Whether reduced dimensions stay is what the output's rank says; the 32-bit library's flag is not to be trusted.
void* vxTensorReduceSumNode(void* graph, void* input, void* output, const uint32_t* axes, int32_t count, vx_bool) {
  const size_t rank = object<Tensor>(input, __func__).description.rank();
  ReduceAttr attributes{};
  attributes.type = ReduceType::SUM;
  for (int32_t i = 0; i < count; i++) attributes.axis.push_back(axisFromTheOtherEnd(rank, axes[i]));
  attributes.axis_num = static_cast<uint32_t>(count);
  attributes.keep_dim = object<Tensor>(output, __func__).description.rank() == rank;
  return add(graph, __func__, OperatorType::REDUCE, attributes, {input}, output);
}

void* vxL2NormalizeLayer(void* graph, void* input, void* output) {
  return add(graph, __func__, OperatorType::L2_NORMALIZE, std::monostate{}, {input}, output);
}

void* vxL2NormalizeLayer2(void* graph, void* input, const void*, vx_size, void* output) {
  return add(graph, __func__, OperatorType::L2_NORMALIZE, std::monostate{}, {input}, output);
}

}  // extern "C"

}  // namespace openvx
