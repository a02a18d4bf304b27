// Manifests of unfinished runs: read as they are, and with the checksum that belongs to what they say.

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/sha256.hpp"
#include "fuzz/support/fuzz_target.hpp"
#include "io/files/file.hpp"
#include "io/parts/manifest.hpp"
#include "io/parts/part_store.hpp"
#include "io/runs/status.hpp"
#include "io/support/random_study.hpp"
#include "io/verification/verify.hpp"

namespace hashlease::fuzz {

namespace {

using Json = nlohmann::ordered_json;

/// Beyond this the library that writes JSON would itself run out of stack.
constexpr int kDeepest = 200;

/// The text with a checksum that holds; "" when it is no JSON that could have one.
std::string sealed(const std::string& text) {
  bool is_deep = false;
  const auto depth_of = [&](int depth, Json::parse_event_t, Json&) {
    is_deep = is_deep || depth > kDeepest;
    return !is_deep;
  };
  Json json = Json::parse(text, depth_of, false);
  if (is_deep || !json.is_object()) return "";
  json.erase("sha256");
  Sha256 digest;
  digest.update(json.dump());
  json["sha256"] = digest.hex();
  return json.dump(1);
}

std::string result() { return scratch_path("run.h5"); }

void read(const std::string& text) {
  const std::string manifest = write_scratch("run.h5.parts/manifest.json", text);
  read_or_refuse(manifest, [&] { read_manifest(manifest); });
  read_or_refuse("run.h5", [&] { verify_file(result(), 15.0); });
  read_or_refuse("run.h5", [&] { read_status(result()); });
}

/// Manifest of a run that has two blocks; the blocks themselves are gone.
std::string seed() {
  const test::TemporaryFolder folder;
  const Configuration study = test::small_study(1000);
  const ColumnLayout layout(study);
  PartStore store = PartStore::open(folder.path("a.h5"), study, {0, 1000});
  store.write_block(test::random_block(layout, {0, 64}), layout);
  store.write_block(test::random_block(layout, {128, 64}), layout);
  return content_of_file(manifest_path(folder.path("a.h5")));
}

}  // namespace

FuzzTarget fuzz_target() {
  return {"manifest",
          {seed(), "{}", "[]", "null"},
          {"{",
           "}",
           "[",
           "]",
           ":",
           ",",
           "\"",
           "null",
           "true",
           "-1",
           "1e308",
           "0.5",
           "18446744073709551615",
           "281474976710656",
           "\\u0000",
           "\\ud800",
           "\xff",
           "\"file\"",
           "\"..\"",
           "\"first_path\": ",
           "\"path_count\": ",
           "\"blocks\": ",
           "\"configuration\": ",
           "\"sha256\": ",
           "\"study_paths\": ",
           "\"bytes\": ",
           "{\"a\":",
           "[[[["}};
}

}  // namespace hashlease::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hashlease;
  std::filesystem::create_directories(fuzz::scratch_path("run.h5.parts"));
  const std::string text = fuzz::text_of(data, size);
  fuzz::read(text);
  const std::string sealed = fuzz::sealed(text);
  if (!sealed.empty()) fuzz::read(sealed);
  return 0;
}
