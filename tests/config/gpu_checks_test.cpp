// Checks of GPU contracts.

#include "config/support/study_text.hpp"

namespace hashlease::test {
namespace {

/// The study with lines behind the GPU fleet of the site "cloud".
std::string errors(const std::string& lines) {
  return errors_of(with(study_text(), "kilowatt_per_gpu = 1.275\n", "kilowatt_per_gpu = 1.275\n" + lines));
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr const char* kBook = R"([[site.gpu.tranche]]
name = "anchor"
share = 0.6
[[site.gpu.tranche]]
name = "rest"
share = 0.4
)";

TEST(GpuChecks, SoundBooksPass) {
  EXPECT_EQ(errors(kBook), "");
  EXPECT_EQ(errors("[site.gpu.contract]\nshare = 1.0\nprepayment = 0.2\n"), "");
}

TEST(GpuChecks, SharesAddUpToOneAtMost) {
  const std::string text = errors(with(kBook, "share = 0.4", "share = 0.5"));
  EXPECT_TRUE(holds(text, "site.cloud.gpu.H100.tranche: the shares add up to 1.1, which is above 1")) << text;
}

TEST(GpuChecks, EitherAContractOrABook) {
  const std::string text = errors(std::string("[site.gpu.contract]\nshare = 0.1\n") + kBook);
  EXPECT_TRUE(holds(text, "site.cloud.gpu.H100.contract.share: a fleet has either one contract or a book")) << text;
}

TEST(GpuChecks, PrepaymentNeedsACommitment) {
  const std::string text = errors("[site.gpu.contract]\nshare = 0.5\nprepayment = 0.2\ntake_or_pay = 0\n");
  EXPECT_TRUE(holds(text, "site.cloud.gpu.H100.contract.prepayment: a prepayment needs a commitment")) << text;
  const std::string book = errors(with(kBook, "share = 0.4", "share = 0.4\nprepayment = 0.1\ntake_or_pay = 0.0"));
  EXPECT_TRUE(holds(book, "site.cloud.gpu.H100.tranche.rest.prepayment: a prepayment needs a commitment")) << book;
}

TEST(GpuChecks, TranchesHaveNamesOfTheirOwn) {
  EXPECT_TRUE(holds(errors(with(kBook, "\"rest\"", "\"anchor\"")), "is the name of an earlier"));
  EXPECT_TRUE(holds(errors("[[site.gpu.tranche]]\nshare = 0.5\n"), "site.cloud.gpu.H100.tranche[0].name: missing"));
}

TEST(GpuChecks, EveryErrorAtOnce) {
  const std::string text =
      errors("promised_availability = 1.1\n[site.gpu.contract]\nshare = 0.5\nterm_months = 0\nrecovery_share = -1\n");
  EXPECT_TRUE(holds(text, "promised_availability")) << text;
  EXPECT_TRUE(holds(text, "term_months")) << text;
  EXPECT_TRUE(holds(text, "recovery_share")) << text;
}

}  // namespace
}  // namespace hashlease::test
