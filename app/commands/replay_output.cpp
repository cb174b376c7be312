// SPDX-License-Identifier: MIT
#include "app/commands/replay_output.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>

namespace softpedal::commands {
namespace {

using Json = nlohmann::ordered_json;

// Whole numbers are written without a decimal point, whatever their type here.
Json number(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}

template <class Value>
Json json(const std::optional<Value>& value) {
  if (!value) return nullptr;
  if constexpr (requires { value->count(); }) {
    return number(value->count());
  } else {
    return *value;
  }
}

template <class Key, class Count>
Json json(const std::map<Key, Count>& counts) {
  Json object = Json::object();
  for (const auto& [key, count] : counts) object[std::to_string(key)] = count;
  return object;
}

struct TotalsToJson {
  Json& out;

  void operator()(std::monostate) const {}
  void operator()(const replay::TrainerTotals& totals) const {
    out["events"] = totals.events;
    out["accumulated_w"] = totals.accumulated_watts;
    out["power_min_w"] = json(totals.power.least);
    out["power_max_w"] = json(totals.power.most);
    out["cadence_min_rpm"] = json(totals.cadence.least);
    out["cadence_max_rpm"] = json(totals.cadence.most);
    out["distance_m"] = json(totals.distance);
    out["elapsed_s"] = number(totals.elapsed.count());
  }
  void operator()(const replay::StrapTotals& totals) const {
    out["beats"] = totals.beats;
    out["hr_min_bpm"] = json(totals.heart_rate.least);
    out["hr_max_bpm"] = json(totals.heart_rate.most);
  }
  void operator()(const replay::PowerMeterTotals& totals) const {
    out["events"] = totals.events;
    out["accumulated_w"] = totals.accumulated_watts;
    out["crank_revolutions"] = json(totals.crank_revolutions);
    out["wheel_revolutions"] = json(totals.wheel_revolutions);
  }
  void operator()(const replay::SpeedCadenceTotals& totals) const {
    out["events"] = totals.events;
    out["crank_revolutions"] = json(totals.crank_revolutions);
    out["wheel_revolutions"] = json(totals.wheel_revolutions);
  }
};

template <class Value>
std::string words(const std::optional<Value>& value) {
  if (!value) return "not known";
  if constexpr (requires { value->count(); }) {
    return fmt::format("{:g}", value->count());
  } else {
    return fmt::format("{}", *value);
  }
}

template <class Unit>
std::string words(const replay::Range<Unit>& range, std::string_view unit) {
  if (!range.least) return "not measured";
  return fmt::format("{:g} to {:g} {}", range.least->count(), range.most->count(), unit);
}

template <class Key, class Count>
std::string words(const std::map<Key, Count>& counts) {
  std::string list;
  for (const auto& [key, count] : counts) {
    list += fmt::format("{}{} x {}", list.empty() ? "" : ", ", count, key);
  }
  return list.empty() ? "none" : list;
}

struct TotalsToText {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const replay::TrainerTotals& totals) const {
    return fmt::format("  {} power values, {} W in all, {}; cadence {}; {} m in {:g} s\n",
                       totals.events, totals.accumulated_watts, words(totals.power, "W"),
                       words(totals.cadence, "rpm"), words(totals.distance),
                       totals.elapsed.count());
  }
  std::string operator()(const replay::StrapTotals& totals) const {
    return fmt::format("  {} beats, {}\n", totals.beats, words(totals.heart_rate, "bpm"));
  }
  std::string operator()(const replay::PowerMeterTotals& totals) const {
    return fmt::format(
        "  {} power values, {} W in all, {}; cadence {}; turns of the crank: {}, of "
        "the wheel: {}\n",
        totals.events, totals.accumulated_watts, words(totals.power, "W"),
        words(totals.cadence, "rpm"), words(totals.crank_revolutions),
        words(totals.wheel_revolutions));
  }
  std::string operator()(const replay::SpeedCadenceTotals& totals) const {
    return fmt::format("  {} events; turns of the crank: {}, of the wheel: {}\n", totals.events,
                       words(totals.crank_revolutions), words(totals.wheel_revolutions));
  }
};

}  // namespace

nlohmann::ordered_json json_of(const replay::Summary& summary) {
  Json devices = Json::array();
  for (const replay::Device& device : summary.devices) {
    Json& out = devices.emplace_back(Json::object());
    out["number"] = json(device.number);
    out["type"] = json(device.type);
    out["transmission"] = json(device.transmission);
    out["messages"] = device.messages;
    out["pages"] = json(device.pages);
    std::visit(TotalsToJson{out}, device.totals);
  }
  return {{"devices", std::move(devices)}, {"channel_events", json(summary.channel_events)}};
}

std::string text_of(const replay::Summary& summary) {
  std::string text = fmt::format("{} transfers in {:g} s, {} start-ups of the stick\n",
                                 summary.transfers, summary.duration.count(), summary.start_ups);
  for (const replay::Device& device : summary.devices) {
    text += fmt::format("{} {} (type {}, transmission {}): {} messages\n", kind_of(device),
                        words(device.number), words(device.type), words(device.transmission),
                        device.messages);
    if (!device.pages.empty()) text += fmt::format("  pages: {}\n", words(device.pages));
    if (!device.controls.empty()) text += fmt::format("  sent to it: {}\n", words(device.controls));
    text += std::visit(TotalsToText{}, device.totals);
  }
  return text + fmt::format("channel events by code: {}\n", words(summary.channel_events));
}

}  // namespace softpedal::commands
