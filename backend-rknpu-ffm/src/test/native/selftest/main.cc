// Uses librknpu_ddk.so, the simulator or the vendor's, as an application does. Prints what differs from numbers worked
// out by hand and exits with 1, or says how many checks passed.
#include "checks.h"

namespace selftest {

int checks = 0;
int failures = 0;

}  // namespace selftest

int main() {
  // First, while the simulator has not yet read its environment: children get one of their own.
  selftest::misuse();
  selftest::operators();
  selftest::lifecycle();
  std::printf("self-test of librknpu_ddk: %d checks, %d failed\n", selftest::checks, selftest::failures);
  return selftest::failures == 0 ? 0 : 1;
}
