#include "io/parts/study_identity.hpp"

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "base/version.hpp"
#include "config/rendering/canonical_text.hpp"

namespace hashlease {

std::string identity_text(const Configuration& configuration) {
  Configuration study = configuration;
  study.run.backend = BackendKind::automatic;
  return canonical_text(study);
}

StudyIdentity make_study_identity(const Configuration& configuration) {
  Sha256 digest;
  digest.update(identity_text(configuration));
  return {digest.hex(), configuration.title, kProgramVersion, configuration.run.paths};
}

std::string identity_name(const StudyIdentity& identity) {
  return fmt::format("\"{}\" ({}, hashlease {})", identity.title, identity.hash.substr(0, 12),
                     identity.program_version);
}

std::string range_text(const PathRange& range) {
  return fmt::format("{} to {}", range.first, range.count == 0 ? range.first : range.end() - 1);
}

}  // namespace hashlease
