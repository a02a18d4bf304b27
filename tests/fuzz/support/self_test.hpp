#pragma once

namespace hashlease::fuzz {

/// Replays targets that are wrong on purpose, each in another way, and one that is not. Returns 0 when each gets the
/// verdict that it deserves, at the input that deserves it.
int self_test();

}  // namespace hashlease::fuzz
