// SPDX-License-Identifier: MIT
#include "app/commands/settings.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "app/commands/settings_file.hpp"
#include "tests/app/commands/own_home.hpp"

namespace softpedal::commands {
namespace {

std::string slurp(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string refusal_of(const std::string& text) {
  const auto settings = settings_in(text, "settings.toml");
  return settings ? "it was taken" : settings.error().sentence;
}

// Nothing in it is as at the first start.
Settings other_settings() {
  ui::Settings window{.name = "A. \"Rider\"",
                      .rider = ui::Kilograms{91.4},
                      .bike = ui::Kilograms{12.5},
                      .crank = Metres{0.1725},
                      .units = ui::Units::Imperial,
                      .language = "en",
                      .light = true,
                      .sound = false,
                      .full_screen = true,
                      .scale_percent = 150,
                      .sensors = {{SensorKind::HeartRate, 12345},
                                  {SensorKind::Power, 61001},
                                  {SensorKind::SpeedCadence, 1},
                                  {SensorKind::Cadence, 2},
                                  {SensorKind::Speed, 0xFFFFF}},
                      .remote = true};
  window.drivetrain.chainrings = {30, 39, 50};
  window.drivetrain.sprockets = {14, 28};
  window.drivetrain.circumference = Metres{2.1333};
  return {.profile = "subacute", .stick = "/dev/ttyUSB0", .window = window};
}

TEST(Settings, AreTheDefaultsWithoutAFile) {
  const OwnHome home;
  const auto settings = read_settings();
  ASSERT_TRUE(settings);
  EXPECT_EQ(*settings, Settings{});
}

TEST(Settings, ComeBackAsTheyWereKept) {
  const OwnHome home;
  for (const Settings& kept : {Settings{}, other_settings()}) {
    ASSERT_TRUE(keep_settings(kept));
    const auto settings = read_settings();
    ASSERT_TRUE(settings) << settings.error().sentence;
    EXPECT_EQ(*settings, kept);
  }
}

TEST(Settings, ThatAreWrittenNameEachUnitAndBeginWithTheFormat) {
  const std::string text = text_of(other_settings());
  const auto first = text.find("\nformat = 1\n");
  EXPECT_LT(first, text.find('['));
  for (const char* line :
       {"[rider]\nname = \"A. \\\"Rider\\\"\"", "weight_kg = 91.4\ncrank_length_mm = 172.5\n",
        "[bike]\nweight_kg = 12.5\nwheel_circumference_mm = 2133.3\nchainrings = [30, 39, 50]",
        "sprockets = [14, 28]\n", "units = \"imperial\"", "heart_rate = 12345\n",
        "stick = \"/dev/ttyUSB0\"\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\nin\n" << text;
  }
}

TEST(Settings, ThatAreMissingInTheFileAreAsAtTheFirstStart) {
  const auto settings = settings_in("format = 1\n[rider]\nweight_kg = 60\n", "settings.toml");
  ASSERT_TRUE(settings) << settings.error().sentence;
  Settings expected;
  expected.window.rider = ui::Kilograms{60.0};
  EXPECT_EQ(*settings, expected);
}

TEST(Settings, AreRefusedWithLineColumnAndOneSentence) {
  struct Refused {
    const char* text;
    const char* sentence;
  };
  for (const auto& [text, sentence] : {
           Refused{"", "1:1: format is missing: write format = 1 in the first line."},
           Refused{"format = 2\n",
                   "1:10: this version of softpedal reads format 1 only: write format = 1."},
           Refused{"format = \"1\"\n",
                   "1:10: this version of softpedal reads format 1 only: write format = 1."},
           Refused{"format = 1\nprofile = \"acute-1\"\n",
                   "2:1: profile is not a key of format 1: remove it or correct its name."},
           Refused{"format = 1\n[rider]\nweigth_kg = 60\n",
                   "3:1: rider.weigth_kg is not a key of format 1: remove it or correct its "
                   "name."},
           Refused{"format = 1\n[colours]\n",
                   "2:2: colours is not a key of format 1: remove it or correct its name."},
           Refused{"format = 1\nrider = 75\n",
                   "2:1: rider is a whole number, but it must be a table: write [rider] and its "
                   "keys below it."},
           Refused{"format = 1\n[rider]\nweight_kg = \"75\"\n",
                   "3:13: rider.weight_kg is text, but it must be a number: write one without "
                   "quotes, such as 4.5."},
           Refused{"format = 1\n[rider]\nweight_kg = nan\n",
                   "3:13: rider.weight_kg is nan, which is not an amount: write a number."},
           Refused{"format = 1\n[rider]\nweight_kg = inf\n",
                   "3:13: rider.weight_kg is inf, which is not an amount: write a number."},
           Refused{"format = 1\n[rider]\nweight_kg = 19.9\n",
                   "3:13: rider.weight_kg is 19.9, but 20 to 250 is allowed: write a number "
                   "between them."},
           Refused{"format = 1\n[rider]\ncrank_length_mm = 221\n",
                   "3:19: rider.crank_length_mm is 221, but 100 to 220 is allowed: write a number "
                   "between them."},
           Refused{"format = 1\n[bike]\nweight_kg = 51\n",
                   "3:13: bike.weight_kg is 51, but 3 to 50 is allowed: write a number between "
                   "them."},
           Refused{"format = 1\n[bike]\nwheel_circumference_mm = 2.096\n",
                   "3:26: bike.wheel_circumference_mm is 2.096, but 500 to 2600 is allowed: write "
                   "a number between them."},
           Refused{"format = 1\n[bike]\nchainrings = 50\n",
                   "3:14: bike.chainrings is a whole number, but it must be a list of teeth: write "
                   "it as [34, 50]."},
           Refused{"format = 1\n[bike]\nchainrings = []\n",
                   "3:14: bike.chainrings has 0 entries, but it must have 1 to 3: write so many."},
           Refused{"format = 1\n[bike]\nchainrings = [50, 34]\n",
                   "3:19: bike.chainrings goes from 50 to 34: write the teeth from the smallest to "
                   "the largest, each once."},
           Refused{"format = 1\n[bike]\nchainrings = [34, 34]\n",
                   "3:19: bike.chainrings goes from 34 to 34: write the teeth from the smallest to "
                   "the largest, each once."},
           Refused{"format = 1\n[bike]\nchainrings = [34, 71]\n",
                   "3:19: bike.chainrings is 71, but 10 to 70 is allowed: write a number between "
                   "them."},
           Refused{"format = 1\n[bike]\nsprockets = [11, 12.0]\n",
                   "3:18: bike.sprockets is a number with a decimal point, but it must be a whole "
                   "number: write one without quotes and decimal point."},
           Refused{"format = 1\n[bike]\nsprockets = [8]\n",
                   "3:14: bike.sprockets is 8, but 9 to 60 is allowed: write a number between "
                   "them."},
           Refused{"format = 1\n[display]\nunits = \"stone\"\n",
                   "3:9: display.units is \"stone\", which is not known here: write one of "
                   "\"metric\", \"imperial\"."},
           Refused{"format = 1\n[display]\nlight = 1\n",
                   "3:9: display.light is a whole number, but it must be true or false: write one "
                   "of them without quotes."},
           Refused{"format = 1\n[display]\nscale_percent = 201\n",
                   "3:17: display.scale_percent is 201, but 50 to 200 is allowed: write a number "
                   "between them."},
           Refused{"format = 1\n[choice]\nprofile = \"\"\n",
                   "3:11: choice.profile is empty: fill it in or remove it."},
           Refused{"format = 1\n[choice]\nstick = \"a\\u0007b\"\n",
                   "3:9: choice.stick holds a control character: remove it."},
           Refused{"format = 1\n[sensors]\nheart_rate = 0\n",
                   "3:14: sensors.heart_rate is 0, but 1 to 1048575 is allowed: write a number "
                   "between them."},
           Refused{"format = 1\n[sensors]\npower = 1048576\n",
                   "3:9: sensors.power is 1048576, but 1 to 1048575 is allowed: write a number "
                   "between them."},
       }) {
    EXPECT_EQ(refusal_of(text), std::string{"settings.toml:"} + sentence);
  }
  EXPECT_NE(refusal_of("format = 1\nformat = 1\n").find("settings.toml:2:"), std::string::npos);
  EXPECT_NE(refusal_of("format = 1\n[choice]\nstick = \"\xff\"\n").find("not valid TOML"),
            std::string::npos);
  EXPECT_NE(refusal_of("format = 1\n[display]\nlanguage = \"xx\"\n")
                .find("3:12: display.language is \"xx\", which is not known here: write one of "
                      "\"\", \"en\""),
            std::string::npos);
}

TEST(Settings, ThatAreRefusedLeaveTheRiderTheDefaultsAndASentence) {
  const OwnHome home;
  spill(home.config() / "settings.toml", "format = 1\n[rider]\nweight_kg = 9\n");
  ASSERT_FALSE(read_settings());
  testing::internal::CaptureStderr();
  EXPECT_EQ(settings_or_defaults(), Settings{});
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("settings.toml:3:13: rider.weight_kg is 9"), std::string::npos) << said;
}

TEST(Settings, ThatAreRefusedAreSetAsideByTheNextChangeAndNeverLost) {
  const OwnHome home;
  const std::string mine = "format = 1\n# by hand\n[rider]\nweight_kg = 9\n";
  spill(home.config() / "settings.toml", mine);
  ASSERT_TRUE(keep_settings({.profile = "acute-2"}));
  EXPECT_EQ(read_settings()->profile, "acute-2");
  EXPECT_EQ(slurp(home.config() / "settings.toml.bad"), mine);
}

TEST(Settings, ThatAreNoFileAreNotOpenedAndGiveTheirPlaceToTheNextChange) {
  for (const bool pipe : {true, false}) {
    const OwnHome home;
    const auto path = home.config() / "settings.toml";
    std::filesystem::create_directories(path.parent_path());
    if (pipe) {
      ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    } else {
      std::filesystem::create_symlink("/dev/zero", path);
    }
    const auto refused = read_settings();
    ASSERT_FALSE(refused);
    EXPECT_EQ(
        refused.error().sentence,
        path.string() + ": this is not a file: name a settings file, a file that ends in .toml.");
    ASSERT_TRUE(keep_settings({}));
    EXPECT_TRUE(read_settings());
    EXPECT_TRUE(std::filesystem::is_regular_file(std::filesystem::symlink_status(path)));
  }
}

TEST(Settings, MayStandBehindALink) {
  const OwnHome home;
  spill(home.config() / "mine.toml", "format = 1\n[rider]\nweight_kg = 81\n");
  std::filesystem::create_symlink(home.config() / "mine.toml", home.config() / "settings.toml");
  const auto settings = read_settings();
  ASSERT_TRUE(settings) << settings.error().sentence;
  EXPECT_EQ(settings->window.rider, ui::Kilograms{81.0});
}

TEST(Settings, ThatAreRefusedAndCannotBeSetAsideStayAsTheyAre) {
  const OwnHome home;
  spill(home.config() / "settings.toml", "[");
  spill(home.config() / "settings.toml.bad" / "in the way", "");
  EXPECT_FALSE(keep_settings({.profile = "acute-2"}));
  EXPECT_EQ(slurp(home.config() / "settings.toml"), "[");
}

TEST(Settings, ThatAreSoundAreNotSetAside) {
  const OwnHome home;
  ASSERT_TRUE(keep_settings({.profile = "acute-2"}));
  ASSERT_TRUE(keep_settings({.profile = "acute-1"}));
  EXPECT_FALSE(std::filesystem::exists(home.config() / "settings.toml.bad"));
}

TEST(Settings, ThatWouldNotComeBackAreNotWritten) {
  const OwnHome home;
  ASSERT_TRUE(keep_settings({.profile = "acute-2"}));
  EXPECT_FALSE(keep_settings({.profile = "/tmp/\xff.toml"}));
  EXPECT_EQ(read_settings()->profile, "acute-2");
}

TEST(Settings, ThatCannotBeWrittenAreAFault) {
  const OwnHome home;
  spill(home.path() / "XDG_CONFIG_HOME", "a file where a folder should be");
  EXPECT_FALSE(keep_settings({}));
}

}  // namespace
}  // namespace softpedal::commands
