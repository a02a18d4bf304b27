#pragma once

/// Files as the operating system gives them, with every failure an exception that names the file: what the crash-safe
/// storage of part_store.hpp and result_file.hpp stands on.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hashlease {

/// "No space left on device" for ENOSPC, and so on.
std::string errno_text(int error_number);

/// An open file. Move-only; the destructor closes without reporting, so whoever writes calls `sync` and `close`.
class File {
 public:
  /// Creates a file that must not exist yet. Throws InputError when the folder does not exist or may not be written to,
  /// RunError for anything else.
  static File create(const std::string& path);
  /// Creates or empties a file that nobody else is writing, and keeps others from doing so until it is closed. Throws
  /// InputError when another process holds it, and as `create`.
  static File create_alone(const std::string& path);
  /// Opens for reading. Throws RunError.
  static File open(const std::string& path);

  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  const std::string& path() const { return path_; }
  std::uint64_t size() const;

  /// Writes or reads exactly `bytes`; both throw RunError, reading also when the file ends before.
  void write_at(std::uint64_t offset, std::span<const std::byte> bytes);
  void append(std::string_view text);
  void read_at(std::uint64_t offset, std::span<std::byte> bytes) const;

  /// The same without exceptions: 0 or an errno. Bytes beyond the end of the file read as zero.
  int try_write_at(std::uint64_t offset, std::span<const std::byte> bytes) noexcept;
  int try_read_at(std::uint64_t offset, std::span<std::byte> bytes) const noexcept;
  int try_truncate(std::uint64_t size) noexcept;

  /// SHA-256 of the first `size` bytes as 64 hexadecimal digits.
  std::string sha256(std::uint64_t size) const;

  /// Makes the next read come from the disk rather than from memory, where the system can.
  void forget_cache() const noexcept;
  /// Everything on the disk. Throws RunError: this is where a full disk or a failing one may show first.
  void sync();
  void close();

 private:
  File(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_ = -1;
  std::string path_;
};

enum class PathKind { absent, file, folder, other };
/// What stands at a path. Throws InputError when there can be nothing (a name too long) or looking is not allowed,
/// RunError when the disk fails.
PathKind kind_of(const std::string& path);

/// Content of a small text file. Throws RunError, also above `limit` bytes.
std::string read_text(const std::string& path, std::uint64_t limit);
/// Folder that holds `path`: "." when there is none in it.
std::string folder_of(const std::string& path);
/// Last component of a path.
std::string name_of(const std::string& path);

/// Renames and makes the rename lasting. Throws RunError.
void rename_and_sync(const std::string& from, const std::string& to);
/// Makes creations, renames and removals in a folder lasting. Throws RunError.
void sync_folder(const std::string& folder);
/// Replaces a small file by one with this text, at once and lastingly: whoever opens it sees the old text or the new.
void replace_text(const std::string& path, std::string_view text);
/// Removes a file if there is one. Throws RunError.
void remove_file(const std::string& path);
/// Creates a folder and makes it lasting. Throws InputError when its parent does not exist or may not be written to.
void create_folder(const std::string& path);

/// Held while a process writes into a folder; released when the process ends, however it ends.
class FolderLock {
 public:
  /// Throws InputError with `held_message` when another process (or another lock of this one) holds it.
  FolderLock(const std::string& lock_file, const std::string& held_message);
  FolderLock(FolderLock&& other) noexcept;
  /// Whether a process holds the lock now.
  static bool is_held(const std::string& lock_file);
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  int descriptor_ = -1;
};

}  // namespace hashlease
