// SPDX-License-Identifier: MIT
// Homes that an earlier softpedal wrote (tests/golden): the present one opens each and loses
// nothing.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "app/commands/settings_file.hpp"
#include "app/records/journal_ride.hpp"
#include "app/shell/load_note.hpp"
#include "tests/app/ride/room.hpp"
#include "tests/app/shell/scratch.hpp"
#include "tests/places.hpp"

namespace softpedal {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// A copy that a test may change.
class GoldenHome {
 public:
  explicit GoldenHome(const char* name) {
    fs::copy(places::tests() / "golden" / name, path(), fs::copy_options::recursive);
    const fs::path database = path() / "data/softpedal/history.sqlite";
    if (!fs::exists(database)) return;
    // The journals are where they were, as far as the history can tell.
    SQLite::Database history{database.string(), SQLite::OPEN_READWRITE};
    SQLite::Statement moved{history, "UPDATE journal SET directory = ?"};
    moved.bind(1, journals().string());
    moved.exec();
  }
  [[nodiscard]] const fs::path& path() const { return scratch_.path(); }
  [[nodiscard]] fs::path journals() const { return path() / "state/softpedal/journal"; }

  // Every ride of the history, by its id.
  [[nodiscard]] std::map<std::string, Json> rides() {
    Program list{path(), {"history", "list", "--json"}};
    EXPECT_EQ(list.wait(), 0) << list.err();
    said = list.err();
    std::map<std::string, Json> all;
    std::istringstream lines{list.out()};
    for (std::string line; std::getline(lines, line);) {
      if (Json ride = Json::parse(line, nullptr, false); ride.is_object()) all[ride["id"]] = ride;
    }
    return all;
  }

  std::string said{};  // by the last list, on standard error

 private:
  Scratch scratch_{};
};

std::vector<std::string> names(const std::map<std::string, Json>& rides) {
  std::vector<std::string> all;
  for (const auto& [id, ride] : rides) all.push_back(id);
  return all;
}

TEST(GoldenHome, OfOrdinaryRidesIsOpenedAndNothingOfItIsRefused) {
  GoldenHome home{"rides"};
  const std::vector<std::string> all{"2026-11-29T06-17-32Z", "2026-11-29T06-18-24Z",
                                     "2026-11-29T06-19-40Z", "2026-11-29T06-19-40Z-2",
                                     "2026-11-29T06-20-04Z"};
  auto rides = home.rides();
  EXPECT_EQ(home.said, "");
  EXPECT_EQ(names(rides), all);
  EXPECT_NEAR(rides[all[0]]["ridden_s"], 45.0, 0.1);
  EXPECT_EQ(rides[all[1]]["pain_peak"], 3);
  EXPECT_EQ(rides[all[2]]["simulated"], true);
  EXPECT_EQ(rides[all[3]]["cut"], true);

  fs::remove(home.path() / "data/softpedal/history.sqlite");
  EXPECT_EQ(names(home.rides()), all) << "made again from the journals alone";
  for (const auto& file : fs::directory_iterator{home.journals()}) {
    const auto read = records::read_journal(file.path());
    ASSERT_TRUE(read) << read.error().sentence;
    EXPECT_TRUE(read->ride);
    EXPECT_EQ(read->damaged_lines, 0) << file.path();
  }
}

TEST(GoldenHome, RidesThatWereRefusedWholeComeBack) {
  GoldenHome home{"lost"};
  auto rides = home.rides();
  EXPECT_EQ(home.said, "");
  ASSERT_EQ(names(rides), (std::vector<std::string>{"2026-11-29T06-20-26Z", "2026-11-29T06-21-56Z",
                                                    "2026-11-29T06-23-16Z"}));
  const Json& in_the_window = rides["2026-11-29T06-20-26Z"];
  EXPECT_NEAR(in_the_window["ridden_s"], 40.0, 0.5);
  EXPECT_LE(in_the_window["ridden_s"], in_the_window["elapsed_s"]);
  EXPECT_EQ(in_the_window["pain_before"], 2);
  EXPECT_EQ(in_the_window["damaged_lines"], 0);
  const Json& never_answering = rides["2026-11-29T06-23-16Z"];
  EXPECT_NEAR(never_answering["ridden_s"], 30.0, 0.5);
  EXPECT_LE(never_answering["ridden_s"], never_answering["elapsed_s"]);
  EXPECT_EQ(home.rides(), rides) << "read once";
}

TEST(GoldenHome, SettingsAreRead) {
  const fs::path file = places::tests() / "golden/rides/config/softpedal/settings.toml";
  const auto settings = commands::settings_in(slurp(file), file.string());
  ASSERT_TRUE(settings) << settings.error().sentence;
  EXPECT_EQ(settings->window.scale_percent, 110);
}

TEST(GoldenHome, OfALoadThatMayStillBeOnIsToldAndItsCutRideIsKept) {
  GoldenHome home{"note"};
  const auto notes = notes_left_behind(home.journals());
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].trainer, 12345U);
  EXPECT_EQ(notes[0].stick, "/tmp/stick");

  Program next{home.path(), {"ride", "--headless", "--json", "--stick", "sim", "--speed", "max"}};
  EXPECT_EQ(next.wait(), 0) << next.err();
  EXPECT_NE(next.err().find("12345"), std::string::npos) << next.err();
  EXPECT_EQ(notes_left_behind(home.journals()).size(), 1U) << "nobody released that trainer";
  auto rides = home.rides();
  EXPECT_EQ(rides.size(), 2U);
  EXPECT_EQ(rides["2026-11-29T06-26-17Z"]["cut"], true);
}

}  // namespace
}  // namespace softpedal
