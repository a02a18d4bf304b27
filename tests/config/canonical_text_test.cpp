#include "config/rendering/canonical_text.hpp"

#include <cmath>
#include <map>
#include <random>

#include "config/keys/parameters.hpp"
#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

std::map<std::string, Value> values_of(const Configuration& configuration) {
  std::map<std::string, Value> values;
  for_each_value(configuration, [&](const std::string& path, const Parameter&, const Value& value) {
    EXPECT_TRUE(values.emplace(path, value).second) << path << " comes twice";
  });
  return values;
}

TEST(CanonicalText, ReadsBackToAnEqualConfiguration) {
  const Configuration configuration = read_configuration_text(study_text());
  const std::string text = canonical_text(configuration);
  const Configuration again = read_configuration_text(text);
  EXPECT_EQ(values_of(again), values_of(configuration));
  EXPECT_EQ(canonical_text(again), text);
}

TEST(CanonicalText, KeepsEveryDigitAndCharacter) {
  Configuration configuration = read_configuration_text(study_text());
  std::mt19937_64 words(3);
  std::uniform_real_distribution<double> exponent(-300.0, 8.0);
  for (int trial = 0; trial < 200; ++trial) {
    configuration.market.btc.price = std::pow(10.0, exponent(words));
    configuration.run.seed = words() >> 1;
    configuration.title = "\"quoted\" \\ tab\t line\n \x01 \x7f \xC3\xA9 " + std::to_string(trial);
    const Configuration again = read_configuration_text(canonical_text(configuration));
    EXPECT_EQ(again.market.btc.price, configuration.market.btc.price);
    EXPECT_EQ(again.run.seed, configuration.run.seed);
    EXPECT_EQ(again.title, configuration.title);
  }
}

TEST(CanonicalText, DoesNotDependOnHowAStudyIsWritten) {
  const std::string other = with(with(study_text(), "paths = 1000", "paths = 1e3  # a thousand\ntail_paths = 1000"),
                                 "mine = 0.5, cloud = 0.5", "cloud = 0.5, mine = 5e-1");
  EXPECT_EQ(canonical_text(read_configuration_text(other)), canonical_text(read_configuration_text(study_text())));
}

std::string toml_number(double number) { return toml_text(Value(number)); }

/// A value of the same kind that differs.
std::string other_value(const Parameter& row, const Value& value) {
  switch (row.kind) {
    case ValueKind::boolean: return std::get<bool>(value) ? "false" : "true";
    case ValueKind::integer: return std::to_string(std::get<std::int64_t>(value) + (row.key == "format" ? 0 : 1));
    case ValueKind::number: {
      const double number = std::get<double>(value);
      return row.bounds.contains(number * 1.001 + 1e-3) ? toml_number(number * 1.001 + 1e-3)
                                                        : toml_number(number * 0.999 - 1e-3);
    }
    case ValueKind::word:
      return std::string(row.words.front()) == std::get<std::string>(value) ? std::string(row.words.back())
                                                                            : std::string(row.words.front());
    case ValueKind::date: return "2024-11-24";
    default: return {};
  }
}

// Every value is in the text: changing any one of them, by its path, changes it.
TEST(CanonicalText, ChangesWithEveryValue) {
  const Configuration configuration = read_configuration_text(study_text());
  const std::string text = canonical_text(configuration);
  int changed = 0;
  int refused = 0;
  for_each_value(configuration, [&](const std::string& path, const Parameter& row, const Value& value) {
    const std::string other = other_value(row, value);
    const bool skipped =
        other.empty() || row.key == "format" || path.rfind("site.both.", 0) == 0 || row.key == "power_mw";
    if (skipped) return;
    const std::vector<std::string> options = {path + "=" + other};
    try {
      EXPECT_NE(canonical_text(read_configuration_text(study_text(), "study.toml", {}, options)), text) << options[0];
      ++changed;
    } catch (const ConfigurationErrors&) {
      ++refused;  // a value that makes no sense without others, as a balance without a loan
    }
  });
  EXPECT_LT(refused, changed / 5);
  EXPECT_GT(changed, 60);
}

TEST(ForEachValue, NamesEntriesByTheirNames) {
  const auto values = values_of(read_configuration_text(study_text()));
  EXPECT_EQ(std::get<double>(values.at("market.btc.annual_volatility")), 0.52);
  EXPECT_EQ(std::get<double>(values.at("market.gpu.H100.lease_rate")), 2.93);
  EXPECT_EQ(std::get<double>(values.at("site.mine.asic.S21.power_mw")), 100.0);
  EXPECT_EQ(std::get<std::int64_t>(values.at("site.cloud.gpu.H100.contract.term_months")), 12);
  EXPECT_EQ(std::get<std::string>(values.at("run.step")), "daily");
  EXPECT_EQ(values.count("market.include"), 0U);
}

TEST(ForEachValue, RowsHaveUnitsAndMeanings) {
  for_each_value(read_configuration_text(study_text()),
                 [](const std::string& path, const Parameter& row, const Value&) {
                   EXPECT_FALSE(row.meaning.empty()) << path;
                   EXPECT_EQ(row.meaning.back(), '.') << path;
                   if (path == "market.power.price_cap") {
                     EXPECT_EQ(row.unit, "USD/MWh");
                   }
                 });
}

}  // namespace
}  // namespace hashlease::test
