#include "backend/backend.hpp"

#include "base/error.hpp"

namespace hashlease {

CudaSupport& cuda_support() {
  static CudaSupport support;
  return support;
}

std::unique_ptr<Backend> make_backend(BackendKind kind, const StudyPlan& plan, const BackendOptions& options) {
  if (kind == BackendKind::cpu) return make_cpu_backend(plan, options);
  const CudaSupport& cuda = cuda_support();
  std::string reason = "this program was built without CUDA";
  const bool usable = cuda.make != nullptr && !cuda.devices(reason).empty();
  if (usable) return cuda.make(plan, options);
  if (kind == BackendKind::cuda) {
    throw BackendAbsent("--backend cuda: " + reason +
                        "; use --backend cpu (the same bits) or a machine with an NVIDIA GPU");
  }
  return make_cpu_backend(plan, options);
}

}  // namespace hashlease
