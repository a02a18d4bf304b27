#include "results/quantity.hpp"

#include <sstream>
#include <stdexcept>

namespace hashlease {

std::string_view type_name(StoredType type) {
  switch (type) {
    case StoredType::float64: return "float64";
    case StoredType::float32: return "float32";
    case StoredType::int64: return "int64";
    case StoredType::uint64: return "uint64";
    case StoredType::int32: return "int32";
    case StoredType::int8: return "int8";
    case StoredType::text: return "string";
    case StoredType::dimension: return "dimension";
  }
  return "";
}

std::size_t size_of(const DataPointer& data) {
  return std::visit([](const auto* values) { return values->size(); }, data);
}

const QuantityRow& ResultGroup::row(std::string_view dataset) const {
  for (const AxisRow& axis : axes) {
    if (axis.scale.name == dataset) return axis.scale;
    for (const QuantityRow& companion : axis.companions) {
      if (companion.name == dataset) return companion;
    }
  }
  for (const QuantityRow& quantity : quantities) {
    if (quantity.name == dataset) return quantity;
  }
  throw std::logic_error("group " + name + " has no row " + std::string(dataset));
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace hashlease
