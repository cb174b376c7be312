// SPDX-License-Identifier: MIT
#include "app/commands/kept_floor.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "app/commands/commands.hpp"
#include "app/commands/floor_words.hpp"
#include "app/commands/kept_file.hpp"
#include "app/shell/paths.hpp"
#include "profiles/describe.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int format = 1;
constexpr std::size_t most_files = 256;
constexpr std::string_view of_a_virtual_one = "virtual-";

Result<fs::path> folder() {
  const auto data = data_directory();
  if (!data) return tl::unexpected(data.error());
  return *data / "trainers";
}

template <std::size_t Size>
Json json_of(const Filter<Size>& filter) {
  return {{"mean", filter.mean}, {"covariance", filter.covariance}, {"seconds", filter.seconds}};
}

// Anybody may have edited the file: what cannot be a covariance would make nonsense certain.
template <std::size_t Size>
bool possible(const Filter<Size>& filter) {
  bool possible = filter.seconds >= 0.0 && filter.seconds < 1e9;
  for (std::size_t i = 0; i < Size; ++i) {
    const auto& row = filter.covariance[i];
    possible = possible && std::abs(filter.mean[i]) < 1e4 && row[i] >= 0.0 && row[i] < 1e6;
    for (std::size_t j = 0; j < i; ++j) {
      const bool like_one =
          row[j] == filter.covariance[j][i] && row[j] * row[j] <= row[i] * filter.covariance[j][j];
      possible = possible && like_one;
    }
  }
  return possible;
}

template <std::size_t Size>
bool read(const nlohmann::json& from, Filter<Size>& filter) {
  from.at("mean").get_to(filter.mean);
  from.at("covariance").get_to(filter.covariance);
  from.at("seconds").get_to(filter.seconds);
  return from.at("mean").size() == Size && from.at("covariance").size() == Size && possible(filter);
}

std::optional<FloorModel> model_in(const nlohmann::json& content) {
  FloorModel model;
  if (!read(content.at("drag"), model.drag) || !read(content.at("brake"), model.brake)) return {};
  bool all = true;
  const auto speed = [&](const char* key) {
    const double metres = content.at(key).get<double>();
    all = all && metres >= 0.0 && metres < 100.0;
    return MetresPerSecond{metres};
  };
  model.brake_speed = speed("brake_learned_at_mps");
  model.slowest = speed("slowest_mps");
  model.fastest = speed("fastest_mps");
  return all ? std::optional{model} : std::nullopt;
}

std::optional<std::chrono::sys_days> day_in(const std::string& text) {
  int year = 0;
  unsigned month = 0, day = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                         std::chrono::day{day}};
  return date.ok() ? std::optional{std::chrono::sys_days{date}} : std::nullopt;
}

std::optional<FloorModel> floor_in(const nlohmann::json& content, std::uint32_t number,
                                   std::chrono::sys_days today) {
  try {
    const auto learned = day_in(content.at("learned").get<std::string>());
    const bool ours =
        content.at("format") == format && content.at("trainer").at("number") == number;
    const auto model = ours && learned ? model_in(content) : std::nullopt;
    if (!model) return std::nullopt;
    // A clock that was wrong then, or is now, makes it no younger.
    return aged(*model, static_cast<double>(std::chrono::abs(today - *learned).count()));
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

// The trainer of a file's name, where it is of the wanted kind.
std::optional<std::uint32_t> number_in(const fs::path& path, bool simulated) {
  std::string name = path.stem().string();
  const bool is_virtual = name.starts_with(of_a_virtual_one);
  if (is_virtual != simulated || path.extension() != ".json") return std::nullopt;
  if (is_virtual) name = name.substr(of_a_virtual_one.size());
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  const bool whole = error == std::errc{} && end == name.data() + name.size();
  return whole ? std::optional{number} : std::nullopt;
}

Json table_of(const FloorFound& found) {
  Json rows = Json::array();
  for (const auto chainring : found.drivetrain.chainrings) {
    for (const auto sprocket : found.drivetrain.sprockets) {
      if (chainring == 0 || sprocket == 0) continue;
      const Gear gear{chainring, sprocket};
      for (const Rpm cadence : {found.last.cadence_low, found.last.cadence_high}) {
        const FloorTorque floor =
            floor_torque(found.last.floor, found.drivetrain.circumference * ratio(gear), cadence);
        rows.push_back({{"gear", gear_text(gear)},
                        {"cadence_rpm", cadence.count()},
                        {"torque_nm", std::round(floor.torque.count() * 100.0) / 100.0},
                        {"deviation_nm", std::round(floor.deviation.count() * 100.0) / 100.0}});
      }
    }
  }
  return rows;
}

}  // namespace

std::vector<TrainerFloor> kept_floors(bool simulated, std::chrono::year_month_day today) {
  const auto where = folder();
  if (!where) return {};
  std::vector<TrainerFloor> floors;
  std::error_code failed;
  fs::directory_iterator entry{*where, failed};
  for (; !failed && entry != fs::directory_iterator{} && floors.size() < most_files;
       entry.increment(failed)) {
    const auto number = number_in(entry->path(), simulated);
    if (!number) continue;
    const auto content = read_json(entry->path());
    const auto model = content ? floor_in(*content, *number, today) : std::nullopt;
    if (model) {
      floors.push_back({*number, *model});
    } else {
      say_on_stderr(
          fmt::format("{}: what was learned of trainer {} cannot be read: it is learned anew.",
                      entry->path().string(), *number));
    }
  }
  return floors;
}

std::string floor_file_text(const FloorFound& found) {
  const FloorModel& model = found.last.floor;
  const auto& drift = found.last.warm_up_drift;
  const Json content{
      {"format", format},
      {"what",
       "the floor of a trainer: drag at the wheel in N over x = (speed - 3 m/s) / 2 m/s as 1, x, x "
       "squared; brake in N: the first step, each per cent"},
      {"trainer",
       {{"number", found.trainer.number},
        {"manufacturer", found.trainer.manufacturer},
        {"model", found.trainer.model},
        {"software", found.trainer.software},
        {"simulated", found.simulated}}},
      {"learned", profiles::in_digits(found.day)},
      {"drag", json_of(model.drag)},
      {"brake", json_of(model.brake)},
      {"brake_learned_at_mps", model.brake_speed.count()},
      {"slowest_mps", model.slowest.count()},
      {"fastest_mps", model.fastest.count()},
      {"warm_up_drift", drift ? Json(*drift) : Json(nullptr)},
      {"wheel_circumference_m", found.drivetrain.circumference.count()},
      {"floor", table_of(found)},
  };
  return content.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<fs::path> keep_floor(const FloorFound& found) {
  const bool learned = found.trainer.number != 0 && drag_known(found.last.floor);
  if (!learned) return fs::path{};
  const auto where = folder();
  if (!where) return tl::unexpected(where.error());
  const fs::path path = *where / fmt::format("{}{}.json", found.simulated ? of_a_virtual_one : "",
                                             found.trainer.number);
  if (const auto kept = replace_file(path, floor_file_text(found)); !kept) {
    return tl::unexpected(kept.error());
  }
  return path;
}

}  // namespace softpedal::commands
