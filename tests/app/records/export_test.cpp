// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "app/records/activity.hpp"
#include "app/records/files.hpp"
#include "app/records/trace.hpp"
#include "tests/app/records/fit_reader.hpp"
#include "tests/app/records/rides.hpp"

namespace softpedal::records {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

class Export : public testing::Test {
 protected:
  Export() {
    std::string name = (fs::temp_directory_path() / "softpedal-export-XXXXXX").string();
    place_ = ::mkdtemp(name.data());
  }
  ~Export() override { fs::remove_all(place_); }

  [[nodiscard]] std::vector<std::string> names(const fs::path& directory) const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator{directory}) {
      all.push_back(entry.path().filename().string());
    }
    std::ranges::sort(all);
    return all;
  }

  fs::path place_{};
};

using Names = std::vector<std::string>;

TEST_F(Export, WithoutHealthPainAndPrescriptionAreInNoFile) {
  KeptRide ride = a_ride({.heart_rate = true});
  ride.summary.note = "a stiff knee";
  ride.summary.morning = Morning{.pain = 5};
  ride.seconds.back().why = Why::StoppedByPain;
  ride.summary.end = Why::StoppedByPain;
  const auto with = export_ride(ride, place_ / "with");
  const auto without = export_ride(ride, place_ / "without", {.health = false});
  ASSERT_TRUE(with && without);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string open = slurp((*with)[i]), closed = slurp((*without)[i]);
    EXPECT_NE(open.find(i == 2 ? "stopped_by_pain" : "Acute 2: easy turning"), open.npos);
    for (const char* word :
         {"Acute", "pain", "Pain", "SHA", "aaaaaaaa", ",4.00,", "stiff", "warm_up", "cool_down"}) {
      EXPECT_EQ(closed.find(word), closed.npos) << word << " in " << (*without)[i];
    }
  }
  const std::string fit = slurp((*without)[0]);
  int records = 0;
  for (const FitMessage& message : read_fit(std::vector<std::uint8_t>{fit.begin(), fit.end()})) {
    for (const int own : {221, 223, 224, 225, 226, 227, 228}) {
      EXPECT_FALSE(message.own.contains(own)) << own;
    }
    records += message.own.contains(220) ? 1 : 0;
  }
  EXPECT_GT(records, 700) << "the torque at the crank is told all the same";
  for (const Why end : {Why::PainBeforeRide, Why::StoppedSharp, Why::StoppedLocking,
                        Why::StoppedGivingWay, Why::DayClosed}) {
    ride.seconds.back().why = ride.summary.end = end;
    const auto files = export_ride(ride, place_ / "without", {.health = false});
    ASSERT_TRUE(files);
    for (const auto& file : *files) EXPECT_EQ(slurp(file).find(word(end)), std::string::npos);
  }
  // What was ridden is the same.
  const KeptRide bare = without_health(ride);
  EXPECT_EQ(trace_of(bare).work, trace_of(ride).work);
  EXPECT_EQ(bare.seconds.size(), ride.seconds.size());
}

TEST_F(Export, WritesWhatWasAskedForIntoADirectoryOfItsOwnMaking) {
  const KeptRide ride = a_ride();
  const fs::path directory = place_ / "Øvelser & 'ture'" / "2026";
  const auto written = export_ride(ride, directory);
  ASSERT_TRUE(written) << written.error().sentence;
  const std::string id = "2026-11-21T16-00-00Z";
  EXPECT_EQ(*written, (std::vector<fs::path>{directory / (id + ".fit"), directory / (id + ".tcx"),
                                             directory / (id + ".csv")}));
  EXPECT_EQ(names(directory), (Names{id + ".csv", id + ".fit", id + ".tcx"}));
  const std::string fit = slurp((*written)[0]);
  EXPECT_EQ((std::vector<std::uint8_t>{fit.begin(), fit.end()}), fit_activity(ride));
  EXPECT_EQ(slurp((*written)[1]), tcx_activity(ride));
  EXPECT_EQ(slurp((*written)[2]), csv_activity(ride));
}

TEST_F(Export, OneFormatIsOneFile) {
  const auto written = export_ride(a_ride(), place_, {.fit = true, .tcx = false, .csv = false});
  ASSERT_TRUE(written);
  EXPECT_EQ(names(place_), (Names{"2026-11-21T16-00-00Z.fit"}));
}

TEST_F(Export, AgainReplacesItsOwnFilesAndNoOthers) {
  KeptRide ride = a_ride();
  ASSERT_TRUE(export_ride(ride, place_));
  std::ofstream{place_ / "mine.csv"} << "mine";
  ride.summary.title = "Another name";
  ASSERT_TRUE(export_ride(ride, place_));
  EXPECT_EQ(names(place_).size(), 4U);
  EXPECT_NE(slurp(place_ / "2026-11-21T16-00-00Z.tcx").find("Another name"), std::string::npos);
  EXPECT_EQ(slurp(place_ / "mine.csv"), "mine");
}

TEST_F(Export, AFileInTheWayOfTheDirectoryIsOneSentence) {
  std::ofstream{place_ / "taken"} << "a file";
  const auto written = export_ride(a_ride(), place_ / "taken" / "below");
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().sentence.find((place_ / "taken").string()), std::string::npos);
  EXPECT_EQ(slurp(place_ / "taken"), "a file");
  const auto itself = export_ride(a_ride(), place_ / "taken");
  EXPECT_FALSE(itself);
}

TEST_F(Export, ADirectoryInTheWayOfAFileIsOneSentenceAndNothingHalfWrittenStays) {
  const fs::path taken = place_ / "2026-11-21T16-00-00Z.tcx";
  fs::create_directory(taken);
  const auto written = export_ride(a_ride(), place_);
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().sentence.find(taken.string()), std::string::npos);
  EXPECT_EQ(names(place_), (Names{"2026-11-21T16-00-00Z.fit", "2026-11-21T16-00-00Z.tcx"}));
  EXPECT_FALSE(read_fit(fit_activity(a_ride())).empty());
}

TEST_F(Export, WhereNothingCanBeWrittenIsOneSentence) {
  for (const char* nowhere : {"/proc/softpedal", "/dev/null/x"}) {
    const auto written = export_ride(a_ride(), nowhere);
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().sentence.find(nowhere), std::string::npos);
    EXPECT_EQ(std::ranges::count(written.error().sentence, '\n'), 0);
  }
}

TEST_F(Export, AFullDiskLeavesTheOldFileAndNothingElse) {
  const fs::path file = place_ / "ride.fit";
  ASSERT_TRUE(write_whole(file, "the old one"));
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  // Stands for a full disk: the write ends short, then fails.
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit little{.rlim_cur = 1000, .rlim_max = before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &little), 0);
  const auto written = write_whole(file, std::string(5000, 'x'));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, ignored);
  ASSERT_FALSE(written);
  EXPECT_EQ(slurp(file), "the old one");
  EXPECT_EQ(names(place_), (Names{"ride.fit"}));
}

TEST_F(Export, WhatACrashLeftBehindDoesNotGetIn) {
  const fs::path file = place_ / "ride.csv";
  const std::string left = file.string() + "." + std::to_string(::getpid()) + ".new";
  std::ofstream{left} << "half of a longer one";
  ASSERT_TRUE(write_whole(file, "new"));
  EXPECT_EQ(slurp(file), "new");
  EXPECT_EQ(names(place_), (Names{"ride.csv"}));
}

TEST_F(Export, ALinkInTheWayIsReplacedAndNotFollowed) {
  std::ofstream{place_ / "elsewhere"} << "mine";
  fs::create_symlink(place_ / "elsewhere", place_ / "ride.csv");
  ASSERT_TRUE(write_whole(place_ / "ride.csv", "new"));
  EXPECT_EQ(slurp(place_ / "elsewhere"), "mine");
  EXPECT_EQ(slurp(place_ / "ride.csv"), "new");
  EXPECT_FALSE(fs::is_symlink(place_ / "ride.csv"));
}

TEST_F(Export, ADeviceAPipeOrAFolderIsNeverReplaced) {
  const fs::path pipe = place_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const fs::path to_a_device = place_ / "to a device";  // as /dev/stdout is one
  fs::create_symlink("/dev/null", to_a_device);
  const fs::path folder = place_ / "folder";
  fs::create_directory(folder);
  for (const fs::path& there : {pipe, to_a_device, folder}) {
    const auto before = fs::symlink_status(there).type();
    const auto written = write_whole(there, "new");
    ASSERT_FALSE(written) << there;
    EXPECT_NE(written.error().sentence.find(there.string()), std::string::npos);
    EXPECT_EQ(fs::symlink_status(there).type(), before) << there;
  }
  EXPECT_EQ(names(place_).size(), 3U);
}

TEST_F(Export, ARideWithoutAProperNameGoesNowhere) {
  for (const char* id : {"", "../outside", "a/b", "/etc/x", ".", "..", ".hidden"}) {
    KeptRide ride = a_ride();
    ride.summary.id = id;
    fs::create_directory(place_ / "a");
    EXPECT_FALSE(export_ride(ride, place_)) << id;
    EXPECT_EQ(names(place_), (Names{"a"}));
    EXPECT_TRUE(names(place_ / "a").empty());
  }
}

}  // namespace
}  // namespace softpedal::records
