#pragma once

/// One table of every lane operation and elementary function per instruction set, so that one test body can run and
/// compare them all. Only this plain interface crosses from a translation unit of one instruction set to another.

#include <cstddef>
#include <cstdint>
#include <span>

namespace hashlease::test {

enum class ResultKind { word, real };

/// out[k] = operation(a[k], b[k], c[k]); floats travel as their bits. `count` is a multiple of 32.
struct LaneOperation {
  const char* name;
  ResultKind kind;
  void (*run)(const std::uint32_t* a, const std::uint32_t* b, const std::uint32_t* c, std::uint32_t* out,
              std::size_t count);
};

struct LaneTable {
  const char* instruction_set;
  std::span<const LaneOperation> operations;
  /// The four words of `block` of paths first_path to first_path + count - 1: out[4 k] to out[4 k + 3].
  void (*philox)(std::uint64_t seed, std::uint64_t first_path, std::uint32_t block, std::uint32_t* out,
                 std::size_t count);
  bool (*runs_here)();
};

extern const LaneTable kBaselineTable;
extern const LaneTable kAvx2Table;
extern const LaneTable kAvx512Table;
/// Two registers as one `Real`, as the CPU backend uses them.
extern const LaneTable kAvx2PairTable;
extern const LaneTable kAvx512PairTable;

/// The tables this machine can run, baseline first.
std::span<const LaneTable* const> lane_tables_here();
/// The operation of that name; fails the program when there is none.
const LaneOperation& find_operation(const LaneTable& table, const char* name);

}  // namespace hashlease::test
