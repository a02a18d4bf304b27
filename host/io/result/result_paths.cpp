#include <fmt/format.h>

#include <algorithm>

#include "io/hdf5/hdf5_file.hpp"
#include "io/result/result_groups.hpp"

namespace hashlease {

namespace {

/// Chunks of columns held at a time: bounds memory at about 64 MiB whatever the number of columns and paths.
constexpr std::size_t kColumnsAtATime = 64;

/// Where a kept column goes: its dataset and its row there.
struct Row {
  std::string dataset;
  std::uint64_t site = 0;
  std::uint64_t year = 0;
};

std::vector<Row> rows_of(const ColumnLayout& layout) {
  std::vector<Row> rows;
  for (const Outcome outcome : layout.kept_outcomes()) {
    for (int site = 0; site < layout.site_count(); ++site) {
      for (int year = 0; year < layout.year_count(); ++year) {
        rows.push_back({"/paths/annual_" + outcome_name(outcome), static_cast<std::uint64_t>(site),
                        static_cast<std::uint64_t>(year)});
      }
    }
  }
  return rows;
}

/// Copies all columns, whole chunks of the result at a time, in an order that depends on the study alone: so the file
/// has the same bytes however the paths were cut into blocks.
void copy_columns(Hdf5Writer& writer, const std::vector<Row>& rows, const PathRange& range, std::uint64_t chunk_paths,
                  const KeptReader& read) {
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
        writer.write_slab<float>(row.dataset, {row.site, row.year, first}, {1, 1, count}, values[kept - begin]);
      }
    }
  }
}

}  // namespace

void write_paths(Hdf5Writer& writer, const StudyFrame& frame, const PathRange& range, const KeptReader& read) {
  const ColumnLayout& layout = frame.layout;
  if (layout.kept_columns().empty()) return;
  writer.create_group("/paths");
  writer.attribute("/paths", "long_name", "outcomes of every path");
  writer.attribute("/paths", "first_path", static_cast<std::int64_t>(range.first));
  write_site_axis(writer, "/paths/site", frame);
  write_period_axis(writer, "/paths/year", frame, layout.month_count(), layout.horizon_period());
  writer.create_dimension("/paths/path", range.count);
  const Shape shape = {static_cast<std::uint64_t>(layout.site_count()), static_cast<std::uint64_t>(layout.year_count()),
                       range.count};
  for (const Outcome outcome : layout.kept_outcomes()) {
    const std::string path = "/paths/annual_" + outcome_name(outcome);
    writer.create_dataset<float>({path, shape, {"/paths/site", "/paths/year", "/paths/path"}});
    const char* const when = is_balance(outcome) ? "at the end of" : "of";
    describe(writer, path, {"USD", fmt::format("{} {} the year on each path", outcome_name(outcome), when)});
    writer.attribute(path, "cell_methods", is_balance(outcome) ? "year: point" : "year: sum");
    name_period_coordinates(writer, path, "year");
  }
  copy_columns(writer, rows_of(layout), range, chunk_shape(shape, sizeof(float)).back(), read);
}

}  // namespace hashlease
