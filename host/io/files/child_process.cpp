#include "io/files/child_process.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "io/files/file.hpp"

namespace hashlease {

namespace {

using Clock = std::chrono::steady_clock;

/// Of a message of read_in_child, the first byte.
constexpr char kText = 't';
constexpr char kInputError = 'i';
constexpr char kRunError = 'r';

/// For a reader that takes seconds for the largest result.
constexpr double kPatienceSeconds = 600.0;

/// What the child does: the task, and what it returns through the pipe. Never returns, and lets no exception out, with
/// which the child would go on as a second of its parent: that is a crash.
[[noreturn]] void run_child(const std::function<std::string()>& task, int pipe_end) noexcept {
  const struct rlimit no_core { 0, 0 };
  ::setrlimit(RLIMIT_CORE, &no_core);  // a crash on a damaged file is a verdict, nothing to keep or to handle
  for (const int crash : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL}) ::signal(crash, SIG_DFL);
  const std::string message = task();
  std::string_view rest = message;
  while (!rest.empty()) {
    const ssize_t written = ::write(pipe_end, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) ::_exit(1);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  ::_exit(0);
}

enum class Ended { by_itself, by_time_limit };

/// Collects what the child writes until it closes the pipe or time is up.
Ended read_until(int pipe_end, std::optional<Clock::time_point> deadline, std::string& message) {
  while (true) {
    int wait_milliseconds = -1;
    if (deadline) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*deadline - Clock::now()).count();
      if (left <= 0) return Ended::by_time_limit;
      wait_milliseconds = static_cast<int>(std::min<std::int64_t>(left + 1, 3'600'000));
    }
    struct pollfd waiting {
      pipe_end, POLLIN, 0
    };
    const int ready = ::poll(&waiting, 1, wait_milliseconds);
    if (ready < 0 && errno != EINTR) return Ended::by_itself;
    if (ready <= 0) continue;
    std::array<char, 4096> buffer{};
    const ssize_t got = ::read(pipe_end, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Ended::by_itself;
    message.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

ChildOutcome outcome_of(Ended ended, int status, std::string message, double time_limit_seconds) {
  if (ended == Ended::by_time_limit) {
    return {"", fmt::format("could not be checked within {:g} s", time_limit_seconds)};
  }
  if (WIFSIGNALED(status)) {
    return {"", fmt::format("reading it crashes ({})", ::strsignal(WTERMSIG(status)))};
  }
  const bool whole = WIFEXITED(status) && WEXITSTATUS(status) == 0 && !message.empty();
  if (!whole) return {"", "reading it ends without a result"};
  return {std::move(message), ""};
}

}  // namespace

ChildOutcome run_in_child(const std::function<std::string()>& task, double time_limit_seconds,
                          const std::string& file) {
  int ends[2];
  if (::pipe(ends) != 0) throw RunError(fmt::format("{}: cannot be checked: {}", file, errno_text(errno)));
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    run_child(task, ends[1]);
  }
  const int fork_error = errno;
  ::close(ends[1]);
  if (child < 0) {
    ::close(ends[0]);
    throw RunError(fmt::format("{}: cannot be checked: {}", file, errno_text(fork_error)));
  }
  std::optional<Clock::time_point> deadline;
  if (time_limit_seconds > 0.0) {
    deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                  std::chrono::duration<double>(std::min(time_limit_seconds, 1e9)));
  }
  std::string message;
  const Ended ended = read_until(ends[0], deadline, message);
  ::close(ends[0]);
  if (ended == Ended::by_time_limit) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return outcome_of(ended, status, std::move(message), time_limit_seconds);
}

std::string read_in_child(const std::string& file, const std::function<std::string()>& read) {
  const auto task = [&]() -> std::string {
    try {
      return kText + read();
    } catch (const InputError& error) {
      return kInputError + std::string(error.what());
    } catch (const std::exception& error) {
      return kRunError + std::string(error.what());
    }
  };
  const ChildOutcome outcome = run_in_child(task, kPatienceSeconds, file);
  if (!outcome.problem.empty()) throw RunError(fmt::format("{}: is damaged: {}", file, outcome.problem));
  const std::string text = outcome.message.substr(1);
  if (outcome.message[0] == kInputError) throw InputError(text);
  if (outcome.message[0] != kText) throw RunError(text);
  return text;
}

}  // namespace hashlease
