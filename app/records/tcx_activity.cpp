// SPDX-License-Identifier: MIT
// Elements, their order and what they may hold are those of TrainingCenterDatabasev2.xsd and
// ActivityExtensionv2.xsd. A pause ends a Track and the next begins behind it.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <pugixml.hpp>
#include <sstream>

#include "app/core/plain_text.hpp"
#include "app/core/remark.hpp"
#include "app/records/activity.hpp"
#include "app/records/trace.hpp"

namespace softpedal::records {
namespace {

using pugi::xml_node;

// Whole numbers that an element may hold.
struct Range {
  double least;
  double most;
};
constexpr Range heart_rates{1, 255}, cadences{0, 254}, unsigned_shorts{0, 65535};

void add_text(xml_node parent, const char* name, const std::string& text) {
  parent.append_child(name).text().set(text.c_str());
}

template <class Tag>
std::optional<int> whole(const std::optional<Quantity<Tag>>& value, Range range) {
  if (!value) return std::nullopt;
  const double rounded = std::round(value->count());
  if (!(rounded >= range.least && rounded <= range.most)) return std::nullopt;
  return static_cast<int>(rounded);
}

void add_whole(xml_node parent, const char* name, std::optional<int> value) {
  if (value) add_text(parent, name, std::to_string(*value));
}

template <class Tag>
void add_decimal(xml_node parent, const char* name, const std::optional<Quantity<Tag>>& value) {
  if (value) add_text(parent, name, fmt::format("{:.3f}", value->count()));
}

void add_heart_rate(xml_node parent, const char* name, const std::optional<Bpm>& rate) {
  const auto value = whole(rate, heart_rates);
  if (value) add_whole(parent.append_child(name), "Value", value);
}

void add_point(xml_node track, const Point& point, std::chrono::sys_seconds began) {
  const Second& second = *point.second;
  xml_node node = track.append_child("Trackpoint");
  add_text(node, "Time", utc_text(began + point.at));
  add_decimal(node, "DistanceMeters", point.distance);
  add_heart_rate(node, "HeartRateBpm", second.heart_rate);
  add_whole(node, "Cadence", whole(second.cadence, cadences));
  const auto watts = whole(second.power, unsigned_shorts);
  if (!second.speed && !watts) return;
  xml_node more = node.append_child("Extensions").append_child("ns3:TPX");
  add_decimal(more, "ns3:Speed", second.speed);
  add_whole(more, "ns3:Watts", watts);
}

void add_lap(xml_node activity, const RideSummary& ride, const Trace& trace) {
  xml_node lap = activity.append_child("Lap");
  lap.append_attribute("StartTime").set_value(utc_text(ride.began).c_str());
  add_text(lap, "TotalTimeSeconds", fmt::format("{:.3f}", in_seconds(trace.timer)));
  add_decimal(lap, "DistanceMeters", std::optional{trace.distance.value_or(Metres{})});
  add_decimal(lap, "MaximumSpeed", trace.speed_most);
  // The schema demands them, and nobody measured them. The usual estimate: a kilocalorie for each
  // kilojoule at the crank, as a body turns a little less than a quarter of its energy into work.
  const std::optional kilojoules{Joules{trace.work.count() / 1000.0}};
  add_whole(lap, "Calories", whole(kilojoules, unsigned_shorts).value_or(0));
  add_heart_rate(lap, "AverageHeartRateBpm", trace.heart_rate_mean);
  add_heart_rate(lap, "MaximumHeartRateBpm", trace.heart_rate_most);
  add_text(lap, "Intensity", "Active");
  add_whole(lap, "Cadence", whole(ride.cadence_mean, cadences));
  add_text(lap, "TriggerMethod", "Manual");
  xml_node track;
  for (const Point& point : trace.points) {
    if (!point.timed) {
      track = xml_node{};
      continue;
    }
    if (!track) track = lap.append_child("Track");
    add_point(track, point, ride.began);
  }
  xml_node more = lap.append_child("Extensions").append_child("ns3:LX");
  add_decimal(more, "ns3:AvgSpeed", trace.speed_mean);
  add_whole(more, "ns3:MaxBikeCadence", whole(trace.cadence_most, cadences));
  add_whole(more, "ns3:AvgWatts", whole(ride.power_mean, unsigned_shorts));
  add_whole(more, "ns3:MaxWatts", whole(trace.power_most, unsigned_shorts));
}

// "softpedal 0.1.0": so many of its numbers as there are.
std::array<std::uint16_t, 3> version_in(std::string_view text) {
  std::array<std::uint16_t, 3> version{};
  text.remove_prefix(std::min(text.find_first_of("0123456789"), text.size()));
  for (std::uint16_t& part : version) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
    if (error != std::errc{}) break;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.starts_with('.')) break;
    text.remove_prefix(1);
  }
  return version;
}

void add_creator(xml_node activity, const RideSummary& ride) {
  xml_node creator = activity.append_child("Creator");
  creator.append_attribute("xsi:type").set_value("Device_t");
  add_text(creator, "Name", ride.simulated ? "softpedal SIMULATED" : "softpedal");
  add_text(creator, "UnitId", "0");
  add_text(creator, "ProductID", "0");
  const auto [major, minor, build] = version_in(ride.software);
  xml_node version = creator.append_child("Version");
  add_whole(version, "VersionMajor", major);
  add_whole(version, "VersionMinor", minor);
  add_whole(version, "BuildMajor", build);
}

}  // namespace

std::string tcx_activity(const KeptRide& ride) {
  const Trace trace = trace_of(ride);
  pugi::xml_document document;
  xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  xml_node root = document.append_child("TrainingCenterDatabase");
  const std::string schemas = "http://www.garmin.com/xmlschemas/";
  const std::string database = schemas + "TrainingCenterDatabase/v2";
  const auto name = [&root](const char* attribute, const std::string& value) {
    root.append_attribute(attribute).set_value(value.c_str());
  };
  name("xmlns", database);
  name("xmlns:ns3", schemas + "ActivityExtension/v2");
  name("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
  name("xsi:schemaLocation", database + " " + schemas + "TrainingCenterDatabasev2.xsd");
  xml_node activity = root.append_child("Activities").append_child("Activity");
  activity.append_attribute("Sport").set_value("Biking");
  add_text(activity, "Id", utc_text(ride.summary.began));
  add_lap(activity, ride.summary, trace);
  const std::string title = plain_text(ride.summary.title);
  if (!title.empty()) add_text(activity, "Notes", title);
  add_creator(activity, ride.summary);
  std::ostringstream text;
  document.save(text, " ", pugi::format_indent, pugi::encoding_utf8);
  return std::move(text).str();
}

}  // namespace softpedal::records
