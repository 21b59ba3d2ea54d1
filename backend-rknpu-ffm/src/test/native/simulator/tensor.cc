#include "tensor.h"

#include "log.h"

namespace simulator {

using namespace rk::nn;

namespace {

size_t hostSize(PrecisionType precision) {
  switch (precision) {
    case PrecisionType::INT16:
    case PrecisionType::UINT16:
    case PrecisionType::FLOAT16:
      return 2;
    case PrecisionType::INT32:
    case PrecisionType::UINT32:
    case PrecisionType::FLOAT32:
      return 4;
    case PrecisionType::INT64:
    case PrecisionType::UINT64:
    case PrecisionType::FLOAT64:
      return 8;
    default:
      return 1;
  }
}

}  // namespace

TensorImpl::TensorImpl(std::shared_ptr<TensorAttr> attributes, const void* data)
    : attributes_(std::move(attributes)), data_(data) {
  if (data_ != nullptr && attributes_->role == TensorRole::CONST) checksum_ = checksum();
}

TensorImpl::~TensorImpl() {
  if (listed_) misuse("tensor '%s' was released more often than it was acquired", attributes_->name.c_str());
}

std::vector<int32_t> TensorImpl::GetDims() { return attributes_->dims; }
PrecisionType TensorImpl::GetPrecision() { return attributes_->precision; }
DataLayoutType TensorImpl::GetLayoutType() { return attributes_->layout; }
std::string& TensorImpl::GetName() { return attributes_->name; }
TensorRole TensorImpl::GetRole() { return attributes_->role; }
QuantizationType TensorImpl::GetQntType() const { return attributes_->qntType; }
uint8_t TensorImpl::GetQntBits() const { return attributes_->qntBits; }
QuantizationParamDFP TensorImpl::GetQntParamDFP() const { return attributes_->qntParamDFP; }

QuantizationParamAffineAsymmetric TensorImpl::GetQntParamAffineAsymmetric() const {
  return attributes_->qntParamAffineAsymmetric;
}

QuantizationParamSymmetric TensorImpl::GetQntParamSymmetric() const { return attributes_->qntParamSymmetric; }
const std::shared_ptr<const TensorAttr> TensorImpl::GetAttrs() { return attributes_; }

const void* TensorImpl::GetData() {
  if (built_ && data_ != nullptr) misuse("GetData of '%s' after Build", attributes_->name.c_str());
  return data_;
}

int TensorImpl::SetPrecision(PrecisionType precision) {
  attributes_->precision = precision;
  return RK_SUCCESS;
}

int TensorImpl::SetName(std::string& name) {
  attributes_->name = name;
  return RK_SUCCESS;
}

int TensorImpl::SetRole(TensorRole role) {
  attributes_->role = role;
  return RK_SUCCESS;
}

int TensorImpl::SetQntParam(QuantizationType type, uint8_t bits, QuantizationParamDFP& parameter) {
  attributes_->qntType = type;
  attributes_->qntBits = bits;
  attributes_->qntParamDFP = parameter;
  return RK_SUCCESS;
}

int TensorImpl::SetQntParam(QuantizationType type, uint8_t bits, QuantizationParamAffineAsymmetric& parameter) {
  attributes_->qntType = type;
  attributes_->qntBits = bits;
  attributes_->qntParamAffineAsymmetric = parameter;
  return RK_SUCCESS;
}

int TensorImpl::SetQntParam(QuantizationType type, uint8_t bits, QuantizationParamSymmetric& parameter) {
  attributes_->qntType = type;
  attributes_->qntBits = bits;
  attributes_->qntParamSymmetric = parameter;
  return RK_SUCCESS;
}

const uint8_t* TensorImpl::constantData() {
  const char* name = attributes_->name.c_str();
  if (data_ == nullptr) {
    misuse("constant '%s' has no data", name);
    return nullptr;
  }
  if (built_) misuse("constant '%s' is read by a second Build; its data may be gone after the first", name);
  if (checksum() != checksum_) misuse("the data of constant '%s' changed between CreateTensor and Build", name);
  return static_cast<const uint8_t*>(data_);
}

size_t TensorImpl::count() const {
  size_t product = 1;
  for (const int32_t dim : attributes_->dims) product *= static_cast<size_t>(dim);
  return product;
}

size_t TensorImpl::hostBytes() const { return count() * hostSize(attributes_->precision); }

// FNV-1a over 64 bits.
uint64_t TensorImpl::checksum() const {
  const auto* bytes = static_cast<const uint8_t*>(data_);
  uint64_t hash = 0xcbf29ce484222325u;
  for (size_t i = 0, size = hostBytes(); i < size; i++) hash = (hash ^ bytes[i]) * 0x100000001b3u;
  return hash;
}

}  // namespace simulator
