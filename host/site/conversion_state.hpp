#pragma once

#include "base/lanes.hpp"
#include "site/conversion_plan.hpp"

namespace hashlease {

/// A conversion on a path. 21 numbers.
template <class Real>
struct ConversionState {
  Real decided;               // month of the decision; kNever before
  Real streak;                // months in a row in which the trigger has held
  Real wait[kMaxPhases];      // from the decision to the works of a phase [month]
  Real lead[kMaxPhases];      // length of the works [month]
  Real cost[kMaxPhases];      // of a phase [USD]
  Real invested[kMaxPhases];  // of it so far, with interest [USD]
  // In the month, as shares of the whole conversion
  Real stopped;    // of mining that has ended, mean
  Real delivered;  // of new power in service, mean
  Real spent;      // of the works done in the month
};

/// Whether equipment is in service: 1, or the share that its conversion has delivered.
template <class Real>
HASHLEASE_FUNCTION Real delivered_share(const ConversionState<Real>* conversions, int delivered_by) {
  return delivered_by < 0 ? Real(1.0F) : conversions[delivered_by].delivered;
}

}  // namespace hashlease
