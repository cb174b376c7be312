// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "drivers/antplus/common.hpp"
#include "drivers/antplus/fec.hpp"
#include "drivers/antplus/fec_control.hpp"
#include "drivers/antplus/heart_rate.hpp"
#include "drivers/antplus/power.hpp"
#include "drivers/antplus/speed_cadence.hpp"

namespace softpedal {
namespace {

using antplus::Bits;
using antplus::Field;
using antplus::Payload;

Payload any_page(std::mt19937& random, std::uint8_t number) {
  Payload page{};
  for (std::uint8_t& byte : page) byte = static_cast<std::uint8_t>(random());
  page[0] = number;
  return page;
}

// --- what must not be possible at all -----------------------------------------------------------

template <class FieldType, class Unit>
concept Writable = requires(Payload& page, const FieldType& field, std::optional<Unit> value) {
  antplus::write(page, field, value);
};
static_assert(Writable<decltype(fec::page25::power), Watts>);
static_assert(!Writable<decltype(fec::page49::power), Watts>, "target power has no encoder");
static_assert(!Writable<decltype(fec::page51::grade), antplus::Slope>, "no slope can be asked for");
static_assert(!Writable<decltype(fec::page50::wind), antplus::KilometresPerHour>);
static_assert(!Writable<decltype(fec::page48::resistance), Percent>);

// --- pages worked by hand, at compile time ------------------------------------------------------

constexpr Payload tacx_at_rest{0x19, 0x37, 0x00, 0x74, 0xF6, 0x00, 0x40, 0x20};
static_assert(fec::read_trainer_data(tacx_at_rest)->accumulated_watts == 63092);
static_assert(fec::read_trainer_data(tacx_at_rest)->power == Watts{0},
              "the status bits above the power do not leak into it");
static_assert(fec::read_trainer_data(tacx_at_rest)->user_configuration_needed);
static_assert(fec::basic_resistance(Percent{5})[7] == 10);
static_assert(fec::flat_track() == Payload{0x33, 0xFF, 0xFF, 0xFF, 0xFF, 0x20, 0x4E, 0x00});
static_assert(fec::read_track_resistance(fec::flat_track())->grade == antplus::Slope{0});
static_assert(fec::read_track_resistance(fec::flat_track())->rolling == antplus::Ratio{0});
static_assert(fec::read_wind_resistance(fec::no_wind())->coefficient ==
              antplus::KilogramsPerMetre{0});
static_assert(fec::read_wind_resistance(fec::no_wind())->wind == antplus::KilometresPerHour{0});

// --- fields -------------------------------------------------------------------------------------

TEST(Fields, TouchOnlyTheirOwnBits) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    const int width = 1 + static_cast<int>(random() % 32);
    const Bits bits{.bit = static_cast<int>(random() % static_cast<unsigned>(65 - width)),
                    .width = width};
    const Payload before = any_page(random, static_cast<std::uint8_t>(random()));
    const auto value = static_cast<std::uint32_t>(random() & ((std::uint64_t{1} << width) - 1));
    Payload after = before;
    antplus::put(after, bits, value);
    for (int bit = 0; bit < 64; ++bit) {  // bit by bit, by another route
      const auto at = [bit](const Payload& page) {
        return (page[static_cast<std::size_t>(bit / 8)] >> (bit % 8)) & 1;
      };
      const bool inside = bit >= bits.bit && bit < bits.bit + width;
      const int expected = inside ? static_cast<int>((value >> (bit - bits.bit)) & 1) : at(before);
      ASSERT_EQ(at(after), expected) << "bit " << bit;
    }
    ASSERT_EQ(antplus::get(after, bits), value);
  }
}

TEST(Fields, EveryRawValueSurvivesReadingAndWriting) {
  const auto all = [](const auto& field) {
    for (std::uint32_t raw = 0; raw < (1u << field.width); ++raw) {
      Payload page{};
      antplus::put(page, Bits{field.bit, field.width}, raw);
      Payload again{};
      antplus::write(again, field, antplus::read(page, field));
      ASSERT_EQ(again, page) << raw;
    }
  };
  all(fec::page16::speed);
  all(fec::page16::heart_rate);
  all(fec::page17::incline);
  all(fec::page17::cycle_length);
  all(fec::page18::burn_rate);
  all(fec::page25::cadence);
  all(fec::page25::power);
  all(fec::page54::max_force);
  all(fec::page55::rider);
  all(fec::page55::bike);
  all(fec::page55::gear_ratio);
  all(fec::page1::temperature);
}

TEST(Fields, AValueThatDoesNotFitNeverBecomesTheInvalidCode) {
  constexpr double huge = std::numeric_limits<double>::infinity();
  for (const double watts : {4094.0, 4095.0, 4096.0, 1e9, huge}) {
    Payload page{};
    antplus::write(page, fec::page25::power, Watts{watts});
    EXPECT_EQ(antplus::read(page, fec::page25::power), Watts{4094}) << watts;
  }
  for (const double watts : {-0.6, -1.0, -huge, std::numeric_limits<double>::quiet_NaN()}) {
    Payload page{};
    antplus::write(page, fec::page25::power, Watts{watts});
    EXPECT_EQ(antplus::read(page, fec::page25::power), Watts{0}) << watts;
  }
  Payload page{};
  antplus::write(page, fec::page17::incline, antplus::Slope{1e9});
  EXPECT_EQ(antplus::read(page, fec::page17::incline), antplus::Slope{0x7FFE * 0.01});
  antplus::write(page, fec::page17::incline, antplus::Slope{-1e9});
  EXPECT_EQ(antplus::read(page, fec::page17::incline), antplus::Slope{-0x8000 * 0.01});
}

TEST(Fields, CountersDifferOverTheirRollOver) {
  static_assert(antplus::advance<std::uint8_t>(255, 0) == 1, "not 0, and not 2");
  static_assert(antplus::advance<std::uint16_t>(65530, 294) == 300);
  for (int from = 0; from < 256; ++from) {
    for (int gone = 0; gone < 256; ++gone) {
      ASSERT_EQ(antplus::advance(static_cast<std::uint8_t>(from),
                                 static_cast<std::uint8_t>((from + gone) % 256)),
                gone);
    }
  }
}

// --- fitness equipment --------------------------------------------------------------------------

TEST(FecPages, ReadersLookAtThePageNumberFirst) {
  std::mt19937 random{1};
  for (int number = 0; number < 256; ++number) {
    SCOPED_TRACE(number);
    const Payload page = any_page(random, static_cast<std::uint8_t>(number));
    EXPECT_EQ(fec::read_calibration(page).has_value(), number == 1);
    EXPECT_EQ(fec::read_calibration_progress(page).has_value(), number == 2);
    EXPECT_EQ(fec::read_general(page).has_value(), number == 16);
    EXPECT_EQ(fec::read_settings(page).has_value(), number == 17);
    EXPECT_EQ(fec::read_metabolic(page).has_value(), number == 18);
    EXPECT_EQ(fec::read_stationary_bike(page).has_value(), number == 21);
    EXPECT_EQ(fec::read_trainer_data(page).has_value(), number == 25);
    EXPECT_EQ(fec::read_wheel_torque(page).has_value(), number == 26);
    EXPECT_EQ(fec::read_target_power(page).has_value(), number == 49);
    EXPECT_EQ(fec::read_wind_resistance(page).has_value(), number == 50);
    EXPECT_EQ(fec::read_track_resistance(page).has_value(), number == 51);
    EXPECT_EQ(fec::read_abilities(page).has_value(), number == 54);
    EXPECT_EQ(fec::read_user_configuration(page).has_value(), number == 55);
    EXPECT_EQ(antplus::read_page_request(page).has_value(), number == 70);
    EXPECT_EQ(fec::read_command_report(page).has_value(), number == 71);
    EXPECT_EQ(antplus::read_maker(page).has_value(), number == 80);
    EXPECT_EQ(antplus::read_product(page).has_value(), number == 81);
    EXPECT_EQ(antplus::read_battery(page).has_value(), number == 82);
  }
}

TEST(FecPages, TrainerDataIsReadAsTheDocumentSays) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    const Payload p = any_page(random, 0x19);
    const auto data = fec::read_trainer_data(p);
    ASSERT_TRUE(data);
    // The same by plain bytes (ant-fec.md 4.6), not by the tables.
    const int power = p[5] + 256 * (p[6] % 16);
    ASSERT_EQ(data->event_count, p[1]);
    ASSERT_EQ(data->cadence, p[2] == 255 ? std::nullopt : std::optional{Rpm(p[2])});
    ASSERT_EQ(data->accumulated_watts, p[3] + 256 * p[4]);
    ASSERT_EQ(data->power, power == 4095 ? std::nullopt : std::optional{Watts(power)});
    ASSERT_EQ(data->power_calibration_needed, (p[6] & 0x10) != 0);
    ASSERT_EQ(data->resistance_calibration_needed, (p[6] & 0x20) != 0);
    ASSERT_EQ(data->user_configuration_needed, (p[6] & 0x40) != 0);
    ASSERT_EQ(data->target_flag, p[7] % 4);
    const int state = p[7] / 16 % 8;
    ASSERT_EQ(data->state, state >= 1 && state <= 4 ? FeState{static_cast<std::uint8_t>(state)}
                                                    : FeState::Reserved);
    // Reserved bits aside, writing it gives the page back.
    Payload expected = p;
    expected[6] = static_cast<std::uint8_t>(p[6] & 0x7F);
    expected[7] =
        static_cast<std::uint8_t>((p[7] & 0x03) | (state >= 1 && state <= 4 ? p[7] & 0x70 : 0));
    ASSERT_EQ(fec::encode(*data), expected);
  }
}

TEST(FecPages, OnlyTheFourKnownStatesAreStates) {
  constexpr FeState expected[]{FeState::Reserved, FeState::Asleep,   FeState::Ready,
                               FeState::InUse,    FeState::Finished, FeState::Reserved,
                               FeState::Reserved, FeState::Reserved};
  for (int tail = 0; tail < 256; ++tail) {  // the lap bit and the low bits change nothing
    const Payload page{0x19, 0, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(tail)};
    EXPECT_EQ(fec::read_state(page), expected[tail / 16 % 8]) << tail;
  }
}

TEST(FecPages, AHeartRateOfZeroIsNone) {
  EXPECT_FALSE(fec::read_general({0x10, 25, 0, 0, 0, 0, 0, 0x34})->data.heart_rate);
  EXPECT_FALSE(fec::read_general({0x10, 25, 0, 0, 0, 0, 0xFF, 0x34})->data.heart_rate);
  EXPECT_EQ(fec::read_general({0x10, 25, 0, 0, 0, 0, 90, 0x35})->data.heart_rate, Bpm{90});
}

TEST(FecPages, AnUnknownLargestForceIsEmpty) {
  EXPECT_FALSE(fec::read_abilities({0x36, 255, 255, 255, 255, 255, 255, 1})->max_force);
}

// --- control ------------------------------------------------------------------------------------

TEST(Control, ResistanceIsNeverMoreThanAskedFor) {
  for (int hundredths = -500; hundredths <= 15'000; ++hundredths) {
    const double asked = hundredths / 100.0;
    const auto sent = fec::read_basic_resistance(fec::basic_resistance(Percent{asked}));
    ASSERT_TRUE(sent);
    ASSERT_LE(sent->count(), std::max(asked, 0.0) + 1e-6);
    ASSERT_LE(sent->count(), 100.0);
    ASSERT_GT(sent->count(), std::min(asked, 100.0) - 0.5);
  }
}

TEST(Control, EveryHalfPercentIsSentExactly) {
  for (int half = 0; half <= 200; ++half) {
    EXPECT_EQ(fec::encode(SetPoint{.resistance = Percent{half * 0.5}}),
              (Payload{0x30, 255, 255, 255, 255, 255, 255, static_cast<std::uint8_t>(half)}));
  }
}

TEST(Control, ANonsensicalResistanceIsNone) {
  for (const double nonsense :
       {std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity(), -0.1}) {
    EXPECT_EQ(fec::basic_resistance(Percent{nonsense})[7], 0);
  }
}

TEST(Control, NoSetPointEncodesAnythingButAResistanceOrAFlatRoad) {
  EXPECT_EQ(fec::encode(SetPoint{}), fec::basic_resistance(Percent{0}));
  EXPECT_EQ(fec::encode(SetPoint{.mode = Mode::Track}), fec::flat_track());
  EXPECT_EQ(fec::encode(SetPoint{.mode = Mode::Track, .resistance = Percent{50}}),
            fec::flat_track());
}

TEST(Control, AShareOverAHundredPercentIsNoResistance) {
  for (int raw = 201; raw < 256; ++raw) {
    EXPECT_FALSE(fec::read_basic_resistance(
        {0x30, 255, 255, 255, 255, 255, 255, static_cast<std::uint8_t>(raw)}));
  }
}

TEST(Control, UnusualValuesStandForTheUsualOnes) {
  const auto wind = fec::read_wind_resistance({0x32, 255, 255, 255, 255, 255, 255, 255});
  EXPECT_EQ(wind, (fec::WindResistance{.coefficient = antplus::KilogramsPerMetre{0.51},
                                       .wind = antplus::KilometresPerHour{0},
                                       .drafting = antplus::Ratio{1}}));
  const auto track = fec::read_track_resistance({0x33, 255, 255, 255, 255, 255, 255, 255});
  EXPECT_EQ(track,
            (fec::TrackResistance{.grade = antplus::Slope{0}, .rolling = antplus::Ratio{0.004}}));
}

std::optional<SetPoint> echo(std::uint8_t command, std::array<std::uint8_t, 4> bytes) {
  return fec::command_status({.last_command = command, .status = StatusCode::Pass, .echo = bytes})
      .echo;
}

TEST(Control, WhatWeSentIsRecognisedInTheEcho) {
  for (int half = 0; half <= 200; ++half) {
    const SetPoint sent{.resistance =
                            half == 0 ? std::nullopt : std::optional{Percent{half * 0.5}}};
    const Payload page = fec::encode(sent);
    EXPECT_EQ(echo(page[0], {page[4], page[5], page[6], page[7]}), sent) << half;
  }
  const SetPoint track{.mode = Mode::Track};
  EXPECT_EQ(echo(51, {0xFF, 0x20, 0x4E, 0x00}), track);
}

TEST(Control, TheWindPageOfOurPairConfirmsNothingByItself) {
  const auto said = fec::command_status({.last_command = fec::page50::number,
                                         .status = StatusCode::Pass,
                                         .echo = {0xFF, 0x00, 0x7F, 0x00}});
  EXPECT_EQ(said, (CommandStatus{StatusCode::None, std::nullopt}));
}

TEST(Control, AnEchoOfAnythingElseIsNotOurs) {
  EXPECT_FALSE(echo(49, {0xFF, 0xFF, 0xA0, 0x00})) << "target power";
  EXPECT_FALSE(echo(48, {0xFF, 0xFF, 0xFF, 201}));
  EXPECT_FALSE(echo(51, {0xFF, 0x21, 0x4E, 0x00})) << "0.01 % up";
  EXPECT_FALSE(echo(51, {0xFF, 0xEC, 0x4D, 0x00})) << "down";
  EXPECT_FALSE(echo(51, {0xFF, 0x20, 0x4E, 0xFF})) << "usual rolling resistance";
  EXPECT_FALSE(echo(50, {0xFF, 0x33, 0x7F, 0x64}));
  EXPECT_FALSE(echo(0, {0xFF, 0xFF, 0xFF, 0}));
}

TEST(Control, ByItselfNoStatusCodeIsAPassButZero) {
  for (int raw = 1; raw < 256; ++raw) {
    EXPECT_NE(fec::status_code(static_cast<std::uint8_t>(raw)), StatusCode::Pass) << raw;
  }
  EXPECT_EQ(fec::status_code(0), StatusCode::Pass);
  EXPECT_EQ(fec::status_code(4), StatusCode::Pending);
  EXPECT_EQ(fec::status_code(255), StatusCode::None);
}

TEST(Control, AReportReadsBack) {
  for (const StatusCode status : {StatusCode::Pass, StatusCode::Fail, StatusCode::NotSupported,
                                  StatusCode::Rejected, StatusCode::Pending, StatusCode::None}) {
    const fec::CommandReport report{.last_command = std::uint8_t{51},
                                    .sequence = std::uint8_t{254},
                                    .status = status,
                                    .echo = {0xFF, 1, 2, 3}};
    EXPECT_EQ(fec::read_command_report(fec::encode(report)), report);
  }
}

// --- other pages --------------------------------------------------------------------------------

TEST(CommonPages, ARequestMayAskUntilItIsAcknowledged) {
  const antplus::PageRequest request{.page = 71, .answers = 0, .as_acknowledged = true};
  EXPECT_EQ(antplus::encode(request), (Payload{0x46, 255, 255, 255, 255, 0x80, 71, 1}));
  EXPECT_EQ(antplus::read_page_request(antplus::encode(request)), request);
}

TEST(CommonPages, VersionsAreWrittenWithAndWithoutSupplement) {
  EXPECT_EQ(antplus::software_version({.software = 16}), "1.6");
  EXPECT_EQ(antplus::software_version({.software = 16, .supplement = std::uint8_t{5}}), "1.605");
  EXPECT_EQ(antplus::software_version({.software = 0, .supplement = std::uint8_t{5}}), "0.005");
  EXPECT_EQ(antplus::software_version({.software = 255, .supplement = std::uint8_t{254}}),
            "25.754");
}

TEST(CommonPages, AProductWithoutSerialNumberHasNone) {
  const Payload page{0x51, 255, 255, 16, 255, 255, 255, 255};
  EXPECT_EQ(antplus::read_product(page), antplus::Product{.software = 16});
  EXPECT_EQ(antplus::encode(antplus::Product{.software = 16}), page);
}

TEST(CommonPages, ABatteryWithoutVoltageHasNone) {
  const auto battery = antplus::read_battery({0x52, 255, 255, 1, 0, 0, 128, 0xBF});
  EXPECT_EQ(battery->count, 1);
  EXPECT_FALSE(battery->volts);
  EXPECT_EQ(battery->running, antplus::Seconds{2});
  EXPECT_EQ(battery->status, BatteryStatus::Ok);
}

TEST(SensorPages, NoHeartBeatsAtZeroOrAllOnes) {
  EXPECT_FALSE(antplus::read_heart_beat({4, 0, 0, 0, 0, 0, 0, 0}).rate);
  EXPECT_FALSE(antplus::read_heart_beat({4, 0, 0, 0, 0, 0, 0, 255}).rate);
  EXPECT_EQ(antplus::read_heart_beat({4, 0, 0, 0, 0, 0, 0, 254}).rate, Bpm{254});
}

TEST(SensorPages, CrankFrequencyIsBigEndian) {
  // A real meter's page (06_single_frames.txt).
  EXPECT_EQ(antplus::read_crank_frequency({0x20, 0xC4, 0x00, 0xD5, 0x75, 0xB3, 0xFC, 0x67}),
            (antplus::CrankFrequency{
                .event_count = 0xC4, .slope = 213, .time = 0x75B3, .torque_ticks = 0xFC67}));
}

TEST(SensorPages, APowerMeterMayNotKnowItsBalance) {
  const auto power = antplus::read_meter_power({0x10, 1, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF});
  EXPECT_FALSE(power->balance);
  EXPECT_FALSE(power->cadence);
  EXPECT_FALSE(power->power);
}

}  // namespace
}  // namespace softpedal
