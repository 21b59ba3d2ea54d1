// Comparing and counting.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace selftest {

// What ran and what failed so far.
extern int checks;
extern int failures;

template <typename T>
std::string shown(const std::vector<T>& values) {
  std::string joined;
  for (const T value : values) joined += " " + std::to_string(value);
  return joined;
}

template <typename T>
void same(const char* what, const std::vector<T>& actual, const std::vector<T>& expected) {
  checks++;
  if (actual == expected) return;
  failures++;
  std::printf("%s: got%s, expected%s\n", what, shown(actual).c_str(), shown(expected).c_str());
}

inline void same(const char* what, long actual, long expected) {
  same(what, std::vector<long>{actual}, std::vector<long>{expected});
}

// operators.cc: each operator against numbers worked out by hand.
void operators();
// lifecycle.cc: refusals, caches, what is left behind.
void lifecycle();
// misuse.cc: what the simulator alone refuses, and its imitated failures.
void misuse();

}  // namespace selftest
