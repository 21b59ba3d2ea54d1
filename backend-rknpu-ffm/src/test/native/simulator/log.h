// The three kinds of lines that the vendor's library writes, and the simulator's own refusals.
#pragma once

namespace simulator {

// "<ms since load> RKNPU <function>(<line>): <message>" on stderr. An error is silenced by RKNPU_LOGLEVEL < 0 only.
// The caller gives the newline: some of the vendor's messages have none.
void logError(const char* function, int line, const char* format, ...) __attribute__((format(printf, 3, 4)));

// The same for RKNPU_LOGLEVEL >= 3.
void logDetail(const char* function, int line, const char* format, ...) __attribute__((format(printf, 3, 4)));

// "E [<function>:<line>]<message>" and a newline on stderr, the layer beneath; VSI_NN_LOG_LEVEL or RKNN_LOG_LEVEL of 0
// silences it.
void logNodeError(const char* function, int line, const char* format, ...) __attribute__((format(printf, 3, 4)));

// A mistake of the caller that the vendor's library does not notice: says what and aborts the process. Returns when
// TOUCHSTONE_SIMULATOR_STRICT is 0.
void misuse(const char* format, ...) __attribute__((format(printf, 1, 2)));

// The name of an operator type, "Unknown operator" outside 1..86.
const char* operatorName(int type);

}  // namespace simulator
