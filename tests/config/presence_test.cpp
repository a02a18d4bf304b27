// Whether a table is there is what the file says, whatever its values are.

#include "config/keys/entity.hpp"
#include "config/rendering/canonical_text.hpp"
#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

/// The study with this written into its mining site.
std::string study_with(const std::string& tables) {
  return with(study_text(), "efficiency = 17.5\n", "efficiency = 17.5\n" + tables);
}

Configuration read(const std::string& tables, const std::vector<std::string>& options = {}) {
  return read_configuration_text(study_with(tables), "study.toml", {}, options);
}

bool has_treasury(const Configuration& configuration) { return configuration.site[0].treasury.is_present; }

TEST(Presence, IsSaidByTheTableAndNotByItsValues) {
  EXPECT_FALSE(has_treasury(read("")));
  EXPECT_TRUE(has_treasury(read("[site.treasury]\nopening_cash = 1\n")));
  EXPECT_TRUE(has_treasury(read("[site.treasury]\nopening_cash = 0\n")));
  EXPECT_TRUE(has_treasury(read("[site.treasury]\n")));
  EXPECT_TRUE(has_treasury(read("[site.treasury.loan]\nlimit = 0\n")));
  EXPECT_FALSE(read("").site[0].covenant.is_present);
  EXPECT_TRUE(read("[site.covenant]\n").site[0].covenant.is_present);
}

TEST(Presence, IsSaidByAnOptionToo) {
  for (const char* value : {"-0.0", "0", "1", "1e6"}) {
    const Configuration swept = read("", {std::string("site.mine.treasury.opening_cash=") + value});
    EXPECT_TRUE(has_treasury(swept)) << value;
    EXPECT_FALSE(swept.site[1].treasury.is_present) << value;
    EXPECT_TRUE(entity_of(swept, swept.site[0]).is_kept) << value;
    EXPECT_TRUE(entity_of(swept, swept.site[2]).is_kept) << "a blend has the treasury of its part";
  }
}

/// A blend with an empty treasury of its own does not take that of its parts.
TEST(Presence, AnEmptyTableOfABlendIsItsOwn) {
  const std::string text = study_with("[site.treasury]\nopening_cash = 1e6\n");
  const Configuration parts = read_configuration_text(text);
  const Configuration own = read_configuration_text(text + "[site.treasury]\n");
  EXPECT_EQ(entity_of(parts, parts.site[2]).treasury.opening_cash, 0.5e6);
  EXPECT_EQ(entity_of(own, own.site[2]).treasury.opening_cash, 0.0);
  EXPECT_TRUE(entity_of(own, own.site[2]).is_kept);
}

TEST(Presence, SurvivesTheCanonicalText) {
  const std::vector<std::string> tables = {"",
                                           "[site.treasury]\n",
                                           "[site.treasury]\nopening_cash = 1\n",
                                           "[site.covenant]\n",
                                           "[site.treasury]\n[site.covenant]\n",
                                           "[site.treasury]\nopening_cash = 0\n[site.covenant]\ncures_allowed = 2\n"};
  std::vector<std::string> texts;
  for (const std::string& written : tables) {
    const Configuration configuration = read(written);
    texts.push_back(canonical_text(configuration));
    const Configuration again = read_configuration_text(texts.back());
    EXPECT_EQ(has_treasury(again), has_treasury(configuration)) << written;
    EXPECT_EQ(again.site[0].covenant.is_present, configuration.site[0].covenant.is_present) << written;
    EXPECT_EQ(canonical_text(again), texts.back()) << written;
  }
  for (std::size_t a = 0; a < texts.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) EXPECT_NE(texts[a], texts[b]) << tables[a] << " and " << tables[b];
  }
}

/// The tables of a site without a treasury as results have held them since file format 1: every key at its default.
const char* const kAbsentTreasury = R"(
[site.treasury]
opening_cash = 0.0
opening_btc = 0.0
cash_floor = 0.0
target_cash = 0.0
payout_share = 0.0
equity_invested = 0.0
equipment_value = 0.0
depreciation_years = 5.0
btc_policy = "sell_all"
sold_share = 0.0
btc_cap = 0.0
btc_cap_value = 0.0

[site.treasury.loan]
limit = 0.0
opening_balance = 0.0
annual_coupon = 0.0
draw_ltv = 0.5
margin_call_ltv = 0.7
liquidation_ltv = 0.8
release_ltv = 0.0
liquidation_penalty = 0.0
repayment_share = 1.0
)";

TEST(Presence, FormerTextsWriteOutAbsentTables) {
  EXPECT_FALSE(has_treasury(read(kAbsentTreasury)));
  EXPECT_TRUE(has_treasury(read(with(kAbsentTreasury, "opening_cash = 0.0\n", ""))));
  EXPECT_TRUE(has_treasury(read(with(kAbsentTreasury, "sell_all", "hodl"))));
}

/// Whoever edits the text of a result and sets its last value to the default keeps the table.
TEST(Presence, TextsOfTodayLeaveAbsentTablesOut) {
  EXPECT_EQ(canonical_text(read("")).find("treasury"), std::string::npos);
  const std::string text = canonical_text(read("[site.treasury]\nopening_cash = 1\n"));
  const std::string edited = with(text, "opening_cash = 1.0\n", "opening_cash = 0.0\n");
  EXPECT_TRUE(has_treasury(read_configuration_text(edited)));
  EXPECT_EQ(canonical_text(read("[site.treasury]\n")), edited);
}

/// A sweep over a result's own text passes 0 without losing the treasury, and gives one to a study that had none.
TEST(Presence, OptionsOnACanonicalTextDecideAfterIt) {
  for (const std::string& written : {std::string(), std::string("[site.treasury]\nopening_cash = 1\n")}) {
    const std::string text = canonical_text(read(written));
    for (const char* value : {"0", "1"}) {
      const std::vector<std::string> options = {std::string("site.mine.treasury.opening_cash=") + value};
      EXPECT_TRUE(has_treasury(read_configuration_text(text, "study.toml", {}, options))) << written << value;
    }
  }
}

}  // namespace
}  // namespace hashlease::test
