#pragma once

#include <cstdint>
#include <string>

#include "fuzz/support/fuzz_target.hpp"

namespace hashlease::fuzz {

/// Input number `number` of a target: first its seeds as they are, then seeds with one to four changes (a bit, a byte,
/// a number, a token, a piece cut out, doubled or taken from another seed, an end cut off). The same on every machine,
/// so that a number is all that has to be told of an input.
std::string input_of(const FuzzTarget& target, std::uint64_t number);

}  // namespace hashlease::fuzz
