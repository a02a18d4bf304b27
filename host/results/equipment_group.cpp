#include "results/groups.hpp"
#include "results/rows.hpp"
#include "results/study_tables.hpp"

namespace hashlease {

namespace {

constexpr const char* kNotes =
    R"(The machines and halls of each site when all of them are in service: mining fleets as before any conversion, GPUs and halls
that a conversion delivers included. A blend has its shares of the equipment of its parts. `hashlease check` prints the same.)";

}  // namespace

ResultGroup equipment_group() {
  using Tables = EquipmentTables;
  Rows<StudyTables, &StudyTables::equipment> rows("equipment", "machines and halls of each site, all in service");
  rows.page("what stands at the sites", kNotes);
  rows.label_axis<&StudyAxes::site>("site", since(3), "site");
  rows.numbers<&Tables::hashrate>("hashrate", "site", "EH/s", since(3), "hashrate of all ASICs, running");
  rows.numbers<&Tables::mining_power>("mining_power", "site", "MW", since(3),
                                      "power at the meter of all ASICs, running");
  rows.numbers<&Tables::gpu_count>("gpu_count", "site", "1", since(3), "number of GPUs");
  rows.numbers<&Tables::gpu_power>("gpu_power", "site", "MW", since(3), "power at the meter of all GPUs, busy");
  rows.numbers<&Tables::gpu_it_power>("gpu_it_power", "site", "MW", since(3), "critical IT load of all GPUs");
  rows.numbers<&Tables::hall_it_power>("hall_it_power", "site", "MW", since(3),
                                       "critical IT power of colocation halls");
  return rows.take();
}

}  // namespace hashlease
