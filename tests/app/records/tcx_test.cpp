// SPDX-License-Identifier: MIT
// The structure of TrainingCenterDatabasev2.xsd and ActivityExtensionv2.xsd, as far as an activity
// goes, is written down here as a table and every file is held against it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <pugixml.hpp>
#include <regex>
#include <string>

#include "app/core/plain_text.hpp"
#include "app/core/remark.hpp"
#include "app/records/activity.hpp"
#include "app/records/trace.hpp"
#include "tests/app/records/rides.hpp"

namespace softpedal::records {
namespace {

constexpr int many = std::numeric_limits<int>::max();

struct Element {
  const char* name;
  int least, most;
  const char* type;
};

// In their order. A type that is not here is a simple one.
const std::map<std::string, std::vector<Element>> schema{
    {"Database",
     {{"Folders", 0, 1, ""},
      {"Activities", 0, 1, "ActivityList"},
      {"Workouts", 0, 1, ""},
      {"Courses", 0, 1, ""},
      {"Author", 0, 1, ""},
      {"Extensions", 0, 1, ""}}},
    {"ActivityList", {{"Activity", 0, many, "Activity"}, {"MultiSportSession", 0, many, ""}}},
    {"Activity",
     {{"Id", 1, 1, "dateTime"},
      {"Lap", 1, many, "Lap"},
      {"Notes", 0, 1, "string"},
      {"Training", 0, 1, ""},
      {"Creator", 0, 1, "Device"},
      {"Extensions", 0, 1, ""}}},
    {"Lap",
     {{"TotalTimeSeconds", 1, 1, "double"},
      {"DistanceMeters", 1, 1, "double"},
      {"MaximumSpeed", 0, 1, "double"},
      {"Calories", 1, 1, "unsignedShort"},
      {"AverageHeartRateBpm", 0, 1, "HeartRate"},
      {"MaximumHeartRateBpm", 0, 1, "HeartRate"},
      {"Intensity", 1, 1, "Intensity"},
      {"Cadence", 0, 1, "CadenceValue"},
      {"TriggerMethod", 1, 1, "TriggerMethod"},
      {"Track", 0, many, "Track"},
      {"Notes", 0, 1, "string"},
      {"Extensions", 0, 1, "LapExtensions"}}},
    {"HeartRate", {{"Value", 1, 1, "positiveByte"}}},
    {"Track", {{"Trackpoint", 1, many, "Trackpoint"}}},
    {"Trackpoint",
     {{"Time", 1, 1, "dateTime"},
      {"Position", 0, 1, ""},
      {"AltitudeMeters", 0, 1, "double"},
      {"DistanceMeters", 0, 1, "double"},
      {"HeartRateBpm", 0, 1, "HeartRate"},
      {"Cadence", 0, 1, "CadenceValue"},
      {"SensorState", 0, 1, ""},
      {"Extensions", 0, 1, "PointExtensions"}}},
    {"Device",
     {{"Name", 1, 1, "token"},
      {"UnitId", 1, 1, "unsignedInt"},
      {"ProductID", 1, 1, "unsignedShort"},
      {"Version", 1, 1, "Version"}}},
    {"Version",
     {{"VersionMajor", 1, 1, "unsignedShort"},
      {"VersionMinor", 1, 1, "unsignedShort"},
      {"BuildMajor", 0, 1, "unsignedShort"},
      {"BuildMinor", 0, 1, "unsignedShort"}}},
    {"PointExtensions", {{"ns3:TPX", 1, 1, "TPX"}}},
    {"TPX",
     {{"ns3:Speed", 0, 1, "double"},
      {"ns3:RunCadence", 0, 1, "CadenceValue"},
      {"ns3:Watts", 0, 1, "unsignedShort"}}},
    {"LapExtensions", {{"ns3:LX", 1, 1, "LX"}}},
    {"LX",
     {{"ns3:AvgSpeed", 0, 1, "double"},
      {"ns3:MaxBikeCadence", 0, 1, "CadenceValue"},
      {"ns3:AvgRunCadence", 0, 1, "CadenceValue"},
      {"ns3:MaxRunCadence", 0, 1, "CadenceValue"},
      {"ns3:Steps", 0, 1, "unsignedShort"},
      {"ns3:AvgWatts", 0, 1, "unsignedShort"},
      {"ns3:MaxWatts", 0, 1, "unsignedShort"}}},
};

bool is_whole(const std::string& text, long long least, long long most) {
  static const std::regex digits{"[0-9]{1,10}"};
  if (!std::regex_match(text, digits)) return false;
  const long long value = std::stoll(text);
  return value >= least && value <= most;
}

bool fits(const std::string& type, const std::string& text) {
  static const std::regex date_time{"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"};
  static const std::regex decimal{"[0-9]+\\.[0-9]+"};
  if (type == "dateTime") return std::regex_match(text, date_time);
  if (type == "double") return std::regex_match(text, decimal);
  if (type == "unsignedShort") return is_whole(text, 0, 65535);
  if (type == "unsignedInt") return is_whole(text, 0, 4294967295);
  if (type == "positiveByte") return is_whole(text, 1, 255);
  if (type == "CadenceValue") return is_whole(text, 0, 254);
  if (type == "Intensity") return text == "Active" || text == "Resting";
  if (type == "TriggerMethod") return text == "Manual";
  if (type == "token") return text == "softpedal" || text == "softpedal SIMULATED";
  return type == "string";
}

// Empty: it is as the schema wants it.
std::string fault_in(pugi::xml_node node, const std::string& type) {
  const std::string name = node.name();
  const auto of = schema.find(type);
  if (of == schema.end()) {
    const std::string text = node.text().get();
    return fits(type, text) ? "" : name + " may not be \"" + text + "\"";
  }
  pugi::xml_node child = node.first_child();
  for (const Element& element : of->second) {
    int count = 0;
    for (; child && child.name() == std::string{element.name}; child = child.next_sibling()) {
      ++count;
      const std::string fault = fault_in(child, element.type);
      if (!fault.empty()) return fault;
    }
    if (count < element.least || count > element.most) {
      return name + " has " + std::to_string(count) + " of " + element.name;
    }
  }
  return child ? name + " has " + child.name() + " out of its place" : std::string{};
}

pugi::xml_document read(const std::string& text) {
  pugi::xml_document document;
  const auto result = document.load_string(text.c_str(), pugi::parse_full);
  EXPECT_TRUE(result) << result.description();
  return document;
}

std::string fault_in(const std::string& text) {
  const auto document = read(text);
  return fault_in(document.child("TrainingCenterDatabase"), "Database");
}

pugi::xml_node activity_of(const pugi::xml_document& document) {
  return document.child("TrainingCenterDatabase").child("Activities").child("Activity");
}

TEST(Tcx, IsAsTheSchemaWantsIt) {
  EXPECT_EQ(fault_in(tcx_activity(a_ride())), "");
  EXPECT_EQ(fault_in(tcx_activity(a_ride({.heart_rate = true}))), "");
}

TEST(Tcx, TheTableFindsWhatIsWrong) {
  const std::string good = tcx_activity(a_ride({.heart_rate = true}));
  const auto broken = [&good](const std::string& what, const std::string& with) {
    std::string text = good;
    text.replace(text.find(what), what.size(), with);
    return fault_in(text);
  };
  EXPECT_NE(broken("<Calories>", "<Calories>x"), "");
  EXPECT_NE(broken("<Intensity>Active</Intensity>", ""), "");
  EXPECT_NE(broken("<Intensity>Active</Intensity>",
                   "<Intensity>Active</Intensity><Intensity>"
                   "Active</Intensity>"),
            "");
  EXPECT_NE(broken("<TriggerMethod>Manual</TriggerMethod>", "<TriggerMethod/>"), "");
  EXPECT_NE(broken("<UnitId>0</UnitId>", "<UnitId>-1</UnitId>"), "");
  EXPECT_NE(broken("<Value>", "<Value>9"), "");
  EXPECT_NE(broken("<ns3:Watts>", "<ns3:Watts>-"), "");
}

TEST(Tcx, WhateverWasLostTheSchemaHolds) {
  KeptRide ride = a_ride({.heart_rate = true});
  ride.seconds.erase(ride.seconds.begin() + 100, ride.seconds.begin() + 400);
  for (std::size_t i = 0; i < ride.seconds.size(); ++i) {
    if (i % 2 == 0) ride.seconds[i].cadence.reset();
    if (i % 3 == 0) ride.seconds[i].power.reset();
    if (i % 5 == 0) ride.seconds[i].speed.reset();
    if (i % 7 == 0) ride.seconds[i].heart_rate.reset();
  }
  sum_up(ride);
  EXPECT_EQ(fault_in(tcx_activity(ride)), "");
  ride.seconds.resize(1);
  sum_up(ride);
  EXPECT_EQ(fault_in(tcx_activity(ride)), "");
  ride.seconds.clear();
  EXPECT_EQ(fault_in(tcx_activity(ride)), "");
  EXPECT_EQ(fault_in(tcx_activity(KeptRide{})), "");
}

TEST(Tcx, ValuesThatTheSchemaForbidsAreLeftOut) {
  KeptRide ride = a_ride({.heart_rate = true});
  ride.seconds[1].cadence = Rpm{255.0};
  ride.seconds[2].heart_rate = Bpm{0.0};
  ride.seconds[3].power = Watts{70000.0};
  ride.seconds[4].power = Watts{-3.0};
  ride.summary.work = Joules{1e12};
  const std::string text = tcx_activity(ride);
  EXPECT_EQ(fault_in(text), "");
  const auto document = read(text);
  auto point = activity_of(document).child("Lap").child("Track").first_child().next_sibling();
  EXPECT_FALSE(point.child("Cadence"));
  point = point.next_sibling();
  EXPECT_FALSE(point.child("HeartRateBpm"));
  point = point.next_sibling();
  EXPECT_FALSE(point.child("Extensions").child("ns3:TPX").child("ns3:Watts"));
  EXPECT_TRUE(point.child("Extensions").child("ns3:TPX").child("ns3:Speed"));
}

TEST(Tcx, NamesItsSchemas) {
  const auto document = read(tcx_activity(a_ride()));
  const auto root = document.child("TrainingCenterDatabase");
  EXPECT_STREQ(root.attribute("xmlns").value(),
               "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2");
  EXPECT_STREQ(root.attribute("xmlns:ns3").value(),
               "http://www.garmin.com/xmlschemas/ActivityExtension/v2");
  EXPECT_STREQ(activity_of(document).attribute("Sport").value(), "Biking");
  EXPECT_STREQ(activity_of(document).child("Creator").attribute("xsi:type").value(), "Device_t");
}

TEST(Tcx, EachPointSaysWhatItsSecondDid) {
  const KeptRide ride = a_ride({.heart_rate = true});
  const auto document = read(tcx_activity(ride));
  const auto lap = activity_of(document).child("Lap");
  std::vector<pugi::xml_node> points;
  for (const auto track : lap.children("Track")) {
    for (const auto point : track.children()) points.push_back(point);
  }
  std::vector<Second> ridden;
  for (const Second& second : ride.seconds) {
    if (second.phase != Phase::Paused) ridden.push_back(second);
  }
  ASSERT_EQ(points.size(), ridden.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Second& second = ridden[i];
    const auto when = ride.summary.began + std::chrono::floor<std::chrono::seconds>(second.elapsed);
    EXPECT_EQ(points[i].child("Time").text().get(), utc_text(when));
    EXPECT_EQ(points[i].child("Cadence").text().as_double(), second.cadence->count());
    EXPECT_EQ(points[i].child("HeartRateBpm").child("Value").text().as_double(),
              second.heart_rate->count());
    const auto more = points[i].child("Extensions").child("ns3:TPX");
    EXPECT_NEAR(more.child("ns3:Speed").text().as_double(), second.speed->count(), 0.0005);
    EXPECT_NEAR(more.child("ns3:Watts").text().as_double(), second.power->count(), 0.5);
  }
}

TEST(Tcx, APauseEndsATrackAndTheTimeLeavesItOut) {
  const auto document = read(tcx_activity(a_ride()));
  const auto lap = activity_of(document).child("Lap");
  std::vector<std::pair<std::string, std::string>> tracks;
  for (const auto track : lap.children("Track")) {
    tracks.emplace_back(track.first_child().child("Time").text().get(),
                        track.last_child().child("Time").text().get());
  }
  EXPECT_EQ(tracks, (std::vector<std::pair<std::string, std::string>>{
                        {"2026-11-21T16:00:00Z", "2026-11-21T16:04:59Z"},
                        {"2026-11-21T16:05:45Z", "2026-11-21T16:12:45Z"}}));
  EXPECT_EQ(lap.child("TotalTimeSeconds").text().as_double(), 720.0);
}

TEST(Tcx, TheSumsAreTheRides) {
  KeptRide ride = a_ride({.heart_rate = true});
  ride.seconds[250].speed = ride.seconds[251].speed = MetresPerSecond{3.5};
  ride.seconds[252].power = Watts{88.0};
  ride.summary.distance = trace_of(ride).distance.value();
  const auto document = read(tcx_activity(ride));
  const auto lap = activity_of(document).child("Lap");
  EXPECT_EQ(lap.child("MaximumSpeed").text().as_double(), 3.5);
  EXPECT_EQ(lap.child("Extensions").child("ns3:LX").child("ns3:MaxWatts").text().as_int(), 88);
  EXPECT_NEAR(lap.child("DistanceMeters").text().as_double(), ride.summary.distance.count(), 0.001);
  EXPECT_NEAR(lap.child("Calories").text().as_double(), ride.summary.work.count() / 1000.0, 0.5);
  EXPECT_NEAR(lap.child("Cadence").text().as_double(), ride.summary.cadence_mean->count(), 0.5);
  EXPECT_NEAR(lap.child("MaximumHeartRateBpm").child("Value").text().as_double(),
              ride.summary.heart_rate_peak->count(), 0.5);
  const auto more = lap.child("Extensions").child("ns3:LX");
  EXPECT_NEAR(more.child("ns3:AvgWatts").text().as_double(), ride.summary.power_mean->count(), 0.5);
  EXPECT_NEAR(more.child("ns3:AvgSpeed").text().as_double(), ride.summary.distance.count() / 720.0,
              0.001);
}

TEST(Tcx, WithoutAHeartRateNothingTellsOfOne) {
  EXPECT_EQ(tcx_activity(a_ride()).find("HeartRate"), std::string::npos);
}

TEST(Tcx, AnyNameIsTextAndNothingElse) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  KeptRide ride = a_ride();
  for (const std::string& title :
       {every, std::string{"Knæ <b>&amp;</b> ]]> \"'"}, std::string{"\xEF\xBF\xBF \xED\xA0\x80"},
        std::string{"\0\x01x\x1F", 4}, std::string{}}) {
    ride.summary.title = title;
    const std::string text = tcx_activity(ride);
    EXPECT_EQ(fault_in(text), "");
    EXPECT_EQ(plain_text(title), activity_of(read(text)).child("Notes").text().get());
    const bool only_text = std::ranges::all_of(
        text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\n'; });
    EXPECT_TRUE(only_text) << "no character that XML forbids";
    EXPECT_EQ(text.find("&#"), std::string::npos) << "nor as a number";
  }
}

TEST(Tcx, APointWithNeitherSpeedNorPowerHasNoExtension) {
  KeptRide ride = a_ride();
  ride.seconds[0].speed.reset();
  ride.seconds[0].power.reset();
  const auto document = read(tcx_activity(ride));
  const auto point = activity_of(document).child("Lap").child("Track").first_child();
  EXPECT_FALSE(point.child("Extensions"));
  EXPECT_TRUE(point.next_sibling().child("Extensions"));
}

TEST(Tcx, SaysWhichSoftwareWroteIt) {
  KeptRide ride = a_ride();
  const auto version = [&ride] {
    const auto document = read(tcx_activity(ride));
    const auto node = activity_of(document).child("Creator").child("Version");
    return std::array{node.child("VersionMajor").text().as_int(),
                      node.child("VersionMinor").text().as_int(),
                      node.child("BuildMajor").text().as_int()};
  };
  ride.summary.software = "softpedal 2.34.5";
  EXPECT_EQ(version(), (std::array{2, 34, 5}));
  ride.summary.software = "softpedal 7";
  EXPECT_EQ(version(), (std::array{7, 0, 0}));
  ride.summary.software.clear();
  EXPECT_EQ(version(), (std::array{0, 0, 0}));
}

TEST(Tcx, ASimulatedRideSaysSo) {
  KeptRide ride = a_ride();
  ride.summary.simulated = true;
  EXPECT_NE(tcx_activity(ride).find("<Name>softpedal SIMULATED</Name>"), std::string::npos);
}

}  // namespace
}  // namespace softpedal::records
