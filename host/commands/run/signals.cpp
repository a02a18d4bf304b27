#include "commands/run/signals.hpp"

#include <csignal>

namespace hashlease {

namespace {

volatile std::sig_atomic_t g_signal = 0;

extern "C" void remember(int number) {
  if (g_signal != 0) {
    std::signal(number, SIG_DFL);
    std::raise(number);
  }
  g_signal = number;
}

}  // namespace

void remember_signals() {
  std::signal(SIGINT, remember);
  std::signal(SIGTERM, remember);
}

int arrived_signal() { return g_signal; }

}  // namespace hashlease
