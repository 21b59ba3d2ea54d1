// Counts what lives: objects of the API, and every block of the operator new that this library exports.
#pragma once

namespace simulator {

enum class Kind { GRAPH, EXECTION, TENSOR, OPERATOR, DEVICE_GRAPH };

void born(Kind kind);
void died(Kind kind);

// Total numbers since the library was loaded.
void builtOnce();
void ranOnce();

// Derive from it to be counted.
template <Kind kind>
class Counted {
 public:
  Counted() { born(kind); }
  Counted(const Counted&) { born(kind); }
  Counted& operator=(const Counted&) = default;
  ~Counted() { died(kind); }
};

}  // namespace simulator

// The present number of "graphs", "exections", "tensors", "operators", "device-graphs", "blocks" and "bytes" (of
// operator new), or the total number of "builds" and "runs"; -1 for another name.
extern "C" long touchstone_simulator_count(const char* name);
