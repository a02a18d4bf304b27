#include "io/result/result_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/error.hpp"
#include "io/hdf5/hdf5_file.hpp"
#include "io/parts/part_store.hpp"
#include "io/support/random_study.hpp"
#include "io/verification/verify.hpp"
#include "results/groups.hpp"
#include "results/study_tables.hpp"
#include "stats/state/state_hash.hpp"

namespace hashlease {
namespace {

using test::message_of;
using test::small_study;
using test::TemporaryFolder;
using test::write_random_result;

constexpr std::uint64_t kPaths = 1500;

TEST(ResultFileTest, KeepsEveryValueOfKeptColumns) {
  const TemporaryFolder folder;
  const Configuration study = small_study(kPaths, {"run.horizon_months=24"});
  const ColumnLayout layout(study);
  write_random_result(folder.path("a.h5"), study, {0, kPaths}, 64 * 7);
  const Hdf5Reader reader(folder.path("a.h5"));
  const auto years = static_cast<std::uint64_t>(layout.year_count());
  const auto revenue = reader.read<float>("/paths/annual_revenue", {3, years, kPaths});
  for (int site = 0; site < 3; ++site) {
    for (int year = 0; year < layout.year_count(); ++year) {
      const int column = layout.column(site, Outcome::revenue, layout.month_count() + year);
      for (std::uint64_t path = 0; path < kPaths; ++path) {
        const float expected = test::random_outcome(layout, column, path);
        const float found =
            revenue[(static_cast<std::uint64_t>(site) * years + static_cast<std::uint64_t>(year)) * kPaths + path];
        ASSERT_TRUE(found == expected || (std::isnan(found) && std::isnan(expected)))
            << site << ' ' << year << ' ' << path;
      }
    }
  }
}

TEST(ResultFileTest, TablesAreThoseOfTheStatistics) {
  const TemporaryFolder folder;
  const Configuration study = small_study(kPaths);
  const ColumnLayout layout(study);
  write_random_result(folder.path("a.h5"), study, {0, kPaths}, kPaths);
  const Hdf5Reader reader(folder.path("a.h5"));
  const BlockResult block = test::random_block(layout, {0, kPaths});
  const RiskTables tables =
      compute_risk_tables(block.state, layout, study.run.losses(), [&](int column, const ColumnSink& sink) {
        const auto found = std::find(layout.kept_columns().begin(), layout.kept_columns().end(), column);
        if (found == layout.kept_columns().end()) return false;
        sink(block.kept[static_cast<std::size_t>(found - layout.kept_columns().begin())]);
        return true;
      });
  const auto periods = static_cast<std::uint64_t>(layout.period_count());
  const auto same = [](const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
  };
  EXPECT_TRUE(same(reader.read<double>("/risk/mean", {3, 8, periods}), tables.mean.value));
  EXPECT_TRUE(same(reader.read<double>("/risk/mean_standard_error", {3, 8, periods}), tables.mean.standard_error));
  EXPECT_TRUE(same(reader.read<double>("/risk/quantile", {3, 8, periods, 11}), tables.quantile.estimate.value));
  EXPECT_TRUE(
      same(reader.read<double>("/risk/expected_shortfall", {3, 8, periods, 3}), tables.expected_shortfall.value));
  EXPECT_TRUE(same(reader.read<double>("/risk/revenue_correlation", {3, 3}), tables.revenue_correlation.value));
  EXPECT_GT(tables.mean.value[0], 0.0);
}

TEST(ResultFileTest, SameRunGivesTheSameBytes) {
  const TemporaryFolder folder;
  const Configuration study = small_study(kPaths);
  write_random_result(folder.path("a.h5"), study, {0, kPaths}, 640);
  write_random_result(folder.path("b.h5"), study, {0, kPaths}, 640);
  const File a = File::open(folder.path("a.h5"));
  const File b = File::open(folder.path("b.h5"));
  ASSERT_EQ(a.size(), b.size());
  EXPECT_EQ(a.sha256(a.size()), b.sha256(b.size()));
}

TEST(ResultFileTest, BlocksDoNotShowOutsideProvenance) {
  const TemporaryFolder folder;
  const Configuration study = small_study(kPaths);
  write_random_result(folder.path("a.h5"), study, {0, kPaths}, kPaths);
  write_random_result(folder.path("b.h5"), study, {0, kPaths}, 64 * 5);
  const std::optional<std::string> difference = test::h5diff(folder.path("a.h5"), folder.path("b.h5"));
  if (!difference) GTEST_SKIP() << "h5diff is not installed";
  EXPECT_EQ(*difference, "");
  // The twin: one more path is seen.
  write_random_result(folder.path("c.h5"), small_study(kPaths + 1), {0, kPaths + 1}, kPaths + 64);
  EXPECT_NE(test::h5diff(folder.path("a.h5"), folder.path("c.h5")), "");
}

TEST(ResultFileTest, NeverReplacesAResultUnasked) {
  const TemporaryFolder folder;
  const Configuration study = small_study(200);
  std::ofstream(folder.path("a.h5")) << "precious";
  const std::string message = message_of<InputError>([&] {
    write_random_result(folder.path("a.h5"), study, {0, 200}, 200);
  });
  EXPECT_NE(message.find("--force"), std::string::npos) << message;
  std::string text;
  std::ifstream(folder.path("a.h5")) >> text;
  EXPECT_EQ(text, "precious");
  EXPECT_NO_THROW(check_output(folder.path("a.h5"), ExistingFile::replace));
  EXPECT_THROW(check_output(folder.folder(), ExistingFile::replace), InputError);
  EXPECT_THROW(check_output(folder.path("absent/a.h5"), ExistingFile::replace), InputError);
  EXPECT_FALSE(std::filesystem::exists(folder.path("a.h5.tmp")));
}

TEST(ResultFileTest, OneProcessAtATimeWritesAResult) {
  const TemporaryFolder folder;
  const File other = File::create_alone(folder.path("a.h5.tmp"));
  EXPECT_NE(message_of<InputError>([&] { check_output(folder.path("a.h5"), ExistingFile::refuse); }).find("another"),
            std::string::npos);
}

TEST(ResultFileTest, NamesAGapBetweenSources) {
  const TemporaryFolder folder;
  const Configuration study = small_study(1024);
  const ColumnLayout layout(study);
  PartStore store = PartStore::open(folder.path("a.h5"), study, {0, 1024});
  store.write_block(test::random_block(layout, {0, 256}), layout);
  store.write_block(test::random_block(layout, {512, 512}), layout);
  const std::string message =
      message_of<RunError>([&] { assemble(study, store.sources(), folder.path("a.h5"), ExistingFile::refuse, {}); });
  EXPECT_NE(message.find("starts at path 512 where path 256 belongs"), std::string::npos) << message;
  EXPECT_FALSE(std::filesystem::exists(folder.path("a.h5")));
}

TEST(ResultFileTest, ABlockDamagedOnTheDiskIsNamedAndNothingIsPublished) {
  const TemporaryFolder folder;
  const Configuration study = small_study(1024);
  const ColumnLayout layout(study);
  PartStore store = PartStore::open(folder.path("a.h5"), study, {0, 1024});
  store.write_block(test::random_block(layout, {0, 1024}), layout);
  const std::string block = store.sources()[0].file;
  for (std::uint64_t offset = 5000; offset < std::filesystem::file_size(block); offset += 9973) {
    test::flip_byte(block, offset, 0x40);
  }
  const std::string message =
      message_of<RunError>([&] { assemble(study, store.sources(), folder.path("a.h5"), ExistingFile::refuse, {}); });
  EXPECT_NE(message.find(block), std::string::npos) << message;
  EXPECT_FALSE(std::filesystem::exists(folder.path("a.h5")));
  EXPECT_FALSE(std::filesystem::exists(folder.path("a.h5.tmp")));
}

TEST(ResultFileTest, ManyKeptColumnsAndBlocksAreKeptInOrder) {
  const TemporaryFolder folder;
  // More columns than are copied at a time, and more blocks than are open at a time.
  const Configuration study = small_study(64 * 66, {"run.horizon_months=36",
                                                    "run.keep_paths=[\"annual_revenue\", \"annual_mining_revenue\", "
                                                    "\"annual_ai_revenue\", \"annual_contract_ai_revenue\", "
                                                    "\"annual_spot_ai_revenue\", \"annual_power_cost\", "
                                                    "\"annual_operating_cost\", \"annual_cash_flow\"]"});
  const ColumnLayout layout(study);
  ASSERT_GT(layout.kept_columns().size(), 64U);
  write_random_result(folder.path("a.h5"), study, {0, 64 * 66}, 64);
  const Hdf5Reader reader(folder.path("a.h5"));
  const auto found = reader.read_slab<float>("/paths/annual_cash_flow", {2, 1, 64 * 65}, {1, 1, 64});
  const int column = layout.column(2, Outcome::cash_flow, layout.month_count() + 1);
  for (std::uint64_t i = 0; i < 64; ++i) {
    const float expected = test::random_outcome(layout, column, 64 * 65 + i);
    EXPECT_TRUE(found[i] == expected || (std::isnan(found[i]) && std::isnan(expected))) << i;
  }
}

/// Every dataset that has a row in the table of results.
std::set<std::string> rows_of_results() {
  std::set<std::string> paths;
  for (const ResultGroup& group : result_groups()) {
    const auto add = [&](const QuantityRow& row) { paths.insert("/" + group.name + "/" + row.name); };
    for (const AxisRow& axis : group.axes) {
      add(axis.scale);
      std::for_each(axis.companions.begin(), axis.companions.end(), add);
    }
    std::for_each(group.quantities.begin(), group.quantities.end(), add);
  }
  return paths;
}

TEST(ResultFileTest, EveryDatasetHasARowAndTheReverse) {
  const TemporaryFolder folder;
  write_random_result(folder.path("a.h5"), test::financed_study(kPaths), {0, kPaths}, kPaths);
  std::set<std::string> written;
  for (const std::string& object : Hdf5Reader(folder.path("a.h5")).objects()) {
    if (object.back() != '/') written.insert(object);
  }
  EXPECT_EQ(rows_of_results(), written);
  EXPECT_GT(written.size(), 80U);
}

}  // namespace
}  // namespace hashlease
