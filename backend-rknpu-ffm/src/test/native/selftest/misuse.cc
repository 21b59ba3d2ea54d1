// What the simulator alone refuses, and its imitated failures: each in a child process.
#include "checks.h"

#ifdef VENDOR

void selftest::misuse() {}

#else

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <new>

#include "network.h"

namespace selftest {

using namespace rk::nn;

namespace {

using Bytes = std::vector<int8_t>;

// How a child ends in which the variable is set: its exit code, or 1000 plus the signal.
int endingWith(const char* variable, const char* value, const std::function<void()>& act) {
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv(variable, value, 1);
    ::unsetenv("TOUCHSTONE_SIMULATOR_TRACE");
    ::close(1);
    ::close(2);
    act();
    std::_Exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

int ending(const char* fault, const std::function<void()>& act) {
  return endingWith("TOUCHSTONE_SIMULATOR_FAULT", fault, act);
}

constexpr int aborted = 1000 + SIGABRT;
constexpr int crashed = 1000 + SIGSEGV;

void runs(const std::function<void(Network&, TensorRef&, TensorRef&)>& prepare, size_t bytes = 2) {
  Network n;
  TensorRef in = n.int8({1, 2}, 1);
  TensorRef out = n.int8({1, 2}, 1);
  prepare(n, in, out);
  Bytes x(bytes);
  Bytes y(2);
  n.run(in, out, x.data(), x.size(), y.data(), y.size());
}

void relu(Network& n, TensorRef& in, TensorRef& out) { n.add(OperatorType::RELU, {in}, out); }

Bytes rescaled(float outputScale, const Bytes& x) {
  Network n;
  const auto width = static_cast<int32_t>(x.size());
  const TensorRef in = n.int8({1, width}, 1);
  const TensorRef out = n.int8({1, width}, outputScale);
  n.add(OperatorType::DATACONVERT, {in}, out);
  return n.run<int8_t>(in, out, x, x.size());
}

void abortsOnMisuse() {
  same("fine", ending("", [] { runs(relu); }), 0);
  same("wrong buffer size", ending("", [] { runs(relu, 3); }), aborted);
  same("wrong shape", ending("", [] {
         runs([](Network& n, TensorRef& in, TensorRef& out) {
           in = n.int8({1, 3}, 1);
           relu(n, in, out);
         }, 3);
       }),
       aborted);
  same("no attributes", ending("", [] {
         runs([](Network& n, TensorRef& in, TensorRef& out) { n.add(OperatorType::SOFTMAX, {in}, out); });
       }),
       aborted);
  same("group not handed on", ending("", [] {
         Network n;
         int8_t weights[2] = {1, 1};
         std::vector<int32_t> zero{0, 0};
         auto attributes = convolutionAttributes(2);
         attributes.group = 2;
         const TensorRef in = n.int8({1, 2, 1, 1}, 1);
         const TensorRef out = n.int8({1, 2, 1, 1}, 1);
         n.add(OperatorType::CONV2D, {in, n.int8({2, 1, 1, 1}, 1, Role::CONST, weights), n.bias(zero, 1)}, out,
               &attributes);
         n.run<int8_t>(in, out, Bytes{1, 2}, 2);
       }),
       aborted);
  same("constant changed before Build", ending("", [] {
         Network n;
         int8_t constant[2] = {1, 2};
         const TensorRef in = n.int8({1, 2}, 1);
         const TensorRef out = n.int8({1, 2}, 1);
         n.add(OperatorType::ADD, {in, n.int8({1, 2}, 1, Role::CONST, constant)}, out);
         constant[0] = 9;
         n.run<int8_t>(in, out, Bytes{1, 2}, 2);
       }),
       aborted);
  same("released twice", ending("", [] {
         Network n;
         TensorRef tensor = n.int8({1, 2}, 1);
         TensorRef* again = new TensorRef(tensor);
         alignas(TensorRef) unsigned char copy[sizeof(TensorRef)];
         __builtin_memcpy(copy, again, sizeof copy);
         delete again;
         tensor.reset();
         reinterpret_cast<TensorRef*>(copy)->reset();
       }),
       aborted);
  same("block deleted twice", ending("", [] {
         void* volatile block = ::operator new(8);
         ::operator delete(block);
         ::operator delete(block);
       }),
       aborted);
  same("memory not zeroed", ending("", [] {
         Network n;
         alignas(Exection) unsigned char memory[sizeof(Exection)];
         __builtin_memset(memory, 0x5a, sizeof memory);
         new (memory) Exection(&n.graph);
       }),
       aborted);
  same("unbuilt graph destroyed", ending("", [] {
         Network n;
         FCAttr attributes{1, false};
         const TensorRef in = n.int8({1, 2}, 1);
         n.add(OperatorType::FULLCONNECT, {in, in, in}, in, &attributes);
       }),
       aborted);
  same("Run before Build", ending("", [] {
         Network n;
         alignas(Exection) unsigned char memory[sizeof(Exection)] = {};
         (new (memory) Exection(&n.graph))->Run();
       }),
       aborted);
}

void imitatesFailures() {
  const auto use = [] { runs(relu); };
  same("no device", ending("no-device=1", use), 1);
  same("driver mismatch", ending("driver-mismatch", use), crashed);
  same("crash in Build", ending("crash-build", use), crashed);
  same("crash in Run", ending("crash-run", use), crashed);
  same("crash at the second Run", ending("crash-run@2", use), 0);
  same("abort in Run", ending("abort-run", use), aborted);
  same("exit in Run", ending("exit-run", use), 1);
  same("unknown fault", ending("nonsense", use), aborted);
}

// Half of 1, 3, -1, -3, 127, and twice 64 and -65, on each chip.
void roundsLikeOtherChips() {
  const struct {
    const char* chip;
    Bytes halves;
    Bytes doubles;
  } cases[] = {{"half-even", {0, 2, 0, -2, 64}, {127, -128}},
               {"half-away", {1, 2, -1, -2, 64}, {127, -128}},
               {"truncate-saturate", {0, 1, 0, -1, 63}, {127, -128}},
               {"truncate-wrap", {0, 1, 0, -1, 63}, {-128, 126}}};
  for (const auto& one : cases) {
    const int wrong = endingWith("TOUCHSTONE_SIMULATOR_CHIP", one.chip, [&] {
      const bool fine = rescaled(2, {1, 3, -1, -3, 127}) == one.halves && rescaled(0.5f, {64, -65}) == one.doubles;
      if (!fine) std::_Exit(7);
    });
    same(one.chip, wrong, 0);
  }
  same("unknown chip", endingWith("TOUCHSTONE_SIMULATOR_CHIP", "potato", [] { runs(relu); }), aborted);
}

}  // namespace

void misuse() {
  roundsLikeOtherChips();
  abortsOnMisuse();
  imitatesFailures();
}

}  // namespace selftest

#endif
