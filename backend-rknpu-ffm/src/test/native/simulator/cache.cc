#include "cache.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "archive.h"
#include "faults.h"
#include "log.h"

namespace simulator {
namespace {

using namespace rk::nn;

constexpr uint64_t magic = 0x4e4e4b52;  // "RKNN" and four zeros
constexpr uint64_t version = 1;
constexpr size_t headerSize = 48;
constexpr size_t entrySize = 176;

// Places in the header.
constexpr size_t versionAt = 8, inputCountAt = 16, outputCountAt = 20, inputsAt = 24, outputsAt = 32, networkAt = 40;

// Places in an entry.
constexpr size_t nameSize = 128, rankAt = 128, dimsAt = 132, precisionAt = 148, layoutAt = 152, roleAt = 156,
                 qntTypeAt = 160, qntBitsAt = 164, flAt = 165, scaleAt = 168, zeroPointAt = 172;
constexpr uint32_t mostDims = 4;

template <typename T>
T get(const char* data, size_t at) {
  T value;
  std::memcpy(&value, data + at, sizeof value);
  return value;
}

template <typename T>
void set(std::string& content, size_t at, T value) {
  std::memcpy(content.data() + at, &value, sizeof value);
}

std::shared_ptr<TensorAttr> parsed(const char* entry) {
  auto attributes = std::make_shared<TensorAttr>();
  for (uint32_t i = 0; i < get<uint32_t>(entry, rankAt) && i < mostDims; i++) {
    attributes->dims.push_back(get<int32_t>(entry, dimsAt + 4 * i));
  }
  attributes->precision = get<PrecisionType>(entry, precisionAt);
  attributes->layout = get<DataLayoutType>(entry, layoutAt);
  attributes->role = get<TensorRole>(entry, roleAt);
  attributes->qntType = get<QuantizationType>(entry, qntTypeAt);
  attributes->qntBits = get<uint8_t>(entry, qntBitsAt);
  attributes->qntParamDFP.fl.push_back(get<int8_t>(entry, flAt));
  attributes->qntParamSymmetric.scale.push_back(get<float>(entry, scaleAt));
  attributes->qntParamAffineAsymmetric.scale.push_back(get<float>(entry, scaleAt));
  attributes->qntParamAffineAsymmetric.zero_point.push_back(get<uint32_t>(entry, zeroPointAt));
  return attributes;
}

void format(const TensorAttr& attributes, std::string& content, size_t at) {
  attributes.name.copy(content.data() + at, nameSize - 1);
  set(content, at + rankAt, static_cast<uint32_t>(attributes.dims.size()));
  for (size_t i = 0; i < attributes.dims.size() && i < mostDims; i++) {
    set(content, at + dimsAt + 4 * i, attributes.dims[i]);
  }
  set(content, at + precisionAt, attributes.precision);
  set(content, at + layoutAt, attributes.layout);
  set(content, at + roleAt, attributes.role);
  set(content, at + qntTypeAt, attributes.qntType);
  set(content, at + qntBitsAt, attributes.qntBits);
  const auto& affine = attributes.qntParamAffineAsymmetric;
  const auto& symmetric = attributes.qntParamSymmetric.scale;
  const auto& fl = attributes.qntParamDFP.fl;
  const bool isAffine = attributes.qntType == QuantizationType::AFFINE_ASYMMETRIC;
  const auto& scale = isAffine ? affine.scale : symmetric;
  set(content, at + flAt, fl.empty() ? int8_t{0} : fl[0]);
  set(content, at + scaleAt, scale.empty() ? 0.0f : scale[0]);
  set(content, at + zeroPointAt, affine.zero_point.empty() ? 0u : affine.zero_point[0]);
}

// The vendor's library reads past the end of a file that is too short, and dies.
[[noreturn]] void readPastTheEnd() {
  crash();
  std::abort();
}

}  // namespace

bool Cache::hasMagic(const std::string& content) {
  return content.size() >= sizeof magic && get<uint64_t>(content.data(), 0) == magic;
}

std::vector<std::shared_ptr<TensorAttr>> Cache::inputs() const { return entries(inputCountAt, inputsAt); }
std::vector<std::shared_ptr<TensorAttr>> Cache::outputs() const { return entries(outputCountAt, outputsAt); }

std::vector<std::shared_ptr<TensorAttr>> Cache::entries(size_t countAt, size_t offsetAt) const {
  if (content_.size() < headerSize) readPastTheEnd();
  const auto count = get<uint32_t>(content_.data(), countAt);
  const auto offset = get<uint32_t>(content_.data(), offsetAt);
  std::vector<std::shared_ptr<TensorAttr>> found;
  for (uint32_t i = 0; i < count; i++) {
    const uint64_t at = offset + uint64_t{entrySize} * i;
    if (at + entrySize > content_.size()) readPastTheEnd();
    found.push_back(parsed(content_.data() + at));
  }
  return found;
}

std::unique_ptr<DeviceGraph> Cache::network() const {
  if (content_.size() < headerSize) readPastTheEnd();
  const auto offset = get<uint32_t>(content_.data(), networkAt);
  const auto size = get<uint32_t>(content_.data(), networkAt + 4);
  if (uint64_t{offset} + size > content_.size()) {
    logError("Setup", 160, "Binary Graph in ache is invalid, offset(%u) + size(%u) > total_size(%zu)\n", offset, size,
             content_.size());
    return std::make_unique<DeviceGraph>();
  }
  auto network = unarchived(content_.substr(offset, size));
  if (network != nullptr) return network;
  logNodeError("setup_node", 383, "Setup node[0] NBG fail");
  return std::make_unique<DeviceGraph>();
}

std::string cacheFile(const std::vector<const TensorAttr*>& inputs, const std::vector<const TensorAttr*>& outputs,
                      const DeviceGraph& network) {
  const size_t entries = inputs.size() + outputs.size();
  std::string content(headerSize + entrySize * entries, '\0');
  const auto word = [](size_t number) { return static_cast<uint32_t>(number); };
  const size_t outputOffset = headerSize + entrySize * inputs.size();
  const std::string nbg = archived(network);
  set(content, 0, magic);
  set(content, versionAt, version);
  set(content, inputCountAt, word(inputs.size()));
  set(content, outputCountAt, word(outputs.size()));
  set(content, inputsAt, word(headerSize));
  set(content, inputsAt + 4, word(entrySize * inputs.size()));
  set(content, outputsAt, word(outputOffset));
  set(content, outputsAt + 4, word(entrySize * outputs.size()));
  set(content, networkAt, word(content.size()));
  set(content, networkAt + 4, word(nbg.size()));
  for (size_t i = 0; i < inputs.size(); i++) format(*inputs[i], content, headerSize + entrySize * i);
  for (size_t i = 0; i < outputs.size(); i++) format(*outputs[i], content, outputOffset + entrySize * i);
  return content + nbg;
}

}  // namespace simulator
