// SPDX-License-Identifier: MIT
#include "app/commands/settings_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <utility>
#include <vector>

#include "app/language/language.hpp"
#include "profiles/toml_file.hpp"

namespace softpedal::commands {
namespace {

using profiles::printable;

constexpr double largest_sensor = 0xFFFFF;  // 20 bits (ant-fec.md 3.3)
constexpr double mm_in_a_metre = 1000.0;

struct SensorKey {
  SensorKind kind;
  std::string_view key;
};
constexpr std::array sensor_keys{
    SensorKey{SensorKind::HeartRate, "heart_rate"},
    SensorKey{SensorKind::Power, "power"},
    SensorKey{SensorKind::SpeedCadence, "speed_cadence"},
    SensorKey{SensorKind::Cadence, "cadence"},
    SensorKey{SensorKind::Speed, "speed"},
};

// Takes each key that it is asked for out of the file; afterwards nothing else may be there. The
// first thing that is wrong stays.
class Reader {
 public:
  Reader(const toml::table& root, std::string file) : root_{root}, file_{std::move(file)} {}

  [[nodiscard]] const std::optional<Fault>& refused() const { return refused_; }

  void version() {
    const toml::node* format = find("", "format");
    if (format == nullptr) {
      return refuse(toml::source_position{1, 1},
                    "format is missing: write format = 1 in the first line");
    }
    const auto* number = format->as_integer();
    if (number != nullptr && number->get() == 1) return;
    refuse(*format, "this version of softpedal reads format 1 only: write format = 1");
  }

  std::optional<double> quantity(std::string_view table, std::string_view key, double least,
                                 double most) {
    const toml::node* node = find(table, key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_number()) {
      refuse_kind(*node, "a number: write one without quotes, such as 4.5");
      return std::nullopt;
    }
    return within(*node, least, most);
  }

  std::optional<int> whole(std::string_view table, std::string_view key, double least,
                           double most) {
    const toml::node* node = find(table, key);
    if (node == nullptr) return std::nullopt;
    return whole(*node, least, most);
  }

  std::optional<bool> flag(std::string_view table, std::string_view key) {
    const toml::node* node = find(table, key);
    if (node == nullptr) return std::nullopt;
    if (const auto* value = node->as_boolean()) return value->get();
    refuse_kind(*node, "true or false: write one of them without quotes");
    return std::nullopt;
  }

  std::optional<std::string> text(std::string_view table, std::string_view key) {
    const toml::node* node = find(table, key);
    if (node == nullptr) return std::nullopt;
    const auto* value = node->as_string();
    if (value == nullptr) {
      refuse_kind(*node, "text: write it between quotes");
      return std::nullopt;
    }
    const std::string& text = value->get();
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (!profiles::control_at(text, i)) continue;
      refuse(*node, fmt::format("{} holds a control character: remove it", name_));
      return std::nullopt;
    }
    return text;
  }

  std::optional<std::string> name(std::string_view table, std::string_view key) {
    const auto word = text(table, key);
    if (word && word->empty()) {
      refuse(*find(table, key), fmt::format("{} is empty: fill it in or remove it", name_));
    }
    return word;
  }

  std::optional<std::string> word(std::string_view table, std::string_view key,
                                  const std::vector<std::string>& words) {
    const auto said = text(table, key);
    if (!said || std::ranges::count(words, *said) > 0) return said;
    std::string list;
    for (const std::string& one : words) {
      list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", one);
    }
    refuse(*find(table, key), fmt::format("{} is \"{}\", which is not known here: write one of {}",
                                          name_, printable(*said), list));
    return std::nullopt;
  }

  // A list of teeth that rises, ended with zeros.
  template <std::size_t Most>
  void teeth(std::string_view table, std::string_view key, ui::Range<int> range,
             std::array<std::uint8_t, Most>& into) {
    const toml::node* node = find(table, key);
    if (node == nullptr) return;
    const toml::array* list = node->as_array();
    if (list == nullptr) return refuse_kind(*node, "a list of teeth: write it as [34, 50]");
    if (list->empty() || list->size() > Most) {
      return refuse(*node, fmt::format("{} has {} entries, but it must have 1 to {}: write so many",
                                       name_, list->size(), Most));
    }
    std::array<std::uint8_t, Most> read{};
    int before = 0;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const toml::node& entry = *list->get(i);
      const auto count = whole(entry, range.least, range.most);
      if (!count) return;
      if (*count <= before) {
        return refuse(entry, fmt::format("{} goes from {} to {}: write the teeth from the smallest "
                                         "to the largest, each once",
                                         name_, before, *count));
      }
      read.at(i) = static_cast<std::uint8_t>(*count);
      before = *count;
    }
    into = read;
  }

  void nothing_else() {
    for (const auto& [key, node] : root_) {
      const bool table = std::ranges::count(asked_, key.str(), &Asked::first) > 0;
      if (!table || key.str().empty()) {
        if (!asked("", key.str())) unknown(key, std::string{key.str()});
        continue;
      }
      if (!node.is_table()) {
        refuse(key.source(), fmt::format("{} is {}, but it must be a table: write [{}] and its "
                                         "keys below it",
                                         key.str(), profiles::found(node), key.str()));
        continue;
      }
      for (const auto& entry : *node.as_table()) {
        if (asked(key.str(), entry.first.str())) continue;
        unknown(entry.first, fmt::format("{}.{}", key.str(), entry.first.str()));
      }
    }
  }

 private:
  using Asked = std::pair<std::string_view, std::string_view>;

  const toml::node* find(std::string_view table, std::string_view key) {
    asked_.emplace_back(table, key);
    name_ = table.empty() ? std::string{key} : fmt::format("{}.{}", table, key);
    const toml::table* in = table.empty() ? &root_ : root_[table].as_table();
    return in == nullptr ? nullptr : in->get(key);
  }
  [[nodiscard]] bool asked(std::string_view table, std::string_view key) const {
    return std::ranges::count(asked_, Asked{table, key}) > 0;
  }

  std::optional<int> whole(const toml::node& node, double least, double most) {
    if (!node.is_integer()) {
      refuse_kind(node, "a whole number: write one without quotes and decimal point");
      return std::nullopt;
    }
    const auto value = within(node, least, most);
    if (!value) return std::nullopt;
    return static_cast<int>(*value);
  }

  std::optional<double> within(const toml::node& node, double least, double most) {
    const double value = profiles::amount(node);
    if (value >= least && value <= most) return value;
    if (std::isfinite(value)) {
      refuse(node, fmt::format("{} is {}, but {} to {} is allowed: write a number between them",
                               name_, value, least, most));
    } else {
      refuse(node, fmt::format("{} is {}, which is not an amount: write a number", name_, value));
    }
    return std::nullopt;
  }

  void unknown(const toml::key& key, const std::string& name) {
    refuse(key.source(), fmt::format("{} is not a key of format 1: remove it or correct its name",
                                     printable(name)));
  }
  void refuse_kind(const toml::node& node, std::string_view wanted) {
    refuse(node, fmt::format("{} is {}, but it must be {}", name_, profiles::found(node), wanted));
  }
  void refuse(const toml::node& node, std::string_view sentence) {
    refuse(node.source(), sentence);
  }
  void refuse(const toml::source_region& at, std::string_view sentence) {
    refuse(at.begin, sentence);
  }
  void refuse(const toml::source_position& at, std::string_view sentence) {
    if (!refused_) refused_ = profiles::refusal(file_, at, sentence);
  }

  const toml::table& root_;
  std::string file_;
  std::string name_{};  // of the key asked for last
  std::vector<Asked> asked_{};
  std::optional<Fault> refused_{};
};

template <class Amount>
void take(std::optional<double> value, double one, Amount& into) {
  if (value) into = Amount{*value / one};
}
template <class Value>
void take(std::optional<Value> value, Value& into) {
  if (value) into = std::move(*value);
}

void read_bike(Reader& file, ui::Settings& settings) {
  const auto kilograms = [&file](std::string_view table, ui::Range<ui::Kilograms> range) {
    return file.quantity(table, "weight_kg", range.least.count(), range.most.count());
  };
  const auto millimetres = [&file](std::string_view table, std::string_view key,
                                   ui::Range<Metres> range) {
    return file.quantity(table, key, std::round(range.least.count() * mm_in_a_metre),
                         std::round(range.most.count() * mm_in_a_metre));
  };
  take(file.text("rider", "name"), settings.name);
  take(kilograms("rider", ui::rider_range), 1.0, settings.rider);
  take(millimetres("rider", "crank_length_mm", ui::crank_range), mm_in_a_metre, settings.crank);
  take(kilograms("bike", ui::bike_range), 1.0, settings.bike);
  take(millimetres("bike", "wheel_circumference_mm", ui::wheel_range), mm_in_a_metre,
       settings.drivetrain.circumference);
  file.teeth("bike", "chainrings", ui::chainring_range, settings.drivetrain.chainrings);
  file.teeth("bike", "sprockets", ui::sprocket_range, settings.drivetrain.sprockets);
}

void read_display(Reader& file, ui::Settings& settings) {
  if (const auto units = file.word("display", "units", {"metric", "imperial"})) {
    settings.units = *units == "imperial" ? ui::Units::Imperial : ui::Units::Metric;
  }
  take(file.word("display", "language", languages()), settings.language);
  take(file.flag("display", "light"), settings.light);
  take(file.flag("display", "sound"), settings.sound);
  take(file.flag("display", "full_screen"), settings.full_screen);
  take(file.whole("display", "scale_percent", ui::scale_range.least, ui::scale_range.most),
       settings.scale_percent);
}

void read_sensors(Reader& file, ui::Settings& settings) {
  for (const SensorKey& sensor : sensor_keys) {
    if (const auto number = file.whole("sensors", sensor.key, 1.0, largest_sensor)) {
      settings.sensors.push_back({sensor.kind, static_cast<std::uint32_t>(*number)});
    }
  }
  take(file.flag("sensors", "remote"), settings.remote);
}

// --- writing ------------------------------------------------------------------------------------

std::string quoted(const std::string& text) {
  const toml::value<std::string> value{text};
  std::ostringstream out;
  out << toml::toml_formatter{value, toml::format_flags::none};
  return out.str();
}

// Without what a binary fraction of a metre brings behind the thousandths.
double in_mm(Metres length) { return std::round(length.count() * mm_in_a_metre * 1000.0) / 1000.0; }

std::string listed(std::span<const std::uint8_t> teeth) {
  return fmt::format("[{}]", fmt::join(teeth, ", "));
}

}  // namespace

Result<Settings> settings_in(std::string_view text, const std::filesystem::path& path) {
  const auto root = profiles::parse_toml(text, path, "a settings file");
  if (!root) return tl::unexpected(root.error());
  Reader file{*root, path.string()};
  Settings settings;
  file.version();
  read_bike(file, settings.window);
  read_display(file, settings.window);
  const auto profile = file.name("choice", "profile");
  const auto stick = file.name("choice", "stick");
  if (profile) settings.profile = *profile;
  if (stick) settings.stick = *stick;
  read_sensors(file, settings.window);
  file.nothing_else();
  if (file.refused()) return tl::unexpected(*file.refused());
  return settings;
}

std::string text_of(const Settings& settings) {
  const ui::Settings& window = settings.window;
  const Drivetrain& bike = window.drivetrain;
  std::string text = "# The settings of softpedal. What is missing is as at the first start.\n";
  text += "format = 1\n";
  text += fmt::format("\n[rider]\nname = {}  # in the report; may be empty\n", quoted(window.name));
  text += fmt::format("weight_kg = {}\ncrank_length_mm = {}\n", window.rider.count(),
                      in_mm(window.crank));
  text += fmt::format("\n[bike]\nweight_kg = {}\nwheel_circumference_mm = {}\n",
                      window.bike.count(), in_mm(bike.circumference));
  text += fmt::format("chainrings = {}  # teeth, smallest first\nsprockets = {}\n",
                      listed(ui::present(bike.chainrings)), listed(ui::present(bike.sprockets)));
  text += fmt::format("\n[display]\nunits = \"{}\"  # metric or imperial\n",
                      window.units == ui::Units::Imperial ? "imperial" : "metric");
  text += fmt::format("language = {}  # empty: the system's\n", quoted(window.language));
  text += fmt::format("light = {}\nsound = {}\nfull_screen = {}\n", window.light, window.sound,
                      window.full_screen);
  text += fmt::format("scale_percent = {}  # of the words\n", window.scale_percent);
  if (settings.profile || settings.stick) text += "\n[choice]\n";
  if (settings.profile) text += fmt::format("profile = {}\n", quoted(*settings.profile));
  if (settings.stick) text += fmt::format("stick = {}\n", quoted(*settings.stick));
  text += "\n[sensors]  # ANT+ numbers, as softpedal scan shows them\n";
  for (const SensorKey& key : sensor_keys) {
    const auto chosen = std::ranges::find(window.sensors, key.kind, &SensorChoice::kind);
    if (chosen != window.sensors.end()) text += fmt::format("{} = {}\n", key.key, chosen->number);
  }
  text += fmt::format("remote = {}  # a button on the handlebar is listened for\n", window.remote);
  return text;
}

}  // namespace softpedal::commands
