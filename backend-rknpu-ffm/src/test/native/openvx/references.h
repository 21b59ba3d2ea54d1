// The objects behind OpenVX handles, with their reference counts, and a register of all that live.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "device_graph.h"
#include "openvx.h"

namespace openvx {

struct Reference {
  const char* kind;
  int count = 1;

  explicit Reference(const char* what);
  virtual ~Reference();
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;
};

// Says what is wrong with a driver call and ends the process.
[[noreturn]] void wrong(const char* format, ...) __attribute__((format(printf, 1, 2)));

// The object of a handle, which must live and be of the type.
template <typename T>
T& object(void* handle, const char* function);

bool lives(const void* handle);

// Gives up one reference and zeroes the caller's handle.
void release(void* handlePointer, const char* function);

// A counted reference inside the driver.
class Held {
 public:
  Held() = default;
  explicit Held(Reference* to) : to_(to) {
    if (to_ != nullptr) to_->count++;
  }
  Held(const Held& other) : Held(other.to_) {}
  Held(Held&& other) noexcept : to_(other.to_) { other.to_ = nullptr; }
  Held& operator=(Held other) noexcept {
    std::swap(to_, other.to_);
    return *this;
  }
  ~Held();

 private:
  Reference* to_ = nullptr;
};

struct Context final : Reference {
  Context() : Reference("context") {}
};

// A tensor owns its bytes, or shows those of another: all of them in another shape, or a box of them.
struct Tensor final : Reference {
  simulator::DeviceTensor description;  // dimensions in NCHW order; without bytes
  std::shared_ptr<std::vector<uint8_t>> owned;
  uint8_t* handle = nullptr;            // memory of the caller
  Tensor* parent = nullptr;
  Held parentHeld;
  std::vector<int32_t> start;           // of the box, NCHW; empty for another shape
  bool written = false;

  Tensor() : Reference("tensor") {}

  // The contents, densely packed.
  std::vector<uint8_t> load() const;
  void store(const std::vector<uint8_t>& bytes);
  size_t byteCount() const { return description.count() * simulator::elementSize(description.element); }
};

struct TensorView final : Reference {
  std::vector<int32_t> start;
  std::vector<int32_t> end;
  TensorView() : Reference("view") {}
};

struct TensorAddressing final : Reference {
  TensorAddressing() : Reference("addressing") {}
};

struct Scalar final : Reference {
  std::vector<uint8_t> value;
  vx_enum type;
  explicit Scalar(vx_enum of) : Reference("scalar"), type(of) {}
};

struct ObjectArray final : Reference {
  std::vector<Tensor*> tensors;
  std::vector<Held> held;
  ObjectArray() : Reference("object array") {}
};

struct WeightsBiases final : Reference {
  Tensor* weights = nullptr;
  Tensor* biases = nullptr;
  std::vector<Held> held;
  WeightsBiases() : Reference("weights and biases") {}
};

struct Kernel final : Reference {
  std::string name;
  std::shared_ptr<simulator::DeviceGraph> network;  // of a compiled form
  explicit Kernel(std::string called) : Reference("kernel"), name(std::move(called)) {}
};

struct Program final : Reference {
  Program() : Reference("program") {}
};

// One operation of the device. A shader kernel, whose code this stand-in cannot run, has a name instead.
struct Node final : Reference {
  std::string shader;
  std::vector<Reference*> parameters;               // of a shader or a compiled network
  std::shared_ptr<simulator::DeviceGraph> network;  // of the latter
  rk::nn::OperatorType type{};
  simulator::Attributes attributes;
  std::vector<Tensor*> inputs;
  Tensor* output = nullptr;
  std::vector<Held> held;
  Node() : Reference("node") {}
};

struct Graph final : Reference {
  std::vector<Node*> nodes;
  std::vector<Held> held;
  std::vector<Tensor*> inputs;
  std::vector<Tensor*> outputs;
  bool verified = false;
  std::string binaryPath;
  Graph() : Reference("graph") {}
};

template <typename T>
T& object(void* handle, const char* function) {
  if (!lives(handle)) wrong("%s: %p is no living object", function, handle);
  auto* cast = dynamic_cast<T*>(static_cast<Reference*>(handle));
  if (cast == nullptr) wrong("%s: a %s in the wrong place", function, static_cast<Reference*>(handle)->kind);
  return *cast;
}

}  // namespace openvx
