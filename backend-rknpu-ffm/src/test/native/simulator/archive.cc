#include "archive.h"

#include <cstring>
#include <memory>
#include <type_traits>

namespace simulator {
namespace {

using namespace rk::nn;

constexpr uint32_t magic = 0x314d5354;  // "TSM1"

// In elements; a larger one can only come of a damaged archive.
constexpr size_t largestTensor = size_t{1} << 28;

// One set of functions describes the content, both for writing and for reading.
class Writer {
 public:
  std::string content;

  bool word(uint32_t& value) {
    content.append(reinterpret_cast<const char*>(&value), sizeof value);
    return true;
  }
  bool bytes(void* data, size_t size) {
    content.append(static_cast<const char*>(data), size);
    return true;
  }
  template <typename C>
  bool size(C& container) {
    auto count = static_cast<uint32_t>(container.size());
    return word(count);
  }
  template <typename V>
  bool alternative(V& variant) {
    auto index = static_cast<uint32_t>(variant.index());
    return word(index);
  }
};

class Reader {
 public:
  explicit Reader(const std::string& content) : content_(content) {}

  bool word(uint32_t& value) { return bytes(&value, sizeof value); }
  bool bytes(void* data, size_t size) {
    if (size > content_.size() - at_) return false;
    if (size > 0) std::memcpy(data, content_.data() + at_, size);
    at_ += size;
    return true;
  }
  template <typename C>
  bool size(C& container) {
    uint32_t count = 0;
    // No element is smaller than a byte, so no count can exceed what is left.
    if (!word(count) || count > content_.size() - at_) return false;
    container.resize(count);
    return true;
  }
  template <typename V>
  bool alternative(V& variant) {
    uint32_t index = 0;
    return word(index) && choose<V, 0>(variant, index);
  }

 private:
  template <typename V, size_t I>
  bool choose(V& variant, uint32_t index) {
    if constexpr (I < std::variant_size_v<V>) {
      if (index != I) return choose<V, I + 1>(variant, index);
      variant.template emplace<I>();
      return true;
    } else {
      return false;
    }
  }

  const std::string& content_;
  size_t at_ = 0;
};

template <typename Archive, typename T>
bool field(Archive& archive, T& value);

template <typename Archive, typename T>
bool field(Archive& archive, std::vector<T>& values) {
  if (!archive.size(values)) return false;
  if constexpr (std::is_same_v<T, uint8_t>) {
    return archive.bytes(values.data(), values.size());
  } else {
    for (T& value : values) {
      if (!field(archive, value)) return false;
    }
    return true;
  }
}

template <typename Archive>
bool field(Archive& archive, std::string& text) {
  return archive.size(text) && archive.bytes(text.data(), text.size());
}

template <typename Archive>
bool field(Archive& archive, DeviceTensor& tensor) {
  bool fine = field(archive, tensor.name) && field(archive, tensor.element) && field(archive, tensor.dims) &&
              field(archive, tensor.scale) && field(archive, tensor.zeroPoint) && field(archive, tensor.constant);
  // Only constants have content worth keeping.
  if (tensor.constant) return fine && field(archive, tensor.bytes);
  if (!fine || tensor.count() > largestTensor) return false;
  tensor.bytes.resize(tensor.count() * elementSize(tensor.element));
  return true;
}

template <typename Archive>
bool field(Archive& archive, PermuteAttr& a) {
  return field(archive, a.perm);
}

template <typename Archive>
bool field(Archive& archive, ReshapeAttr& a) {
  return field(archive, a.shapes);
}

template <typename Archive>
bool field(Archive& archive, SliceAttr& a) {
  return field(archive, a.start) && field(archive, a.length);
}

template <typename Archive>
bool field(Archive& archive, ReduceAttr& a) {
  return field(archive, a.type) && field(archive, a.axis) && field(archive, a.axis_num) && field(archive, a.keep_dim);
}

template <typename Archive>
bool field(Archive& archive, StridedSliceAttr& a) {
  return field(archive, a.begin) && field(archive, a.end) && field(archive, a.stride);
}

template <typename Archive>
bool field(Archive& archive, PadAttr& a) {
  return field(archive, a.mode) && field(archive, a.begin) && field(archive, a.end) && field(archive, a.const_val);
}

template <typename Archive>
bool field(Archive&, NBGAttr&) {
  return false;
}

template <typename Archive>
bool field(Archive&, std::monostate&) {
  return true;
}

template <typename Archive>
bool field(Archive& archive, DeviceNode& node) {
  return field(archive, node.type) && archive.alternative(node.attributes) &&
         std::visit([&](auto& attributes) { return field(archive, attributes); }, node.attributes) &&
         field(archive, node.inputs) && field(archive, node.outputs);
}

// Numbers, enumerators and the attribute structures that hold nothing else.
template <typename Archive, typename T>
bool field(Archive& archive, T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  return archive.bytes(&value, sizeof value);
}

template <typename Archive>
bool everything(Archive& archive, DeviceGraph& graph) {
  return field(archive, graph.tensors) && field(archive, graph.nodes) && field(archive, graph.inputs) &&
         field(archive, graph.outputs);
}

bool referencesExist(const DeviceGraph& graph) {
  const auto exist = [&](const std::vector<uint32_t>& references) {
    for (const uint32_t reference : references) {
      if (reference >= graph.tensors.size()) return false;
    }
    return true;
  };
  for (const DeviceNode& node : graph.nodes) {
    if (!exist(node.inputs) || !exist(node.outputs)) return false;
  }
  return exist(graph.inputs) && exist(graph.outputs);
}

}  // namespace

std::string archived(const DeviceGraph& graph) {
  Writer writer;
  uint32_t first = magic;
  writer.word(first);
  // Writing changes nothing; one description serves both directions.
  everything(writer, const_cast<DeviceGraph&>(graph));
  return writer.content;
}

std::unique_ptr<DeviceGraph> unarchived(const std::string& content) {
  Reader reader(content);
  uint32_t first = 0;
  auto graph = std::make_unique<DeviceGraph>();
  if (!reader.word(first) || first != magic || !everything(reader, *graph) || !referencesExist(*graph)) return nullptr;
  return graph;
}

}  // namespace simulator
