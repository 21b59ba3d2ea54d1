#include "operator.h"

#include "log.h"

namespace simulator {

using namespace rk::nn;

namespace {

template <typename A>
Attributes copied(const void* attributes) {
  return attributes == nullptr ? A{} : *static_cast<const A*>(attributes);
}

Attributes copied(OperatorType type, const void* attributes) {
  switch (type) {
    case OperatorType::CONV2D:
      return copied<Conv2DAttr>(attributes);
    case OperatorType::FULLCONNECT:
      return copied<FCAttr>(attributes);
    case OperatorType::POOL:
      return copied<PoolAttr>(attributes);
    case OperatorType::SOFTMAX:
      return copied<SoftmaxAttr>(attributes);
    case OperatorType::LEAKY_RELU:
      return copied<LeakyReluAttr>(attributes);
    case OperatorType::CONCAT:
      return copied<ConcatAttr>(attributes);
    case OperatorType::BATCH_NORM:
      return copied<BatchNormAttr>(attributes);
    case OperatorType::RESHAPE:
      return copied<ReshapeAttr>(attributes);
    case OperatorType::PERMUTE:
      return copied<PermuteAttr>(attributes);
    case OperatorType::SCALE:
      return copied<ScaleAttr>(attributes);
    case OperatorType::SLICE:
      return copied<SliceAttr>(attributes);
    case OperatorType::PAD:
      return copied<PadAttr>(attributes);
    case OperatorType::LAYER_NORM:
      return copied<LayerNormAttr>(attributes);
    case OperatorType::REDUCE:
      return copied<ReduceAttr>(attributes);
    case OperatorType::STRIDED_SLICE:
      return copied<StridedSliceAttr>(attributes);
    case OperatorType::CLIP:
      return copied<ClipAttr>(attributes);
    case OperatorType::GATHER:
      return copied<GatherAttr>(attributes);
    case OperatorType::NBG:
      return copied<NBGAttr>(attributes);
    case OperatorType::FLATTEN:
      return copied<FlattenAttr>(attributes);
    case OperatorType::ADD:
    case OperatorType::MULTIPLY:
    case OperatorType::PRELU:
    case OperatorType::RELU:
    case OperatorType::L2_NORMALIZE:
    case OperatorType::MAXIMUM:
    case OperatorType::SUBTRACT:
    case OperatorType::RELU6:
    case OperatorType::SIGMOID:
    case OperatorType::TANH:
    case OperatorType::SQRT:
    case OperatorType::DATACONVERT:
    case OperatorType::ABS:
    case OperatorType::NEG:
      break;
  }
  return std::monostate{};
}

}  // namespace

bool implemented(OperatorType type) {
  switch (type) {
    case OperatorType::ADD:
    case OperatorType::MULTIPLY:
    case OperatorType::CONV2D:
    case OperatorType::FULLCONNECT:
    case OperatorType::SOFTMAX:
    case OperatorType::POOL:
    case OperatorType::LEAKY_RELU:
    case OperatorType::CONCAT:
    case OperatorType::BATCH_NORM:
    case OperatorType::RESHAPE:
    case OperatorType::PERMUTE:
    case OperatorType::PRELU:
    case OperatorType::RELU:
    case OperatorType::L2_NORMALIZE:
    case OperatorType::MAXIMUM:
    case OperatorType::SUBTRACT:
    case OperatorType::RELU6:
    case OperatorType::SIGMOID:
    case OperatorType::TANH:
    case OperatorType::SQRT:
    case OperatorType::DATACONVERT:
    case OperatorType::SCALE:
    case OperatorType::SLICE:
    case OperatorType::PAD:
    case OperatorType::LAYER_NORM:
    case OperatorType::REDUCE:
    case OperatorType::STRIDED_SLICE:
    case OperatorType::ABS:
    case OperatorType::NEG:
    case OperatorType::CLIP:
    case OperatorType::GATHER:
    case OperatorType::NBG:
    case OperatorType::FLATTEN:
      return true;
  }
  return false;
}

OperatorImpl::OperatorImpl(OperatorType type, Tensors inputs, Tensors outputs, const void* attributes,
                           std::string name)
    : type_(type),
      inputs_(std::move(inputs)),
      outputs_(std::move(outputs)),
      attributes_(copied(type, attributes)),
      name_(std::move(name)) {
  if (attributes == nullptr && !std::holds_alternative<std::monostate>(attributes_)) {
    misuse("%s needs attributes", operatorName(static_cast<int>(type)));
  }
  if (outputs_.empty()) misuse("%s has no output", operatorName(static_cast<int>(type)));
  for (const Tensors* operands : {&inputs_, &outputs_}) {
    for (const auto& tensor : *operands) {
      if (tensor == nullptr) misuse("%s has a null operand", operatorName(static_cast<int>(type)));
    }
  }
  if (name_.empty() && !outputs_.empty()) name_ = outputs_[0]->GetName();
}

OperatorImpl::~OperatorImpl() {
  if (listed_) misuse("operator '%s' was released more often than it was acquired", name_.c_str());
}

Tensors OperatorImpl::GetInputs() { return inputs_; }
Tensors OperatorImpl::GetOutputs() { return outputs_; }

void* OperatorImpl::GetAttrs() {
  return std::visit([](auto& held) -> void* { return &held; }, attributes_);
}

std::string OperatorImpl::GetName() { return name_; }

}  // namespace simulator
