// SPDX-License-Identifier: MIT
#include "profiles/profile.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <random>

#include "profiles/ceiling.hpp"
#include "profiles/format.hpp"
#include "profiles/toml_file.hpp"
#include "tests/profiles/test_files.hpp"

namespace softpedal::profiles {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

// --- what is refused ----------------------------------------------------------------------------

// Each file in bad/ breaks one rule; its last line is the refusal: "# refused: LINE:COLUMN: ...".
class Bad : public testing::TestWithParam<fs::path> {};

TEST_P(Bad, IsRefusedWithThisSentence) {
  const std::string text = slurp(GetParam());
  constexpr std::string_view mark = "# refused: ";
  const std::size_t at = text.rfind(mark);
  ASSERT_NE(at, text.npos) << "the file does not say how it is refused";
  const std::string sentence =
      text.substr(at + mark.size(), text.find('\n', at) - at - mark.size());

  const auto profile = load(GetParam(), test_day);

  ASSERT_FALSE(profile.has_value()) << "accepted, but should be refused: " << sentence;
  EXPECT_EQ(profile.error().code, FaultCode::BadFile);
  EXPECT_EQ(profile.error().sentence, GetParam().string() + ":" + sentence);
}
INSTANTIATE_TEST_SUITE_P(Profile, Bad, testing::ValuesIn(toml_files(test_folder / "bad")),
                         [](const auto& file) { return test_name(file.param); });

class Folder : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(here_); }
  void TearDown() override { fs::remove_all(here_); }
  std::string refusal_of(const fs::path& path) {
    const auto profile = load(path, test_day);
    return profile ? "accepted" : profile.error().sentence;
  }
  const fs::path here_ = fs::path{testing::TempDir()} / ("profiles-" + std::to_string(getpid()));
};
using ProfileFile = Folder;

TEST_F(ProfileFile, ThatIsNotThereIsRefused) {
  const fs::path none = here_ / "none.toml";
  EXPECT_EQ(refusal_of(none),
            none.string() + ": there is no such file: check the name and the folder.");
}

TEST_F(ProfileFile, ThatIsAFolderIsRefused) {
  EXPECT_EQ(refusal_of(here_), here_.string() +
                                   ": this is not a file: name a profile, a file that ends in "
                                   ".toml.");
}

TEST_F(ProfileFile, ThatIsAPipeIsRefusedAndNotWaitedFor) {
  const fs::path pipe = here_ / "pipe.toml";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(refusal_of(pipe), pipe.string() +
                                  ": this is not a file: name a profile, a file that ends in "
                                  ".toml.");
}

TEST_F(ProfileFile, ThatMayNotBeReadIsRefused) {
  const fs::path secret = here_ / "secret.toml";
  std::ofstream{secret} << "format = 1\n";
  fs::permissions(secret, fs::perms::none);
  const uid_t me = geteuid();
  if (me == 0) {
    ASSERT_EQ(seteuid(65534), 0);  // root may read everything: be nobody for a moment
  }
  const std::string refusal = refusal_of(secret);
  ASSERT_EQ(seteuid(me), 0);
  EXPECT_EQ(refusal, secret.string() +
                         ": the file cannot be read (Permission denied): check its permissions.");
}

TEST_F(ProfileFile, ThatIsTooBigIsRefusedUnread) {
  const fs::path big = here_ / "big.toml";
  std::ofstream{big} << slurp(library_folder / "acute-1.toml") << std::string(most_bytes, '#');
  EXPECT_EQ(refusal_of(big),
            big.string() + ": a profile is never larger than 64 KiB: choose another file.");
}

TEST_F(ProfileFile, WithAByteOrderMarkIsRefused) {
  const fs::path marked = here_ / "marked.toml";
  std::ofstream{marked} << "\xEF\xBB\xBF" << slurp(library_folder / "acute-1.toml");
  EXPECT_EQ(refusal_of(marked), marked.string() +
                                    ":1:1: the file begins with a byte order mark: save it as "
                                    "UTF-8 without one.");
}

TEST_F(ProfileFile, ThatIsEmptyIsRefused) {
  const fs::path empty = here_ / "empty.toml";
  std::ofstream{empty}.close();
  EXPECT_EQ(
      refusal_of(empty),
      empty.string() +
          ":1:1: format is missing (the version of the format): add it before the first table.");
}

// Text of a file is shown in a terminal, which must not obey it.
TEST(Profile, ARefusalNeverRepeatsControlCharacters) {
  for (const char* hostile :
       {"\"\\u001b[2J\" = 1", "\"\\u009b2J\" = 1", "phase = \"\\u0007\"", "a = \"\x1b[2J\""}) {
    const auto profile = parse(hostile, "hostile.toml", test_day);
    ASSERT_FALSE(profile);
    for (const char c : profile.error().sentence) {
      EXPECT_GE(static_cast<unsigned char>(c), 0x20) << profile.error().sentence;
    }
    EXPECT_EQ(profile.error().sentence.find("\xC2\x9B"), std::string::npos);
  }
}

// --- what is accepted ---------------------------------------------------------------------------

TEST(Profile, EveryKeyArrivesInItsPlace) {
  const fs::path path = test_folder / "good/everything.toml";
  const auto profile = load(path, test_day);
  ASSERT_TRUE(profile) << profile.error().sentence;
  const Prescription expected{
      .phase = RehabPhase::Free,
      .warm_up = seconds{0},
      .ride = seconds{3600},
      .cool_down = seconds{0},
      .target = {.mode = TargetMode::Torque, .torque = NewtonMetres{20.0}},
      .limits = {.torque_mean = NewtonMetres{20.0},
                 .torque_peak = NewtonMetres{30.0},
                 .power = Watts{150.0},
                 .resistance = Percent{50.0},
                 .ramp_up_per_second = Percent{5.0},
                 .total = seconds{3600},
                 .heart_rate = Bpm{120.0}},
      .cadence_low = Rpm{0.0},
      .cadence_high = Rpm{254.0},
      .pain = {.ask_every = seconds{1}, .ease_at = 0, .stop_at = 10, .stop_on_rise = 10},
  };
  EXPECT_TRUE(profile->prescription == expected);
  EXPECT_EQ(profile->name, "Everything: größtmöglich");
  EXPECT_EQ(profile->sessions_per_week, 21);
  EXPECT_EQ(profile->hours_between, std::chrono::hours{0});
  EXPECT_EQ(profile->author.name, "Dr. Ångström");
  EXPECT_EQ(profile->author.issued, std::chrono::year{2026} / 11 / 1);
  EXPECT_EQ(profile->author.expires, std::optional<Date>{test_day});
  EXPECT_EQ(profile->author.note, "Two lines,\nand a tab:\tdone.");
  EXPECT_EQ(profile->text, slurp(path));
  EXPECT_EQ(profile->path, path);
}

TEST(Profile, KeysWithoutHeadersMeanTheSame) {
  const auto profile = load(test_folder / "good/dotted.toml", test_day);
  ASSERT_TRUE(profile) << profile.error().sentence;
  const Prescription expected{
      .phase = RehabPhase::Chronic,
      .warm_up = seconds{60},
      .ride = seconds{600},
      .cool_down = seconds{60},
      .target = {.mode = TargetMode::Resistance, .resistance = Percent{12.5}},
      .limits = {.torque_mean = NewtonMetres{8.0},
                 .torque_peak = NewtonMetres{8.0},
                 .power = Watts{60.0},
                 .resistance = Percent{12.5},
                 .ramp_up_per_second = Percent{0.0},
                 .total = seconds{720}},
      .cadence_low = Rpm{59.5},
      .cadence_high = Rpm{60.0},
      .pain = {.ask_every = seconds{300}, .ease_at = 5, .stop_at = 5, .stop_on_rise = 0},
  };
  EXPECT_TRUE(profile->prescription == expected);
  EXPECT_EQ(profile->author.note, "");
  EXPECT_FALSE(profile->author.expires);
}

TEST(Profile, ASignatureIsCarriedButNotTakenForTrust) {
  const auto with = load(test_folder / "good/everything.toml", test_day);
  const auto without = load(test_folder / "good/dotted.toml", test_day);
  ASSERT_TRUE(with && without);
  EXPECT_TRUE(with->unverified_signature);
  EXPECT_FALSE(without->unverified_signature);
}

TEST(Profile, IsGoodOnItsLastDayAndNotOnTheNext) {
  const fs::path path = test_folder / "good/everything.toml";
  EXPECT_TRUE(load(path, test_day));
  const auto late = load(path, Date{std::chrono::sys_days{test_day} + std::chrono::days{1}});
  ASSERT_FALSE(late);
  EXPECT_EQ(
      late.error().sentence,
      path.string() + ":9:11: this profile expired on 2026-11-21: ask Dr. Ångström for a new one.");
}

// --- the ceiling --------------------------------------------------------------------------------

// The ceiling written out again, so that a slip in ceiling.hpp or in a row of format.hpp shows.
struct Most {
  long total_s;
  double mean_nm, peak_nm, power_w, percent, ramp;
};
Most most_of(RehabPhase phase) {
  if (phase == RehabPhase::Acute) return {1200, 5, 8, 40, 15, 1};
  return {3600, 20, 30, 150, 50, 5};
}

void expect_under_ceiling(const Profile& profile) {
  const Prescription& rx = profile.prescription;
  const Most most = most_of(rx.phase);
  const auto within = [](double value, double limit) { return value >= 0.0 && value <= limit; };
  EXPECT_TRUE(within(rx.limits.torque_mean.count(), most.mean_nm));
  EXPECT_TRUE(within(rx.limits.torque_peak.count(), most.peak_nm));
  EXPECT_TRUE(within(rx.limits.power.count(), most.power_w));
  EXPECT_TRUE(within(rx.limits.resistance.count(), most.percent));
  EXPECT_TRUE(within(rx.limits.ramp_up_per_second.count(), most.ramp));
  EXPECT_TRUE(within(rx.target.resistance.count(), rx.limits.resistance.count()));
  EXPECT_TRUE(within(rx.target.torque.count(), rx.limits.torque_mean.count()));
  EXPECT_GE(rx.warm_up.count(), 0);
  EXPECT_GT(rx.ride.count(), 0);
  EXPECT_GE(rx.cool_down.count(), 0);
  EXPECT_LE((rx.warm_up + rx.ride + rx.cool_down).count(), rx.limits.total.count());
  EXPECT_LE(rx.limits.total.count(), most.total_s);
  EXPECT_LT(rx.cadence_low.count(), rx.cadence_high.count());
  EXPECT_TRUE(rx.pain.ease_at >= 0 && rx.pain.ease_at <= rx.pain.stop_at && rx.pain.stop_at <= 10);
  EXPECT_TRUE(rx.pain.stop_on_rise >= 0 && rx.pain.stop_on_rise <= 10);
}

// Replaces the value behind " = " of one line by one that is near a limit, odd, or not a number.
std::string mutated(const std::string& text, std::mt19937& random) {
  static const std::vector<std::string> values{"0",
                                               "-0.0",
                                               "-1",
                                               "0.5",
                                               "1",
                                               "3",
                                               "4.0",
                                               "5",
                                               "5.000001",
                                               "6",
                                               "8",
                                               "8.1",
                                               "10",
                                               "11",
                                               "15",
                                               "15.5",
                                               "20",
                                               "20.01",
                                               "30",
                                               "40",
                                               "41",
                                               "50",
                                               "51",
                                               "60",
                                               "120",
                                               "150",
                                               "151",
                                               "254",
                                               "255",
                                               "480",
                                               "900",
                                               "1200",
                                               "1201",
                                               "3600",
                                               "3601",
                                               "1e300",
                                               "-1e300",
                                               "nan",
                                               "-nan",
                                               "inf",
                                               "-inf",
                                               "9223372036854775807",
                                               "-9223372036854775808",
                                               "0x7fffffff",
                                               "4294967297",
                                               "true",
                                               "\"5\"",
                                               "[5]",
                                               "{}",
                                               "\"acute\"",
                                               "\"free\"",
                                               "\"torque\"",
                                               "\"resistance\"",
                                               "\"release\"",
                                               "2026-11-21",
                                               "2020-01-01",
                                               "08:00:00"};
  std::vector<std::size_t> places;
  for (std::size_t at = text.find(" = "); at != text.npos; at = text.find(" = ", at + 1)) {
    places.push_back(at + 3);
  }
  const std::size_t from = places[random() % places.size()];
  const std::string value = values[random() % values.size()];
  return text.substr(0, from) + value + text.substr(text.find('\n', from));
}

TEST(Profile, NoAcceptedFileExceedsTheCeiling) {
  std::vector<fs::path> seeds = toml_files(library_folder);
  seeds.push_back(test_folder / "good/everything.toml");
  int accepted = 0, refused = 0;
  for (unsigned seed = 0; seed < 4000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    std::string text = slurp(seeds[random() % seeds.size()]);
    for (unsigned i = random() % 4; i < 4; ++i) text = mutated(text, random);
    const auto profile = parse(text, "mutated.toml", test_day);
    if (profile) {
      ++accepted;
      expect_under_ceiling(*profile);
      if (HasFailure()) FAIL() << text;
    } else {
      ++refused;
    }
  }
  EXPECT_GT(accepted, 100);  // else the property says nothing
  EXPECT_GT(refused, 100);
}

// Whatever bytes a file holds, the answer is a profile or a sentence.
TEST(Profile, DamagedBytesNeverDoMoreThanRefuse) {
  const std::string good = slurp(library_folder / "subacute.toml");
  for (unsigned seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    std::string text = good;
    for (unsigned i = random() % 8; i < 8; ++i) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text.erase(at, random() % 20);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 20));
      }
    }
    const auto profile = parse(text, "damaged.toml", test_day);
    if (profile) {
      expect_under_ceiling(*profile);
      ASSERT_FALSE(HasFailure()) << text;
    } else {
      ASSERT_TRUE(profile.error().sentence.starts_with("damaged.toml:"));
      ASSERT_EQ(profile.error().sentence.back(), '.');
    }
  }
}

TEST(Profile, DeepNestingIsRefused) {
  const std::string deep = "a = " + std::string(20000, '[');
  EXPECT_FALSE(parse(deep, "deep.toml", test_day));
}

// A row's upper end is allowed and the next number above it is not.
TEST(Profile, EachCeilingIsAllowedAndNothingAboveIt) {
  const std::string good = slurp(test_folder / "good/everything.toml");
  const auto with = [&good](std::string_view key, const std::string& value) {
    const std::size_t at = good.find("\n" + std::string{key} + " = ") + 1;
    return good.substr(0, at) + std::string{key} + " = " + value + good.substr(good.find('\n', at));
  };
  for (const auto& [key, most, above] :
       {std::tuple{"torque_mean_nm", "20", "20.001"}, std::tuple{"torque_peak_nm", "30", "30.001"},
        std::tuple{"power_w", "150", "150.001"}, std::tuple{"total_s", "3600", "3601"},
        std::tuple{"resistance_percent", "50", "50.001"},
        std::tuple{"ramp_up_percent_per_s", "5", "5.001"},
        std::tuple{"heart_rate_bpm", "220", "220.5"}, std::tuple{"high_rpm", "254", "254.5"},
        std::tuple{"stop_at", "10", "11"}, std::tuple{"stop_on_rise", "10", "11"},
        std::tuple{"sessions_per_week", "21", "22"}, std::tuple{"hours_between", "168", "169"}}) {
    EXPECT_TRUE(parse(with(key, most), "x.toml", test_day)) << key;
    const auto too_much = parse(with(key, above), "x.toml", test_day);
    ASSERT_FALSE(too_much) << key;
    EXPECT_NE(too_much.error().sentence.find("at most " + std::string{most} + " is allowed"),
              std::string::npos)
        << too_much.error().sentence;
  }
}

}  // namespace
}  // namespace softpedal::profiles
