#pragma once

/// Delays, lead times and costs: lognormal with a mean and a standard deviation.

#include "random/elementary.hpp"
#include "site/conversion_plan.hpp"
#include "site/market_view.hpp"

namespace hashlease {

/// Four independent standard normals of a slot; `index` tells several draws of a slot apart.
template <class Real>
HASHLEASE_FUNCTION void draw_normals(const MarketView<Real>& view, std::uint32_t slot, int index, Real (&normals)[4]) {
  WordOf<Real> words[4];
  view.draw(slot, index, words);
  box_muller<Real>(words[0], words[1], normals[0], normals[1]);
  box_muller<Real>(words[2], words[3], normals[2], normals[3]);
}

/// median * exp(deviation * z). Deviation 0 gives the median to the bit.
template <class Real>
HASHLEASE_FUNCTION Real lognormal(const LognormalPlan& law, const Real& z) {
  return saturating_exponential(z * law.log_deviation) * law.median;
}

/// Share of month `month` that lies behind an instant `time` [month].
template <class Real>
HASHLEASE_FUNCTION Real share_after(int month, const Real& time) {
  const Real after = Real(static_cast<float>(month + 1)) - time;
  return minimum(maximum(after, Real(0.0F)), Real(1.0F));
}

}  // namespace hashlease
