// Between the application's bytes and the device's: symmetric bytes are shifted by 128, float32 becomes half precision.
#include <cstring>

#include "graph_state.h"
#include "log.h"
#include "numerics.h"

namespace simulator {
namespace {

using namespace rk::nn;

constexpr int shift = 128;

bool isInt8Symmetric(const TensorAttr& attributes) {
  return attributes.precision == PrecisionType::INT8 && attributes.qntType == QuantizationType::SYMMETRIC;
}

bool sizeFits(const TensorImpl& tensor, size_t size, bool input) {
  const size_t expected = tensor.hostBytes();
  if (size == expected) return true;
  misuse("tensor '%s' takes %zu bytes, the buffer has %zu", tensor.attributes().name.c_str(), expected, size);
  // Bytes that are shifted are never counted; the caller's memory is overrun there.
  if (isInt8Symmetric(tensor.attributes())) return true;
  const char* function = input ? "FromBuffer" : "ToBuffer";
  if (tensor.attributes().precision == PrecisionType::FLOAT32) {
    logError(function, input ? 216 : 306, "Invalid data size, except %zu, got %zu\n", expected, size);
  } else if (input) {
    logError(function, 255, "Invalid input size, except %zu, got %zu\n", expected, size);
  } else {
    logError(function, 318, "Invalid output data size, except %zu, got %zu\n", expected, size);
  }
  return false;
}

}  // namespace

void toDevice(const TensorImpl& tensor, const void* buffer, size_t size, DeviceTensor& device) {
  if (!sizeFits(tensor, size, true)) return;
  const auto* bytes = static_cast<const uint8_t*>(buffer);
  const size_t count = device.count();
  switch (tensor.attributes().precision) {
    case PrecisionType::FLOAT32:
      for (size_t i = 0; i < count; i++) device.as<uint16_t>()[i] = toFloat16(static_cast<const float*>(buffer)[i]);
      return;
    case PrecisionType::INT32:
      for (size_t i = 0; i < count; i++) {
        device.as<uint16_t>()[i] = toFloat16(static_cast<float>(static_cast<const int32_t*>(buffer)[i]));
      }
      return;
    case PrecisionType::INT64:
      for (size_t i = 0; i < count; i++) {
        device.as<uint16_t>()[i] = toFloat16(static_cast<float>(static_cast<const int64_t*>(buffer)[i]));
      }
      return;
    case PrecisionType::INT8:
      if (isInt8Symmetric(tensor.attributes())) {
        for (size_t i = 0; i < count; i++) device.bytes[i] = static_cast<uint8_t>(bytes[i] + shift);
        return;
      }
      break;
    default:
      break;
  }
  std::memcpy(device.bytes.data(), bytes, device.bytes.size());
}

void fromDevice(const TensorImpl& tensor, const DeviceTensor& device, void* buffer, size_t size) {
  if (!sizeFits(tensor, size, false)) return;
  const size_t count = device.count();
  switch (tensor.attributes().precision) {
    case PrecisionType::FLOAT32:
      for (size_t i = 0; i < count; i++) static_cast<float*>(buffer)[i] = fromFloat16(device.as<uint16_t>()[i]);
      return;
    case PrecisionType::INT8:
      if (isInt8Symmetric(tensor.attributes())) {
        for (size_t i = 0; i < count; i++) {
          static_cast<uint8_t*>(buffer)[i] = static_cast<uint8_t>(device.bytes[i] - shift);
        }
        return;
      }
      break;
    default:
      break;
  }
  std::memcpy(buffer, device.bytes.data(), device.bytes.size());
}

}  // namespace simulator
