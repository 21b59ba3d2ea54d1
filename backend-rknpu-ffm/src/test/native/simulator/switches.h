// What the environment asks the simulator to be: README.md lists the variables. Read once, at the first question.
#pragma once

#include <cstdint>
#include <string>

namespace simulator {

// Which of the vendor's two libraries is imitated where they differ.
enum class Library { LIB64, LIB };

// How a chip makes a code of a real number; numerics.h has the rules.
enum class Chip { HALF_EVEN, HALF_AWAY, TRUNCATE_WRAP, TRUNCATE_SATURATE };

struct Switches {
  bool strict;
  Library library;
  Chip chip;
  std::string trace;
  std::string report;
};

const Switches& switches();

// True when TOUCHSTONE_SIMULATOR_FAULT names the fault and this is the call at which it strikes. Every question counts
// as one call of that fault.
bool faultStrikes(const char* fault);

// The number after "=" of the fault, or otherwise.
long faultNumber(const char* fault, long otherwise);

}  // namespace simulator
