#include "faults.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "log.h"
#include "switches.h"

namespace simulator {
namespace {

[[noreturn]] void hang() {
  std::fprintf(stderr, "simulator: hangs\n");
  for (;;) ::pause();
}

[[noreturn]] void abortWithLastWords() {
  for (int line = 1; line <= 3; line++) std::fprintf(stderr, "simulator: aborts, line %d of 3\n", line);
  std::abort();
}

// The armhf library prints this while it is loaded, where the node is missing.
struct Loading {
  Loading() {
    // The other faults are read later, at the first call, when a program may have set the variable itself.
    const char* value = std::getenv("TOUCHSTONE_SIMULATOR_FAULT");
    if (value != nullptr && std::strstr(value, "stdout-load") != nullptr) std::puts("failed to open /dev/dri/card0");
  }
} loading;

}  // namespace

void crash() {
  std::fflush(nullptr);
  volatile int* nowhere = nullptr;
  *nowhere = 1;
}

void openDevice() {
  if (faultStrikes("driver-mismatch")) {
    logError("Setup", 175, "create tensor fail\n");
    crash();
  }
  if (!faultStrikes("no-device")) return;
  const auto pause = static_cast<useconds_t>(faultNumber("no-device", 1000) * 1000);
  for (int attempt = 1; attempt < 5; attempt++) {
    std::fprintf(stderr, "[%6d] Failed to open device: No such file or directory, Try again...\n", attempt);
    ::usleep(pause);
  }
  std::fprintf(stderr, "[%6d] _OpenDevice(1206): FATAL: Failed to open device, errno=No such file or directory.\n", 5);
  std::exit(1);
}

bool strike(const char* phase) {
  const std::string name = phase;
  if (faultStrikes(("crash-" + name).c_str())) crash();
  if (faultStrikes(("hang-" + name).c_str())) hang();
  if (faultStrikes(("abort-" + name).c_str())) abortWithLastWords();
  if (faultStrikes(("exit-" + name).c_str())) std::exit(1);
  return faultStrikes(("fail-" + name).c_str());
}

void printGarbage() {
  if (!faultStrikes("stdout-run")) return;
  std::fputs("input Entry size = 176\n\x01\xff\x00garbage", stdout);
  std::fflush(stdout);
}

}  // namespace simulator
