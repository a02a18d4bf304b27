#include <algorithm>
#include <functional>
#include <string>

#include "io/groups/group_output.hpp"
#include "io/result/stored_groups.hpp"
#include "results/groups.hpp"

namespace hashlease {

namespace {

/// Chunks of columns held at a time: bounds memory at about 64 MiB whatever the number of columns and paths.
constexpr std::size_t kColumnsAtATime = 64;

/// Where a kept column goes: the dataset of its outcome and its row there.
struct Row {
  Outcome outcome = Outcome::revenue;
  std::uint64_t site = 0;
  std::uint64_t year = 0;
};

std::string dataset_of(Outcome outcome) { return "annual_" + std::string(name_of(outcome)); }

std::vector<Row> rows_of(const ColumnLayout& layout) {
  std::vector<Row> rows;
  for (const Outcome outcome : layout.kept_outcomes()) {
    for (int site = 0; site < layout.site_count(); ++site) {
      for (int year = 0; year < layout.year_count(); ++year) {
        rows.push_back({outcome, static_cast<std::uint64_t>(site), static_cast<std::uint64_t>(year)});
      }
    }
  }
  return rows;
}

/// Copies all columns, whole chunks of the result at a time, in an order that depends on the study alone: so the file
/// has the same bytes however the paths were cut into blocks.
void copy_columns(Hdf5Writer& writer, const std::vector<Row>& rows,
                  const std::function<std::string(const Row&)>& path_of, const PathRange& range,
                  std::uint64_t chunk_paths, const KeptReader& read) {
  std::vector<std::vector<float>> values(std::min(kColumnsAtATime, rows.size()));
  for (std::size_t begin = 0; begin < rows.size(); begin += kColumnsAtATime) {
    const std::size_t end = std::min(rows.size(), begin + kColumnsAtATime);
    for (std::uint64_t first = 0; first < range.count; first += chunk_paths) {
      const std::uint64_t count = std::min(chunk_paths, range.count - first);
      for (std::size_t kept = begin; kept < end; ++kept) {
        values[kept - begin].resize(count);
        read(kept, range.first + first, values[kept - begin]);
      }
      for (std::size_t kept = begin; kept < end; ++kept) {
        const Row& row = rows[kept];
        writer.write_slab<float>(path_of(row), {row.site, row.year, first}, {1, 1, count}, values[kept - begin]);
      }
    }
  }
}

}  // namespace

void write_paths(Hdf5Writer& writer, const StudyFrame& frame, const StudyTables& tables, const PathRange& range,
                 const KeptReader& read) {
  const ColumnLayout& layout = frame.layout;
  if (layout.kept_columns().empty()) return;
  const ResultGroup group = paths_group();
  GroupOutput output(writer, group);
  writer.attribute("/paths", "first_path", static_cast<std::int64_t>(range.first));
  output.write_axes(&tables);
  output.dimension("path", range.count);
  Shape shape;
  for (const Outcome outcome : layout.kept_outcomes()) shape = output.create<float>(dataset_of(outcome));
  const auto path_of = [&](const Row& row) { return output.path(dataset_of(row.outcome)); };
  copy_columns(writer, rows_of(layout), path_of, range, chunk_shape(shape, sizeof(float)).back(), read);
}

}  // namespace hashlease
