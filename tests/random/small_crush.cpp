/// TestU01's SmallCrush (L'Ecuyer and Simard 2007) on the words in the orders in which studies read them.
///
/// usage: small_crush sequential | path_major | first_words | --self-test
///
/// An order passes, with exit code 0, where no p-value is extreme. `--self-test` passes where the same battery rejects
/// the words of too few rounds in each of the orders.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "random/philox.hpp"

extern "C" {  // the library's headers do not say so themselves
#include <bbattery.h>
#include <swrite.h>
#include <unif01.h>
}

namespace hashlease::test {
namespace {

/// That of the shipped studies.
constexpr std::uint64_t kSeed = 20241123;

/// A p-value this near 0 or 1 rejects. The 15 of SmallCrush then raise a false alarm with probability 15 * 2 * 1e-6 =
/// 3e-5, once: the words are always the same, and so is the verdict.
constexpr double kExtreme = 1e-6;

/// A place in the words of a seed: the block of a path, and which of its four words.
struct Place {
  std::uint64_t path = 0;
  std::uint32_t block = 0;
  int word = 0;

  bool operator==(const Place&) const = default;
};

/// A way to read the words of all paths.
struct Order {
  const char* name;
  /// The place that is read after another.
  Place (*next)(Place);
  /// The most rounds whose words SmallCrush still rejects in this order, of kPhiloxRounds.
  int too_few_rounds;
};

/// All words of one path.
Place next_in_path(Place place) {
  if (++place.word == 4) return {place.path, place.block + 1, 0};
  return place;
}

/// The first two blocks of each path in turn.
Place next_path_major(Place place) {
  const Place next = next_in_path(place);
  return next.block == 2 ? Place{place.path + 1} : next;
}

/// The first word of every path.
Place next_first_word(Place place) { return {place.path + 1}; }

constexpr std::array kOrders = {Order{"sequential", next_in_path, 5}, Order{"path_major", next_path_major, 5},
                                Order{"first_words", next_first_word, 4}};

/// The words of an order, one at a time: the engine's own, or those of fewer rounds, from Random123.
class Words {
 public:
  Words(const Order& order, int rounds) : order_(order), rounds_(rounds) { draw(); }

  std::uint32_t next() {
    const std::uint32_t word = words_[place_.word];
    const Place next = order_.next(place_);
    const bool other_block = next.path != place_.path || next.block != place_.block;
    place_ = next;
    if (other_block) draw();
    return word;
  }

 private:
  void draw() {
    const PathLanes<float> path = make_path_lanes<float>(place_.path);
    if (rounds_ == kPhiloxRounds) {
      philox_words<float>(path, place_.block, keys_, words_);
    } else {
      const philox4x32_ctr_t weak =
          philox4x32_R(rounds_, {{place_.block, 0, path.low, path.high}}, {{keys_.low[0], keys_.high[0]}});
      std::copy_n(weak.v, 4, words_);
    }
  }

  Order order_;
  int rounds_;
  PhiloxKeys keys_ = make_philox_keys(kSeed);
  Place place_;
  std::uint32_t words_[4] = {};
};

/// Those that the battery reads: the library calls a function without arguments.
Words* words_under_test = nullptr;
unsigned int next_word_under_test() { return words_under_test->next(); }

struct Result {
  std::string test;
  double p;
};

/// The p-values of SmallCrush on the words. The library still prints a summary, which names every test outside
/// [0.001, 0.999]: only its longer reports can be turned off.
std::vector<Result> small_crush(Words words, std::string name) {
  swrite_Basic = FALSE;
  words_under_test = &words;
  unif01_Gen* generator = unif01_CreateExternGenBits(name.data(), next_word_under_test);
  bbattery_SmallCrush(generator);
  unif01_DeleteExternGenBits(generator);
  words_under_test = nullptr;
  std::vector<Result> results;
  for (int k = 0; k < bbattery_NTests; ++k) results.push_back({bbattery_TestNames[k], bbattery_pVal[k]});
  return results;
}

/// Whether a p-value is neither near 0 nor near 1. The library's are P(statistic >= what was seen): those near 1, which
/// its summary writes as "1 - p" and below 1e-15 as "1 - eps1", are of words that are too even. A test that was not
/// made has -1 and one that failed to compute may have NaN; neither is acceptable.
bool acceptable(double p) { return p >= kExtreme && p <= 1.0 - kExtreme; }

/// Prints how many p-values there are and the outermost two; whether there are any and all are acceptable.
bool judge(const std::string& name, std::span<const Result> results) {
  if (results.empty()) return false;
  const auto smaller = [](const Result& one, const Result& other) { return one.p < other.p; };
  const auto [low, high] = std::minmax_element(results.begin(), results.end(), smaller);
  const auto extreme = std::count_if(results.begin(), results.end(), [](const Result& r) { return !acceptable(r.p); });
  std::printf("%s: %zu p-values, %td extreme, smallest %.3g (%s), largest 1 - %.3g (%s)\n", name.c_str(),
              results.size(), extreme, low->p, low->test.c_str(), 1.0 - high->p, high->test.c_str());
  return extreme == 0;
}

/// Whether the judge rejects what it should, without the library.
bool judge_finds_violations() {
  bool right = !judge("no p-values", {});
  right &= judge("acceptable", std::array{Result{"low", 1e-5}, Result{"middle", 0.5}, Result{"high", 1.0 - 1e-5}});
  for (const double p : {-1.0, 0.0, 1e-7, 1.0 - 1e-7, 1.0, std::numeric_limits<double>::quiet_NaN()}) {
    right &= !judge("one extreme", std::array{Result{"middle", 0.5}, Result{"other", p}});
  }
  return right;
}

/// Whether 1000 reads lead each order where it should be.
bool orders_lead_where_they_say() {
  constexpr std::array kExpected = {Place{0, 250, 0}, Place{125, 0, 0}, Place{1000, 0, 0}};
  static_assert(kExpected.size() == kOrders.size());
  for (std::size_t k = 0; k < kOrders.size(); ++k) {
    Place place;
    for (int read = 0; read < 1000; ++read) place = kOrders[k].next(place);
    if (place != kExpected[k]) return false;
  }
  return true;
}

/// Whether the battery rejects too few rounds in every order.
bool too_few_rounds_are_rejected() {
  bool right = true;
  for (const Order& order : kOrders) {
    const std::string name = order.name + (" with " + std::to_string(order.too_few_rounds)) + " rounds";
    right &= !judge(name, small_crush(Words(order, order.too_few_rounds), name));
  }
  return right;
}

}  // namespace
}  // namespace hashlease::test

int main(int argument_count, char** arguments) {
  using namespace hashlease::test;
  const std::string mode = argument_count == 2 ? arguments[1] : "";
  if (mode == "--self-test") {
    return judge_finds_violations() && orders_lead_where_they_say() && too_few_rounds_are_rejected() ? 0 : 1;
  }
  for (const Order& order : kOrders) {
    if (mode == order.name) return judge(mode, small_crush(Words(order, hashlease::kPhiloxRounds), mode)) ? 0 : 1;
  }
  std::fputs("usage: small_crush sequential | path_major | first_words | --self-test\n", stderr);
  return 2;
}
