#include "census.h"

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

#include "log.h"
#include "switches.h"

namespace simulator {
namespace {

std::atomic<long> living[5];
std::atomic<long> blocks;
std::atomic<long> bytes;
std::atomic<long> builds;
std::atomic<long> runs;

// Stands before every block; its 16 bytes keep the alignment that malloc gives.
struct Header {
  uint64_t size;
  uint64_t magic;
};

constexpr uint64_t alive = 0x544f5543;
constexpr uint64_t freed = 0xdeaddead;
constexpr int poison = 0xdd;

void* allocate(size_t size) {
  void* memory = std::malloc(sizeof(Header) + size);
  if (memory == nullptr) throw std::bad_alloc();
  auto* header = static_cast<Header*>(memory);
  header->size = size;
  header->magic = alive;
  blocks++;
  bytes += static_cast<long>(size);
  void* block = header + 1;
  // The vendor's library gets memory full of old contents as well: nobody may rely on zeros.
  std::memset(block, 0xcd, size);
  return block;
}

void release(void* block) {
  if (block == nullptr) return;
  Header* header = static_cast<Header*>(block) - 1;
  if (header->magic != alive) {
    std::fprintf(stderr, "simulator: misuse: operator delete of %p, which %s\n", block,
                 header->magic == freed ? "has been deleted before" : "operator new of this library did not give");
    std::abort();
  }
  header->magic = freed;
  blocks--;
  bytes -= static_cast<long>(header->size);
  std::memset(block, poison, header->size);
  std::free(header);
}

// At the end of the process the living objects go to the file that TOUCHSTONE_SIMULATOR_REPORT names.
struct Report {
  ~Report() {
    const char* path = std::getenv("TOUCHSTONE_SIMULATOR_REPORT");
    if (path == nullptr || *path == '\0') return;
    std::FILE* file = std::fopen(path, "a");
    if (file == nullptr) return;
    for (const char* name : {"graphs", "exections", "tensors", "operators", "device-graphs", "builds", "runs"}) {
      std::fprintf(file, "%s %ld\n", name, touchstone_simulator_count(name));
    }
    std::fclose(file);
  }
} report;

}  // namespace

void born(Kind kind) { living[static_cast<int>(kind)]++; }

void died(Kind kind) { living[static_cast<int>(kind)]--; }

void builtOnce() { builds++; }

void ranOnce() { runs++; }

}  // namespace simulator

long touchstone_simulator_count(const char* name) {
  using simulator::Kind;
  using simulator::living;
  if (std::strcmp(name, "graphs") == 0) return living[static_cast<int>(Kind::GRAPH)];
  if (std::strcmp(name, "exections") == 0) return living[static_cast<int>(Kind::EXECTION)];
  if (std::strcmp(name, "tensors") == 0) return living[static_cast<int>(Kind::TENSOR)];
  if (std::strcmp(name, "operators") == 0) return living[static_cast<int>(Kind::OPERATOR)];
  if (std::strcmp(name, "device-graphs") == 0) return living[static_cast<int>(Kind::DEVICE_GRAPH)];
  if (std::strcmp(name, "blocks") == 0) return simulator::blocks;
  if (std::strcmp(name, "bytes") == 0) return simulator::bytes;
  if (std::strcmp(name, "builds") == 0) return simulator::builds;
  if (std::strcmp(name, "runs") == 0) return simulator::runs;
  return -1;
}

// The whole library, libstdc++ included (it is linked statically for that), and every user of the exported names
// allocate here.
void* operator new(size_t size) { return simulator::allocate(size); }
void* operator new[](size_t size) { return simulator::allocate(size); }
void operator delete(void* block) noexcept { simulator::release(block); }
void operator delete[](void* block) noexcept { simulator::release(block); }
void operator delete(void* block, size_t) noexcept { simulator::release(block); }
void operator delete[](void* block, size_t) noexcept { simulator::release(block); }

extern "C" const char* vsi_nn_GetVersion() { return "1.1.12"; }
