#pragma once

#include <cstdint>
#include <string>

#include "config/keys/configuration.hpp"

namespace hashlease {

/// The study behind a finished result. Throws InputError that says what the file is and what to do when it is no
/// finished result of hashlease that this version can read, RunError when it is damaged.
Configuration study_of_result(const std::string& file);

/// Path of the `rank`-th lowest value (1 the lowest) of a site's horizon `measure` among the tails that the file keeps.
/// Throws InputError for an unknown site or measure, and when the file keeps fewer.
std::uint64_t worst_path(const std::string& file, const std::string& site, const std::string& measure,
                         std::int64_t rank);

}  // namespace hashlease
