#include "switches.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <sstream>

namespace simulator {
namespace {

struct Fault {
  long atCall;  // 0: at every call
  long number;  // -1: none given
  long calls;
};

std::string variable(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : otherwise;
}

[[noreturn]] void refuse(const char* name, const std::string& value, const char* allowed) {
  std::fprintf(stderr, "simulator: %s is '%s'; allowed: %s\n", name, value.c_str(), allowed);
  std::abort();
}

Library library() {
  const std::string value = variable("TOUCHSTONE_SIMULATOR_LIBRARY", sizeof(void*) == 8 ? "lib64" : "lib");
  if (value == "lib64") return Library::LIB64;
  if (value == "lib") return Library::LIB;
  refuse("TOUCHSTONE_SIMULATOR_LIBRARY", value, "lib64, lib");
}

Chip chip() {
  const std::string value = variable("TOUCHSTONE_SIMULATOR_CHIP", "half-even");
  if (value == "half-even") return Chip::HALF_EVEN;
  if (value == "half-away") return Chip::HALF_AWAY;
  if (value == "truncate-wrap") return Chip::TRUNCATE_WRAP;
  if (value == "truncate-saturate") return Chip::TRUNCATE_SATURATE;
  refuse("TOUCHSTONE_SIMULATOR_CHIP", value, "half-even, half-away, truncate-wrap, truncate-saturate");
}

bool strict() {
  const std::string value = variable("TOUCHSTONE_SIMULATOR_STRICT", "1");
  if (value == "1") return true;
  if (value == "0") return false;
  refuse("TOUCHSTONE_SIMULATOR_STRICT", value, "0, 1");
}

constexpr const char* knownFaults =
    "no-device, driver-mismatch, crash-build, crash-run, abort-build, abort-run, exit-build, exit-run, fail-build, "
    "fail-run, hang-build, hang-run, drop-node, no-output, stdout-load, stdout-run, no-cache-file";

// "crash-run@3,no-device=0": name, at which call (from 1), and a number.
std::map<std::string, Fault> parseFaults() {
  const std::string value = variable("TOUCHSTONE_SIMULATOR_FAULT", "");
  std::map<std::string, Fault> faults;
  std::istringstream list(value);
  for (std::string entry; std::getline(list, entry, ',');) {
    Fault fault{0, -1, 0};
    const size_t at = entry.find('@');
    const size_t equals = entry.find('=');
    if (at != std::string::npos) fault.atCall = std::atol(entry.c_str() + at + 1);
    if (equals != std::string::npos) fault.number = std::atol(entry.c_str() + equals + 1);
    const std::string name = entry.substr(0, entry.find_first_of("@="));
    if ((", " + std::string(knownFaults) + ",").find(", " + name + ",") == std::string::npos) {
      refuse("TOUCHSTONE_SIMULATOR_FAULT", value, knownFaults);
    }
    faults[name] = fault;
  }
  return faults;
}

std::map<std::string, Fault>& faults() {
  static std::map<std::string, Fault> parsed = parseFaults();
  return parsed;
}

}  // namespace

const Switches& switches() {
  static const Switches read{strict(), library(), chip(), variable("TOUCHSTONE_SIMULATOR_TRACE", ""),
                             variable("TOUCHSTONE_SIMULATOR_REPORT", "")};
  return read;
}

bool faultStrikes(const char* fault) {
  const auto found = faults().find(fault);
  if (found == faults().end()) return false;
  Fault& known = found->second;
  known.calls++;
  return known.atCall == 0 || known.atCall == known.calls;
}

long faultNumber(const char* fault, long otherwise) {
  const auto found = faults().find(fault);
  return found == faults().end() || found->second.number < 0 ? otherwise : found->second.number;
}

}  // namespace simulator
