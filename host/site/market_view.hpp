#pragma once

/// What a site sees: the monthly tape of its paths, the calendar, and draws of its own.

#include "market/tape.hpp"
#include "random/normal.hpp"
#include "random/philox.hpp"
#include "site/site_plan.hpp"

namespace hashlease {

/// Where the tape of a register of paths is read, as TapeWriter.
struct TapeReader {
  const float* values;
  long stride;
  int drivers;
};

/// The market of a register of paths, month by month.
template <class Real>
struct MarketView {
  const MarketPlan& market;
  const MonthPlan* months;
  TapeReader tape;
  PathLanes<Real> paths;

  HASHLEASE_FUNCTION float hours(int month) const { return months[month].hours; }
  HASHLEASE_FUNCTION Real read(int month, int driver) const {
    return load<Real>(tape.values + static_cast<long>(month * tape.drivers + driver) * tape.stride);
  }
  HASHLEASE_FUNCTION Real read(int month, MarketDriver driver) const { return read(month, driver_of(driver)); }
  HASHLEASE_FUNCTION Real mining(int month, int profile, MiningDriver driver) const {
    return read(month, driver_of(profile, driver));
  }
  HASHLEASE_FUNCTION Real gpu(int month, int gpu_class, GpuDriver driver) const {
    return read(month, driver_of(market, gpu_class, driver));
  }

  /// Factor of default hazards in the regime of the month.
  HASHLEASE_FUNCTION Real default_factor(int month) const {
    return market.regime.count > 1 ? read(month, driver_of(market, RegimeDriver::default_factor)) : Real(1.0F);
  }

  /// Four words of a draw of the site stage. A slot belongs to an event or a tenant by name (see draw_slot), whatever
  /// site or blend it stands in, so the same tenant has the same luck everywhere. Counter = (month, slot, path): the
  /// market stage never uses a slot other than 0.
  HASHLEASE_FUNCTION void draw(std::uint32_t slot, int month, WordOf<Real> (&words)[4]) const {
    philox_words<Real>(paths, static_cast<std::uint32_t>(month), market.keys, words, slot);
  }
  /// The first of these words as a uniform in (0, 1].
  HASHLEASE_FUNCTION Real uniform(std::uint32_t slot, int month) const {
    WordOf<Real> words[4];
    draw(slot, month, words);
    return uniform_from_word<Real>(words[0]);
  }
};

}  // namespace hashlease
