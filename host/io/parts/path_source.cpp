#include "io/parts/path_source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/hdf5/hdf5_file.hpp"
#include "io/state/state_file.hpp"
#include "results/format.hpp"

namespace hashlease {

namespace {

constexpr const char* kBlockKept = "/kept";

/// Dataset of /paths that holds a kept column, and where in it.
struct KeptPlace {
  std::string dataset;
  std::uint64_t site = 0;
  std::uint64_t year = 0;
};

KeptPlace place_in_result(const ColumnLayout& layout, std::size_t kept) {
  const auto years = static_cast<std::size_t>(layout.year_count());
  const std::size_t columns_per_outcome = static_cast<std::size_t>(layout.site_count()) * years;
  const Outcome outcome = layout.kept_outcomes().at(kept / columns_per_outcome);
  const std::size_t within = kept % columns_per_outcome;
  return {fmt::format("/paths/annual_{}", name_of(outcome)), within / years, within % years};
}

}  // namespace

SourceReader::SourceReader(const PathSource& source, const ColumnLayout& layout)
    : source_(source), layout_(&layout), reader_(std::make_unique<Hdf5Reader>(source.file)) {}
SourceReader::SourceReader(SourceReader&&) noexcept = default;
SourceReader::~SourceReader() = default;

StudyState SourceReader::state() const {
  StudyState state = read_state(*reader_, *layout_);
  if (state.ranges != std::vector<PathRange>{source_.range}) {
    throw Hdf5Error(source_.file, "/state", fmt::format("does not hold paths {}", range_text(source_.range)));
  }
  return state;
}

void SourceReader::read_kept(std::size_t kept, std::uint64_t first_path, std::span<float> values) const {
  if (first_path < source_.range.first || first_path + values.size() > source_.range.end()) {
    throw RunError(fmt::format("{}: does not hold path {}", source_.file, first_path));
  }
  const std::uint64_t offset = first_path - source_.range.first;
  std::vector<float> read;
  if (source_.kind == SourceKind::block) {
    read = reader_->read_slab<float>(kBlockKept, {kept, offset}, {1, values.size()});
  } else {
    const KeptPlace place = place_in_result(*layout_, kept);
    read = reader_->read_slab<float>(place.dataset, {place.site, place.year, offset}, {1, 1, values.size()});
  }
  std::copy(read.begin(), read.end(), values.begin());
}

StoredFile write_block_file(const std::string& path, const StudyIdentity& identity, const ColumnLayout& layout,
                            const BlockResult& block) {
  File file = File::create(path);
  Hdf5Writer writer(file);
  writer.attribute("/", "title", "block of paths of the hashlease study " + identity_name(identity));
  writer.attribute("/", "hashlease_content", "block");
  writer.attribute("/", "hashlease_format_version", kFormatVersion);
  writer.attribute("/", "study_identity", identity.hash);
  write_state(writer, block.state, layout);
  if (!block.kept.empty()) {
    writer.create_dataset<float>({kBlockKept, {block.kept.size(), block.range.count}, {}});
    for (std::size_t kept = 0; kept < block.kept.size(); ++kept) {
      writer.write_slab<float>(kBlockKept, {kept, 0}, {1, block.range.count}, block.kept[kept]);
    }
  }
  writer.close();
  StoredFile stored{file.size(), file.sha256(file.size())};
  file.sync();
  file.close();
  return stored;
}

}  // namespace hashlease
