// The part of file.hpp that deals with names and folders.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "base/error.hpp"
#include "io/files/file.hpp"
#include "io/files/file_errors.hpp"
#include "io/files/output_file.hpp"

namespace hashlease {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string name_of(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

void sync_folder(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail_with_errno(folder, "cannot be opened", errno);
  // Some file systems have nothing to do for a folder and say so with EINVAL.
  const int error_number = ::fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno;
  ::close(descriptor);
  if (error_number != 0) fail_with_errno(folder, "cannot be written to the disk", error_number);
}

void rename_and_sync(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0)
    fail_with_errno(from, fmt::format("cannot be renamed to {}", to), errno);
  sync_folder(folder_of(to));
}

void replace_text(const std::string& path, std::string_view text) {
  const std::string temporary = temporary_name(path);
  remove_file(temporary);
  try {
    File file = File::create(temporary);
    file.append(text);
    file.sync();
    file.close();
    rename_and_sync(temporary, path);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
}

void remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail_with_errno(path, "cannot be removed", errno);
}

void create_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) != 0) fail_to_create(path, errno);
  sync_folder(folder_of(path));
}

FolderLock::FolderLock(const std::string& lock_file, const std::string& held_message)
    : descriptor_(::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) fail_to_create(lock_file, errno);
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  const int error_number = errno;
  ::close(std::exchange(descriptor_, -1));
  if (error_number == EWOULDBLOCK) throw InputError(held_message);
  fail_with_errno(lock_file, "cannot be locked", error_number);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

bool FolderLock::is_held(const std::string& lock_file) {
  const int descriptor = ::open(lock_file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(descriptor);
  return held;
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace hashlease
