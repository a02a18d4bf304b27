#include "commands/run/audit.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.hpp"
#include "config/reading/reader.hpp"

namespace hashlease {
namespace {

StudyPlan smoke_study() {
  const std::vector<std::string> options = {"run.keep_paths=[\"annual_revenue\"]"};
  return make_study_plan(read_configuration(HASHLEASE_SOURCE_DIR "/configs/smoke.toml", options));
}

class AuditTest : public ::testing::Test {
 protected:
  StudyPlan plan_ = smoke_study();
  std::unique_ptr<Backend> backend_ = make_cpu_backend(plan_, {});
};

TEST_F(AuditTest, TheFirstBlockAndThenItsShare) {
  Audit audit(plan_, 10.0, *backend_, {});
  int taken = 0;
  for (std::uint64_t block = 0; block < 100; ++block) {
    const bool takes = audit.takes({block * 64, 64});
    EXPECT_TRUE(takes || block > 0);
    taken += takes ? 1 : 0;
  }
  EXPECT_EQ(taken, 10);
  Audit everything(plan_, 100.0, *backend_, {});
  EXPECT_NE(everything.notice().find("none was recomputed"), std::string::npos) << "a run that had nothing left to do";
  Audit nothing(plan_, 0.0, *backend_, {});
  for (std::uint64_t block = 0; block < 5; ++block) {
    EXPECT_TRUE(everything.takes({block * 640, 640}));
    EXPECT_FALSE(nothing.takes({block * 640, 640}));
  }
  EXPECT_FALSE(nothing.is_on());
  EXPECT_EQ(nothing.notice(), "");
}

TEST_F(AuditTest, TheSameBitsPass) {
  Audit audit(plan_, 100.0, *backend_, {});
  for (const PathRange range : {PathRange{0, 100}, {64, 640}}) {
    ASSERT_TRUE(audit.takes(range));
    EXPECT_NO_THROW(audit.check(backend_->simulate(range, nullptr)));
  }
  EXPECT_NE(audit.notice().find("740 of 740 paths"), std::string::npos) << audit.notice();
  if (available_instruction_sets().size() > 1) {
    EXPECT_EQ(audit.notice().find(available_instruction_sets().back() + ","), std::string::npos) << audit.notice();
  }
}

TEST_F(AuditTest, OneOtherBitIsAnError) {
  Audit audit(plan_, 100.0, *backend_, {});
  const PathRange range{0, 128};
  BlockResult block = backend_->simulate(range, nullptr);
  block.kept[0][77] = std::nextafter(block.kept[0][77], 0.0F);
  EXPECT_THROW(audit.check(block), StudyFault);
  block = backend_->simulate(range, nullptr);
  block.state.histograms[0].add(1.0F);
  EXPECT_THROW(audit.check(block), StudyFault);
  block = backend_->simulate(range, nullptr);
  block.range = {0, 127};
  EXPECT_THROW(audit.check(block), StudyFault);
}

}  // namespace
}  // namespace hashlease
