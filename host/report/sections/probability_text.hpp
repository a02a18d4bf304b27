#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>

#include "stats/measures/probability.hpp"

namespace hashlease {

/// A probability in percent; where none or all of the paths are counted, the end of its interval says more.
std::string probability_text(const ProbabilityArray& probability, std::initializer_list<std::size_t> entry);

}  // namespace hashlease
