#include "commands/output/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "commands/output/text.hpp"

namespace hashlease {

namespace {

constexpr std::chrono::milliseconds kBarInterval{200};
constexpr std::chrono::seconds kLineInterval{10};
constexpr int kBarCells = 24;

std::size_t terminal_width() {
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

}  // namespace

ProgressStyle progress_style(bool quiet) {
  if (quiet) return ProgressStyle::quiet;
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return isatty(STDERR_FILENO) != 0 && !dumb ? ProgressStyle::bar : ProgressStyle::lines;
}

Progress::Progress(ProgressStyle style, std::uint64_t paths_total, std::uint64_t paths_before, double steps_per_path)
    : style_(style),
      total_(paths_total),
      before_(paths_before),
      steps_per_path_(steps_per_path),
      start_(Clock::now()),
      last_(start_) {}

Progress::~Progress() {
  if (drawn_ && style_ == ProgressStyle::bar) std::fputs("\r\033[K", stderr);
}

bool Progress::due() const {
  if (style_ == ProgressStyle::quiet) return false;
  const Clock::duration since = Clock::now() - last_;
  return style_ == ProgressStyle::bar ? since >= kBarInterval : since >= kLineInterval;
}

std::string Progress::line(std::uint64_t paths_done, const std::vector<RevenueEstimate>& estimates) const {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  const double done_now = static_cast<double>(paths_done - before_);
  const double rate = done_now / std::max(seconds, 1e-9);
  const double left = static_cast<double>(total_ - paths_done) / std::max(rate, 1e-9);
  const double share = static_cast<double>(paths_done) / static_cast<double>(std::max<std::uint64_t>(total_, 1));
  std::string text;
  if (style_ == ProgressStyle::bar) {
    const int full = static_cast<int>(share * kBarCells);
    text = "[" + std::string(static_cast<std::size_t>(full), '#') +
           std::string(static_cast<std::size_t>(kBarCells - full), '.') + "] ";
  }
  text += fmt::format("{:5.1f} %  {} of {} paths  {:.1f} M path-steps/s  {} left", share * 100.0, grouped(paths_done),
                      grouped(total_), rate * steps_per_path_ / 1e6, duration(left));
  if (!estimates.empty()) text += "  annual revenue [M USD]:";
  for (const RevenueEstimate& estimate : estimates) {
    text += fmt::format(" {} {}", estimate.site, millions(estimate.mean, estimate.standard_error));
  }
  return text;
}

void Progress::show(std::uint64_t paths_done, const std::vector<RevenueEstimate>& estimates) {
  if (style_ == ProgressStyle::quiet) return;
  last_ = Clock::now();
  std::string text = line(paths_done, estimates);
  if (style_ == ProgressStyle::bar) {
    text.resize(std::min(text.size(), terminal_width() - 1));
    fmt::print(stderr, "\r{}\033[K", text);
    drawn_ = true;
  } else {
    fmt::print(stderr, "{}\n", text);
  }
  std::fflush(stderr);
}

}  // namespace hashlease
