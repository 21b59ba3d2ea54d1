#include "log.h"

#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>

#include "switches.h"

namespace simulator {
namespace {

// Taken when the library is loaded.
const std::chrono::steady_clock::time_point loaded = std::chrono::steady_clock::now();

long environmentNumber(const char* name, long otherwise) {
  const char* value = std::getenv(name);
  if (value == nullptr) return otherwise;
  char* end = nullptr;
  const long number = std::strtol(value, &end, 10);
  return end == value ? 0 : number;
}

void write(const char* function, int line, const char* format, va_list arguments) {
  const auto elapsed = std::chrono::steady_clock::now() - loaded;
  std::fprintf(stderr, "%lld RKNPU %s(%d): ",
               static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count()), function,
               line);
  std::vfprintf(stderr, format, arguments);
  std::fflush(stderr);
}

constexpr const char* names[] = {
    "Unknown operator", "ADD",
    "MULTIPLY",        "CONV2D",
    "FULLCONNECT",     "SOFTMAX",
    "POOL",            "LEAKY_RELU",
    "LRN",             "CONCAT",
    "SPLIT",           "ROI_POOL",
    "BATCH_NORM",      "PROPOSAL",
    "DECONVOLUTION",   "RESHAPE",
    "PERMUTE",         "PRELU",
    "UPSAMPLE",        "RELU",
    "RELUN",           "LSTM",
    "REORG",           "L2_NORMALIZE",
    "POOLWITHARGMAX",  "ARGMAX",
    "MAXIMUM",         "L2NORMALIZESCALE",
    "CROP",            "SUBTRACT",
    "RELU6",           "SIGMOID",
    "TANH",            "SQRT",
    "RSQRT",           "DIVIDE",
    "DROPOUT",         "SHUFFLECHANNEL",
    "RESIZE",          "REVERSE",
    "DEPTH2SPACE",     "SPACE2DEPTH",
    "DATACONVERT",     "SCALE",
    "SLICE",           "ELU",
    "BATCH2SPACE",     "SPACE2BATCH",
    "PAD",             "MATRIXMUL",
    "LSTMUNIT",        "LAYER_NORM",
    "REDUCE",          "INSTANCE_NORM",
    "TENSORSTACKCONCAT", "STRIDED_SLICE",
    "SIGNAL_FRAME",    "A_TIMES_B_PLUS_C",
    "SVDF",            "ABS",
    "CONV1D",          "LRN2",
    "POW",             "FLOORDIV",
    "MINIMUM",         "RELU1",
    "STACK",           "FLOOR",
    "SQUARE",          "NEG",
    "EXP",             "HASHTABLE_LOOKUP",
    "EMBEDDING_LOOKUP", "LSH_PROJECTION",
    "RNN",             "CLIP",
    "UNSTACK",         "ADDN",
    "GATHER",          "TOPK",
    "SIN",             "LOG",
    "ARGMIN",          "ROI_ALIGN",
    "LOG_SOFTMAX",     "NBG",
    "FLATTEN",
};

}  // namespace

void logError(const char* function, int line, const char* format, ...) {
  if (environmentNumber("RKNPU_LOGLEVEL", 0) < 0) return;
  va_list arguments;
  va_start(arguments, format);
  write(function, line, format, arguments);
  va_end(arguments);
}

void logDetail(const char* function, int line, const char* format, ...) {
  if (environmentNumber("RKNPU_LOGLEVEL", 0) < 3) return;
  va_list arguments;
  va_start(arguments, format);
  write(function, line, format, arguments);
  va_end(arguments);
}

void logNodeError(const char* function, int line, const char* format, ...) {
  if (environmentNumber("VSI_NN_LOG_LEVEL", environmentNumber("RKNN_LOG_LEVEL", 1)) < 1) return;
  std::fprintf(stderr, "E [%s:%d]", function, line);
  va_list arguments;
  va_start(arguments, format);
  std::vfprintf(stderr, format, arguments);
  va_end(arguments);
  std::fputc('\n', stderr);
}

void misuse(const char* format, ...) {
  if (!switches().strict) return;
  std::fputs("simulator: misuse: ", stderr);
  va_list arguments;
  va_start(arguments, format);
  std::vfprintf(stderr, format, arguments);
  va_end(arguments);
  std::fputc('\n', stderr);
  std::fflush(stderr);
  std::abort();
}

const char* operatorName(int type) {
  constexpr int count = sizeof(names) / sizeof(names[0]);
  return type > 0 && type < count ? names[type] : names[0];
}

}  // namespace simulator
