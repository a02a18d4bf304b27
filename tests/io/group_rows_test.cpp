// The table of results at work: one row writes a quantity, reads it back, and finds it under its former name.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "io/groups/group_input.hpp"
#include "io/groups/group_output.hpp"
#include "io/result/read_tables.hpp"
#include "io/support/random_study.hpp"
#include "results/format.hpp"
#include "results/groups.hpp"
#include "results/rows.hpp"

namespace hashlease {
namespace {

using test::message_of;
using test::TemporaryFolder;

struct Tables {
  std::vector<std::string> city;
  std::vector<double> level;
  std::vector<std::int64_t> opened;  // along the cities
  EstimateArray price;
  ProbabilityArray shut;
  QuantileArray quantile;
  std::vector<std::uint64_t> visits;
  std::vector<std::int8_t> state;
};
struct Root {
  Tables tables;
};

/// One of each kind of quantity.
ResultGroup sample_group() {
  Rows<Root, &Root::tables> rows("cities", "what is known of cities");
  rows.label_axis<&Tables::city>("city", since(1), "city");
  rows.companion({"opened", "city", "days since 1970-01-01", since(1), "day of the opening"}, StoredType::int64,
                 Rows<Root, &Root::tables>::data<&Tables::opened>);
  rows.number_axis<&Tables::level>("level", "1", since(1), "level");
  rows.estimate<&Tables::price>("price", "city level", "USD", since(1), "price of a night").formerly("cost");
  rows.probability<&Tables::shut>("shut", "city", since(2), "probability of being shut");
  rows.quantile<&Tables::quantile>("quantile", "city level", "USD", since(1), "quantile of the price");
  rows.counts<&Tables::visits>("visits", "city", since(1), "number of visits");
  rows.flags<&Tables::state>("state", "city", "open closed", since(1), "whether it is open");
  return rows.take();
}

Root sample_root() {
  Root root;
  Tables& tables = root.tables;
  tables.city = {"Bern", "Zürich"};
  tables.level = {0.9, 0.95, 0.99};
  tables.opened = {1, 20000};
  tables.price.resize({2, 3});
  tables.quantile.estimate.resize({2, 3});
  for (std::size_t k = 0; k < 6; ++k) {
    tables.price.put(k, {100.0 + static_cast<double>(k), 0.5});
    tables.quantile.estimate.put(k, {200.0 + static_cast<double>(k), 0.25});
    tables.quantile.ci_low.push_back(190.0);
    tables.quantile.ci_high.push_back(210.0 + static_cast<double>(k));
    tables.quantile.exact.push_back(static_cast<std::int8_t>(k % 2));
  }
  tables.shut.resize({2});
  tables.shut.put(0, 1, 10);
  tables.shut.put(1, 0, 10);
  tables.visits = {7, 9};
  tables.state = {0, 1};
  return root;
}

class GroupRowsTest : public testing::Test {
 protected:
  /// Writes the sample as a file of a format version.
  std::string write(std::int64_t version, const ResultGroup& group, const Root& root) {
    const std::string path = folder_.path("a.h5");
    File file = File::create(path);
    Hdf5Writer writer(file);
    writer.attribute("/", "hashlease_format_version", version);
    write_group(writer, group, &root);
    writer.close();
    file.close();
    return path;
  }

  TemporaryFolder folder_;
};

TEST_F(GroupRowsTest, EveryKindIsReadAsItWasWritten) {
  const ResultGroup group = sample_group();
  const Root root = sample_root();
  const Hdf5Reader reader(write(kFormatVersion, group, root));
  Root found;
  ASSERT_TRUE(GroupInput(reader).read(group, &found));
  EXPECT_EQ(found.tables.city, root.tables.city);
  EXPECT_EQ(found.tables.opened, root.tables.opened);
  EXPECT_EQ(found.tables.level, root.tables.level);
  EXPECT_EQ(found.tables.price.value, root.tables.price.value);
  EXPECT_EQ(found.tables.price.standard_error, root.tables.price.standard_error);
  EXPECT_EQ(found.tables.price.shape, (std::vector<std::size_t>{2, 3}));
  EXPECT_EQ(found.tables.price.at({1, 2}).value, 105.0);
  EXPECT_EQ(found.tables.shut.share.value, root.tables.shut.share.value);
  EXPECT_EQ(found.tables.shut.ci_low, root.tables.shut.ci_low);
  EXPECT_EQ(found.tables.shut.ci_high, root.tables.shut.ci_high);
  EXPECT_EQ(found.tables.quantile.estimate.value, root.tables.quantile.estimate.value);
  EXPECT_EQ(found.tables.quantile.ci_high, root.tables.quantile.ci_high);
  EXPECT_EQ(found.tables.quantile.exact, root.tables.quantile.exact);
  EXPECT_EQ(found.tables.visits, root.tables.visits);
  EXPECT_EQ(found.tables.state, root.tables.state);
}

TEST_F(GroupRowsTest, WhatStandsBesideAQuantityIsNamedByIt) {
  const Hdf5Reader reader(write(kFormatVersion, sample_group(), sample_root()));
  EXPECT_EQ(reader.text_attribute("/cities/price", "ancillary_variables"), "price_standard_error");
  EXPECT_EQ(reader.text_attribute("/cities/price", "coordinates"), "opened");
  EXPECT_EQ(reader.text_attribute("/cities/price_standard_error", "long_name"),
            "standard error of the price of a night");
  EXPECT_EQ(reader.text_attribute("/cities/price_standard_error", "units"), "USD");
  EXPECT_EQ(reader.text_attribute("/cities/shut", "ancillary_variables"),
            "shut_standard_error shut_ci_low shut_ci_high");
  EXPECT_EQ(reader.text_attribute("/cities/quantile", "ancillary_variables"),
            "quantile_standard_error quantile_ci_low quantile_ci_high quantile_exact");
  EXPECT_EQ(reader.text_attribute("/cities/state", "flag_meanings"), "open closed");
  EXPECT_EQ(reader.text_attribute("/cities/opened", "calendar"), "proleptic_gregorian");
  EXPECT_FALSE(reader.has_attribute("/cities/city", "coordinates"));
  EXPECT_FALSE(reader.has_attribute("/cities/opened", "coordinates"));
}

/// A group as the version before the names changed wrote it.
ResultGroup former_group() {
  ResultGroup group = sample_group();
  for (QuantityRow& row : group.quantities) {
    if (!row.former_name.empty()) row.name = row.former_name;
    for (auto& [key, text] : row.attributes) {
      if (text == "price_standard_error") text = "cost_standard_error";
    }
  }
  return group;
}

TEST_F(GroupRowsTest, OlderFilesAreReadByTheirFormerNames) {
  const Root root = sample_root();
  const Hdf5Reader reader(write(kRenamedSince - 1, former_group(), root));
  EXPECT_TRUE(reader.exists("/cities/cost_standard_error"));
  Root found;
  ASSERT_TRUE(GroupInput(reader).read(sample_group(), &found));
  EXPECT_EQ(found.tables.price.value, root.tables.price.value);
  EXPECT_EQ(found.tables.price.standard_error, root.tables.price.standard_error);
}

/// The twin: the former name means nothing in a file of today.
TEST_F(GroupRowsTest, FormerNamesAreNotThoseOfToday) {
  const Hdf5Reader reader(write(kFormatVersion, former_group(), sample_root()));
  Root found;
  EXPECT_NE(message_of<Hdf5Error>([&] { GroupInput(reader).read(sample_group(), &found); }).find("/cities/price"),
            std::string::npos);
}

TEST_F(GroupRowsTest, WhatCameLaterIsEmpty) {
  ResultGroup first = former_group();
  std::erase_if(first.quantities, [](const QuantityRow& row) { return row.since > 1; });
  const Hdf5Reader reader(write(1, first, sample_root()));
  Root found;
  ASSERT_TRUE(GroupInput(reader).read(sample_group(), &found));
  EXPECT_TRUE(found.tables.shut.share.empty());
  EXPECT_FALSE(found.tables.price.empty());
}

TEST_F(GroupRowsTest, AnAxisThatDisagreesIsRefused) {
  const Hdf5Reader reader(write(kFormatVersion, sample_group(), sample_root()));
  Root found;
  found.tables.city = {"Bern", "Genf"};
  EXPECT_NE(message_of<Hdf5Error>([&] { GroupInput(reader).read(sample_group(), &found); }).find("/cities/city"),
            std::string::npos);
}

TEST_F(GroupRowsTest, GroupsSayWhetherTheyArePresent) {
  ResultGroup group = sample_group();
  group.present = [](const void* root) { return !static_cast<const Root*>(root)->tables.visits.empty(); };
  Root without = sample_root();
  without.tables.visits.clear();
  const Hdf5Reader reader(write(kFormatVersion, group, without));
  EXPECT_FALSE(reader.exists("/cities"));
  Root found;
  EXPECT_FALSE(GroupInput(reader).read(group, &found));
}

TEST_F(GroupRowsTest, CodeOfItsOwnCannotWriteWhatHasNoRow) {
  const ResultGroup group = state_group();
  File file = File::create(folder_.path("b.h5"));
  Hdf5Writer writer(file);
  GroupOutput output(writer, group);
  output.dimension("range", 1);
  EXPECT_THROW(output.write("range_frist", std::vector<std::uint64_t>{0}), std::logic_error);
  EXPECT_THROW(output.write("range_first", std::vector<std::int64_t>{0}), std::logic_error);  // another type
  EXPECT_THROW(output.dimension("rnage", 1), std::logic_error);
  EXPECT_NO_THROW(output.write("range_first", std::vector<std::uint64_t>{0}));
}

TEST(ResultGroupsTest, NamesAreUniqueAndMeaningsSaid) {
  for (const ResultGroup& group : result_groups()) {
    EXPECT_FALSE(group.title.empty() || group.notes.empty() || group.meaning.empty()) << group.name;
    std::set<std::string> names;
    std::vector<const QuantityRow*> rows;
    for (const AxisRow& axis : group.axes) {
      rows.push_back(&axis.scale);
      for (const QuantityRow& companion : axis.companions) rows.push_back(&companion);
    }
    for (const QuantityRow& row : group.quantities) rows.push_back(&row);
    for (const QuantityRow* row : rows) {
      EXPECT_TRUE(names.insert(row->name).second) << group.name << "/" << row->name << " stands twice";
      EXPECT_FALSE(row->meaning.empty()) << group.name << "/" << row->name;
      EXPECT_LE(row->since, kFormatVersion) << group.name << "/" << row->name;
      for (const std::string& axis : words_of(row->axes)) EXPECT_NO_THROW(group.row(axis)) << row->name;
    }
  }
}

TEST(StudyTablesTest, AFileHasTheTablesOfItsRun) {
  const TemporaryFolder folder;
  const Configuration study = test::financed_study(1500);
  const StudyFrame frame(study);
  test::write_random_result(folder.path("a.h5"), study, {0, 1500}, 1500);
  const StudyTables found = read_study_tables(Hdf5Reader(folder.path("a.h5")));
  const StudyTables expected = compute_study_tables(frame, test::random_block(frame.layout, {0, 1500}).state,
                                                    [](int, const ColumnSink&) { return false; });
  const auto same = [](const std::vector<double>& a, const std::vector<double>& b) {
    return !a.empty() && std::equal(a.begin(), a.end(), b.begin(), b.end(),
                                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
  };
  EXPECT_EQ(found.axes.site, expected.axes.site);
  EXPECT_EQ(found.axes.period.label, expected.axes.period.label);
  EXPECT_EQ(found.axes.entity, expected.axes.entity);
  EXPECT_EQ(found.risk.paths, expected.risk.paths);
  EXPECT_EQ(found.survival.sites, expected.survival.sites);
  EXPECT_TRUE(same(found.risk.mean.value, expected.risk.mean.value));
  EXPECT_TRUE(same(found.risk.path_measures[0].quantile.value, expected.risk.path_measures[0].quantile.value));
  EXPECT_TRUE(same(found.survival.insolvent.ci_high, expected.survival.insolvent.ci_high));
  EXPECT_TRUE(same(found.survival.dscr_quantile.value, expected.survival.dscr_quantile.value));
  EXPECT_EQ(found.survival.undefined_dscr, expected.survival.undefined_dscr);
  ASSERT_EQ(found.survival.measures.size(), expected.survival.measures.size());
  EXPECT_TRUE(same(found.survival.measures[0].mean.value, expected.survival.measures[0].mean.value));
  ASSERT_EQ(found.market.variables.size(), expected.market.variables.size());
  EXPECT_TRUE(same(found.market.variables[0].mean.value, expected.market.variables[0].mean.value));
  EXPECT_EQ(found.convergence.path_counts, expected.convergence.path_counts);
  EXPECT_EQ(found.tail.lowest_path, expected.tail.lowest_path);
  const Estimate revenue = found.annual_mean(0, Outcome::revenue);
  EXPECT_EQ(revenue.value, expected.annual_mean(0, Outcome::revenue).value);
  EXPECT_TRUE(std::isfinite(revenue.value));
}

}  // namespace
}  // namespace hashlease
