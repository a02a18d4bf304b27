#include "commands/run/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/error.hpp"
#include "commands/output/text.hpp"
#include "io/parts/study_identity.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {

namespace {

/// The best instruction set but the one that is audited.
std::string other_instruction_set(const Backend& audited, const std::string& chosen) {
  const std::vector<std::string> sets = available_instruction_sets();
  if (audited.description().rfind("cpu", 0) != 0) return sets.back();
  const std::string used = chosen.empty() ? sets.back() : chosen;
  const auto other = std::find_if(sets.rbegin(), sets.rend(), [&](const std::string& set) { return set != used; });
  return other != sets.rend() ? *other : used;
}

/// Bits, so that NaN is like NaN.
bool same_columns(const std::vector<std::vector<float>>& a, const std::vector<std::vector<float>>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.size() == y.size() && (x.empty() || std::memcmp(x.data(), y.data(), x.size() * sizeof(float)) == 0);
  });
}

}  // namespace

Audit::Audit(const StudyPlan& plan, double percent, const Backend& audited, const BackendOptions& options)
    : plan_(plan), percent_(percent), audited_by_what_(audited.description()) {
  if (!is_on()) return;
  auditor_ = make_cpu_backend(plan, {options.threads, other_instruction_set(audited, options.instruction_set)});
}

bool Audit::takes(const PathRange& block) {
  seen_ += block.count;
  if (static_cast<double>(taken_) >= percent_ / 100.0 * static_cast<double>(seen_)) return false;
  taken_ += block.count;
  return true;
}

void Audit::check(const BlockResult& block) {
  const BlockResult again = auditor_->simulate(block.range, nullptr);
  if (state_hash(again.state, plan_.layout) == state_hash(block.state, plan_.layout) &&
      same_columns(again.kept, block.kept)) {
    return;
  }
  throw StudyFault(
      fmt::format("audit: {} and {} give different bits for paths {}: one of them computes wrongly (a faulty device, "
                  "memory or driver). These paths are not stored, and the blocks stored before cannot be trusted "
                  "either: remove them, and try --backend cpu",
                  audited_by_what_, auditor_->description(), range_text(block.range)));
}

std::string Audit::notice() const {
  if (!is_on()) return "";
  if (seen_ == 0) return "audit: every path had been simulated before, so none was recomputed";
  return fmt::format("audit: {} of {} paths recomputed on {}: the same bits", grouped(taken_), grouped(seen_),
                     auditor_->description());
}

}  // namespace hashlease
