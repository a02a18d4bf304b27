#include <fmt/format.h>

#include <string>

#include "config/checks/checks.hpp"
#include "config/keys/parameters.hpp"

namespace hashlease {
namespace {

void check_prepayment(const GpuContractConfiguration& contract, const std::string& path, Findings& findings) {
  if (findings.touch(path + ".prepayment") || findings.touch(path + ".take_or_pay")) return;
  if (contract.prepayment > 0.0 && contract.take_or_pay == 0.0) {
    findings.add(path + ".prepayment", "a prepayment needs a commitment: set take_or_pay above 0");
  }
}

/// Shares that could not be read count as 0, so what is reported is too much in any case.
void check_book(const GpuConfiguration& gpu, const std::string& path, Findings& findings) {
  check_prepayment(gpu.contract, path + ".contract", findings);
  if (gpu.tranche.empty()) return;
  if (gpu.contract.share > 0.0) {
    findings.add(path + ".contract.share",
                 "a fleet has either one contract or a book of tranches; write this one as a [[site.gpu.tranche]]");
  }
  double total = 0.0;
  for (const GpuContractConfiguration& tranche : gpu.tranche) {
    total += tranche.share;
    if (!tranche.name.empty()) check_prepayment(tranche, path + ".tranche." + tranche.name, findings);
  }
  if (total > 1.0 + kDecimalTolerance) {
    findings.add(path + ".tranche", fmt::format("the shares add up to {:.6g}, which is above 1", total));
  }
}

}  // namespace

void check_gpu_fleets(const SiteConfiguration& site, const std::string& path, Findings& findings) {
  for (const GpuConfiguration& gpu : site.gpu) {
    const std::string fleet_path = path + ".gpu." + gpu.gpu_class;
    if (gpu.gpu_class.empty() || findings.touch(fleet_path + ".class")) continue;
    check_book(gpu, fleet_path, findings);
  }
}

}  // namespace hashlease
