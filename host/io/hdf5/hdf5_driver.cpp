// The file driver: HDF5 asks for bytes, a File delivers them. The library's own driver reports a failed write but then
// cannot close the file any more, and frees it twice when the process ends; and it locks files, which fails on some
// network file systems. See DriverTarget for how a failed write is treated here.

#include <exception>
#include <functional>

#include "io/hdf5/hdf5_file.hpp"

namespace hashlease {

namespace {

constexpr haddr_t kLargestAddress = (haddr_t{1} << 62) - 1;

struct DriverFile {
  H5FD_t base;  // first, as the library asks for
  DriverTarget* target;
  haddr_t allocated_end;
  haddr_t file_end;
};

struct DriverSettings {
  DriverTarget* target;
};

DriverFile& driver_file(H5FD_t* file) { return *reinterpret_cast<DriverFile*>(file); }
const DriverFile& driver_file(const H5FD_t* file) { return *reinterpret_cast<const DriverFile*>(file); }

H5FD_t* open_file(const char*, unsigned, hid_t access_list, haddr_t) {
  const auto* settings = static_cast<const DriverSettings*>(H5Pget_driver_info(access_list));
  if (settings == nullptr) return nullptr;
  try {
    const std::uint64_t size = settings->target->file->size();
    auto* file = new DriverFile{};
    file->target = settings->target;
    file->file_end = size;
    return &file->base;
  } catch (const std::exception&) {  // no exception may pass through the library
    return nullptr;
  }
}

herr_t close_file(H5FD_t* file) {
  delete &driver_file(file);
  return 0;
}

int compare_files(const H5FD_t* a, const H5FD_t* b) {
  const DriverTarget* first = driver_file(a).target;
  const DriverTarget* second = driver_file(b).target;
  if (first == second) return 0;
  return std::less<>()(first, second) ? -1 : 1;
}

herr_t query_features(const H5FD_t*, unsigned long* flags) {
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
  return 0;
}

haddr_t allocated_end(const H5FD_t* file, H5FD_mem_t) { return driver_file(file).allocated_end; }
haddr_t file_end(const H5FD_t* file, H5FD_mem_t) { return driver_file(file).file_end; }

herr_t set_allocated_end(H5FD_t* file, H5FD_mem_t, haddr_t address) {
  driver_file(file).allocated_end = address;
  return 0;
}

herr_t read_bytes(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, std::size_t size, void* buffer) {
  if (address > kLargestAddress || size > kLargestAddress) return -1;
  const std::span<std::byte> bytes(static_cast<std::byte*>(buffer), size);
  return driver_file(file).target->file->try_read_at(address, bytes) == 0 ? 0 : -1;
}

herr_t write_bytes(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, std::size_t size, const void* buffer) {
  DriverFile& self = driver_file(file);
  if (self.target->error_number == 0 && !self.target->discard) {
    const std::span<const std::byte> bytes(static_cast<const std::byte*>(buffer), size);
    self.target->error_number = self.target->file->try_write_at(address, bytes);
  }
  if (address + size > self.file_end) self.file_end = address + size;
  return 0;
}

herr_t truncate_file(H5FD_t* file, hid_t, hbool_t) {
  DriverFile& self = driver_file(file);
  if (self.allocated_end == self.file_end) return 0;
  if (self.target->error_number == 0 && !self.target->discard) {
    self.target->error_number = self.target->file->try_truncate(self.allocated_end);
  }
  self.file_end = self.allocated_end;
  return 0;
}

H5FD_class_t make_driver_class() {
  H5FD_class_t driver{};
#if H5_VERSION_GE(1, 13, 0)
  driver.version = H5FD_CLASS_VERSION;
  driver.value = 511;  // 256 to 511 are for drivers that are not registered with The HDF Group
#endif
  driver.name = "hashlease";
  driver.maxaddr = kLargestAddress;
  driver.fc_degree = H5F_CLOSE_STRONG;
  driver.fapl_size = sizeof(DriverSettings);
  driver.open = open_file;
  driver.close = close_file;
  driver.cmp = compare_files;
  driver.query = query_features;
  driver.get_eoa = allocated_end;
  driver.set_eoa = set_allocated_end;
  driver.get_eof = file_end;
  driver.read = read_bytes;
  driver.write = write_bytes;
  driver.truncate = truncate_file;
  for (H5FD_mem_t& type : driver.fl_map) type = H5FD_MEM_DEFAULT;
  return driver;
}

/// Registers the driver at the first call; the library keeps a pointer to the class.
hid_t driver_id() {
  static const H5FD_class_t driver = make_driver_class();
  static const hid_t id = H5FDregister(&driver);
  return id;
}

}  // namespace

Hdf5Id make_access_list(DriverTarget& target) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  const DriverSettings settings{&target};
  Hdf5Id list(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  if (list.get() < 0 || H5Pset_driver(list.get(), driver_id(), &settings) < 0 ||
      H5Pset_libver_bounds(list.get(), H5F_LIBVER_V110, H5F_LIBVER_V110) < 0 ||
      H5Pset_fclose_degree(list.get(), H5F_CLOSE_STRONG) < 0) {
    throw Hdf5Error(target.file->path(), "/", "the HDF5 library cannot be set up: " + hdf5_problem());
  }
  return list;
}

}  // namespace hashlease
