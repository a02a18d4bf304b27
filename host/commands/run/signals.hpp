#pragma once

namespace hashlease {

/// From now on SIGINT and SIGTERM are remembered instead of ending the process, so that the block in hand can be
/// finished; a second one of either kind ends it at once.
void remember_signals();

/// The signal that arrived, or 0.
int arrived_signal();

}  // namespace hashlease
