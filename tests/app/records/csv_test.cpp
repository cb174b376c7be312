// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <locale>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "app/records/activity.hpp"
#include "tests/app/records/rides.hpp"

namespace softpedal::records {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> all{""};
  for (const char c : line) {
    if (c == ',') {
      all.emplace_back();
    } else {
      all.back() += c;
    }
  }
  return all;
}

std::vector<Row> read(const std::string& text) {
  std::istringstream lines{text};
  std::string line;
  std::getline(lines, line);
  const auto header = cells(line);
  std::vector<Row> rows;
  while (std::getline(lines, line)) {
    const auto values = cells(line);
    EXPECT_EQ(values.size(), header.size()) << line;
    Row row;
    for (std::size_t i = 0; i < std::min(values.size(), header.size()); ++i) {
      EXPECT_TRUE(row.emplace(header[i], values[i]).second) << "a column once";
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

TEST(Csv, BeginsWithTheColumnsByWhichGoldenCheetahKnowsIt) {
  EXPECT_TRUE(csv_activity(a_ride()).starts_with(
      "secs,cad,hr,km,kph,nm,watts,alt,lon,lat,headwind,slope,temp,interval,lrbalance,lte,rte,lps,"
      "rps,smo2,thb,o2hb,hhb,"));
}

TEST(Csv, HasALineForEachSecondPausesIncludedThoughNothingIsAddedUpThere) {
  KeptRide ride = a_ride({.heart_rate = true});
  for (Second& second : ride.seconds) {
    if (second.phase == Phase::Paused) second.power = Watts{50.0};  // turned all the same
  }
  const auto rows = read(csv_activity(ride));
  ASSERT_EQ(rows.size(), ride.seconds.size());
  double km = 0.0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Second& second = ride.seconds[i];
    const auto number = [&row = rows[i]](const char* column) { return std::stod(row.at(column)); };
    if (i > 0) km += second.speed->count() / 1000.0;
    EXPECT_EQ(rows[i].at("secs"), std::to_string(i));
    EXPECT_NEAR(number("km"), km, 0.00001);
    if (second.phase == Phase::Paused) {
      for (const char* column : {"cad", "hr", "kph", "nm", "watts"}) {
        EXPECT_EQ(rows[i].at(column), "") << column;
      }
    } else {
      EXPECT_EQ(number("cad"), second.cadence->count());
      EXPECT_EQ(number("hr"), second.heart_rate->count());
      EXPECT_NEAR(number("kph"), second.speed->count() * 3.6, 0.006);
      EXPECT_EQ(number("watts"), second.power->count());
      EXPECT_NEAR(number("nm"), second.torque_mean->count(), 0.006);
      EXPECT_NEAR(number("torque"), second.torque_mean->count(), 0.006);
    }
    EXPECT_NEAR(number("resistance"), second.resistance.count(), 0.06);
    EXPECT_EQ(number("torque_cap"), 4.0);
    EXPECT_EQ(rows[i].at("state"), word(second.phase));
    EXPECT_EQ(rows[i].at("why"), word(second.why));
    EXPECT_EQ(rows[i].at("nrs"), i == 420 ? "4" : "");
  }
}

TEST(Csv, WhatWasNotMeasuredIsEmpty) {
  KeptRide ride = a_ride();
  for (Second& second : ride.seconds) {
    second.cadence.reset();
    second.power.reset();
    second.speed.reset();
    second.torque_mean.reset();
  }
  ride.marks.clear();
  for (const Row& row : read(csv_activity(ride))) {
    for (const auto& [column, value] : row) {
      const bool known = column == "secs" || column == "resistance" || column == "torque_cap" ||
                         column == "state" || column == "why";
      EXPECT_EQ(value.empty(), !known) << column << ": " << value;
    }
  }
}

TEST(Csv, OfNothingIsItsHeader) { EXPECT_TRUE(read(csv_activity(KeptRide{})).empty()); }

TEST(Csv, ThePointIsAPointInEveryLanguage) {
  const std::string plain = csv_activity(a_ride());
  for (const char* language : {"da_DK.UTF-8", "de_DE.UTF-8"}) {
    if (std::setlocale(LC_ALL, language) == nullptr) continue;  // not on this machine
    EXPECT_EQ(csv_activity(a_ride()), plain);
    std::setlocale(LC_ALL, "C");
  }
  class Comma : public std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    std::string do_grouping() const override { return "\3"; }
    char do_thousands_sep() const override { return '.'; }
  };
  const std::locale before = std::locale::global(std::locale{std::locale{}, new Comma});
  EXPECT_EQ(csv_activity(a_ride()), plain);
  const std::string tcx = tcx_activity(a_ride());
  std::locale::global(before);
  EXPECT_EQ(tcx, tcx_activity(a_ride()));
}

}  // namespace
}  // namespace softpedal::records
