// SPDX-License-Identifier: MIT
#include "profiles/library.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cctype>
#include <cstdlib>

#include "profiles/format.hpp"
#include "profiles/profile.hpp"
#include "tests/profiles/test_files.hpp"

namespace softpedal::profiles {
namespace {

namespace fs = std::filesystem;

class Shipped : public testing::TestWithParam<fs::path> {};

TEST_P(Shipped, IsAcceptedAndAsksForReview) {
  const auto profile = load(GetParam(), test_day);
  ASSERT_TRUE(profile) << profile.error().sentence;
  EXPECT_TRUE(profile->author.note.starts_with("Example, to be reviewed by a physiotherapist"));
  EXPECT_FALSE(profile->author.expires) << "shipped profiles do not expire";
  EXPECT_FALSE(profile->unverified_signature);
}

// evidence.md C7: what would make a claim of it.
TEST_P(Shipped, ClaimsNothing) {
  std::string text = slurp(GetParam());
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const char* claim : {"treat", "safe", "heal", "cure", "prevent", "proven", "reduces pain",
                            "pain relief", "therapy", "diagnos"}) {
    EXPECT_EQ(text.find(claim), text.npos) << claim;
  }
}

TEST_P(Shipped, NeverAsksForResistanceInAnAcutePhase) {
  const auto profile = load(GetParam(), test_day);
  ASSERT_TRUE(profile);
  if (profile->prescription.phase != RehabPhase::Acute) return;
  EXPECT_EQ(profile->prescription.target.mode, TargetMode::Release);
}
INSTANTIATE_TEST_SUITE_P(Library, Shipped, testing::ValuesIn(toml_files(library_folder)),
                         [](const auto& file) { return test_name(file.param); });

// The doses of evidence.md C4: minutes, caps and cadence.
TEST(Library, KeepsToTheProposedDoses) {
  struct Dose {
    const char* name;
    double least_minutes, most_minutes, mean, peak, power, low, high;
  };
  for (const Dose& dose :
       {Dose{"acute-1", 5, 10, 3, 4, 20, 40, 60}, Dose{"acute-2", 10, 15, 4, 6, 30, 50, 70},
        Dose{"subacute", 15, 20, 6, 9, 45, 50, 75},
        Dose{"chronic-maintenance", 20, 25, 10, 14, 80, 55, 80},
        Dose{"patellofemoral", 10, 20, 6, 9, 50, 60, 85}}) {
    SCOPED_TRACE(dose.name);
    const auto path = find(dose.name, folders());
    ASSERT_TRUE(path) << path.error().sentence;
    const auto profile = load(*path, test_day);
    ASSERT_TRUE(profile) << profile.error().sentence;
    const Prescription& rx = profile->prescription;
    const double minutes =
        std::chrono::duration<double, std::ratio<60>>(rx.warm_up + rx.ride + rx.cool_down).count();
    EXPECT_GE(minutes, dose.least_minutes);
    EXPECT_LE(minutes, dose.most_minutes);
    EXPECT_EQ(rx.limits.total, std::chrono::seconds{static_cast<int>(dose.most_minutes * 60)});
    EXPECT_EQ(rx.limits.torque_mean.count(), dose.mean);
    EXPECT_EQ(rx.limits.torque_peak.count(), dose.peak);
    EXPECT_EQ(rx.limits.power.count(), dose.power);
    EXPECT_EQ(rx.cadence_low.count(), dose.low);
    EXPECT_EQ(rx.cadence_high.count(), dose.high);
  }
}

TEST(Library, TheReadmeExplainsEveryKey) {
  const std::string readme = slurp(library_folder.parent_path() / "README.md");
  for (const Row& row : format_1) {
    EXPECT_NE(readme.find("`" + std::string{row.key} + "`"), readme.npos)
        << row.table << "." << row.key;
  }
}

class Find : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* file :
         {"shipped/a.toml", "shipped/b.toml", "own/b.toml", "own/c d.toml", "own/notes.txt"}) {
      fs::create_directories((here_ / file).parent_path());
      std::ofstream{here_ / file} << "x";
    }
  }
  void TearDown() override { fs::remove_all(here_); }
  const fs::path here_ = fs::path{testing::TempDir()} / ("library-" + std::to_string(getpid()));
  const std::vector<fs::path> folders_{here_ / "shipped", here_ / "absent", here_ / "own"};
};

TEST_F(Find, AShortNameIsTheFileInOneOfTheFolders) {
  EXPECT_EQ(find("a", folders_).value(), here_ / "shipped/a.toml");
  EXPECT_EQ(find("c d", folders_).value(), here_ / "own/c d.toml");
}

TEST_F(Find, APathIsTakenAsItIs) {
  for (const char* path : {"x.toml", "./a", "/etc/passwd", "no/such"}) {
    EXPECT_EQ(find(path, folders_).value(), fs::path{path});
  }
}

TEST_F(Find, AnUnknownNameIsRefusedWithTheKnownOnes) {
  for (const char* name : {"d", "A", "", ".", "..", "notes", "a.tom"}) {
    const auto found = find(name, folders_);
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().code, FaultCode::BadFile);
    EXPECT_EQ(found.error().sentence,
              "There is no profile called \"" + std::string{name} +
                  "\": name a file that ends in .toml, or one of a, b, b, c d.");
  }
}

TEST_F(Find, ANameThatStandsTwiceIsNotGuessed) {
  const auto found = find("b", folders_);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().sentence, "There are two profiles called b: name one of the files, " +
                                        (here_ / "shipped/b.toml").string() + " or " +
                                        (here_ / "own/b.toml").string() + ".");
}

TEST(Folders, FollowTheXdgDataHome) {
  setenv("XDG_DATA_HOME", "/data/of/rider", 1);
  EXPECT_EQ(folders().back(), "/data/of/rider/softpedal/profiles");
  setenv("XDG_DATA_HOME", "relative", 1);
  setenv("HOME", "/home/of/rider", 1);
  EXPECT_EQ(folders().back(), "/home/of/rider/.local/share/softpedal/profiles");
  unsetenv("XDG_DATA_HOME");
  EXPECT_EQ(folders().back(), "/home/of/rider/.local/share/softpedal/profiles");
}

}  // namespace
}  // namespace softpedal::profiles
