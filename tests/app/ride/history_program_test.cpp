// SPDX-License-Identifier: MIT
// What is left of a ride when the program, the disk, the clock or the power fails: the real
// program, and the journals and the history that it leaves behind.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "app/records/journal_ride.hpp"
#include "tests/app/ride/room.hpp"
#include "tests/app/shell/scratch.hpp"
#include "tests/places.hpp"

namespace softpedal {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

// What is preloaded must come before a sanitizer's library, which insists on being first.
constexpr bool preload_works =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    false;
#else
    true;
#endif

std::vector<Json> objects(const std::string& out) {
  std::vector<Json> all;
  std::istringstream lines{out};
  for (std::string line; std::getline(lines, line);) {
    if (auto object = Json::parse(line, nullptr, false); object.is_object()) all.push_back(object);
  }
  return all;
}

std::vector<fs::path> files_in(const fs::path& directory, std::string_view ending) {
  std::vector<fs::path> found;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator{directory, none}) {
    if (entry.path().string().ends_with(ending)) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

class HistoryAfter : public testing::Test {
 protected:
  [[nodiscard]] std::vector<Json> listed() {
    Program list{home.path(), {"history", "list", "--json"}};
    EXPECT_EQ(list.wait(), 0) << list.err();
    said = list.err();
    return objects(list.out());
  }
  [[nodiscard]] fs::path journals() const { return home.path() / "state/softpedal/journal"; }
  static Words simulated(Words more = {}) {
    Words words{"ride", "--headless", "--json", "--stick", "sim"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  void rides_at_once_to_the_end(Words more = {}) {
    more.insert(more.end(), {"--speed", "max"});
    Program ride{home.path(), simulated(std::move(more))};
    EXPECT_EQ(ride.wait(), 0) << ride.err();
  }

  Scratch home{};
  std::string said{};  // by the last list, on standard error
};

double last_moment(const std::string& out) {
  double last = 0.0;
  for (const Json& object : objects(out)) last = std::max(last, object.value("t_s", 0.0));
  return last;
}

// Every whole second of the ride that ended at least one second before `moment` of its clock.
void expect_complete_until(const fs::path& journal, double moment) {
  const auto read = records::read_journal(journal);
  ASSERT_TRUE(read) << read.error().sentence;
  if (!read->ride) return;  // nobody had turned the cranks yet
  EXPECT_EQ(read->damaged_lines, 0);
  const auto& seconds = read->ride->seconds;
  for (std::size_t i = 0; i + 1 < seconds.size(); ++i) {
    EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(seconds[i].elapsed).count(),
              static_cast<std::int64_t>(i))
        << journal;
  }
  std::ifstream lines{journal};
  double began = 0.0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(" second ") == std::string::npos) continue;
    began = std::stod(line) / 1e6 - in_seconds(seconds.front().elapsed);
    break;
  }
  EXPECT_GE(in_seconds(seconds.back().elapsed) + 1.0, std::floor(moment - began - 1.0)) << journal;
}

TEST_F(HistoryAfter, AHundredKillsAtRandomMomentsEveryCompletedSecondIsThere) {
  constexpr int batches = 4, at_once = 25;
  std::mt19937 random{5};
  std::size_t ridden = 0;
  for (int batch = 0; batch < batches; ++batch) {
    std::vector<std::unique_ptr<Program>> programs;
    std::multimap<int, std::size_t> kills;  // after so many milliseconds
    for (std::size_t i = 0; i < at_once; ++i) {
      const auto place = home.path() / fmt::format("{}-{}", batch, i);
      programs.push_back(std::make_unique<Program>(
          home.path(),
          simulated({"--seed", std::to_string(random()), "--journal", place.string()})));
      kills.emplace(std::uniform_int_distribution{200, 18000}(random), i);
    }
    const auto began = std::chrono::steady_clock::now();
    std::map<std::size_t, double> seen;
    for (const auto& [after, which] : kills) {
      static_cast<void>(eventually([&] {
        for (auto& program : programs) static_cast<void>(program->out());  // nobody waits for us
        return std::chrono::steady_clock::now() - began >= std::chrono::milliseconds{after};
      }));
      seen[which] = last_moment(programs[which]->out());
      ::kill(programs[which]->process(), SIGKILL);
      EXPECT_EQ(programs[which]->wait(), -SIGKILL);
    }
    static_cast<void>(listed());
    for (std::size_t i = 0; i < at_once; ++i) {
      const auto place = home.path() / fmt::format("{}-{}", batch, i);
      for (const auto& journal : files_in(place, ".journal")) {
        expect_complete_until(journal, seen[i]);
        const auto read = records::read_journal(journal);
        if (read && read->ride) ++ridden;
      }
      EXPECT_TRUE(files_in(place, ".part").empty());
    }
  }
  EXPECT_GT(ridden, 20U) << "too few of them were killed while they rode";
  const auto rides = listed();
  EXPECT_EQ(rides.size(), ridden);
  for (const Json& ride : rides) EXPECT_EQ(ride["cut"], true);
  EXPECT_EQ(said, "") << "the second list has nothing to tell";
}

TEST_F(HistoryAfter, AFullDiskTheSecondsThatWereWrittenAreThere) {
  Program ride{home.path(), simulated(), {.disk_full_after = 20000}};
  EXPECT_EQ(ride.wait(), 7) << ride.err();
  const auto rides = listed();
  ASSERT_EQ(rides.size(), 1U);
  EXPECT_GT(rides[0]["elapsed_s"], 5.0);
  EXPECT_TRUE(listed() == rides) << "the next start changes nothing";
}

TEST_F(HistoryAfter, ADiskThatTakesNoDatabaseTheRideIsReadFromItsJournal) {
  std::ofstream{home.path() / "data"} << "a file in the way";
  rides_at_once_to_the_end();
  EXPECT_EQ(listed().size(), 1U);
  EXPECT_NE(said, "");
  fs::remove(home.path() / "data");
  EXPECT_EQ(listed().size(), 1U);
  EXPECT_EQ(said, "") << "and is well again as soon as the disk is";
}

TEST_F(HistoryAfter, TwoProgramsAtOnceEachRideIsThereOnce) {
  std::vector<std::unique_ptr<Program>> programs;
  for (int i = 0; i < 6; ++i) {
    programs.push_back(std::make_unique<Program>(
        home.path(),
        simulated({"--speed", "max", "--seconds", "30", "--seed", std::to_string(i)})));
    programs.push_back(std::make_unique<Program>(home.path(), Words{"history", "list", "--json"}));
  }
  for (auto& program : programs) EXPECT_EQ(program->wait(), 0) << program->err();
  const auto rides = listed();
  EXPECT_EQ(rides.size(), 6U);
  std::vector<std::string> names;
  for (const Json& ride : rides) names.push_back(ride["id"]);
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::unique(names.begin(), names.end()), names.end());
}

TEST_F(HistoryAfter, TheNextStartTakesACutRideIn) {
  {
    Program ride{home.path(), simulated({"--seconds", "60"})};
    EXPECT_TRUE(eventually([&] {
      const auto now = objects(ride.out());
      return !now.empty() && now.back().value("phase", "") == "warm_up" &&
             now.back().value("remaining_s", 1e9) < 58.0;
    })) << ride.out();
    ::kill(ride.process(), SIGKILL);
    EXPECT_EQ(ride.wait(), -SIGKILL);
  }
  Program next{home.path(), simulated({"--seconds", "5"})};
  EXPECT_TRUE(eventually([&] { return !objects(next.out()).empty(); }));
  EXPECT_NE(next.err().find("the last ride was cut"), std::string::npos) << next.err();
  const auto rides = listed();
  ASSERT_EQ(rides.size(), 1U) << "while the next one is under way";
  EXPECT_EQ(rides[0]["cut"], true);
  ::kill(next.process(), SIGTERM);
  EXPECT_EQ(next.wait(), 143);
}

TEST_F(HistoryAfter, ACutRideKnowsItsTrainerByMoreThanItsNumber) {
  Program ride{home.path(), simulated({"--speed", "20"})};
  const auto journal = [this] {
    const auto files = files_in(journals(), ".part");
    return files.empty() ? std::string{} : slurp(files.front());
  };
  EXPECT_TRUE(eventually([&] {
    const auto now = objects(ride.out());
    const bool rides = !now.empty() && now.back().value("phase", "") == "warm_up";
    return rides && now.back().value("remaining_s", 1e9) < 470.0 &&
           journal().find(" serial 31415\n") != std::string::npos;
  }));
  ::kill(ride.process(), SIGKILL);
  EXPECT_EQ(ride.wait(), -SIGKILL);
  rides_at_once_to_the_end({"--seconds", "5"});  // mends it
  bool found = false;
  for (const auto& file : files_in(journals(), ".journal")) {
    const auto read = records::read_journal(file);
    ASSERT_TRUE(read && read->ride);
    if (!read->ride->summary.cut) continue;
    found = true;
    EXPECT_EQ(read->ride->summary.trainer.manufacturer, 255);
    EXPECT_EQ(read->ride->summary.trainer.model, 1);
    EXPECT_EQ(read->ride->summary.trainer.serial, 31415U);
  }
  EXPECT_TRUE(found);
}

// --- the commands ------------------------------------------------------------------------------

class HistoryCommand : public HistoryAfter {
 protected:
  // Exit status, with what was said in `out` and `said`.
  int run(Words words) {
    words.insert(words.begin(), "history");
    Program program{home.path(), std::move(words)};
    const int status = program.wait();
    out = program.out();
    said = program.err();
    return status;
  }
  // The same for what must be refused: one sentence.
  void expect_refused(const Words& words) {
    EXPECT_EQ(run(words), 2) << fmt::format("{}", fmt::join(words, " "));
    EXPECT_EQ(std::ranges::count(said, '\n'), 1) << said;
    EXPECT_TRUE(said.starts_with("softpedal: ") && said.ends_with(".\n")) << said;
  }
  [[nodiscard]] std::string path(const char* name) const { return (home.path() / name).string(); }
  std::string out{};
};

TEST_F(HistoryCommand, EachTellsOrWritesWhatWasRidden) {
  rides_at_once_to_the_end({"--profile", "acute-2"});
  const std::string id = listed().at(0)["id"];
  EXPECT_EQ(run({"list"}), 0);
  EXPECT_NE(out.find(id), std::string::npos);
  EXPECT_NE(out.find("SIMULATED"), std::string::npos);
  EXPECT_EQ(run({"show"}), 0);
  EXPECT_NE(out.find("ride began"), std::string::npos) << out;
  EXPECT_EQ(run({"show", id.substr(0, 12), "--json"}), 0);
  EXPECT_GT(Json::parse(out)["seconds"].size(), 700U);
  EXPECT_EQ(run({"export", "last", "--to", path("out")}), 0) << said;
  for (const char* ending : {".fit", ".tcx", ".csv"}) {
    EXPECT_GT(fs::file_size(home.path() / "out" / (id + ending)), 10000U);
  }
  EXPECT_NE(said.find("--without-health"), std::string::npos) << "pain and plan are in them";
  EXPECT_EQ(run({"export", "last", "--to", path("others"), "--without-health"}), 0) << said;
  EXPECT_EQ(said, "");
  for (const char* ending : {".fit", ".tcx", ".csv"}) {
    const std::string open = slurp(home.path() / "out" / (id + ending));
    const std::string closed = slurp(home.path() / "others" / (id + ending));
    EXPECT_GT(closed.size(), 10000U);
    EXPECT_EQ(closed.find("Acute"), std::string::npos) << ending;
    EXPECT_NE(open.find(ending == std::string{".csv"} ? ",4.00," : "Acute 2"), std::string::npos);
    EXPECT_EQ(closed.find(",4.00,"), std::string::npos) << ending;
  }
  EXPECT_EQ(run({"list"}), 0);
  EXPECT_NE(out.find("Last 28 days: 1 of 1 planned rides"), std::string::npos) << out;
  EXPECT_EQ(run({"report", "--name", "A. Rider", "--language", "da", "--out", path("r.pdf")}), 0);
  EXPECT_TRUE(slurp(path("r.pdf")).starts_with("%PDF"));
}

TEST_F(HistoryCommand, EverythingGoesToAnotherMachineAndTwiceChangesNothing) {
  rides_at_once_to_the_end();
  rides_at_once_to_the_end({"--journal", path("elsewhere"), "--seed", "2"});
  const auto rides = listed();
  ASSERT_EQ(rides.size(), 2U);
  EXPECT_EQ(run({"export", "--all", path("carried")}), 0) << said;
  const Scratch other;
  for (int times = 0; times < 2; ++times) {
    Program import{other.path(), {"history", "import", path("carried")}};
    EXPECT_EQ(import.wait(), 0) << import.err();
    Program list{other.path(), {"history", "list", "--json"}};
    EXPECT_EQ(list.wait(), 0);
    EXPECT_EQ(objects(list.out()).size(), 2U) << import.out() << list.out();
  }
  EXPECT_TRUE(fs::exists(other.path() / "data/softpedal/trainers"));
  EXPECT_EQ(run({"import", path("carried")}), 0) << said;
  EXPECT_TRUE(listed() == rides) << "what is here already stays as it is";
}

TEST_F(HistoryCommand, OnATerminalALongReadingSaysHowFarItIs) {
  rides_at_once_to_the_end({"--profile", "acute-2"});
  const fs::path journal = files_in(journals(), ".journal").at(0);
  for (int copy = 0; copy < 400; ++copy) {
    fs::create_hard_link(journal, journals() / fmt::format("copy-{}.journal", copy));
  }
  const auto began = std::chrono::steady_clock::now();
  Program list{
      home.path(), {"history", "list"}, {.on_terminal = true, .started_by = "exec \"$@\" 2>&1"}};
  EXPECT_EQ(list.wait(), 0);
  const auto took = std::chrono::steady_clock::now() - began;
  if (took < 2500ms) GTEST_SKIP() << "SKIPPED: this computer reads all of it within seconds.";
  EXPECT_NE(list.out().find("Reading your rides: "), std::string::npos) << list.out();
  EXPECT_NE(list.out().find("Reading your rides: 400 of 400"), std::string::npos) << list.out();
}

TEST_F(HistoryCommand, ADeletedRideIsGoneWithItsJournalAndStaysGone) {
  rides_at_once_to_the_end();
  expect_refused({"delete", "last"});
  EXPECT_EQ(listed().size(), 1U) << "nobody said yes";
  EXPECT_EQ(run({"delete", "last", "--yes"}), 0) << said;
  EXPECT_TRUE(listed().empty());
  EXPECT_TRUE(files_in(journals(), ".journal").empty());
}

TEST_F(HistoryCommand, BadInputGetsOneSentence) {
  for (const Words& words : {Words{"show"}, Words{"export"}, Words{"report"},
                             Words{"import", path("nowhere")}, Words{"morning", "3"}}) {
    expect_refused(words);
  }
  rides_at_once_to_the_end();
  std::ofstream{path("file")} << "in the way";
  for (const Words& words :
       {Words{"show", "2019"}, Words{"export", "--to", path("file/below")},
        Words{"export", "--all"}, Words{"export", "--all", path("file/below")},
        Words{"report", "--from", "2019-02-30"},
        Words{"report", "--from", "2019-01-01", "--to", "2019-01-31"},
        Words{"report", "--language", "xx"}, Words{"report", "--out", path("file/r.pdf")},
        Words{"import", path("file")}, Words{"import", path("carried")}}) {
    expect_refused(words);
  }
  EXPECT_EQ(listed().size(), 1U) << "nothing is lost";
}

// --- the clock ---------------------------------------------------------------------------------

class HistoryUnderAClock : public HistoryAfter {
 protected:
  void SetUp() override {
    if (!preload_works) GTEST_SKIP() << "SKIPPED: a false clock needs a build without sanitizer.";
  }
  // So many seconds after `zero`, whatever the time is now.
  void set_clock(std::chrono::sys_seconds to) {
    const auto off =
        to - std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    std::ofstream{home.path() / "clock.new"} << off.count() << '\n';
    fs::rename(home.path() / "clock.new", home.path() / "clock");
  }
  void ride_with_a_jump(std::chrono::sys_seconds from, std::chrono::sys_seconds to) {
    set_clock(from);
    Program ride{home.path(),
                 simulated({"--seconds", "5"}),
                 {.environment = {"LD_PRELOAD=" + places::preload().string(),
                                  "TZ=CET-1CEST,M3.5.0,M10.5.0/3",
                                  "CLOCK_OFF=" + (home.path() / "clock").string()}}};
    EXPECT_TRUE(eventually([&] {
      const auto now = objects(ride.out());
      return !now.empty() && now.back().value("phase", "") == "ride";
    })) << ride.out();
    set_clock(to);
    EXPECT_EQ(ride.wait(), 0) << ride.err();
  }
};

constexpr std::chrono::sys_seconds noon_of(int day) {
  using namespace std::chrono;
  return sys_days{year{2026} / 11 / day} + 12h;
}

TEST_F(HistoryUnderAClock, ThatJumpsAnHourOrADayARideIsAsLongAsItWas) {
  ride_with_a_jump(noon_of(21), noon_of(21) + 1h);
  ride_with_a_jump(noon_of(21) + 2h, noon_of(20));
  ride_with_a_jump(noon_of(19), noon_of(20));
  const auto rides = listed();
  ASSERT_EQ(rides.size(), 3U);
  for (const Json& ride : rides) {
    EXPECT_NEAR(ride["ridden_s"], 5.0, 1.0);
    EXPECT_LT(ride["elapsed_s"], 30.0);
    EXPECT_EQ(ride["damaged_lines"], 0);
  }
  EXPECT_EQ(rides[0]["day"], "2026-11-19") << "by the clock of when it began";
}

TEST_F(HistoryUnderAClock, ThatGoesBackAtTheEndOfSummerARideKeepsItsDayAndItsSeconds) {
  using namespace std::chrono;
  const sys_seconds change = sys_days{2026y / 10 / 25} + 1h;  // three o'clock becomes two
  ride_with_a_jump(change - 20s, change + 20s);
  const auto rides = listed();
  ASSERT_EQ(rides.size(), 1U);
  EXPECT_EQ(rides[0]["day"], "2026-10-25");
  EXPECT_NEAR(rides[0]["ridden_s"], 5.0, 1.0);
}

TEST_F(HistoryUnderAClock, DaysAndANumberChooseRidesForTheListAndForFiles) {
  for (const int day : {18, 19, 19, 20}) {
    set_clock(noon_of(day) + std::chrono::seconds{static_cast<int>(listed().size())});
    Program ride{home.path(),
                 simulated({"--seconds", "5", "--speed", "max"}),
                 {.environment = {"LD_PRELOAD=" + places::preload().string(), "TZ=UTC",
                                  "CLOCK_OFF=" + (home.path() / "clock").string()}}};
    EXPECT_EQ(ride.wait(), 0) << ride.err();
  }
  ASSERT_EQ(listed().size(), 4U);
  const auto days = [&](Words words) {
    words.insert(words.begin(), {"history", "list", "--json"});
    Program list{home.path(), words};
    EXPECT_EQ(list.wait(), 0) << list.err();
    std::string all;
    for (const Json& ride : objects(list.out())) {
      all += ride["day"].get<std::string>().substr(8) + ' ';
    }
    return all;
  };
  EXPECT_EQ(days({"--from", "2026-11-19"}), "19 19 20 ");
  EXPECT_EQ(days({"--from", "2026-11-19", "--until", "2026-11-19"}), "19 19 ");
  EXPECT_EQ(days({"--to", "2026-11-18"}), "18 ") << "as in a report";
  EXPECT_EQ(days({"--last", "2"}), "19 20 ");
  EXPECT_EQ(days({"--until", "2026-11-19", "--last", "1"}), "19 ");
  EXPECT_EQ(days({"--from", "2026-11-21"}), "");

  int folders = 0;
  const auto files = [&](Words words) {
    const fs::path to = home.path() / ("out" + std::to_string(++folders));
    words.insert(words.begin(), {"history", "export", "--format", "fit", "--to", to.string()});
    Program program{home.path(), words};
    EXPECT_EQ(program.wait(), 0) << program.err();
    EXPECT_TRUE(files_in(to, ".tcx").empty());
    return files_in(to, ".fit").size();
  };
  EXPECT_EQ(files({"all"}), 4U);
  EXPECT_EQ(files({"--from", "2026-11-19", "--until", "2026-11-19"}), 2U);
  EXPECT_EQ(files({"--last", "3"}), 3U);
  EXPECT_EQ(files({}), 1U) << "the last one";

  const std::string to = (home.path() / "none").string();
  for (const Words& words :
       {Words{"list", "--from", "2026-02-30"}, Words{"list", "--until", "yesterday"},
        Words{"list", "--from", "2026-11-20", "--until", "2026-11-19"},
        Words{"list", "--last", "0"}, Words{"list", "--last", "-1"},
        Words{"export", "--to", to, "--from", "2026-11-21"},
        Words{"export", "--to", to, "--last", "nan"},
        Words{"export", "--to", to, "last", "--last", "2"},
        Words{"export", "--from", "2026-11-19", "--to", "2026-11-20"},
        Words{"export", "--all", to, "--last", "2"}}) {
    Words whole = words;
    whole.insert(whole.begin(), "history");
    Program program{home.path(), whole};
    EXPECT_EQ(program.wait(), 2) << fmt::format("{}", fmt::join(words, " "));
    EXPECT_EQ(std::ranges::count(program.err(), '\n'), 1) << program.err();
    EXPECT_FALSE(fs::exists(to));
  }
}

// --- the power ---------------------------------------------------------------------------------

// What was not synced goes: cut off, or left as the zeros of a file that had grown.
void cut_the_power(const fs::path& home, const fs::path& log, std::mt19937& random) {
  std::map<std::string, std::uintmax_t> on_disk;
  std::ifstream lines{log};
  std::uintmax_t size = 0;
  for (std::string path; lines >> size && std::getline(lines >> std::ws, path);) {
    on_disk[path] = size;
  }
  for (const fs::path& part : {home / "state", home / "data"}) {
    for (const auto& file : files_in(part, "")) {
      if (!fs::is_regular_file(file)) continue;
      const auto grown = fs::file_size(file);
      const auto kept = on_disk.find(file.string());
      if (kept == on_disk.end()) {
        fs::remove(file);
      } else if (grown > kept->second) {
        fs::resize_file(file, kept->second);
        if (random() % 2 == 0) fs::resize_file(file, grown);
      }
    }
  }
}

TEST_F(HistoryAfter, APowerCutOnlyTheLastSecondIsGone) {
  if (!preload_works)
    GTEST_SKIP() << "SKIPPED: the preloaded library needs a build without sanitizer.";
  std::mt19937 random{7};
  const fs::path log = home.path() / "synced";
  const Program::Manner manner{
      .environment = {"LD_PRELOAD=" + places::preload().string(), "SYNCED_LOG=" + log.string()}};
  std::size_t whole = 0;
  for (int i = 0; i < 6; ++i) {
    {
      Program ride{home.path(), simulated({"--speed", "max", "--seconds", "20"}), manner};
      EXPECT_EQ(ride.wait(), 0) << ride.err();
      ++whole;
    }
    Program ride{home.path(), simulated({"--seed", std::to_string(i)}), manner};
    const auto until = std::chrono::milliseconds{std::uniform_int_distribution{4000, 9000}(random)};
    const auto began = std::chrono::steady_clock::now();
    static_cast<void>(eventually([&] {
      static_cast<void>(ride.out());
      return std::chrono::steady_clock::now() - began >= until;
    }));
    const double seen = last_moment(ride.out());
    ::kill(ride.process(), SIGKILL);
    EXPECT_EQ(ride.wait(), -SIGKILL);
    cut_the_power(home.path(), log, random);

    const auto rides = listed();
    const auto done =
        std::ranges::count_if(rides, [](const Json& r) { return r["end"] == "done"; });
    EXPECT_EQ(static_cast<std::size_t>(done), whole) << said;
    expect_complete_until(files_in(journals(), ".journal").back(), seen);
  }
}

}  // namespace
}  // namespace softpedal
