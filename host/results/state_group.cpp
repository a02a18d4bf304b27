#include "results/groups.hpp"
#include "results/rows.hpp"

namespace hashlease {

namespace {

constexpr const char* kNotes =
    R"(The exact, mergeable state: `hashlease merge` adds states of shards to the very bits of an unsharded run. Columns are
numbered [site][outcome][period] (axes as in `/risk`), then [site][path measure], then, of sites with a treasury or debt,
[site][measure of `/survival`] and [site][standing, DSCR][quarter], then [market variable][GPU class][month] in the order of
`/market` (BTC price, hashprice, network hashrate, difficulty, power price, lease rate, occupancy). The standing of a quarter is
the sum of 1 (tested), 2 (below lock-up), 4 (in default), 8 (DSCR undefined) and 16 (insolvent at its end). The key of a bin is
the upper 18 bits of its float32 values, that of a joint cell the upper 16 bits of each revenue, both mapped so that keys are
ordered as the values are: a negative value has all bits inverted, any other one its sign bit set. Lists that are empty are left
out, with their axes. Attributes: `state_hash` (see `hashlease verify`), `non_finite_count` (paths with an outcome that is not
finite; the first 100 are in `non_finite_path`).)";

constexpr const char* kKeyMeaning = "order-mapped upper 18 bits of the float32 values in the bin, ascending";

/// Adds rows of lists of one origin, which share when they came and when they are there.
class ListRows {
 public:
  ListRows(RowList& rows, Since version, std::string presence = "")
      : rows_(rows), version_(version), presence_(std::move(presence)) {}
  void axis(const std::string& name, const std::string& meaning) {
    rows_.bare_axis(name, version_, meaning);
    if (!presence_.empty()) rows_.axis_only(presence_);
  }
  void list(const std::string& name, const std::string& axes, StoredType type, const std::string& meaning) {
    rows_.stored({name, axes, "", version_, meaning}, type);
    if (!presence_.empty()) rows_.only(presence_);
  }

 private:
  RowList& rows_;
  Since version_;
  std::string presence_;
};

void add_sums(RowList& rows) {
  ListRows always(rows, since(1));
  always.axis("range", "ranges of paths");
  always.axis("column", "columns of the study");
  always.axis("sum_node", "nodes of the summation tree");
  always.axis("sum", "sums of a node");
  always.list("range_first", "range", StoredType::uint64, "first path of the range");
  always.list("range_count", "range", StoredType::uint64, "number of paths in the range");
  always.list("shift", "column", StoredType::float64, "value that the sums of the column are counted from");
  always.list("undefined", "column", StoredType::uint64, "number of paths on which the column is not finite");
  always.list("sum_node_level", "sum_node", StoredType::int32, "level of the node: it covers 64 << level paths");
  always.list("sum_node_index", "sum_node", StoredType::uint64, "index of the node in its level, from path 0");
  always.list("sum_node_sums", "sum_node sum", StoredType::float64,
              "sums of the node: 8 power sums of each column, 6 cross sums of each pair of columns, number of finite "
              "paths of each headline column");
  ListRows prefixes(rows, since(2), "1024 paths from path 0");
  prefixes.axis("prefix", "prefixes of the study");
  prefixes.axis("prefix_sum", "sums of a prefix");
  prefixes.list("prefix_level", "prefix", StoredType::int32,
                "level of the prefix: it covers paths 0 to (64 << level) - 1");
  prefixes.list("prefix_sums", "prefix prefix_sum", StoredType::float64,
                "of each headline column 8 power sums over the prefix, then its number of finite paths");
}

void add_histograms(RowList& rows) {
  ListRows columns(rows, since(1));
  columns.axis("column_boundary", "columns + 1");
  columns.axis("bin", "occupied bins of all columns");
  columns.list("bin_offset", "column_boundary", StoredType::uint64,
               "bins of column c are bin_offset[c] to bin_offset[c + 1]");
  columns.list("bin_key", "bin", StoredType::int32, kKeyMeaning);
  columns.list("bin_count", "bin", StoredType::uint64, "number of paths in the bin");
  ListRows joint(rows, since(2), "a site has both");
  joint.axis("joint_boundary", "sites with both streams + 1");
  joint.axis("joint_cell", "occupied cells of all joint histograms");
  joint.list("joint_offset", "joint_boundary", StoredType::uint64,
             "cells of the p-th site with both streams are joint_offset[p] to joint_offset[p + 1]");
  joint.list("joint_key_mining", "joint_cell", StoredType::int32,
             "order-mapped upper 16 bits of mining revenue in the cell, ascending");
  joint.list("joint_key_ai", "joint_cell", StoredType::int32, "order-mapped upper 16 bits of AI revenue in the cell");
  joint.list("joint_count", "joint_cell", StoredType::uint64, "number of paths in the cell");
  ListRows octaves(rows, since(2));
  octaves.axis("site_boundary", "sites + 1");
  octaves.axis("octave_boundary", "octaves of all sites + 1");
  octaves.axis("octave_bin", "occupied bins of all octaves");
  octaves.list(
      "octave_offset", "site_boundary", StoredType::uint64,
      "octaves of site s are octave_offset[s] to octave_offset[s + 1]; octave 0 of its horizon cash flow is of "
      "the first 1024 paths, octave k of those from 1024 << (k - 1)");
  octaves.list("octave_bin_offset", "octave_boundary", StoredType::uint64,
               "bins of octave c are octave_bin_offset[c] to octave_bin_offset[c + 1]");
  octaves.list("octave_bin_key", "octave_bin", StoredType::int32, kKeyMeaning);
  octaves.list("octave_bin_count", "octave_bin", StoredType::uint64, "number of paths in the bin");
}

void add_tail(RowList& rows, const std::string& side) {
  ListRows boundary(rows, since(1));
  boundary.axis(side + "_boundary", "headline columns + 1");
  boundary.list(side + "_offset", side + "_boundary", StoredType::uint64,
                "entries of headline column h are " + side + "_offset[h] to " + side + "_offset[h + 1]");
  ListRows entries(rows, since(1), "tails kept");
  entries.axis(side + "_entry", "entries of all " + side + " tails");
  entries.list(side + "_value", side + "_entry", StoredType::float32, side + " values of the headline columns");
  entries.list(side + "_path", side + "_entry", StoredType::uint64, "paths of the " + side + " values");
}

}  // namespace

ResultGroup state_group() {
  RowList rows("state", "exact state of the study, from which every statistic is worked out");
  rows.page("what the statistics are worked out from", kNotes);
  add_sums(rows);
  add_histograms(rows);
  add_tail(rows, "lowest");
  add_tail(rows, "highest");
  ListRows non_finite(rows, since(1), "such paths exist");
  non_finite.axis("non_finite", "entries of non_finite_path");
  non_finite.list("non_finite_path", "non_finite", StoredType::uint64,
                  "first paths with an outcome that is not finite");
  return rows.take();
}

}  // namespace hashlease
