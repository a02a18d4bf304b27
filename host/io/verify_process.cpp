// verify_file: the check in a process of its own.

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
#include <cstring>
#include <optional>

#include "base/error.hpp"
#include "io/file.hpp"
#include "io/part_store.hpp"
#include "io/verify.hpp"

namespace hashlease {

namespace {

using Clock = std::chrono::steady_clock;

/// What the child does: the verdict through the pipe, a byte for the condition and then the text. Never returns.
[[noreturn]] void run_child(const std::string& path, int pipe_end) {
  const struct rlimit no_core { 0, 0 };
  ::setrlimit(RLIMIT_CORE, &no_core);  // a crash on a damaged file is a verdict, nothing to keep
  const Verification verification = verify_contents(path);
  std::string message(1, static_cast<char>(verification.condition));
  message += verification.text;
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

Verification verdict(Ended ended, int status, const std::string& message, double time_limit_seconds) {
  if (ended == Ended::by_time_limit) {
    return {FileCondition::damaged, fmt::format("could not be checked within {:g} s", time_limit_seconds)};
  }
  if (WIFSIGNALED(status)) {
    return {FileCondition::damaged, fmt::format("reading it ends in a crash ({})", ::strsignal(WTERMSIG(status)))};
  }
  const bool whole = WIFEXITED(status) && WEXITSTATUS(status) == 0 && !message.empty() && message[0] >= 0 &&
                     message[0] <= static_cast<char>(FileCondition::newer_format);
  if (!whole) return {FileCondition::damaged, "reading it ends without a verdict"};
  return {static_cast<FileCondition>(message[0]), message.substr(1)};
}

/// What can be said of a path where there is no file.
Verification describe_absent(const std::string& path) {
  if (kind_of(manifest_path(path)) != PathKind::file) throw InputError(fmt::format("{}: there is no such file", path));
  const Manifest manifest = read_manifest(manifest_path(path));
  std::uint64_t paths = 0;
  for (const PartBlock& block : manifest.blocks) paths += block.range.count;
  return {FileCondition::unfinished, fmt::format("is not finished: {} has {} of {} paths; run the study again to go on",
                                                 parts_folder(path), paths, manifest.range.count)};
}

}  // namespace

Verification verify_file(const std::string& path, double time_limit_seconds) {
  const PathKind kind = kind_of(path);
  if (kind == PathKind::absent) return describe_absent(path);
  if (kind != PathKind::file) return {FileCondition::foreign, "is no file"};
  int ends[2];
  if (::pipe(ends) != 0) throw RunError(fmt::format("{}: cannot be checked: {}", path, errno_text(errno)));
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    run_child(path, ends[1]);
  }
  const int fork_error = errno;
  ::close(ends[1]);
  if (child < 0) {
    ::close(ends[0]);
    throw RunError(fmt::format("{}: cannot be checked: {}", path, errno_text(fork_error)));
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
  return verdict(ended, status, message, time_limit_seconds);
}

}  // namespace hashlease
