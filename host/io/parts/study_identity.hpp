#pragma once

#include <cstdint>
#include <string>

#include "config/keys/configuration.hpp"
#include "stats/sums/path_range.hpp"

namespace hashlease {

/// What tells one study from another: results of equal identity have equal numbers and can be joined.
struct StudyIdentity {
  std::string hash;  // SHA-256 of the configuration without the choices that do not change results
  std::string title;
  std::string program_version;  // another version may give other numbers
  std::uint64_t paths = 0;      // of the whole study
  bool operator==(const StudyIdentity&) const = default;
};

StudyIdentity make_study_identity(const Configuration& configuration);

/// The configuration text that the identity stands on, and that files carry: canonical_text with `run.backend` at its
/// default, because every backend gives the same bits.
std::string identity_text(const Configuration& configuration);

/// A name for messages: `"title" (0123456789ab, hashlease 0.1.0)`.
std::string identity_name(const StudyIdentity& identity);

/// "0 to 999" for [0, 1000).
std::string range_text(const PathRange& range);

}  // namespace hashlease
