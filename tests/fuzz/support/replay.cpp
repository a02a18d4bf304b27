#include "fuzz/support/replay.hpp"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#include <thread>

#include "fuzz/support/mutator.hpp"

namespace hashlease::fuzz {

namespace {

using Clock = std::chrono::steady_clock;

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

/// What the worker tells, in memory that both processes see.
struct Shared {
  std::atomic<std::uint64_t> begun{0};  // inputs
  std::atomic<std::uint64_t> read{0};
  std::atomic<std::uint64_t> refused{0};
};

/// Memory that outlives the worker.
class SharedMemory {
 public:
  SharedMemory() {
    void* memory = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::runtime_error("no memory can be shared");
    shared_ = new (memory) Shared;
  }
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;
  ~SharedMemory() { ::munmap(shared_, sizeof(Shared)); }
  Shared& operator*() const { return *shared_; }

 private:
  Shared* shared_;
};

/// Of the worker. A heap buffer of just the input's size, so that a sanitizer sees a read beyond it.
void work(const FuzzTarget& target, const TestOneInput& test, const ReplayLimits& limits, Shared& shared) {
  const struct rlimit no_core { 0, 0 };
  ::setrlimit(RLIMIT_CORE, &no_core);
  const struct rlimit memory { limits.bytes, limits.bytes };
  if (!kIsSanitized) ::setrlimit(RLIMIT_AS, &memory);
  const auto end = Clock::now() + std::chrono::duration<double>(limits.seconds);
  for (std::uint64_t number = 0; number < limits.inputs; ++number) {
    if (number >= target.seeds.size() + limits.least_mutations && Clock::now() > end) break;
    const std::string input = input_of(target, number);
    const std::vector<std::uint8_t> bytes(input.begin(), input.end());
    shared.begun = number + 1;
    test(bytes.data(), bytes.size());
    shared.read = tally().read;
    shared.refused = tally().refused;
  }
}

/// Waits for the worker as long as it goes on from input to input; kills it when it does not.
int wait_for(pid_t worker, const Shared& shared, double seconds_for_one_input, bool& hangs) {
  std::uint64_t last = 0;
  auto since = Clock::now();
  for (int status = 0;;) {
    const pid_t ended = ::waitpid(worker, &status, WNOHANG);
    if (ended == worker || (ended < 0 && errno != EINTR)) return status;
    if (shared.begun != last) {
      last = shared.begun;
      since = Clock::now();
    }
    if (!hangs && Clock::now() - since > std::chrono::duration<double>(seconds_for_one_input)) {
      hangs = true;
      ::kill(worker, SIGKILL);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

}  // namespace

ReplayOutcome replay(const FuzzTarget& target, const TestOneInput& test, const ReplayLimits& limits) {
  const SharedMemory memory;
  std::fflush(nullptr);
  const pid_t worker = ::fork();
  if (worker < 0) throw std::runtime_error("no process can be started");
  if (worker == 0) {
    work(target, test, limits, *memory);
    std::exit(0);  // in order, so that a leak is told
  }
  ReplayOutcome outcome;
  bool hangs = false;
  const int status = wait_for(worker, *memory, limits.seconds_for_one_input, hangs);
  outcome.inputs = (*memory).begun;
  outcome.tally = {(*memory).read, (*memory).refused};
  if (hangs) {
    outcome.verdict = Verdict::hang;
    outcome.text = "does not end";
  } else if (WIFSIGNALED(status)) {
    outcome.verdict = Verdict::crash;
    outcome.text = std::string("ends in a crash (") + ::strsignal(WTERMSIG(status)) + ")";
  } else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    outcome.verdict = Verdict::crash;
    outcome.text = "ends the process with code " + std::to_string(WEXITSTATUS(status));
  }
  return outcome;
}

}  // namespace hashlease::fuzz
