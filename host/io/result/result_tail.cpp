#include <fmt/format.h>

#include <algorithm>

#include "io/hdf5/hdf5_file.hpp"
#include "io/result/result_groups.hpp"

namespace hashlease {

namespace {

using Tails = std::vector<std::vector<TailEntry>>;

/// Headline columns stand in the state as [site][revenue, cash_flow].
const std::vector<std::string> kHeadlines = {"revenue", "cash_flow"};

std::size_t longest(const Tails& tails) {
  std::size_t length = 0;
  for (const auto& tail : tails) length = std::max(length, tail.size());
  return length;
}

void write_side(Hdf5Writer& writer, const std::string& side, const Tails& tails, const Shape& shape) {
  const std::size_t ranks = shape.back();
  std::vector<float> values(element_count(shape), std::numeric_limits<float>::quiet_NaN());
  std::vector<std::int64_t> paths(values.size(), -1);
  for (std::size_t headline = 0; headline < tails.size(); ++headline) {
    for (std::size_t rank = 0; rank < tails[headline].size(); ++rank) {
      values[headline * ranks + rank] = tails[headline][rank].value;
      paths[headline * ranks + rank] = static_cast<std::int64_t>(tails[headline][rank].path);
    }
  }
  const std::vector<std::string> axes = {"/tail/site", "/tail/outcome", "/tail/rank"};
  const std::string prefix = "/tail/" + side;
  writer.write<float>({prefix + "_value", shape, axes}, values);
  describe(writer, prefix + "_value", {"USD", fmt::format("{} values over the horizon", side)});
  writer.write<std::int64_t>({prefix + "_path", shape, axes}, paths);
  describe(writer, prefix + "_path", {"", fmt::format("paths of the {} values; -1: none", side)});
}

}  // namespace

void write_tail(Hdf5Writer& writer, const StudyFrame& frame, const StudyState& state) {
  const std::size_t ranks = std::max(longest(state.lowest), longest(state.highest));
  if (ranks == 0) return;
  writer.create_group("/tail");
  writer.attribute("/tail", "long_name", "lowest and highest paths of each site's horizon outcomes");
  write_site_axis(writer, "/tail/site", frame);
  writer.write_strings({"/tail/outcome", {kHeadlines.size()}, {"/tail/outcome"}}, kHeadlines);
  writer.attribute("/tail/outcome", "long_name", "outcome over the horizon");
  std::vector<std::int64_t> rank_numbers;
  for (std::size_t rank = 1; rank <= ranks; ++rank) rank_numbers.push_back(static_cast<std::int64_t>(rank));
  writer.write<std::int64_t>({"/tail/rank", {ranks}, {"/tail/rank"}}, rank_numbers);
  writer.attribute("/tail/rank", "long_name", "rank from the extreme, 1 first");
  const Shape shape = {static_cast<std::uint64_t>(frame.layout.site_count()), kHeadlines.size(), ranks};
  write_side(writer, "lowest", state.lowest, shape);
  write_side(writer, "highest", state.highest, shape);
}

}  // namespace hashlease
