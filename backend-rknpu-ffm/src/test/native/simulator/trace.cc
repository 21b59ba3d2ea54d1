#include "trace.h"

#include <algorithm>
#include <cstdio>

#include "log.h"
#include "switches.h"

namespace simulator {
namespace {

using namespace rk::nn;

template <typename T>
std::string listed(const T* values, size_t count) {
  std::string joined;
  for (size_t i = 0; i < count; i++) joined += (i == 0 ? "" : ",") + std::to_string(values[i]);
  return joined;
}

template <typename T>
std::string listed(const std::vector<T>& values) {
  return listed(values.data(), values.size());
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

// What the attributes say to a driver.
struct Shown {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const Conv2DAttr& a) const {
    return " stride=" + listed(a.stride, 2) + " pad=" + listed(a.pad, 4) + " dilation=" + listed(a.dilation, 2) +
           " multiplier=" + std::to_string(a.multiplier) + " relu=" + std::to_string(a.has_relu);
  }
  std::string operator()(const FCAttr& a) const { return " relu=" + std::to_string(a.has_relu); }
  std::string operator()(const PoolAttr& a) const {
    const bool told = switches().library == Library::LIB;
    return std::string(a.pool_type == PoolType::MAX ? " max" : " avg") + " ksize=" + listed(a.ksize, 2) +
           (told ? " stride=" + listed(a.stride, 2) : "") + " pad=" + listed(a.pad, 4);
  }
  std::string operator()(const SoftmaxAttr& a) const {
    return " axis=" + std::to_string(a.axis) + " beta=" + number(static_cast<double>(a.beta));
  }
  std::string operator()(const LeakyReluAttr& a) const { return " alpha=" + number(static_cast<double>(a.alpha)); }
  std::string operator()(const ConcatAttr& a) const { return " axis=" + std::to_string(a.axis); }
  std::string operator()(const BatchNormAttr& a) const { return " eps=" + number(static_cast<double>(a.eps)); }
  std::string operator()(const LayerNormAttr& a) const { return " eps=" + number(static_cast<double>(a.eps)); }
  std::string operator()(const ReshapeAttr&) const { return ""; }
  std::string operator()(const FlattenAttr&) const { return ""; }
  std::string operator()(const PermuteAttr& a) const { return " perm=" + listed(a.perm); }
  std::string operator()(const ScaleAttr& a) const {
    return " scale=" + number(static_cast<double>(a.scale)) + " bias=" + number(static_cast<double>(a.bias));
  }
  std::string operator()(const SliceAttr& a) const {
    return " start=" + listed(a.start) + " length=" + listed(a.length);
  }
  std::string operator()(const StridedSliceAttr& a) const {
    return " begin=" + listed(a.begin) + " end=" + listed(a.end) + " stride=" + listed(a.stride);
  }
  std::string operator()(const PadAttr& a) const {
    return " mode=" + std::to_string(static_cast<int>(a.mode)) + " begin=" + listed(a.begin) + " end=" +
           listed(a.end) + " value=" + std::to_string(a.const_val);
  }
  std::string operator()(const ReduceAttr& a) const {
    std::vector<uint32_t> sorted = a.axis;
    std::sort(sorted.begin(), sorted.end());
    // Only the mean is one operation; the others go axis by axis over other shapes.
    if (a.type != ReduceType::MEAN) return " type=" + std::to_string(static_cast<int>(a.type));
    return " mean axis=" + listed(sorted);
  }
  std::string operator()(const ClipAttr& a) const {
    return " min=" + number(static_cast<double>(a.min)) + " max=" + number(static_cast<double>(a.max));
  }
  std::string operator()(const GatherAttr& a) const { return " axis=" + std::to_string(a.axis); }
  std::string operator()(const NBGAttr&) const { return ""; }
};

// Programs of the vector unit and reductions see their tensors in other shapes, which do not matter to them.
bool shapeless(const DeviceNode& node) {
  switch (node.type) {
    case OperatorType::MAXIMUM:
    case OperatorType::NEG:
    case OperatorType::CLIP:
    case OperatorType::PRELU:
      return true;
    case OperatorType::REDUCE:
      return std::get<ReduceAttr>(node.attributes).type != ReduceType::MEAN;
    default:
      return false;
  }
}

std::string shown(const DeviceTensor& tensor, bool constant, bool shapes) {
  static constexpr const char* names[] = {"u8", "f16", "i32", "f32"};
  std::string line = std::string(" ") + names[static_cast<int>(tensor.element)] + "[" +
                     (shapes ? text(tensor.dims) : std::to_string(tensor.count()) + " elements") + "]";
  if (tensor.element == Element::U8 || tensor.element == Element::I32) {
    line += "*" + number(static_cast<double>(tensor.scale)) + "@" + std::to_string(tensor.zeroPoint);
  }
  if (constant) {
    uint32_t hash = 0x811c9dc5;
    for (const uint8_t byte : tensor.bytes) hash = (hash ^ byte) * 0x01000193;
    char shownHash[16];
    std::snprintf(shownHash, sizeof shownHash, "#%08x", hash);
    line += shownHash;
  }
  return line;
}

}  // namespace

void traceLine(const std::string& line) {
  const std::string& path = switches().trace;
  if (path.empty()) return;
  std::FILE* file = std::fopen(path.c_str(), "a");
  if (file == nullptr) {
    misuse("cannot write the trace to %s", path.c_str());
    return;
  }
  std::fprintf(file, "%s\n", line.c_str());
  std::fclose(file);
}

void trace(const DeviceNode& node, const DeviceGraph& graph) {
  if (switches().trace.empty()) return;
  std::string line = operatorName(static_cast<int>(node.type)) + std::visit(Shown(), node.attributes) + " |";
  const bool weighted = node.type == OperatorType::CONV2D || node.type == OperatorType::FULLCONNECT;
  const bool shapes = !shapeless(node);
  for (size_t i = 0; i < node.inputs.size(); i++) {
    line += shown(graph.tensors[node.inputs[i]], weighted && i > 0, shapes);
  }
  line += " ->";
  for (const uint32_t output : node.outputs) line += shown(graph.tensors[output], false, shapes);
  traceLine(line);
}

}  // namespace simulator
