#pragma once

#include "base/lanes.hpp"

namespace hashlease {

/// Where outcome columns go: column c of the register's paths at `values[c * stride]`; see ColumnLayout.
struct ColumnWriter {
  float* values;
  long stride;

  template <class Real>
  HASHLEASE_FUNCTION void write(long column, const Real& value) const {
    store(values + column * stride, value);
  }
};

}  // namespace hashlease
