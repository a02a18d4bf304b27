#pragma once

#include <string>

#include "io/runs/status.hpp"

namespace hashlease {

/// A status as a text that one process can hand to another, and back. Numbers keep every bit; one that is not finite
/// becomes NaN.
std::string text_of(const StudyStatus& status);
StudyStatus status_from(const std::string& text);

}  // namespace hashlease
