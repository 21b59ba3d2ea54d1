#include "references.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unordered_set>

namespace openvx {
namespace {

std::unordered_set<const void*>& living() {
  static std::unordered_set<const void*> all;
  return all;
}

// Visits the bytes of a box inside a tensor row by row.
template <typename Visit>
void rows(const Tensor& box, Visit visit) {
  const auto& dims = box.description.dims;
  const auto& outer = box.parent->description.dims;
  const size_t rank = dims.size();
  const size_t rowBytes = static_cast<size_t>(dims[rank - 1]) * simulator::elementSize(box.description.element);
  std::vector<int32_t> at(rank);
  size_t inBox = 0;
  for (;;) {
    size_t place = 0;
    for (size_t i = 0; i < rank; i++) {
      place = place * static_cast<size_t>(outer[i]) + static_cast<size_t>(box.start[i] + at[i]);
    }
    visit(inBox, place * simulator::elementSize(box.description.element), rowBytes);
    inBox += rowBytes;
    size_t axis = rank - 1;
    while (axis-- > 0) {
      if (++at[axis] < dims[axis]) break;
      at[axis] = 0;
    }
    if (axis == static_cast<size_t>(-1)) return;
  }
}

}  // namespace

Reference::Reference(const char* what) : kind(what) { living().insert(this); }

Reference::~Reference() { living().erase(this); }

void wrong(const char* format, ...) {
  std::fputs("openvx: ", stderr);
  va_list arguments;
  va_start(arguments, format);
  std::vfprintf(stderr, format, arguments);
  va_end(arguments);
  std::fputc('\n', stderr);
  std::fflush(stderr);
  std::abort();
}

bool lives(const void* handle) { return living().count(handle) != 0; }

void release(void* handlePointer, const char* function) {
  void** handle = static_cast<void**>(handlePointer);
  auto& held = object<Reference>(*handle, function);
  if (--held.count == 0) delete &held;
  *handle = nullptr;
}

Held::~Held() {
  if (to_ != nullptr && --to_->count == 0) delete to_;
}

std::vector<uint8_t> Tensor::load() const {
  if (parent == nullptr) {
    return handle != nullptr ? std::vector<uint8_t>(handle, handle + byteCount()) : *owned;
  }
  const std::vector<uint8_t> whole = parent->load();
  if (start.empty()) return whole;
  std::vector<uint8_t> part(byteCount());
  rows(*this, [&](size_t inBox, size_t inParent, size_t size) {
    std::memcpy(part.data() + inBox, whole.data() + inParent, size);
  });
  return part;
}

void Tensor::store(const std::vector<uint8_t>& bytes) {
  written = true;
  if (bytes.size() != byteCount()) wrong("%zu bytes for a tensor of %zu", bytes.size(), byteCount());
  if (parent == nullptr) {
    if (handle != nullptr) {
      std::memcpy(handle, bytes.data(), bytes.size());
    } else {
      *owned = bytes;
    }
    return;
  }
  if (start.empty()) return parent->store(bytes);
  std::vector<uint8_t> whole = parent->load();
  rows(*this, [&](size_t inBox, size_t inParent, size_t size) {
    std::memcpy(whole.data() + inParent, bytes.data() + inBox, size);
  });
  parent->store(whole);
}

}  // namespace openvx
