// SPDX-License-Identifier: MIT
// The report as others read it: by poppler's tools.
#include "app/records/report.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

#include "app/language/language.hpp"
#include "tests/app/records/report_samples.hpp"

namespace softpedal::records {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;

std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  std::array<char, 4096> part{};
  for (std::size_t n = 0; (n = std::fread(part.data(), 1, part.size(), pipe)) > 0;) {
    text.append(part.data(), n);
  }
  ::pclose(pipe);
  return text;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

class ReportPage : public testing::Test {
 protected:
  ReportPage() {
    std::string name = (fs::temp_directory_path() / "softpedal-report-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~ReportPage() override {
    if (chosen_) change_language("en");
    fs::remove_all(folder_);
  }

  void SetUp() override {
    for (const char* tool : {"pdftotext", "pdfinfo", "pdffonts"}) {
      if (output_of(std::string{"command -v "} + tool).empty()) {
        GTEST_SKIP() << "NO REPORT WAS READ: " << tool << " is missing (package poppler-utils)";
      }
    }
  }

  void speak(const char* language) {
    choose_language(language);
    chosen_ = true;
  }

  [[nodiscard]] fs::path file() const { return folder_ / "report.pdf"; }

  // Its words, each run of spaces and line ends as one space.
  std::string text_of(const Report& report) {
    const auto written = write_report(report, file());
    EXPECT_TRUE(written) << (written ? "" : written.error().sentence);
    const std::string text = output_of("pdftotext -raw '" + file().string() + "' -");
    return std::regex_replace(text, std::regex{"\\s+"}, " ");
  }

  struct Placed {
    double left, top, right, bottom;
    std::string word;
  };
  [[nodiscard]] std::vector<Placed> words() const {
    const std::string html = output_of("pdftotext -bbox '" + file().string() + "' -");
    const std::regex one{
        R"re(xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<)re"};
    std::vector<Placed> all;
    for (std::sregex_iterator at{html.begin(), html.end(), one}; at != std::sregex_iterator{};
         ++at) {
      const auto& m = *at;
      all.push_back({std::stod(m[1]), std::stod(m[2]), std::stod(m[3]), std::stod(m[4]), m[5]});
    }
    return all;
  }

  // A page of A4, all fonts in it, every word on the paper and none upon another.
  void expect_a_good_page() const {
    const std::string about = output_of("pdfinfo '" + file().string() + "'");
    EXPECT_TRUE(std::regex_search(about, std::regex{R"(Pages:\s+1\n)"})) << about;
    EXPECT_NE(about.find("(A4)"), std::string::npos) << about;
    std::istringstream fonts{output_of("pdffonts '" + file().string() + "'")};
    std::string line;
    int count = 0;
    while (std::getline(fonts, line)) {
      if (line.find("Type") == std::string::npos) continue;
      ++count;
      EXPECT_TRUE(std::regex_search(line, std::regex{R"(\s+yes\s+yes\s+yes\s+\d+)"})) << line;
    }
    EXPECT_GE(count, 2);
    const auto placed = words();
    EXPECT_GT(placed.size(), 150U);
    for (std::size_t i = 0; i < placed.size(); ++i) {
      const Placed& a = placed[i];
      EXPECT_GE(a.left, 30.0) << a.word;
      EXPECT_LE(a.right, 595.3 - 30.0) << a.word;
      EXPECT_GE(a.top, 20.0) << a.word;
      EXPECT_LE(a.bottom, 841.9 - 20.0) << a.word;
      for (std::size_t j = i + 1; j < placed.size(); ++j) {
        const Placed& b = placed[j];
        const double wide = std::min(a.right, b.right) - std::max(a.left, b.left);
        const double high = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
        const double line_high = std::min(a.bottom - a.top, b.bottom - b.top);
        EXPECT_FALSE(wide > 0.5 && high > 0.35 * line_high) << a.word << " upon " << b.word;
      }
    }
  }

  fs::path folder_{};
  bool chosen_ = false;
};

void expect_said(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    EXPECT_NE(text.find(part), std::string::npos) << "not said: " << part << "\nin: " << text;
  }
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST_F(ReportPage, ANameIsReadInWhateverFontHasIt) {
  const auto fonts_with = [](const char* code) {
    return !output_of(std::string{"fc-list ':charset="} + code + "' family").empty();
  };
  Report report = full_report();
  report.name = "\u202E王小明 李";
  std::string text = text_of(report);
  EXPECT_EQ(text.find("\u202E"), std::string::npos);
  if (fonts_with("738b")) {
    EXPECT_NE(text.find("王小明 李"), std::string::npos) << text;
  } else {
    EXPECT_EQ(count_of(text, "\uFFFD"), 4U) << "a sign for each letter: " << text;
  }
  if (!fonts_with("1d49c")) GTEST_SKIP() << "no font here has a letter that the usual ones lack";
  report.name = "A\U0001D49CZ";  // of a font for mathematics
  text = text_of(report);
  EXPECT_NE(text.find("\U0001D49C"), std::string::npos) << text;
  EXPECT_EQ(text.find("\uFFFD"), std::string::npos) << text;
}

TEST_F(ReportPage, SaysEveryFigure) {
  const std::string text = text_of(full_report());
  expect_a_good_page();
  expect_said(
      text,
      {"Rides on the stationary bike", "Åse Bjørnskov Sørensen", "2026-09-07 to 2026-11-21",
       // adherence and dose
       "59 of 69", "rides, ridden of planned", "each at least 80 % of its minutes",
       "rides in all: 63", "775", "minutes ridden", "planned: 862", "718", "kJ of work",
       "in 46676 turns of the cranks", "rides ended early", "by the rider 2, pain 2",
       "plan now: 5 a week",
       // the profile
       "Subacute: a little resistance", "14 min: warm-up 2, ride 10, cool-down 2.",
       "Limits: torque 4.0 N·m over 3 s, 6.0 N·m in one reading, power 30 W.", "Cadence 50–75 rpm.",
       "The brake holds 3.0 N·m.", "Pain 3: eases.",
       "Also ridden (rides): Acute 2: easy turning (21); Acute 1: motion only (20)",
       // the chart
       "12.3 a ride", "11.4 kJ a ride", "741 turns a ride", "power: mean 13 W",
       "mean 2.5, limit 4.0", "highest 5.1, limit 6.0, on 2026-11-11", "mean 58, spread ±3.1",
       "band 50–75", "3:12 min in all", "with resistance 0:18, without 2:54", "Pain before",
       "Pain, highest", "Pain after", "Pain next morning", "median 1, from 0 to 5",
       "median 2, from 0 to 7", "answered 63 of 63", "answered 51 of 63", "swollen knee: 3 of 51",
       "day by day", "2026-09-07",
       // what happened
       "16 × (rides: 8 of 63): torque in one reading 8, without resistance, by the gear alone 8.",
       "Each time the resistance was taken away at once",
       "Held without resistance by the rider, a pain score or the program: 4 ×.",
       // the trainer
       "Number 12345, maker 89, model 2875, software 1.2. Rides: 63.",
       "Rides in which it asked for its power zero: 1.",
       "Takes 1.9 ± 0.2 N·m without resistance in gear 34 x 28 (2026-11-21).",
       "No power meter disagreed with its numbers.",
       // changes and notes
       "A 2026-10-02 Acute 2: easy turning, torque limit 3.0 → 4.0 N·m",
       "limit of one reading 4.5 → 6.0 N·m, power limit 20 → 30 W.",
       "minutes 2+8+2 → 2+10+2, cadence 50–70 → 50–75 rpm, target no resistance → 3.0 N·m, "
       "rides a week 7 → 5.",
       "2026-11-17 A little stiff on the stairs, better after turning.",
       // the foot
       "It is not a medical device", "in steps of 1 W and 1 rpm", "Made on 2026-11-21.",
       "Recorded with softpedal 0.1.0.", "Simulated rides left out: 1.",
       "Spins of the floor finder, not counted as rides: 1."});
  EXPECT_EQ(text.find("SIMULATED"), std::string::npos);
}

TEST_F(ReportPage, SpeaksDanishWithItsLettersAndItsComma) {
  speak("da");
  const std::string text = text_of(full_report());
  expect_a_good_page();
  expect_said(text,
              {"Ture på kondicyklen", "2026-09-07 til 2026-11-21", "59 af 69",
               "775 minutter kørt planlagt: 862", "ture sluttet før tid", "af rytteren 2, smerte 2",
               "Subakut: lidt modstand",
               "Grænser: moment 4,0 N·m over 3 s, 6,0 N·m i én måling, effekt 30 W.",
               "11,4 kJ pr. tur", "middel 2,5, grænse 4,0", "spredning ±3,1", "Smerte næste morgen",
               "hævet knæ: 3 af 51", "Kræver 1,9 ± 0,2 N·m uden modstand", "Ændringer af profilen",
               "Akut 2: let tråd, momentgrænse 3,0 → 4,0 N·m", "Rytterens noter",
               "Det er ikke medicinsk udstyr", "Lavet den 2026-11-21."});
}

TEST_F(ReportPage, OfOneRideIsOneGoodPage) {
  Report report = report_of({ride_on(a_monday)}, 90);
  report.name.clear();
  const std::string text = text_of(report);
  expect_a_good_page();
  expect_said(text, {"1 of 90", "12 minutes ridden planned: 1080", "each was ridden to its end",
                     "no answer", "No limit was exceeded.", "None in the period.",
                     "It asked for no calibration."});
}

TEST_F(ReportPage, OfFourHundredAndOfThousandsIsOneGoodPage) {
  expect_said(text_of(report_of(months_of_rides(440), 440)), {"week by week"});
  expect_a_good_page();
  expect_said(text_of(report_of(months_of_rides(3650), 3650)), {"month by month"});
  expect_a_good_page();
}

TEST_F(ReportPage, IsNotBrokenByAnyNameNoteOrNumber) {
  for (const char* language : {"en", "da"}) {
    speak(language);
    for (const int length : {12, 90, 400}) {
      SCOPED_TRACE(std::string{language} + " " + std::to_string(length));
      const std::string text = text_of(mad_report(length));
      expect_a_good_page();
      expect_said(text, {"Имя", "WWWW", "MMMM", "the stairs"});
      EXPECT_EQ(text.find("[31m [31m"), std::string::npos);
    }
  }
}

TEST_F(ReportPage, OfSimulatedRidesSaysSoAcrossItsHead) {
  Report report = report_of(months_of_rides(20), 20);
  for (RideSummary& ride : report.rides) ride.simulated = true;
  EXPECT_EQ(text_of(report).find("SIMULATED: a virtual trainer and a virtual rider"), 0U)
      << "it stands first";
  expect_a_good_page();
}

TEST_F(ReportPage, AProfileWhoseTextAloneChangedIsSaidToBeSo) {
  RideSummary other = ride_on(a_monday + days{1});
  other.profile_hash = std::string(64, 'z');
  expect_said(text_of(report_of({ride_on(a_monday), other}, 7)),
              {"2026-09-08 its text, no number."});
}

TEST_F(ReportPage, TheSameRidesGiveTheSameBytesOnTheSameDay) {
  Report report = full_report();
  ASSERT_TRUE(write_report(report, file()));
  const std::string once = bytes_of(file());
  ASSERT_TRUE(write_report(report, file()));
  EXPECT_EQ(bytes_of(file()), once);
  report.made_on += days{1};
  ASSERT_TRUE(write_report(report, file()));
  EXPECT_NE(bytes_of(file()), once);
  EXPECT_EQ(std::distance(fs::directory_iterator{folder_}, {}), 1) << "nothing else is left there";
}

TEST_F(ReportPage, WhereItCannotBeWrittenThereIsAFaultAndWhatWasThereStays) {
  const auto nowhere = write_report(full_report(), folder_ / "missing" / "report.pdf");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, FaultCode::BadFile);
  EXPECT_NE(nowhere.error().sentence.find("missing/report.pdf"), std::string::npos);
  std::ofstream{file()} << "of last month";
  EXPECT_FALSE(write_report(report_of({}, 7), file()));
  EXPECT_EQ(bytes_of(file()), "of last month");
}

}  // namespace
}  // namespace softpedal::records
