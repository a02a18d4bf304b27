#include <cstdlib>
#include <cstring>

#include "random/support/lane_table_body.hpp"

namespace hashlease::test {

const LaneTable kBaselineTable{"baseline", LaneOperations<float>::all, &run_philox<float>, [] { return true; }};

std::span<const LaneTable* const> lane_tables_here() {
  static const LaneTable* tables[5];
  std::size_t count = 0;
  for (const LaneTable* table : {&kBaselineTable, &kAvx2Table, &kAvx2PairTable, &kAvx512Table, &kAvx512PairTable}) {
    if (table->runs_here()) tables[count++] = table;
  }
  return {tables, count};
}

const LaneOperation& find_operation(const LaneTable& table, const char* name) {
  for (const LaneOperation& operation : table.operations) {
    if (std::strcmp(operation.name, name) == 0) return operation;
  }
  std::abort();
}

}  // namespace hashlease::test
