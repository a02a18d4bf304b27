#include "commands/run/study_run.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>

#include "backend/backend.hpp"
#include "commands/options/outputs.hpp"
#include "commands/output/progress.hpp"
#include "commands/output/summary.hpp"
#include "commands/output/text.hpp"
#include "commands/run/audit.hpp"
#include "commands/run/block_size.hpp"
#include "commands/run/block_writer.hpp"
#include "commands/run/estimate.hpp"
#include "commands/run/signals.hpp"
#include "io/parts/part_store.hpp"
#include "io/result/result_file.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {

namespace {

using Clock = std::chrono::steady_clock;

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

/// One run, from the plan to the file.
class StudyRun {
 public:
  StudyRun(const RunOptions& options, const StudyPlan& plan, const PathRange& range, std::string output)
      : options_(options), plan_(plan), range_(range), output_(std::move(output)) {}

  ExitCode execute();

 private:
  /// Everything after the preparations.
  ExitCode finish(PartStore& store, const BlockSize& size);
  void note(const std::string& text) const {
    if (!options_.quiet) fmt::print(stderr, "{}\n", text);
  }
  ExistingFile existing() const { return existing_file(options_.force); }
  void announce(const StudyEstimate& estimate) const;
  /// Simulates and stores all that is missing. Returns false when a signal asked to stop.
  bool simulate(PartStore& store, BlockSize size);
  void simulate_blocks(BlockWriter& writer, const std::vector<PathRange>& missing, std::uint64_t done, BlockSize size);
  BlockResult simulate_block(const PathRange& block, std::uint64_t done_before, const BlockWriter& writer,
                             Progress& progress);
  void require_finite(const StudyState& state) const;
  std::string how_to_go_on() const;
  ExitCode interrupted() const;
  Provenance provenance(const PartStore& store) const;
  void report(const AssembledResult& result) const;

  const RunOptions& options_;
  const StudyPlan& plan_;
  PathRange range_;
  std::string output_;
  std::unique_ptr<Backend> backend_;
  std::optional<Audit> audit_;
  std::optional<StudyState> simulated_;  // of the blocks of this process, once all are stored
  Clock::time_point start_ = Clock::now();
  std::string start_time_ = utc_now();
};

void StudyRun::announce(const StudyEstimate& estimate) const {
  note(fmt::format("{}: {} paths on {}; on the CPU about {}; memory about {}, file about {}", plan_.configuration.title,
                   grouped(range_.count), backend_->description(), duration(estimate.seconds),
                   bytes(estimate.memory_bytes), bytes(estimate.file_bytes)));
}

void StudyRun::require_finite(const StudyState& state) const {
  if (state.non_finite_count == 0 || !plan_.configuration.run.stop_on_non_finite) return;
  std::string ids;
  for (std::size_t k = 0; k < std::min<std::size_t>(5, state.non_finite_paths.size()); ++k) {
    ids += (k == 0 ? "" : ", ") + std::to_string(state.non_finite_paths[k]);
  }
  throw StudyFault(
      fmt::format("{} of {} paths are not finite (path {}{}): some volatility, intensity or growth is far too large; "
                  "set run.stop_on_non_finite = false to go on without them",
                  grouped(state.non_finite_count), grouped(state.ranges.front().count), ids,
                  state.non_finite_count > 5 ? ", ..." : ""));
}

BlockResult StudyRun::simulate_block(const PathRange& block, std::uint64_t done_before, const BlockWriter& writer,
                                     Progress& progress) {
  return backend_->simulate(block, [&](std::uint64_t done, const StudyState& state) {
    if (!progress.due()) return;
    std::vector<RevenueEstimate> estimates = writer.estimates();
    if (estimates.empty()) estimates = revenue_estimates(plan_, state);
    progress.show(done_before + done, estimates);
  });
}

void StudyRun::simulate_blocks(BlockWriter& writer, const std::vector<PathRange>& missing, std::uint64_t done,
                               BlockSize size) {
  Progress progress(progress_style(options_.quiet), range_.count, done, plan_.market.step_count);
  for (PathRange rest : missing) {
    while (rest.count > 0 && arrived_signal() == 0) {
      const Clock::time_point start = Clock::now();
      const PathRange block = size.next(rest);
      BlockResult result = simulate_block(block, done, writer, progress);
      size.learn(block.count, std::chrono::duration<double>(Clock::now() - start).count(), writer.storing_seconds());
      require_finite(result.state);
      if (audit_->takes(block)) audit_->check(result);
      writer.store(std::move(result));
      done += block.count;
      rest = {block.end(), rest.end() - block.end()};
    }
  }
  writer.wait();
}

bool StudyRun::simulate(PartStore& store, BlockSize size) {
  const std::vector<PathRange> missing = store.missing_ranges();
  const std::uint64_t done = store.paths_done();
  BlockWriter writer(store, plan_);
  simulate_blocks(writer, missing, done, size);
  simulated_ = writer.take_state();
  return store.missing_ranges().empty();
}

std::string StudyRun::how_to_go_on() const {
  return fmt::format("the finished blocks are in {}. To continue, run the same command again:\n  {}",
                     parts_folder(output_), options_.command_line);
}

ExitCode StudyRun::interrupted() const {
  fmt::print(stderr, "stopped; {}\n", how_to_go_on());
  return arrived_signal() == 15 ? ExitCode::terminated : ExitCode::interrupted;
}

Provenance StudyRun::provenance(const PartStore& store) const {
  Provenance provenance;
  provenance.command_line = options_.command_line;
  provenance.backend = backend_->description();
  provenance.cuda_version = cuda_support().version;
  if (provenance.backend.rfind("cuda", 0) == 0) {
    std::string reason;
    provenance.devices = cuda_support().devices(reason);
  } else {
    provenance.instruction_set =
        options_.instruction_set.empty() ? available_instruction_sets().back() : options_.instruction_set;
  }
  provenance.threads = options_.threads > 0 ? options_.threads : available_threads();
  provenance.start_time = start_time_;
  provenance.end_time = utc_now();
  provenance.wall_seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  provenance.notices = store.notices();
  if (store.resumed()) provenance.notices.emplace_back("resumed an interrupted run");
  if (audit_->is_on()) provenance.notices.push_back(audit_->notice());
  return provenance;
}

void StudyRun::report(const AssembledResult& result) const {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  if (options_.json) {
    nlohmann::ordered_json json = summary_json(plan_.configuration.title, result.tables);
    json["state_hash"] = state_hash(result.state, plan_.layout);
    json["file"] = output_;
    json["backend"] = backend_->description();
    json["wall_seconds"] = seconds;
    fmt::print("{}\n", json.dump(2));
  } else if (!options_.quiet) {
    fmt::print("{}", summary_table(result.tables, plan_.configuration.run.loss_reference));
    fmt::print("{} written in {}\n", output_, duration(seconds));
  }
}

ExitCode StudyRun::execute() {
  check_output(output_, existing());
  const StudyEstimate estimate = estimate_study(plan_, range_, options_.block_paths, options_.threads);
  refuse_what_cannot_fit(estimate, output_);
  const BackendOptions backend_options{options_.threads, options_.instruction_set};
  backend_ = make_backend(plan_.configuration.run.backend, plan_, backend_options);
  audit_.emplace(plan_, options_.audit_percent, *backend_, backend_options);
  PartStore store = PartStore::open(output_, plan_.configuration, range_);
  announce(estimate);
  for (const std::string& notice : store.notices()) note(notice);
  if (store.resumed()) {
    note(fmt::format("resuming: {} of {} paths were done before", grouped(store.paths_done()), grouped(range_.count)));
  }
  remember_signals();
  try {
    return finish(store, estimate.block_size);
  } catch (const StudyFault&) {
    throw;
  } catch (const RunError& error) {
    if (store.paths_done() == 0) throw;
    throw RunError(fmt::format("{}\n{}", error.what(), how_to_go_on()));
  }
}

ExitCode StudyRun::finish(PartStore& store, const BlockSize& size) {
  // Audited are blocks, so these stay a small share of the study.
  if (!simulate(store, audit_->is_on() ? size.kept() : size)) return interrupted();
  if (audit_->is_on()) note(audit_->notice());
  const AssembledResult result =
      assemble(plan_.configuration, store.sources(), output_, existing(), provenance(store), std::move(simulated_));
  if (!options_.keep_parts) store.remove();
  report(result);
  return ExitCode::done;
}

}  // namespace

ExitCode run_study(const RunOptions& options, const StudyPlan& plan, const PathRange& range,
                   const std::string& output) {
  return StudyRun(options, plan, range, output).execute();
}

}  // namespace hashlease
