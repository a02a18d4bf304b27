#include "io/files/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "io/files/file_errors.hpp"

namespace hashlease {

namespace {

/// Whether the user named a place that cannot hold a file, as opposed to a disk that fails.
bool is_bad_place(int error_number) {
  return error_number == ENOENT || error_number == ENOTDIR || error_number == EACCES || error_number == EPERM ||
         error_number == EROFS || error_number == EISDIR || error_number == ENAMETOOLONG || error_number == ELOOP;
}

/// A limit on file sizes then shows as EFBIG from write instead of killing the process.
void ignore_file_size_signal() {
  struct sigaction current {};
  if (sigaction(SIGXFSZ, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) std::signal(SIGXFSZ, SIG_IGN);
}

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

}  // namespace

void fail_with_errno(const std::string& path, std::string_view what, int error_number) {
  throw RunError(fmt::format("{}: {}: {}", path, what, errno_text(error_number)));
}

void fail_to_create(const std::string& path, int error_number) {
  if (is_bad_place(error_number)) {
    throw InputError(fmt::format("{}: cannot be created: {}", path, errno_text(error_number)));
  }
  fail_with_errno(path, "cannot be created", error_number);
}

std::string errno_text(int error_number) { return std::system_category().message(error_number); }

File File::create(const std::string& path) {
  ignore_file_size_signal();
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) fail_to_create(path, errno);
  return File(descriptor, path);
}

File File::create_alone(const std::string& path) {
  ignore_file_size_signal();
  while (true) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) fail_to_create(path, errno);
    File file(descriptor, path);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK)
        throw InputError(
            fmt::format("{}: another hashlease is writing this file; wait for it, or name another output", path));
      fail_with_errno(path, "cannot be locked", errno);
    }
    // Whoever held it may have renamed or removed it since it was opened.
    struct stat opened {};
    struct stat named {};
    if (::fstat(descriptor, &opened) != 0) fail_with_errno(path, "cannot be examined", errno);
    if (::stat(path.c_str(), &named) != 0 || opened.st_ino != named.st_ino || opened.st_dev != named.st_dev) continue;
    if (const int error_number = file.try_truncate(0)) fail_with_errno(path, "cannot be emptied", error_number);
    return file;
  }
}

File File::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail_with_errno(path, "cannot be opened", errno);
  return File(descriptor, path);
}

File::File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::uint64_t File::size() const {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) fail_with_errno(path_, "its size cannot be read", errno);
  return static_cast<std::uint64_t>(status.st_size);
}

int File::try_write_at(std::uint64_t offset, std::span<const std::byte> bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    if (written == 0) return EIO;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return 0;
}

int File::try_read_at(std::uint64_t offset, std::span<std::byte> bytes) const noexcept {
  while (!bytes.empty()) {
    const ssize_t got = ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    if (got == 0) {
      std::fill(bytes.begin(), bytes.end(), std::byte{0});
      return 0;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return 0;
}

int File::try_truncate(std::uint64_t size) noexcept {
  return ::ftruncate(descriptor_, static_cast<off_t>(size)) == 0 ? 0 : errno;
}

void File::write_at(std::uint64_t offset, std::span<const std::byte> bytes) {
  if (const int error_number = try_write_at(offset, bytes)) fail_with_errno(path_, "cannot be written", error_number);
}

void File::append(std::string_view text) { write_at(size(), std::as_bytes(std::span(text.data(), text.size()))); }

void File::read_at(std::uint64_t offset, std::span<std::byte> bytes) const {
  if (offset + bytes.size() > size()) {
    throw RunError(fmt::format("{}: ends before byte {}", path_, offset + bytes.size()));
  }
  if (const int error_number = try_read_at(offset, bytes)) fail_with_errno(path_, "cannot be read", error_number);
}

std::string File::sha256(std::uint64_t size) const {
  Sha256 digest;
  std::vector<std::byte> buffer(kBufferBytes);
  for (std::uint64_t offset = 0; offset < size;) {
    const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), size - offset));
    read_at(offset, std::span(buffer.data(), piece));
    digest.update(std::span<const std::byte>(buffer.data(), piece));
    offset += piece;
  }
  return digest.hex();
}

void File::forget_cache() const noexcept { ::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_DONTNEED); }

void File::sync() {
  if (::fsync(descriptor_) != 0) fail_with_errno(path_, "cannot be written to the disk", errno);
}

void File::close() {
  const int descriptor = std::exchange(descriptor_, -1);
  if (descriptor >= 0 && ::close(descriptor) != 0) fail_with_errno(path_, "cannot be closed", errno);
}

PathKind kind_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    const int error_number = errno;
    if (error_number == ENOENT || error_number == ENOTDIR) return PathKind::absent;
    if (is_bad_place(error_number)) {
      throw InputError(fmt::format("{}: cannot be examined: {}", path, errno_text(error_number)));
    }
    fail_with_errno(path, "cannot be examined", error_number);
  }
  if (S_ISREG(status.st_mode)) return PathKind::file;
  return S_ISDIR(status.st_mode) ? PathKind::folder : PathKind::other;
}

std::string read_text(const std::string& path, std::uint64_t limit) {
  const File file = File::open(path);
  const std::uint64_t size = file.size();
  if (size > limit)
    throw RunError(fmt::format("{}: has {} bytes, more than the {} that are allowed", path, size, limit));
  std::string text(size, '\0');
  file.read_at(0, std::as_writable_bytes(std::span(text.data(), text.size())));
  return text;
}

}  // namespace hashlease
