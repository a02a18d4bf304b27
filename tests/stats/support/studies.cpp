#include "stats/support/studies.hpp"

#include <algorithm>
#include <utility>

namespace hashlease {

Configuration configuration_of(const SmallStudy& study) {
  Configuration configuration;
  configuration.run.horizon_months = study.months;
  configuration.run.tail_paths = study.tail_paths;
  configuration.run.confidence_levels = {0.95, 0.99};
  configuration.run.monthly_distribution = study.monthly_distribution;
  configuration.run.keep_paths = study.keep_paths;
  configuration.site.resize(static_cast<std::size_t>(study.sites));
  return configuration;
}

ColumnLayout layout_of(const SmallStudy& study) { return ColumnLayout(configuration_of(study)); }

Outcomes draw_outcomes(const ColumnLayout& layout, std::uint64_t paths, std::uint64_t seed, const Draw& draw) {
  std::mt19937_64 words(seed);
  Outcomes outcomes{paths, std::vector<std::vector<float>>(static_cast<std::size_t>(layout.column_count()))};
  for (std::vector<float>& column : outcomes.columns) {
    column.resize(paths);
    for (float& value : column) value = static_cast<float>(draw(words));
  }
  return outcomes;
}

std::vector<double> shift_of(const Outcomes& outcomes) {
  std::vector<double> shift;
  for (const std::vector<float>& column : outcomes.columns) shift.push_back(static_cast<double>(column.front()));
  return shift;
}

StudyState simulate_range(const ColumnLayout& layout, const Outcomes& outcomes, const PathRange& range,
                          std::uint64_t chunk_paths) {
  StudyState state = make_study_state(layout, shift_of(outcomes));
  ChunkSums sums = make_chunk_sums(layout);
  std::vector<float> buffer;
  PathRange rest = range;
  while (rest.count > 0) {
    const PathRange piece = next_chunk(rest, chunk_paths);
    buffer.assign(outcomes.columns.size() * piece.count, 0.0F);
    for (std::size_t column = 0; column < outcomes.columns.size(); ++column) {
      std::copy_n(outcomes.columns[column].begin() + static_cast<std::ptrdiff_t>(piece.first), piece.count,
                  buffer.begin() + static_cast<std::ptrdiff_t>(column * piece.count));
    }
    const OutcomeChunk chunk{piece, buffer.data(), static_cast<std::size_t>(piece.count)};
    const int middle = layout.column_count() / 2;
    accumulate_columns(state, layout, chunk, middle, layout.column_count(), sums);
    accumulate_columns(state, layout, chunk, 0, middle, sums);
    finish_chunk(state, layout, chunk, sums);
    rest = {piece.end(), rest.end() - piece.end()};
  }
  return state;
}

StudyState simulate_study(const ColumnLayout& layout, const Outcomes& outcomes, std::uint64_t chunk_paths) {
  return simulate_range(layout, outcomes, {0, outcomes.paths}, chunk_paths);
}

}  // namespace hashlease
